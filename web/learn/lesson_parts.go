package learn

import (
	"bytes"
	"errors"
	"fmt"

	"github.com/a-h/templ"
	"github.com/labstack/echo/v4"

	"rolecall/lessons"
	"rolecall/sandbox"
	"rolecall/store"
	"rolecall/web/desk"
	"rolecall/web/site"
	"rolecall/web/splice"
	"rolecall/web/view"
)

// Some blocks of a lesson show what a reader has made of them: the guided path,
// challenges, cards. They are rendered once as a newcomer meets them, and anew for
// readers who have used them.

// firstForm is a block as a reader meets it who has not used it yet.
func (s *Pages) firstForm(page *LessonPage, b lessons.Block) (templ.Component, error) {
	switch b := b.(type) {
	case *lessons.Policy:
		return view.Policy(policyBlock(page.Lesson, b)), nil
	case *lessons.Steps:
		return s.firstPath(page, b)
	case *lessons.ChallengeRef:
		return s.firstChallenge(page, b)
	case *lessons.Card:
		return view.CardBlock(s.card(page, b, nil)), nil
	default:
		return nil, fmt.Errorf("a block of type %T has no form of its own", b)
	}
}

func (s *Pages) firstChallenge(page *LessonPage, ref *lessons.ChallengeRef) (templ.Component, error) {
	ch := s.Library.Challenge(ref.Name)
	if ch == nil {
		return nil, fmt.Errorf("there is no challenge %s", ref.Name)
	}
	t := &desk.Attempting{Challenge: ch, Id: ref.ID, Back: page.URL() + "#" + ref.ID, Carry: desk.Carried(page.Mode, ref)}
	w, err := t.NewWorld(sandbox.Standing(t.Name))
	if err != nil {
		return nil, err
	}
	return view.ChallengeBlock(s.ChallengeShowing(t, w)), nil
}

// used reports whether a block shows what a reader has made of it.
func used(b lessons.Block) bool {
	switch b.(type) {
	case *lessons.Steps, *lessons.ChallengeRef, *lessons.Card:
		return true
	default:
		return false
	}
}

// parts renders the blocks that the reader has used.
func (s *Pages) parts(c echo.Context, page *LessonPage, p *site.Progress) (map[string][]byte, error) {
	if p == nil || len(page.used) == 0 {
		return nil, nil
	}
	parts := map[string][]byte{}
	for _, b := range page.used {
		part, err := s.part(c, page, b, p)
		if err != nil {
			return nil, err
		}
		if part == nil {
			continue
		}
		html, err := splice.RenderTo(c.Request().Context(), part)
		if err != nil {
			return nil, err
		}
		parts[lessons.BlockID(b)] = bytes.Clone(html.Bytes())
		splice.Buffers.Put(html)
	}
	return parts, nil
}

// part is a block as its reader has made it; nil when it is as it was.
func (s *Pages) part(c echo.Context, page *LessonPage, b lessons.Block, p *site.Progress) (templ.Component, error) {
	switch b := b.(type) {
	case *lessons.Card:
		if p.NextReview(page.Lesson.Lesson.Slug, b.ID) == 0 {
			return nil, nil
		}
		return view.CardBlock(s.card(page, b, p)), nil
	case *lessons.ChallengeRef:
		t, err := s.refAttempt(c, page, b, p)
		if err != nil {
			return nil, err
		}
		v, err := s.ChallengeView(c, t)
		return view.ChallengeBlock(v), err
	case *lessons.Steps:
		w := &walk{page, b}
		info, err := s.Store.WorldByOrigin(c.Request().Context(), p.Learner, w.origin())
		if errors.Is(err, store.ErrNotFound) {
			return nil, nil
		}
		if err != nil {
			return nil, err
		}
		playing, err := s.View(c, info.ID)
		if err != nil {
			return nil, err
		}
		return s.pathPart(c, &pathShown{walk: w, playing: playing, why: playing.Console.Why})
	default:
		return nil, nil
	}
}
