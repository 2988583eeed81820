package web

import (
	"fmt"
	"io"

	"github.com/labstack/echo/v4"

	"rolecall/sandbox/advice"
	"rolecall/store"
)

// apiArchived tells a script that the oldest records of a log were put away.
type apiArchived struct {
	From    int64  `json:"from"` // number of the first archived record
	To      int64  `json:"to"`
	Records int64  `json:"records"`
	Gone    int64  `json:"gone"` // records before those, which are kept no longer
	URL     string `json:"url"`  // JSON, one record a line
}

func (s *server) archivedNotice(c echo.Context, id, key string, a store.Archive) *apiArchived {
	if a.Records == 0 {
		return nil
	}
	return &apiArchived{a.From, a.To, a.Records, a.Gone, s.public(c, "/api/worlds/"+id+"/"+key+"/events/archive")}
}

// archivedComment tells the reader of a stream that records it asks for are in the
// archive.
func (s *server) archivedComment(c echo.Context, id string, after int64) string {
	u, err := s.Store.Upkeep(c.Request().Context(), id)
	if err != nil || u.Archive.Records == 0 || after >= u.Archive.To {
		return ""
	}
	n := s.archivedNotice(c, id, c.Param("key"), u.Archive)
	return fmt.Sprintf(": records %d to %d are archived at %s\n\n", n.From, n.To, n.URL)
}

// apiArchive sends the archived records to a script.
func (s *server) apiArchive(c echo.Context) error {
	p, err := s.byKey(c)
	if err != nil {
		return err
	}
	return s.sendArchive(c, p)
}

// worldArchive sends the archived records to the world's owner.
func (s *server) worldArchive(c echo.Context) error {
	p, err := s.view(c, c.Param("world"))
	if err != nil {
		return err
	}
	return s.sendArchive(c, p)
}

func (s *server) sendArchive(c echo.Context, p *playing) error {
	u, err := s.Store.Upkeep(c.Request().Context(), p.ID)
	if err != nil {
		return err
	}
	if u.Archive.Records == 0 {
		return advice.NotFound("None of this world’s events has been archived: all of them are in its log.")
	}
	return s.download(c, fileName(p.Title)+"-events.jsonl", "application/jsonl; charset=utf-8", func(to io.Writer) error {
		return s.Store.WriteArchive(c.Request().Context(), p.ID, to)
	})
}
