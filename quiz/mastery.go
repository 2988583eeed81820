package quiz

import "time"

// Mastery is how well a learner has an objective, over the items on it: the
// questions of the bank and the cards of the lesson that name it.
//
// The strength of an item is the chance that it would be recalled now, as the
// schedule computes it, and nothing when its last look did not find it
// remembered. An objective's Share is the mean strength of the items met. A
// [Verdict] is given once enough of them were: [enoughItems], or all there are
// when there are fewer; from then on it is [Strong] from four fifths and [Shaky]
// from a half. A family of generated questions is an item once a question of it was
// met: there is no end of families' questions that one ought to have met.
type Mastery struct {
	Lesson    string
	Objective Objective
	Share     float64 // from 0 to 1; 0 when nothing was met
	Met, All  int     // items
	Right     int     // of the questions met, those right the last time
	Asked     int     // questions met
	Enough    bool    // for a verdict
	Verdict   Verdict
}

// enoughItems is how many items say something about an objective.
const enoughItems = 3

// Strength of an item at a moment; see [Mastery].
func Strength(s Scheduler, m Memory, at time.Time) float64 {
	if m.Missed {
		return 0
	}
	return s.Recall(m, at)
}

// Masteries judges the objectives of a lesson by its items; those of other
// lessons are passed by. An item counts for every objective that it names.
func Masteries(s Scheduler, lesson string, objectives []Objective, items []RecallItem, at time.Time) []Mastery {
	all := make([]Mastery, len(objectives))
	place := make(map[string]int, len(objectives))
	for n, o := range objectives {
		all[n] = Mastery{Lesson: lesson, Objective: o}
		place[o.ID] = n
	}
	for _, i := range items {
		if i.Lesson != lesson {
			continue
		}
		strength := Strength(s, i.Memory, at)
		for _, o := range i.Objectives {
			if n, ok := place[o]; ok {
				all[n].add(i, strength)
			}
		}
	}
	for n := range all {
		all[n].judge()
	}
	return all
}

func (m *Mastery) add(i RecallItem, strength float64) {
	if i.Memory.Looks == 0 && i.Kind == FamilyItem {
		return
	}
	m.All++
	if i.Memory.Looks == 0 {
		return
	}
	m.Met++
	m.Share += strength
	if i.Kind != CardItem {
		m.Asked++
		if !i.Memory.Missed {
			m.Right++
		}
	}
}

func (m *Mastery) judge() {
	if m.Met > 0 {
		m.Share /= float64(m.Met)
	}
	m.Enough = m.Met > 0 && m.Met >= min(enoughItems, m.All)
	switch {
	case !m.Enough, m.Share < shakyFrom:
		m.Verdict = NotYet
	case m.Share < strongFrom:
		m.Verdict = Shaky
	default:
		m.Verdict = Strong
	}
}

// LessonMastery is a lesson's share: the mean over its objectives, where one
// that nothing was met of counts nothing.
func LessonMastery(all []Mastery) float64 {
	if len(all) == 0 {
		return 0
	}
	sum := 0.0
	for _, m := range all {
		sum += m.Share
	}
	return sum / float64(len(all))
}

// Certainty is how sure a learner was of an answer.
type Certainty uint8

// The certainties that can be marked.
const (
	Guess Certainty = iota + 1
	ThinkSo
	Sure
)

// Certainties lists them, least sure first.
func Certainties() [3]Certainty { return [3]Certainty{Guess, ThinkSo, Sure} }

// String returns the words on the mark.
func (c Certainty) String() string {
	switch c {
	case Guess:
		return "A guess"
	case ThinkSo:
		return "I think so"
	case Sure:
		return "Sure"
	}
	return "unknown"
}

// Expected is the share of right answers that a mark stands for: a third, seven
// tenths, nineteen in twenty.
func (c Certainty) Expected() float64 {
	switch c {
	case Guess:
		return 1.0 / 3
	case ThinkSo:
		return 0.7
	case Sure:
		return 0.95
	}
	return 0
}

// Marked is an answer with its mark.
type Marked struct {
	Certainty Certainty
	Right     bool
}

// Calibration holds the answers of one mark.
type Calibration struct {
	Certainty Certainty
	Right     int
	Asked     int
}

// Share of right answers; 0 when none were given.
func (c Calibration) Share() float64 { return float64(c.Right) / float64(max(c.Asked, 1)) }

// Calibrate sums answers up by mark, least sure first; nil when none has a mark.
func Calibrate(answers []Marked) []Calibration {
	var all []Calibration
	for _, c := range Certainties() {
		all = append(all, Calibration{Certainty: c})
	}
	n := 0
	for _, a := range answers {
		if a.Certainty < Guess || a.Certainty > Sure {
			continue
		}
		n++
		row := &all[a.Certainty-Guess]
		row.Asked++
		if a.Right {
			row.Right++
		}
	}
	if n == 0 {
		return nil
	}
	return all
}
