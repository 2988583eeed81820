// Package quota limits what each client of the site may use up: so much at once,
// and so much a second from then on. Clients are told apart by keys, such as an
// address prefix or a cookie. The package knows no HTTP but for finding a client's
// address, and goes by the clock it is handed.
package quota

import (
	"container/list"
	"math"
	"sync"
	"time"

	"golang.org/x/time/rate"
)

// Rate is what a client may use: Burst at once, and PerSecond more each second.
type Rate struct {
	Burst     int64
	PerSecond float64
}

// Times is the rate multiplied by a factor, with a burst of at least 1.
func (r Rate) Times(factor float64) Rate {
	return Rate{Burst: max(int64(float64(r.Burst)*factor), 1), PerSecond: r.PerSecond * factor}
}

// Limiter holds every key to one rate. It remembers a bounded number of keys: of
// more than that, those that were used longest ago begin anew. It is safe for
// concurrent use.
type Limiter struct {
	rate Rate
	most int
	now  func() time.Time

	mu    sync.Mutex
	order *list.List // of *used, the last used first
	keys  map[string]*list.Element
}

type used struct {
	key     string
	limiter *rate.Limiter
}

// New returns a limiter that remembers at most so many keys.
func New(r Rate, most int, now func() time.Time) *Limiter {
	return &Limiter{rate: r, most: most, now: now, order: list.New(), keys: map[string]*list.Element{}}
}

// Take takes n from what the key has left. When there is less it takes nothing and
// returns how long to wait until there is enough, rounded up to a whole second.
func (l *Limiter) Take(key string, n int64) (wait time.Duration) {
	l.mu.Lock()
	defer l.mu.Unlock()
	now := l.now()
	n = min(n, l.rate.Burst)
	u := l.of(key)
	if u.AllowN(now, int(n)) {
		return 0
	}
	return l.until(u, now, float64(n))
}

// Wait is how long a key has to wait until it has anything left; 0 when it has.
func (l *Limiter) Wait(key string) time.Duration {
	l.mu.Lock()
	defer l.mu.Unlock()
	e := l.keys[key]
	if e == nil {
		return 0 // it has used nothing, and asking is not using
	}
	u, now := e.Value.(*used).limiter, l.now()
	if u.TokensAt(now) > 0 {
		return 0
	}
	return l.until(u, now, 1)
}

// Charge takes n from the key after it was used, even when there is less: the key
// is in debt then, by at most a burst for each call.
func (l *Limiter) Charge(key string, n int64) {
	if n <= 0 {
		return
	}
	l.mu.Lock()
	defer l.mu.Unlock()
	l.of(key).ReserveN(l.now(), int(min(n, l.rate.Burst)))
}

// Keys is how many keys are remembered.
func (l *Limiter) Keys() int {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.order.Len()
}

// until is the time in which n will be there.
func (l *Limiter) until(u *rate.Limiter, now time.Time, n float64) time.Duration {
	missing := n - u.TokensAt(now)
	if l.rate.PerSecond <= 0 {
		return time.Hour
	}
	seconds := math.Ceil(missing / l.rate.PerSecond)
	return time.Duration(min(max(seconds, 1), 24*3600)) * time.Second
}

// of finds a key's limiter and makes it the last used one.
func (l *Limiter) of(key string) *rate.Limiter {
	if e := l.keys[key]; e != nil {
		l.order.MoveToFront(e)
		return e.Value.(*used).limiter
	}
	if l.order.Len() >= l.most {
		oldest := l.order.Back()
		delete(l.keys, oldest.Value.(*used).key)
		l.order.Remove(oldest)
	}
	u := &used{key, rate.NewLimiter(rate.Limit(l.rate.PerSecond), int(l.rate.Burst))}
	l.keys[key] = l.order.PushFront(u)
	return u.limiter
}
