package quiz_test

import (
	"math"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"rolecall/quiz"
)

var noon = time.Date(2026, 11, 21, 12, 0, 0, 0, time.UTC)

func days(n float64) time.Duration { return time.Duration(n * 24 * float64(time.Hour)) }

// logs draws review logs: looks in order of time, some on the same day.
func logs(t *rapid.T) []quiz.Look {
	at, ratings := noon, quiz.Ratings()
	return rapid.SliceOfN(rapid.Custom(func(t *rapid.T) quiz.Look {
		at = at.Add(time.Duration(rapid.Int64Range(0, int64(days(60))).Draw(t, "gap")))
		return quiz.Look{Rating: rapid.SampledFrom(ratings[:]).Draw(t, "rating"), At: at}
	}), 1, 30).Draw(t, "log")
}

func TestScheduleIsAFunctionOfTheLog(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		log := logs(t)
		s := quiz.NewFSRS(rapid.Float64Range(0.5, 1).Draw(t, "retention"))
		whole := quiz.Replay(s, log, nil)
		var step quiz.Memory
		for _, l := range log {
			quiz.Intervals(s, step, l.At) // a look at the buttons changes nothing
			step = s.After(step, l)
		}
		if d := cmp.Diff(whole, step); d != "" {
			t.Fatalf("replayed and stepped differ:\n%s", d)
		}
		if d := cmp.Diff(whole, quiz.Replay(s, log, &quiz.Hindsight{})); d != "" {
			t.Fatalf("hindsight changes the schedule:\n%s", d)
		}
		last := log[len(log)-1]
		if whole.Due.Sub(whole.Last) < days(1) || whole.Due.Sub(whole.Last) > days(370) || whole.Looks != len(log) || whole.Missed != (last.Rating == quiz.RatedAgain) {
			t.Fatalf("memory %+v", whole)
		}
	})
}

func TestBetterRatingsRestLonger(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		s := quiz.NewFSRS(quiz.DefaultRetention)
		m := quiz.Replay(s, logs(t), nil)
		rest := quiz.Intervals(s, m, m.Last.Add(days(rapid.Float64Range(0, 90).Draw(t, "wait"))))
		for i := range 3 {
			if rest[i] < 1 || rest[i] > rest[i+1] {
				t.Fatalf("the buttons offer %v days", rest)
			}
		}
	})
}

func TestRecallFallsAndMeetsTheRetention(t *testing.T) {
	for _, retention := range []float64{0.80, 0.90, 0.97} {
		s := quiz.NewFSRS(retention)
		m := s.After(quiz.Memory{}, quiz.Look{Rating: quiz.RatedEasy, At: noon})
		if got := s.Recall(m, m.Due); math.Abs(got-retention) > 0.02 {
			t.Errorf("retention %v: the chance when due is %v", retention, got)
		}
		before := 1.0
		for d := range 100 {
			now := s.Recall(m, noon.Add(days(float64(d))))
			if now > before || now <= 0 {
				t.Fatalf("day %d: %v after %v", d, now, before)
			}
			before = now
		}
	}
	s := quiz.NewFSRS(0.9)
	if s.Recall(quiz.Memory{}, noon) != 0 {
		t.Error("what was never seen is recalled")
	}
}

// The weights are the library's; these are the intervals that its long-term
// scheduler publishes for three Goods, each on the day it is due.
func TestFSRSIntervals(t *testing.T) {
	s := quiz.NewFSRS(0.9)
	var m quiz.Memory
	var got []int
	at := noon
	for range 4 {
		m = s.After(m, quiz.Look{Rating: quiz.RatedGood, At: at})
		got = append(got, quiz.DayOf(m.Due)-quiz.DayOf(at))
		at = m.Due
	}
	if d := cmp.Diff([]int{3, 11, 35, 101}, got); d != "" {
		t.Error(d)
	}
}

// By the formulas of FSRS-5 and its published weights
// (https://github.com/open-spaced-repetition/fsrs4anki/wiki/The-Algorithm), computed
// apart from the library: the first look sets stability to w0…w3 and difficulty to
// w4 − e^(w5·(G−1)) + 1; the second comes three days after a Good, when the chance to
// recall is (1 + 19/81 · 3/3.173)^−½ = 0.904698.
func TestFSRSByHand(t *testing.T) {
	s := quiz.NewFSRS(0.9)
	near := func(what string, got, want float64) {
		t.Helper()
		if math.Abs(got-want) > 1e-5 {
			t.Errorf("%s is %v, want %v", what, got, want)
		}
	}
	good := s.After(quiz.Memory{}, quiz.Look{Rating: quiz.RatedGood, At: noon})
	near("recall after three days", s.Recall(good, noon.Add(days(3))), 0.904698)
	for r, want := range map[quiz.Rating][4]float64{ // stability and difficulty after the first look, and after the second
		quiz.RatedAgain: {0.402550, 7.194900, 1.055561, 6.796933},
		quiz.RatedHard:  {1.183850, 6.488305, 4.924512, 6.034950},
		quiz.RatedGood:  {3.173000, 5.282434, 10.738926, 5.272968},
		quiz.RatedEasy:  {15.691050, 3.224502, 25.793604, 4.510986},
	} {
		first := s.After(quiz.Memory{}, quiz.Look{Rating: r, At: noon})
		second := s.After(good, quiz.Look{Rating: r, At: noon.Add(days(3))})
		near(r.String()+" first, stability", first.Stability, want[0])
		near(r.String()+" first, difficulty", first.Difficulty, want[1])
		near(r.String()+" second, stability", second.Stability, want[2])
		near(r.String()+" second, difficulty", second.Difficulty, want[3])
	}
	again := quiz.Look{Rating: quiz.RatedAgain, At: noon.Add(days(3))}
	if m := s.After(s.After(good, again), again); m.Lapses != 2 || m.Looks != 3 {
		t.Errorf("after being forgotten twice: %+v", m)
	}
}

func TestScheduleKeepsItsBounds(t *testing.T) {
	easy := quiz.Look{Rating: quiz.RatedEasy, At: noon}
	for asked, bound := range map[float64]float64{0.1: quiz.MinRetention, 1: quiz.MaxRetention} {
		if d := cmp.Diff(quiz.NewFSRS(bound).After(quiz.Memory{}, easy), quiz.NewFSRS(asked).After(quiz.Memory{}, easy)); d != "" {
			t.Errorf("a retention of %v isn't that of %v:\n%s", asked, bound, d)
		}
	}
	s := quiz.NewFSRS(0.9)
	var m quiz.Memory
	for range 12 {
		m = s.After(m, quiz.Look{Rating: quiz.RatedEasy, At: m.Due})
	}
	if rest := m.Due.Sub(m.Last); rest < days(360) || rest > days(367) {
		t.Errorf("what is always easy rests %v", rest)
	}
}

// Looks within a day of the one before tell nothing about the schedule.
func TestHindsight(t *testing.T) {
	s := quiz.NewFSRS(0.9)
	log := []quiz.Look{
		{Rating: quiz.RatedGood, At: noon}, {Rating: quiz.RatedHard, At: noon.Add(days(3))},
		{Rating: quiz.RatedGood, At: noon.Add(days(3.5))}, {Rating: quiz.RatedAgain, At: noon.Add(days(9))},
	}
	var h quiz.Hindsight
	quiz.Replay(s, log, &h)
	want := s.Recall(quiz.Replay(s, log[:1], nil), log[1].At) + s.Recall(quiz.Replay(s, log[:3], nil), log[3].At)
	if h.Looks != 2 || h.Recalled != 1 || math.Abs(h.Expected-want) > 1e-9 {
		t.Errorf("%+v, want two looks, one recalled, %v expected", h, want)
	}
}

func TestClockGoingBackIsNoHarm(t *testing.T) {
	s := quiz.NewFSRS(0.9)
	m := s.After(quiz.Memory{}, quiz.Look{Rating: quiz.RatedGood, At: noon})
	back := s.After(m, quiz.Look{Rating: quiz.RatedGood, At: noon.Add(-days(9))})
	if back.Last != noon || back.Due.Before(noon) {
		t.Errorf("memory %+v", back)
	}
	if r := s.Recall(m, noon.Add(-days(9))); r != 1 {
		t.Errorf("before the look, the chance is %v", r)
	}
}

// item was looked at on a day so many days ago, and rated good.
func item(id string, ago int) quiz.RecallItem {
	s := quiz.NewFSRS(0.9)
	i := quiz.RecallItem{RecallKey: quiz.RecallKey{Kind: quiz.CardItem, Lesson: "l", ID: id}, Objectives: []string{"know"}}
	if ago >= 0 {
		i.Memory = s.After(quiz.Memory{}, quiz.Look{Rating: quiz.RatedGood, At: noon.Add(-days(float64(ago)))})
	}
	return i
}

func itemIDs(items []quiz.RecallItem) []string {
	var list []string
	for _, i := range items {
		list = append(list, i.ID)
	}
	return list
}

func TestPlanToday(t *testing.T) {
	s := quiz.NewFSRS(0.9)
	items := []quiz.RecallItem{item("rests", 1), item("due", 3), item("new1", -1), item("overdue", 30), item("new2", -1), item("late", 10)}
	for _, c := range []struct {
		name          string
		looked, begun int
		limits        quiz.Limits
		due, fresh    []string
		rest          int
	}{
		{"all", 0, 0, quiz.Limits{Day: 40, New: 10}, []string{"overdue", "late", "due"}, []string{"new1", "new2"}, 0},
		{"new ones are limited", 0, 0, quiz.Limits{Day: 40, New: 1}, []string{"overdue", "late", "due"}, []string{"new1"}, 0},
		{"some begun already", 2, 1, quiz.Limits{Day: 40, New: 2}, []string{"overdue", "late", "due"}, []string{"new1"}, 0},
		{"overdue is capped, and new ones wait", 0, 0, quiz.Limits{Day: 2, New: 10}, []string{"overdue", "late"}, nil, 1},
		{"the day is done", 5, 0, quiz.Limits{Day: 5, New: 10}, nil, nil, 3},
		{"more than the day was done", 9, 12, quiz.Limits{Day: 5, New: 10}, nil, nil, 3},
	} {
		got := quiz.PlanToday(s, items, noon, c.looked, c.begun, c.limits)
		if d := cmp.Diff(c.due, itemIDs(got.Due)); d != "" {
			t.Errorf("%s: due %s", c.name, d)
		}
		if d := cmp.Diff(c.fresh, itemIDs(got.New)); d != "" {
			t.Errorf("%s: new %s", c.name, d)
		}
		if got.Rest != c.rest {
			t.Errorf("%s: %d rest", c.name, got.Rest)
		}
	}
}

func TestWorkloadHandsOn(t *testing.T) {
	items := []quiz.RecallItem{item("a", 3), item("b", 30), item("c", 10), item("tomorrow", 2), item("new", -1), item("in three days", 0)}
	for _, c := range []struct {
		left, limit int
		want        []int
	}{
		{40, 40, []int{3, 1, 0, 1, 0}},
		{1, 2, []int{1, 2, 1, 1, 0}},
		{0, 1, []int{0, 1, 1, 1, 1}},
	} {
		if d := cmp.Diff(c.want, quiz.Workload(items, noon, 5, c.left, c.limit)); d != "" {
			t.Errorf("%+v: %s", c, d)
		}
	}
}

func TestForecast(t *testing.T) {
	s := quiz.NewFSRS(0.9)
	if quiz.Forecast(s, []quiz.RecallItem{item("new", -1)}, noon, 30) != nil {
		t.Error("a forecast of nothing")
	}
	f := quiz.Forecast(s, []quiz.RecallItem{item("a", 0), item("b", 5)}, noon, 31)
	for d, o := range f {
		if o.Left <= 0 || o.Left > 1 || o.Kept > 1 || o.Kept+1e-9 < o.Left {
			t.Fatalf("day %d: %+v", d, o)
		}
		if d > 0 && o.Left > f[d-1].Left {
			t.Fatalf("day %d: more is remembered without a review", d)
		}
		if o.Kept < 0.87 {
			t.Errorf("day %d: reviewed on time, %v is recalled", d, o.Kept)
		}
	}
}

func TestDayOf(t *testing.T) {
	for at, want := range map[time.Time]int{
		time.Unix(0, 0): 0, time.Unix(-1, 0): -1, time.Unix(86399, 0): 0, time.Unix(86400, 0): 1, time.Unix(-86400, 0): -1,
		noon: quiz.DayOf(noon.Add(11 * time.Hour)), noon.Add(days(1)): quiz.DayOf(noon) + 1,
	} {
		if got := quiz.DayOf(at); got != want {
			t.Errorf("%v is day %d, want %d", at, got, want)
		}
	}
}
