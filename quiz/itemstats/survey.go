package itemstats

import (
	"strconv"
	"time"
)

// Key names a question in a version.
type Key struct {
	ID      string `json:"question"`
	Version int    `json:"version"`
}

// Kind is how questions were asked.
type Kind uint8

// The kinds.
const (
	InPractice Kind = iota // feedback after each answer, and hints
	InTest
)

// Kinds lists them.
func Kinds() [2]Kind { return [2]Kind{InTest, InPractice} }

// String returns "practice" or "test".
func (k Kind) String() string {
	switch k {
	case InPractice:
		return "practice"
	case InTest:
		return "test"
	}
	return "unknown"
}

// Sitting is one attempt.
type Sitting struct {
	Learner int // tells the sittings of one learner from the next one's; not who it is
	Kind    Kind
	About   string // what a test is about: a lesson; empty for several
	Over    bool   // nothing can be answered any more
	Asked   []Asked
}

// Asked is a question of a sitting with its answer, if there is one.
type Asked struct {
	Key
	Answered, Right, Hint bool
	Chosen                []string
	Time                  time.Duration // 0 when it wasn't measured
}

// TestKey names tests that are alike.
type TestKey struct {
	About  string
	Length int
}

// Survey sums up sittings: every question by version and kind, and every test.
// The sittings of a learner must be added one after the other, in the order in
// which they began.
type Survey struct {
	Items [2]map[Key]*Tally // by kind
	Tests map[TestKey]*TestTally

	learner int
	seen    [2]map[Key]bool
	sat     map[TestKey]bool
	any     bool
}

// NewSurvey returns an empty survey.
func NewSurvey() *Survey {
	return &Survey{Items: [2]map[Key]*Tally{{}, {}}, Tests: map[TestKey]*TestTally{}}
}

// Add counts a sitting. A test counts once it is over, with what was left open
// as not right; a practice counts by the answers given.
func (v *Survey) Add(s Sitting) {
	if !v.any || s.Learner != v.learner {
		v.any, v.learner = true, s.Learner
		v.seen, v.sat = [2]map[Key]bool{{}, {}}, map[TestKey]bool{}
	}
	if s.Kind == InTest {
		if !s.Over {
			return
		}
		v.addTest(s)
	}
	all := s.marks()
	for _, a := range s.Asked {
		if s.counts(a) && !v.seen[s.Kind][a.Key] {
			v.seen[s.Kind][a.Key] = true
			v.tally(s.Kind, a.Key).Add(a.response(all))
		}
	}
}

// counts reports whether a question of the sitting has a result.
func (s Sitting) counts(a Asked) bool { return a.Answered || s.Kind == InTest }

// marks sums the whole sitting up.
func (s Sitting) marks() Share {
	var all Share
	for _, a := range s.Asked {
		if s.counts(a) {
			all.Of++
			if a.Right {
				all.Right++
			}
		}
	}
	return all
}

func (a Asked) response(all Share) Response {
	rest := Share{all.Right, all.Of - 1}
	if a.Right {
		rest.Right--
	}
	return Response{Answered: a.Answered, Right: a.Right, Hint: a.Hint, Chosen: a.Chosen, Time: a.Time, Rest: rest}
}

func (v *Survey) tally(kind Kind, k Key) *Tally {
	t := v.Items[kind][k]
	if t == nil {
		t = &Tally{}
		v.Items[kind][k] = t
	}
	return t
}

// addTest counts a learner's first sitting of a test. A test that asks a question
// twice is no test of that many.
func (v *Survey) addTest(s Sitting) {
	key := TestKey{s.About, len(s.Asked)}
	if len(s.Asked) == 0 || v.sat[key] {
		return
	}
	names, right, twice := make([]string, len(s.Asked)), make([]bool, len(s.Asked)), map[string]bool{}
	for i, a := range s.Asked {
		names[i], right[i] = a.ID+" "+strconv.Itoa(a.Version), a.Right
		if twice[names[i]] {
			return
		}
		twice[names[i]] = true
	}
	v.sat[key] = true
	t := v.Tests[key]
	if t == nil {
		t = &TestTally{}
		v.Tests[key] = t
	}
	t.Add(names, right)
}
