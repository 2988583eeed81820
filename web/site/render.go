package site

import (
	"compress/gzip"
	"fmt"
	"io"
	"net/http"
	"strconv"
	"strings"
	"sync"

	"github.com/a-h/templ"
	"github.com/labstack/echo/v4"

	"rolecall/web/splice"
)

// HTMLType is the content type of pages.
const HTMLType = "text/html; charset=utf-8"

// fastGzip is the level for pages made as they go.
const fastGzip = gzip.BestSpeed

// smallest is the size under which compressing a page is not worth its header.
const smallest = 1024

var (
	zippers = sync.Pool{New: func() any {
		z, err := gzip.NewWriterLevel(io.Discard, fastGzip)
		if err != nil {
			panic(err) // the level is a constant that gzip knows
		}
		return z
	}}
)

// Render writes a component as the whole answer.
func (s *Site) Render(c echo.Context, status int, part templ.Component) error {
	b, err := splice.RenderTo(c.Request().Context(), part)
	if err != nil {
		return err
	}
	defer splice.Buffers.Put(b)
	h := c.Response().Header()
	h.Add("Vary", "Accept-Encoding")
	h.Set("Content-Type", HTMLType)
	if h.Get("Cache-Control") == "" {
		h.Set("Cache-Control", "private, no-cache")
	}
	if b.Len() < smallest || !AcceptsGzip(c.Request()) {
		return c.Blob(status, HTMLType, b.Bytes())
	}
	h.Set("Content-Encoding", "gzip")
	c.Response().WriteHeader(status)
	z := zippers.Get().(*gzip.Writer)
	defer zippers.Put(z)
	z.Reset(c.Response())
	if _, err := z.Write(b.Bytes()); err != nil {
		return err
	}
	return z.Close()
}

// Spliced writes a page put together from its pieces, as one gzip member once
// they are compressed. A page that depends on the reader is checked each time.
func (s *Site) Spliced(c echo.Context, status int, t splice.Tree, ch splice.Chooser) error {
	sp := splice.Splicers.Get().(*splice.Splicer)
	defer splice.Splicers.Put(sp)
	zip := s.Compressed.Load() && AcceptsGzip(c.Request())
	sp.Begin(zip)
	t.Write(sp, ch)
	body := sp.End()
	h := c.Response().Header()
	h["Vary"] = varyValue
	h["Cache-Control"] = privateValue
	if zip {
		h["Content-Encoding"] = gzipValue
	}
	if status == http.StatusOK && c.Request().Method == http.MethodGet {
		tag := etag(sp)
		h["Etag"] = []string{tag}
		if c.Request().Header.Get("If-None-Match") == tag {
			return c.NoContent(http.StatusNotModified)
		}
	}
	h["Content-Type"] = htmlValue
	h["Content-Length"] = []string{strconv.Itoa(len(body))}
	c.Response().WriteHeader(status)
	_, err := c.Response().Write(body)
	return err
}

// Header values that answers share.
var (
	varyValue    = []string{"Accept-Encoding, Cookie"}
	privateValue = []string{"private, no-cache"}
	gzipValue    = []string{"gzip"}
	htmlValue    = []string{HTMLType}
)

// etag names a spliced page by the checksum and length of what it says; weak,
// for the plain and the compressed form share it.
func etag(s *splice.Splicer) string {
	return fmt.Sprintf(`W/"%08x-%x"`, s.Crc, s.N)
}

// Page writes a whole page.
func (s *Site) Page(c echo.Context, status int, part templ.Component) error {
	return s.Render(c, status, part)
}

// AcceptsGzip reports whether the client takes gzip. A client that names it
// with weight zero does not.
func AcceptsGzip(r *http.Request) bool {
	for _, v := range r.Header["Accept-Encoding"] {
		i := strings.Index(v, "gzip")
		if i < 0 {
			continue
		}
		rest := strings.ReplaceAll(v[i+len("gzip"):], " ", "")
		return !strings.HasPrefix(rest, ";q=0") || strings.HasPrefix(rest, ";q=0.") && strings.Trim(rest[5:min(len(rest), 8)], "0,") != ""
	}
	return false
}
