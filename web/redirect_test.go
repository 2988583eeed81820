package web

import (
	"net/http"
	"net/http/httptest"
	"net/url"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"rolecall/web/site"
)

func TestLocalPath(t *testing.T) {
	for in, want := range map[string]string{
		"/lessons?a=b#c":      "/lessons?a=b#c",
		"/é ü":                "/%C3%A9%20%C3%BC",
		"":                    "/",
		"lessons":             "/",
		"//evil.example":      "/",
		`/\evil.example`:      "/",
		"https://evil.exampl": "/",
		"/a\r\nSet-Cookie: b": "/",
		"/a\x00b":             "/",
		"/a\x1fb":             "/",
		"/a\x7fb":             "/",
		"/\t/evil.example":    "/",
		"/a\xffb":             "/a%FFb",
	} {
		if got := site.LocalPath(in); got != want {
			t.Errorf("%q leads to %q, want %q", in, got, want)
		}
	}
}

func FuzzLocalPath(f *testing.F) {
	for _, s := range []string{"/a", "//a", "/\\a", "/a\rb", "/\u2028", "/%0d", "/a b"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, p string) {
		got := site.LocalPath(p)
		if strings.ContainsFunc(got, func(r rune) bool { return r <= ' ' || r >= 0x7f }) {
			t.Errorf("%q leads to %q", p, got)
		}
		base := &url.URL{Scheme: "https", Host: "rolecall.example", Path: "/"}
		if to, err := base.Parse(got); err == nil && to.Host != base.Host {
			t.Errorf("%q leads to the host %q", p, to.Host)
		}
	})
}

// TestRedirectsHaveOnePlace sees that no other file redirects or writes the headers
// that do.
func TestRedirectsHaveOnePlace(t *testing.T) {
	files, err := filepath.Glob("*.go")
	if err != nil || len(files) < 50 {
		t.Fatalf("%d files, error %v", len(files), err)
	}
	other := regexp.MustCompile(`\.Redirect\(|http\.Redirect|"(?i:location|hx-location|hx-redirect|hx-push-url|hx-replace-url|refresh)"`)
	for _, name := range files {
		if name == "redirect.go" || strings.HasSuffix(name, "_test.go") {
			continue
		}
		src, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		if m := other.Find(src); m != nil {
			t.Errorf("%s holds %s: redirect through redirect.go", name, m)
		}
	}
}

// TestFormsCantLeadAway sends addresses of elsewhere in the fields that say where to
// go on.
func TestFormsCantLeadAway(t *testing.T) {
	h := testSite(t)
	for _, back := range []string{"//evil.example", "https://evil.example", "/\\evil.example", "/a\r\nX: y", "/a\x01b", "javascript:alert(1)"} {
		r := newReader(t, h)
		w := httptestPost(r, "/theme", url.Values{"theme": {"dark"}, "back": {back}})
		if to := w.Header().Get("Location"); w.Code != http.StatusSeeOther || to != "/" {
			t.Errorf("%q: status %d, Location %q", back, w.Code, to)
		}
	}
}

// httptestPost sends a form and follows no redirect.
func httptestPost(r *reader, path string, values url.Values) *httptest.ResponseRecorder {
	req := httptest.NewRequest("POST", path, strings.NewReader(values.Encode()))
	req.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	w := httptest.NewRecorder()
	r.site.ServeHTTP(w, req)
	return w
}
