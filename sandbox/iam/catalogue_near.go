package iam

import "strings"

// longestName bounds what a suggestion is sought for; no name of AWS's is longer.
const longestName = 80

// nearest finds the candidate that a misspelt name most likely meant: the fewest
// letters added, left out, changed or swapped, at most a quarter of the name and
// never more than three. It is "" when none is that near; the first of equals wins.
func nearest(name string, candidates []string) string {
	name = strings.ToLower(name)
	if len(name) > longestName {
		return ""
	}
	limit := min(3, max(1, len(name)/4))
	best, bestDistance := "", limit+1
	for _, c := range candidates {
		if diff := len(c) - len(name); diff > limit || -diff > limit {
			continue
		}
		if d := editDistance(name, strings.ToLower(c)); d < bestDistance {
			best, bestDistance = c, d
		}
	}
	return best
}

// editDistance counts insertions, deletions, substitutions and swaps of
// neighbours between two short strings of bytes.
func editDistance(a, b string) int {
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

// fitsName matches a catalogue name, at most some dozens of bytes, against a
// pattern with * and ?.
func fitsName(pattern, name string) bool {
	p, n, star, mark := 0, 0, -1, 0
	for n < len(name) {
		switch {
		case p < len(pattern) && pattern[p] == '*':
			star, mark = p, n
			p++
		case p < len(pattern) && (pattern[p] == '?' || pattern[p] == name[n]):
			p++
			n++
		case star >= 0:
			p = star + 1
			mark++
			n = mark
		default:
			return false
		}
	}
	return strings.Trim(pattern[p:], "*") == ""
}
