package quiz

import (
	"time"

	"github.com/open-spaced-repetition/go-fsrs/v3"
)

// Rating is how well a card or a question was remembered.
type Rating uint8

// The ratings, worst first.
const (
	RatedAgain Rating = iota + 1 // not remembered
	RatedHard
	RatedGood
	RatedEasy
)

// Ratings lists them, worst first.
func Ratings() [4]Rating { return [4]Rating{RatedAgain, RatedHard, RatedGood, RatedEasy} }

// String returns the word on the rating's button.
func (r Rating) String() string {
	switch r {
	case RatedAgain:
		return "Again"
	case RatedHard:
		return "Hard"
	case RatedGood:
		return "Good"
	case RatedEasy:
		return "Easy"
	}
	return "unknown"
}

// Look is one entry of an item's review log.
type Look struct {
	Rating Rating
	At     time.Time
}

// Memory is what an item's log says about how well it is remembered. The zero
// value is an item that was never looked at.
type Memory struct {
	Looks      int
	Lapses     int     // times it was forgotten after having been known
	Stability  float64 // days until the chance to recall it falls to nine in ten
	Difficulty float64 // from 1 to 10
	Last       time.Time
	Due        time.Time
	Missed     bool // the last look did not find it remembered
}

// Scheduler says when something should come back. Both methods are pure: the
// same log gives the same schedule, so nothing but the log need be kept.
type Scheduler interface {
	// After is the memory once a look is taken. A look dated before the last
	// one counts as taken with it.
	After(m Memory, l Look) Memory
	// Recall is the chance, from 0 to 1, that the item is recalled at a moment;
	// 0 of an item never looked at.
	Recall(m Memory, at time.Time) float64
}

// Bounds and default of the retention a schedule aims at.
const (
	MinRetention     = 0.80
	MaxRetention     = 0.97
	DefaultRetention = 0.90
)

// maxInterval is how many days an item rests at most after a Hard look; the library
// lets Good and Easy rest a day or two longer, so that the four stay apart.
const maxInterval = 365

// FSRS is the scheduler of the Free Spaced Repetition Scheduler, by
// github.com/open-spaced-repetition/go-fsrs/v3 at v3.3.1 with its default
// weights. Intervals are whole days: a review is a daily thing.
type FSRS struct{ params fsrs.Parameters }

// NewFSRS returns a scheduler whose items come back when the chance to recall
// them has fallen to retention, which is moved into its bounds.
func NewFSRS(retention float64) *FSRS {
	p := fsrs.DefaultParam()
	p.RequestRetention = min(max(retention, MinRetention), MaxRetention)
	p.MaximumInterval = maxInterval
	p.EnableShortTerm = false
	return &FSRS{p}
}

// After implements [Scheduler].
func (f *FSRS) After(m Memory, l Look) Memory {
	at := l.At
	if at.Before(m.Last) {
		at = m.Last
	}
	one := fsrs.FSRS{Parameters: f.params} // a copy, for the library writes a seed into it
	c := one.Next(m.card(), at, rating(l.Rating)).Card
	return Memory{
		Looks: m.Looks + 1, Lapses: int(c.Lapses), Stability: c.Stability, Difficulty: c.Difficulty,
		Last: at, Due: c.Due, Missed: l.Rating == RatedAgain,
	}
}

// Recall implements [Scheduler].
func (f *FSRS) Recall(m Memory, at time.Time) float64 {
	if m.Looks == 0 {
		return 0
	}
	if at.Before(m.Last) {
		at = m.Last
	}
	one := fsrs.FSRS{Parameters: f.params}
	return one.GetRetrievability(m.card(), at)
}

func (m Memory) card() fsrs.Card {
	c := fsrs.NewCard()
	if m.Looks > 0 {
		c.State, c.LastReview, c.Due = fsrs.Review, m.Last, m.Due
		c.Stability, c.Difficulty = m.Stability, m.Difficulty
		c.Reps, c.Lapses = uint64(m.Looks), uint64(m.Lapses)
	}
	return c
}

func rating(r Rating) fsrs.Rating {
	switch r {
	case RatedAgain:
		return fsrs.Again
	case RatedHard:
		return fsrs.Hard
	case RatedGood:
		return fsrs.Good
	case RatedEasy:
		return fsrs.Easy
	}
	return fsrs.Again
}

// Hindsight holds what a schedule expected against what happened, over the looks
// that came a day or more after the one before.
type Hindsight struct {
	Looks    int
	Recalled int
	Expected float64 // sum of the chances
}

// Replay computes an item's memory from its log, which is in order of time, and
// adds to h, if it isn't nil, how well the schedule had guessed.
func Replay(s Scheduler, log []Look, h *Hindsight) Memory {
	var m Memory
	for _, l := range log {
		if h != nil && m.Looks > 0 && l.At.Sub(m.Last) >= day {
			h.Looks++
			h.Expected += s.Recall(m, l.At)
			if l.Rating != RatedAgain {
				h.Recalled++
			}
		}
		m = s.After(m, l)
	}
	return m
}

// Intervals are the days that an item would rest after each rating, worst first.
func Intervals(s Scheduler, m Memory, at time.Time) [4]int {
	var days [4]int
	for i, r := range Ratings() {
		days[i] = DayOf(s.After(m, Look{r, at}).Due) - DayOf(at)
	}
	return days
}

const day = 24 * time.Hour

// DayOf numbers the day of a moment, in UTC.
func DayOf(t time.Time) int {
	ms := t.UnixMilli()
	n := ms / day.Milliseconds()
	if ms%day.Milliseconds() < 0 {
		n--
	}
	return int(n)
}
