package view

import (
	"strconv"
	"time"

	"rolecall/lessons"
	"rolecall/sandbox/iam"
)

// Path is a guided path as its reader stands on it.
type Path struct {
	*lessons.Steps
	Lesson
	At      int // the step that is to be done; len(Steps) once all have passed
	Why     string
	Now     time.Time
	Who     string
	Entries []lessons.Entry
	Trace   *iam.Trace // of the last command; nil when nothing was authorized
	Outcome *Outcome   // of the last command
	Editor  *Editor    // of the document that the step is about
	World   string     // the world's page; empty before the first thing was done
	Held    []RingView
}

func (p Path) id() string { return PathID(p.Steps.ID) }

// PathID is the id of a guided path's element.
func PathID(block string) string { return "path-" + block }

func (p Path) action(what string) string {
	return p.Lesson.URL() + "/path/" + p.Steps.ID + "/" + what
}

func (p Path) done() bool { return p.At >= len(p.Steps.Steps) }

// place is "Step 3 of 9".
func (p Path) place(i int) string {
	return "Step " + strconv.Itoa(i+1) + " of " + strconv.Itoa(len(p.Steps.Steps))
}

// terminal is the console of the path.
func (p Path) terminal() TerminalView {
	return TerminalView{
		ID: p.id() + "-console", Title: "Console", Who: p.Who, Entries: p.Entries, Path: p.action("line"), Why: true,
		Hint: "Type the command and press Enter.",
	}
}
