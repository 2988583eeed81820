package site

import (
	"bufio"
	"encoding/csv"
	"errors"
	"io"
	"net/http"
	"strconv"
	"strings"

	"github.com/labstack/echo/v4"
)

// Inert keeps a spreadsheet from taking what a learner typed for a formula.
func Inert(field string) string {
	if _, err := strconv.ParseFloat(field, 64); err == nil {
		return field
	}
	if field != "" && strings.ContainsRune("=+-@\t\r", rune(field[0])) {
		return "'" + field
	}
	return field
}

// PieceSize is how many bytes of a download are sent at a time, each with a time of
// its own in which the client has to take it.
const PieceSize = 32 << 10

// Download answers with a file that write produces piece by piece. An error before
// the first piece is answered as any other; after it the connection is broken off,
// so that nobody takes half a file for a whole one.
func (s *Site) Download(c echo.Context, name, contentType string, write func(io.Writer) error) error {
	lasting(c, downloadLimit)
	h := c.Response().Header()
	h.Set("Content-Type", contentType)
	h.Set("Content-Disposition", `attachment; filename="`+name+`"`)
	h.Set("Cache-Control", "private, no-store")
	if c.Request().Method == http.MethodHead {
		return c.NoContent(http.StatusOK)
	}
	leave, err := s.downloads.join(c.Request().Context(), s.Limits.streamKeys(c.Request()), downloadTurn)
	if err != nil {
		return err
	}
	defer leave()
	out := bufio.NewWriterSize(pieces{c.Response()}, PieceSize)
	if err := write(out); err != nil {
		return err
	}
	return out.Flush()
}

// pieces writes to a client that has to take each piece in time.
type pieces struct{ to http.ResponseWriter }

func (p pieces) Write(b []byte) (int, error) {
	for sent := 0; sent < len(b); {
		if err := allowPiece(p.to); err != nil {
			return sent, err
		}
		n, err := p.to.Write(b[sent:min(sent+PieceSize, len(b))])
		sent += n
		if err != nil {
			return sent, err
		}
	}
	return len(b), nil
}

// Csv answers with a table: its head, and the rows that each hands to row.
func (s *Site) Csv(c echo.Context, name string, head []string, each func(row func(...string) error) error) error {
	return s.Download(c, name, "text/csv; charset=utf-8", func(to io.Writer) error {
		w := csv.NewWriter(to)
		row := func(fields ...string) error {
			for i := range fields {
				fields[i] = Inert(fields[i])
			}
			return w.Write(fields)
		}
		if err := errors.Join(row(head...), each(row)); err != nil {
			return err
		}
		w.Flush()
		return w.Error()
	})
}

// Attach answers with a file to be saved under a name.
func Attach(c echo.Context, name, contentType string, data []byte) error {
	h := c.Response().Header()
	h.Set("Content-Disposition", `attachment; filename="`+name+`"`)
	h.Set("Cache-Control", "private, no-store")
	return c.Blob(http.StatusOK, contentType, data)
}
