package quiz

import (
	"bufio"
	"bytes"
	"errors"
	"fmt"
	"io/fs"
	"slices"
	"strconv"
	"strings"

	"rolecall/quiz/prose"
)

// VersionsFile is where the meaning of each question in each of its versions is
// recorded: a line "id version fingerprint" each. See [Fingerprint].
const VersionsFile = "versions.txt"

const versionsHead = "# What each question means in each of its versions. A version's line never changes: whoever changes the meaning raises the version,\n" +
	"# and `go test ./lessons -run Versions -update` adds the line.\n"

// Versions are the recorded meanings, by question and version.
type Versions map[string]map[int]string

// ReadVersions reads the record of a bank's files; a bank without one has nil.
func ReadVersions(fsys fs.FS) (Versions, error) {
	src, err := fs.ReadFile(fsys, VersionsFile)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	v := Versions{}
	lines := bufio.NewScanner(bytes.NewReader(src))
	for n := 1; lines.Scan(); n++ {
		line := lines.Text()
		if line == "" || strings.HasPrefix(line, "#") {
			continue
		}
		parts := strings.Fields(line)
		version := 0
		if len(parts) == 3 {
			version, _ = strconv.Atoi(parts[1]) // what is no number stays 0 and is refused
		}
		if version < 1 {
			return nil, prose.Faults{prose.Place{File: VersionsFile, Line: n}.Fault("a line is a question's id, its version and its fingerprint")}
		}
		v.add(parts[0], version, parts[2])
	}
	return v, lines.Err()
}

func (v Versions) add(id string, version int, fingerprint string) {
	if v[id] == nil {
		v[id] = map[int]string{}
	}
	v[id][version] = fingerprint
}

// Check holds a bank against the record: a meaning that changed under the same
// version, a version that isn't recorded, one that goes back.
func (v Versions) Check(b *Bank) prose.Faults {
	var fs prose.Faults
	if v == nil {
		return nil
	}
	for _, q := range b.all {
		if f := v.fault(q); f != "" {
			fs = append(fs, q.place.Fault("%s: %s", q.ID, f))
		}
	}
	return fs
}

func (v Versions) fault(q *Question) string {
	known := v[q.ID]
	for version := range known {
		if version > q.Version {
			return fmt.Sprintf("version %d was there before: versions only go up, so this is version %d or later", version, version+1)
		}
	}
	switch was, ok := known[q.Version]; {
	case !ok:
		return fmt.Sprintf("version %d is not in %s: go test ./lessons -run Versions -update adds it", q.Version, VersionsFile)
	case was != Fingerprint(q):
		return fmt.Sprintf("its meaning changed and its version didn't: raise version to %d", q.Version+1)
	}
	return ""
}

// With is the record's text with the versions of a bank added. It errs where a
// recorded version now means something else.
func (v Versions) With(b *Bank) (string, error) {
	all := Versions{}
	for id, of := range v {
		for version, f := range of {
			all.add(id, version, f)
		}
	}
	for _, q := range b.all {
		if was := all[q.ID][q.Version]; was != "" && was != Fingerprint(q) {
			return "", prose.Faults{q.place.Fault("%s: %s", q.ID, v.fault(q))}
		}
		all.add(q.ID, q.Version, Fingerprint(q))
	}
	var lines []string
	for id, of := range all {
		for version, f := range of {
			lines = append(lines, fmt.Sprintf("%s %d %s\n", id, version, f))
		}
	}
	slices.Sort(lines)
	return versionsHead + strings.Join(lines, ""), nil
}
