package iam

import "strings"

// nearest returns the known word that s most likely was meant to be, or nothing
// when none is near: at most a third of its letters may differ.
func nearest(s string, known []string) string {
	if len(s) > 64 {
		return ""
	}
	best, bestAt := "", len(s)/3+1
	for _, k := range known {
		if d := distance(lowerASCII(s), lowerASCII(k), bestAt); d < bestAt {
			best, bestAt = k, d
		}
	}
	return best
}

// distance is the number of letters to insert, delete, change or swap to get
// from a to b; limit when it is that or more.
func distance(a, b string, limit int) int {
	if len(a)-len(b) >= limit || len(b)-len(a) >= limit {
		return limit
	}
	before, row, next := make([]int, len(b)+1), make([]int, len(b)+1), make([]int, len(b)+1)
	for j := range row {
		row[j] = j
	}
	for i := 1; i <= len(a); i++ {
		next[0] = i
		for j := 1; j <= len(b); j++ {
			cost := 1
			if a[i-1] == b[j-1] {
				cost = 0
			}
			next[j] = min(row[j]+1, next[j-1]+1, row[j-1]+cost)
			if i > 1 && j > 1 && a[i-1] == b[j-2] && a[i-2] == b[j-1] {
				next[j] = min(next[j], before[j-2]+1)
			}
		}
		before, row, next = row, next, before
	}
	return min(row[len(b)], limit)
}

// listWords writes words as prose: "a, b and c". conjunction is "and" or "or".
func listWords(words []string, conjunction string) string {
	switch len(words) {
	case 0:
		return ""
	case 1:
		return words[0]
	}
	last := len(words) - 1
	return strings.Join(words[:last], ", ") + " " + conjunction + " " + words[last]
}
