package interchange

import "strings"

// csvHeader tells whether a line is the header of a table of questions.
func csvHeader(line string) bool {
	named := map[string]bool{}
	for _, name := range strings.FieldsFunc(strings.ToLower(line), func(r rune) bool { return strings.ContainsRune(",;\t\" \r", r) }) {
		named[name] = true
	}
	return named["stem"] && named["type"]
}
