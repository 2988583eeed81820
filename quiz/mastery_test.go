package quiz_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"rolecall/quiz"
)

func rated(id string, kind quiz.RecallKind, r quiz.Rating, objectives ...string) quiz.RecallItem {
	i := quiz.RecallItem{RecallKey: quiz.RecallKey{Kind: kind, Lesson: "lesson", ID: id}, Objectives: objectives}
	if r != 0 {
		i.Memory = quiz.NewFSRS(0.9).After(quiz.Memory{}, quiz.Look{Rating: r, At: noon})
	}
	return i
}

func TestMasteries(t *testing.T) {
	q, c, f := quiz.QuestionItem, quiz.CardItem, quiz.FamilyItem
	items := []quiz.RecallItem{
		rated("1", q, quiz.RatedGood, "know", "do"), rated("2", q, quiz.RatedAgain, "know"), rated("3", c, quiz.RatedGood, "know"),
		rated("4", c, quiz.RatedGood, "know"), rated("5", q, 0, "know"), rated("6", q, 0, "do"), rated("7", q, 0, "do"),
		rated("met", f, quiz.RatedGood, "tell"), rated("unmet", f, 0, "tell"),
	}
	other := rated("8", q, quiz.RatedGood, "know")
	other.Lesson = "another"
	objectives := []quiz.Objective{{ID: "know"}, {ID: "do"}, {ID: "tell"}}
	got := quiz.Masteries(quiz.NewFSRS(0.9), "lesson", objectives, append(items, other), noon)
	want := []quiz.Mastery{
		{Lesson: "lesson", Objective: objectives[0], Share: 0.75, Met: 4, All: 5, Right: 1, Asked: 2, Enough: true, Verdict: quiz.Shaky},
		{Lesson: "lesson", Objective: objectives[1], Share: 1, Met: 1, All: 3, Right: 1, Asked: 1},
		{Lesson: "lesson", Objective: objectives[2], Share: 1, Met: 1, All: 1, Right: 1, Asked: 1, Enough: true, Verdict: quiz.Strong},
	}
	if d := cmp.Diff(want, got); d != "" {
		t.Error(d)
	}
	if got := quiz.LessonMastery(got); got != 2.75/3 {
		t.Errorf("the lesson's mastery is %v", got)
	}
}

func TestMasteryStaysInBounds(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		s := quiz.NewFSRS(0.9)
		var items []quiz.RecallItem
		for n := range rapid.IntRange(0, 12).Draw(t, "items") {
			i := quiz.RecallItem{RecallKey: quiz.RecallKey{Lesson: "lesson", ID: string(rune('a' + n))}, Objectives: []string{"know"}}
			if rapid.Bool().Draw(t, "met") {
				i.Memory = quiz.Replay(s, logs(t), nil)
			}
			items = append(items, i)
		}
		m := quiz.Masteries(s, "lesson", []quiz.Objective{{ID: "know"}}, items, noon.Add(days(400)))[0]
		if m.Share < 0 || m.Share > 1 || m.Met > m.All || m.Verdict == quiz.Strong && !m.Enough {
			t.Fatalf("%+v", m)
		}
	})
}

func TestCalibrate(t *testing.T) {
	if quiz.Calibrate([]quiz.Marked{{0, true}, {9, true}}) != nil {
		t.Error("answers without a mark are calibrated")
	}
	got := quiz.Calibrate([]quiz.Marked{{quiz.Sure, true}, {quiz.Sure, false}, {quiz.Guess, false}, {0, true}})
	want := []quiz.Calibration{{quiz.Guess, 0, 1}, {quiz.ThinkSo, 0, 0}, {quiz.Sure, 1, 2}}
	if d := cmp.Diff(want, got); d != "" {
		t.Error(d)
	}
}

func TestAimsAtWhatIsWeak(t *testing.T) {
	bank := makeBank(t, 6, 6, 6)
	s := quiz.NewFSRS(0.9)
	pool := bank.Questions("lesson")
	// Everything is known but one question, which was missed yesterday.
	items := map[quiz.RecallKey]quiz.RecallItem{}
	var list []quiz.RecallItem
	for n, q := range pool {
		r := quiz.RatedEasy
		if n == 7 {
			r = quiz.RatedAgain
		}
		i := quiz.RecallItem{RecallKey: quiz.RecallKey{Kind: quiz.QuestionItem, Lesson: q.Lesson, ID: q.ID}, Objectives: q.Objectives}
		i.Memory = s.After(quiz.Memory{}, quiz.Look{Rating: r, At: noon.Add(-days(1))})
		items[i.RecallKey] = i
		list = append(list, i)
	}
	objectives, _ := site{}.Objectives("lesson")
	for seed := range uint64(50) {
		got := quiz.Aims(s, pool, items, quiz.Masteries(s, "lesson", objectives, list, noon), 3, seed, noon)
		if len(got) != 3 || got[0].Question != pool[7] || got[0].Reason != quiz.ReasonMissed {
			t.Fatalf("seed %d: %+v", seed, got)
		}
	}
	if got := quiz.Aims(s, pool, nil, nil, 99, 1, noon); len(got) != len(pool) || got[0].Reason != quiz.ReasonUnmet {
		t.Errorf("somebody new is asked %d questions, first for reason %d", len(got), got[0].Reason)
	}
	// Weeks later what was known is fading.
	later := quiz.Aims(s, pool, items, nil, 99, 1, noon.Add(days(200)))
	fading := 0
	for _, a := range later {
		if a.Reason == quiz.ReasonFading {
			fading++
		}
	}
	if fading != len(pool)-1 {
		t.Errorf("%d questions are fading", fading)
	}
}

func TestDraw(t *testing.T) {
	bank := makeBank(t, 4, 4, 4)
	hard := quiz.Hard
	for _, c := range []struct {
		lessons []string
		d       *quiz.Difficulty
		n, want int
	}{{[]string{"lesson"}, nil, 5, 5}, {[]string{"lesson"}, &hard, 9, 4}, {[]string{"no such"}, nil, 5, 0}, {nil, nil, 5, 0}} {
		got := bank.Draw(c.lessons, c.d, c.n, 3)
		if len(got) != c.want {
			t.Errorf("%+v: %d questions", c, len(got))
		}
		seen := map[string]bool{}
		for _, q := range got {
			if seen[q.ID] || c.d != nil && q.Difficulty != *c.d {
				t.Errorf("%+v: %s", c, q.ID)
			}
			seen[q.ID] = true
		}
		if d := cmp.Diff(ids(got), ids(bank.Draw(c.lessons, c.d, c.n, 3))); d != "" {
			t.Errorf("the same seed draws others: %s", d)
		}
	}
}
