package desk

import (
	"io"
	"strings"

	"github.com/labstack/echo/v4"

	"rolecall/sandbox/advice"
	"rolecall/sandbox/play"
)

// SendArchive answers with the archived records of a world, one a line.
func (s *Desk) SendArchive(c echo.Context, p *play.World) error {
	u, err := s.Store.Upkeep(c.Request().Context(), p.ID)
	if err != nil {
		return err
	}
	if u.Archive.Records == 0 {
		return advice.NotFound("None of this world’s events has been archived: all of them are in its log.")
	}
	return s.Download(c, FileName(p.Title)+"-events.jsonl", "application/jsonl; charset=utf-8", func(to io.Writer) error {
		return s.Store.WriteArchive(c.Request().Context(), p.ID, to)
	})
}

// FileName makes a title the beginning of a file's name that every system takes.
func FileName(title string) string {
	var b strings.Builder
	for _, r := range strings.ToLower(title) {
		switch {
		case r >= 'a' && r <= 'z' || r >= '0' && r <= '9':
			b.WriteRune(r)
		case b.Len() > 0 && !strings.HasSuffix(b.String(), "-"):
			b.WriteByte('-')
		}
		if b.Len() >= 60 {
			break
		}
	}
	if name := strings.Trim(b.String(), "-"); name != "" {
		return name
	}
	return "world"
}
