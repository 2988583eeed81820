package quiz_test

import (
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"rolecall/quiz"
)

func ids(qs []*quiz.Question) []string {
	var list []string
	for _, q := range qs {
		list = append(list, q.ID)
	}
	return list
}

func TestTestHoldsItsMix(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		easy, medium, hard := rapid.IntRange(0, 9).Draw(t, "easy"), rapid.IntRange(0, 9).Draw(t, "medium"), rapid.IntRange(0, 5).Draw(t, "hard")
		bank := makeBank(t, easy, medium, hard)
		seed := rapid.Uint64().Draw(t, "seed")
		test := bank.Test("lesson", quiz.TestMix(), seed)
		got, seen := map[quiz.Difficulty]int{}, map[string]bool{}
		last := quiz.Easy
		for _, q := range test {
			got[q.Difficulty]++
			if seen[q.ID] {
				t.Fatalf("%s comes twice", q.ID)
			}
			seen[q.ID] = true
			if q.Difficulty < last {
				t.Fatalf("%s is easier than the one before", q.ID)
			}
			last = q.Difficulty
		}
		want := map[quiz.Difficulty]int{quiz.Easy: min(4, easy), quiz.Medium: min(4, medium), quiz.Hard: min(2, hard)}
		for d, n := range want {
			if got[d] != n {
				t.Fatalf("%d %s questions, want %d", got[d], d, n)
			}
		}
		if diff := cmp.Diff(ids(test), ids(bank.Test("lesson", quiz.TestMix(), seed))); diff != "" {
			t.Fatalf("the same seed gives another test:\n%s", diff)
		}
	})
}

func TestTestSpreadsOverObjectives(t *testing.T) {
	bank := makeBank(t, 12, 12, 6)
	for seed := range uint64(200) {
		asked := map[string]int{}
		for _, q := range bank.Test("lesson", quiz.TestMix(), seed) {
			asked[q.Objectives[0]]++
		}
		for _, o := range []string{"know", "do", "tell"} {
			if asked[o] < 3 || asked[o] > 4 {
				t.Fatalf("seed %d: %q is asked about %d times of ten: %v", seed, o, asked[o], asked)
			}
		}
	}
}

func TestSeedsDiffer(t *testing.T) {
	bank := makeBank(t, 12, 12, 6)
	tests := map[string]bool{}
	for seed := range uint64(50) {
		tests[cmp.Diff(nil, ids(bank.Test("lesson", quiz.TestMix(), seed)))] = true
	}
	if len(tests) < 45 {
		t.Errorf("50 seeds give %d tests", len(tests))
	}
}

func TestPracticeAvoidsWhatWasSeen(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		bank := makeBank(t, 5, 4, 3)
		n := rapid.IntRange(0, 15).Draw(t, "n")
		avoid := map[string]bool{}
		for _, q := range bank.Questions("lesson") {
			if rapid.Bool().Draw(t, q.ID) {
				avoid[q.ID] = true
			}
		}
		seed := rapid.Uint64().Draw(t, "seed")
		picked := bank.Practice("lesson", n, seed, avoid)
		if want := min(n, 12); len(picked) != want {
			t.Fatalf("%d questions, want %d", len(picked), want)
		}
		seen, old := map[string]bool{}, 0
		for _, q := range picked {
			if seen[q.ID] {
				t.Fatalf("%s comes twice", q.ID)
			}
			seen[q.ID] = true
			if avoid[q.ID] {
				old++
			}
		}
		if want := max(0, n-(12-len(avoid))); old != min(want, len(avoid)) {
			t.Fatalf("%d questions that were to be avoided, want %d", old, min(want, len(avoid)))
		}
		if diff := cmp.Diff(ids(picked), ids(bank.Practice("lesson", n, seed, avoid))); diff != "" {
			t.Fatalf("the same seed gives another practice:\n%s", diff)
		}
	})
}

func TestShuffled(t *testing.T) {
	bank := makeBank(t, 3, 0, 0)
	q := bank.Questions("")[0]
	orders := map[string]int{}
	for seed := range uint64(300) {
		order := ""
		for _, o := range quiz.Shuffled(q, seed) {
			order += o.ID
		}
		again := ""
		for _, o := range quiz.Shuffled(q, seed) {
			again += o.ID
		}
		if order != again {
			t.Fatalf("seed %d: %s, then %s", seed, order, again)
		}
		orders[order]++
	}
	if len(orders) != 6 {
		t.Errorf("three options come in %d orders of 6: %v", len(orders), orders)
	}
	if q.Options()[0].ID != "a" || q.Options()[1].ID != "b" {
		t.Errorf("shuffling changed the question itself: %v", q.Options())
	}
}

// An author who moves an option, a step or a pair changes no order that is shown:
// a form that is open meanwhile goes by places.
func TestShuffledWhereverTheAuthorPutIt(t *testing.T) {
	options := []quiz.Option{{ID: "a"}, {ID: "b"}, {ID: "c"}, {ID: "d"}}
	items := []quiz.Item{{ID: "a"}, {ID: "b"}, {ID: "c"}}
	pairs, answers := []quiz.Pair{{ID: "a"}, {ID: "b"}}, []quiz.Match{{ID: "a"}, {ID: "b"}, {ID: "c"}}
	questions := func() []*quiz.Question {
		return []*quiz.Question{
			{ID: "q", Body: &quiz.Choice{Options: slices.Clone(options)}},
			{ID: "q", Body: &quiz.Ordering{Items: slices.Clone(items)}},
			{ID: "q", Body: &quiz.Matching{Pairs: slices.Clone(pairs), Answers: slices.Clone(answers)}},
		}
	}
	before := questions()
	for _, turn := range []func(){func() { slices.Reverse(options) }, func() { slices.Reverse(items) }, func() { slices.Reverse(pairs); slices.Reverse(answers) }} {
		turn()
	}
	for i, after := range questions() {
		for seed := range uint64(20) {
			if d := cmp.Diff(shownIDs(before[i], seed), shownIDs(after, seed)); d != "" {
				t.Errorf("%T, seed %d: %s", after.Body, seed, d)
			}
		}
	}
}

func shownIDs(q *quiz.Question, seed uint64) []string {
	var ids []string
	for _, o := range quiz.Shuffled(q, seed) {
		ids = append(ids, o.ID)
	}
	for _, i := range quiz.ShuffledItems(q, seed) {
		ids = append(ids, i.ID)
	}
	pairs, answers := quiz.ShuffledMatches(q, seed)
	for _, p := range pairs {
		ids = append(ids, p.ID)
	}
	for _, a := range answers {
		ids = append(ids, a.ID)
	}
	return ids
}

func TestUnknownLesson(t *testing.T) {
	bank := makeBank(t, 3, 3, 3)
	if got := bank.Test("nothing", quiz.TestMix(), 1); len(got) != 0 {
		t.Errorf("a lesson without questions has a test of %d", len(got))
	}
	if bank.Question("nothing") != nil || bank.Question("q-1") == nil {
		t.Error("questions aren't found by their id")
	}
}
