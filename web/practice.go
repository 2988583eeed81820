package web

import (
	"net/http"
	"strconv"
	"sync"

	"github.com/labstack/echo/v4"

	"rolecall/quiz"
	"rolecall/quiz/generate"
	"rolecall/store"
	"rolecall/web/view"
)

// sittingSizes are how many generated questions a sitting may have.
var sittingSizes = []int{5, 10, 20}

// lately is how many of the latest answers a new sitting tries not to ask again.
const lately = 60

// maxMade bounds the generated questions kept in memory; each can be made again.
const maxMade = 4096

// madeQuestions remembers generated questions by their id and version.
type madeQuestions struct {
	mu    sync.Mutex
	known map[store.Question]*quiz.Question
}

// question finds a question in the version that was asked, of the bank or
// generated; nil when it can't be had any more.
func (s *server) question(q store.Question) *quiz.Question {
	if known := s.Bank.Question(q.ID); known != nil {
		if known.Version != q.Version {
			return nil
		}
		return known
	}
	if !generate.Known(q.ID, q.Version) {
		return nil
	}
	return s.generated(q)
}

func (s *server) generated(q store.Question) *quiz.Question {
	s.made.mu.Lock()
	known := s.made.known[q]
	s.made.mu.Unlock()
	if known != nil {
		return known
	}
	m, err := generate.Rebuild(q.ID, q.Version)
	if err != nil {
		s.Log.Error("making a question again", "err", err)
		return nil
	}
	s.made.mu.Lock()
	defer s.made.mu.Unlock()
	if s.made.known == nil || len(s.made.known) >= maxMade {
		s.made.known = map[store.Question]*quiz.Question{}
	}
	s.made.known[q] = m.Question
	return m.Question
}

// asks reports whether a question can be had in the version that was asked,
// without making it.
func (s *server) asks(q store.Question) bool {
	if known := s.Bank.Question(q.ID); known != nil {
		return known.Version == q.Version
	}
	return generate.Known(q.ID, q.Version)
}

// practiceHub is where practice begins: without end, or five on a lesson.
func (s *server) practiceHub(c echo.Context) error {
	v := view.Practice{Sizes: sittingSizes, Size: sittingSizes[1]}
	for _, f := range generate.Families() {
		if now, _ := generate.Current(f.ID); now.Version == f.Version {
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
	return s.page(c, http.StatusOK, view.PracticePage(s.head(c, "Practice", view.PracticePath), v))
}

// beginSitting starts a practice of generated questions.
func (s *server) beginSitting(c echo.Context) error {
	f, err := form(c)
	if err != nil {
		return err
	}
	w := generate.Wish{Family: first(f, "family"), Difficulty: first(f, "difficulty")}
	for _, n := range sittingSizes {
		if first(f, "count") == strconv.Itoa(n) {
			w.Count = n
		}
	}
	_, known := generate.Current(w.Family)
	switch {
	case w.Family != "" && !known:
		return badInput("There are no questions of that kind.")
	case w.Difficulty != "" && w.Difficulty != quiz.Easy.String() && w.Difficulty != quiz.Medium.String() && w.Difficulty != quiz.Hard.String():
		return badInput("A question is easy, medium or hard.")
	case w.Count == 0:
		return badInput("Choose how many questions: 5, 10 or 20.")
	}
	return s.sitDown(c, w)
}

// likeOne starts a practice of one question like one that was answered.
func (s *server) likeOne(c echo.Context) error {
	t, err := s.sitting(c)
	if err != nil {
		return err
	}
	f, err := form(c)
	if err != nil {
		return err
	}
	n, err := t.position(f)
	if err != nil {
		return err
	}
	if !t.answered(n) || t.Kind == store.Test && !t.over() {
		return badInput("Answer this question first.")
	}
	families := generate.Like(t.asked[n].Question)
	if len(families) == 0 {
		return notFound("There is nothing like this question yet.")
	}
	seed, err := s.seed()
	if err != nil {
		return err
	}
	return s.sitDown(c, generate.Wish{Family: families[int(seed%int64(len(families)))].ID, Count: 1})
}

// sitDown picks the questions of a wish and starts an attempt at them.
func (s *server) sitDown(c echo.Context, w generate.Wish) error {
	id, err := s.someone(c)
	if err != nil {
		return err
	}
	seed, err := s.seed()
	if err != nil {
		return err
	}
	if w.Avoid, err = s.askedLately(c, id); err != nil {
		return err
	}
	a := store.Attempt{Learner: id, Kind: store.Practice, Lesson: generate.Lesson, Seed: seed, Started: s.Now()}
	for _, p := range generate.Sitting(w, uint64(seed)) {
		a.Questions = append(a.Questions, store.Question{ID: p.ID, Version: p.Version})
	}
	if len(a.Questions) == 0 {
		return notFound("No question of this kind has that difficulty. Choose another, or any.")
	}
	attempt, err := s.Store.StartAttempt(c.Request().Context(), a)
	if err != nil {
		return err
	}
	return seeOther(c, "/attempts/"+strconv.FormatInt(int64(attempt), 10)+"?q=1")
}

// askedLately are the meanings of the generated questions that the reader
// answered last.
func (s *server) askedLately(c echo.Context, id store.LearnerID) (map[string]bool, error) {
	answers, err := s.Store.AllAnswers(c.Request().Context(), id)
	if err != nil {
		return nil, err
	}
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
	return keys, nil
}
