package site

import (
	"sort"
	"strings"

	"rolecall/web/view"
)

// NearPage is a page that a mistyped address may have meant.
type NearPage struct {
	Path, Title string
}

const nearCount = 4

// Near returns the pages whose addresses are nearest to path.
func (s *Site) Near(path string) []view.Link {
	if len(path) > 120 {
		path = path[:120] // the distance costs the product of both lengths
	}
	path = strings.ToLower(strings.TrimRight(path, "/"))
	type scored struct {
		NearPage
		distance int
	}
	all := make([]scored, 0, len(s.Known))
	for _, p := range s.Known {
		all = append(all, scored{p, nearness(path, p.Path)})
	}
	sort.SliceStable(all, func(i, j int) bool { return all[i].distance < all[j].distance })
	var links []view.Link
	for _, p := range all {
		if len(links) == nearCount || p.distance > len(p.Path)/2+2 {
			break
		}
		links = append(links, view.Link{Href: p.Path, Text: p.Title})
	}
	return links
}

// nearness is the edit distance of the whole addresses or, if smaller, one more
// than that of their last parts, which people remember best.
func nearness(a, b string) int {
	whole := distance(a, b)
	last := distance(LastPart(a), LastPart(b)) + 1
	return min(whole, last)
}

// LastPart is the last part of an address.
func LastPart(p string) string { return p[strings.LastIndexByte(p, '/')+1:] }

// distance is the edit distance of two strings in bytes.
func distance(a, b string) int {
	row := make([]int, len(b)+1)
	for j := range row {
		row[j] = j
	}
	for i := range len(a) {
		diag := row[0]
		row[0] = i + 1
		for j := range len(b) {
			cost := diag
			if a[i] != b[j] {
				cost++
			}
			diag = row[j+1]
			row[j+1] = min(cost, row[j]+1, row[j+1]+1)
		}
	}
	return row[len(b)]
}
