package world

import (
	"fmt"
	"io"
	"maps"
	"slices"
	"time"

	"rolecall/sandbox/iam"
)

// What a world may hold at most.
const (
	MaxDocument = 2 << 20 // bytes of the stored form: an account of 2,000 roles and 500 policies fits
	MaxEvents   = 10_000  // records kept in memory; older ones are dropped first
	MaxObject   = 64 << 10
)

// Env is what a world takes from outside: the base of its clock, and where its
// ids, keys and secrets come from.
type Env struct {
	Now  func() time.Time
	Rand io.Reader
}

// World is a small AWS.
type World struct {
	env      Env
	state    state
	compiled map[compiledKey]*iam.Policy
	sorted   []string // paths of the documents in order; nil until asked for, see [World.paths]
	loading  bool     // while a scenario or a stored form is read: references may point ahead

	sessions    map[string]*Session // by access key id
	issued      []*Session          // the same, in order
	newSessions []*Session
	events      []*Event
	newEvents   []*Event
	lastEvent   int64
	recall      func() ([]*Event, error) // reads the records stored before; nil when there is none to read
}

// state is what [World.MarshalJSON] writes.
type state struct {
	Format       int                 `json:"format"`
	Version      int64               `json:"version"`
	Scenario     string              `json:"scenario,omitempty"`
	Offset       time.Duration       `json:"offset"`
	Accounts     map[string]*Account `json:"accounts"`
	Organization *Organization       `json:"organization,omitempty"`
	Documents    map[string]string   `json:"documents"`
	Files        map[string]string   `json:"files,omitempty"`
	Secret       []byte              `json:"secret,omitempty"` // of which the keys of identity providers are made
	RSA          map[string][]byte   `json:"rsa,omitempty"`    // by issuer, in PKCS #1: those keys that can't be made of it
}

// New returns an empty world.
func New(env Env) *World {
	return &World{
		env: env,
		state: state{
			Format: storedFormat, Accounts: map[string]*Account{},
			Documents: map[string]string{}, Files: map[string]string{},
		},
		compiled: map[compiledKey]*iam.Policy{},
		sessions: map[string]*Session{},
	}
}

// Now is the world's time: the base plus the offset, in UTC.
func (w *World) Now() time.Time { return w.env.Now().Add(w.state.Offset).UTC() }

// Offset is how far the world's clock runs ahead of its base; never negative.
func (w *World) Offset() time.Duration { return w.state.Offset }

// maxOffset keeps times inside four-digit years.
const maxOffset = 50 * 365 * 24 * time.Hour

// Advance moves the clock forward. It refuses a negative step, for AWS's clock
// doesn't run backwards either, and one that leads more than fifty years ahead.
func (w *World) Advance(d time.Duration) error {
	if d < 0 {
		return fmt.Errorf("the clock moves forward only: %s is negative", d)
	}
	if d > maxOffset || w.state.Offset+d > maxOffset {
		return fmt.Errorf("the clock moves at most fifty years ahead")
	}
	w.state.Offset += d
	w.changed()
	return nil
}

// Version counts the changes of the world's document, the clock's among them.
// Sessions and events don't count.
func (w *World) Version() int64 { return w.state.Version }

// Scenario is the name of the scenario that the world began as; it may be empty.
func (w *World) Scenario() string { return w.state.Scenario }

// SetScenario names the scenario that the world began as.
func (w *World) SetScenario(name string) { w.state.Scenario = name; w.changed() }

func (w *World) changed() { w.state.Version++ }

// Account returns the account with the id; nil when there is none.
func (w *World) Account(id string) *Account { return w.state.Accounts[id] }

// Accounts lists the accounts by id.
func (w *World) Accounts() []*Account {
	list := make([]*Account, 0, len(w.state.Accounts))
	for _, id := range slices.Sorted(maps.Keys(w.state.Accounts)) {
		list = append(list, w.state.Accounts[id])
	}
	return list
}
