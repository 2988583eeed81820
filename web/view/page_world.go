package view

import (
	"fmt"
	"maps"
	"slices"
	"strings"
	"time"

	"rolecall/lessons"
	"rolecall/quiz/prose"
	"rolecall/sandbox/iam"
	"rolecall/sandbox/iam/analyze"
	"rolecall/sandbox/play"
	"rolecall/sandbox/sts"
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
	Of       string // whose arrows the map draws where there are too many; empty: those in use
	Docs     []DocLink
	Editor   *Editor      // nil when no document is open
	Actors   []play.Actor // whom the console can be and who has credentials
	Be       []play.Actor // these, and whoever else one can be: root users, workloads, nobody
	Roles    []RoleChoice
	Assume   AssumeForm
	Objects  []string // s3://bucket/key
	Decision *Decision
	Held     []Held
	Console  TerminalView
	Log      EventLog
	Version  int64 // of the stored world
	Sessions []SessionRow
	// MoreSessions counts those that are not listed.
	MoreSessions int
	Revocable    []RoleChoice // roles of which sessions were issued
	// Lines maps the path of each document to the address that opens it, for
	// traces to point at its lines.
	Lines    map[string]string
	Back     *Link // the challenge or lesson it belongs to
	Evaluate Evaluate
	Changed  *Change // what the last save changed; nil when there is nothing to say
	Menu     WorldMenu
}

// Path is the world's address.
func (w World) Path() string { return WorldPath(w.ID) }

// WorldPath is the address of a world's page.
func WorldPath(id string) string { return "/sandbox/" + id }

func (w World) mapView() WorldMapView {
	return WorldMapView{ID: "map", Title: w.Title, Picture: w.Scene, Lit: w.Lit, Of: w.Of, Leads: w.leads()}
}

// leads are the ways from who and what is drawn to its policies: of several to
// the first, which of a role is who may assume it.
func (w World) leads() map[string]Link {
	to := map[string]Link{}
	for _, d := range w.Docs {
		parts := strings.SplitN(d.Path, "/", 4)
		if len(parts) < 4 {
			continue
		}
		id := strings.Join(parts[:3], "/")
		if _, has := to[id]; !has || d.Kind == iam.KindTrust {
			to[id] = Link{Href: d.Href, Text: KindWord(d.Kind)}
		}
	}
	return to
}

// drawnWords says which arrows a crowded map draws.
func (w World) drawnWords() string {
	if w.Of == "" {
		return "those that the last call went through"
	}
	return "those of " + namer(w.Scene)(w.Of)
}

// offset says how far the clock was moved.
func (w World) offset() string {
	if w.Offset == 0 {
		return ""
	}
	days, rest := int(w.Offset/(24*time.Hour)), w.Offset%(24*time.Hour)
	switch {
	case days == 0:
		return Span(rest) + " ahead"
	case rest < time.Minute:
		return count(days, "day") + " ahead"
	}
	return count(days, "day") + " " + Span(rest) + " ahead"
}

// acting is the actor whom the console is.
func (w World) acting() play.Actor {
	for _, a := range w.Be {
		if a.Current {
			return a
		}
	}
	return play.Actor{Name: "nobody"}
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

// Change is what the last save changed, each way by a witness.
type Change struct {
	Sentence   string
	Witnesses  []ChangedWay
	Complete   bool // the search went through
	Unattached bool // the policy is about nobody yet: the witnesses are examples
	More       int  // of those whom the policy is about, how many were not looked at
}

// ChangedWay is a request that is decided differently, for one caller or for several.
type ChangedWay struct {
	analyze.Witness
	Here string   // what else in the world has a say in it; empty when nothing else has
	Also []string // for whom else the same holds
}

// Directions lists which way each witness goes.
func (c Change) Directions() []analyze.Direction {
	var list []analyze.Direction
	for _, w := range c.Witnesses {
		list = append(list, w.Direction)
	}
	return list
}

// changeMark is the mark of what a request came to after a change.
func changeMark(w ChangedWay) Mark { return MarkOf(w.After) }

// Said is one sentence about what came of an act, with a way to where it shows.
type Said struct {
	Mark       Mark
	Text       string // empty: nothing to say
	Href, Link string
}

// momentForm is how a moment stands in a field for date and time.
const momentForm = "2006-01-02T15:04"

// nextHour is the moment that the clock's field proposes.
func (w World) nextHour() string { return w.Now.Truncate(time.Hour).Add(time.Hour).Format(momentForm) }

// worldParts are the parts of the page that a phone shows one at a time.
var worldParts = [...]struct{ id, word string }{
	{"accounts", "Map"}, {"documents", "Policies"}, {"ask", "Ask"}, {"keys", "Keys"},
	{"decision", "Decision"}, {"evaluate", "Evaluate"}, {"console", "Console"}, {"events", "Log"},
}

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
	Diff     *DocDiff  // what became of it since the world began; nil when nothing did
	Shown    string    // printed with numbered lines; empty when there is nothing to print
	Complete string    // address that completes what is typed; may be empty
}

// docLines is the id of the listing of the open document.
const docLines = "doc"

// linesAt is the listing that findings point at; empty when there is none.
func (e Editor) linesAt() string {
	if e.Shown == "" {
		return ""
	}
	return docLines
}

// Conflict is a document that changed while it was edited elsewhere.
type Conflict struct {
	Theirs string // what is in force now
	Base   string // names it
}

// keepsChoice reports whether a list of people stays as it was chosen when others
// are added to it. In the others whoever is newest, or at work, is put forward.
func keepsChoice(id string) bool { return id == "assume-who" || id == "evaluate-who" }

// actorGroup is a run of actors of a kind.
type actorGroup struct {
	Name   string
	Actors []play.Actor
}

// actorGroups gathers actors by the kind that heads them.
func actorGroups(actors []play.Actor) []actorGroup {
	var list []actorGroup
	for _, a := range actors {
		if n := len(list); n == 0 || list[n-1].Name != a.Group {
			list = append(list, actorGroup{Name: a.Group})
		}
		last := &list[len(list)-1]
		last.Actors = append(last.Actors, a)
	}
	return list
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
	Mending *analyze.Mending // of a refusal, as the policies stand now
	Since   bool             // it was refused, and would be allowed now
}

// Evaluate is the panel that asks the engine without making a call.
type Evaluate struct {
	Who, Action, Resource, Context string
	ARN                            string // somebody else, in place of Who
	Note                           string // what was taken for granted
	Actors                         []play.Actor
	Resources                      []string // to choose from
	Actions                        []string // to choose from, until something is typed
	Problem                        string
	Outcome                        *Outcome
	Trace                          *iam.Trace
	Mending                        *analyze.Mending
}

// Held is a set of temporary credentials that the learner has.
type Held struct {
	Actor   string // its id as an [play.Actor]
	Name    string // "Deploy/ship"
	ARN     string
	KeyID   string
	Secret  string
	Token   string
	Expires time.Time
	Ring    RingView
	Current bool
}

// SessionRow is a session that was issued.
type SessionRow struct {
	Name            string // "Deploy/ship"
	From            string // who asked for it
	Issued, Expires time.Time
	State           sts.SessionState
	SourceIdentity  string
	Tags            map[string]string
	Chained         bool // a role's session asked for it
	Narrowed        bool // a session policy limits it

	RevokedBy, RevokedHref string // the policy that denies it everything, and its address
	RevokedBefore          string // sessions issued before this are meant; may be empty
}

// mark is the mark of how a session stands.
func (s SessionRow) mark() Mark {
	switch s.State {
	case sts.SessionActive:
		return MarkAllowed
	case sts.SessionRevoked:
		return MarkExplicit
	case sts.SessionExpired, sts.SessionOrphaned:
		return MarkNone
	}
	return MarkNone
}

// state is how a session stands, in a word or two.
func (s SessionRow) state() string {
	switch s.State {
	case sts.SessionActive:
		return "in force"
	case sts.SessionRevoked:
		return "revoked"
	case sts.SessionExpired:
		return "ended"
	case sts.SessionOrphaned:
		return "its owner is gone"
	}
	return ""
}

// ends says when a session ends or has ended.
func (s SessionRow) ends() string {
	if s.State == sts.SessionExpired {
		return "ended " + Day(s.Expires)
	}
	return "ends " + Day(s.Expires)
}

// brings says what a session brings along, besides its role's permissions.
func (s SessionRow) brings() string {
	var parts []string
	if s.Chained {
		parts = append(parts, "chained")
	}
	if s.Narrowed {
		parts = append(parts, "narrowed by a session policy")
	}
	if s.SourceIdentity != "" {
		parts = append(parts, "source identity "+s.SourceIdentity)
	}
	for _, k := range slices.Sorted(maps.Keys(s.Tags)) {
		parts = append(parts, "tag "+k+" = "+s.Tags[k])
	}
	return strings.Join(parts, ", ")
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
