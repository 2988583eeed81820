package jmespath

import (
	"encoding/json"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	// The module is required for its compliance folder alone.
	_ "github.com/jmespath/go-jmespath"
)

// suite is a file of the official compliance tests.
type suite struct {
	Given json.RawMessage
	Cases []struct {
		Expression string
		Result     json.RawMessage
		Error      string
	}
}

// TestCompliance holds the package against the official compliance tests of
// jmespath.org, as the Go module of the same organization carries them.
func TestCompliance(t *testing.T) {
	dir, err := exec.Command("go", "list", "-m", "-f", "{{.Dir}}", "github.com/jmespath/go-jmespath").Output()
	if err != nil {
		t.Fatalf("go list: %v", err)
	}
	files, err := filepath.Glob(filepath.Join(strings.TrimSpace(string(dir)), "compliance", "*.json"))
	if err != nil || len(files) < 16 {
		t.Fatalf("found %d files of compliance tests, want at least 16: %v", len(files), err)
	}
	cases := 0
	for _, file := range files {
		src, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		var suites []suite
		if err := json.Unmarshal(src, &suites); err != nil {
			t.Fatal(err)
		}
		for i, s := range suites {
			for _, c := range s.Cases {
				cases++
				name := fmt.Sprintf("%s %d: %s", filepath.Base(file), i, c.Expression)
				comply(t, name, string(s.Given), c.Expression, string(c.Result), c.Error)
			}
		}
	}
	if cases < 800 {
		t.Errorf("ran %d cases, want at least 800", cases)
	}
}

func comply(t *testing.T, name, given, src, want, kind string) {
	t.Helper()
	data, err := Decode(given)
	if err != nil {
		t.Errorf("%s: given: %v", name, err)
		return
	}
	got, err := search(src, data)
	if kind != "" {
		if err == nil || !sameKind(err, kind) {
			t.Errorf("%s: got error %v, want one of kind %s", name, err, kind)
		}
		return
	}
	if err != nil {
		t.Errorf("%s: %v", name, err)
		return
	}
	result, err := Decode(want)
	if err != nil {
		t.Errorf("%s: result: %v", name, err)
		return
	}
	if diff := cmp.Diff(plain(result), plain(got)); diff != "" {
		t.Errorf("%s: -want +got\n%s", name, diff)
	}
}

// sameKind knows that the suite calls some errors by other names.
func sameKind(err error, kind string) bool {
	e, ok := err.(*Error)
	return ok && (string(e.Kind) == kind || kind == "runtime" && e.Kind != Syntax)
}

func search(src string, data any) (any, error) {
	e, err := Compile(src)
	if err != nil {
		return nil, err
	}
	return e.Search(nil, data)
}

// plain makes maps of objects, which compare without regard to order.
func plain(v any) any {
	switch x := v.(type) {
	case []any:
		out := make([]any, len(x))
		for i, each := range x {
			out[i] = plain(each)
		}
		return out
	case *Object:
		out := map[string]any{}
		for key, each := range x.All() {
			out[key] = plain(each)
		}
		return out
	}
	return v
}
