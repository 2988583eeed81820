package main

import (
	"fmt"
	"io"
	"net/http"
	"net/http/cookiejar"
	"net/url"
	"strings"
	"time"

	"golang.org/x/net/html"
)

// browser is a learner's, without scripts. It follows no redirect by itself.
type browser struct {
	base   string
	client *http.Client
}

// roads are kept open between the browsers and the program.
var roads = &http.Transport{MaxIdleConns: 2000, MaxIdleConnsPerHost: 1000, IdleConnTimeout: time.Minute, DisableCompression: true}

func newBrowser(base string) (*browser, error) {
	jar, err := cookiejar.New(nil)
	if err != nil {
		return nil, err
	}
	stay := func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }
	return &browser{base, &http.Client{Transport: roads, Jar: jar, CheckRedirect: stay, Timeout: 30 * time.Second}}, nil
}

// hold puts a learner's token into the browser.
func (b *browser) hold(token string) error {
	u, err := url.Parse(b.base)
	if err == nil {
		b.client.Jar.SetCookies(u, []*http.Cookie{{Name: "rolecall", Value: token, Path: "/"}})
	}
	return err
}

// take is the other browser's cookies: the program has moved to another address.
func (b *browser) take(other *browser) error {
	from, err := url.Parse(other.base)
	if err != nil {
		return err
	}
	to, err := url.Parse(b.base)
	if err == nil {
		b.client.Jar.SetCookies(to, other.client.Jar.Cookies(from))
	}
	return err
}

type answer struct {
	status int
	to     string // where a redirect leads
	body   string
	took   time.Duration
}

func (b *browser) send(method, path string, form url.Values) (answer, error) {
	req, err := http.NewRequest(method, b.base+path, strings.NewReader(form.Encode()))
	if err != nil {
		return answer{}, err
	}
	if method == http.MethodPost {
		req.Header.Set("Content-Type", "application/x-www-form-urlencoded")
		req.Header.Set("Sec-Fetch-Site", "same-origin")
	}
	began := time.Now()
	resp, err := b.client.Do(req)
	if err != nil {
		return answer{}, err
	}
	defer resp.Body.Close()
	body, err := io.ReadAll(resp.Body)
	a := answer{resp.StatusCode, strings.TrimPrefix(resp.Header.Get("Location"), b.base), string(body), time.Since(began)}
	if err == nil && a.status >= 400 {
		err = refusal{method, path, a.status}
	}
	return a, err
}

// refusal is an answer that isn't what was asked for, unlike a broken connection.
type refusal struct {
	method, path string
	status       int
}

func (r refusal) Error() string { return fmt.Sprintf("%s %s: %d", r.method, r.path, r.status) }

func (b *browser) get(path string) (answer, error) { return b.send(http.MethodGet, path, nil) }

// follow sends a form and fetches where it leads.
func (b *browser) follow(path string, form url.Values) (posted, page answer, err error) {
	if posted, err = b.send(http.MethodPost, path, form); err != nil {
		return posted, page, err
	}
	if posted.status != http.StatusSeeOther {
		return posted, page, refusal{http.MethodPost, path, posted.status}
	}
	page, err = b.get(posted.to)
	return posted, page, err
}

// fields reads a page's form of an action as somebody fills it in who takes the
// first of every choice and puts things in the order in which they stand.
func fields(page, action string) url.Values {
	doc, err := html.Parse(strings.NewReader(page))
	if err != nil {
		return nil
	}
	form := find(doc, func(n *html.Node) bool { return n.Data == "form" && attr(n, "action") == action })
	if form == nil {
		return nil
	}
	f := url.Values{}
	selects := 0
	find(form, func(n *html.Node) bool {
		name := attr(n, "name")
		switch {
		case name == "":
		case n.Data == "select":
			selects++
			f.Set(name, choice(n, selects))
		case n.Data == "input" && attr(n, "type") == "text":
			f.Set(name, "sts:AssumeRole")
		case n.Data == "input" && (attr(n, "type") == "hidden" || !f.Has(name)):
			f.Add(name, attr(n, "value"))
		}
		return false
	})
	return f
}

// choice is a select's n-th option that says something, or its last.
func choice(sel *html.Node, n int) string {
	value := ""
	find(sel, func(o *html.Node) bool {
		if v := attr(o, "value"); o.Data == "option" && v != "" {
			value = v
			n--
		}
		return n == 0
	})
	return value
}

// find is the first element, in the order of the page, that is wanted.
func find(n *html.Node, wanted func(*html.Node) bool) *html.Node {
	if n.Type == html.ElementNode && wanted(n) {
		return n
	}
	for c := n.FirstChild; c != nil; c = c.NextSibling {
		if f := find(c, wanted); f != nil {
			return f
		}
	}
	return nil
}

func attr(n *html.Node, name string) string {
	for _, a := range n.Attr {
		if a.Key == name {
			return a.Val
		}
	}
	return ""
}
