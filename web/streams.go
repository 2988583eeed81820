package web

import (
	"fmt"
	"net/http"
	"sync"

	"github.com/labstack/echo/v4"
)

// How many event streams are open at a time. A class of 500 behind one address has
// room, with a second tab for some.
const (
	maxStreams     = 20   // of a world
	browserStreams = 40   // of a browser
	prefixStreams  = 800  // of an address prefix
	allStreams     = 4000 // in all
)

// heartbeatText keeps proxies from closing a stream in which nothing happens, and
// finds out whether its reader is still there.
const heartbeatText = ":\n\n"

// streams tells the readers of event streams that a world has new records.
type streams struct {
	mu    sync.Mutex
	of    map[string]map[chan struct{}]bool
	open  map[string]int // by client, see [streamKeys]
	count int
}

// streamKeys are what a stream counts for: its address prefix and its cookie.
type streamKeys struct{ prefix, cookie string }

// openStream begins the answer that is an event stream of a world, if one more may
// be open. The channel holds at most one notice: the reader then reads all that is
// new. done has to be called at the end.
func (s *server) openStream(c echo.Context, id string) (news chan struct{}, done func(), err error) {
	keys := s.clients.streamKeys(c.Request())
	if news, err = s.streams.join(id, keys); err != nil {
		return nil, nil, err
	}
	lasting(c, 0)
	h := c.Response().Header()
	h.Set("Content-Type", "text/event-stream")
	h.Set("Cache-Control", "no-store")
	h.Set("X-Accel-Buffering", "no") // proxies are not to collect it
	c.Response().WriteHeader(http.StatusOK)
	return news, func() { s.streams.leave(id, keys, news) }, nil
}

// streamKeys are empty where no client is limited.
func (k *clients) streamKeys(r *http.Request) streamKeys {
	if k.unlimited {
		return streamKeys{}
	}
	keys := streamKeys{prefix: k.addresses.Key(r)}
	if cookie := k.cookieKey(r); cookie != "" {
		keys.cookie = "cookie " + cookie
	}
	return keys
}

// sendPiece writes a piece of a stream; a reader who doesn't take it in time is cut
// off.
func sendPiece(c echo.Context, format string, args ...any) error {
	if err := allowPiece(c.Response()); err != nil {
		return err
	}
	if _, err := fmt.Fprintf(c.Response(), format, args...); err != nil {
		return err
	}
	return http.NewResponseController(c.Response()).Flush()
}

// join announces a reader of a world's stream.
func (s *streams) join(id string, keys streamKeys) (chan struct{}, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	switch {
	case len(s.of[id]) >= maxStreams:
		return nil, tooManyStreams("At most %d streams of a world’s events are open at a time.", maxStreams)
	case keys.cookie != "" && s.open[keys.cookie] >= browserStreams:
		return nil, tooManyStreams("At most %d streams of events are open at a time in one browser: close a tab with a world.", browserStreams)
	case keys.prefix != "" && s.open[keys.prefix] >= prefixStreams:
		return nil, tooManyStreams("At most %d streams of events are open at a time from one network.", prefixStreams)
	case s.count >= allStreams:
		return nil, tooManyStreams("At most %d streams of events are open at a time in all.", allStreams)
	}
	if s.of == nil {
		s.of, s.open = map[string]map[chan struct{}]bool{}, map[string]int{}
	}
	if s.of[id] == nil {
		s.of[id] = map[chan struct{}]bool{}
	}
	news := make(chan struct{}, 1)
	s.of[id][news] = true
	s.count++
	s.open[keys.prefix]++
	s.open[keys.cookie]++
	return news, nil
}

func tooManyStreams(format string, most int) error {
	return &problem{status: http.StatusTooManyRequests, title: "That is too many", message: fmt.Sprintf(format, most), retry: retryAfter}
}

func (s *streams) leave(id string, keys streamKeys, news chan struct{}) {
	s.mu.Lock()
	defer s.mu.Unlock()
	delete(s.of[id], news)
	if len(s.of[id]) == 0 {
		delete(s.of, id)
	}
	s.count--
	for _, key := range []string{keys.prefix, keys.cookie} {
		if s.open[key]--; s.open[key] == 0 {
			delete(s.open, key)
		}
	}
}

// tell wakes the readers of a world's stream.
func (s *streams) tell(id string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	for news := range s.of[id] {
		select {
		case news <- struct{}{}:
		default:
		}
	}
}
