package main

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"go.yaml.in/yaml/v3"

	"rolecall/sandbox/iam"
)

// configName is the file that switches codes off for the files beside it and below.
const configName = ".rolecall.yaml"

// maxConfig bounds what is read of it.
const maxConfig = 64 << 10

// lintConfig is what the file holds:
//
//	lint:
//	  off:
//	    - code: missing-external-id
//	      files: ["roles/audit.json"]   # patterns; all files without them
//	      why: the account is our own
type lintConfig struct {
	Lint struct {
		Off []switchedOff `yaml:"off"`
	} `yaml:"lint"`
}

type switchedOff struct {
	Code  string   `yaml:"code"`
	Files []string `yaml:"files"`
	Why   string   `yaml:"why"`
}

// switches are the configurations by the directory that they were looked for in.
type switches map[string]*located

type located struct {
	dir    string // of the file
	config lintConfig
}

// keep leaves out the findings that are switched off for a file.
func (s switches) keep(file string, all []finding) ([]finding, error) {
	dir := "."
	if file != "-" {
		dir = filepath.Dir(file)
	}
	full, err := filepath.Abs(dir)
	if err != nil {
		return nil, fmt.Errorf("the place of %s: %w", file, err)
	}
	at, err := s.lookUp(full)
	if err != nil || at == nil {
		return all, err
	}
	rel, err := filepath.Rel(at.dir, filepath.Join(full, filepath.Base(file)))
	if err != nil {
		return nil, fmt.Errorf("the place of %s: %w", file, err)
	}
	rel = filepath.ToSlash(rel)
	return slices.DeleteFunc(all, func(f finding) bool {
		return slices.ContainsFunc(at.config.Lint.Off, func(o switchedOff) bool { return o.Code == f.Code && o.covers(rel) })
	}), nil
}

// covers reports whether a switch is about a file: one of its patterns fits the file's
// path or a directory above it.
func (o switchedOff) covers(rel string) bool {
	if len(o.Files) == 0 {
		return true
	}
	for _, pattern := range o.Files {
		for part := rel; part != "." && part != "/"; part = pathDir(part) {
			if ok, err := filepath.Match(pattern, part); ok && err == nil {
				return true
			}
		}
		if ok, err := filepath.Match(pattern, filepath.Base(rel)); ok && err == nil && !strings.Contains(pattern, "/") {
			return true
		}
	}
	return false
}

func pathDir(p string) string { return filepath.ToSlash(filepath.Dir(p)) }

// lookUp finds the nearest configuration, in the directory or above it, up to the one
// that holds a repository.
func (s switches) lookUp(dir string) (*located, error) {
	if at, ok := s[dir]; ok {
		return at, nil
	}
	name := filepath.Join(dir, configName)
	f, err := os.Open(name)
	switch {
	case err == nil:
		defer f.Close()
		at := &located{dir: dir}
		if err := at.config.read(name, f); err != nil {
			return nil, err
		}
		s[dir] = at
		return at, nil
	case !errors.Is(err, os.ErrNotExist):
		return nil, unreadable(name, err)
	}
	var at *located
	if _, err := os.Stat(filepath.Join(dir, ".git")); err != nil && filepath.Dir(dir) != dir {
		if at, err = s.lookUp(filepath.Dir(dir)); err != nil {
			return nil, err
		}
	}
	s[dir] = at
	return at, nil
}

func (c *lintConfig) read(name string, f io.Reader) error {
	src, err := io.ReadAll(io.LimitReader(f, maxConfig+1))
	if err != nil {
		return unreadable(name, err)
	}
	if len(src) > maxConfig {
		return misuse{fmt.Errorf("%s is larger than %d bytes, the most that is read", name, maxConfig)}
	}
	d := yaml.NewDecoder(bytes.NewReader(src))
	d.KnownFields(true)
	if err := d.Decode(c); err != nil && !errors.Is(err, io.EOF) {
		return misuse{fmt.Errorf("%s can't be read: %s. It holds lint: with off:, a list of entries with code:, and files: and why: if wanted", name, strings.Join(strings.Fields(err.Error()), " "))}
	}
	for _, o := range c.Lint.Off {
		if !slices.ContainsFunc(iam.Codes(), func(k iam.Code) bool { return k.Code == o.Code }) {
			return misuse{fmt.Errorf("%s switches off %q, which is no code of a finding: docs/findings.md lists them", name, o.Code)}
		}
		for _, p := range o.Files {
			if _, err := filepath.Match(p, ""); err != nil {
				return misuse{fmt.Errorf("%s: %q is not a pattern for files: %w", name, p, err)}
			}
		}
	}
	return nil
}
