package main

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"rolecall/sandbox/embedded"
)

// What is read of a directory.
const (
	maxTemplate = 32 << 20 // a plan of a large configuration has some megabytes
	maxFiles    = 20_000
)

// passedOver are directories in which nobody keeps policies of their own.
var passedOver = []string{"node_modules", "vendor"}

// walk lints what a name of the command line stands for: a file, all files of a
// directory, or standard input.
func (c *lintCmd) walk(name string, in io.Reader, found func(file string, all []finding) error) error {
	info, err := os.Stat(name)
	if name == "-" || err != nil || !info.IsDir() {
		all, err := c.file(name, in)
		if err != nil {
			return err
		}
		return found(name, all)
	}
	n := 0
	return filepath.WalkDir(name, func(file string, d fs.DirEntry, err error) error {
		switch {
		case err != nil:
			return unreadable(file, err)
		case d.IsDir():
			if file != name && (strings.HasPrefix(d.Name(), ".") || slices.Contains(passedOver, d.Name())) {
				return filepath.SkipDir
			}
			return nil
		case !d.Type().IsRegular() || !slices.Contains([]string{".json", ".yaml", ".yml", ".template"}, filepath.Ext(file)):
			return nil
		}
		if n++; n > maxFiles {
			return misuse{fmt.Errorf("%s holds more than %d JSON and YAML files: name the directories that hold policies", name, maxFiles)}
		}
		all, err := c.inDirectory(file)
		if err != nil {
			return err
		}
		return found(file, all)
	})
}

// file lints a file that the command line names: a policy, or what policies are found
// in.
func (c *lintCmd) file(name string, in io.Reader) ([]finding, error) {
	src, err := readAtMost(name, in, maxTemplate)
	if err != nil {
		return nil, err
	}
	if mayHold(src) {
		all, err := c.embedded(name, src)
		if !errors.Is(err, embedded.ErrNeither) {
			return all, err
		}
	}
	if len(src) > maxDocument {
		return nil, fmt.Errorf("%s is larger than %d bytes, the most that is read of a policy", name, maxDocument)
	}
	return c.policy(name, src), nil
}

// inDirectory lints a file that was found: a policy, a template or a plan, and nothing
// else.
func (c *lintCmd) inDirectory(name string) ([]finding, error) {
	src, err := readAtMost(name, nil, maxTemplate)
	if err != nil {
		return nil, err
	}
	switch {
	case mayHold(src):
		all, err := c.embedded(name, src)
		if errors.Is(err, embedded.ErrNeither) || filepath.Ext(name) != ".template" && err != nil {
			return nil, nil // some other YAML or JSON
		}
		return all, err
	case len(src) <= maxDocument && isPolicy(src):
		return c.policy(name, src), nil
	}
	return nil, nil
}

// mayHold reports whether a file could be a template or a plan; it is a cheap question
// asked of every file.
func mayHold(src []byte) bool {
	return bytes.Contains(src, []byte("Resources")) && (bytes.Contains(src, []byte("AWS::")) || bytes.Contains(src, []byte("AWSTemplateFormatVersion"))) ||
		bytes.Contains(src, []byte(`"format_version"`)) && bytes.Contains(src, []byte(`"root_module"`))
}

// isPolicy reports whether a JSON file is a policy document: an object with a Statement
// that has an Effect.
func isPolicy(src []byte) bool {
	var doc struct{ Statement json.RawMessage }
	if json.Unmarshal(src, &doc) != nil {
		return bytes.Contains(src, []byte(`"Statement"`)) && bytes.Contains(src, []byte(`"Effect"`))
	}
	return bytes.Contains(doc.Statement, []byte(`"Effect"`))
}

// embedded lints the policies inside a template or plan.
func (c *lintCmd) embedded(file string, src []byte) ([]finding, error) {
	policies, err := embedded.Find(src)
	if errors.Is(err, embedded.ErrNeither) {
		return nil, err
	}
	if err != nil {
		return nil, fmt.Errorf("%s: %w", file, err)
	}
	all := []finding{}
	for i := range policies {
		all = append(all, findingsOf(file, policies[i].Path, policies[i].Lint())...)
	}
	slices.SortStableFunc(all, func(a, b finding) int {
		if a.Line != b.Line {
			return a.Line - b.Line
		}
		return a.Column - b.Column
	})
	return all, nil
}
