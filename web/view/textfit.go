package view

import (
	"strings"
	"unicode/utf8"
)

// Text in drawings cannot flow, so it is measured here. The widest interface
// face that a system is likely to have (DejaVu Sans) sets the measure: anywhere
// else the text is a little shorter than planned.
const faceRatio = 0.59 // mean advance of a letter, in ems

// fit cuts s so that it takes at most width at the given size, with an ellipsis
// where something is missing.
func fit(s string, width, size float64) string {
	most := int(width / (size * faceRatio))
	if utf8.RuneCountInString(s) <= most {
		return s
	}
	runes := []rune(s)
	return string(runes[:max(most-1, 1)]) + "…"
}

// wrap breaks s at spaces into lines of at most width, a word that is longer on
// its own into pieces.
func wrap(s string, width, size float64) []string {
	most := max(int(width/(size*faceRatio)), 4)
	var lines []string
	line := ""
	put := func() {
		if line != "" {
			lines = append(lines, line)
		}
		line = ""
	}
	for _, word := range strings.Fields(s) {
		if line != "" && utf8.RuneCountInString(line)+1+utf8.RuneCountInString(word) > most {
			put()
		}
		for utf8.RuneCountInString(word) > most {
			runes := []rune(word)
			lines = append(lines, string(runes[:most]))
			word = string(runes[most:])
		}
		if line != "" {
			line += " "
		}
		line += word
	}
	put()
	return lines
}
