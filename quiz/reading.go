package quiz

import (
	"regexp"

	"rolecall/quiz/prose"
	"rolecall/sandbox"
)

// Rules says what a question must bring along.
type Rules uint8

const (
	// CourseRules are those of the course's own bank: everything that can be said
	// about a question is said, and the shapes are those its readers are used to.
	CourseRules Rules = iota
	// OwnRules are those of a teacher's own bank, and of versions that are kept:
	// objectives, claim, source, hint, worked steps, check, mistakes and whys may be
	// left out, a choice has two to twelve options, an order three to twelve items,
	// a match two to twelve pairs, and a gap need not stand in a document.
	OwnRules
)

// maxParts is how many options, items, pairs or answers a question may have under
// [OwnRules]; maxOrdered how many items the engine is asked to order, for it plays
// every order.
const (
	maxParts   = 12
	maxOrdered = 6
)

// Reading is what a question that is read by itself is held against.
type Reading struct {
	Rules  Rules
	Lesson string // the slug of the lesson it belongs to; may be empty
	// Site knows the lesson's objectives and where links lead. Without one, or
	// without a lesson, objectives are taken as they are and links inside the course
	// set as words.
	Site    Site
	Library *sandbox.Library // worlds; without one, a question that names a world is at fault
}

// ParseQuestion reads one question from its YAML (see [ParseDraft]). With any
// fault there is no question; all faults are found at once, with lines that count
// from at.
func ParseQuestion(src []byte, at prose.Place, in Reading) (*Question, prose.Faults) {
	d, fs := ParseDraft(src, at)
	if fs != nil {
		return nil, fs
	}
	return in.Question(d, at)
}

// Question makes a question of a draft whose document begins at doc; a draft that
// was read from none has all its faults there.
func (in Reading) Question(d Draft, doc prose.Place) (*Question, prose.Faults) {
	l := &bankLoader{rules: in.Rules, site: in.Site, lib: in.Library, bank: &Bank{}}
	links, objectives := prose.Links(wordsOnly{}), []Objective(nil)
	if in.Lesson == "" {
		l.site = nil
	}
	if l.site != nil {
		known, ok := in.Site.Objectives(in.Lesson)
		if !ok {
			return nil, prose.Faults{doc.Fault("there is no lesson %q", in.Lesson)}
		}
		links, objectives = in.Site.QuizLinks(in.Lesson), known
	}
	r := &questionReader{bankLoader: l, doc: doc, at: d.ID.Place(doc), reader: prose.Reader{Links: links}}
	q := r.question(d, in.Lesson, objectives)
	if len(l.faults) > 0 {
		return nil, l.faults.Sort()
	}
	return q, nil
}

// Prove asks the engine about every part of one question, as [Verify] does about a
// bank's. A question that the engine can't decide has no faults.
func Prove(q *Question) prose.Faults {
	if q.proof == nil {
		return nil
	}
	trials, _ := q.proof.prove()
	return judge(q, q.Body.key(), trials).Sort()
}

// wordsOnly are the links of a question that is read apart from the course:
// addresses outside are held against the rule for them, and others stay words.
type wordsOnly struct{}

var insideLink = regexp.MustCompile(`^(term|mode|lesson):|^[/#]`)

func (wordsOnly) Resolve(dest string, _ prose.Place) prose.Target {
	if insideLink.MatchString(dest) {
		return prose.Target{}
	}
	return prose.Target{Href: dest, Fault: prose.CheckURL(dest)}
}

// least is the least number of parts, by the rules that hold.
func (r *questionReader) least(course, own int) int {
	if r.rules == OwnRules {
		return own
	}
	return course
}

// ownGap gives a gap of a teacher's that stands in no document one of its own.
func (r *questionReader) ownGap(y *Draft) {
	if r.rules != OwnRules {
		return
	}
	if y.Document.IsZero() && y.World.IsZero() {
		y.Document = prose.Plain(GapMark)
	}
	if y.Label.IsZero() {
		y.Label = prose.Plain("Your answer")
	}
}
