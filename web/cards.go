package web

import (
	"net/http"
	"strconv"

	"github.com/labstack/echo/v4"

	"rolecall/lessons"
	"rolecall/sandbox/advice"
	"rolecall/store"
	"rolecall/web/view"
)

var grades = map[string]store.Grade{"again": store.Again, "hard": store.Hard, "good": store.Good, "easy": store.Easy}

// gradeCard keeps how well a card was known. A grade sent twice counts once.
func (s *server) gradeCard(c echo.Context) error {
	page, err := s.lessonPage(c)
	if err != nil {
		return err
	}
	card, ok := page.blocks[c.Param("block")].(*lessons.Card)
	if !ok {
		return advice.NotFound("There is no such card in this lesson.")
	}
	f, err := form(c)
	if err != nil {
		return err
	}
	grade, ok := grades[first(f, "grade")]
	if !ok {
		return advice.BadInput("A card is graded again, hard, good or easy.")
	}
	seq, err := strconv.Atoi(first(f, "seq"))
	if err != nil || seq < 0 {
		return advice.BadInput("The form does not say how often the card was graded before.")
	}
	p, err := s.keepGrade(c, page, card, grade, seq)
	if err != nil {
		return err
	}
	back := localPath(first(f, "back"))
	if back == "/" {
		back = page.URL() + "#" + view.CardID(card.ID)
	}
	if !isFragment(c.Request()) {
		return seeOther(c, back)
	}
	return s.render(c, http.StatusOK, view.CardBlock(s.card(page, card, p)))
}

// keepGrade keeps a grade, if it is the next one: one for an earlier look, sent
// again, or one that skips, changes nothing.
func (s *server) keepGrade(c echo.Context, page *lessonPage, card *lessons.Card, grade store.Grade, seq int) (*progress, error) {
	id, err := s.someone(c)
	if err != nil {
		return nil, err
	}
	p, err := s.progressOfLearner(c, id)
	if err != nil {
		return nil, err
	}
	lesson := page.Lesson.Lesson.Slug
	if seq != p.nextReview(lesson, card.ID) {
		return p, nil
	}
	return s.keep(c, func(id store.LearnerID) error {
		_, _, err := s.Store.AddReview(c.Request().Context(), id,
			store.Review{Lesson: lesson, Card: card.ID, Seq: seq, Grade: grade, At: s.Now()})
		return err
	})
}

// nextReview is the number of a card's next review.
func (p *progress) nextReview(lesson, card string) int {
	if p == nil {
		return 0
	}
	if r, ok := p.reviews[[2]string{lesson, card}]; ok {
		return r.Seq + 1
	}
	return 0
}

// card is a card as its reader has it.
func (s *server) card(page *lessonPage, card *lessons.Card, p *progress) view.Card {
	lesson := page.Lesson.Lesson.Slug
	v := view.Card{Card: card, Action: page.URL() + "/card/" + card.ID, Seq: p.nextReview(lesson, card.ID)}
	if p == nil {
		return v
	}
	if r, ok := p.reviews[[2]string{lesson, card.ID}]; ok {
		v.Last = lastTime(r)
	}
	return v
}

func lastTime(r store.Review) string {
	word := ""
	for name, grade := range grades {
		if grade == r.Grade {
			word = name
		}
	}
	return "Last time, on " + r.At.Format("2 January") + ": " + word + "."
}
