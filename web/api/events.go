package api

import (
	"encoding/json"
	"net/http"
	"time"

	"github.com/labstack/echo/v4"

	"rolecall/store"
	"rolecall/web/site"
)

// apiEvents lists the records after a number.
func (s *API) apiEvents(c echo.Context) error {
	after, err := site.RecordNumber(c.QueryParam("after"))
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
		Archived *ArchivedRecords  `json:"archived,omitempty"` // when the log no longer begins at its beginning
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

// apiStream sends the records as they come, as server-sent events.
func (s *API) apiStream(c echo.Context) error {
	r := c.Request()
	from := r.Header.Get("Last-Event-ID")
	if from == "" {
		from = c.QueryParam("after")
	}
	after, err := site.RecordNumber(from)
	if err != nil {
		return err
	}
	p, err := s.byKey(c)
	if err != nil {
		return err
	}
	news, done, err := s.OpenStream(c, p.ID)
	if err != nil {
		return err
	}
	defer done()
	notice := s.archivedComment(c, p.ID, after)
	if err := site.SendPiece(c, ": events of %s\n\n%s", p.ID, notice); err != nil {
		return err
	}
	beat := time.NewTicker(site.Heartbeat)
	defer beat.Stop()
	for {
		rows, err := s.Store.WorldEvents(r.Context(), p.ID, after, batch)
		if err != nil {
			return err
		}
		for _, row := range rows {
			after = row.Seq
		}
		if err := SendRecords(c, rows); err != nil {
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
			if err := site.SendPiece(c, site.HeartbeatText); err != nil {
				return err
			}
		}
	}
}

// SendRecords sends each record as one unnamed event.
func SendRecords(c echo.Context, rows []store.Row) error {
	for _, row := range rows {
		if err := site.SendPiece(c, "id: %d\ndata: %s\n\n", row.Seq, row.Data); err != nil {
			return err
		}
	}
	return nil
}
