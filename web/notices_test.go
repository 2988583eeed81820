package web

import (
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// TestNoticesReachBrowsers follows the link on /about to the licences, which name
// every package that the pages' scripts are built from.
func TestNoticesReachBrowsers(t *testing.T) {
	h := testServer(t).handler()
	if about := fetch(h, "/about").Body.String(); !strings.Contains(about, `href="/about/notices"`) {
		t.Error("/about doesn't lead to the notices")
	}
	w := fetch(h, "/about/notices")
	if w.Code != 200 || w.Header().Get("Content-Type") != "text/plain; charset=utf-8" {
		t.Fatalf("status %d, type %q", w.Code, w.Header().Get("Content-Type"))
	}
	data, err := os.ReadFile(filepath.Join("..", "package.json"))
	if err != nil {
		t.Fatal(err)
	}
	var npm struct{ Dependencies map[string]string }
	if err := json.Unmarshal(data, &npm); err != nil {
		t.Fatal(err)
	}
	names := []string{"htmx.org", "github.com/labstack/echo/v4", "The Go standard library"}
	for name := range npm.Dependencies {
		names = append(names, name)
	}
	for _, name := range names {
		if !strings.Contains(w.Body.String(), name) {
			t.Errorf("the notices don't name %s", name)
		}
	}
}
