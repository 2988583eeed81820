package web

import (
	"sync/atomic"
	"testing"
	"time"

	"rolecall/sandbox/play"
	"rolecall/web/api"
)

// TestUsedWorldsMakeRoom fills the place for worlds that nobody opened with worlds
// that were each used once: a new client is refused while all are in use, and let in
// afterwards; who goes on using a world keeps it.
func TestUsedWorldsMakeRoom(t *testing.T) {
	s := testServer(t)
	s.worlds.MaxUnclaimed = 3
	var ahead atomic.Int64
	began := s.Now
	s.Now = func() time.Time { return began().Add(time.Duration(ahead.Load())) }
	s.worlds.Now = s.Now
	p := newScript(t, s)
	use := func(clock string) {
		t.Helper()
		if status := p.call("POST", clock, map[string]int{"seconds": 1}, nil); status != 200 {
			t.Fatalf("the clock: %d", status)
		}
	}
	kept, left := p.world("blank"), p.world("blank")
	third := p.world("blank")
	for _, w := range []api.WorldAnswer{kept, left, third} {
		use(w.ClockURL)
	}
	p.refused("POST", "/api/worlds", map[string]string{"scenario": "blank"}, 429, "10 minutes")
	ahead.Store(int64(play.InUseFor + time.Second))
	use(kept.ClockURL)
	first, second := p.world("blank"), p.world("blank")
	for _, w := range []api.WorldAnswer{first, second} { // a new one isn't taken away for the next
		if status := p.call("GET", w.ClockURL, nil, nil); status != 200 {
			t.Errorf("a new world is answered %d", status)
		}
	}
	for _, w := range []api.WorldAnswer{left, third} {
		p.refused("GET", w.ClockURL, nil, 404, "no such world")
	}
	if status := p.call("GET", kept.ClockURL, nil, nil); status != 200 {
		t.Errorf("the world that is used is answered %d", status)
	}
}
