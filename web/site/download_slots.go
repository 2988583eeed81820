package site

import (
	"context"
	"fmt"
	"net/http"
	"sync"
	"time"

	"rolecall/store"
)

// How many downloads run at a time. One takes a connection of the store for as long
// as its client reads, so clients who read slowly must leave some to others. Who
// reads as fast as usual waits for a turn and doesn't notice.
const (
	browserDownloads = 2 // of a browser
	prefixDownloads  = store.Downloads / 4
	allDownloads     = store.Downloads
	// downloadTurn is how long a download waits for its turn.
	downloadTurn = 10 * time.Second
)

// downloadSlots give downloads their turn. The zero value is ready.
type downloadSlots struct {
	mu    sync.Mutex
	open  map[string]int // by client, see [StreamKeys]
	count int
	freed chan struct{} // closed when one ends
}

// join waits for a turn, for at most a time. leave has to be called at the end.
func (d *downloadSlots) join(ctx context.Context, keys StreamKeys, most time.Duration) (leave func(), err error) {
	limit := time.NewTimer(most)
	defer limit.Stop()
	for {
		freed, full := d.take(keys)
		if full == "" {
			return func() { d.leave(keys) }, nil
		}
		select {
		case <-freed:
		case <-ctx.Done():
			return nil, context.Cause(ctx)
		case <-limit.C:
			return nil, &Problem{Status: http.StatusTooManyRequests, Title: "Too many downloads run at a time", Message: full, retry: RetryAfter,
				Mend: "Wait until one has ended, and try again. Nothing was changed."}
		}
	}
}

// take takes a place, or says which limit is met and what is closed when a place
// becomes free.
func (d *downloadSlots) take(keys StreamKeys) (freed <-chan struct{}, full string) {
	d.mu.Lock()
	defer d.mu.Unlock()
	switch {
	case keys.Cookie != "" && d.open[keys.Cookie] >= browserDownloads:
		full = fmt.Sprintf("This browser has %d downloads running, which is as many as one may have at a time.", browserDownloads)
	case keys.Prefix != "" && d.open[keys.Prefix] >= prefixDownloads:
		full = fmt.Sprintf("Your network address has %d downloads running, which is as many as one may have at a time.", prefixDownloads)
	case d.count >= allDownloads:
		full = fmt.Sprintf("%d downloads are running, which is as many as this server runs at a time.", allDownloads)
	default:
		if d.open == nil {
			d.open = map[string]int{}
		}
		d.count++
		d.open[keys.Cookie]++
		d.open[keys.Prefix]++
		return nil, ""
	}
	if d.freed == nil {
		d.freed = make(chan struct{})
	}
	return d.freed, full
}

func (d *downloadSlots) leave(keys StreamKeys) {
	d.mu.Lock()
	defer d.mu.Unlock()
	d.count--
	for _, key := range []string{keys.Cookie, keys.Prefix} {
		if d.open[key]--; d.open[key] <= 0 {
			delete(d.open, key)
		}
	}
	if d.freed != nil {
		close(d.freed)
		d.freed = nil
	}
}
