package site

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

// Problem is an error meant for the reader: a page, not a log line.
type Problem struct {
	Status  int
	Title   string        // what happened
	Message string        // where and why
	Mend    string        // what to do next
	retry   time.Duration // when it may work; 0 when waiting doesn't help
	cause   error
}

func (p *Problem) Error() string {
	if p.cause != nil {
		return p.Message + ": " + p.cause.Error()
	}
	return p.Message
}

func (p *Problem) Unwrap() error { return p.cause }

// TooLarge is the answer to a body over its limit, in bytes.
func TooLarge(limit int64) error {
	p := &Problem{Status: http.StatusRequestEntityTooLarge, Title: "That is too much in one go",
		Message: fmt.Sprintf("What is sent here may hold at most %d KB.", limit>>10),
		Mend:    "Shorten the text and send it again."}
	switch limit {
	case ImportLimit:
		p.Message = fmt.Sprintf("What is imported may hold at most %d KB, and a world %d KB.", limit>>10, world.MaxDocument>>10)
		p.Mend = "Leave out what you don’t need: of an account, the users, roles and policies that you aren’t asking about. Nothing was taken."
	case PoliciesLimit, MaxPolicy:
		p.Message = fmt.Sprintf("A policy that is pasted here may hold at most %d KB, and a whole form %d KB as it is sent.", MaxPolicy>>10, PoliciesLimit>>10)
		p.Mend = "Shorten the policy and send it again. Nothing was saved."
	case QuestionsLimit:
		p.Message = fmt.Sprintf("A file of questions may hold at most %d KB.", store.MaxBankSource>>10)
		p.Mend = "Split the file and bring in one part after the other. Nothing was taken."
	}
	return p
}

func crossOrigin(cause error) error {
	return &Problem{Status: http.StatusForbidden, Title: "This form came from another site", cause: cause,
		Message: "A page elsewhere asked to change something here in your name, so nothing was changed.",
		Mend:    "Open the page here and use its own form."}
}

// Fail is the one place where errors become answers.
func (s *Site) Fail(err error, c echo.Context) {
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
			s.logWrite(c.NoContent(StatusClientGone)) // in case it listens all the same
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

// StatusClientGone is what a request counts as whose client hung up before it was
// answered. It is never a success, in case the client still listens.
const StatusClientGone = 499

// clientGone tells whether nobody is there to read an answer.
func clientGone(err error) bool {
	if errors.Is(err, ErrShutdown) || errors.Is(err, ErrTooLong) {
		return false
	}
	return errors.Is(err, context.Canceled) || errors.Is(err, syscall.EPIPE) || errors.Is(err, syscall.ECONNRESET) ||
		errors.Is(err, net.ErrClosed) || errors.Is(err, os.ErrDeadlineExceeded) // of a write: it reads too slowly
}

// tell tells a problem in the form that the client asked for.
func (s *Site) tell(c echo.Context, p *Problem, err error) {
	switch {
	case p.Status == http.StatusServiceUnavailable:
		s.Log.Warn("request refused for now", "method", c.Request().Method, "path", loggedPath(c), "err", err)
	case p.Status >= 500:
		s.Log.Error("request failed", "method", c.Request().Method, "path", loggedPath(c), "err", err)
	}
	if p.retry > 0 {
		c.Response().Header().Set("Retry-After", RetrySeconds(p.retry))
	}
	c.Response().Header().Del("Content-Disposition") // of the file that it was to be
	if wantsJSON(c.Request()) {
		s.logWrite(c.JSON(p.Status, map[string]any{"error": map[string]string{"code": codeOf(p.Status), "message": p.Message}}))
		return
	}
	m := view.Problem{Status: p.Status, Title: p.Title, Message: p.Message, Mend: p.Mend}
	if IsFragment(c.Request()) {
		s.logWrite(s.Render(c, p.Status, view.ProblemNotice(m)))
		return
	}
	if p.Status == http.StatusNotFound {
		m.Near = s.Near(c.Request().URL.Path)
	}
	if p.retry > 0 {
		m.Again = sentAgain(c.Request())
		c.Response().Header().Set("Cache-Control", "no-store") // it may hold what was typed
	}
	s.logWrite(s.Page(c, p.Status, view.ProblemPage(s.Head(c, p.Title, ""), m)))
}

func (s *Site) logWrite(err error) {
	if err != nil && !clientGone(err) {
		s.Log.Error("writing an error page", "err", err)
	}
}

// problemOf finds what to tell the reader.
func (s *Site) problemOf(err error, c echo.Context) *Problem {
	if p, ok := errors.AsType[*Problem](err); ok {
		return p
	}
	if a, ok := errors.AsType[*advice.Error](err); ok {
		return adviceProblem(a)
	}
	if big, ok := errors.AsType[*http.MaxBytesError](err); ok {
		return TooLarge(big.Limit).(*Problem)
	}
	if he, ok := errors.AsType[*echo.HTTPError](err); ok {
		return httpProblem(he, c)
	}
	if busy := busyProblem(err, c); busy != nil {
		return busy
	}
	switch {
	case errors.Is(err, store.ErrFull):
		return &Problem{Status: http.StatusInsufficientStorage, Title: "Nothing more can be saved here", cause: err,
			Message: "The disk that holds this server’s data is full, so what you sent was not saved.",
			Mend:    "Try again later. What was saved before is safe."}
	case errors.Is(err, store.ErrNotFound):
		return &Problem{Status: http.StatusNotFound, Title: "That is not there any more", cause: err,
			Message: "What you asked for was deleted meanwhile."}
	}
	return &Problem{Status: http.StatusInternalServerError, Title: "The server failed",
		Message: "Something broke on our side while this page was made. Nothing you sent was half saved.",
		Mend:    "Try again. If it happens twice, tell us what you were doing.", cause: err}
}

// adviceProblem is the answer that an error for people gets.
func adviceProblem(a *advice.Error) *Problem {
	p := &Problem{Message: a.Message, Mend: a.Fix, cause: a.Cause}
	switch a.Kind {
	case advice.KindBadInput:
		p.Status, p.Title = http.StatusBadRequest, "That could not be understood"
		if p.Mend == "" {
			p.Mend = "Go back, change it and send it again. Nothing was saved."
		}
	case advice.KindNotFound:
		p.Status, p.Title = http.StatusNotFound, "There is no such page"
	case advice.KindConflict:
		p.Status, p.Title = http.StatusConflict, "This has changed in the meantime"
	case advice.KindTooMany:
		p.Status, p.Title = http.StatusTooManyRequests, "That is too many"
	}
	if a.Title != "" {
		p.Title = a.Title
	}
	return p
}

func httpProblem(he *echo.HTTPError, c echo.Context) *Problem {
	switch he.Code {
	case http.StatusNotFound:
		return &Problem{Status: he.Code, Title: "There is no such page",
			Message: fmt.Sprintf("Nothing lives at %s.", c.Request().URL.Path)}
	case http.StatusMethodNotAllowed:
		return &Problem{Status: he.Code, Title: "That page does not take this",
			Message: fmt.Sprintf("%s does not answer to %s.", c.Request().URL.Path, c.Request().Method)}
	default:
		return &Problem{Status: he.Code, Title: http.StatusText(he.Code), Message: fmt.Sprint(he.Message)}
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

// RetrySeconds is a time to wait as the header Retry-After tells it.
func RetrySeconds(wait time.Duration) string {
	return strconv.Itoa(int((wait + time.Second - 1) / time.Second))
}

func codeOf(status int) string {
	return strings.ReplaceAll(http.StatusText(status), " ", "")
}

func wantsJSON(r *http.Request) bool {
	return strings.HasPrefix(r.URL.Path, "/api/") || strings.HasPrefix(r.Header.Get("Accept"), "application/json")
}

// IsFragment reports whether htmx asks for a part of a page.
func IsFragment(r *http.Request) bool {
	return r.Header.Get("HX-Request") == "true" && r.Header.Get("HX-Boosted") == "" && r.Header.Get("HX-History-Restore-Request") == ""
}

// Sentence makes an error that is meant for the reader a sentence of its own.
func Sentence(err error) string {
	text := err.Error()
	if text == "" {
		return ""
	}
	return strings.ToUpper(text[:1]) + strings.TrimSuffix(text[1:], ".") + "."
}
