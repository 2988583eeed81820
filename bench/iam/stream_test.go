package iam

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"runtime"
	"slices"
	"sync"
	"testing"
	"time"

	"rolecall/bench/engine"
	"rolecall/sandbox/iam"
)

// evalLines writes the small world's requests as lines of eval: the same
// policies in every line, or policies of its own in each.
func evalLines(lines int, fresh bool) []byte {
	w := engine.Small(false)
	identity, trust := w.IdentityJSON()[0], w.TrustJSON()
	var b bytes.Buffer
	for i := range lines {
		r := w.Requests[i&3]
		context := map[string][]string{}
		for k, v := range r.Context {
			context[k] = []string{v}
		}
		id, tr := identity, trust
		if fresh {
			id = bytes.Replace(identity, []byte("BreakGlass"), fmt.Appendf(nil, "BreakGlass%d", i), 1)
			tr = bytes.Replace(trust, []byte("10.0.0.0/8"), fmt.Appendf(nil, "10.0.0.0/8\",\"192.0.%d.%d", i>>8&255, i&255), 1)
		}
		line, err := json.Marshal(map[string]any{
			"id": fmt.Sprint(i), "principal": r.Principal, "action": r.Action, "context": context,
			"resource":         map[string]string{"arn": r.Resource, "account": "444455556666"},
			"identityPolicies": []any{map[string]any{"name": "p", "document": json.RawMessage(id)}},
			"resourcePolicy":   map[string]any{"name": "t", "document": json.RawMessage(tr)},
		})
		if err != nil {
			panic(err)
		}
		b.Write(line)
		b.WriteByte('\n')
	}
	return b.Bytes()
}

// unmarshalLines is the yardstick: every line read into any, on all cores.
func unmarshalLines(input []byte) {
	lines := slices.Collect(bytes.Lines(input))
	var wg sync.WaitGroup
	workers := runtime.GOMAXPROCS(0)
	for part := range slices.Chunk(lines, (len(lines)+workers-1)/workers) {
		wg.Go(func() {
			for _, line := range part {
				var v any
				if err := json.Unmarshal(line, &v); err != nil {
					panic(err)
				}
			}
		})
	}
	wg.Wait()
}

// TestPairedStream holds lines a second against the yardstick's: at least half.
func TestPairedStream(t *testing.T) {
	const lines, least = 4000, 0.5
	for _, fresh := range []bool{false, true} {
		name := map[bool]string{false: "repeated policies", true: "all-new policies"}[fresh]
		input := evalLines(lines, fresh)
		ratios := make([]float64, 0, *rounds)
		for range *rounds {
			begin := time.Now()
			unmarshalLines(input)
			base := time.Since(begin)
			begin = time.Now()
			ok, err := iam.Stream(bytes.NewReader(input), io.Discard, iam.StreamOptions{})
			if !ok || err != nil {
				t.Fatal(ok, err)
			}
			ratios = append(ratios, float64(base)/float64(time.Since(begin)))
		}
		slices.Sort(ratios)
		median := ratios[len(ratios)/2]
		t.Logf("eval, %-18s lines/s x base: min %5.2f med %5.2f max %5.2f (at least %.2f)", name, ratios[0], median, ratios[len(ratios)-1], least)
		if *rounds >= heldFrom && median < least {
			t.Errorf("%s: %.2f times the yardstick's lines a second, fewer than %.2f", name, median, least)
		}
	}
}
