package hold

import (
	"flag"
	"slices"
	"sync"
	"sync/atomic"
	"testing"
	"time"
)

var (
	rounds = flag.Int("rounds", 1, "paired rounds a figure")
	slice  = flag.Duration("slice", 200*time.Millisecond, "length of a contender's turn in a round")
)

// enough rounds are those that may fail a test.
const enough = 9

// contender does one unit of work for worker w; i counts the worker's units.
type contender struct {
	name string
	do   func(w, i int) error
}

// play gives every contender its turn in each round, with workers at work at a
// time, and returns units a second by contender and round. Every other round
// goes backwards, so that none always follows the same one.
func play(t *testing.T, workers int, all []contender) [][]float64 {
	t.Helper()
	done := make([][]int, len(all)) // units by contender and worker, over all rounds
	for k := range all {
		done[k] = make([]int, workers)
		turn(t, all[k], done[k]) // to warm up
	}
	rates := make([][]float64, len(all))
	for round := range *rounds {
		for n := range all {
			k := n
			if round%2 == 1 {
				k = len(all) - 1 - n
			}
			rates[k] = append(rates[k], turn(t, all[k], done[k]))
		}
	}
	return rates
}

// turn runs one contender for a slice and returns units a second.
func turn(t *testing.T, c contender, done []int) float64 {
	t.Helper()
	var wg sync.WaitGroup
	var units atomic.Int64
	begin := time.Now()
	for w := range done {
		wg.Go(func() {
			for time.Since(begin) < *slice {
				if err := c.do(w, done[w]); err != nil {
					t.Errorf("%s: %v", c.name, err)
					return
				}
				done[w]++
				units.Add(1)
			}
		})
	}
	wg.Wait()
	return float64(units.Load()) / time.Since(begin).Seconds()
}

// paired are the ratios of ours to floor, round by round, sorted.
func paired(ours, floor []float64) []float64 {
	out := make([]float64, len(ours))
	for i := range ours {
		out[i] = ours[i] / floor[i]
	}
	slices.Sort(out)
	return out
}

// quote prints ratios. It fails when there are rounds enough to mean something
// and three in four of them are under the wanted ratio: a median that misses by
// a hair is the machine's noise, not news.
func quote(t *testing.T, what string, sorted []float64, wanted float64) {
	t.Helper()
	t.Logf("%-44s x floor min %.2f med %.2f max %.2f (wanted %.2f, %d rounds)",
		what, sorted[0], sorted[len(sorted)/2], sorted[len(sorted)-1], wanted, len(sorted))
	if len(sorted) >= enough && sorted[len(sorted)*3/4] < wanted {
		t.Errorf("%s: the ratio is under %.2f", what, wanted)
	}
}
