package play

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"strings"
	"sync"
	"time"

	"rolecall/sandbox/advice"
	"rolecall/sandbox/awscli"
	"rolecall/sandbox/budget"
	"rolecall/sandbox/world"
	"rolecall/store"
)

// playing is a stored world taken out to be used, with its console. What is done
// to it lasts once it is put back.
type World struct {
	store.WorldInfo
	*world.World
	Console  Console
	Shell    *awscli.Shell
	loaded   int64                              // the world's own version when it was taken out
	stored   []byte                             // the document as it was taken out
	imported bool                               // it comes from elsewhere: a reset leads to what came
	Told     string                             // what the page says first, such as that another tab came before
	Derive   func(purpose string) []byte        // secrets of a stored world, see [store.World.Derive]
	Began    func() map[string]string           // of a stored world, see [Service.FirstDocuments]; read once
	Work     func(budget.Limits) *budget.Budget // for the request that loaded it; nil when none did
}

// Console is what is kept of a world's console between requests.
type Console struct {
	Shell     json.RawMessage `json:"shell,omitempty"`
	Who       string          `json:"who,omitempty"` // the actor, see actors.go
	Entries   []typed         `json:"entries,omitempty"`
	LastEvent int64           `json:"lastEvent"`
	Asked     int64           `json:"asked,omitempty"`  // the event of the last decision; 0 when none
	Edited    *edited         `json:"edited,omitempty"` // the last save, to say what it changed
	Judged    []judgement     `json:"judged,omitempty"` // of a challenge's world
	Path      int             `json:"path,omitempty"`   // steps of a guided path that have passed
	Placed    int             `json:"placed,omitempty"` // steps for which the console was made somebody
	Seeded    bool            `json:"seeded,omitempty"` // the world's keys and ids follow from its capability
	Why       string          `json:"why,omitempty"`    // why the step to be done hasn't passed
}

// typed is a line that was typed and what came of it.
type typed struct {
	Who    string    `json:"who"`
	Line   string    `json:"line"`
	Stdout string    `json:"stdout,omitempty"`
	Stderr string    `json:"stderr,omitempty"`
	Exit   int       `json:"exit,omitempty"`
	At     time.Time `json:"at"`
	Event  int64     `json:"event,omitempty"`
}

const (
	maxTyped  = 40       // lines that a console shows again
	maxOutput = 16 << 10 // bytes of a line's output that are kept
	// maxSessions bounds the sessions of a world, for all are read with it.
	maxSessions = 1000
)

// Owner is on whose behalf a world is used: a learner, or whoever holds the world's
// capability, which is its key.
type Owner struct {
	Learner store.LearnerID
	Key     string
}

// Own checks that a world is its owner's; to everybody else it isn't there.
func (s *Service) Own(ctx context.Context, o Owner, id string) (store.World, error) {
	w, err := s.Store.World(ctx, id)
	if err != nil && !errors.Is(err, store.ErrNotFound) {
		return w, err
	}
	switch {
	case o.Key != "" && (err != nil || !w.Opens(o.Key) || s.Forgotten(w)):
		return store.World{}, advice.NotFound("There is no such world, or this address doesn't open it.")
	case o.Key == "" && (err != nil || o.Learner == 0 || w.Learner != o.Learner):
		return store.World{}, advice.NotFound("There is no such world, or it belongs to somebody else.")
	}
	return w, nil
}

// Look takes a world out to be looked at.
func (s *Service) Look(ctx context.Context, o Owner, id string) (*World, error) {
	stored, err := s.Own(ctx, o, id)
	if err != nil {
		return nil, err
	}
	return s.Load(ctx, stored)
}

// Act takes a world out, lets f use it and puts it back. When f fails nothing
// is kept.
func (s *Service) Act(ctx context.Context, o Owner, id string, f func(*World) error) error {
	unlock, err := s.locks.Lock(ctx, id)
	if err != nil {
		return err
	}
	defer unlock()
	p, err := s.Look(ctx, o, id)
	if err != nil {
		return err
	}
	if err := f(p); err != nil {
		return err
	}
	return s.Save(ctx, p)
}

// Load loads a stored world to be used.
func (s *Service) Load(ctx context.Context, stored store.World) (*World, error) {
	w, err := world.Unmarshal(stored.Document, s.Env())
	if err != nil {
		return nil, fmt.Errorf("world %s: %w", stored.ID, err)
	}
	p := &World{WorldInfo: stored.WorldInfo, World: w, loaded: w.Version(), stored: stored.Document, Derive: stored.Derive,
		Work: func(l budget.Limits) *budget.Budget { return s.Work(ctx, l) }}
	p.Began = sync.OnceValue(func() map[string]string { return s.firstDocuments(ctx, p.WorldInfo) })
	if len(stored.Shell) > 0 {
		if err := json.Unmarshal(stored.Shell, &p.Console); err != nil {
			return nil, fmt.Errorf("console of world %s: %w", stored.ID, err)
		}
	}
	var sessions []*world.Session
	for _, row := range stored.Sessions {
		session := new(world.Session)
		if err := json.Unmarshal(row.Data, session); err != nil {
			return nil, fmt.Errorf("session %d of world %s: %w", row.Seq, stored.ID, err)
		}
		sessions = append(sessions, session)
	}
	w.Restore(sessions, p.Console.LastEvent)
	w.Remember(func() ([]*world.Event, error) { return s.past(ctx, stored.ID, p.Console.LastEvent) })
	return p, p.OpenShell()
}

// past reads the records of a world up to a number, but for those in the archive.
func (s *Service) past(ctx context.Context, id string, last int64) ([]*world.Event, error) {
	var all []*world.Event
	for after := int64(0); after < last; after = all[len(all)-1].Seq {
		rows, err := s.Store.WorldEvents(ctx, id, after, Sweep)
		if err != nil || len(rows) == 0 {
			return all, err
		}
		for _, row := range rows {
			e, err := world.ParseEvent(row.Seq, row.Data)
			if err != nil {
				return nil, err
			}
			all = append(all, e)
		}
	}
	return all, nil
}

// OpenShell opens the console as it was left.
func (p *World) OpenShell() error {
	if len(p.Console.Shell) == 0 {
		p.Shell = awscli.NewShell(p.World, world.Caller{})
		return nil
	}
	var err error
	p.Shell, err = awscli.RestoreShell(p.World, p.Console.Shell)
	return err
}

// Save stores what was done to a world.
func (s *Service) Save(ctx context.Context, p *World) error {
	change, err := s.change(p)
	if err != nil {
		return err
	}
	if p.World.Version() != p.loaded {
		if change.Document, err = json.Marshal(p.World); err != nil {
			return err
		}
		if len(change.Document) > world.MaxDocument {
			return FullWorld(len(change.Document))
		}
		if change.Step, err = stepOf(p.stored, change.Document); err != nil {
			return err
		}
	}
	if len(p.Sessions()) > maxSessions {
		return advice.Conflict("A world holds at most %d sessions, and this one has them all. Reset it to begin again.", maxSessions)
	}
	if p.WorldInfo.Version, err = s.Store.ChangeWorld(ctx, change); err != nil {
		return worldConflict(err)
	}
	s.Publish(p.ID)
	return s.archiveOldEvents(ctx, p, len(change.Events))
}

// worldConflict tells a reader that another request changed the world meanwhile.
func worldConflict(err error) error {
	if _, ok := errors.AsType[*store.ConflictError](err); ok {
		return advice.Conflict("The world was changed from elsewhere at the same moment. Load it again and repeat the last step.")
	}
	return err
}

// change gathers the console and the rows that came.
func (s *Service) change(p *World) (store.WorldChange, error) {
	c := store.WorldChange{ID: p.ID, Expected: p.WorldInfo.Version, Offset: p.World.Offset(), At: s.Now()}
	sessions, events := p.Unsaved()
	first := int64(len(p.Sessions()) - len(sessions))
	for i, session := range sessions {
		data, err := json.Marshal(session)
		if err != nil {
			return c, err
		}
		c.Sessions = append(c.Sessions, store.Row{Seq: first + int64(i) + 1, Data: data})
	}
	for _, e := range events {
		data, err := e.JSON()
		if err != nil {
			return c, err
		}
		c.Events = append(c.Events, store.Row{Seq: e.Seq, Data: data})
		p.Console.LastEvent = e.Seq
	}
	var err error
	if p.Console.Shell, err = json.Marshal(p.Shell); err != nil {
		return c, err
	}
	c.Shell, err = json.Marshal(p.Console)
	return c, err
}

// Create stores a new world, whose console is somebody.
func (s *Service) Create(ctx context.Context, w *world.World, n store.NewWorld, who string) (string, error) {
	id, capability, err := s.Store.NewWorldID()
	if err != nil {
		return "", err
	}
	p := &World{WorldInfo: store.WorldInfo{ID: id}, World: w}
	if n.Document, err = json.Marshal(w); err != nil {
		return "", err
	}
	if len(n.Document) > world.MaxDocument {
		return "", FullWorld(len(n.Document))
	}
	if n.Shell, err = p.firstConsole(who); err != nil {
		return "", err
	}
	n.At = s.Now()
	if n.Origin == "" {
		n.Most = MaxOwnWorlds
	}
	s.Tidy(ctx)
	return id, TooManyWorlds(s.Store.AddWorld(ctx, id, capability, n))
}

// FullWorld says that a world is larger than one may be.
func FullWorld(size int) error {
	return advice.BadInput("A world may hold at most %d KB; this one would have %d KB.", world.MaxDocument>>10, (size+1023)>>10)
}

// firstConsole is the console of a world that has just begun, as somebody.
func (p *World) firstConsole(who string) ([]byte, error) {
	if err := p.OpenShell(); err != nil {
		return nil, err
	}
	if err := p.Become(who); err != nil {
		return nil, err
	}
	var err error
	if p.Console.Shell, err = json.Marshal(p.Shell); err != nil {
		return nil, err
	}
	return json.Marshal(p.Console)
}

// within makes a budget for work on the world; there is no limit for a world that no
// request loaded.
func (p *World) within(l budget.Limits) *budget.Budget {
	if p.Work == nil {
		return nil
	}
	return p.Work(l)
}

// Run types a line on the console, as whoever it is. The world is locked
// meanwhile, so the line has a budget and ends when the request does.
func (p *World) Run(line string) awscli.Reply {
	who := p.Who()
	r := p.Shell.ExecWithin(p.within(awscli.LineLimits), line)
	if r.Clear {
		p.Console.Entries = nil
		return r
	}
	t := typed{Who: who.Name, Line: line, Stdout: clip(r.Stdout), Stderr: clip(r.Stderr), Exit: r.Exit, At: p.Now()}
	if r.Outcome != nil && r.Outcome.Event != nil {
		t.Event = r.Outcome.Event.Seq
		p.Console.Asked = t.Event
	}
	p.Console.Entries = append(p.Console.Entries, t)
	if over := len(p.Console.Entries) - maxTyped; over > 0 {
		p.Console.Entries = p.Console.Entries[over:]
	}
	return r
}

func clip(text string) string {
	if len(text) <= maxOutput {
		return text
	}
	return strings.ToValidUTF8(text[:maxOutput], "") + fmt.Sprintf("\n… The console keeps the first %d KB of an output.\n", maxOutput>>10)
}

// BaseOf names a text, so that a form can say which text it was made from.
func BaseOf(text string) string {
	sum := sha256.Sum256([]byte(text))
	return hex.EncodeToString(sum[:8])
}

// Sweep is how many records are read at a time to find some.
const Sweep = 500
