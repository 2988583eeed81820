package main

import (
	"fmt"
	"runtime"
	"runtime/debug"
)

// version is that of the next release; see CHANGELOG.md.
const version = "0.1.0"

type versionCmd struct{}

// Run prints what was built from what.
func (versionCmd) Run(std *streams) error {
	_, err := fmt.Fprintf(std.out, "rolecall %s (commit %s, %s)\n", version, commit(), runtime.Version())
	return err
}

// commit is what the program was built from, as the Go tool noted it.
func commit() string {
	info, ok := debug.ReadBuildInfo()
	if !ok {
		return "unknown"
	}
	revision, modified := "unknown", ""
	for _, s := range info.Settings {
		switch {
		case s.Key == "vcs.revision" && len(s.Value) >= 12:
			revision = s.Value[:12]
		case s.Key == "vcs.modified" && s.Value == "true":
			modified = " and changes"
		}
	}
	return revision + modified
}
