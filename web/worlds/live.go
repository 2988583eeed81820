package worlds

import (
	"encoding/json"
	"fmt"
	"time"

	"github.com/labstack/echo/v4"

	"rolecall/sandbox/play"
	"rolecall/store"
	"rolecall/web/site"
	"rolecall/web/view"
)

// WorldNow answers htmx with a world's page as it is now, after somebody else used
// the world: another tab, or a program. A page that its reader has come back to may
// only lag behind what they did themselves.
func (s *Pages) WorldNow(c echo.Context) error {
	p, err := s.View(c, c.Param("world"))
	if err != nil {
		return err
	}
	said := view.Said{Mark: view.MarkNone, Text: "This world was used from elsewhere: the page is up to date again."}
	from := "From elsewhere"
	if c.QueryParam("back") != "" {
		said.Text, from = "The page is up to date again.", "Meanwhile"
	}
	last, err := s.Records(c, p.ID, p.Console.LastEvent-1, 1)
	if err != nil {
		return err
	}
	seen, err := site.RecordNumber(c.QueryParam("seen"))
	if err != nil {
		return err
	}
	if len(last) > 0 && last[0].Seq > seen {
		row := last[0].Row(0)
		said = view.Said{Mark: row.Mark, Href: "#events", Link: "To the log",
			Text: from + ": " + row.Name + " by " + row.Who + ". " + last[0].Outcome().Summary()}
	}
	return s.acted(c, p, said)
}

// WorldLive tells a page of its world whenever somebody used it, as server-sent
// events: the number of the last record and the version of the world.
func (s *Pages) WorldLive(c echo.Context) error {
	id := c.Param("world")
	if _, err := s.Own(c, id); err != nil {
		return err
	}
	news, done, err := s.OpenStream(c, id)
	if err != nil {
		return err
	}
	defer done()
	beat := time.NewTicker(site.Heartbeat)
	defer beat.Stop()
	for {
		stored, err := s.Own(c, id)
		if err != nil {
			return nil // deleted, or the reader has gone or signed out
		}
		if err := site.SendPiece(c, "data: %s\n\n", State(stored)); err != nil {
			return err
		}
		if !s.waitNews(c, news, beat.C) {
			return nil
		}
	}
}

// waitNews waits until a world has news; false when the reader has gone.
func (s *Pages) waitNews(c echo.Context, news <-chan struct{}, beat <-chan time.Time) bool {
	for {
		select {
		case <-c.Request().Context().Done():
			return false
		case <-news:
			return true
		case <-beat:
			if site.SendPiece(c, site.HeartbeatText) != nil {
				return false
			}
		}
	}
}

// State names how a world stands: it changes with the document and with the log.
func State(stored store.World) string {
	var kept play.Console
	if len(stored.Shell) > 0 {
		_ = json.Unmarshal(stored.Shell, &kept) // a console that can't be read has no number to tell
	}
	return fmt.Sprintf("%d.%d", stored.Version, kept.LastEvent)
}
