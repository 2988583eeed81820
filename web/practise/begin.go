package practise

import (
	"fmt"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/labstack/echo/v4"

	"rolecall/quiz"
	"rolecall/quiz/attempt"
	"rolecall/quiz/generate"
	"rolecall/sandbox/advice"
	"rolecall/store"
	"rolecall/web/site"
	"rolecall/web/view"
)

// AttemptURL is the address of an attempt.
func AttemptURL(id store.AttemptID) string { return "/attempts/" + strconv.FormatInt(int64(id), 10) }

// beginAttempt keeps an attempt at the questions and leads to the first of them.
// Generated questions are kept with it word for word. A seed that a.Seed doesn't
// say is drawn.
func (s *Pages) beginAttempt(c echo.Context, a store.Attempt, questions []*quiz.Question) error {
	if err := s.Limits.Take(c, site.NewAttempts); err != nil {
		return err
	}
	id, err := s.Someone(c)
	if err != nil {
		return err
	}
	if a.Seed == 0 {
		if a.Seed, err = s.seed(); err != nil {
			return err
		}
	}
	a.Learner, a.Started = id, s.Now()
	var made []*quiz.Question
	for _, q := range questions {
		a.Questions = append(a.Questions, store.Question{ID: q.ID, Version: q.Version})
		if _, _, ok := generate.ParseID(q.ID); ok {
			made = append(made, q)
		}
	}
	packed, err := attempt.PackQuestions(made)
	if err != nil {
		return err
	}
	started, err := s.Store.StartMade(c.Request().Context(), a, packed)
	if err != nil {
		return err
	}
	for _, q := range made {
		s.Questions.Keep(started, q)
	}
	return site.SeeOther(c, AttemptURL(started)+"?q=1")
}

// asksCertainty reports whether the reader chose to be asked how sure they are.
func (s *Pages) asksCertainty(c echo.Context) (bool, error) {
	p, err := s.ProgressOf(c)
	return p != nil && p.Certainty, err
}

// certaintyWish reads whether a form asks for it, and remembers what it says. A
// form without the question goes by what is remembered.
func (s *Pages) certaintyWish(c echo.Context, f url.Values) (bool, error) {
	was, err := s.asksCertainty(c)
	if err != nil || len(f[view.AskCertaintyField]) == 0 {
		return was, err
	}
	ask := slices.Contains(f[view.AskCertaintyField], "1")
	if ask == was {
		return ask, nil
	}
	_, err = s.Keep(c, func(id store.LearnerID) error {
		return s.Store.SetCertainty(c.Request().Context(), id, ask)
	})
	return ask, err
}

// maxOrder is the largest number that fixes a class's questions.
const maxOrder = 999_999

// orderWish reads the number that fixes which questions come and in which order,
// so that a class has the same before it; 0 when the form names none.
func orderWish(f url.Values) (int64, error) {
	text := strings.TrimSpace(site.First(f, view.OrderField))
	if text == "" {
		return 0, nil
	}
	n, err := strconv.ParseInt(text, 10, 64)
	if err != nil || n < 1 || n > maxOrder {
		return 0, advice.BadInput("The number that fixes the order is a whole number from 1 to %d.", maxOrder)
	}
	return n, nil
}

// seedFor is the seed of an attempt: the class's number, or one that is drawn.
func (s *Pages) seedFor(order int64) (int64, error) {
	if order > 0 {
		return order, nil
	}
	return s.seed()
}

// Bounds of asking for generated questions: sittings and single ones an hour, and
// single ones from one attempt.
const (
	MaxSittings = 60
	MaxLikes    = 12
	eagerWindow = time.Hour
)

// sittingsWait counts the sittings of generated questions that a learner began within
// the window. wait is how long the next one has to wait; 0 when it may come. from
// is the attempt that a like one is asked for in; 0 for none.
func (s *Pages) sittingsWait(c echo.Context, id, from int64) (wait time.Duration, err error) {
	since := s.Now().Add(-eagerWindow)
	attempts, err := s.Store.AttemptsSince(c.Request().Context(), store.LearnerID(id), since)
	if err != nil {
		return 0, err
	}
	var all, like []time.Time // newest first
	for _, a := range attempts {
		if _, _, made := generate.ParseID(a.Questions[0].ID); !made {
			continue
		}
		all = append(all, a.Started)
		if from != 0 && int64(a.Setup.From) == from {
			like = append(like, a.Started)
		}
	}
	for _, l := range []struct {
		began []time.Time
		most  int
	}{{all, MaxSittings}, {like, MaxLikes}} {
		if len(l.began) >= l.most {
			wait = max(wait, l.began[l.most-1].Sub(since))
		}
	}
	return wait, nil
}

// goOnAt says when to go on, in words and for clients.
func (s *Pages) goOnAt(c echo.Context, wait time.Duration) string {
	seconds := int((wait + time.Second - 1) / time.Second)
	c.Response().Header().Set("Retry-After", strconv.Itoa(seconds))
	at := s.Now().Add(time.Duration(seconds) * time.Second).UTC().Format("15:04:05")
	if seconds < 120 {
		return fmt.Sprintf("in %d seconds, at %s UTC", seconds, at)
	}
	return fmt.Sprintf("in %d minutes, at %s UTC", (seconds+59)/60, at)
}

func (s *Pages) tooManySittings(c echo.Context, wait time.Duration) error {
	return &site.Problem{Status: http.StatusTooManyRequests, Title: "Enough for a while",
		Message: fmt.Sprintf("At most %d sittings of made questions can be begun within an hour, and %d single ones from one attempt.", MaxSittings, MaxLikes),
		Mend:    fmt.Sprintf("Go on %s. The attempts you have begun and the questions of the lessons are there all the while.", s.goOnAt(c, wait))}
}
