package practise

import (
	"errors"
	"fmt"
	"net/http"
	"slices"
	"strconv"
	"sync"
	"time"

	"github.com/labstack/echo/v4"

	"rolecall/sandbox/advice"
	"rolecall/store"
	"rolecall/web/site"
	"rolecall/web/view"
)

// refuse records an answer that is not counted. That it can't be recorded is no
// reason to answer otherwise.
func (s *Pages) refuse(c echo.Context, t *Sitting, position int, reason store.RefusalReason, chosen []string) {
	s.record(c, t.Learner, store.Refusal{Attempt: t.ID, Position: position, Reason: reason, Chosen: chosen, At: s.Now()})
}

func (s *Pages) record(c echo.Context, id store.LearnerID, r store.Refusal) {
	if err := s.Store.AddRefusal(c.Request().Context(), id, r); err != nil && !errors.Is(err, store.ErrNotFound) {
		s.Log.Error("recording an answer that was not counted", "err", err)
	}
}

// acting is the sitting of whoever answers it, asks for its hint or for a like one,
// or hands it in. That somebody else tries to is recorded.
func (s *Pages) acting(c echo.Context) (*Sitting, error) {
	t, err := s.sitting(c)
	if err != nil {
		s.refuseForeign(c)
	}
	return t, err
}

// refuseForeign records what a known reader sent to an attempt that is not theirs.
// What is sent to no attempt at all leaves no record.
func (s *Pages) refuseForeign(c echo.Context) {
	id, err := s.Learner(c)
	attempt, bad := strconv.ParseInt(c.Param("id"), 10, 64)
	if err != nil || bad != nil || id == 0 {
		return
	}
	s.record(c, id, store.Refusal{Attempt: store.AttemptID(attempt), Position: -1, Reason: store.RefusedForeign, At: s.Now()})
}

// answerProblem records an answer that came too late and says so: after the time
// was over on the result's page, which it leads to.
func (s *Pages) answerProblem(c echo.Context, t *Sitting, position int, chosen []string, err error) error {
	switch {
	case errors.Is(err, store.ErrFinished):
		s.refuse(c, t, position, store.RefusedFinished, chosen)
		return advice.Conflict("This attempt was handed in before the answer came, so the answer was not counted.")
	case errors.Is(err, store.ErrPastDeadline):
		s.refuse(c, t, position, store.RefusedLate, chosen)
		if _, _, err := s.Store.FinishAttempt(c.Request().Context(), t.Learner, t.ID, t.Deadline); err != nil {
			return err
		}
		return site.Onward(c, t.path())
	}
	return err
}

// certainty reads how sure the reader is, where that is asked.
func (t *Sitting) certainty(f map[string][]string) store.Certainty {
	n, err := strconv.Atoi(site.First(f, view.CertaintyField))
	if err != nil || !t.Setup.Certainty || n < int(store.Guess) || n > int(store.Sure) {
		return store.Unsaid
	}
	return store.Certainty(n)
}

// Bounds of guessing: so many wrong answers within so long.
const (
	MaxWrong    = 20
	wrongWindow = time.Minute
	maxGuessers = 10_000
)

// Guesses remembers the latest wrong answers in practice, so that nobody learns
// the keys by sending every option in turn. What a restart forgets is read again
// from the answers that are kept. Tests are left out: a limit on wrong answers would
// tell which were wrong.
type Guesses struct {
	mu sync.Mutex
	At map[store.LearnerID][]time.Time // oldest first
}

// recall gives the guesses of a learner who isn't remembered, newest first.
func (g *Guesses) recall(id store.LearnerID, newest []time.Time) {
	g.mu.Lock()
	defer g.mu.Unlock()
	if g.At == nil || len(g.At) >= maxGuessers {
		g.At = map[store.LearnerID][]time.Time{}
	}
	if _, known := g.At[id]; known {
		return
	}
	all := slices.Clone(newest)
	slices.Reverse(all)
	g.At[id] = all
}

func (g *Guesses) remembers(id store.LearnerID) bool {
	g.mu.Lock()
	defer g.mu.Unlock()
	_, known := g.At[id]
	return known
}

// Wrong adds a guess of a learner who is remembered.
func (g *Guesses) Wrong(id store.LearnerID, now time.Time) {
	g.mu.Lock()
	defer g.mu.Unlock()
	if all, known := g.At[id]; known {
		all = append(all, now)
		g.At[id] = slices.Clone(all[max(0, len(all)-MaxWrong):])
	}
}

// wait is how long the next answer has to wait; 0 when it may come.
func (g *Guesses) wait(id store.LearnerID, now time.Time) time.Duration {
	g.mu.Lock()
	defer g.mu.Unlock()
	all := g.At[id]
	if len(all) < MaxWrong {
		return 0
	}
	return max(all[0].Add(wrongWindow).Sub(now), 0)
}

// wrongWait is how long the next answer of an attempt has to wait; 0 when it may come.
func (s *Pages) wrongWait(c echo.Context, t *Sitting) (time.Duration, error) {
	if t.Kind != store.Practice || !t.rule.Feedback(t.Kind) {
		return 0, nil
	}
	if !s.Guesses.remembers(t.Learner) {
		newest, err := s.Store.WrongMoments(c.Request().Context(), t.Learner, store.Practice, MaxWrong)
		if err != nil {
			return 0, err
		}
		s.Guesses.recall(t.Learner, newest)
	}
	return s.Guesses.wait(t.Learner, s.Now()), nil
}

func (s *Pages) tooManyWrong(c echo.Context, wait time.Duration) error {
	return &site.Problem{Status: http.StatusTooManyRequests, Title: "Take a breath",
		Message: fmt.Sprintf("%d wrong answers came within a minute, so this one was not counted.", MaxWrong),
		Mend:    fmt.Sprintf("Read why the last one failed, and answer again %s.", s.goOnAt(c, wait))}
}
