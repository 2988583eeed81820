package prose

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
)

// Fault is one thing wrong with a content file. Line counts from 1; 0 means the
// file as a whole. Message names the fault and the mend.
type Fault struct {
	File    string `json:"file"`
	Line    int    `json:"line"`
	Message string `json:"message"`
}

// String prints the fault as "file:line: message".
func (f Fault) String() string { return fmt.Sprintf("%s:%d: %s", f.File, f.Line, f.Message) }

// Faults are all faults of a reading. A non-empty list is an error.
type Faults []Fault

// Error prints one fault a line, in the order of file and line.
func (fs Faults) Error() string {
	lines := make([]string, len(fs))
	for i, f := range fs {
		lines[i] = f.String()
	}
	return strings.Join(lines, "\n")
}

// Sort puts the faults in the order of file, line and message, and drops repeats.
func (fs Faults) Sort() Faults {
	slices.SortFunc(fs, func(a, b Fault) int {
		return cmp.Or(cmp.Compare(a.File, b.File), cmp.Compare(a.Line, b.Line), cmp.Compare(a.Message, b.Message))
	})
	return slices.Compact(fs)
}

// Err returns the sorted faults as an error, nil when there are none.
func (fs Faults) Err() error {
	if len(fs) == 0 {
		return nil
	}
	return fs.Sort()
}

// Place is where a text begins: its file and the number of its first line.
type Place struct {
	File string
	Line int
	// oneLine says that the text's own line breaks are no lines of the file, as in
	// a quoted YAML scalar: all of it stands at Line.
	oneLine bool
}

// Fault makes a fault at the place.
func (p Place) Fault(format string, args ...any) Fault {
	return Fault{File: p.File, Line: p.Line, Message: fmt.Sprintf(format, args...)}
}

// Down returns the place n lines further down.
func (p Place) Down(n int) Place {
	if p.oneLine {
		return p
	}
	return Place{File: p.File, Line: p.Line + n}
}
