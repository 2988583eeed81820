package site

import (
	"fmt"
	"net/http"
	"net/netip"
	"time"

	"github.com/labstack/echo/v4"

	"rolecall/store"
	"rolecall/web/quota"
)

// Clients says how clients are told apart and how much each may use. The zero value
// holds them to the limits of this file.
type Clients struct {
	Proxies    []netip.Prefix // reverse proxies whose X-Forwarded-For is believed
	IPv4, IPv6 int            // bits of an address that tell clients apart; 0 for 24 and 56
	Factor     float64        // the limits are multiplied by it; 0 for 1
	Unlimited  bool           // no client is limited at all
}

// What a client may use. Those behind one address prefix are a class or a company:
// 500 learners who each begin a world within ten minutes are to have room. Those
// with one cookie are one browser.
const (
	newLearners = "new learners"
	NewWorlds   = "new worlds"
	NewAttempts = "new attempts"
	storedBytes = "stored data"
	WorkSteps   = "computing time"
)

type clientRates struct{ prefix, cookie quota.Rate }

var clientLimits = map[string]clientRates{
	newLearners: {prefix: quota.Rate{Burst: 1000, PerSecond: 1}}, // who is new has no cookie
	NewWorlds:   {quota.Rate{Burst: 1000, PerSecond: 1}, quota.Rate{Burst: 100, PerSecond: 0.1}},
	NewAttempts: {quota.Rate{Burst: 3000, PerSecond: 5}, quota.Rate{Burst: 200, PerSecond: 0.2}},
	storedBytes: {quota.Rate{Burst: 256 << 20, PerSecond: 200 << 10}, quota.Rate{Burst: 64 << 20, PerSecond: 20 << 10}},
	// Steps of 100 ns: of the processors, half of one for a prefix for good.
	WorkSteps: {quota.Rate{Burst: 1_200_000_000, PerSecond: 5_000_000}, quota.Rate{Burst: 200_000_000, PerSecond: 1_000_000}},
}

// rememberedClients bounds the clients of each kind that a limiter remembers; one
// of them takes about 300 bytes.
const rememberedClients = 20_000

// longestToken bounds a cookie that is remembered; ours are shorter.
const longestToken = 64

// clients counts what each client uses.
type clients struct {
	addresses quota.Addresses
	factor    float64
	unlimited bool
	Prefix    map[string]*quota.Limiter // by what is used
	Cookie    map[string]*quota.Limiter
	token     func(*http.Request) string
}

// NewClients makes the limits of clients; token finds the cookie that tells browsers apart.
func NewClients(cfg Clients, token func(*http.Request) string, now func() time.Time) *clients {
	k := &clients{token: token, unlimited: cfg.Unlimited, factor: cfg.Factor,
		addresses: quota.Addresses{Proxies: cfg.Proxies, IPv4: cfg.IPv4, IPv6: cfg.IPv6},
		Prefix:    map[string]*quota.Limiter{}, Cookie: map[string]*quota.Limiter{}}
	if k.factor == 0 {
		k.factor = 1
	}
	if k.addresses.IPv4 == 0 {
		k.addresses.IPv4 = 24
	}
	if k.addresses.IPv6 == 0 {
		k.addresses.IPv6 = 56
	}
	for what, r := range clientLimits {
		k.Prefix[what] = quota.New(r.prefix.Times(k.factor), rememberedClients, now)
		if r.cookie != (quota.Rate{}) {
			k.Cookie[what] = quota.New(r.cookie.Times(k.factor), rememberedClients, now)
		}
	}
	return k
}

// cookieKey is what the client's cookie is remembered by; empty without one.
func (k *clients) cookieKey(r *http.Request) string {
	if t := k.token(r); len(t) <= longestToken {
		return t
	}
	return ""
}

// Take counts one more of something that the client makes; the error is the answer
// to a client that has made too many.
func (k *clients) Take(c echo.Context, what string) error {
	if k.unlimited {
		return nil
	}
	if key := k.cookieKey(c.Request()); key != "" && k.Cookie[what] != nil {
		if wait := k.Cookie[what].Take(key, 1); wait > 0 {
			return usedUp(what, "this browser", wait)
		}
	}
	if wait := k.Prefix[what].Take(k.addresses.Key(c.Request()), 1); wait > 0 {
		return usedUp(what, "your network address", wait)
	}
	return nil
}

// left refuses a client that has used up its share of something that is counted
// after it was used.
func (k *clients) left(c echo.Context, what string) error {
	if k.unlimited {
		return nil
	}
	if key := k.cookieKey(c.Request()); key != "" {
		if wait := k.Cookie[what].Wait(key); wait > 0 {
			return usedUp(what, "this browser", wait)
		}
	}
	if wait := k.Prefix[what].Wait(k.addresses.Key(c.Request())); wait > 0 {
		return usedUp(what, "your network address", wait)
	}
	return nil
}

// mayWork refuses a client that has used up its computing time.
func (k *clients) mayWork(c echo.Context) error { return k.left(c, WorkSteps) }

// charge counts what a request has used, once it is over.
func (k *clients) charge(r *http.Request, l *lifetime) {
	bytes, steps := l.stored.Bytes(), int64(0)
	for _, b := range l.work {
		steps += b.Steps()
	}
	if k.unlimited || bytes == 0 && steps == 0 {
		return
	}
	prefix, cookie := k.addresses.Key(r), k.cookieKey(r)
	k.Prefix[storedBytes].Charge(prefix, bytes)
	k.Prefix[WorkSteps].Charge(prefix, steps)
	if cookie != "" {
		k.Cookie[storedBytes].Charge(cookie, bytes)
		k.Cookie[WorkSteps].Charge(cookie, steps)
	}
}

// usedUp is the answer to a client that has used more than its share.
func usedUp(what, who string, wait time.Duration) error {
	return &Problem{Status: http.StatusTooManyRequests, Title: "That is too much for now", retry: wait,
		Message: fmt.Sprintf("The limit of %s is reached for %s, so that everybody else has room too. Nothing was saved.", what, who),
		Mend:    fmt.Sprintf("Try again in %s.", waitWords(wait))}
}

// waitWords tells how long to wait.
func waitWords(wait time.Duration) string {
	seconds := int((wait + time.Second - 1) / time.Second)
	switch {
	case seconds <= 1:
		return "a second"
	case seconds < 120:
		return fmt.Sprintf("%d seconds", seconds)
	}
	return fmt.Sprintf("%d minutes", (seconds+59)/60)
}

// newLearner makes a learner of somebody new, which is counted for the client.
func (s *Site) newLearner(c echo.Context) (store.Learner, string, error) {
	var none store.Learner
	if err := s.Limits.Take(c, newLearners); err != nil {
		return none, "", err
	}
	l, token, err := s.Store.NewLearner(c.Request().Context(), s.Now())
	if life := LifetimeOf(c.Request().Context()); life != nil && err == nil {
		life.learners++
	}
	return l, token, err
}
