package iam

import (
	"encoding/json"
	"flag"
	"runtime"
	"slices"
	"testing"
	"time"

	"rolecall/bench/engine"
	"rolecall/sandbox/iam"
)

var rounds = flag.Int("rounds", 1, "paired rounds; from 20 on the targets are held")

// heldFrom is the number of rounds from which a median is worth holding.
const heldFrom = 20

// pairing is one comparison: base and ours take turns in short slices, and the
// ratio is taken within each turn.
type pairing struct {
	name       string
	base, ours func(i int)
	most       float64 // target for the median ratio
}

func worlds() []engine.World { return []engine.World{engine.Small(false), engine.Big()} }

func TestDecisionsAgree(t *testing.T) {
	for _, w := range worlds() {
		d, err := Load(w)
		if err != nil {
			t.Fatal(err)
		}
		for _, r := range w.Requests {
			if got := d.Bind(r)(); got != r.Want {
				t.Errorf("%s/%s: got %v, want %v", w.Name, r.Name, got, r.Want)
			}
			if got := d.BindTrace(r)(); got != r.Want {
				t.Errorf("%s/%s: trace says %v, want %v", w.Name, r.Name, got, r.Want)
			}
			decide := d.Bind(r)
			if n := testing.AllocsPerRun(100, func() { decide() }); n != 0 {
				t.Errorf("%s/%s: %v allocations a decision", w.Name, r.Name, n)
			}
		}
	}
}

func TestPaired(t *testing.T) {
	for _, p := range pairings(t) {
		ratios := measure(p)
		median := ratios[len(ratios)/2]
		t.Logf("%-28s x base: min %5.2f med %5.2f max %5.2f (at most %.2f)", p.name, ratios[0], median, ratios[len(ratios)-1], p.most)
		if *rounds >= heldFrom && median > p.most {
			t.Errorf("%s takes %.2f times the yardstick, more than %.2f", p.name, median, p.most)
		}
	}
}

func measure(p pairing) []float64 {
	ratios := make([]float64, 0, *rounds)
	for range *rounds {
		base := slice(p.base)
		ratios = append(ratios, slice(p.ours)/base)
	}
	slices.Sort(ratios)
	return ratios
}

// slice runs f for some milliseconds and returns nanoseconds a call.
func slice(f func(i int)) float64 {
	runtime.GC() // the other side's garbage is not to be paid for here
	for i := range 16 {
		f(i)
	}
	n, begin := 0, time.Now()
	var took time.Duration
	for took < 15*time.Millisecond {
		for range 8 {
			f(n)
			n++
		}
		if n&63 == 0 || n < 64 {
			took = time.Since(begin)
		}
	}
	return float64(took.Nanoseconds()) / float64(n)
}

func pairings(t *testing.T) []pairing {
	t.Helper()
	var out []pairing
	for _, w := range worlds() {
		base, err := engine.Floor{}.Prepare(w)
		if err != nil {
			t.Fatal(err)
		}
		ours, err := Load(w)
		if err != nil {
			t.Fatal(err)
		}
		var floor, decide, trace []func() bool
		for _, r := range w.Requests {
			floor = append(floor, base.Bind(r))
			decide = append(decide, ours.Bind(r))
			trace = append(trace, ours.BindTrace(r))
		}
		requests := w.Requests
		turn := func(fs []func() bool) func(int) { return func(i int) { fs[i&3]() } }
		small := w.Name == "small"
		out = append(out,
			pairing{w.Name + " decide", turn(floor), turn(decide), pick(small, 3, 1)},
			pairing{w.Name + " bind and decide", func(i int) { base.Bind(requests[i&3])() }, func(i int) { ours.Bind(requests[i&3])() }, 2},
			pairing{w.Name + " trace", turn(floor), turn(trace), pick(small, 10, 1000)},
			parsing(w),
		)
	}
	return out
}

func pick(first bool, a, b float64) float64 {
	if first {
		return a
	}
	return b
}

// parsing holds Parse against encoding/json reading the same documents into any.
func parsing(w engine.World) pairing {
	docs := w.IdentityJSON()
	kinds := make([]iam.Kind, len(docs))
	if w.Trust != nil {
		docs, kinds = append(docs, w.TrustJSON()), append(kinds, iam.KindTrust)
	}
	return pairing{w.Name + " parse and compile",
		func(i int) {
			var v any
			if json.Unmarshal(docs[i%len(docs)], &v) != nil {
				panic("not JSON")
			}
		},
		func(i int) {
			if p, fs := iam.Parse(kinds[i%len(docs)], "p", docs[i%len(docs)]); p == nil {
				panic(fs)
			}
		}, 2}
}
