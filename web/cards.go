package web

import (
	"net/http"
	"strconv"
	"time"

	"github.com/labstack/echo/v4"

	"rolecall/lessons"
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
		return notFound("There is no such card in this lesson.")
	}
	f, err := form(c)
	if err != nil {
		return err
	}
	grade, ok := grades[first(f, "grade")]
	if !ok {
		return badInput("A card is graded again, hard, good or easy.")
	}
	seq, err := strconv.Atoi(first(f, "seq"))
	if err != nil || seq < 0 {
		return badInput("The form does not say how often the card was graded before.")
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

// restAfter is how long a card rests after each grade.
func restAfter(g store.Grade) time.Duration {
	const day = 24 * time.Hour
	switch g {
	case store.Seen, store.Again:
		return 0
	case store.Hard:
		return day
	case store.Good:
		return 3 * day
	case store.Easy:
		return 7 * day
	}
	return 0
}

// maxDue is how many cards a review shows.
const maxDue = 20

// review shows the cards that are to be recalled now: those graded before whose
// rest is over, and then new ones.
func (s *server) review(c echo.Context) error {
	p, err := s.progressOf(c)
	if err != nil {
		return err
	}
	var r view.Review
	var fresh []view.ReviewCard
	for _, page := range s.lessons.order {
		for b := range page.Mode.All() {
			card, ok := b.(*lessons.Card)
			if !ok {
				continue
			}
			r.Total++
			rc := view.ReviewCard{Card: s.card(page, card, p), From: view.Link{Href: page.URL(), Text: page.Lesson.Lesson.Title}}
			rc.Card.Back = "/review"
			if rc.Seq == 0 {
				fresh = append(fresh, rc)
				continue
			}
			r.Seen++
			last := p.reviews[[2]string{page.Lesson.Lesson.Slug, card.ID}]
			if !s.Now().Before(last.At.Add(restAfter(last.Grade))) {
				r.Due = append(r.Due, rc)
			}
		}
	}
	r.Due = append(r.Due, fresh...)
	r.Due = r.Due[:min(len(r.Due), maxDue)]
	return s.page(c, http.StatusOK, view.ReviewPage(s.head(c, "Review", "/progress"), r))
}
