package view

import (
	"strconv"
	"strings"

	"rolecall/quiz"
	"rolecall/quiz/prose"
)

// MaxRows is how many options, items, pairs, answers or texts a question's form
// takes.
const MaxRows = 12

// BankPage is an instructor's bank.
type BankPage struct {
	ID        int64
	Title     string
	Lesson    string // slug
	Lessons   []Hidden
	Problem   string // with the title
	Share     string // the address for learners; empty while it isn't shared
	Questions []BankEntry
	Dropped   []BankEntry
	Formats   []Hidden // to take it away in: name and title
	Notice    string   // what was done just now
	Keys      KeysShown
}

// BankEntry is a question in the list of its bank.
type BankEntry struct {
	ID          string
	Stem        string // plain, shortened
	Type        quiz.Type
	Difficulty  quiz.Difficulty
	Version     int
	Checked     bool   // by the engine
	Fault       string // why it can't be asked; empty when it can
	First, Last bool
}

// QuestionPath is the address of a question's editor, with more after it.
func QuestionPath(id, rest string) string { return TeachPath + "/questions/" + id + rest }

// typeWords name the types of question as the editor offers them.
var typeWords = map[quiz.Type]struct{ word, does string }{
	quiz.ChooseOne:  {"One answer", "one option is right"},
	quiz.ChooseAll:  {"All that apply", "one or more options are right"},
	quiz.PutInOrder: {"Order", "steps to be put in their order"},
	quiz.MatchPairs: {"Match", "things, and what belongs to each"},
	quiz.FillIn:     {"Fill in", "a gap, in a policy or by itself"},
	quiz.PickLine:   {"Which line", "the line of a policy that decided"},
	quiz.PredictCLI: {"What is printed", "what the CLI answers"},
	quiz.SpotFault:  {"Spot the fault", "the line of a policy that is wrong"},
}

func typeWord(t quiz.Type) string { return typeWords[t].word }

// words say what kind of question it is.
func (e BankEntry) words() string {
	w := typeWord(e.Type) + ", " + e.Difficulty.String()
	if e.Version > 1 {
		w += ", version " + strconv.Itoa(e.Version)
	}
	if e.Checked {
		w += ", checked by the engine"
	}
	return w
}

// QuestionEdit is the editor of a question.
type QuestionEdit struct {
	Action   string // where it is saved
	Bank     Link
	Type     quiz.Type
	Fields   []Hidden // that tie the form to what it edits
	New      bool
	Version  int
	AsYAML   bool
	Source   string     // as YAML
	Draft    quiz.Draft // as fields, with empty rows to fill in
	Lesson   string     // the title of the lesson whose objectives there are to choose from; empty: tags
	Choices  []Choosable
	Worlds   []string // names of scenarios
	Files    string   // the question's documents, as YAML
	PartFile []string // each option's or pair's documents, as YAML
	Mended   bool     // the tick that says that only words were mended
	Conflict *EditConflict
	Preview  *Preview // nil before anything is written
}

// needsWorld reports whether a question of the type can't do without a world.
func (e QuestionEdit) needsWorld() bool {
	return e.Type == quiz.PickLine || e.Type == quiz.PredictCLI
}

// Choosable is an objective to tick.
type Choosable struct {
	ID, Text string
	Chosen   bool
}

// EditConflict is what somebody else, or another tab, saved meanwhile.
type EditConflict struct {
	Version int
	Source  string // as YAML
}

// Preview is a question as it will be seen, and what is wrong with it.
type Preview struct {
	Faults  prose.Faults
	Lines   bool           // faults stand at lines of what was written
	Advice  []string       // what might be better, and is no fault
	Asked   *Ask           // nil with faults that leave no question
	Told    *quiz.Question // likewise
	Checked bool           // the engine was asked and agrees
	Saving  bool           // it was to be saved, and wasn't
}

// KeyView is a question with its key and all that is said about its parts, for
// whoever wrote it. ID is unique in the page.
func KeyView(q *quiz.Question, id string) ChoiceView {
	t := Told{Question: q, Result: quiz.Unanswered(q)}
	t.Options, t.Pairs = t.Result.Options, t.Result.Pairs
	c := t.choiceAs(id)
	c.Label, c.Bare = "", true
	return c
}

// gapTexts are the texts that a gap takes, or that tempt.
func gapTexts(q *quiz.Question) []partTold {
	g, ok := q.Body.(*quiz.Gap)
	if !ok {
		return nil
	}
	var parts []partTold
	for _, a := range g.Accept[1:] {
		parts = append(parts, partTold{Mark: MarkAllowed, Code: a, Was: "Taken as well"})
	}
	for _, t := range g.Tempting {
		parts = append(parts, partTold{Mark: MarkExplicit, Given: true, Code: t.Text, Was: "Tempting", Whys: []string{t.Why.HTML}})
	}
	return parts
}

// faultLine says where a fault is, when that helps.
func (p Preview) faultLine(f prose.Fault) string {
	if !p.Lines || f.Line < 1 {
		return ""
	}
	return "Line " + strconv.Itoa(f.Line) + ": "
}

// faultsTitle heads the list of faults.
func (p Preview) faultsTitle() string {
	if p.Saving {
		return "Not saved yet: " + count(len(p.Faults), "thing") + " to mend"
	}
	return count(len(p.Faults), "thing") + " to mend"
}

// answerNumber is which of the answers a pair belongs to, from 1; 0 for none.
func (e QuestionEdit) answerNumber(p quiz.DraftPair) int {
	for i, a := range e.Draft.Answers {
		if a.ID.Value != "" && a.ID.Value == p.Answer.Value {
			return i + 1
		}
	}
	return 0
}

// partFiles are the documents of the n-th option or pair, from 0, as YAML.
func (e QuestionEdit) partFiles(n int) string {
	if n < len(e.PartFile) {
		return e.PartFile[n]
	}
	return ""
}

// withBlank is a list with one empty entry more, for a row to fill in.
func withBlank(list []prose.Str) []prose.Str { return append(list[:len(list):len(list)], prose.Str{}) }

// joinLines writes a list one entry a line.
func joinLines(list []prose.Str) string {
	s := ""
	for _, l := range list {
		s += l.Value + "\n"
	}
	return s
}

// joinTags writes tags side by side.
func joinTags(list []prose.Str) string {
	s := ""
	for i, l := range list {
		if i > 0 {
			s += ", "
		}
		s += l.Value
	}
	return s
}

// textRows is how high a text's field is: its lines, and those that long ones are
// broken into.
func textRows(value string, least int) int {
	n := 0
	for line := range strings.Lines(value) {
		n += 1 + len(line)/90
	}
	return min(max(n, least), 30)
}
