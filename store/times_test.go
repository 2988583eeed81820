package store_test

import (
	"testing"
	"time"

	"pgregory.net/rapid"

	"rolecall/store"
)

// showing is a question put before the learner, seconds after noon.
type showing struct {
	position int
	at       int
}

func seconds(n int) time.Time { return noon.Add(time.Duration(n) * time.Second) }

func TestTimeSpent(t *testing.T) {
	for name, c := range map[string]struct {
		shown []showing
		at    int // when question 0 is answered
		want  time.Duration
	}{
		"never shown":                             {nil, 60, 0},
		"answered after forty seconds":            {[]showing{{0, 5}}, 45, 40 * time.Second},
		"reloaded":                                {[]showing{{0, 5}, {0, 30}, {0, 31}}, 45, 40 * time.Second},
		"left for a day, then shown again":        {[]showing{{0, 0}, {0, 86400}}, 86420, 20 * time.Second},
		"left after a reload, then shown again":   {[]showing{{0, 0}, {0, 30}, {0, 86400}}, 86420, 50 * time.Second},
		"left for a day, then answered":           {[]showing{{0, 0}}, 86400, store.LongestStretch},
		"shown again at ten minutes to the dot":   {[]showing{{0, 0}, {0, 600}}, 610, 610 * time.Second},
		"shown again a second after ten minutes":  {[]showing{{0, 0}, {0, 601}}, 611, 10 * time.Second},
		"another question in between":             {[]showing{{0, 0}, {1, 20}, {0, 50}}, 60, 30 * time.Second},
		"answered in a tab behind another":        {[]showing{{0, 0}, {1, 20}}, 500, 20 * time.Second},
		"the clock was put back":                  {[]showing{{0, 50}, {0, 20}}, 30, 10 * time.Second},
		"the clock was put back before an answer": {[]showing{{0, 50}}, 30, 0},
	} {
		t.Run(name, func(t *testing.T) {
			s := fresh(t)
			id := learner(t, s)
			a := start(t, s, attempt(id))
			for _, e := range c.shown {
				ok(t, s.ShowQuestion(t.Context(), id, a.ID, e.position, seconds(e.at)))
			}
			got, err := s.TimeSpent(t.Context(), id, a.ID, 0, seconds(c.at))
			ok(t, err)
			equal(t, "time", got, c.want)
		})
	}
}

// The times of an attempt's questions never add up to more than the attempt took.
func TestTimesFitIntoTheAttempt(t *testing.T) {
	s := fresh(t)
	id := learner(t, s)
	rapid.Check(t, func(rt *rapid.T) {
		a := start(t, s, attempt(id))
		now := 0
		for range rapid.IntRange(1, 12).Draw(rt, "showings") {
			now += rapid.IntRange(0, 1500).Draw(rt, "later")
			ok(t, s.ShowQuestion(t.Context(), id, a.ID, rapid.IntRange(0, 1).Draw(rt, "position"), seconds(now)))
		}
		now += rapid.IntRange(0, 1500).Draw(rt, "to the answers")
		var sum time.Duration
		for position := range 2 {
			spent, err := s.TimeSpent(t.Context(), id, a.ID, position, seconds(now))
			ok(t, err)
			if spent < 0 {
				rt.Errorf("question %d took %v", position, spent)
			}
			sum += spent
		}
		if sum > time.Duration(now)*time.Second {
			rt.Errorf("the questions took %v of %d s", sum, now)
		}
	})
}

func TestOnlyOpenAttemptsOfOnesOwnKeepTimes(t *testing.T) {
	s := fresh(t)
	id, other := learner(t, s), learner(t, s)
	a := start(t, s, attempt(id))
	ok(t, s.ShowQuestion(t.Context(), other, a.ID, 0, noon))
	ok(t, s.ShowQuestion(t.Context(), id, a.ID, 2, noon)) // there is no such question
	ok(t, s.ShowQuestion(t.Context(), id, a.ID, 1, seconds(3)))
	_, _, err := s.FinishAttempt(t.Context(), id, a.ID, seconds(5))
	ok(t, err)
	ok(t, s.ShowQuestion(t.Context(), id, a.ID, 0, seconds(6)))
	for position, want := range []time.Duration{0, 7 * time.Second, 0} {
		got, err := s.TimeSpent(t.Context(), id, a.ID, position, seconds(10))
		ok(t, err)
		equal(t, "time", got, want)
	}
	got, err := s.TimeSpent(t.Context(), other, a.ID, 1, seconds(10))
	ok(t, err)
	equal(t, "another's", got, time.Duration(0))
}
