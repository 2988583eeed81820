package web

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net"
	"net/http"
	"os"
	"strconv"
	"strings"
	"syscall"
	"time"

	"github.com/labstack/echo/v4"

	"rolecall/sandbox/advice"
	"rolecall/sandbox/world"
	"rolecall/store"
	"rolecall/web/view"
)

// problem is an error meant for the reader: a page, not a log line.
type problem struct {
	status  int
	title   string        // what happened
	message string        // where and why
	mend    string        // what to do next
	retry   time.Duration // when it may work; 0 when waiting doesn't help
	cause   error
}

func (p *problem) Error() string {
	if p.cause != nil {
		return p.message + ": " + p.cause.Error()
	}
	return p.message
}

func (p *problem) Unwrap() error { return p.cause }

func tooLarge(limit int64) error {
	p := &problem{status: http.StatusRequestEntityTooLarge, title: "That is too much in one go",
		message: fmt.Sprintf("What is sent here may hold at most %d KB.", limit>>10),
		mend:    "Shorten the text and send it again."}
	switch limit {
	case importLimit:
		p.message = fmt.Sprintf("What is imported may hold at most %d KB, and a world %d KB.", limit>>10, world.MaxDocument>>10)
		p.mend = "Leave out what you don’t need: of an account, the users, roles and policies that you aren’t asking about. Nothing was taken."
	case policiesLimit, maxPolicy:
		p.message = fmt.Sprintf("A policy that is pasted here may hold at most %d KB, and a whole form %d KB as it is sent.", maxPolicy>>10, policiesLimit>>10)
		p.mend = "Shorten the policy and send it again. Nothing was saved."
	case questionsLimit:
		p.message = fmt.Sprintf("A file of questions may hold at most %d KB.", store.MaxBankSource>>10)
		p.mend = "Split the file and bring in one part after the other. Nothing was taken."
	}
	return p
}

func crossOrigin(cause error) error {
	return &problem{status: http.StatusForbidden, title: "This form came from another site", cause: cause,
		message: "A page elsewhere asked to change something here in your name, so nothing was changed.",
		mend:    "Open the page here and use its own form."}
}

// fail is the one place where errors become answers.
func (s *server) fail(err error, c echo.Context) {
	ctx := c.Request().Context()
	if why := interruption(ctx, err); why != nil {
		err = fmt.Errorf("%w: %w", why, err)
	}
	// What is written from here on is written whoever has ended the request.
	c.SetRequest(c.Request().WithContext(context.WithoutCancel(ctx)))
	switch {
	case clientGone(err):
		s.Log.Debug("the client has gone", "method", c.Request().Method, "path", loggedPath(c), "err", err)
		if !c.Response().Committed {
			c.Response().Header().Set("Connection", "close")
			s.logWrite(c.NoContent(statusClientGone)) // in case it listens all the same
		}
		return
	case c.Response().Committed:
		level := slog.LevelError
		if errors.Is(err, ErrShutdown) {
			level = slog.LevelInfo
		}
		s.Log.Log(context.WithoutCancel(ctx), level, "an answer was broken off", "path", loggedPath(c), "err", err)
		panic(http.ErrAbortHandler) // so that half an answer isn't taken for a whole one
	}
	s.tell(c, s.problemOf(err, c), err)
}

// statusClientGone is what a request counts as whose client hung up before it was
// answered. It is never a success, in case the client still listens.
const statusClientGone = 499

// clientGone tells whether nobody is there to read an answer.
func clientGone(err error) bool {
	if errors.Is(err, ErrShutdown) || errors.Is(err, errTooLong) {
		return false
	}
	return errors.Is(err, context.Canceled) || errors.Is(err, syscall.EPIPE) || errors.Is(err, syscall.ECONNRESET) ||
		errors.Is(err, net.ErrClosed) || errors.Is(err, os.ErrDeadlineExceeded) // of a write: it reads too slowly
}

// tell tells a problem in the form that the client asked for.
func (s *server) tell(c echo.Context, p *problem, err error) {
	switch {
	case p.status == http.StatusServiceUnavailable:
		s.Log.Warn("request refused for now", "method", c.Request().Method, "path", loggedPath(c), "err", err)
	case p.status >= 500:
		s.Log.Error("request failed", "method", c.Request().Method, "path", loggedPath(c), "err", err)
	}
	if p.retry > 0 {
		c.Response().Header().Set("Retry-After", retrySeconds(p.retry))
	}
	c.Response().Header().Del("Content-Disposition") // of the file that it was to be
	if wantsJSON(c.Request()) {
		s.logWrite(c.JSON(p.status, map[string]any{"error": map[string]string{"code": codeOf(p.status), "message": p.message}}))
		return
	}
	m := view.Problem{Status: p.status, Title: p.title, Message: p.message, Mend: p.mend}
	if isFragment(c.Request()) {
		s.logWrite(s.render(c, p.status, view.ProblemNotice(m)))
		return
	}
	if p.status == http.StatusNotFound {
		m.Near = s.near(c.Request().URL.Path)
	}
	if p.retry > 0 {
		m.Again = sentAgain(c.Request())
		c.Response().Header().Set("Cache-Control", "no-store") // it may hold what was typed
	}
	s.logWrite(s.page(c, p.status, view.ProblemPage(s.head(c, p.title, ""), m)))
}

func (s *server) logWrite(err error) {
	if err != nil && !clientGone(err) {
		s.Log.Error("writing an error page", "err", err)
	}
}

// problemOf finds what to tell the reader.
func (s *server) problemOf(err error, c echo.Context) *problem {
	if p, ok := errors.AsType[*problem](err); ok {
		return p
	}
	if a, ok := errors.AsType[*advice.Error](err); ok {
		return adviceProblem(a)
	}
	if big, ok := errors.AsType[*http.MaxBytesError](err); ok {
		return tooLarge(big.Limit).(*problem)
	}
	if he, ok := errors.AsType[*echo.HTTPError](err); ok {
		return httpProblem(he, c)
	}
	if busy := busyProblem(err, c); busy != nil {
		return busy
	}
	switch {
	case errors.Is(err, store.ErrFull):
		return &problem{status: http.StatusInsufficientStorage, title: "Nothing more can be saved here", cause: err,
			message: "The disk that holds this server’s data is full, so what you sent was not saved.",
			mend:    "Try again later. What was saved before is safe."}
	case errors.Is(err, store.ErrNotFound):
		return &problem{status: http.StatusNotFound, title: "That is not there any more", cause: err,
			message: "What you asked for was deleted meanwhile."}
	}
	return &problem{status: http.StatusInternalServerError, title: "The server failed",
		message: "Something broke on our side while this page was made. Nothing you sent was half saved.",
		mend:    "Try again. If it happens twice, tell us what you were doing.", cause: err}
}

// adviceProblem is the answer that an error for people gets.
func adviceProblem(a *advice.Error) *problem {
	p := &problem{message: a.Message, mend: a.Fix, cause: a.Cause}
	switch a.Kind {
	case advice.KindBadInput:
		p.status, p.title = http.StatusBadRequest, "That could not be understood"
		if p.mend == "" {
			p.mend = "Go back, change it and send it again. Nothing was saved."
		}
	case advice.KindNotFound:
		p.status, p.title = http.StatusNotFound, "There is no such page"
	case advice.KindConflict:
		p.status, p.title = http.StatusConflict, "This has changed in the meantime"
	case advice.KindTooMany:
		p.status, p.title = http.StatusTooManyRequests, "That is too many"
	}
	if a.Title != "" {
		p.title = a.Title
	}
	return p
}

func httpProblem(he *echo.HTTPError, c echo.Context) *problem {
	switch he.Code {
	case http.StatusNotFound:
		return &problem{status: he.Code, title: "There is no such page",
			message: fmt.Sprintf("Nothing lives at %s.", c.Request().URL.Path)}
	case http.StatusMethodNotAllowed:
		return &problem{status: he.Code, title: "That page does not take this",
			message: fmt.Sprintf("%s does not answer to %s.", c.Request().URL.Path, c.Request().Method)}
	default:
		return &problem{status: he.Code, title: http.StatusText(he.Code), message: fmt.Sprint(he.Message)}
	}
}

// loggedPath is a request's path for the log; where it carries a capability, the
// route alone.
func loggedPath(c echo.Context) string {
	if strings.Contains(c.Path(), ":key") {
		return c.Path()
	}
	return c.Request().URL.Path
}

// retrySeconds is a time to wait as the header Retry-After tells it.
func retrySeconds(wait time.Duration) string {
	return strconv.Itoa(int((wait + time.Second - 1) / time.Second))
}

func codeOf(status int) string {
	return strings.ReplaceAll(http.StatusText(status), " ", "")
}

func wantsJSON(r *http.Request) bool {
	return strings.HasPrefix(r.URL.Path, "/api/") || strings.HasPrefix(r.Header.Get("Accept"), "application/json")
}

// isFragment reports whether htmx asks for a part of a page.
func isFragment(r *http.Request) bool {
	return r.Header.Get("HX-Request") == "true" && r.Header.Get("HX-Boosted") == "" && r.Header.Get("HX-History-Restore-Request") == ""
}

// sentence makes an error that is meant for the reader a sentence of its own.
func sentence(err error) string {
	text := err.Error()
	if text == "" {
		return ""
	}
	return strings.ToUpper(text[:1]) + strings.TrimSuffix(text[1:], ".") + "."
}
