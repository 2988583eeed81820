package practise

import (
	"fmt"
	"time"

	"github.com/labstack/echo/v4"

	"rolecall/quiz"
	"rolecall/sandbox/advice"
	"rolecall/store"
	"rolecall/web/site"
	"rolecall/web/view"
)

// shownWeakest is how many objectives the page names beforehand.
const shownWeakest = 3

// aims picks questions on what the reader is weakest in, of the lessons that they
// have begun, or of the first one.
func (s *Pages) aims(st *study, n int, seed int64) []quiz.Aim {
	items := map[quiz.RecallKey]quiz.RecallItem{}
	sched, now := quiz.NewFSRS(quiz.DefaultRetention), s.Now()
	begun := map[string]bool{}
	all := s.Curriculum.Items
	if st != nil {
		sched, all = st.Sched, st.Items
		for _, i := range all {
			begun[i.Lesson] = begun[i.Lesson] || st.begun[i.Lesson] || i.Memory.Looks > 0
			items[i.RecallKey] = i
		}
	}
	var pool []*quiz.Question
	var masteries []quiz.Mastery
	for _, l := range s.Course.Lessons() {
		if begun[l.Slug] {
			pool = append(pool, s.Bank.Questions(l.Slug)...)
			masteries = append(masteries, quiz.Masteries(sched, l.Slug, l.Objectives, all, now)...)
		}
	}
	if len(pool) == 0 {
		for _, l := range s.Course.Lessons() {
			if pool = s.Bank.Questions(l.Slug); len(pool) > 0 {
				masteries = quiz.Masteries(sched, l.Slug, l.Objectives, all, now)
				break
			}
		}
	}
	return quiz.Aims(sched, pool, items, masteries, n, uint64(seed), now)
}

// BeginAimed starts a practice of what the reader is weakest in.
func (s *Pages) BeginAimed(c echo.Context) error {
	f, err := site.Form(c)
	if err != nil {
		return err
	}
	n, ok := oneOf(site.First(f, "count"), sittingSizes)
	if !ok {
		return advice.BadInput("Choose how many questions: 5, 10 or 20.")
	}
	st, err := s.studyHere(c)
	if err != nil {
		return err
	}
	seed, err := s.seed()
	if err != nil {
		return err
	}
	sure, err := s.certaintyWish(c, f)
	if err != nil {
		return err
	}
	a := store.Attempt{Kind: store.Practice, Setup: store.Setup{Purpose: store.Aimed, Certainty: sure}}
	var questions []*quiz.Question
	for _, aim := range s.aims(st, n, seed) {
		questions = append(questions, aim.Question)
		a.Setup.Why = append(a.Setup.Why, "Chosen because "+because(aim, s.Now())+".")
	}
	if len(questions) == 0 {
		return advice.NotFound("There are no questions to practise yet.")
	}
	return s.beginAttempt(c, a, questions)
}

func (s *Pages) studyHere(c echo.Context) (*study, error) {
	id, err := s.Learner(c)
	if err != nil {
		return nil, err
	}
	return s.Study(c.Request().Context(), id)
}

// because says why a question was chosen.
func because(a quiz.Aim, now time.Time) string {
	switch a.Reason {
	case quiz.ReasonMissed:
		return "your last answer to it, " + ago(a.Last, now) + ", was not right"
	case quiz.ReasonFading:
		return "you answered it right " + ago(a.Last, now) + ", and may be about to forget it"
	case quiz.ReasonUnmet:
		return fmt.Sprintf("you have met nothing yet on “%s”", a.Mastery.Objective.Text)
	case quiz.ReasonWeak:
		return fmt.Sprintf("“%s” stands at %s so far", a.Mastery.Objective.Text, view.Percent(a.Mastery.Share))
	case quiz.ReasonPassing:
		return "nothing you have met is weaker"
	}
	return ""
}

func ago(at, now time.Time) string {
	switch days := quiz.DayOf(now) - quiz.DayOf(at); days {
	case 0:
		return "today"
	case 1:
		return "yesterday"
	default:
		return view.Rest(days) + " ago"
	}
}

// addWeakest tells what an aimed practice would begin with, and what is open.
func (s *Pages) addWeakest(c echo.Context, v *view.Practice) error {
	st, err := s.studyHere(c)
	if err != nil || st == nil {
		return err
	}
	for _, a := range s.linesOf(c.Request().Context(), st) {
		if !a.Finished && a.kind == store.Practice {
			v.Open = append(v.Open, a.AttemptLine)
		}
	}
	v.Open = v.Open[:min(len(v.Open), shownAttempts)]
	if len(st.Answers) == 0 {
		return nil
	}
	named := map[string]bool{}
	for _, a := range s.aims(st, sittingSizes[1], 0) {
		o := a.Mastery.Objective
		if o.Text == "" || named[o.Text] || len(v.Weakest) == shownWeakest || a.Reason == quiz.ReasonPassing {
			continue
		}
		named[o.Text] = true
		v.Weakest = append(v.Weakest, view.Weak{Objective: o.Text, Why: weakWords(a.Mastery)})
	}
	return nil
}

func weakWords(m quiz.Mastery) string {
	if m.Met == 0 {
		return "nothing met yet"
	}
	return fmt.Sprintf("%s, over %d of %d questions and cards", view.Percent(m.Share), m.Met, m.All)
}
