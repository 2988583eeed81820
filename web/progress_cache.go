package web

import (
	"sync"
	"time"

	"rolecall/store"
	"rolecall/web/view"
)

// Facts that are kept among the tries under outcomes of their own.
const (
	outcomeOpened  store.Outcome = "opened"  // a mode was opened
	outcomeHint    store.Outcome = "hint"    // a hint was taken
	outcomeGivenUp store.Outcome = "givenUp" // the solution was asked for
)

// wholePage stands for block and step of a fact about a page as a whole.
const wholePage = "page"

type (
	modeKey  struct{ lesson, mode string }
	blockKey struct{ lesson, mode, block string }
	stepKey  struct {
		blockKey
		step    string
		outcome store.Outcome
	}
)

// progress is what pages need to know of a reader. It is a snapshot: whoever
// writes drops it from the cache, and the next page reads it afresh.
type progress struct {
	learner store.LearnerID
	mode    string // the mode chosen last

	certainty bool // to be asked how sure one is of an answer
	modes     map[modeKey]view.ModeMark
	choices   map[blockKey]string
	tried     map[stepKey]bool
	solved    map[string]bool // challenges by name
	reviews   map[[2]string]store.Review
}

func newProgress(id store.LearnerID, facts store.Progress, prefs store.Preferences) *progress {
	p := &progress{
		learner: id, mode: prefs.Mode, certainty: prefs.Certainty, modes: map[modeKey]view.ModeMark{}, choices: map[blockKey]string{},
		tried: map[stepKey]bool{}, solved: map[string]bool{}, reviews: map[[2]string]store.Review{},
	}
	for _, t := range facts.Tries {
		k := blockKey{t.Lesson, t.Mode, t.Block}
		p.tried[stepKey{k, t.Step, t.Outcome}] = true
		p.modes[modeKey{t.Lesson, t.Mode}] = view.ModeBegun
	}
	for _, c := range facts.Predictions {
		p.choices[blockKey{c.Lesson, c.Mode, c.Block}] = c.Choice
		p.modes[modeKey{c.Lesson, c.Mode}] = view.ModeBegun
	}
	for _, r := range facts.Reads {
		p.modes[modeKey{r.Lesson, r.Mode}] = view.ModeDone
	}
	for _, c := range facts.Challenges {
		p.solved[c.Challenge] = p.solved[c.Challenge] || c.Solved
	}
	for _, r := range facts.Reviews { // in order of number: the last stays
		p.reviews[[2]string{r.Lesson, r.Card}] = r
	}
	return p
}

// mark is how far the reader has come with a mode. A nil progress has begun nothing.
func (p *progress) mark(lesson, mode string) view.ModeMark {
	if p == nil {
		return view.ModeNew
	}
	return p.modes[modeKey{lesson, mode}]
}

// choice is what the reader committed to in a block; empty when nothing.
func (p *progress) choice(lesson, mode, block string) string {
	if p == nil {
		return ""
	}
	return p.choices[blockKey{lesson, mode, block}]
}

// did reports whether a step was tried with an outcome.
func (p *progress) did(lesson, mode, block, step string, o store.Outcome) bool {
	return p != nil && p.tried[stepKey{blockKey{lesson, mode, block}, step, o}]
}

const (
	maxCached = 20_000 // learners kept in memory
	epochs    = 256
)

// readers remembers whose token is whose and each learner's progress. It only
// ever holds what the store holds: every write forgets the learner.
type readers struct {
	mu     sync.RWMutex
	tokens map[string]knownToken
	known  map[store.LearnerID]*progress
	// ended counts how often tokens stopped working, so that one looked up before
	// is not remembered after.
	ended uint64
	// epoch counts the writes of the learners that share a place, so that a
	// snapshot read before a write is not remembered after it.
	epoch [epochs]uint64
}

// knownToken is whose a token is, and the hour in which it was last used.
type knownToken struct {
	learner store.LearnerID
	used    time.Time
}

func newReaders() *readers {
	return &readers{tokens: map[string]knownToken{}, known: map[store.LearnerID]*progress{}}
}

// token tells whose a token is; ok is false when that isn't remembered. ended goes
// back to [readers.know] with what the store says instead.
func (r *readers) token(token string) (t knownToken, ended uint64, ok bool) {
	r.mu.RLock()
	defer r.mu.RUnlock()
	t, ok = r.tokens[token]
	return t, r.ended, ok
}

// know remembers whose a token is, unless any token stopped working since ended was
// read: it may have been this one.
func (r *readers) know(token string, t knownToken, ended uint64) {
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

func (r *readers) progress(id store.LearnerID) *progress {
	r.mu.RLock()
	p := r.known[id]
	r.mu.RUnlock()
	return p
}

// read fetches a learner's progress and remembers it unless it changed meanwhile.
func (r *readers) read(id store.LearnerID, fetch func() (*progress, error)) (*progress, error) {
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

// wrote forgets a learner's progress, to be called after every write of it.
func (r *readers) wrote(id store.LearnerID) {
	r.mu.Lock()
	r.epoch[id%epochs]++
	delete(r.known, id)
	r.mu.Unlock()
}

// forgetTokens forgets whose every token is, to be called when any stops working.
func (r *readers) forgetTokens() {
	r.mu.Lock()
	clear(r.tokens)
	r.ended++
	r.mu.Unlock()
}
