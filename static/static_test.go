package static

import (
	"bytes"
	"compress/gzip"
	"io"
	"io/fs"
	"net/http"
	"net/http/httptest"
	"regexp"
	"strings"
	"testing"
)

func get(t *testing.T, method, path string, header ...string) *http.Response {
	t.Helper()
	r := httptest.NewRequest(method, path, nil)
	for i := 0; i < len(header); i += 2 {
		r.Header.Set(header[i], header[i+1])
	}
	w := httptest.NewRecorder()
	Handler().ServeHTTP(w, r)
	return w.Result()
}

func body(t *testing.T, r *http.Response) []byte {
	t.Helper()
	b, err := io.ReadAll(r.Body)
	if err != nil {
		t.Fatal(err)
	}
	return b
}

func TestFingerprintedAddressIsKeptForEver(t *testing.T) {
	url := URL("css/site.css")
	if !regexp.MustCompile(`^/static/css/site\.[0-9a-f]{12}\.css$`).MatchString(url) {
		t.Fatalf("URL = %q", url)
	}
	r := get(t, "GET", url)
	if r.StatusCode != 200 || r.Header.Get("Cache-Control") != "public, max-age=31536000, immutable" {
		t.Errorf("status %d, Cache-Control %q", r.StatusCode, r.Header.Get("Cache-Control"))
	}
	if got := r.Header.Get("Content-Type"); got != "text/css; charset=utf-8" {
		t.Errorf("Content-Type %q", got)
	}
	if r := get(t, "GET", "/static/css/site.css"); r.Header.Get("Cache-Control") != "no-cache" {
		t.Errorf("the plain address may be kept: %q", r.Header.Get("Cache-Control"))
	}
}

func TestCompressedBodyIsTheSame(t *testing.T) {
	plain := get(t, "GET", URL("img/sprite.svg"))
	packed := get(t, "GET", URL("img/sprite.svg"), "Accept-Encoding", "br, gzip;q=0.5")
	if packed.Header.Get("Content-Encoding") != "gzip" || plain.Header.Get("Content-Encoding") != "" {
		t.Fatalf("encodings %q and %q", packed.Header.Get("Content-Encoding"), plain.Header.Get("Content-Encoding"))
	}
	z, err := gzip.NewReader(packed.Body)
	if err != nil {
		t.Fatal(err)
	}
	unpacked, err := io.ReadAll(z)
	if err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(unpacked, body(t, plain)) {
		t.Error("the compressed body is another one")
	}
	if r := get(t, "GET", URL("img/sprite.svg"), "Accept-Encoding", "gzip;q=0"); r.Header.Get("Content-Encoding") != "" {
		t.Error("gzip was refused and sent")
	}
}

func TestAnswersOfTheHandler(t *testing.T) {
	etag := get(t, "GET", URL("img/favicon.svg")).Header.Get("ETag")
	for _, c := range []struct {
		name, method, path, header, value string
		status, length                    int
	}{
		{"known", "GET", URL("img/favicon.svg"), "If-None-Match", etag, 304, 0},
		{"known, weakly", "GET", URL("img/favicon.svg"), "If-None-Match", `"other", W/` + etag, 304, 0},
		{"head", "HEAD", URL("img/favicon.svg"), "", "", 200, 0},
		{"absent", "GET", "/static/img/none.svg", "", "", 404, -1},
		{"stale fingerprint", "GET", "/static/img/favicon.000000000000.svg", "", "", 404, -1},
		{"a source", "GET", "/static/src/app.ts", "", "", 404, -1},
		{"a part of the sheet", "GET", "/static/css/tokens.css", "", "", 404, -1},
		{"a dotfile", "GET", "/static/dist/.gitkeep", "", "", 404, -1},
		{"a write", "POST", URL("img/favicon.svg"), "", "", 405, -1},
	} {
		t.Run(c.name, func(t *testing.T) {
			r := get(t, c.method, c.path, c.header, c.value)
			if r.StatusCode != c.status {
				t.Errorf("status %d, want %d", r.StatusCode, c.status)
			}
			if b := body(t, r); c.length >= 0 && len(b) != c.length {
				t.Errorf("%d bytes, want %d", len(b), c.length)
			}
		})
	}
}

func TestEverySheetIsJoinedOnce(t *testing.T) {
	if err := Check(); err != nil {
		t.Fatal(err)
	}
	files, err := fs.Glob(files, "css/*.css")
	if err != nil || len(files) != len(sheets)+len(apart) {
		t.Errorf("css/ holds %d sheets, site.css joins %d (%v)", len(files), len(sheets), err)
	}
	plain, packed := Size("css/site.css")
	t.Logf("css/site.css: %d bytes, %d compressed", plain, packed)
	if packed > 18_000 {
		t.Errorf("css/site.css has %d bytes compressed, more than 18000", packed)
	}
}

// No request may leave for a third party.
func TestNothingIsFetchedFromElsewhere(t *testing.T) {
	for _, pattern := range []string{"css/*.css", "img/*.svg"} {
		names, err := fs.Glob(files, pattern)
		if err != nil || len(names) == 0 {
			t.Fatalf("%s: %d files, %v", pattern, len(names), err)
		}
		for _, name := range names {
			b, err := files.ReadFile(name)
			if err != nil {
				t.Fatal(err)
			}
			text := strings.ReplaceAll(string(b), "http://www.w3.org/2000/svg", "")
			if regexp.MustCompile(`@import|@font-face|url\(|https?://[^"d]`).MatchString(text) {
				t.Errorf("%s fetches something", name)
			}
		}
	}
}
