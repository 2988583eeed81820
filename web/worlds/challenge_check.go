package worlds

import (
	"errors"
	"net/http"
	"strconv"
	"strings"

	"github.com/labstack/echo/v4"

	"rolecall/lessons"
	"rolecall/sandbox"
	"rolecall/sandbox/play"
	"rolecall/store"
	"rolecall/web/desk"
	"rolecall/web/site"
	"rolecall/web/view"
)

// challengeForm is a form of a challenge: act does its work, then the challenge
// is shown again where it stood.
func (s *ChallengePages) challengeForm(c echo.Context, act func(*desk.Attempting, map[string][]string) error) error {
	f, err := site.Form(c)
	if err != nil {
		return err
	}
	t, err := s.Attempting(c)
	if err != nil {
		return err
	}
	s.locate(t, site.First(f, "back"))
	if err := act(t, f); err != nil {
		return err
	}
	return s.challengeShown(c, t)
}

// locate finds out which lesson's page a form was sent from: the element's id
// there, and what is carried over from an earlier part.
func (s *ChallengePages) locate(t *desk.Attempting, back string) {
	path, id, _ := strings.Cut(back, "#")
	lesson, mode, _ := strings.Cut(strings.TrimPrefix(path, "/lessons/"), "/")
	m := s.Course.Mode(lesson, mode)
	if m == nil {
		return
	}
	if ref, ok := m.Block(id).(*lessons.ChallengeRef); ok && ref.Name == t.Name {
		t.Id, t.Back, t.Carry = ref.ID, back, desk.Carried(m, ref)
	}
}

func (s *ChallengePages) challengeShown(c echo.Context, t *desk.Attempting) error {
	again, err := s.attemptAnew(c, t)
	if err != nil {
		return err
	}
	if site.IsFragment(c.Request()) {
		v, err := s.ChallengeView(c, again)
		if err != nil {
			return err
		}
		return s.Render(c, http.StatusOK, view.ChallengeBlock(v))
	}
	if len(again.Refused) > 0 {
		return s.challengeWhole(c, http.StatusUnprocessableEntity, again)
	}
	if strings.Contains(again.Back, "#") {
		return site.SeeOther(c, again.Back)
	}
	return site.SeeOther(c, again.Back+"#"+again.Id)
}

// attemptAnew reads a challenge again after something was done.
func (s *ChallengePages) attemptAnew(c echo.Context, t *desk.Attempting) (*desk.Attempting, error) {
	id, err := s.Someone(c)
	if err != nil {
		return nil, err
	}
	p, err := s.ProgressOfLearner(c, id)
	if err != nil {
		return nil, err
	}
	again, err := s.AttemptAt(c, t.Challenge, p, t.Id, t.Back)
	if err != nil {
		return nil, err
	}
	again.Refused, again.Carry = t.Refused, t.Carry
	return again, nil
}

// CheckChallenge saves the documents that hold, judges the goals and keeps what
// was found.
func (s *ChallengePages) CheckChallenge(c echo.Context) error {
	return s.challengeForm(c, func(t *desk.Attempting, f map[string][]string) error {
		id, err := s.challengeWorldID(c, t)
		if err != nil {
			return err
		}
		var results []sandbox.GoalResult
		err = s.Play(c, id, func(p *play.World) error {
			take(t, p, f)
			results = t.Judge(p.World)
			p.Console.Judged = play.Judgements(results)
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
func take(t *desk.Attempting, p *play.World, f map[string][]string) {
	t.Refused = map[string]view.Editor{}
	for i := range t.Edit {
		path, text := site.First(f, "path"+strconv.Itoa(i)), site.Newlines(site.First(f, "source"+strconv.Itoa(i)))
		file, ok := play.FileAt(p.World, path)
		if !ok || !mayEdit(t, path) {
			continue
		}
		if now, _ := p.Document(path); now == text {
			continue
		}
		findings, err := p.SetDocument(path, text)
		if err != nil {
			t.Refused[path] = view.Editor{Path: path, Label: file.Label, Kind: file.Kind, Text: text, Findings: findings, Refused: true}
		}
	}
}

func mayEdit(t *desk.Attempting, path string) bool {
	for _, p := range t.Edit {
		if p == path {
			return true
		}
	}
	return false
}

func (s *ChallengePages) keepJudgement(c echo.Context, t *desk.Attempting, f map[string][]string, results []sandbox.GoalResult) error {
	r := store.ChallengeResult{Challenge: t.Name, Solved: sandbox.Solved(results) && len(t.Refused) == 0, Hints: t.HintsTaken(), At: s.Now()}
	var sent strings.Builder
	for i := range t.Edit {
		sent.WriteString(site.Newlines(site.First(f, "source"+strconv.Itoa(i))))
		sent.WriteByte(0)
	}
	r.Key = play.BaseOf(sent.String()) // the same solution counts once
	for _, g := range results {
		if !g.Met {
			r.Failed = append(r.Failed, g.Goal.Name)
		}
	}
	_, err := s.Keep(c, func(id store.LearnerID) error {
		_, err := s.Store.AddChallengeResult(c.Request().Context(), id, r)
		return err
	})
	return err
}

// challengeWorldID finds the reader's world of a challenge and begins one if
// there is none yet.
func (s *ChallengePages) challengeWorldID(c echo.Context, t *desk.Attempting) (string, error) {
	learner, err := s.Someone(c)
	if err != nil {
		return "", err
	}
	ctx := c.Request().Context()
	origin := play.ChallengeOrigin + t.Name
	info, err := s.Store.WorldByOrigin(ctx, learner, origin)
	if err == nil || !errors.Is(err, store.ErrNotFound) {
		return info.ID, err
	}
	w, err := t.NewWorld(s.Worlds.Env())
	if err != nil {
		return "", err
	}
	if err := s.Worlds.CarryOver(ctx, learner, t.Carry, w); err != nil {
		return "", err
	}
	return s.NewWorld(c, w, store.NewWorld{Scenario: t.Name, Origin: origin, Title: t.Title}, "")
}

// ChallengeHint opens the next hint.
func (s *ChallengePages) ChallengeHint(c echo.Context) error {
	return s.challengeForm(c, func(t *desk.Attempting, _ map[string][]string) error {
		n := t.HintsTaken()
		if n >= len(t.Hints) {
			return nil
		}
		_, err := s.KeepTry(c, store.Try{Lesson: t.Lesson, Mode: desk.ChallengeMode, Block: t.Name, Step: desk.HintStep(n), Outcome: site.OutcomeHint})
		return err
	})
}

// GiveUp shows the model solution; that it was asked for is kept.
func (s *ChallengePages) GiveUp(c echo.Context) error {
	return s.challengeForm(c, func(t *desk.Attempting, _ map[string][]string) error {
		_, err := s.KeepTry(c, store.Try{Lesson: t.Lesson, Mode: desk.ChallengeMode, Block: t.Name, Step: site.WholePage, Outcome: site.OutcomeGivenUp})
		return err
	})
}

// ResetChallenge puts the challenge's world back to its beginning.
func (s *ChallengePages) ResetChallenge(c echo.Context) error {
	return s.challengeForm(c, func(t *desk.Attempting, _ map[string][]string) error {
		if t.Playing == nil {
			return nil
		}
		owner, err := s.Owner(c)
		if err != nil {
			return err
		}
		_, _, err = s.Worlds.Reset(c.Request().Context(), owner, t.Playing.ID, "")
		return err
	})
}

// OpenChallenge begins the challenge's world and opens its page.
func (s *ChallengePages) OpenChallenge(c echo.Context) error {
	f, err := site.Form(c)
	if err != nil {
		return err
	}
	t, err := s.Attempting(c)
	if err != nil {
		return err
	}
	s.locate(t, site.First(f, "back"))
	id, err := s.challengeWorldID(c, t)
	if err != nil {
		return err
	}
	return site.SeeOther(c, view.WorldPath(id))
}
