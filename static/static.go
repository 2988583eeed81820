// Package static holds what a browser fetches beside the pages: style sheets,
// pictures and, when Node has built them, scripts.
//
// Everything is embedded. A file is addressed by its path in this folder
// ("img/sprite.svg", "dist/app.js"); [URL] answers with an address that carries
// a fingerprint of the content, so a browser may keep it for ever. The style
// sheets of css/ are written by hand in files by concern and served as one,
// "css/site.css", joined in the order of [sheets]: no tool comes between the
// source and the reader. A clone that was never built with Node has an empty
// dist/ and is served complete and styled, without scripts.
package static

import (
	"bytes"
	"compress/gzip"
	"crypto/sha256"
	"embed"
	"encoding/hex"
	"fmt"
	"io/fs"
	"mime"
	"net/http"
	"path"
	"strconv"
	"strings"
	"sync"
)

//go:embed all:dist css img
var files embed.FS

// Prefix is the path under which [Handler] is to be mounted.
const Prefix = "/static/"

// sheets are the parts of css/site.css, in the order of the cascade.
var sheets = [...]string{
	"tokens", "base", "layout", "controls", "code", "verdict", "pictures", "lesson", "practice", "sandbox", "worlds", "desk", "pages", "progress", "print",
}

// apart are sheets of few pages, which those pages load beside css/site.css so that
// nobody else does.
var apart = [...]string{"teach"}

// asset is one file, ready to be sent.
type asset struct {
	name, contentType, etag, url string
	body                         []byte
	gzipped                      func() []byte // nil bytes when compression gains nothing
}

var load = sync.OnceValue(func() map[string]*asset {
	byName := map[string]*asset{}
	add := func(name string, body []byte) {
		byName[name] = newAsset(name, body)
	}
	walk := func(name string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() || strings.HasPrefix(d.Name(), ".") {
			return err
		}
		body, err := files.ReadFile(name)
		if err == nil && path.Dir(name) != "css" {
			add(name, body)
		}
		return err
	}
	// Walking an embedded tree fails only if the tree were not there, which
	// the compiler has ruled out.
	_ = fs.WalkDir(files, ".", walk)
	add("css/site.css", joinSheets())
	for _, name := range apart {
		if body, err := files.ReadFile("css/" + name + ".css"); err == nil {
			add("css/"+name+".css", body)
		}
	}
	return byName
})

// byPath finds an asset by either of its paths below [Prefix].
var byPath = sync.OnceValue(func() map[string]*asset {
	m := map[string]*asset{}
	for name, a := range load() {
		m[name] = a
		m[strings.TrimPrefix(a.url, Prefix)] = a
	}
	return m
})

func joinSheets() []byte {
	var b bytes.Buffer
	for _, name := range sheets {
		body, err := files.ReadFile("css/" + name + ".css")
		if err == nil {
			b.Write(body)
		}
	}
	return b.Bytes()
}

func newAsset(name string, body []byte) *asset {
	sum := sha256.Sum256(body)
	mark := hex.EncodeToString(sum[:6])
	ext := path.Ext(name)
	contentType := mime.TypeByExtension(ext)
	switch ext {
	case ".js":
		contentType = "text/javascript; charset=utf-8"
	case ".css":
		contentType = "text/css; charset=utf-8"
	case ".svg":
		contentType = "image/svg+xml"
	}
	return &asset{
		name:        name,
		contentType: contentType,
		etag:        `"` + mark + `"`,
		url:         Prefix + strings.TrimSuffix(name, ext) + "." + mark + ext,
		body:        body,
		gzipped:     sync.OnceValue(func() []byte { return compress(body) }),
	}
}

func compress(body []byte) []byte {
	var b bytes.Buffer
	z, err := gzip.NewWriterLevel(&b, gzip.BestCompression)
	if err != nil {
		return nil
	}
	if _, err := z.Write(body); err != nil || z.Close() != nil || b.Len() >= len(body) {
		return nil
	}
	return b.Bytes()
}

// URL is the fingerprinted address of a file of this folder, such as
// "/static/css/site.0123456789ab.css" for "css/site.css". A name that is not
// there comes back without a fingerprint, and will be answered with 404.
func URL(name string) string {
	if a := load()[name]; a != nil {
		return a.url
	}
	return Prefix + name
}

// Has reports whether a file is there: Has("dist/app.js") is false on a clone
// that was not built with Node.
func Has(name string) bool { return load()[name] != nil }

// Size is the length of a file in bytes, as it is and compressed by gzip; zero
// when it is not there.
func Size(name string) (plain, compressed int) {
	a := load()[name]
	if a == nil {
		return 0, 0
	}
	if z := a.gzipped(); z != nil {
		return len(a.body), len(z)
	}
	return len(a.body), len(a.body)
}

// Warm compresses every file, for a goroutine started once the server listens.
// Until a file's turn has come, the first request for it compresses it.
func Warm() {
	for _, a := range load() {
		a.gzipped()
	}
}

// Handler serves the files under [Prefix]. A fingerprinted address may be kept
// for a year; the plain one, which scripts use for their lazy parts, is checked
// against its ETag each time.
func Handler() http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.Method != http.MethodGet && r.Method != http.MethodHead {
			w.Header().Set("Allow", "GET, HEAD")
			http.Error(w, "Only GET and HEAD are answered here.", http.StatusMethodNotAllowed)
			return
		}
		name := strings.TrimPrefix(r.URL.Path, Prefix)
		a := byPath()[name]
		if a == nil {
			http.NotFound(w, r)
			return
		}
		a.serve(w, r, name != a.name)
	})
}

func (a *asset) serve(w http.ResponseWriter, r *http.Request, fingerprinted bool) {
	h := w.Header()
	h.Set("Content-Type", a.contentType)
	h.Set("X-Content-Type-Options", "nosniff")
	h.Set("ETag", a.etag)
	h.Set("Vary", "Accept-Encoding")
	// The bundler has put a hash into the names of the parts it splits off.
	if fingerprinted || strings.HasPrefix(a.name, "dist/chunk-") {
		h.Set("Cache-Control", "public, max-age=31536000, immutable")
	} else {
		h.Set("Cache-Control", "no-cache")
	}
	if matches(r.Header.Get("If-None-Match"), a.etag) {
		w.WriteHeader(http.StatusNotModified)
		return
	}
	body := a.body
	if acceptsGzip(r.Header.Get("Accept-Encoding")) {
		if z := a.gzipped(); z != nil {
			h.Set("Content-Encoding", "gzip")
			body = z
		}
	}
	h.Set("Content-Length", strconv.Itoa(len(body)))
	if r.Method == http.MethodHead {
		return
	}
	// A reader who has gone away is no fault of ours.
	_, _ = w.Write(body)
}

// matches reports whether an If-None-Match header names the tag.
func matches(header, etag string) bool {
	for one := range strings.SplitSeq(header, ",") {
		if one = strings.TrimSpace(one); one == "*" || strings.TrimPrefix(one, "W/") == etag {
			return true
		}
	}
	return false
}

// acceptsGzip reads an Accept-Encoding header; "gzip;q=0" refuses.
func acceptsGzip(header string) bool {
	for one := range strings.SplitSeq(header, ",") {
		coding, q, _ := strings.Cut(strings.TrimSpace(one), ";")
		if coding != "gzip" && coding != "*" {
			continue
		}
		weight, err := strconv.ParseFloat(strings.TrimPrefix(strings.ReplaceAll(q, " ", ""), "q="), 64)
		return q == "" || err == nil && weight > 0
	}
	return false
}

// Check reports a part of css/site.css that is missing.
func Check() error {
	for _, name := range sheets {
		if _, err := files.ReadFile("css/" + name + ".css"); err != nil {
			return fmt.Errorf("style sheet css/%s.css: %w", name, err)
		}
	}
	return nil
}
