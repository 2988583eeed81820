package iam

import "strings"

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
