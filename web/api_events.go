package web

import (
	"encoding/json"
	"net/http"
	"strconv"
	"time"

	"github.com/labstack/echo/v4"

	"rolecall/sandbox/advice"
	"rolecall/store"
)

const (
	maxRecords = 1000 // in one answer
	batch      = 100  // records that a stream reads at a time
)

// heartbeat is how often a stream in which nothing happens says so.
const heartbeat = 15 * time.Second

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
		return 0, advice.BadInput("%q is no record's number.", text)
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
	news, done, err := s.openStream(c, p.ID)
	if err != nil {
		return err
	}
	defer done()
	notice := s.archivedComment(c, p.ID, after)
	if err := sendPiece(c, ": events of %s\n\n%s", p.ID, notice); err != nil {
		return err
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
		if err := sendRecords(c, rows); err != nil {
			return err
		}
		if len(rows) == batch {
			continue
		}
		select {
		case <-r.Context().Done():
			return nil
		case <-news:
		case <-beat.C:
			if err := sendPiece(c, heartbeatText); err != nil {
				return err
			}
		}
	}
}

// sendRecords sends each record as one unnamed event.
func sendRecords(c echo.Context, rows []store.Row) error {
	for _, row := range rows {
		if err := sendPiece(c, "id: %d\ndata: %s\n\n", row.Seq, row.Data); err != nil {
			return err
		}
	}
	return nil
}
