package practise

import (
	"net/http"
	"net/url"

	"github.com/labstack/echo/v4"

	"rolecall/quiz"
	"rolecall/quiz/generate"
	"rolecall/sandbox/advice"
	"rolecall/store"
	"rolecall/web/site"
	"rolecall/web/view"
)

// sittingSizes are how many generated questions a sitting may have.
var sittingSizes = []int{5, 10, 20}

// lately is how many of the latest answers a new sitting tries not to ask again.
const lately = 60

// PracticeHub is where practice begins: without end, or five on a lesson.
func (s *Pages) PracticeHub(c echo.Context) error {
	v := view.Practice{Sizes: sittingSizes, Size: sittingSizes[1]}
	for _, f := range generate.Families() {
		if f.Newest() {
			v.Families = append(v.Families, view.FamilyChoice{ID: f.ID, Title: f.Title, Chosen: c.QueryParam("family") == f.ID})
		}
	}
	for _, d := range []quiz.Difficulty{quiz.Easy, quiz.Medium, quiz.Hard} {
		v.Levels = append(v.Levels, view.FamilyChoice{ID: d.String(), Title: d.String(), Chosen: c.QueryParam("difficulty") == d.String()})
	}
	for _, l := range s.Course.Lessons() {
		if n := len(s.Bank.Questions(l.Slug)); n > 0 {
			v.Lessons = append(v.Lessons, view.QuizChoice{Slug: l.Slug, Title: l.Title, Summary: l.Summary, Questions: n})
		}
	}
	if err := s.addWeakest(c, &v); err != nil {
		return err
	}
	var err error
	if v.Certainty, err = s.asksCertainty(c); err != nil {
		return err
	}
	return s.Page(c, http.StatusOK, view.PracticePage(s.Head(c, "Practice", view.PracticePath), v))
}

// BeginSitting starts a practice of generated questions.
func (s *Pages) BeginSitting(c echo.Context) error {
	f, err := site.Form(c)
	if err != nil {
		return err
	}
	w := generate.Wish{Family: site.First(f, "family"), Difficulty: site.First(f, "difficulty")}
	w.Count, _ = oneOf(site.First(f, "count"), sittingSizes)
	_, known := generate.Current(w.Family)
	switch {
	case w.Family != "" && !known:
		return advice.BadInput("There are no questions of that kind.")
	case w.Difficulty != "" && w.Difficulty != quiz.Easy.String() && w.Difficulty != quiz.Medium.String() && w.Difficulty != quiz.Hard.String():
		return advice.BadInput("A question is easy, medium or hard.")
	case w.Count == 0:
		return advice.BadInput("Choose how many questions: 5, 10 or 20.")
	}
	return s.sitDown(c, f, w, store.Setup{})
}

// LikeOne starts a practice of one question like one that was answered.
func (s *Pages) LikeOne(c echo.Context) error {
	t, err := s.acting(c)
	if err != nil {
		return err
	}
	f, err := site.Form(c)
	if err != nil {
		return err
	}
	n, err := t.position(f)
	if err != nil {
		return err
	}
	if !t.answered(n) || !t.tells(n) {
		return advice.BadInput("Answer this question first.")
	}
	families := generate.Like(t.Asked[n].Question)
	if len(families) == 0 {
		return advice.NotFound("There is nothing like this question yet.")
	}
	seed, err := s.seed()
	if err != nil {
		return err
	}
	w := generate.Wish{Family: families[int(seed%int64(len(families)))].ID, Count: 1}
	wait, err := s.sittingsWait(c, int64(t.Learner), int64(t.ID))
	if err != nil {
		return err
	}
	if wait > 0 {
		s.refuse(c, t, n, store.RefusedEager, nil)
		return s.tooManySittings(c, wait)
	}
	return s.sitDown(c, nil, w, store.Setup{Purpose: store.Like, From: t.ID})
}

// sitDown makes the questions of a wish and starts an attempt at them.
func (s *Pages) sitDown(c echo.Context, f url.Values, w generate.Wish, setup store.Setup) error {
	id, err := s.Someone(c)
	if err != nil {
		return err
	}
	wait, err := s.sittingsWait(c, int64(id), 0)
	if err != nil {
		return err
	}
	if wait > 0 {
		return s.tooManySittings(c, wait)
	}
	if setup.Certainty, err = s.certaintyWish(c, f); err != nil {
		return err
	}
	if setup.Order, err = orderWish(f); err != nil {
		return err
	}
	a := store.Attempt{Kind: store.Practice, Lesson: generate.Lesson, Setup: setup}
	if a.Seed, err = s.seedFor(setup.Order); err != nil {
		return err
	}
	if setup.Order == 0 { // a class has the same questions, whoever answered what
		if w.Avoid, err = s.askedLately(c, id); err != nil {
			return err
		}
	}
	questions, err := generate.Sit(w, uint64(a.Seed))
	if err != nil {
		return err
	}
	if len(questions) == 0 {
		return advice.BadInput("No question of this kind has that difficulty. Choose another, or any.")
	}
	return s.beginAttempt(c, a, questions)
}

// askedLately are the meanings of the generated questions that the reader
// answered last.
func (s *Pages) askedLately(c echo.Context, id store.LearnerID) (map[string]bool, error) {
	answers, err := s.Store.AllAnswers(c.Request().Context(), id)
	return meanings(answers), err
}

// meanings are those of the generated questions among the latest answers.
func meanings(answers []store.Answer) map[string]bool {
	keys := map[string]bool{}
	for _, a := range answers[max(0, len(answers)-lately):] {
		family, seed, ok := generate.ParseID(a.Question.ID)
		if !ok {
			continue
		}
		if f, ok := generate.Current(family); ok && f.Version == a.Question.Version {
			key, _ := f.Glance(seed)
			keys[key] = true
		}
	}
	return keys
}
