package reference

import (
	"slices"
	"strings"
)

// longestName bounds what a suggestion is sought for; no name of AWS's is longer.
const longestName = 80

// Near finds the action of the service that a misspelt name, without prefix, most
// likely meant; "" when none is that near. It never changes one verb for another:
// Start for Stop, Get for Put.
func (s *Service) Near(name string) string {
	names := make([]string, len(s.Actions))
	for i := range s.Actions {
		names[i] = s.Actions[i].Name
	}
	return Nearest(name, names, func(candidate string) bool { return theIndex().sameVerbs(name, candidate) })
}

// sameVerbs reports whether two names of actions hold the same verbs. The first
// word of what was typed may be a misspelt verb; then it is left out, with the
// candidate's.
func (x *index) sameVerbs(typed, candidate string) bool {
	a, b := words(typed), words(candidate)
	if len(a) == 1 { // without capitals: the candidate's verb has to stand in front
		for verb := range x.verbs {
			if strings.HasPrefix(strings.ToLower(typed), verb) && len(verb) > 2 {
				return len(b) > 0 && strings.HasPrefix(strings.ToLower(typed), strings.ToLower(b[0]))
			}
		}
		return true
	}
	if len(a) > 0 && len(b) > 0 && !x.verbs[strings.ToLower(a[0])] {
		a, b = a[1:], b[1:]
	}
	return slices.Equal(x.verbsOf(a), x.verbsOf(b))
}

func (x *index) verbsOf(words []string) []string {
	var out []string
	for _, w := range words {
		if low := strings.ToLower(w); x.verbs[low] {
			out = append(out, low)
		}
	}
	return out
}

// words cuts a name at its capitals: Batch, Get, Item.
func words(name string) []string {
	var out []string
	from := 0
	for i := 1; i < len(name); i++ {
		if 'A' <= name[i] && name[i] <= 'Z' && !('A' <= name[i-1] && name[i-1] <= 'Z') {
			out = append(out, name[from:i])
			from = i
		}
	}
	return append(out, name[from:])
}

// NearService finds the prefix that a misspelt one most likely meant; "" when none
// is that near.
func NearService(prefix string) string { return Nearest(prefix, theIndex().prefixes, nil) }

// NearKey finds the condition key that a misspelt one most likely meant: a global
// one, or one of the service that its prefix names; "" when none is that near.
func NearKey(name string) string {
	x := theIndex()
	var names []string
	add := func(keys []Key) {
		for i := range keys {
			names = append(names, keys[i].Stem())
		}
	}
	add(x.global)
	for s := range x.listing(name) {
		add(s.Keys)
	}
	return Nearest(name, names, nil)
}

// Nearest finds the candidate that a misspelt name most likely meant: the fewest
// letters added, left out, changed or swapped, at most a quarter of the name and
// never more than three. It is "" when none is that near; the first of equals wins.
// A candidate that may does not take, when there is a may, is passed over.
func Nearest(name string, candidates []string, may func(candidate string) bool) string {
	low := strings.ToLower(name)
	if len(low) > longestName {
		return ""
	}
	limit := min(3, max(1, len(low)/4))
	best, bestDistance := "", limit+1
	for _, c := range candidates {
		if diff := len(c) - len(low); diff > limit || -diff > limit {
			continue
		}
		if d := Distance(low, strings.ToLower(c)); d < bestDistance && (may == nil || may(c)) {
			best, bestDistance = c, d
		}
	}
	return best
}

// Distance counts insertions, deletions, substitutions and swaps of neighbours
// between two short strings of bytes.
func Distance(a, b string) int {
	before := make([]int, len(b)+1)
	last := make([]int, len(b)+1)
	row := make([]int, len(b)+1)
	for j := range last {
		last[j] = j
	}
	for i := 1; i <= len(a); i++ {
		row[0] = i
		for j := 1; j <= len(b); j++ {
			cost := 1
			if a[i-1] == b[j-1] {
				cost = 0
			}
			row[j] = min(last[j]+1, row[j-1]+1, last[j-1]+cost)
			if i > 1 && j > 1 && a[i-1] == b[j-2] && a[i-2] == b[j-1] {
				row[j] = min(row[j], before[j-2]+1)
			}
		}
		before, last, row = last, row, before
	}
	return last[len(b)]
}
