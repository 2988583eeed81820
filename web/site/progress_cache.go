package site

import (
	"sync"
	"time"

	"rolecall/store"
	"rolecall/web/view"
)

// Facts that are kept among the tries under outcomes of their own.
const (
	OutcomeOpened  store.Outcome = "opened"  // a mode was opened
	OutcomeHint    store.Outcome = "hint"    // a hint was taken
	OutcomeGivenUp store.Outcome = "givenUp" // the solution was asked for
)

// WholePage stands for block and step of a fact about a page as a whole.
const WholePage = "page"

type (
	ModeKey  struct{ Lesson, Mode string }
	BlockKey struct{ Lesson, Mode, Block string }
	stepKey  struct {
		BlockKey
		step    string
		outcome store.Outcome
	}
)

// Progress is what pages need to know of a reader. It is a snapshot: whoever
// writes drops it from the cache, and the next page reads it afresh.
type Progress struct {
	Learner store.LearnerID
	Mode    string // the mode chosen last

	Certainty bool // to be asked how sure one is of an answer
	Modes     map[ModeKey]view.ModeMark
	Choices   map[BlockKey]string
	tried     map[stepKey]bool
	Solved    map[string]bool // challenges by name
	Reviews   map[[2]string]store.Review
}

// NewProgress sums up what is kept of a learner.
func NewProgress(id store.LearnerID, facts store.Progress, prefs store.Preferences) *Progress {
	p := &Progress{
		Learner: id, Mode: prefs.Mode, Certainty: prefs.Certainty, Modes: map[ModeKey]view.ModeMark{}, Choices: map[BlockKey]string{},
		tried: map[stepKey]bool{}, Solved: map[string]bool{}, Reviews: map[[2]string]store.Review{},
	}
	for _, t := range facts.Tries {
		k := BlockKey{t.Lesson, t.Mode, t.Block}
		p.tried[stepKey{k, t.Step, t.Outcome}] = true
		p.Modes[ModeKey{t.Lesson, t.Mode}] = view.ModeBegun
	}
	for _, c := range facts.Predictions {
		p.Choices[BlockKey{c.Lesson, c.Mode, c.Block}] = c.Choice
		p.Modes[ModeKey{c.Lesson, c.Mode}] = view.ModeBegun
	}
	for _, r := range facts.Reads {
		p.Modes[ModeKey{r.Lesson, r.Mode}] = view.ModeDone
	}
	for _, c := range facts.Challenges {
		p.Solved[c.Challenge] = p.Solved[c.Challenge] || c.Solved
	}
	for _, r := range facts.Reviews { // in order of number: the last stays
		p.Reviews[[2]string{r.Lesson, r.Card}] = r
	}
	return p
}

// Mark is how far the reader has come with a mode. A nil progress has begun nothing.
func (p *Progress) Mark(lesson, mode string) view.ModeMark {
	if p == nil {
		return view.ModeNew
	}
	return p.Modes[ModeKey{lesson, mode}]
}

// Choice is what the reader committed to in a block; empty when nothing.
func (p *Progress) Choice(lesson, mode, block string) string {
	if p == nil {
		return ""
	}
	return p.Choices[BlockKey{lesson, mode, block}]
}

// Did reports whether a step was tried with an outcome.
func (p *Progress) Did(lesson, mode, block, step string, o store.Outcome) bool {
	return p != nil && p.tried[stepKey{BlockKey{lesson, mode, block}, step, o}]
}

const (
	maxCached = 20_000 // learners kept in memory
	epochs    = 256
)

// readers remembers whose token is whose and each learner's progress. It only
// ever holds what the store holds: every write forgets the learner.
type readers struct {
	mu     sync.RWMutex
	tokens map[string]KnownToken
	known  map[store.LearnerID]*Progress
	// ended counts how often tokens stopped working, so that one looked up before
	// is not remembered after.
	ended uint64
	// epoch counts the writes of the learners that share a place, so that a
	// snapshot read before a write is not remembered after it.
	epoch [epochs]uint64
}

// KnownToken is whose a token is, and the hour in which it was last used.
type KnownToken struct {
	Learner store.LearnerID
	used    time.Time
}

func newReaders() *readers {
	return &readers{tokens: map[string]KnownToken{}, known: map[store.LearnerID]*Progress{}}
}

// Token tells whose a token is; ok is false when that isn't remembered. ended goes
// back to [readers.know] with what the store says instead.
func (r *readers) Token(token string) (t KnownToken, ended uint64, ok bool) {
	r.mu.RLock()
	defer r.mu.RUnlock()
	t, ok = r.tokens[token]
	return t, r.ended, ok
}

// Know remembers whose a token is, unless any token stopped working since ended was
// read: it may have been this one.
func (r *readers) Know(token string, t KnownToken, ended uint64) {
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.ended != ended {
		return
	}
	if len(r.tokens) >= maxCached {
		clear(r.tokens)
	}
	r.tokens[token] = t
}

// use notes that a token is used in an hour, and reports whether it is the first
// time: to one caller alone.
func (r *readers) use(token string, hour time.Time) bool {
	r.mu.Lock()
	defer r.mu.Unlock()
	t, ok := r.tokens[token]
	if !ok || !hour.After(t.used) {
		return false
	}
	t.used = hour
	r.tokens[token] = t
	return true
}

// Progress is what is remembered of a learner; nil when nothing is.
func (r *readers) Progress(id store.LearnerID) *Progress {
	r.mu.RLock()
	p := r.known[id]
	r.mu.RUnlock()
	return p
}

// Read fetches a learner's progress and remembers it unless it changed meanwhile.
func (r *readers) Read(id store.LearnerID, fetch func() (*Progress, error)) (*Progress, error) {
	r.mu.RLock()
	before := r.epoch[id%epochs]
	r.mu.RUnlock()
	p, err := fetch()
	if err != nil {
		return nil, err
	}
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.epoch[id%epochs] != before {
		return p, nil
	}
	if len(r.known) >= maxCached {
		clear(r.known)
	}
	r.known[id] = p
	return p, nil
}

// Wrote forgets a learner's progress, to be called after every write of it.
func (r *readers) Wrote(id store.LearnerID) {
	r.mu.Lock()
	r.epoch[id%epochs]++
	delete(r.known, id)
	r.mu.Unlock()
}

// ForgetTokens forgets whose every token is, to be called when any stops working.
func (r *readers) ForgetTokens() {
	r.mu.Lock()
	clear(r.tokens)
	r.ended++
	r.mu.Unlock()
}

// NextReview is the number of a card's next review.
func (p *Progress) NextReview(lesson, card string) int {
	if p == nil {
		return 0
	}
	if r, ok := p.Reviews[[2]string{lesson, card}]; ok {
		return r.Seq + 1
	}
	return 0
}
