package prose

import (
	"fmt"
	"regexp"
	"strings"
)

// What a text that stands in a question may hold: the time that some signs take
// grows with the square of their number.
const (
	maxQuotes     = 2000 // quotation marks outside of code
	maxAllQuotes  = 8000
	maxBrackets   = 1000
	maxMarks      = 4000 // of emphasis, outside of code
	maxContainers = 16   // quotations and lists opened on one line, one in the other
)

var containers = regexp.MustCompile(fmt.Sprintf(`(?m)^(?:[ \t]*(?:>|[-+*][ \t]|\d{1,9}[.)][ \t])){%d,}`, maxContainers+1))

// TooInvolved says why a text would take too long to read; empty when it wouldn't.
func TooInvolved(src string) string {
	outside, all, marks, code := 0, 0, 0, false
	for line := range strings.Lines(src) {
		if trimmed := strings.TrimLeft(line, " \t"); strings.HasPrefix(trimmed, "```") || strings.HasPrefix(trimmed, "~~~") {
			code = !code
		}
		n := strings.Count(line, `"`) + strings.Count(line, "'")
		all += n
		if !code {
			outside += n
			marks += strings.Count(line, "*") + strings.Count(line, "_")
		}
	}
	switch {
	case outside > maxQuotes, all > maxAllQuotes:
		return fmt.Sprintf("this text holds more than %d quotation marks", maxQuotes)
	case marks > maxMarks:
		return fmt.Sprintf("this text holds more than %d stars and underscores", maxMarks)
	case strings.Count(src, "[") > maxBrackets:
		return fmt.Sprintf("this text holds more than %d brackets", maxBrackets)
	case containers.MatchString(src):
		return fmt.Sprintf("a line opens more than %d lists and quotations at once", maxContainers)
	}
	return ""
}
