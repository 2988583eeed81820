package lessons

import (
	"strings"
	"time"

	"rolecall/quiz/prose"
	"rolecall/sandbox"
	"rolecall/sandbox/awsapi"
	"rolecall/sandbox/iam"
)

// Block is one piece of a mode. The set is closed; a page renders each with an
// exhaustive switch over [*HTML], [*Heading], [*Predict], [*Policy], [*Console],
// [*Frames], [*Diagram], [*Steps], [*ChallengeRef], [*Myth], [*Pitfall], [*Card],
// [*Compare], [*Callout] and [*Reveal].
type Block interface{ block() }

// HTML is running text: paragraphs, lists, tables, plain code.
type HTML struct {
	HTML string // safe to send as it is
	Text string // the same in plain words
}

// Heading is a heading with its anchor. Level is 2 to 6; the page's own h1 is the
// lesson's title.
type Heading struct {
	Level    int
	ID       string
	HTML     string // the heading's inside
	Text     string
	Stage    Level    // for whom the part below it is; [NoLevel] when it isn't said
	Chapters []string // slugs of the lessons that go deeper, those that exist or not
	Gate     string   // id of the predict that hides it until committed; empty when none does
}

// Predict is a question the reader commits to before the text goes on. Gated is
// not sent before that. Options are answered by their ID.
type Predict struct {
	ID      string
	Ask     prose.Text
	Options []PredictOption
	Gated   []Block
}

// PredictOption is one option of a [Predict].
type PredictOption struct {
	ID    string // "a", "b", … in the author's order
	Text  prose.Text
	Right bool
	Why   prose.Text
}

// Policy is a live policy document.
type Policy struct {
	ID, Title string
	Kind      iam.Kind
	World     string // the scenario; empty when a bare request is decided
	Path      string // where in the scenario the document lies
	JSON      string
	Code      string // highlighted, in <pre>; line N has the id that [Policy.LineID] gives
	Findings  []iam.Finding
	Runs      bool // false when it is shown for its faults alone
	Result    PolicyResult

	run func(edited string) (PolicyResult, []iam.Finding)
}

// PolicyResult is what came of a live policy.
type PolicyResult struct {
	Outcome Outcome
	Trace   *iam.Trace // of the last authorization; nil when none was made
	Entries []Entry    // the steps that were played; none for a bare request
}

// Outcome is what a command or a bare request came to. Decision and DeniedBy are
// meant only when something was authorized: expired credentials are refused
// before any policy is read.
type Outcome struct {
	Authorized bool
	Decision   iam.Decision
	DeniedBy   iam.Layers
	Error      string // the service's error code; empty when it succeeded
	Message    string // the service's message
}

// String is the outcome in the words of `want`: "allowed", "implicitDeny identity",
// "ExpiredToken".
func (o Outcome) String() string {
	switch {
	case o.Authorized && o.Decision != iam.Allowed:
		return strings.TrimSpace(o.Decision.String() + " " + strings.Join(o.DeniedBy.Strings(), " "))
	case o.Error != "":
		return o.Error
	}
	return iam.Allowed.String()
}

// Console is a transcript made by playing steps.
type Console struct {
	ID, Title string
	World     string
	Entries   []Entry
}

// EntryKind says what a line of a transcript did.
type EntryKind uint8

// The kinds of entries.
const (
	EntryAs      EntryKind = iota // changes who types
	EntryCommand                  // an aws command line
	EntryAdvance                  // moves the clock
	EntryKeep                     // names credentials
	EntryRevoke                   // ends a role's sessions
)

// Entry is one step of a transcript.
type Entry struct {
	Kind    EntryKind
	Line    string // the step as written: "aws sts get-caller-identity"
	Who     string // who types from here on: "alice (111122223333)"
	Stdout  string
	Stderr  string
	Exit    int
	Outcome Outcome    // of a command
	Trace   *iam.Trace // of a command that was authorized
	At      time.Time  // the world's clock after the step
}

// Frames is a request drawn step by step, made from the traces of its commands.
type Frames struct {
	ID, Title string
	World     string
	Scene     *Picture // the world that the frames play in
	Frames    []Frame
}

// FrameKind says what a frame shows.
type FrameKind uint8

// The kinds of frames, in the order in which a command goes through them.
const (
	FrameRequest  FrameKind = iota // who sends what
	FrameCheck                     // one layer is asked
	FrameDecision                  // the layers are combined
	FrameAnswer                    // what comes back
	FrameClock                     // time passes
)

// Frame is one picture of a sequence.
type Frame struct {
	Kind    FrameKind
	Step    int    // number of the aws step it belongs to, from 1
	Title   string // a few words
	Text    string // one or two plain sentences
	Say     prose.Text
	From    Actor // who sends, on FrameRequest and FrameAnswer
	To      Actor
	Command string // the line typed, on FrameRequest
	// Operation is what it calls, as the API writes it; empty when it calls nothing.
	Operation string
	Answer    string // what came back, on FrameAnswer

	// On FrameCheck: the layer that is asked and what it said.
	Layer     iam.Layer
	Label     string // the layer in the words of the page: "Trust policy"
	Policy    string // name of the policy that decided; empty when none did
	Path      string // the document in the world; empty when none decided
	Statement *iam.StatementTrace
	// On FrameCheck and FrameDecision.
	Verdict iam.Verdict
	Rule    string

	Outcome Outcome   // on FrameDecision and FrameAnswer
	Expires time.Time // of credentials that came back; zero when none did
	At      time.Time
	Lit     []string // ids of members and arrows of the scene that this frame is about
}

// Diagram is a drawing made from a world: either Scene or Exchange is set.
type Diagram struct {
	ID       string
	World    string
	Caption  prose.Text
	Scene    *Picture
	Exchange *Exchange
}

// Picture is a world as rooms with members, and arrows between those.
type Picture struct {
	Accounts []Room
	Arrows   []Arrow
	Cut      bool // the world has more arrows than these
}

// Room is an account.
type Room struct {
	ID      string // twelve digits
	Name    string
	Members []Member
}

// MemberKind says what a member of an account is.
type MemberKind uint8

// The kinds of members.
const (
	MemberUser MemberKind = iota
	MemberRole
	MemberResource // a bucket, a queue, a key, …
	MemberProvider // an identity provider
	MemberService  // an AWS service; stands in the room it acts for
	MemberSession  // somebody wearing a role
)

// Member is a principal or a resource in a room.
type Member struct {
	ID     string // its path in the scenario: "111122223333/users/alice"
	Kind   MemberKind
	Name   string
	Detail string // a few words: "bucket", "boundary OnlyReports"; may be empty
	Marked bool   // the author points at it
}

// ArrowKind says what an arrow means.
type ArrowKind uint8

// The kinds of arrows.
const (
	ArrowTrust  ArrowKind = iota // a trust policy names the one it begins at
	ArrowAllow                   // an identity policy allows an action on the one it ends at
	ArrowOpens                   // a resource policy names the one it begins at
	ArrowAssume                  // a session of the role was issued
)

// Arrow joins two members.
type Arrow struct {
	ID       string
	Kind     ArrowKind
	From, To string // ids of members, or of a room when an account as a whole is meant
	Label    string // "sts:AssumeRole"
	Path     string // the document that draws it
	Marked   bool
}

// Exchange is a drawing of messages between actors.
type Exchange struct {
	Actors   []Actor
	Messages []Message
}

// Actor sends and receives messages.
type Actor struct {
	ID   string // a member's id, or "sts", "s3", … for a service
	Kind MemberKind
	Name string
}

// Message is one line of an [Exchange]; From and To are ids of actors and the same
// for something that an actor does by itself.
type Message struct {
	From, To string
	Text     string
	Verdict  iam.Verdict // of a check or an answer; VerdictNotApplicable for a plain message
}

// Steps is a guided path; see [Steps.Judge].
type Steps struct {
	ID    string
	World string
	Steps []Step

	files map[string]string
}

// Files are the documents that the author lays over the world, by path; a
// learner's world begins with them. Not to be changed.
func (s *Steps) Files() map[string]string { return s.files }

// StepKind says what a step asks for.
type StepKind uint8

// The kinds of steps.
const (
	StepConsole StepKind = iota // run a command
	StepEdit                    // change a document
	StepAdvance                 // let time pass
)

// Step is one step of a [Steps].
type Step struct {
	ID       string
	Kind     StepKind
	Say      prose.Text
	As       string // who the console is from here on; empty when it stays
	Console  string // model command of StepConsole
	Want     string // outcome its last command must have
	Edit     string // path of the document to edit, of StepEdit
	Solution string // model document of StepEdit
	Advance  time.Duration
	Hint     prose.Text
	Done     prose.Text

	goals     []sandbox.Step
	want      sandbox.Want
	operation *awsapi.Operation // that the model command calls
	resource  string            // and what it asks about; may be empty
}

// ChallengeRef embeds a challenge of sandbox/challenges.
type ChallengeRef struct {
	ID    string
	Name  string
	Carry string // id of the earlier challenge whose documents are laid over this one's world
}

// Myth is a belief, judged by the reader first and by the engine then.
type Myth struct {
	ID      string
	Belief  prose.Text
	Truth   bool // whether the belief is true
	Reality prose.Text
	Why     prose.Text // why it matters
	Source  string     // URL
	Proof   *Run       // nil when the engine can't show it
}

// Run is a world in which steps were played.
type Run struct {
	World   string
	Entries []Entry
	Outcome Outcome    // of the last command
	Trace   *iam.Trace // of the last command; nil when nothing was authorized
}

// Pitfall is a wrong way, the right way and the root cause.
type Pitfall struct {
	ID, Title    string
	Story        prose.Text
	Wrong, Right Side
	Cause        prose.Text
	Source       string // URL
}

// Side is one half of a [Pitfall].
type Side struct {
	Say       prose.Text
	Documents []Document
	Run       Run
}

// Document is a document of a world as it is shown.
type Document struct {
	Path string
	JSON string
	Code string // highlighted, in <pre>
}

// Card is a flashcard.
type Card struct {
	ID          string
	Front, Back prose.Text
	Objective   string // id; may be empty
	Source      string // URL
}

// Compare is two texts side by side.
type Compare struct {
	Before, After CompareSide
}

// CompareSide is one column of a [Compare].
type CompareSide struct {
	Title string
	Text  prose.Text
}

// CalloutKind says what a [Callout] is for.
type CalloutKind uint8

// The kinds of callouts.
const (
	Aside   CalloutKind = iota // a margin note
	Insight                    // the insight to keep
	Can                        // what the reader can now do
	Analogy                    //
	Story                      // something that happened
	Warning                    //
)

var calloutNames = [...]string{"aside", "insight", "can", "analogy", "story", "warning"}

// String returns the kind as authors write it.
func (k CalloutKind) String() string {
	if int(k) < len(calloutNames) {
		return calloutNames[k]
	}
	return ""
}

// Callout is text that stands apart.
type Callout struct {
	Kind   CalloutKind
	Blocks []Block
}

// Reveal is text that folds open.
type Reveal struct {
	Title  string
	Blocks []Block
}

func (*HTML) block()         {}
func (*Heading) block()      {}
func (*Predict) block()      {}
func (*Policy) block()       {}
func (*Console) block()      {}
func (*Frames) block()       {}
func (*Diagram) block()      {}
func (*Steps) block()        {}
func (*ChallengeRef) block() {}
func (*Myth) block()         {}
func (*Pitfall) block()      {}
func (*Card) block()         {}
func (*Compare) block()      {}
func (*Callout) block()      {}
func (*Reveal) block()       {}
