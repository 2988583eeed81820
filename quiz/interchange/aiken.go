package interchange

import (
	"bytes"
	"fmt"
	"regexp"
	"strings"

	"rolecall/quiz"
	"rolecall/quiz/prose"
)

// aikenWriter writes Aiken: a question on one line, its options a line each behind
// a letter, and the line that names the right one.
type aikenWriter struct{}

func (aikenWriter) begin(*bytes.Buffer) {}
func (aikenWriter) end(*bytes.Buffer)   {}

var (
	aikenOption = regexp.MustCompile(`^([A-Z])[).][ \t]+(\S.*)$`)
	aikenKey    = regexp.MustCompile(`^ANSWER:\s*([A-Z])\s*$`)
	aikenAnswer = regexp.MustCompile(`(?m)^ANSWER:[ \t]*[A-Z][ \t]*\r?$`)
	aikenSmall  = regexp.MustCompile(`^[a-z][).][ \t]`)
	aikenLetter = regexp.MustCompile(`^([A-Z][).][ \t]|ANSWER:)`)
)

func (aikenWriter) question(w *bytes.Buffer, c carried, lost *losses) string {
	choice, ok := c.compiled.Body.(*quiz.Choice)
	switch {
	case !ok:
		return fmt.Sprintf("Aiken holds one right answer among options: a question of type %s was left out.", c.Type.Value)
	case choice.Many:
		return "Aiken holds one right answer: a question with several was left out."
	}
	stem := oneLine(c.compiled.Stem.Text)
	if aikenLetter.MatchString(stem) || len(stem) < 2 {
		return "Its text can't be told from an option or an answer in Aiken: it was left out."
	}
	fmt.Fprintln(w, stem)
	right := ""
	for i, o := range choice.Options {
		text, label := oneLine(o.Text.Text), string(rune('A'+i))
		if text == "" {
			return "An option has no text without markup: it was left out."
		}
		fmt.Fprintf(w, "%s. %s\n", label, text)
		if o.Right {
			right = label
		}
	}
	fmt.Fprintf(w, "ANSWER: %s\n\n", right)
	aikenLosses(c, lost)
	return ""
}

// aikenLosses tells what Aiken has no place for.
func aikenLosses(c carried, lost *losses) {
	lost.add(PartMarkup, "Emphasis, code, links and line breaks were left out; the words stay, a document on the question's line.")
	lost.add(PartID, "The id was left out.")
	if c.Version != 1 {
		lost.add(PartVersion, "The version was left out.")
	}
	if c.Difficulty.Value != quiz.Medium.String() {
		lost.add(PartDifficulty, "The difficulty was left out.")
	}
	left := func(p Part, has bool, what string) {
		if has {
			lost.add(p, what+" left out: Aiken holds no feedback.")
		}
	}
	whys := false
	for _, o := range c.Options {
		whys = whys || !o.Why.IsZero()
	}
	left(PartWhy, whys, "The options' whys were")
	left(PartHint, !c.Hint.IsZero(), "The hint was")
	left(PartWorked, len(c.Worked) > 0, "The worked steps were")
	left(PartVerify, !c.Verify.IsZero(), "The check was")
	left(PartMistakes, len(c.Mistakes) > 0, "The common mistakes were")
	left(PartSource, !c.Source.IsZero(), "The source was")
	left(PartObjectives, len(c.Objectives) > 0, "The objectives were")
	left(PartClaim, !c.Claim.IsZero(), "The claim was")
}

// readAiken reads questions in Aiken. One that is not as strict as the form asks
// is refused at its line.
func readAiken(src string) []found {
	var all []found
	a := &aikenReader{}
	for i, line := range strings.Split(src, "\n") {
		line = strings.TrimSpace(line)
		nearly := strings.HasPrefix(strings.ToUpper(line), "ANSWER") && len(a.letters) > 0
		switch key := aikenKey.FindStringSubmatch(line); {
		case line == "":
		case key != nil:
			a.start(i)
			all = append(all, a.finish(key[1]))
			a = &aikenReader{}
		case nearly: // meant as the question's end
			a.refuse(i+1, `the answer is a line that reads "ANSWER: A", in capitals and with one letter`)
			all = append(all, a.q)
			a = &aikenReader{}
		default:
			a.start(i)
			a.take(i+1, line)
		}
	}
	if a.q.line > 0 {
		a.refuse(a.q.line, `this question has no line that reads "ANSWER: A", with the letter of the right option`)
		all = append(all, a.q)
	}
	return all
}

// aikenReader gathers the lines of one question.
type aikenReader struct {
	q       found
	letters []string
}

func (a *aikenReader) start(i int) {
	if a.q.line == 0 {
		a.q.line = i + 1
	}
}

func (a *aikenReader) refuse(line int, message string) {
	if a.q.refuse == "" {
		a.q.refuse, a.q.where = message, line
	}
}

func (a *aikenReader) take(n int, line string) {
	option := aikenOption.FindStringSubmatch(line)
	switch {
	case option != nil && a.q.title == "":
		a.refuse(n, "an option stands before the question's text")
	case option != nil:
		if want := string(rune('A' + len(a.letters))); option[1] != want {
			a.refuse(n, fmt.Sprintf("the option %s stands where %s should", option[1], want))
		}
		a.letters = append(a.letters, option[1])
		a.q.draft.Options = append(a.q.draft.Options, quiz.DraftOption{Text: prose.Plain(escapeText(option[2]))})
	case len(a.letters) > 0 && a.q.refuse == "":
		a.refuse(n, `an option begins with a capital letter, "." or ")" and a blank, and stands on one line`)
	case a.q.title != "" && aikenSmall.MatchString(line):
		a.refuse(n, "an option begins with a capital letter: "+strings.ToUpper(line[:1])+line[1:2])
		a.letters = append(a.letters, "")
	case a.q.title != "":
		a.refuse(n, "the question's text stands on one line")
	default:
		a.q.title = line
		a.q.draft.Stem = prose.Plain(escapeText(line))
	}
}

func (a *aikenReader) finish(key string) found {
	a.q.draft.Type = prose.Plain(quiz.ChooseOne.String())
	right := false
	for i, l := range a.letters {
		if l == key && i < len(a.q.draft.Options) {
			a.q.draft.Options[i].Right, right = true, true
		}
	}
	if !right {
		a.refuse(a.q.line, "the answer "+key+" is none of the options")
	}
	return a.q
}
