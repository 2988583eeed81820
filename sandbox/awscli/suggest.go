package awscli

import "sort"

// closeMatches finds the words most like a misspelt one, the best first: those
// whose similarity is at least the cutoff. Similarity is that of Ratcliff and
// Obershelp, 2·M/T, where M counts the characters in common runs and T all of
// both; the AWS CLI suggests by the same measure.
func closeMatches(typed string, words []string, most int, cutoff float64) []string {
	if len(typed) > 100 {
		return nil
	}
	type scored struct {
		word  string
		ratio float64
	}
	var found []scored
	for _, w := range words {
		t := len(w) + len(typed)
		if t == 0 {
			continue
		}
		if r := 2 * float64(common(w, typed)) / float64(t); r >= cutoff {
			found = append(found, scored{w, r})
		}
	}
	sort.SliceStable(found, func(i, j int) bool {
		if found[i].ratio != found[j].ratio {
			return found[i].ratio > found[j].ratio
		}
		return found[i].word > found[j].word
	})
	var out []string
	for _, f := range found {
		if len(out) == most {
			break
		}
		out = append(out, f.word)
	}
	return out
}

// common counts the characters in the longest common run and, on either side of
// it, in the runs that remain.
func common(a, b string) int {
	if a == "" || b == "" {
		return 0
	}
	besti, bestj, size := 0, 0, 0
	runs := make([]int, len(b)+1)
	for i := 0; i < len(a); i++ {
		for j := len(b) - 1; j >= 0; j-- {
			if a[i] != b[j] {
				runs[j+1] = 0
				continue
			}
			runs[j+1] = runs[j] + 1
			start := i - runs[j+1] + 1
			if runs[j+1] > size || runs[j+1] == size && start == besti && j-size+1 < bestj {
				besti, bestj, size = start, j-runs[j+1]+1, runs[j+1]
			}
		}
	}
	if size == 0 {
		return 0
	}
	return size + common(a[:besti], b[:bestj]) + common(a[besti+size:], b[bestj+size:])
}
