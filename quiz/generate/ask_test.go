package generate

import "testing"

// The engine is asked about every option: a draft of which any one option claims
// what isn't so, or is called wrong and isn't, makes no question.
func TestEngineIsAskedAboutEveryOption(t *testing.T) {
	for _, f := range families {
		if !f.Newest() {
			continue
		}
		for seed := range uint64(3) {
			fresh := func() draft { return f.draft(f.dice(seed)) }
			d := fresh()
			order := make([]int, 1+len(d.wrong))
			for i := range order {
				order[i] = i
			}
			if _, _, err := d.finish(order); err != nil {
				t.Fatalf("%s, seed %d: %v", f.ID, seed, err)
			}
			for i := range d.wrong {
				right, wrong := fresh(), fresh()
				right.right.change, right.right.steps = right.wrong[i].change, right.wrong[i].steps
				if _, _, err := right.finish(order); err == nil {
					t.Errorf("%s, seed %d: called right, wrong option %d is taken", f.ID, seed, i)
				}
				wrong.wrong[i].change, wrong.wrong[i].steps = wrong.right.change, wrong.right.steps
				if _, _, err := wrong.finish(order); err == nil {
					t.Errorf("%s, seed %d: called wrong, the right option in place of %d is taken", f.ID, seed, i)
				}
			}
		}
	}
}
