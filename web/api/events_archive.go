package api

import (
	"fmt"

	"github.com/labstack/echo/v4"

	"rolecall/store"
)

// ArchivedRecords tells a script that the oldest records of a log were put away.
type ArchivedRecords struct {
	From    int64  `json:"from"` // number of the first archived record
	To      int64  `json:"to"`
	Records int64  `json:"records"`
	Gone    int64  `json:"gone"` // records before those, which are kept no longer
	URL     string `json:"url"`  // JSON, one record a line
}

func (s *API) archivedNotice(c echo.Context, id, key string, a store.Archive) *ArchivedRecords {
	if a.Records == 0 {
		return nil
	}
	return &ArchivedRecords{a.From, a.To, a.Records, a.Gone, s.Public(c, "/api/worlds/"+id+"/"+key+"/events/archive")}
}

// archivedComment tells the reader of a stream that records it asks for are in the
// archive.
func (s *API) archivedComment(c echo.Context, id string, after int64) string {
	u, err := s.Store.Upkeep(c.Request().Context(), id)
	if err != nil || u.Archive.Records == 0 || after >= u.Archive.To {
		return ""
	}
	n := s.archivedNotice(c, id, c.Param("key"), u.Archive)
	return fmt.Sprintf(": records %d to %d are archived at %s\n\n", n.From, n.To, n.URL)
}

// apiArchive sends the archived records to a script.
func (s *API) apiArchive(c echo.Context) error {
	p, err := s.byKey(c)
	if err != nil {
		return err
	}
	return s.SendArchive(c, p)
}
