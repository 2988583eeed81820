package itemstats

import (
	"math"
	"math/rand/v2"
	"slices"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
	"pgregory.net/rapid"
)

// matrix is who (rows) answered what (columns) right.
func matrix(rt *rapid.T, rows int) [][]bool {
	k := rapid.IntRange(2, 8).Draw(rt, "questions")
	row := rapid.SliceOfN(rapid.Bool(), k, k)
	return rapid.SliceOfN(row, rows, rows+30).Draw(rt, "matrix")
}

func count(row []bool) int {
	n := 0
	for _, right := range row {
		if right {
			n++
		}
	}
	return n
}

func column(m [][]bool, q int) *Tally {
	t := &Tally{}
	for i, row := range m {
		rest := count(row)
		if row[q] {
			rest--
		}
		t.Add(Response{Answered: true, Right: row[q], Chosen: []string{string(rune('a' + i%3))},
			Time: time.Duration(i%50) * time.Second, Rest: Share{rest, len(row) - 1}})
	}
	return t
}

// correlate is the textbook's Pearson correlation, term by term.
func correlate(x, y []float64) (r float64, ok bool) {
	mean := func(v []float64) float64 {
		sum := 0.0
		for _, a := range v {
			sum += a
		}
		return sum / float64(len(v))
	}
	mx, my := mean(x), mean(y)
	var xy, xx, yy float64
	for i := range x {
		xy += (x[i] - mx) * (y[i] - my)
		xx += (x[i] - mx) * (x[i] - mx)
		yy += (y[i] - my) * (y[i] - my)
	}
	return xy / math.Sqrt(xx*yy), xx*yy > 1e-9
}

func TestDiscriminationIsTheCorrelation(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		m := matrix(rt, Enough)
		var x, rest []float64
		for _, row := range m {
			mark := 0.0
			if row[0] {
				mark = 1
			}
			x, rest = append(x, mark), append(rest, float64(count(row))-mark)
		}
		want, ok := correlate(x, rest)
		got := column(m, 0).Item().Discrimination
		if got.Known != ok || ok && math.Abs(got.Value-want) > 1e-9 {
			rt.Errorf("discrimination %+v, the correlation is %v (%v)", got, want, ok)
		}
	})
}

// alpha is Cronbach's alpha over the S − 1 variances of columns and of the total,
// as Moodle writes it.
func alpha(m [][]bool) (float64, bool) {
	variance := func(of func(row []bool) float64) float64 {
		var sum, squares float64
		for _, row := range m {
			sum += of(row)
			squares += of(row) * of(row)
		}
		n := float64(len(m))
		return (squares - sum*sum/n) / (n - 1)
	}
	k, parts := len(m[0]), 0.0
	for q := range k {
		parts += variance(func(row []bool) float64 {
			if row[q] {
				return 1
			}
			return 0
		})
	}
	total := variance(func(row []bool) float64 { return float64(count(row)) })
	return float64(k) / float64(k-1) * (1 - parts/total), total > 1e-9
}

func tests(m [][]bool, drawn bool) Test {
	var t TestTally
	for i, row := range m {
		var names []string
		for q := range row {
			name := string(rune('a' + q))
			if drawn && q == 0 && i%2 == 1 {
				name = "another"
			}
			names = append(names, name)
		}
		t.Add(names, row)
	}
	return t.Test()
}

func TestConsistencyIsCronbachsAlpha(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		m := matrix(rt, Enough)
		want, ok := alpha(m)
		r := tests(m, false)
		if r.Consistency.Known != ok || ok && math.Abs(r.Consistency.Value-want) > 1e-9 {
			rt.Errorf("%+v, alpha is %v (%v)", r.Consistency, want, ok)
		}
		low := tests(m, true)
		if ok && (low.Method != KR21 || low.Consistency.Value > r.Consistency.Value+1e-9 || r.Consistency.Value > 1+1e-9) {
			rt.Errorf("KR-21 is %v, KR-20 %v", low.Consistency.Value, r.Consistency.Value)
		}
	})
}

func TestBounds(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		m := matrix(rt, Enough)
		i := column(m, 0).Item()
		in := func(what string, f Figure, low, high float64) {
			if f.Known && (f.Value < low-1e-12 || f.Value > high+1e-12 || math.IsNaN(f.Value)) {
				rt.Errorf("%s is %v", what, f.Value)
			}
		}
		in("facility", i.Facility, 0, 1)
		in("discrimination", i.Discrimination, -1, 1)
		in("efficiency", i.Efficiency, math.Inf(-1), 1)
		in("upper less lower", i.UpperLower, -1, 1)
		in("hint use", i.HintUse, 0, 1)
		if i.Discrimination.Known && i.Efficiency.Known && (i.Discrimination.Value > 1e-9) != (i.Efficiency.Value > 1e-9) {
			rt.Errorf("discrimination %v, efficiency %v", i.Discrimination.Value, i.Efficiency.Value)
		}
		if i.Time.Median.Known && (i.Time.Lower.Value > i.Time.Median.Value || i.Time.Median.Value > i.Time.Upper.Value) {
			rt.Errorf("quartiles %+v", i.Time)
		}
		if g := i.Groups; g != nil {
			size := 0.27 * float64(len(m))
			if float64(g.Upper.Attempts) < size || float64(g.Lower.Attempts) < size || g.Upper.Attempts+g.Middle.Attempts+g.Lower.Attempts != len(m) {
				rt.Errorf("groups %+v of %d", *g, len(m))
			}
			for _, p := range i.Parts {
				if p.Upper+p.Middle+p.Lower != p.Count {
					rt.Errorf("the groups don't add up: %+v", p)
				}
			}
		}
	})
}

func TestOrderDoesNotMatter(t *testing.T) {
	alike := cmp.Options{cmpopts.EquateApprox(0, 1e-9)}
	rapid.Check(t, func(rt *rapid.T) {
		m := matrix(rt, Enough)
		var all []Response
		for i, row := range m {
			all = append(all, Response{Answered: true, Right: row[0], Chosen: []string{string(rune('a' + i%5))},
				Time: time.Duration(i%50) * time.Second, Rest: Share{count(row[1:]), len(row) - 1}})
		}
		before, testBefore := tallied(1, all...).Item(), tests(m, false)
		rng := rand.New(rand.NewPCG(rapid.Uint64().Draw(rt, "seed"), 0))
		rng.Shuffle(len(all), func(i, j int) { all[i], all[j] = all[j], all[i] })
		if d := cmp.Diff(before, tallied(1, all...).Item(), alike); d != "" {
			rt.Errorf("rows in another order (-before +after):\n%s", d)
		}
		slices.Reverse(m)
		if d := cmp.Diff(testBefore, tests(m, false), alike); d != "" {
			rt.Errorf("sittings in another order (-before +after):\n%s", d)
		}
	})
}
