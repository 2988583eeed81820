package web

import (
	"errors"
	"net/http"
	"strconv"
	"strings"

	"github.com/labstack/echo/v4"

	"rolecall/lessons"
	"rolecall/sandbox"
	"rolecall/store"
	"rolecall/web/view"
)

// challengeForm is a form of a challenge: act does its work, then the challenge
// is shown again where it stood.
func (s *server) challengeForm(c echo.Context, act func(*attempting, map[string][]string) error) error {
	f, err := form(c)
	if err != nil {
		return err
	}
	t, err := s.attempting(c)
	if err != nil {
		return err
	}
	s.locate(t, first(f, "back"))
	if err := act(t, f); err != nil {
		return err
	}
	return s.challengeShown(c, t)
}

// locate finds out which lesson's page a form was sent from: the element's id
// there, and what is carried over from an earlier part.
func (s *server) locate(t *attempting, back string) {
	path, id, _ := strings.Cut(back, "#")
	lesson, mode, _ := strings.Cut(strings.TrimPrefix(path, "/lessons/"), "/")
	m := s.Course.Mode(lesson, mode)
	if m == nil {
		return
	}
	if ref, ok := m.Block(id).(*lessons.ChallengeRef); ok && ref.Name == t.Name {
		t.id, t.back, t.carry = ref.ID, back, carried(m, ref)
	}
}

// carried is the name of the challenge whose documents a part of a project takes over.
func carried(m *lessons.Mode, ref *lessons.ChallengeRef) string {
	if earlier, ok := m.Block(ref.Carry).(*lessons.ChallengeRef); ok {
		return earlier.Name
	}
	return ""
}

func (s *server) challengeShown(c echo.Context, t *attempting) error {
	again, err := s.attemptAnew(c, t)
	if err != nil {
		return err
	}
	if isFragment(c.Request()) {
		v, err := s.challengeView(c, again)
		if err != nil {
			return err
		}
		return s.render(c, http.StatusOK, view.ChallengeBlock(v))
	}
	if len(again.refused) > 0 {
		return s.challengeWhole(c, http.StatusUnprocessableEntity, again)
	}
	if strings.Contains(again.back, "#") {
		return seeOther(c, again.back)
	}
	return seeOther(c, again.back+"#"+again.id)
}

// attemptAnew reads a challenge again after something was done.
func (s *server) attemptAnew(c echo.Context, t *attempting) (*attempting, error) {
	id, err := s.someone(c)
	if err != nil {
		return nil, err
	}
	p, err := s.progressOfLearner(c, id)
	if err != nil {
		return nil, err
	}
	again, err := s.attemptAt(c, t.Challenge, p, t.id, t.back)
	if err != nil {
		return nil, err
	}
	again.refused, again.carry = t.refused, t.carry
	return again, nil
}

// checkChallenge saves the documents that hold, judges the goals and keeps what
// was found.
func (s *server) checkChallenge(c echo.Context) error {
	return s.challengeForm(c, func(t *attempting, f map[string][]string) error {
		id, err := s.challengeWorldID(c, t)
		if err != nil {
			return err
		}
		var results []sandbox.GoalResult
		err = s.play(c, id, func(p *playing) error {
			t.take(p, f)
			results = t.Judge(p.World)
			p.console.Judged = judgements(results)
			return nil
		})
		if err != nil {
			return err
		}
		return s.keepJudgement(c, t, f, results)
	})
}

// take puts the documents of a form in force; those that AWS would refuse are
// kept for the page.
func (t *attempting) take(p *playing, f map[string][]string) {
	t.refused = map[string]view.Editor{}
	for i := range t.Edit {
		path, text := first(f, "path"+strconv.Itoa(i)), newlines(first(f, "source"+strconv.Itoa(i)))
		file, ok := fileAt(p.World, path)
		if !ok || !t.mayEdit(path) {
			continue
		}
		if now, _ := p.Document(path); now == text {
			continue
		}
		findings, err := p.SetDocument(path, text)
		if err != nil {
			t.refused[path] = view.Editor{Path: path, Label: file.Label, Kind: file.Kind, Text: text, Findings: findings, Refused: true}
		}
	}
}

func (t *attempting) mayEdit(path string) bool {
	for _, p := range t.Edit {
		if p == path {
			return true
		}
	}
	return false
}

func (s *server) keepJudgement(c echo.Context, t *attempting, f map[string][]string, results []sandbox.GoalResult) error {
	r := store.ChallengeResult{Challenge: t.Name, Solved: sandbox.Solved(results) && len(t.refused) == 0, Hints: t.hintsTaken(), At: s.Now()}
	var sent strings.Builder
	for i := range t.Edit {
		sent.WriteString(newlines(first(f, "source"+strconv.Itoa(i))))
		sent.WriteByte(0)
	}
	r.Key = baseOf(sent.String()) // the same solution counts once
	for _, g := range results {
		if !g.Met {
			r.Failed = append(r.Failed, g.Goal.Name)
		}
	}
	_, err := s.keep(c, func(id store.LearnerID) error {
		_, err := s.Store.AddChallengeResult(c.Request().Context(), id, r)
		return err
	})
	return err
}

// challengeWorldID finds the reader's world of a challenge and begins one if
// there is none yet.
func (s *server) challengeWorldID(c echo.Context, t *attempting) (string, error) {
	learner, err := s.someone(c)
	if err != nil {
		return "", err
	}
	ctx := c.Request().Context()
	origin := challengeOrigin + t.Name
	info, err := s.Store.WorldByOrigin(ctx, learner, origin)
	if err == nil || !errors.Is(err, store.ErrNotFound) {
		return info.ID, err
	}
	w, err := t.NewWorld(s.worlds.env())
	if err != nil {
		return "", err
	}
	if err := s.worlds.carryOver(ctx, learner, t.carry, w); err != nil {
		return "", err
	}
	return s.newWorld(c, w, store.NewWorld{Scenario: t.Name, Origin: origin, Title: t.Title}, "")
}

// challengeHint opens the next hint.
func (s *server) challengeHint(c echo.Context) error {
	return s.challengeForm(c, func(t *attempting, _ map[string][]string) error {
		n := t.hintsTaken()
		if n >= len(t.Hints) {
			return nil
		}
		_, err := s.keepTry(c, store.Try{Lesson: t.Lesson, Mode: challengeMode, Block: t.Name, Step: hintStep(n), Outcome: outcomeHint})
		return err
	})
}

// giveUp shows the model solution; that it was asked for is kept.
func (s *server) giveUp(c echo.Context) error {
	return s.challengeForm(c, func(t *attempting, _ map[string][]string) error {
		_, err := s.keepTry(c, store.Try{Lesson: t.Lesson, Mode: challengeMode, Block: t.Name, Step: wholePage, Outcome: outcomeGivenUp})
		return err
	})
}

// resetChallenge puts the challenge's world back to its beginning.
func (s *server) resetChallenge(c echo.Context) error {
	return s.challengeForm(c, func(t *attempting, _ map[string][]string) error {
		if t.playing == nil {
			return nil
		}
		owner, err := s.owner(c)
		if err != nil {
			return err
		}
		_, _, err = s.worlds.reset(c.Request().Context(), owner, t.playing.ID, "")
		return err
	})
}

// openChallenge begins the challenge's world and opens its page.
func (s *server) openChallenge(c echo.Context) error {
	f, err := form(c)
	if err != nil {
		return err
	}
	t, err := s.attempting(c)
	if err != nil {
		return err
	}
	s.locate(t, first(f, "back"))
	id, err := s.challengeWorldID(c, t)
	if err != nil {
		return err
	}
	return seeOther(c, view.WorldPath(id))
}
