package prose

import (
	_ "embed"
	"strings"
	"sync"
)

const documentation = "https://docs.aws.amazon.com/"

//go:embed pages.txt
var pagesText string

var pages = sync.OnceValue(func() map[string]string { return readPages(pagesText) })

// PageTitle is the guide and the title of a page of AWS's documentation, such as
// "IAM User Guide: IAM roles". An anchor in the address is passed by. It is empty
// for a page that the course does not cite.
func PageTitle(address string) string {
	address, _, _ = strings.Cut(address, "#")
	path, ok := strings.CutPrefix(address, documentation)
	if !ok {
		return ""
	}
	return pages()[path]
}

// readPages reads pairs of lines: a path, and its title set in.
func readPages(text string) map[string]string {
	titles := map[string]string{}
	path := ""
	for line := range strings.Lines(text) {
		line = strings.TrimSuffix(line, "\n")
		switch title, in := strings.CutPrefix(line, "    "); {
		case strings.HasPrefix(line, "#"):
		case in:
			titles[path] = title
		default:
			path = line
		}
	}
	return titles
}
