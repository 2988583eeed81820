package web

import (
	"errors"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"github.com/labstack/echo/v4"

	"rolecall/store"
	"rolecall/web/api"
	"rolecall/web/site"
)

// deadlines is a connection that counts the write deadlines set on it and refuses a
// write that has none of its own.
type deadlines struct {
	*httptest.ResponseRecorder
	fresh  bool
	writes int
	stale  int
}

func (d *deadlines) SetWriteDeadline(t time.Time) error {
	d.fresh = !t.IsZero()
	return nil
}

func (d *deadlines) Write(b []byte) (int, error) {
	d.writes++
	if !d.fresh || len(b) > site.PieceSize {
		d.stale++
	}
	d.fresh = false
	return d.ResponseRecorder.Write(b)
}

func (d *deadlines) Flush() {}

// TestEachPieceHasADeadline sees that a slow reader of a download or of a stream is
// cut off piece by piece, and not after a time for the whole.
func TestEachPieceHasADeadline(t *testing.T) {
	s := testServer(t)
	for name, h := range map[string]echo.HandlerFunc{
		"download": func(c echo.Context) error {
			return s.Download(c, "x", "text/plain", func(w io.Writer) error {
				_, err := io.WriteString(w, strings.Repeat("x", 10*site.PieceSize+1))
				return err
			})
		},
		"stream": func(c echo.Context) error {
			_, done, err := s.OpenStream(c, "w-1")
			if err != nil {
				return err
			}
			defer done()
			return errors.Join(site.SendPiece(c, site.HeartbeatText), api.SendRecords(c, []store.Row{{Seq: 1, Data: []byte("{}")}, {Seq: 2, Data: []byte("{}")}}))
		},
	} {
		t.Run(name, func(t *testing.T) {
			e := echo.New()
			e.GET("/", h)
			s.Front(e)
			w := &deadlines{ResponseRecorder: httptest.NewRecorder()}
			e.ServeHTTP(w, httptest.NewRequest("GET", "/", nil))
			if w.Code != http.StatusOK || w.writes < 3 || w.stale > 0 {
				t.Errorf("status %d, %d writes, %d without a deadline of their own or too large", w.Code, w.writes, w.stale)
			}
		})
	}
}

// TestAFaultyDownloadIsAnsweredAsAFault fails before anything was sent.
func TestAFaultyDownloadIsAnsweredAsAFault(t *testing.T) {
	s := testServer(t)
	w := s.answerTo(t, func(c echo.Context) error {
		return s.Download(c, "x", "text/csv", func(io.Writer) error { return store.ErrNotFound })
	})
	if w.Code != http.StatusNotFound || w.Header().Get("Content-Disposition") != "" || w.Header().Get("Content-Type") != site.HTMLType {
		t.Errorf("status %d, headers %v", w.Code, w.Header())
	}
}
