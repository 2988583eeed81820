package web

import (
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"

	"golang.org/x/net/html"
)

// reader is a browser without scripts: it keeps cookies and follows redirects.
type reader struct {
	t       testing.TB
	site    http.Handler
	cookies map[string]string
	htmx    bool   // ask for fragments
	current string // the address of the page that htmx asks from
}

func newReader(t testing.TB, site http.Handler) *reader {
	return &reader{t: t, site: site, cookies: map[string]string{}}
}

// page is an answer.
type page struct {
	*httptest.ResponseRecorder
	path string
	body string
}

func (r *reader) do(method, path string, values url.Values) page {
	r.t.Helper()
	path, _, _ = strings.Cut(path, "#")
	req := httptest.NewRequest(method, path, strings.NewReader(values.Encode()))
	if method == http.MethodPost {
		req.Header.Set("Content-Type", "application/x-www-form-urlencoded")
		req.Header.Set("Sec-Fetch-Site", "same-origin")
	}
	if r.htmx {
		req.Header.Set("HX-Request", "true")
		req.Header.Set("HX-Current-URL", "http://rolecall.test"+r.current)
	}
	for name, value := range r.cookies {
		req.AddCookie(&http.Cookie{Name: name, Value: value})
	}
	w := httptest.NewRecorder()
	r.site.ServeHTTP(w, req)
	for _, c := range w.Result().Cookies() {
		if c.MaxAge < 0 {
			delete(r.cookies, c.Name)
		} else {
			r.cookies[c.Name] = c.Value
		}
	}
	if w.Code == http.StatusSeeOther || w.Code == http.StatusFound {
		return r.do(http.MethodGet, w.Header().Get("Location"), nil)
	}
	return page{w, path, w.Body.String()}
}

// get fetches a page, which must be there.
func (r *reader) get(path string) page {
	r.t.Helper()
	p := r.do(http.MethodGet, path, nil)
	if p.Code != http.StatusOK {
		r.t.Fatalf("GET %s: %d\n%s", path, p.Code, p.body)
	}
	return p
}

// post sends a form, which must be taken. Fields are name and value in turn.
func (r *reader) post(path string, fields ...string) page {
	r.t.Helper()
	p := r.send(path, fields...)
	if p.Code != http.StatusOK {
		r.t.Fatalf("POST %s %v: %d\n%s", path, fields, p.Code, text(r.t, p.body))
	}
	return p
}

// send sends a form that may be refused.
func (r *reader) send(path string, fields ...string) page {
	r.t.Helper()
	values := url.Values{}
	for i := 0; i+1 < len(fields); i += 2 {
		values.Add(fields[i], fields[i+1])
	}
	return r.do(http.MethodPost, path, values)
}

// has checks that a page says each of the texts, lacks that it says none.
func (p page) has(t testing.TB, texts ...string) page {
	t.Helper()
	for _, want := range texts {
		if !strings.Contains(p.body, want) {
			t.Errorf("%s does not hold %q:\n%s", p.path, want, text(t, p.body))
		}
	}
	return p
}

func (p page) lacks(t testing.TB, texts ...string) page {
	t.Helper()
	for _, bad := range texts {
		if strings.Contains(p.body, bad) {
			t.Errorf("%s holds %q", p.path, bad)
		}
	}
	return p
}

func parse(t testing.TB, body string) *html.Node {
	t.Helper()
	doc, err := html.Parse(strings.NewReader(body))
	if err != nil {
		t.Fatal(err)
	}
	return doc
}

// walk visits every node of a document.
func visit(n *html.Node, f func(*html.Node)) {
	f(n)
	for c := n.FirstChild; c != nil; c = c.NextSibling {
		visit(c, f)
	}
}

func attr(n *html.Node, name string) (string, bool) {
	for _, a := range n.Attr {
		if a.Key == name {
			return a.Val, true
		}
	}
	return "", false
}

// text is what a page says, for messages.
func text(t testing.TB, body string) string {
	var b strings.Builder
	visit(parse(t, body), func(n *html.Node) {
		if n.Type == html.TextNode && n.Parent.Data != "script" {
			if s := strings.Join(strings.Fields(n.Data), " "); s != "" {
				b.WriteString(s + "\n")
			}
		}
	})
	return b.String()
}
