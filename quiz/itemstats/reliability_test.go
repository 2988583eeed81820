package itemstats

import (
	"math"
	"strings"
	"testing"
)

// ladder is a sitting of four questions with the first n right.
func ladder(n int) []bool { return []bool{n > 0, n > 1, n > 2, n > 3} }

var four = []string{"a", "b", "c", "d"}

// Five learners with 0 to 4 right, who climb a ladder: whoever has a harder
// question has every easier one. Six times over, which changes no share:
//
//	p = 0.8, 0.6, 0.4, 0.2      Σ p(1−p) = 0.16 + 0.24 + 0.24 + 0.16 = 0.8
//	M = 2      V(T) = (4 + 1 + 0 + 1 + 4) / 5 = 2
//	KR-20 = 4/3 · (1 − 0.8/2) = 0.8
//	KR-21 = 4/3 · (1 − 2·2/(4·2)) = 2/3
//	SD = sqrt(30·2/29) = 1.438389…
//	SEM = SD · sqrt(1 − 0.8) = 0.643267…; with KR-21, SD · sqrt(1/3) = 0.830454…
func TestConsistencyByHand(t *testing.T) {
	var same, drawn TestTally
	for round := range 6 {
		for n := range 5 {
			same.Add(four, ladder(n))
			drawn.Add([]string{"a", "b", "c", strings.Repeat("d", 1+round)}, ladder(n))
		}
	}
	r := same.Test()
	if r.Method != KR20 || r.Forms != 1 || r.Attempts != 30 {
		t.Errorf("the test is %+v", r)
	}
	near(t, "mean", r.Mean, 2)
	near(t, "standard deviation", r.Deviation, math.Sqrt(60.0/29))
	near(t, "KR-20", r.Consistency, 0.8)
	near(t, "standard error", r.Error, 0.643267520)
	r = drawn.Test()
	if r.Method != KR21 || r.Forms != 6 {
		t.Errorf("the drawn test is %+v", r)
	}
	near(t, "KR-21", r.Consistency, 2.0/3)
	near(t, "standard error", r.Error, 0.830454799)
}

// The same questions in another order are the same list, and what is beyond the
// lists that are told apart still counts.
func TestListsOfQuestions(t *testing.T) {
	var same, many TestTally
	for n := range 30 {
		same.Add([][]string{{"a", "b", "c", "d"}, {"d", "c", "b", "a"}}[n%2], ladder(n%5))
	}
	if r := same.Test(); r.Forms != 1 || r.Method != KR20 {
		t.Errorf("one list in two orders: %+v", r)
	}
	for n := range 3 * maxForms {
		many.Add([]string{"a", strings.Repeat("b", n+1)}, []bool{n%2 == 0, n%3 == 0})
	}
	if r := many.Test(); r.Forms != maxForms || r.Attempts != 3*maxForms || r.Method != KR21 || r.Mean.Value != 0.5+1.0/3 {
		t.Errorf("many lists: %+v", r)
	}
}

func TestConsistencyThatCannotBeHad(t *testing.T) {
	var few, equal, one TestTally
	for n := range 29 {
		few.Add(four, ladder(n%5))
	}
	if r := few.Test(); r.Enough || r.Consistency.Known || r.Mean.Known || r.Scores != nil {
		t.Errorf("29 sittings say %+v", r)
	}
	for n := range 30 {
		equal.Add(four, ladder(2))
		one.Add([]string{"a"}, []bool{n%2 == 0})
	}
	for name, r := range map[string]Test{"all have two right": equal.Test(), "one question": one.Test()} {
		unknown(t, name, r.Consistency)
		unknown(t, name, r.Error)
		if r.Method != NoMethod || !r.Enough || !r.Mean.Known {
			t.Errorf("%s: %+v", name, r)
		}
	}
}

// Answers at random: a coefficient under 0 is told, and the error isn't more than
// the whole spread.
func TestNegativeConsistency(t *testing.T) {
	var tally TestTally
	for n := range 40 {
		tally.Add([]string{"a", "b"}, []bool{n%2 == 0, n%4 > 0 && n%2 == 1 || n%8 == 0})
	}
	r := tally.Test()
	if !r.Consistency.Known || r.Consistency.Value >= 0 || r.Error.Value != r.Deviation.Value {
		t.Errorf("the test is %+v", r)
	}
}
