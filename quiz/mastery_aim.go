package quiz

import (
	"cmp"
	"math/rand/v2"
	"slices"
	"time"
)

// Reason says why a question was aimed at a learner.
type Reason uint8

// The reasons, the most telling first.
const (
	ReasonMissed  Reason = iota // answered, and wrong the last time
	ReasonFading                // right the last time, and likely to be forgotten by now
	ReasonUnmet                 // on an objective of which nothing was met
	ReasonWeak                  // on an objective that is weak
	ReasonPassing               // nothing better was left
)

// Aim is a question chosen for a learner.
type Aim struct {
	Question *Question
	Reason   Reason
	Mastery  Mastery   // of the objective it is mainly about
	Last     time.Time // when it was answered last; zero when never
}

// Aims picks n questions of pool on what the learner is weakest in, and says why.
// items are the learner's by key; masteries those of every lesson in pool. A
// question looked at within the last hour is passed by while there are others.
func Aims(s Scheduler, pool []*Question, items map[RecallKey]RecallItem, masteries []Mastery, n int, seed uint64, at time.Time) []Aim {
	of := make(map[[2]string]Mastery, len(masteries))
	for _, m := range masteries {
		of[[2]string{m.Lesson, m.Objective.ID}] = m
	}
	rng := rand.New(rand.NewPCG(seed, 0x61696d))
	type candidate struct {
		Aim
		worth float64
	}
	var left []candidate
	for _, q := range pool {
		a, worth := aim(s, q, items, of, at)
		left = append(left, candidate{a, worth + rng.Float64()/10})
	}
	var picked []Aim
	asked, claims := map[[2]string]int{}, map[string]int{}
	key := func(a Aim) [2]string { return [2]string{a.Question.Lesson, a.Mastery.Objective.ID} }
	for len(picked) < n && len(left) > 0 {
		now := func(c candidate) float64 {
			w := c.worth - 0.3*float64(asked[key(c.Aim)])
			if c.Question.Claim != "" {
				w -= 2 * float64(claims[c.Question.Claim])
			}
			return w
		}
		best := 0
		for i := range left {
			if now(left[i]) > now(left[best]) {
				best = i
			}
		}
		c := left[best]
		left = slices.Delete(left, best, best+1)
		picked = append(picked, c.Aim)
		asked[key(c.Aim)]++
		claims[c.Question.Claim]++
	}
	slices.SortStableFunc(picked, func(a, b Aim) int { return cmp.Compare(a.Reason, b.Reason) })
	return picked
}

// What a question's worth is made of.
const (
	fadingBelow = 0.85 // a chance of recall below which a question is fading
	restHour    = time.Hour
)

func aim(s Scheduler, q *Question, items map[RecallKey]RecallItem, of map[[2]string]Mastery, at time.Time) (Aim, float64) {
	a := Aim{Question: q, Reason: ReasonPassing}
	if len(q.Objectives) > 0 {
		a.Mastery = of[[2]string{q.Lesson, q.Objectives[0]}]
	}
	m := items[RecallKey{QuestionItem, q.Lesson, q.ID}].Memory
	a.Last = m.Last
	worth := 1 - a.Mastery.Share + fit(q.Difficulty, a.Mastery.Share)
	recall := s.Recall(m, at)
	switch {
	case m.Looks > 0 && m.Missed:
		a.Reason = ReasonMissed
		worth += 0.6
	case m.Looks > 0 && recall < fadingBelow:
		a.Reason = ReasonFading
		worth += 0.5
	case m.Looks > 0:
		worth -= 0.6 // known, and fresh
	case a.Mastery.Met == 0:
		a.Reason = ReasonUnmet
	case a.Mastery.Share < strongFrom:
		a.Reason = ReasonWeak
		worth += 0.2
	}
	if m.Looks > 0 && at.Sub(m.Last) < restHour {
		worth -= 3
	}
	return a, worth
}

// fit prefers easy questions on what is weak and hard ones on what is strong.
func fit(d Difficulty, share float64) float64 {
	switch d {
	case Easy:
		return 0.15 * (1 - 2*share)
	case Medium:
		return 0
	case Hard:
		return 0.15 * (2*share - 1)
	}
	return 0
}
