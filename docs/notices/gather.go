package main

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"maps"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
)

// part is a module or package of others, with what lies in it about its terms.
type part struct {
	name, version string
	declared      string // the licence that it names itself; npm packages do
	dir           string
	texts         map[string]string // by file, relative to dir
}

// legal are the files whose text goes with a copy. Those of a licence are told apart.
var (
	legal   = regexp.MustCompile(`(?i)^(licen[cs]e|copying|notice|attrib|unlicense)[-.\w]*$`)
	licence = regexp.MustCompile(`(?i)^(licen[cs]e|copying|unlicense)`)
	code    = regexp.MustCompile(`\.(go|js|ts|json|c|h)$`)
)

// read adds the legal files of a folder of the part.
func (p *part) read(dir string) error {
	entries, err := os.ReadDir(dir)
	if err != nil {
		return err
	}
	for _, e := range entries {
		if e.IsDir() || !legal.MatchString(e.Name()) || code.MatchString(e.Name()) {
			continue
		}
		file := filepath.Join(dir, e.Name())
		text, err := os.ReadFile(file)
		if err != nil {
			return err
		}
		rel, err := filepath.Rel(p.dir, file)
		if err != nil {
			return err
		}
		p.texts[filepath.ToSlash(rel)] = string(text)
	}
	return nil
}

// linkedModules are the modules whose packages cmd/rolecall links, with the standard
// library: as the program is built for Linux, whoever runs this.
func linkedModules(root string) ([]*part, error) {
	cmd := exec.Command("go", "list", "-deps", "-json=ImportPath,Dir,Standard,Module", "./cmd/rolecall")
	cmd.Dir = root
	cmd.Env = append(os.Environ(), "GOOS=linux", "GOARCH=amd64", "CGO_ENABLED=1", "GOFLAGS=")
	var stderr bytes.Buffer
	cmd.Stderr = &stderr
	out, err := cmd.Output()
	if err != nil {
		return nil, fmt.Errorf("go list: %w\n%s", err, stderr.String())
	}
	goroot, err := exec.Command("go", "env", "GOROOT").Output()
	if err != nil {
		return nil, fmt.Errorf("go env: %w", err)
	}
	// Its version is that of whoever builds.
	library := &part{name: "The Go standard library", dir: strings.TrimSpace(string(goroot)), texts: map[string]string{}}
	if err := library.read(library.dir); err != nil {
		return nil, err
	}
	all := map[string]*part{}
	for dec := json.NewDecoder(bytes.NewReader(out)); ; {
		var p struct {
			Dir      string
			Standard bool
			Module   *struct {
				Path, Version, Dir string
				Main               bool
			}
		}
		if err := dec.Decode(&p); errors.Is(err, io.EOF) {
			break
		} else if err != nil {
			return nil, err
		}
		if p.Standard || p.Module == nil || p.Module.Main {
			continue
		}
		m := all[p.Module.Path]
		if m == nil {
			m = &part{name: p.Module.Path, version: p.Module.Version, dir: p.Module.Dir, texts: map[string]string{}}
			all[m.name] = m
		}
		// A package may have been taken from elsewhere and lie under terms of its own.
		for dir := p.Dir; ; dir = filepath.Dir(dir) {
			if err := m.read(dir); err != nil {
				return nil, err
			}
			if dir == m.dir || len(dir) <= len(m.dir) {
				break
			}
		}
	}
	return append([]*part{library}, sorted(all)...), nil
}

func sorted(all map[string]*part) []*part {
	return slices.SortedFunc(maps.Values(all), func(a, b *part) int { return strings.Compare(a.name, b.name) })
}

// bundledPackages are the npm packages that the scripts are bundled from: all of
// package-lock.json but those for work on the code.
func bundledPackages(root string) ([]*part, error) {
	data, err := os.ReadFile(filepath.Join(root, "package-lock.json"))
	if err != nil {
		return nil, err
	}
	var lock struct {
		Packages map[string]struct {
			Version, License string
			Dev              bool
		}
	}
	if err := json.Unmarshal(data, &lock); err != nil {
		return nil, fmt.Errorf("package-lock.json: %w", err)
	}
	all := map[string]*part{}
	for path, locked := range lock.Packages {
		if path == "" || locked.Dev {
			continue
		}
		p := &part{name: path[strings.LastIndex(path, "node_modules/")+len("node_modules/"):], version: locked.Version,
			declared: locked.License, dir: filepath.Join(root, filepath.FromSlash(path)), texts: map[string]string{}}
		if err := installed(p); err != nil {
			return nil, err
		}
		all[path] = p
	}
	return sorted(all), nil
}

// installed reads a package's folder, and sees that it is of the locked version.
func installed(p *part) error {
	data, err := os.ReadFile(filepath.Join(p.dir, "package.json"))
	if err != nil {
		return fmt.Errorf("%s is not installed: run npm ci", p.name)
	}
	var there struct{ Version string }
	if err := json.Unmarshal(data, &there); err != nil {
		return fmt.Errorf("package.json of %s: %w", p.name, err)
	}
	if there.Version != p.version {
		return fmt.Errorf("%s is installed as %s, and locked as %s: run npm ci", p.name, there.Version, p.version)
	}
	return p.read(p.dir)
}
