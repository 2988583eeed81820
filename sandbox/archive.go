package sandbox

import (
	"fmt"
	"strings"

	"golang.org/x/tools/txtar"
)

// MaxFile is how large a scenario file may be, in bytes.
const MaxFile = 256 << 10

// section is one file of a txtar archive and the line its text begins at.
type section struct {
	name string
	text string
	line int
}

// archive is a txtar file taken apart.
type archive struct {
	file     string // for faults
	comment  string
	sections []section
}

func parseArchive(file string, src []byte) (archive, Faults) {
	a := archive{file: file}
	if len(src) > MaxFile {
		return a, Faults{{file, 1, fmt.Sprintf("the file has %d KB; a scenario has at most %d KB", len(src)>>10, MaxFile>>10)}}
	}
	parsed := txtar.Parse(src)
	a.comment = string(parsed.Comment)
	line := 1 + strings.Count(a.comment, "\n")
	var faults Faults
	seen := map[string]bool{}
	for _, f := range parsed.Files {
		line++ // the marker
		if seen[f.Name] {
			faults = append(faults, Fault{file, line - 1, fmt.Sprintf("%s comes twice", f.Name)})
		}
		seen[f.Name] = true
		a.sections = append(a.sections, section{f.Name, string(f.Data), line})
		line += strings.Count(string(f.Data), "\n")
	}
	return a, faults
}

// title splits the comment into its first line's title and the story after it.
func (a archive) title() (title, story string, ok bool) {
	first, rest, _ := strings.Cut(a.comment, "\n")
	title = strings.TrimSpace(strings.TrimPrefix(first, "# "))
	return title, strings.TrimSpace(rest), title != ""
}
