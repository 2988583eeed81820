package web

import (
	"bytes"
	"compress/gzip"
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"strconv"
	"strings"
	"sync"

	"github.com/a-h/templ"
	"github.com/labstack/echo/v4"

	"rolecall/sandbox/advice"
)

const htmlType = "text/html; charset=utf-8"

// fastGzip is the level for pages made as they go.
const fastGzip = gzip.BestSpeed

// smallest is the size under which compressing a page is not worth its header.
const smallest = 1024

var buffers = sync.Pool{New: func() any { return new(bytes.Buffer) }}

var (
	zippers = sync.Pool{New: func() any {
		z, err := gzip.NewWriterLevel(io.Discard, fastGzip)
		if err != nil {
			panic(err) // the level is a constant that gzip knows
		}
		return z
	}}
)

// renderTo renders a component into a buffer of the pool; release it after use.
func renderTo(ctx context.Context, part templ.Component) (*bytes.Buffer, error) {
	b := buffers.Get().(*bytes.Buffer)
	b.Reset()
	if err := part.Render(ctx, b); err != nil {
		buffers.Put(b)
		return nil, err
	}
	return b, nil
}

// render writes a component as the whole answer.
func (s *server) render(c echo.Context, status int, part templ.Component) error {
	b, err := renderTo(c.Request().Context(), part)
	if err != nil {
		return err
	}
	defer buffers.Put(b)
	h := c.Response().Header()
	h.Add("Vary", "Accept-Encoding")
	h.Set("Content-Type", htmlType)
	if h.Get("Cache-Control") == "" {
		h.Set("Cache-Control", "private, no-cache")
	}
	if b.Len() < smallest || !acceptsGzip(c.Request()) {
		return c.Blob(status, htmlType, b.Bytes())
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

// spliced writes a page put together from its pieces, as one gzip member once
// they are compressed. A page that depends on the reader is checked each time.
func (s *server) spliced(c echo.Context, status int, t tree, ch chooser) error {
	sp := splicers.Get().(*splicer)
	defer splicers.Put(sp)
	zip := s.compressed.Load() && acceptsGzip(c.Request())
	sp.begin(zip)
	t.write(sp, ch)
	body := sp.end()
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
	htmlValue    = []string{htmlType}
)

// etag names a spliced page by the checksum and length of what it says; weak,
// for the plain and the compressed form share it.
func etag(s *splicer) string {
	return fmt.Sprintf(`W/"%08x-%x"`, s.crc, s.n)
}

// page writes a whole page.
func (s *server) page(c echo.Context, status int, part templ.Component) error {
	return s.render(c, status, part)
}

// acceptsGzip reports whether the client takes gzip. A client that names it
// with weight zero does not.
func acceptsGzip(r *http.Request) bool {
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

// form reads the request's form; a body over the limit or malformed is an error.
func form(c echo.Context) (map[string][]string, error) {
	r := c.Request()
	ct := r.Header.Get("Content-Type")
	if ct != "" && !strings.HasPrefix(ct, "application/x-www-form-urlencoded") {
		return nil, &problem{status: http.StatusUnsupportedMediaType, title: "That form is of a kind this page does not read",
			message: "Forms are read as application/x-www-form-urlencoded."}
	}
	if err := r.ParseForm(); err != nil {
		if _, big := errors.AsType[*http.MaxBytesError](err); big {
			return nil, err
		}
		return nil, advice.BadInput("The form is damaged: %v.", err)
	}
	return r.PostForm, nil
}
