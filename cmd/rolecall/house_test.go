package main

import (
	"encoding/json"
	"io"
	"os/exec"
	"slices"
	"strings"
	"testing"
)

// content is what pages show, and the engine under it.
var content = []string{
	"sandbox/advice", "sandbox/budget", "quiz/interchange", "quiz/itemstats", "quiz/prose", "lessons", "quiz", "sandbox",
	"sandbox/awscli", "sandbox/awsapi", "sandbox/sts", "sandbox/world", "sandbox/iam", "sandbox/iam/explain",
}

// groups are the groups of pages. None may use another.
var groups = []string{"web/api", "web/learn", "web/practise", "web/teach", "web/tools", "web/worlds"}

func with(list []string, more ...string) []string { return append(slices.Clone(list), more...) }

// rooms says who may import whom: each room and the rooms of this module it may
// use. A package in a folder of a room belongs to the room unless it is named
// itself. Test files count too.
var rooms = map[string][]string{
	"rolecall":            {},
	"sandbox/advice":      {},
	"sandbox/budget":      {},
	"sandbox/jmespath":    {"sandbox/budget"},
	"quiz/prose":          {"sandbox/budget"},
	"sandbox/iam":         {},
	"sandbox/iam/explain": {"sandbox/budget", "sandbox/iam"},
	"sandbox/world":       {"sandbox/budget", "sandbox/iam"},
	"sandbox/sts":         {"sandbox/budget", "sandbox/world", "sandbox/iam"},
	"sandbox/awsapi":      {"sandbox/budget", "sandbox/sts", "sandbox/world", "sandbox/iam"},
	"sandbox/awscli":      {"sandbox/budget", "sandbox/jmespath", "sandbox/awsapi", "sandbox/sts", "sandbox/world", "sandbox/iam"},
	"sandbox":             {"sandbox/budget", "sandbox/jmespath", "sandbox/awscli", "sandbox/awsapi", "sandbox/sts", "sandbox/world", "sandbox/iam"},
	"sandbox/export":      {"sandbox/budget", "sandbox", "sandbox/awscli", "sandbox/awsapi", "sandbox/sts", "sandbox/world", "sandbox/iam"},
	"quiz/itemstats":      {},
	"quiz":                {"sandbox/budget", "quiz/prose", "sandbox", "sandbox/awscli", "sandbox/awsapi", "sandbox/sts", "sandbox/world", "sandbox/iam"},
	"quiz/interchange":    {"sandbox/budget", "quiz/prose", "quiz", "sandbox", "sandbox/awscli", "sandbox/awsapi", "sandbox/sts", "sandbox/world", "sandbox/iam"},
	"lessons":             {"sandbox/budget", "quiz/prose", "quiz", "sandbox", "sandbox/awscli", "sandbox/awsapi", "sandbox/sts", "sandbox/world", "sandbox/iam"},
	"migrations":          {},
	"store":               {"migrations"},
	"static":              {},
	"docs/notices":        {},
	"sandbox/play":        {"store", "sandbox/advice", "sandbox/budget", "sandbox", "sandbox/awscli", "sandbox/awsapi", "sandbox/sts", "sandbox/world", "sandbox/iam"},
	"quiz/attempt":        {"store", "quiz/prose", "quiz", "sandbox"},
	"web/view":            with(content, "static", "sandbox/play"),
	"web/quota":           {},
	"web/splice":          {"web/view"},
	"web/site":            with(content, "static", "store", "web/quota", "web/splice", "web/view"),
	"web/desk":            with(content, "store", "sandbox/play", "web/site", "web/view"),
	"web/learn":           with(content, "rolecall", "static", "store", "sandbox/play", "web/splice", "web/desk", "web/site", "web/view"),
	"web/practise":        with(content, "store", "quiz/attempt", "web/site", "web/view"),
	"web/worlds":          with(content, "store", "sandbox/play", "sandbox/export", "web/desk", "web/site", "web/view"),
	"web/api":             with(content, "store", "sandbox/play", "web/desk", "web/site", "web/view"),
	"web/tools":           with(content, "store", "sandbox/play", "web/desk", "web/site", "web/view"),
	"web/teach":           with(content, "store", "quiz/attempt", "web/site", "web/view"),
	"web":                 with(groups, with(content, "static", "store", "quiz/attempt", "sandbox/play", "sandbox/export", "web/quota", "web/splice", "web/desk", "web/site", "web/view")...),
	"cmd":                 with(content, "web", "web/api", "web/site", "web/teach", "store", "static"),
}

// foreign says which rooms alone may use a package from elsewhere.
var foreign = map[string][]string{
	"github.com/labstack/echo": with(groups, "web", "web/site", "web/desk"),
	"golang.org/x/time":        {"web/quota"},
	"github.com/mattn/":        {"store"},
	"github.com/pressly/goose": {"store"},
	"github.com/alecthomas/k":  {"cmd"},
	"github.com/yuin/goldmark": {"quiz/prose", "lessons"},
	"github.com/hashicorp/hcl": {"sandbox/export"},
	"github.com/zclconf/":      {"sandbox/export"},
	"github.com/jmespath/":     {"sandbox/jmespath"},
}

type listed struct {
	ImportPath                         string
	Imports, TestImports, XTestImports []string
}

func TestImportDirections(t *testing.T) {
	for _, p := range modulePackages(t) {
		room := roomOf(p.ImportPath)
		if room == "bench" {
			continue
		}
		allowed, ok := rooms[room]
		if !ok {
			t.Errorf("%s stands in no room of the house: add it to the table or move it", p.ImportPath)
			continue
		}
		if contains(p.Imports, complianceModule) {
			t.Errorf("%s imports %s outside of its tests", p.ImportPath, complianceModule)
		}
		for _, imp := range append(append(p.Imports, p.TestImports...), p.XTestImports...) {
			checkImport(t, p.ImportPath, room, imp, allowed)
		}
	}
}

func checkImport(t *testing.T, from, room, imp string, allowed []string) {
	t.Helper()
	if strings.HasPrefix(imp, "rolecall/") {
		to := roomOf(imp)
		if to != room && !contains(allowed, to) {
			t.Errorf("%s imports %s: %s may use only %v", from, imp, room, allowed)
		}
		return
	}
	for prefix, users := range foreign {
		if strings.HasPrefix(imp, prefix) && !contains(users, room) {
			t.Errorf("%s imports %s: only %v may", from, imp, users)
		}
	}
	bare := from == "rolecall/sandbox/iam" || from == "rolecall/sandbox/iam/reference" || room == "sandbox/jmespath"
	if bare && strings.Contains(imp, ".") && !testOnly(imp) {
		t.Errorf("%s imports %s: this room uses the standard library only", from, imp)
	}
}

// complianceModule holds JMESPath's compliance tests, which is all it is used for.
const complianceModule = "github.com/jmespath/go-jmespath"

func testOnly(imp string) bool {
	return imp == complianceModule || strings.HasPrefix(imp, "github.com/google/go-cmp") || strings.HasPrefix(imp, "pgregory.net/rapid") || strings.HasPrefix(imp, "golang.org/x/tools/txtar")
}

// roomOf is the longest room name that the package's path begins with.
func roomOf(path string) string {
	path = strings.TrimPrefix(path, "rolecall/")
	for dir := path; dir != ""; {
		if _, ok := rooms[dir]; ok {
			return dir
		}
		cut := strings.LastIndexByte(dir, '/')
		if cut < 0 {
			return dir
		}
		dir = dir[:cut]
	}
	return path
}

func modulePackages(t *testing.T) []listed {
	t.Helper()
	cmd := exec.Command("go", "list", "-json=ImportPath,Imports,TestImports,XTestImports", "rolecall/...")
	out, err := cmd.Output()
	if err != nil {
		t.Fatalf("go list: %v", err)
	}
	var all []listed
	for dec := json.NewDecoder(strings.NewReader(string(out))); ; {
		var p listed
		if err := dec.Decode(&p); err == io.EOF {
			break
		} else if err != nil {
			t.Fatal(err)
		}
		all = append(all, p)
	}
	if len(all) == 0 {
		t.Fatal("go list names no package")
	}
	return all
}

func contains(list []string, s string) bool {
	for _, x := range list {
		if x == s {
			return true
		}
	}
	return false
}
