package view

import (
	"fmt"
	"time"

	"rolecall/lessons"
	"rolecall/quiz/prose"
	"rolecall/sandbox/iam"
	"rolecall/sandbox/iam/analyze"
)

// World is a learner's sandbox world as a page.
type World struct {
	ID       string
	Title    string
	Story    prose.Text
	Now      time.Time
	Offset   time.Duration
	Scene    *lessons.Picture
	Lit      []string
	Docs     []DocLink
	Editor   *Editor // nil when no document is open
	Actors   []Actor
	Roles    []RoleChoice
	Assume   AssumeForm
	Objects  []string // s3://bucket/key
	Decision *Decision
	Held     []Held
	Console  TerminalView
	Events   []EventRow
	Back     *Link // the challenge or lesson it belongs to
	Evaluate Evaluate
	Changed  *analyze.Difference // what the last save changed; nil when there is nothing to say
	NoReset  bool                // it began from what was pasted: there is no story to go back to
}

// Path is the world's address.
func (w World) Path() string { return WorldPath(w.ID) }

// WorldPath is the address of a world's page.
func WorldPath(id string) string { return "/sandbox/" + id }

// offset says how far the clock was moved.
func (w World) offset() string {
	if w.Offset == 0 {
		return ""
	}
	return Span(w.Offset) + " ahead"
}

// acting is the actor whom the console is.
func (w World) acting() Actor {
	for _, a := range w.Actors {
		if a.Current {
			return a
		}
	}
	return Actor{Name: "nobody"}
}

// newest is who can do most with the object forms: the newest session that lasts,
// and without one whoever the console is. Actors stand newest session first.
func (w World) newest() string {
	for _, h := range w.Held {
		if h.Ring.Left > 0 {
			return h.Actor
		}
	}
	return w.acting().ID
}

// changeMark is the mark of what a request came to after a change.
func changeMark(w analyze.Witness) Mark { return MarkOf(w.After) }

// clockSteps are the moves that a click makes.
var clockSteps = [...]struct {
	seconds int
	word    string
}{
	{15 * 60, "+15 min"},
	{60 * 60, "+1 h"},
	{24 * 60 * 60, "+1 day"},
}

// DocLink is a policy document in the list beside the editor.
type DocLink struct {
	Path    string
	Label   string
	Kind    iam.Kind
	Href    string
	Current bool
	Changed bool // differs from the scenario's
	New     bool // not there yet
}

// Editor is a document being edited.
type Editor struct {
	Path     string
	Label    string
	Kind     iam.Kind
	Text     string
	Base     string // names the text that the edit began from
	Findings []iam.Finding
	New      bool      // there is no such document yet: saving makes it
	Saved    bool      // the text is in force
	Refused  bool      // it has errors: the last good one stays in force
	Conflict *Conflict // somebody else changed the document meanwhile
	Action   string    // where Save posts
	Back     []Hidden  // fields of the page it stands on
}

// Conflict is a document that changed while it was edited elsewhere.
type Conflict struct {
	Theirs string // what is in force now
	Base   string // names it
}

// Actor is who the console can be.
type Actor struct {
	ID      string // "111122223333/users/alice" or "session/ASIA…"
	Name    string // "alice"
	Detail  string // "user in Tools"
	Current bool
}

func (a Actor) words() string {
	if a.Detail == "" {
		return a.Name
	}
	return a.Name + ", " + a.Detail
}

// RoleChoice is a role that can be asked for.
type RoleChoice struct {
	ARN, Name, Account string
}

// AssumeForm is what stands in the form that assumes a role.
type AssumeForm struct {
	Who, Role, Session, Duration, ExternalID string
}

// Decision is the answer to the last call.
type Decision struct {
	Seq     int64
	Asked   string
	Outcome Outcome
	Trace   *iam.Trace
	Anchors map[string]string
	Mending *analyze.Mending // of a refusal, as the policies stand now
	Since   bool             // it was refused, and would be allowed now
}

// Evaluate is the panel that asks the engine without making a call.
type Evaluate struct {
	Who, Action, Resource, Context string
	Actors                         []Actor
	Resources                      []string // to choose from
	Problem                        string
	Outcome                        *Outcome
	Trace                          *iam.Trace
	Mending                        *analyze.Mending
}

// Held is a set of temporary credentials that the learner has.
type Held struct {
	Actor   string // its id as an [Actor]
	Name    string // "Deploy/ship"
	ARN     string
	KeyID   string
	Secret  string
	Token   string
	Expires time.Time
	Ring    RingView
	Current bool
}

// EventRow is one record of the log.
type EventRow struct {
	Seq     int64
	At      time.Time
	Who     string
	Name    string // "sts AssumeRole"
	Target  string
	Mark    Mark
	Word    string
	Trace   *iam.Trace
	JSON    string
	Current bool
}

// word is what became of the call.
func (e EventRow) word() string {
	if e.Word != "" {
		return e.Word
	}
	return e.Mark.Word()
}

func (e EventRow) id() string { return fmt.Sprintf("event-%d", e.Seq) }

// Library is the page of scenarios and of the reader's own worlds.
type Library struct {
	Groups []ScenarioGroup
	Own    []WorldLine
}

// ScenarioGroup is the scenarios of a chapter.
type ScenarioGroup struct {
	Slug, Title string
	Scenarios   []ScenarioCard
}

// ScenarioCard is a scenario one can begin.
type ScenarioCard struct {
	Name, Title, Summary string
}

// WorldLine is one of the reader's worlds.
type WorldLine struct {
	Href, Title string
	Updated     time.Time
}
