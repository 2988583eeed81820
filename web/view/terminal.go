package view

import (
	"strings"

	"rolecall/lessons"
)

// TerminalView is a console: what was typed and answered, and, when Path is
// set, a line to type on. The line posts its command in "line", with Fields; with
// htmx the whole terminal (its id) is swapped.
type TerminalView struct {
	ID      string // unique in the page
	Title   string
	Who     string // who types: "alice (111122223333)"; may be empty
	Entries []lessons.Entry
	Path    string // empty: nothing can be typed
	Fields  []Hidden
	Value   string // what stands on the line
	Hint    string // said under the line; may be empty
	Why     bool   // offers the trace of each command that was authorized
	// Completes says that the line can be completed, by the same form with
	// "complete". Completed is what came of it; nil when nothing was.
	Completes bool
	Completed *Completed
}

// Completed is what a line that was completed can become.
type Completed struct {
	// Stuck says that nothing could be added. The Tab key leaves the field then, so
	// that it holds nobody.
	Stuck bool
	Ways  []Way
	More  int // how many ways aren't shown
}

// Way is one way to go on with a line.
type Way struct {
	Text string // the word
	Doc  string // what it is; may be empty
}

// stepNote is what a step that is no command says in the transcript.
func stepNote(e lessons.Entry) string {
	switch e.Kind {
	case lessons.EntryAs:
		return "from here on as " + e.Who
	case lessons.EntryAdvance:
		return strings.TrimPrefix(e.Line, "advance ") + " later: it is " + Clock(e.At)
	case lessons.EntryKeep:
		return "the credentials are kept as " + strings.TrimPrefix(e.Line, "keep ")
	case lessons.EntryRevoke:
		return "sessions of " + strings.TrimPrefix(e.Line, "revoke ") + " made before now are revoked"
	case lessons.EntryCommand:
		return ""
	}
	return ""
}
