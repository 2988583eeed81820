package web

import (
	"context"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"testing"

	"github.com/labstack/echo/v4"

	"rolecall/quiz"
	"rolecall/sandbox/play"
	"rolecall/web/api"
	"rolecall/web/site"
	"rolecall/web/view"
)

// writesOnGet are the routes where a GET may write, with the reason. A reader's own
// opening of the page may; a browser that loads ahead and another site may not,
// unless the address is for programs.
var writesOnGet = map[string]struct {
	why      string
	programs bool // for programs: the address needs a key or a token, or what is written is nobody's
}{
	"/lessons/:lesson/:mode": {why: "keeps which mode a learner opened, which lists and the review go by"},
	"/attempts/:id":          {why: "keeps when a question was shown, so that the server measures the time to its answer"},
	"/readyz": {programs: true,
		why: "sees whether the write path works, at most once in five seconds for all callers together"},
	"/imds/:world/:binding/:key/*": {programs: true,
		why: "AWS's instance metadata service issues credentials by GET; it needs a token from a PUT"},
	"/container/:world/:binding": {programs: true,
		why: "AWS's container credentials endpoint issues credentials by GET; it needs an authorization token"},
}

// cookiesOnGet are the cookies that a GET may set.
var cookiesOnGet = map[string]string{
	site.ModeCookie: "the mode a newcomer opened: a preference that only their browser keeps",
}

// A walked address, with the headers that it needs.
type walked struct {
	path   string
	header map[string]string
}

// walker opens addresses the ways that browsers and programs do.
type walker struct {
	s    *server
	site http.Handler
}

// arrivals are the ways to come to an address, the reader's own last.
var arrivals = []struct {
	name string
	own  bool
	with map[string]string
}{
	{"from another site", false, map[string]string{"Sec-Fetch-Site": "cross-site", "Sec-Fetch-Mode": "navigate"}},
	{"loaded ahead", false, map[string]string{"Sec-Purpose": "prefetch", "Sec-Fetch-Site": "same-origin"}},
	{"rendered ahead", false, map[string]string{"Sec-Purpose": "prefetch;prerender", "Sec-Fetch-Site": "none"}},
	{"by the reader", true, map[string]string{"Sec-Fetch-Site": "same-origin", "Sec-Fetch-Mode": "navigate"}},
}

// open asks for an address and returns the answer and how many writes it made. A
// stream is left once it has begun.
func (w walker) open(t *testing.T, a walked, method string, cookies, header map[string]string) (*httptest.ResponseRecorder, uint64) {
	t.Helper()
	ctx, leave := context.WithCancel(t.Context())
	defer leave()
	r := httptest.NewRequestWithContext(ctx, method, a.path, nil)
	for name, value := range cookies {
		r.AddCookie(&http.Cookie{Name: name, Value: value})
	}
	for _, h := range []map[string]string{header, a.header} {
		for name, value := range h {
			r.Header.Set(name, value)
		}
	}
	rec := httptest.NewRecorder()
	before := w.s.Store.Writes()
	w.site.ServeHTTP(leaver{rec, leave}, r)
	return rec, w.s.Store.Writes() - before
}

// leaver is a client that goes away once something was flushed to it.
type leaver struct {
	*httptest.ResponseRecorder
	leave func()
}

// Flush implements [http.Flusher].
func (l leaver) Flush() { l.ResponseRecorder.Flush(); l.leave() }

// No GET and no HEAD of any route writes to the store or sets a cookie that says who
// somebody is, whoever asks and however they came there.
func TestGetWritesNothing(t *testing.T) {
	s := testServer(t)
	site := s.handler()
	people, addresses := inhabited(t, s, site)
	wrote := map[string]bool{}
	for _, route := range routesOfGet(site) {
		all := addresses[route]
		if len(all) == 0 {
			t.Errorf("GET %s: the test has no address of this route; add one", route)
		}
		for _, a := range all {
			reached := false
			for _, how := range arrivals {
				for who, cookies := range people {
					for _, method := range []string{"HEAD", "GET"} {
						rec, n := walker{s, site}.open(t, a, method, cookies, how.with)
						reached = reached || rec.Code < 400
						excuse, excused := writesOnGet[route]
						if n > 0 && (!excused || !excuse.programs && (method == "HEAD" || !how.own)) {
							t.Errorf("%s %s (%s), opened %s by %s: %d writes", method, a.path, route, how.name, who, n)
						}
						wrote[route] = wrote[route] || n > 0
						for _, c := range rec.Result().Cookies() {
							if cookiesOnGet[c.Name] == "" || !how.own {
								t.Errorf("%s %s, opened %s by %s, sets the cookie %s", method, a.path, how.name, who, c.Name)
							}
						}
					}
				}
			}
			if !reached && !slices.Contains(alwaysRefused, route) {
				t.Errorf("GET %s is answered to nobody: the test does not see what it does", a.path)
			}
		}
	}
	for route, excuse := range writesOnGet {
		if !wrote[route] {
			t.Errorf("GET %s wrote nothing, so its excuse is not needed: %s", route, excuse.why)
		}
	}
}

// alwaysRefused are routes that answer no GET with success.
var alwaysRefused = []string{"/aws/:world", "/aws/:world/*", view.TeachPath + "/*"}

func routesOfGet(site http.Handler) []string {
	var list []string
	for _, r := range site.(*echo.Echo).Routes() {
		if r.Method == http.MethodGet {
			list = append(list, r.Path)
		}
	}
	slices.Sort(list)
	return list
}

// inhabited fills a site with something behind every address: it returns the cookies
// of a newcomer, a learner and an instructor, and the addresses of each route.
func inhabited(t *testing.T, s *server, h http.Handler) (people map[string]map[string]string, addresses map[string][]walked) {
	t.Helper()
	script := newScript(t, s)
	made, unclaimed := script.world("blank"), script.world("blank")
	learner, ada := newReader(t, h), teacher(t, s, "Ada")
	world := learner.world("cross-account")
	learner.post(world + "/share")
	for _, id := range []string{site.LastPart(world), made.ID} {
		played(t, s, id, "aws sts get-caller-identity", "aws sts get-caller-identity")
		if err := s.Store.ArchiveEvents(t.Context(), id, 1, play.MaxArchived); err != nil {
			t.Fatal(err)
		}
	}
	stored, err := s.Store.World(t.Context(), site.LastPart(world))
	if err != nil {
		t.Fatal(err)
	}
	share, err := s.Store.Share(t.Context(), stored.ID)
	if err != nil {
		t.Fatal(err)
	}
	bank := makeBank(t, s, ada)
	question := write(t, s, ada, bank, plainQuestion)
	file := ada.sendFile(bank+"/import", "q.gift", []byte("::a:: Who? {=me ~you}"))
	replace := strings.NewReplacer(
		"/shared/:key", "/shared/"+play.ShareToken(stored.Derive, share.Number),
		"/api/worlds/:world/:key", strings.TrimSuffix(strings.TrimPrefix(made.ClockURL, script.site.URL), "/clock"),
		"/teach/statistics/:question", "/teach/statistics/"+s.Bank.Questions(quizLesson)[0].ID,
		"/teach/sign-in/:key", signInLink(t, s, "Bob"), "/bank/:key", shareLink(t, s, ada, bank),
		":lesson", quizLesson, ":name", s.Library.Challenges()[0].Name, ":world", stored.ID, ":import", site.LastPart(file.path),
		":bank", site.LastPart(bank), ":question", question.ID, "*", "nothing",
	)
	practice := begin(t, s, learner, ofType(t, s, quiz.Types()[0])...)
	addresses = map[string][]walked{
		"/static/*":                    {{path: "/static/css/site.css"}},
		"/sandbox/:world":              {{path: world}, {path: claimURL(t, unclaimed)}},
		"/attempts/:id":                {{path: practice}, {path: practice + "?q=2"}},
		"/progress/history":            {{path: "/progress/history"}, {path: "/progress/history?page=1"}},
		"/search":                      {{path: "/search?q=role"}},
		"/teach/banks/:bank/new":       {{path: bank + "/new?type=choice"}},
		"/teach/banks/:bank/export":    {{path: bank + "/export?format=gift"}},
		"/imds/:world/:binding/:key/*": {metadataAddress(t, script)},
		"/container/:world/:binding":   {containerAddress(t, s, script)},

		"/teach/banks/:bank/export/file": {{path: bank + "/export/file?format=gift"}},
	}
	for page := range s.learn.Lessons.Pages {
		modes, files := "/lessons/:lesson/:mode", "/lessons/:lesson/:mode/:file"
		addresses[modes] = append(addresses[modes], walked{path: page})
		zip := walked{path: page + "/takehome.zip"}
		if rec, _ := (walker{s, h}).open(t, zip, "HEAD", nil, nil); rec.Code == 200 {
			addresses[files] = []walked{zip, {path: page + "/takehome.txtar"}}
		}
	}
	for _, route := range routesOfGet(h) {
		if addresses[route] == nil {
			addresses[route] = []walked{{path: replace.Replace(route)}}
		}
	}
	return map[string]map[string]string{"a newcomer": {}, "a learner": learner.cookies, "an instructor": ada.cookies}, addresses
}

// metadataAddress is where an instance asks for its role's credentials.
func metadataAddress(t *testing.T, p *script) walked {
	t.Helper()
	var bound struct{ Endpoint string }
	if status := p.call("POST", p.world("workloads").IMDSURL, map[string]string{"instance_profile": "web"}, &bound); status != 200 {
		t.Fatalf("binding a role: %d", status)
	}
	_, token := p.raw("PUT", bound.Endpoint+api.TokenPath, nil, api.TTLHeader, "60")
	_, role := p.raw("GET", bound.Endpoint+api.RolePath, nil, api.TokenHeader, string(token))
	return walked{strings.TrimPrefix(bound.Endpoint, p.site.URL) + api.RolePath + "/" + string(role), map[string]string{api.TokenHeader: string(token)}}
}

// containerAddress is where a container asks for its role's credentials.
func containerAddress(t *testing.T, s *server, p *script) walked {
	t.Helper()
	w := p.world("blank")
	played(t, s, w.ID, `aws iam create-role --role-name Task --assume-role-policy-document '`+strings.Replace(lambdaOnly, "lambda", "ecs-tasks", 1)+`'`)
	var bound struct{ URI, Token string }
	if status := p.call("POST", w.ContainerURL, map[string]string{"role_arn": "arn:aws:iam::111122223333:role/Task"}, &bound); status != 200 {
		t.Fatalf("binding a role: %d", status)
	}
	return walked{strings.TrimPrefix(bound.URI, p.site.URL), map[string]string{"Authorization": bound.Token}}
}
