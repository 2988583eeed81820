package learn

import (
	"net/http"
	"strconv"

	"github.com/labstack/echo/v4"

	"rolecall/lessons"
	"rolecall/sandbox/advice"
	"rolecall/store"
	"rolecall/web/site"
	"rolecall/web/view"
)

// GradeCard keeps how well a card was known. A grade sent twice counts once.
func (s *Pages) GradeCard(c echo.Context) error {
	page, err := s.lessonPage(c)
	if err != nil {
		return err
	}
	card, ok := page.blocks[c.Param("block")].(*lessons.Card)
	if !ok {
		return advice.NotFound("There is no such card in this lesson.")
	}
	f, err := site.Form(c)
	if err != nil {
		return err
	}
	grade, ok := site.Grades[site.First(f, "grade")]
	if !ok {
		return advice.BadInput("A card is graded again, hard, good or easy.")
	}
	seq, err := strconv.Atoi(site.First(f, "seq"))
	if err != nil || seq < 0 {
		return advice.BadInput("The form does not say how often the card was graded before.")
	}
	p, err := s.keepGrade(c, page, card, grade, seq)
	if err != nil {
		return err
	}
	back := site.LocalPath(site.First(f, "back"))
	if back == "/" {
		back = page.URL() + "#" + view.CardID(card.ID)
	}
	if !site.IsFragment(c.Request()) {
		return site.SeeOther(c, back)
	}
	return s.Render(c, http.StatusOK, view.CardBlock(s.card(page, card, p)))
}

// keepGrade keeps a grade, if it is the next one: one for an earlier look, sent
// again, or one that skips, changes nothing.
func (s *Pages) keepGrade(c echo.Context, page *LessonPage, card *lessons.Card, grade store.Grade, seq int) (*site.Progress, error) {
	id, err := s.Someone(c)
	if err != nil {
		return nil, err
	}
	p, err := s.ProgressOfLearner(c, id)
	if err != nil {
		return nil, err
	}
	lesson := page.Lesson.Lesson.Slug
	if seq != p.NextReview(lesson, card.ID) {
		return p, nil
	}
	return s.Keep(c, func(id store.LearnerID) error {
		_, _, err := s.Store.AddReview(c.Request().Context(), id,
			store.Review{Lesson: lesson, Card: card.ID, Seq: seq, Grade: grade, At: s.Now()})
		return err
	})
}

// card is a card as its reader has it.
func (s *Pages) card(page *LessonPage, card *lessons.Card, p *site.Progress) view.Card {
	lesson := page.Lesson.Lesson.Slug
	v := view.Card{Card: card, Action: page.URL() + "/card/" + card.ID, Seq: p.NextReview(lesson, card.ID)}
	if p == nil {
		return v
	}
	if r, ok := p.Reviews[[2]string{lesson, card.ID}]; ok {
		v.Last = lastTime(r)
	}
	return v
}

func lastTime(r store.Review) string {
	word := ""
	for name, grade := range site.Grades {
		if grade == r.Grade {
			word = name
		}
	}
	return "Last time, on " + r.At.Format("2 January") + ": " + word + "."
}
