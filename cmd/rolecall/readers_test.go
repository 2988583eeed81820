package main

import (
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

// xmlReaders are the files that read XML. encoding/xml takes an attribute twice, so
// each must refuse that itself; a new one belongs here once it has a test for it.
var xmlReaders = map[string]string{
	"sandbox/sts/saml_read.go":       "an attribute twice",
	"quiz/interchange/moodle_xml.go": "an attribute twice",
}

// importsXML tells the files that read XML from those that read something else.
var importsXML = regexp.MustCompile(`"(encoding/xml|github\.com/beevik/etree)"`)

var readsXML = regexp.MustCompile(`xml\.(NewDecoder|NewTokenDecoder|Unmarshal)\(|\.(ReadFromBytes|ReadFromString|ReadFrom)\(`)

func TestXMLReadersRefuseAttributesTwice(t *testing.T) {
	root := filepath.Join("..", "..")
	found := map[string]bool{}
	err := filepath.WalkDir(root, func(path string, d fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		if d.IsDir() && (d.Name() == "node_modules" || d.Name() == ".git") {
			return fs.SkipDir
		}
		if !strings.HasSuffix(path, ".go") || strings.HasSuffix(path, "_test.go") {
			return nil
		}
		src, err := os.ReadFile(path)
		if err == nil && readsXML.Match(src) && importsXML.Match(src) {
			rel, err := filepath.Rel(root, path)
			found[filepath.ToSlash(rel)] = true
			return err
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	for file := range found {
		if xmlReaders[file] == "" {
			t.Errorf("%s reads XML: have it refuse attributes that come twice, test that, and add it to the list", file)
		}
	}
	for file, name := range xmlReaders {
		if !found[file] {
			t.Errorf("%s reads no XML any more", file)
		}
		if !testedBeside(t, filepath.Join(root, filepath.Dir(file)), name) {
			t.Errorf("%s: no test beside it has the case %q", file, name)
		}
	}
}

// testedBeside tells whether a test file of a folder holds a case of this name.
func testedBeside(t *testing.T, dir, name string) bool {
	t.Helper()
	tests, err := filepath.Glob(filepath.Join(dir, "*_test.go"))
	if err != nil {
		t.Fatal(err)
	}
	for _, file := range tests {
		src, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		if strings.Contains(string(src), `"`+name+`"`) {
			return true
		}
	}
	return false
}
