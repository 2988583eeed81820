package web

import (
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strconv"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/labstack/echo/v4"

	"rolecall/sandbox/awscli"
	"rolecall/sandbox/budget"
	"rolecall/sandbox/play"
	"rolecall/web/api"
	"rolecall/web/site"
)

// limitedServer holds its clients to limits by a clock that the test moves.
func limitedServer(t *testing.T, cfg site.Clients) (*server, *atomic.Int64) {
	s := testServer(t)
	var ahead atomic.Int64
	s.Now = func() time.Time { return fixedNow().Add(time.Duration(ahead.Load())) }
	s.Limits = site.NewClients(cfg, s.Token, s.Now)
	return s, &ahead
}

// makeWorld asks for a world from an address, with a cookie or without.
func makeWorld(h http.Handler, from, cookie string) *httptest.ResponseRecorder {
	r := httptest.NewRequest("POST", "/api/worlds", strings.NewReader(`{"scenario": "blank"}`))
	r.Header.Set("Content-Type", "application/json")
	r.RemoteAddr = from
	if cookie != "" {
		r.AddCookie(&http.Cookie{Name: site.CookieName, Value: cookie})
	}
	w := httptest.NewRecorder()
	h.ServeHTTP(w, r)
	return w
}

// TestAClassHasRoom lets 500 learners behind one address begin a world each within
// ten minutes.
func TestAClassHasRoom(t *testing.T) {
	s, ahead := limitedServer(t, site.Clients{})
	h := s.handler()
	for i := range 500 {
		r := httptest.NewRequest("POST", "/sandbox", strings.NewReader("scenario=blank"))
		r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
		r.RemoteAddr = fmt.Sprintf("192.0.2.%d:1000", i%250)
		w := httptest.NewRecorder()
		h.ServeHTTP(w, r)
		if w.Code != http.StatusSeeOther {
			t.Fatalf("learner %d is answered %d", i+1, w.Code)
		}
		ahead.Add(int64(10 * time.Minute / 500))
	}
}

// TestOneClientCantTakeTheWorldsOfAll runs until it is refused: soon, with the time
// to wait, and without taking anything from another address.
func TestOneClientCantTakeTheWorldsOfAll(t *testing.T) {
	s, ahead := limitedServer(t, site.Clients{Factor: 0.02})
	h := s.handler()
	made := 0
	var refused *httptest.ResponseRecorder
	for refused == nil && made < 100 {
		w := makeWorld(h, fmt.Sprintf("192.0.2.%d:1", made), "")
		if w.Code == http.StatusCreated {
			made++
		} else {
			refused = w
		}
	}
	if made != 20 {
		t.Errorf("%d worlds were made, want 20", made)
	}
	wait, err := strconv.Atoi(refused.Header().Get("Retry-After"))
	if refused.Code != http.StatusTooManyRequests || err != nil || !strings.Contains(refused.Body.String(), `"code":"TooManyRequests"`) || !strings.Contains(refused.Body.String(), "new worlds") {
		t.Errorf("refused with %d, Retry-After %v: %s", refused.Code, refused.Header(), refused.Body)
	}
	if w := makeWorld(h, "198.51.100.1:1", ""); w.Code != http.StatusCreated {
		t.Errorf("another address is answered %d", w.Code)
	}
	ahead.Add(int64(time.Duration(wait) * time.Second))
	if w := makeWorld(h, "192.0.2.9:1", ""); w.Code != http.StatusCreated {
		t.Errorf("after the time that was told: %d", w.Code)
	}
}

// TestOneBrowserHasAShareOfItsNetwork refuses a cookie before its address.
func TestOneBrowserHasAShareOfItsNetwork(t *testing.T) {
	s, _ := limitedServer(t, site.Clients{Factor: 0.02})
	h := s.handler()
	for range 2 {
		if w := makeWorld(h, "192.0.2.1:1", "one"); w.Code != http.StatusCreated {
			t.Fatalf("answered %d", w.Code)
		}
	}
	if w := makeWorld(h, "192.0.2.1:1", "one"); w.Code != http.StatusTooManyRequests || !strings.Contains(w.Body.String(), "this browser") {
		t.Errorf("the third world of one browser: %d %s", w.Code, w.Body)
	}
	if w := makeWorld(h, "192.0.2.1:1", "two"); w.Code != http.StatusCreated {
		t.Errorf("another browser behind the address: %d", w.Code)
	}
}

func TestUnlimitedClients(t *testing.T) {
	s, _ := limitedServer(t, site.Clients{Factor: 0.001, Unlimited: true})
	h := s.handler()
	for range 5 {
		if w := makeWorld(h, "192.0.2.1:1", "one"); w.Code != http.StatusCreated {
			t.Fatalf("answered %d", w.Code)
		}
	}
}

// TestStoredBytesAreLimited lets the file grow by a client's share and no more; what
// makes room stays possible.
func TestStoredBytesAreLimited(t *testing.T) {
	s, ahead := limitedServer(t, site.Clients{Factor: 0.004}) // 1 MB an address, 256 KB a browser
	s.Limits.Prefix[site.NewWorlds], s.Limits.Cookie[site.NewWorlds] = site.NewClients(site.Clients{}, s.Token, s.Now).Prefix[site.NewWorlds], nil
	h := s.handler()
	refused := 0
	for refused == 0 && ahead.Load() < 1000 {
		if w := makeWorld(h, "192.0.2.1:1", ""); w.Code == http.StatusTooManyRequests && strings.Contains(w.Body.String(), "stored data") {
			refused++
		} else if w.Code != http.StatusCreated {
			t.Fatalf("answered %d: %s", w.Code, w.Body)
		}
		ahead.Add(1)
	}
	if refused == 0 {
		t.Fatal("nothing stops a client from filling the file")
	}
	r := httptest.NewRequest("POST", "/progress/delete", strings.NewReader("sure=yes"))
	r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	r.RemoteAddr = "192.0.2.1:1"
	w := httptest.NewRecorder()
	h.ServeHTTP(w, r)
	if w.Code != http.StatusOK {
		t.Errorf("deleting is answered %d", w.Code)
	}
}

// TestComputingTimeIsCharged counts what a budget was used for.
func TestComputingTimeIsCharged(t *testing.T) {
	s, ahead := limitedServer(t, site.Clients{Factor: 0.001}) // 1.2 million steps
	e := echo.New()
	e.GET("/", func(c echo.Context) error {
		b, err := s.Work(c, budget.Limits{})
		if err != nil {
			return err
		}
		if err := b.Step(1_000_000); err != nil {
			return err
		}
		return c.NoContent(http.StatusNoContent)
	})
	s.Front(e)
	for _, want := range []int{204, 204, 429} {
		if w := fetch(e, "/"); w.Code != want {
			t.Errorf("answered %d, want %d", w.Code, want)
		}
	}
	ahead.Add(int64(5 * time.Minute))
	if w := fetch(e, "/"); w.Code != 204 {
		t.Errorf("after a while: %d", w.Code)
	}
}

// TestIdleWorldsMakeRoom fills the place for worlds that nobody opened: the oldest
// that wasn't used goes, and who uses one keeps it.
func TestIdleWorldsMakeRoom(t *testing.T) {
	s := testServer(t)
	s.worlds.MaxUnclaimed = 3
	p := newScript(t, s)
	used, idle := p.world("blank"), p.world("blank")
	if status := p.call("POST", used.ClockURL, map[string]int{"seconds": 60}, nil); status != 200 {
		t.Fatalf("the clock: %d", status)
	}
	if status, _ := p.raw("POST", used.OIDCURL, map[string]string{"issuer": "https://x.example", "sub": "a", "aud": "b"}); status != 200 {
		t.Fatalf("a token: %d", status)
	}
	for range 5 {
		p.world("blank")
	}
	p.refused("GET", idle.ClockURL, nil, 404, "no such world")
	if status := p.call("GET", used.ClockURL, nil, nil); status != 200 {
		t.Errorf("the world that was used is answered %d", status)
	}
	if n, err := s.Store.UnclaimedWorlds(t.Context()); err != nil || n != 3 {
		t.Errorf("%d worlds wait (%v), want 3", n, err)
	}
}

// TestStreamsOfOneClientLeaveRoom opens streams of many worlds from one address
// prefix: others can still open theirs.
func TestStreamsOfOneClientLeaveRoom(t *testing.T) {
	var s site.Streams
	opened := 0
	for world := range 100 {
		for range site.MaxStreams {
			if _, err := s.Join(fmt.Sprint("w-", world), site.StreamKeys{Prefix: "192.0.2.0/24"}); err == nil {
				opened++
			}
		}
	}
	if opened != site.PrefixStreams {
		t.Errorf("one address prefix has %d streams, want %d", opened, site.PrefixStreams)
	}
	other := site.StreamKeys{Prefix: "198.51.100.0/24", Cookie: "cookie x"}
	news, err := s.Join("w-other", other)
	if err != nil {
		t.Errorf("another client: %v", err)
	}
	s.Leave("w-other", other, news)
	if s.Count != opened || s.Open[other.Prefix] != 0 || s.Open[other.Cookie] != 0 {
		t.Errorf("a stream that ended is counted: %d, %v", s.Count, s.Open)
	}
	for i := range site.BrowserStreams + 1 {
		_, err := s.Join(fmt.Sprint("w-b", i), other)
		if (err != nil) != (i == site.BrowserStreams) {
			t.Errorf("stream %d of a browser: %v", i+1, err)
		}
	}
}

// TestWorkEndsAtItsLimits sees that each kind of work has an end, also by the end of
// the request.
func TestWorkEndsAtItsLimits(t *testing.T) {
	s := testServer(t)
	for name, limits := range map[string]budget.Limits{"page": site.PageWork, "line": awscli.LineLimits, "part": play.PartWork} {
		w := s.answerTo(t, func(c echo.Context) error {
			b, err := s.Work(c, limits)
			if err != nil {
				return err
			}
			if _, over := errors.AsType[*budget.Exceeded](b.Step(limits.Steps + 1)); !over {
				t.Errorf("%s: no limit of steps", name)
			}
			if _, over := errors.AsType[*budget.Exceeded](b.Grow(limits.Bytes + 1)); !over && limits.Bytes > 0 {
				t.Errorf("%s: no limit of bytes", name)
			}
			site.LifetimeOf(c.Request().Context()).Cancel(site.ErrTooLong)
			return b.Grow(1)
		})
		if w.Code != http.StatusServiceUnavailable {
			t.Errorf("%s: work that goes on after the request's end is answered %d", name, w.Code)
		}
	}
}

// TestUsedUpComputingTimeRefusesWorlds sees that a client without computing time left
// is refused before a world is loaded, on each way to one.
func TestUsedUpComputingTimeRefusesWorlds(t *testing.T) {
	s, ahead := limitedServer(t, site.Clients{Factor: 0.01})
	r := newReader(t, s.handler())
	w := r.world("blank")
	made := makeWorld(s.handler(), "192.0.2.1:1234", "")
	var world api.WorldAnswer
	if err := json.Unmarshal(made.Body.Bytes(), &world); err != nil {
		t.Fatal(err)
	}
	clock, err := url.Parse(world.ClockURL)
	if err != nil {
		t.Fatal(err)
	}
	ways := map[string]func() int{
		"the page":    func() int { return r.do(http.MethodGet, w, nil).Code },
		"the console": func() int { return r.send(w+"/console", "line", "aws sts get-caller-identity").Code },
		"the API":     func() int { return r.do(http.MethodGet, clock.Path, nil).Code },
	}
	for name, way := range ways {
		if code := way(); code != http.StatusOK {
			t.Errorf("%s: answered %d while there is time left", name, code)
		}
	}
	s.Limits.Prefix[site.WorkSteps].Charge("192.0.2.0/24", 100_000_000)
	for name, way := range ways {
		if code := way(); code != http.StatusTooManyRequests {
			t.Errorf("%s: answered %d without time left, want 429", name, code)
		}
	}
	ahead.Add(int64(time.Hour))
	for name, way := range ways {
		if code := way(); code != http.StatusOK {
			t.Errorf("%s: answered %d after an hour", name, code)
		}
	}
}
