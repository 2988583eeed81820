package view

import (
	"net/url"
	"strconv"
	"time"

	"rolecall/quiz/prose"
)

// Addresses of the sandbox.
const (
	SandboxPath = "/sandbox"
	ImportPath  = "/sandbox/import"
)

// SharedPath is the address by which others look at a world.
func SharedPath(id, key string) string { return WorldPath(id) + "/shared/" + url.PathEscape(key) }

// ClaimPath is where a browser takes a world that belongs to nobody yet.
func ClaimPath(id string) string { return WorldPath(id) + "/claim" }

// WorldMenu is what can be done with a world as a whole.
type WorldMenu struct {
	ID, Title string
	Version   int64  // of the document, as the page shows it
	Told      string // what must be said first, such as that another tab came before
	Own       bool   // of the sandbox, and not of a lesson or challenge
	Open      string // the part that is unfolded: "share"
	Undo      *WorldStep
	Redo      *WorldStep
	Most      int    // changes that can be undone
	Link      string // by which others look at it; empty while it isn't shared
	Shared    time.Time
	Began     bool // it came from elsewhere, and is reset to what came
	NoReset   bool // nobody knows any more what it began as
	Exports   []ExportLink
	Archived  *Archived // nil while the log has all its records
}

func (m WorldMenu) path(part string) string { return WorldPath(m.ID) + "/" + part }

func (m WorldMenu) version() string { return strconv.FormatInt(m.Version, 10) }

// WorldStep is a change that can be undone or done again.
type WorldStep struct {
	Seq   int64
	Title string // what changed, in words
}

func (s WorldStep) value() string { return strconv.FormatInt(s.Seq, 10) }

// ExportLink leads to a file that a world becomes.
type ExportLink struct {
	Href, Text string
	Hint       string // what is in it and what it is good for
}

// Archived is the part of a log that was put away.
type Archived struct {
	Href     string
	From, To int64 // numbers of records
	Records  int64
	Gone     int64 // records before those, which are kept no longer
}

func (a Archived) sentence() string {
	s := "The log shows at most 10,000 events. Records " + strconv.FormatInt(a.From, 10) + " to " + strconv.FormatInt(a.To, 10) + " are in the archive."
	if a.Gone > 0 {
		s += " The archive holds as many again: " + count(int(a.Gone), "older record") + " are gone."
	}
	return s
}

// WorldLine is one of the reader's worlds.
type WorldLine struct {
	ID          string
	Href, Title string
	From        string // the scenario's title, where the world has another
	Updated     time.Time
}

func (w WorldLine) path(part string) string { return w.Href + "/" + part }

// Shared is what a link to a world shows.
type Shared struct {
	Title    string
	Story    prose.Text
	Contents []AccountContents
	Action   string // where to post for a copy
	Own      string // the world's own page, when it is the reader's
}

// Claim is a world that belongs to nobody yet, before somebody takes it.
type Claim struct {
	Title    string
	Story    prose.Text
	Contents []AccountContents
	Action   string // where the button posts to
	Key      string // the world's key, which the button sends along
	Newcomer bool   // this browser has nothing here yet
}

// AccountContents counts what an account of a world holds, by name.
type AccountContents struct {
	ID, Name                                                                string
	Users, Groups, Roles, Policies, Providers, Profiles, Buckets, Resources []string
}

// heldLine is one kind of thing in an account.
type heldLine struct {
	One, More string // "user", "users"
	Names     []string
}

// maxListed is how many names of a kind are listed.
const maxListed = 200

func (l heldLine) listed() []string { return l.Names[:min(len(l.Names), maxListed)] }

func (l heldLine) summary() string {
	if len(l.Names) == 1 {
		return "1 " + l.One
	}
	return strconv.Itoa(len(l.Names)) + " " + l.More
}

func (a AccountContents) title() string {
	if a.Name == "" || a.Name == a.ID || a.Name == "Account "+a.ID {
		return "Account " + a.ID
	}
	return a.Name + ", account " + a.ID
}

func (a AccountContents) lines() []heldLine {
	var list []heldLine
	for _, l := range []heldLine{
		{"user", "users", a.Users}, {"group", "groups", a.Groups}, {"role", "roles", a.Roles},
		{"customer managed policy", "customer managed policies", a.Policies}, {"identity provider", "identity providers", a.Providers},
		{"instance profile", "instance profiles", a.Profiles}, {"bucket", "buckets", a.Buckets}, {"other resource", "other resources", a.Resources},
	} {
		if len(l.Names) > 0 {
			list = append(list, l)
		}
	}
	return list
}

// Import is the page that asks for a file.
type Import struct {
	Limit   int      // KB
	Refused []string // why nothing was taken: one sentence, or what heads the reasons and each of them
	Text    string   // what was pasted, to be mended
}

// ImportSeen is what an import would come to.
type ImportSeen struct {
	Token    string
	Title    string
	Account  bool     // it is of a real account
	Left     []string // what could not be taken over
	Contents []AccountContents
	Sessions int
	Offset   time.Duration
}

// DeleteWorld is the page that asks once more.
type DeleteWorld struct {
	ID, Title string
	Updated   time.Time
	Shared    bool
}
