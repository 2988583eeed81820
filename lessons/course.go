package lessons

import (
	"rolecall/quiz"
	"rolecall/quiz/prose"
)

// Course is all lessons. It is immutable and safe for use by many goroutines.
type Course struct {
	lessons  []*Lesson
	bySlug   map[string]*Lesson
	glossary []Term
	site     *siteMap
	index    func() *index
	counts   Counts
}

// Objectives lists what a lesson teaches; ok is false when there is no such
// lesson. With [Course.QuizLinks] it makes a course a [quiz.Site].
func (c *Course) Objectives(lesson string) (objectives []quiz.Objective, ok bool) {
	l := c.bySlug[lesson]
	if l == nil {
		return nil, false
	}
	return l.Objectives, true
}

// QuizLinks resolves the links in the questions of a lesson.
func (c *Course) QuizLinks(lesson string) prose.Links { return links{site: c.site, lesson: lesson} }

// Counts says what went into the course.
func (c *Course) Counts() Counts { return c.counts }

// Lessons lists the lessons in their order.
func (c *Course) Lessons() []*Lesson { return c.lessons }

// Lesson finds a lesson by its slug; nil when there is none.
func (c *Course) Lesson(slug string) *Lesson { return c.bySlug[slug] }

// Glossary lists the terms by name.
func (c *Course) Glossary() []Term { return c.glossary }

// Term is one entry of the glossary; its address is /glossary#ID.
type Term struct {
	ID, Name string
	Text     prose.Text
}

// Lesson is one lesson.
type Lesson struct {
	Slug          string
	Number        int // as the folder says, from 0
	Title         string
	Summary       string // one plain sentence
	Level         Level
	Objectives    []quiz.Objective
	Prerequisites []string // slugs
	Modes         []*Mode  // those it has, in the order of [ModeSlugs]
}

// Mode finds a mode by its slug; nil when the lesson doesn't offer it.
func (l *Lesson) Mode(slug string) *Mode {
	for _, m := range l.Modes {
		if m.Slug == slug {
			return m
		}
	}
	return nil
}

// Objective finds an objective by its id.
func (l *Lesson) Objective(id string) (quiz.Objective, bool) {
	for _, o := range l.Objectives {
		if o.ID == id {
			return o, true
		}
	}
	return quiz.Objective{}, false
}

// Level is how much a lesson, or a part of one, asks of the reader.
type Level uint8

// The levels. The zero value says nothing.
const (
	NoLevel Level = iota
	Foundation
	Intermediate
	Advanced
	Expert
)

var levelNames = [...]string{"", "Foundation", "Intermediate", "Advanced", "Expert"}

// String returns the level as it is shown.
func (l Level) String() string {
	if int(l) < len(levelNames) {
		return levelNames[l]
	}
	return ""
}

// Mode is one way to learn a lesson.
type Mode struct {
	Slug     string
	Label    string
	Minutes  int       // computed from words and interactions, at least 1
	Contents []Heading // the headings down to level 3, in order, those in gated parts too
	Blocks   []Block
}

// modeLabels are the modes in their order.
var modeLabels = [...]struct{ slug, label string }{
	{"why", "Why"},
	{"deep-dive", "Deep dive"},
	{"visualize", "Visualize"},
	{"try", "Try it"},
	{"challenge", "Challenge"},
	{"project", "Project"},
	{"myths", "Myths"},
	{"pitfalls", "Pitfalls"},
	{"recall", "Recall"},
	{"cheat-sheet", "Cheat sheet"},
}

// ModeSlugs lists the slugs of all modes in their order.
func ModeSlugs() []string {
	slugs := make([]string, len(modeLabels))
	for i, m := range modeLabels {
		slugs[i] = m.slug
	}
	return slugs
}

// ModeLabel is a mode's name as it is shown, empty for a slug that isn't one.
func ModeLabel(slug string) string {
	for _, m := range modeLabels {
		if m.slug == slug {
			return m.label
		}
	}
	return ""
}
