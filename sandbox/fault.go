package sandbox

import (
	"fmt"
	"strings"
)

// Fault is something wrong in a file, with its place.
type Fault struct {
	File    string
	Line    int // from 1
	Message string
}

// String prints the fault as file:line: message.
func (f Fault) String() string { return fmt.Sprintf("%s:%d: %s", f.File, f.Line, f.Message) }

// Faults are all that is wrong; as an error they print one a line.
type Faults []Fault

// Error prints the faults, one a line.
func (fs Faults) Error() string {
	lines := make([]string, len(fs))
	for i, f := range fs {
		lines[i] = f.String()
	}
	return strings.Join(lines, "\n")
}

// err is nil when there are no faults.
func (fs Faults) err() error {
	if len(fs) == 0 {
		return nil
	}
	return fs
}
