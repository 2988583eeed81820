package view

import (
	"rolecall/quiz/prose"
	"rolecall/sandbox"
)

// Challenge is a challenge as a page or a part of a lesson shows it.
type Challenge struct {
	Name      string
	ID        string // of its element
	Title     string
	Grade     sandbox.Grade
	Story     prose.Text
	Path      string // where its forms post: /challenges/NAME
	Back      string // the page it stands on, with its anchor; where the forms return to
	Documents []ChallengeDoc
	Goals     []GoalLine
	Judged    bool
	Solved    bool
	Hints     []prose.Text // those taken
	MoreHints int          // those still to be taken
	GivenUp   bool
	Solution  []ChallengeDoc // nil until earned
	World     string         // the world's page; empty before the first save
	Others    []ChallengeDoc // documents that may be read and not changed
	Notice    string
	Carry     string // said when documents of an earlier part are laid over
	Part      string // its place in a track: "Part 1 of 6 of The long Saturday"
	Next      Link   // the track's next part
}

// ChallengeDoc is a document of a challenge.
type ChallengeDoc struct {
	Editor
	Listing Listing
}

// GoalLine is a goal with whether it is met.
type GoalLine struct {
	Sentence string
	MustWork bool
	Met      bool
	Why      string // when it isn't
}

func (g GoalLine) kind() string {
	if g.MustWork {
		return "Must work"
	}
	return "Must stay shut"
}

func (g GoalLine) mark(judged bool) Mark {
	switch {
	case !judged:
		return MarkNone
	case g.Met:
		return MarkAllowed
	}
	return MarkExplicit
}

func (g GoalLine) word(judged bool) string {
	switch {
	case !judged:
		return "not checked yet"
	case g.Met:
		return "met"
	}
	return "not met"
}

// ChallengeCard is a challenge in a list.
type ChallengeCard struct {
	Name, Title, Summary string
	Grade                sandbox.Grade
	Lesson               Link
	Solved               bool
}

// ChallengeGroup is the challenges of a grade, or the parts of a track.
type ChallengeGroup struct {
	ID, Title, Lead string
	Track           bool // its parts differ in grade
	Challenges      []ChallengeCard
}

// solved counts the challenges that the reader has solved.
func (g ChallengeGroup) solved() int {
	n := 0
	for _, c := range g.Challenges {
		if c.Solved {
			n++
		}
	}
	return n
}

// met counts the goals that are met.
func (c Challenge) met() int {
	n := 0
	for _, g := range c.Goals {
		if g.Met {
			n++
		}
	}
	return n
}
