package site

import (
	"fmt"
	"net/http"
	"sync"
	"time"

	"github.com/labstack/echo/v4"
)

// Heartbeat is how often a stream in which nothing happens says so.
const Heartbeat = 15 * time.Second

// How many event streams are open at a time. A class of 500 behind one address has
// room, with a second tab for some.
const (
	MaxStreams     = 20   // of a world
	BrowserStreams = 40   // of a browser
	PrefixStreams  = 800  // of an address prefix
	allStreams     = 4000 // in all
)

// HeartbeatText keeps proxies from closing a stream in which nothing happens, and
// finds out whether its reader is still there.
const HeartbeatText = ":\n\n"

// Streams tells the readers of event streams that a world has new records.
type Streams struct {
	mu    sync.Mutex
	of    map[string]map[chan struct{}]bool
	Open  map[string]int // by client, see [streamKeys]
	Count int
}

// StreamKeys are what a stream counts for: its address prefix and its cookie.
type StreamKeys struct{ Prefix, Cookie string }

// OpenStream begins the answer that is an event stream of a world, if one more may
// be open. The channel holds at most one notice: the reader then reads all that is
// new. done has to be called at the end.
func (s *Site) OpenStream(c echo.Context, id string) (news chan struct{}, done func(), err error) {
	keys := s.Limits.streamKeys(c.Request())
	if news, err = s.Streams.Join(id, keys); err != nil {
		return nil, nil, err
	}
	lasting(c, 0)
	h := c.Response().Header()
	h.Set("Content-Type", "text/event-stream")
	h.Set("Cache-Control", "no-store")
	h.Set("X-Accel-Buffering", "no") // proxies are not to collect it
	c.Response().WriteHeader(http.StatusOK)
	return news, func() { s.Streams.Leave(id, keys, news) }, nil
}

// streamKeys are empty where no client is limited.
func (k *clients) streamKeys(r *http.Request) StreamKeys {
	if k.unlimited {
		return StreamKeys{}
	}
	keys := StreamKeys{Prefix: k.addresses.Key(r)}
	if cookie := k.cookieKey(r); cookie != "" {
		keys.Cookie = "cookie " + cookie
	}
	return keys
}

// SendPiece writes a piece of a stream; a reader who doesn't take it in time is cut
// off.
func SendPiece(c echo.Context, format string, args ...any) error {
	if err := allowPiece(c.Response()); err != nil {
		return err
	}
	if _, err := fmt.Fprintf(c.Response(), format, args...); err != nil {
		return err
	}
	return http.NewResponseController(c.Response()).Flush()
}

// Join announces a reader of a world's stream.
func (s *Streams) Join(id string, keys StreamKeys) (chan struct{}, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	switch {
	case len(s.of[id]) >= MaxStreams:
		return nil, tooManyStreams("At most %d streams of a world’s events are open at a time.", MaxStreams)
	case keys.Cookie != "" && s.Open[keys.Cookie] >= BrowserStreams:
		return nil, tooManyStreams("At most %d streams of events are open at a time in one browser: close a tab with a world.", BrowserStreams)
	case keys.Prefix != "" && s.Open[keys.Prefix] >= PrefixStreams:
		return nil, tooManyStreams("At most %d streams of events are open at a time from one network.", PrefixStreams)
	case s.Count >= allStreams:
		return nil, tooManyStreams("At most %d streams of events are open at a time in all.", allStreams)
	}
	if s.of == nil {
		s.of, s.Open = map[string]map[chan struct{}]bool{}, map[string]int{}
	}
	if s.of[id] == nil {
		s.of[id] = map[chan struct{}]bool{}
	}
	news := make(chan struct{}, 1)
	s.of[id][news] = true
	s.Count++
	s.Open[keys.Prefix]++
	s.Open[keys.Cookie]++
	return news, nil
}

func tooManyStreams(format string, most int) error {
	return &Problem{Status: http.StatusTooManyRequests, Title: "That is too many", Message: fmt.Sprintf(format, most), retry: RetryAfter}
}

// Leave ends what [Streams.Join] began.
func (s *Streams) Leave(id string, keys StreamKeys, news chan struct{}) {
	s.mu.Lock()
	defer s.mu.Unlock()
	delete(s.of[id], news)
	if len(s.of[id]) == 0 {
		delete(s.of, id)
	}
	s.Count--
	for _, key := range []string{keys.Prefix, keys.Cookie} {
		if s.Open[key]--; s.Open[key] == 0 {
			delete(s.Open, key)
		}
	}
}

// Tell wakes the readers of a world's stream.
func (s *Streams) Tell(id string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	for news := range s.of[id] {
		select {
		case news <- struct{}{}:
		default:
		}
	}
}
