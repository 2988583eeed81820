package quiz

import (
	"cmp"
	"slices"
	"time"
)

// RecallKind says what an item is.
type RecallKind uint8

// The kinds of item.
const (
	CardItem RecallKind = iota
	QuestionItem
	FamilyItem // a family of generated questions; its ID is the family's
)

// RecallKey names an item.
type RecallKey struct {
	Kind   RecallKind
	Lesson string
	ID     string
}

// RecallItem is something to be remembered, with its memory.
type RecallItem struct {
	RecallKey
	Objectives []string // ids, the main one first
	Memory     Memory
}

// due reports whether an item that was looked at is due on a day or before.
func (i RecallItem) due(day int) bool { return i.Memory.Looks > 0 && DayOf(i.Memory.Due) <= day }

// Limits cap a day's review, so that an absence never turns into a mountain.
type Limits struct {
	Day int // looks at items a day
	New int // of these, at items never looked at before
}

// DayLimits are the limits of a daily review.
func DayLimits() Limits { return Limits{Day: 40, New: 10} }

// Today is what a review asks for.
type Today struct {
	Due  []RecallItem // those most likely to be forgotten first
	New  []RecallItem // in the order given
	Rest int          // items due that rest until another day
}

// PlanToday picks what to look at on the day of a moment, when looked items were
// looked at on that day already, begun of them for the first time.
func PlanToday(s Scheduler, items []RecallItem, at time.Time, looked, begun int, l Limits) Today {
	var t Today
	today := DayOf(at)
	for _, i := range items {
		switch {
		case i.due(today):
			t.Due = append(t.Due, i)
		case i.Memory.Looks == 0:
			t.New = append(t.New, i)
		}
	}
	chance := make(map[RecallKey]float64, len(t.Due))
	for _, i := range t.Due {
		chance[i.RecallKey] = s.Recall(i.Memory, at)
	}
	slices.SortStableFunc(t.Due, func(a, b RecallItem) int { return cmp.Compare(chance[a.RecallKey], chance[b.RecallKey]) })
	left := max(l.Day-looked, 0)
	n := min(len(t.Due), left)
	t.Rest = len(t.Due) - n
	t.Due = t.Due[:n]
	t.New = t.New[:min(len(t.New), max(l.New-begun, 0), left-n)]
	return t
}

// Workload counts the items that come back on each of the next days, today
// first, when every day takes no more than the limit and hands the rest on. Today
// takes left. Items never looked at are not counted.
func Workload(items []RecallItem, at time.Time, days, left, limit int) []int {
	load := make([]int, days)
	today := DayOf(at)
	for _, i := range items {
		if n := DayOf(i.Memory.Due) - today; i.Memory.Looks > 0 && n < days {
			load[max(n, 0)]++
		}
	}
	for d := range load {
		room := limit
		if d == 0 {
			room = left
		}
		if over := load[d] - room; over > 0 {
			load[d] = room
			if d+1 < days {
				load[d+1] += over
			}
		}
	}
	return load
}

// Outlook is the share of what was learned that would be recalled on a day.
type Outlook struct {
	Left float64 // if nothing is reviewed from now on
	Kept float64 // if everything is reviewed, well, on the day it is due
}

// Forecast tells the outlook for each of the next days, today first. It is empty
// when nothing was looked at.
func Forecast(s Scheduler, items []RecallItem, at time.Time, days int) []Outlook {
	n := 0
	all := make([]Outlook, days)
	for _, i := range items {
		if i.Memory.Looks == 0 {
			continue
		}
		n++
		kept := i.Memory
		for d := range all {
			on := at.Add(time.Duration(d) * day)
			if DayOf(kept.Due) <= DayOf(on) {
				kept = s.After(kept, Look{RatedGood, on})
			}
			all[d].Left += s.Recall(i.Memory, on)
			all[d].Kept += s.Recall(kept, on)
		}
	}
	if n == 0 {
		return nil
	}
	for d := range all {
		all[d].Left /= float64(n)
		all[d].Kept /= float64(n)
	}
	return all
}
