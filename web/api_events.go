package web

import (
	"encoding/json"
	"fmt"
	"net/http"
	"strconv"
	"sync"
	"time"

	"github.com/labstack/echo/v4"

	"rolecall/store"
)

const (
	maxRecords = 1000 // in one answer
	batch      = 100  // records that a stream reads at a time
	maxStreams = 20   // open at a time, a world
	allStreams = 2000 // open at a time, in all
	heartbeat  = 15 * time.Second
)

// apiEvents lists the records after a number.
func (s *server) apiEvents(c echo.Context) error {
	after, err := recordNumber(c.QueryParam("after"))
	if err != nil {
		return err
	}
	p, err := s.byKey(c)
	if err != nil {
		return err
	}
	rows, err := s.Store.WorldEvents(c.Request().Context(), p.ID, after, maxRecords)
	if err != nil {
		return err
	}
	u, err := s.Store.Upkeep(c.Request().Context(), p.ID)
	if err != nil {
		return err
	}
	out := struct {
		Records  []json.RawMessage `json:"Records"`
		Next     *int64            `json:"next"`
		Archived *apiArchived      `json:"archived,omitempty"` // when the log no longer begins at its beginning
	}{Archived: s.archivedNotice(c, p.ID, c.Param("key"), u.Archive), Records: make([]json.RawMessage, 0, len(rows))}
	if after > 0 {
		out.Next = &after
	}
	for _, r := range rows {
		out.Records = append(out.Records, r.Data)
		out.Next = &r.Seq
	}
	return answerJSON(c, http.StatusOK, out)
}

// recordNumber reads the number after which records are wanted.
func recordNumber(text string) (int64, error) {
	if text == "" {
		return 0, nil
	}
	n, err := strconv.ParseInt(text, 10, 64)
	if err != nil || n < 0 {
		return 0, badInput("%q is no record's number.", text)
	}
	return n, nil
}

// apiStream sends the records as they come, as server-sent events.
func (s *server) apiStream(c echo.Context) error {
	r := c.Request()
	from := r.Header.Get("Last-Event-ID")
	if from == "" {
		from = c.QueryParam("after")
	}
	after, err := recordNumber(from)
	if err != nil {
		return err
	}
	p, err := s.byKey(c)
	if err != nil {
		return err
	}
	news, err := s.streams.open(p.ID)
	if err != nil {
		return err
	}
	defer s.streams.close(p.ID, news)
	beginStream(c)
	if _, err := fmt.Fprint(c.Response(), ": events of "+p.ID+"\n\n"+s.archivedComment(c, p.ID, after)); err != nil {
		return nil // the reader has gone
	}
	beat := time.NewTicker(heartbeat)
	defer beat.Stop()
	for {
		rows, err := s.Store.WorldEvents(r.Context(), p.ID, after, batch)
		if err != nil {
			return err
		}
		for _, row := range rows {
			after = row.Seq
		}
		if sendRecords(c, rows) != nil {
			return nil
		}
		if len(rows) == batch {
			continue
		}
		select {
		case <-r.Context().Done():
			return nil
		case <-news:
		case <-beat.C:
			if _, err := fmt.Fprint(c.Response(), ":\n\n"); err != nil {
				return nil
			}
		}
	}
}

// sendRecords sends each record as one unnamed event.
func sendRecords(c echo.Context, rows []store.Row) error {
	for _, row := range rows {
		if _, err := fmt.Fprintf(c.Response(), "id: %d\ndata: %s\n\n", row.Seq, row.Data); err != nil {
			return err
		}
	}
	c.Response().Flush()
	return nil
}

// beginStream answers with the head of an event stream.
func beginStream(c echo.Context) {
	h := c.Response().Header()
	h.Set("Content-Type", "text/event-stream")
	h.Set("Cache-Control", "no-store")
	h.Set("X-Accel-Buffering", "no") // proxies are not to collect it
	c.Response().WriteHeader(http.StatusOK)
}

// streams tells the readers of event streams that a world has new records.
type streams struct {
	mu    sync.Mutex
	of    map[string]map[chan struct{}]bool
	count int
}

// open announces a reader of a world's stream. The channel holds at most one
// notice: the reader then reads all that is new.
func (s *streams) open(id string) (chan struct{}, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if len(s.of[id]) >= maxStreams || s.count >= allStreams {
		return nil, tooMany("At most %d streams of a world's events are open at a time, and %d in all.", maxStreams, allStreams)
	}
	if s.of == nil {
		s.of = map[string]map[chan struct{}]bool{}
	}
	if s.of[id] == nil {
		s.of[id] = map[chan struct{}]bool{}
	}
	news := make(chan struct{}, 1)
	s.of[id][news] = true
	s.count++
	return news, nil
}

func (s *streams) close(id string, news chan struct{}) {
	s.mu.Lock()
	defer s.mu.Unlock()
	delete(s.of[id], news)
	if len(s.of[id]) == 0 {
		delete(s.of, id)
	}
	s.count--
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
