package web

import (
	"net/url"
	"strings"
	"testing"

	"golang.org/x/net/html"

	"rolecall/web/site"
)

// allPaths are the pages that anyone can open.
func allPaths(s *server) []string {
	var paths []string
	for _, p := range s.Known {
		paths = append(paths, p.Path)
	}
	for _, ch := range s.Library.Challenges() {
		paths = append(paths, "/challenges/"+ch.Name)
	}
	return append(paths, "/search?q=role", "/search?q=zzz", "/progress/recover", "/progress/delete")
}

func TestEveryPageIsWellFormed(t *testing.T) {
	s := testServer(t)
	r := newReader(t, s.handler())
	for _, path := range allPaths(s) {
		p := r.get(path)
		checkHTML(t, path, p.body)
		if csp := p.Header().Get("Content-Security-Policy"); csp != site.ContentSecurityPolicy {
			t.Errorf("%s: Content-Security-Policy %q", path, csp)
		}
	}
}

// checkHTML looks for what browsers would silently mend or refuse: ids given
// twice, labels for nothing, inline scripts and styles, images without a text.
func checkHTML(t *testing.T, path, body string) {
	t.Helper()
	doc := parse(t, body)
	ids, labels, titles := map[string]bool{}, []string{}, 0
	visit(doc, func(n *html.Node) {
		if n.Type != html.ElementNode {
			return
		}
		if id, ok := attr(n, "id"); ok {
			if ids[id] {
				t.Errorf("%s: the id %q is there twice", path, id)
			}
			ids[id] = true
		}
		for _, a := range n.Attr {
			if a.Key == "style" || strings.HasPrefix(a.Key, "on") {
				t.Errorf("%s: <%s %s> is inline and would be refused", path, n.Data, a.Key)
			}
			if a.Key == "for" || strings.HasPrefix(a.Key, "aria-labelledby") || a.Key == "aria-describedby" {
				labels = append(labels, strings.Fields(a.Val)...)
			}
		}
		switch n.Data {
		case "title":
			if n.Parent.Data == "head" {
				titles++
			}
		case "style":
			t.Errorf("%s: an inline <style>", path)
		case "script":
			if _, ok := attr(n, "src"); !ok {
				t.Errorf("%s: an inline <script>", path)
			}
		}
	})
	if titles != 1 {
		t.Errorf("%s has %d titles", path, titles)
	}
	for _, id := range labels {
		if !ids[id] {
			t.Errorf("%s: something refers to the id %q, which is not there", path, id)
		}
	}
}

func TestEveryLinkLeadsSomewhere(t *testing.T) {
	s := testServer(t)
	r := newReader(t, s.handler())
	seen := map[string]string{} // path → body
	queue := allPaths(s)
	type link struct{ from, path, anchor string }
	var anchors []link
	for len(queue) > 0 {
		path := queue[0]
		queue = queue[1:]
		if _, ok := seen[path]; ok {
			continue
		}
		p := r.do("GET", path, nil)
		seen[path] = p.body
		if p.Code != 200 {
			t.Errorf("%s answers %d", path, p.Code)
			continue
		}
		if !strings.HasPrefix(p.Header().Get("Content-Type"), "text/html") {
			continue
		}
		visit(parse(t, p.body), func(n *html.Node) {
			for _, a := range n.Attr {
				if a.Key != "href" && a.Key != "src" {
					continue
				}
				to, err := url.Parse(a.Val)
				if err != nil {
					t.Errorf("%s: the link %q is malformed: %v", path, a.Val, err)
					continue
				}
				if to.Host != "" || to.Scheme != "" {
					if to.Scheme == "http" {
						t.Errorf("%s links to %s without encryption", path, a.Val)
					}
					continue
				}
				target := to.Path
				if target == "" {
					target = strings.Split(path, "?")[0]
				}
				if to.RawQuery != "" {
					target += "?" + to.RawQuery
				}
				if to.Path != "" {
					queue = append(queue, target)
				} else {
					target = path
				}
				if to.Fragment != "" && n.Data == "a" {
					anchors = append(anchors, link{path, target, to.Fragment})
				}
			}
		})
	}
	if len(seen) < 35 {
		t.Errorf("only %d addresses were found", len(seen))
	}
	for _, l := range anchors {
		if gatedAnchor(s, l.path, l.anchor) {
			continue // opens after its prediction
		}
		if !strings.Contains(seen[l.path], `id="`+html.EscapeString(l.anchor)+`"`) {
			t.Errorf("%s links to %s#%s, which is not there", l.from, l.path, l.anchor)
		}
	}
}

// gatedAnchor reports whether a lesson's heading stands behind a prediction.
func gatedAnchor(s *server, path, anchor string) bool {
	p := s.learn.Lessons.Pages[path]
	if p == nil {
		return false
	}
	for _, h := range p.Mode.Contents {
		if h.ID == anchor && h.Gate != "" {
			return true
		}
	}
	return false
}
