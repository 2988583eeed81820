package site

import (
	"cmp"
	"errors"
	"net/http"
	"slices"
	"time"

	"github.com/labstack/echo/v4"

	"rolecall/store"
	"rolecall/web/view"
)

// RetryAfter is when a request that found the server busy is best sent again.
const RetryAfter = 5 * time.Second

// busyProblem is the answer to a request that the server could not serve now but
// can a little later; nil for any other error. It says whether anything of what was
// sent is stored, for that decides what to do next.
func busyProblem(err error, c echo.Context) *Problem {
	p := &Problem{Status: http.StatusServiceUnavailable, retry: RetryAfter, cause: err}
	switch {
	case errors.Is(err, ErrShutdown), errors.Is(err, store.ErrClosed):
		p.Title = "The server is being restarted"
	case errors.Is(err, ErrTooLong):
		p.Title = "That took too long"
	case errors.Is(err, store.ErrBusy):
		p.Title = "The data is in use for a moment"
	case errors.Is(err, store.ErrGone):
		p.Title = "The data is out of reach"
	default:
		return nil
	}
	switch r := c.Request(); {
	case r.Method == http.MethodGet || r.Method == http.MethodHead:
		p.Message, p.Mend = "The page could not be made.", "Load it again in a moment."
	case storedSomething(r.Context()):
		p.Message = "A part of what you sent was saved, and then the answer could not be made."
		p.Mend, p.retry = "Look at the page again before you send anything a second time.", 0
	default:
		p.Message, p.Mend = "What you sent was not saved.", "Send it again in a moment."
	}
	return p
}

// sentAgain is the form that a browser sent, to be offered again; nil when it sent
// none, or one too large to carry along.
func sentAgain(r *http.Request) *view.SentAgain {
	if r.Method != http.MethodPost || r.ParseForm() != nil || len(r.PostForm) == 0 {
		return nil
	}
	again := &view.SentAgain{Action: LocalPath(r.URL.RequestURI())}
	size := 0
	for name, values := range r.PostForm {
		for _, v := range values {
			size += len(name) + len(v)
			again.Fields = append(again.Fields, view.SentField{Name: name, Value: v})
		}
	}
	if size > FormLimit {
		return nil
	}
	slices.SortStableFunc(again.Fields, func(a, b view.SentField) int { return cmp.Compare(a.Name, b.Name) })
	return again
}
