package practise

import (
	"cmp"
	"fmt"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/labstack/echo/v4"

	"rolecall/quiz"
	"rolecall/quiz/generate"
	"rolecall/sandbox/advice"
	"rolecall/store"
	"rolecall/web/site"
	"rolecall/web/view"
)

// The days that a review looks ahead.
const (
	aheadDays = 30
	weekDays  = 7
)

// maxDaily is how many questions one sitting of a review has.
const maxDaily = 10

// Review shows what is to be recalled now: one card at a time, then questions.
func (s *ReviewPages) Review(c echo.Context) error {
	id, err := s.Learner(c)
	if err != nil {
		return err
	}
	st, err := s.Study(c.Request().Context(), id)
	if err != nil {
		return err
	}
	r := view.Review{}
	if st != nil {
		if r, err = s.reviewOf(c, st); err != nil {
			return err
		}
	}
	c.Response().Header().Set("Cache-Control", "private, no-store") // going back shows what is due now
	return s.Page(c, http.StatusOK, view.ReviewPage(s.Head(c, "Review", view.PracticePath), r))
}

func (s *ReviewPages) reviewOf(c echo.Context, st *study) (view.Review, error) {
	items := st.reviewable()
	load := quiz.Workload(items, st.now, aheadDays, st.left(), quiz.DayLimits().Day)
	r := view.Review{
		Known: len(items) > 0, Done: st.looked, Retention: st.retention, Told: st.told(c.QueryParam("told")),
		Load: workloadPlot(load, st.now), Lessons: s.aheadLessons(st),
	}
	if ahead := c.QueryParam("ahead"); ahead != "" {
		return r, s.reviewAhead(&r, st, ahead, c.QueryParam("again") == "1")
	}
	t := st.today()
	r.Rest, r.New = t.Rest, len(t.New)
	var cards []quiz.RecallItem
	for _, i := range t.Due {
		if i.Kind == quiz.CardItem {
			cards = append(cards, i)
		} else {
			r.Questions++
		}
	}
	r.Sitting = min(r.Questions, maxDaily)
	cards = append(cards, t.New...)
	r.Cards = len(cards)
	if len(cards) > 0 {
		r.Card = st.reviewCard(cards[0], 1)
	}
	return r, nil
}

// reviewAhead shows a lesson's cards, those looked at longest ago first.
func (s *ReviewPages) reviewAhead(r *view.Review, st *study, lesson string, again bool) error {
	l := s.Course.Lesson(lesson)
	if l == nil {
		return advice.NotFound("There is no lesson of that name.")
	}
	a := &view.Ahead{Slug: lesson, Title: l.Title, Again: again}
	var cards []quiz.RecallItem
	for _, i := range st.Items {
		switch {
		case i.Lesson != lesson:
		case i.Kind == quiz.CardItem:
			cards = append(cards, i)
			if at := st.last[i.RecallKey]; quiz.DayOf(at) == quiz.DayOf(st.now) {
				a.Seen++
			}
		case !st.last[i.RecallKey].IsZero():
			a.Questions++
		}
	}
	slices.SortStableFunc(cards, func(x, y quiz.RecallItem) int {
		return cmp.Compare(st.last[x.RecallKey].UnixMilli(), st.last[y.RecallKey].UnixMilli())
	})
	a.Cards = len(cards)
	a.Through = a.Cards == 0 || a.Seen == a.Cards && !again
	if !a.Through {
		r.Card = st.reviewCard(cards[0], min(a.Seen+1, a.Cards))
	}
	r.Ahead = a
	return nil
}

// aheadLessons are the lessons whose cards can be practised ahead.
func (s *ReviewPages) aheadLessons(st *study) []view.AheadLesson {
	cards, known := map[string]int{}, map[string]bool{}
	for _, i := range st.Items {
		if i.Kind == quiz.CardItem {
			cards[i.Lesson]++
			known[i.Lesson] = known[i.Lesson] || i.Memory.Looks > 0
		}
	}
	var list []view.AheadLesson
	for _, l := range s.Course.Lessons() {
		if cards[l.Slug] > 0 && (st.begun[l.Slug] || known[l.Slug]) {
			list = append(list, view.AheadLesson{Slug: l.Slug, Title: l.Title, Cards: cards[l.Slug]})
		}
	}
	return list
}

// told says what became of the card graded last, which the address names.
func (st *study) told(name string) string {
	lesson, card, ok := strings.Cut(name, "/")
	if !ok {
		return ""
	}
	i, ok := st.item(cardKey(lesson, card))
	if !ok || st.last[i.RecallKey].IsZero() {
		return ""
	}
	if i.Memory.Last.Before(st.last[i.RecallKey]) {
		return "Noted. The schedule stays as it is."
	}
	days := quiz.DayOf(i.Memory.Due) - quiz.DayOf(st.now)
	return fmt.Sprintf("Noted. That card comes back in %s, on %s.", view.Rest(days), i.Memory.Due.Format("2 January"))
}

// GradeReview keeps how well a card was known. A grade sent twice, or from
// another tab that shows the card still, counts once.
func (s *ReviewPages) GradeReview(c echo.Context) error {
	f, err := site.Form(c)
	if err != nil {
		return err
	}
	k := cardKey(site.First(f, "lesson"), site.First(f, "card"))
	if s.Curriculum.Cards[k] == nil {
		return advice.NotFound("There is no such card.")
	}
	grade, ok := site.Grades[site.First(f, "grade")]
	if !ok {
		return advice.BadInput("A card is graded again, hard, good or easy.")
	}
	seq, err := strconv.Atoi(site.First(f, "seq"))
	if err != nil || seq < 0 {
		return advice.BadInput("The form does not say how often the card was graded before.")
	}
	id, err := s.Someone(c)
	if err != nil {
		return err
	}
	p, err := s.ProgressOfLearner(c, id)
	if err != nil {
		return err
	}
	to := "/review?told=" + k.Lesson + "/" + k.ID
	ahead := site.First(f, "ahead") != ""
	if ahead {
		to += "&ahead=" + k.Lesson
		if site.First(f, "again") != "" {
			to += "&again=1"
		}
	}
	if seq != p.NextReview(k.Lesson, k.ID) {
		return site.Onward(c, to)
	}
	_, err = s.Keep(c, func(id store.LearnerID) error {
		_, _, err := s.Store.AddReview(c.Request().Context(), id,
			store.Review{Lesson: k.Lesson, Card: k.ID, Seq: seq, Grade: grade, Ahead: ahead, At: s.Now()})
		return err
	})
	if err != nil {
		return err
	}
	return site.Onward(c, to)
}

// SetRetention keeps the one setting there is.
func (s *ReviewPages) SetRetention(c echo.Context) error {
	f, err := site.Form(c)
	if err != nil {
		return err
	}
	percent, err := strconv.Atoi(site.First(f, "retention"))
	if err != nil || percent < store.MinRetention || percent > store.MaxRetention {
		return advice.BadInput("The share to remember is a whole number from %d to %d.", store.MinRetention, store.MaxRetention)
	}
	id, err := s.Someone(c)
	if err != nil {
		return err
	}
	if err := s.Store.SetRetention(c.Request().Context(), id, percent); err != nil {
		return err
	}
	return site.Onward(c, "/review")
}

// ReviewQuestions begins a sitting of the questions that are due, or goes on
// with today's; with a lesson to practise ahead, of that lesson's questions.
func (s *ReviewPages) ReviewQuestions(c echo.Context) error {
	f, err := site.Form(c)
	if err != nil {
		return err
	}
	id, err := s.Learner(c)
	if err != nil {
		return err
	}
	st, err := s.Study(c.Request().Context(), id)
	if err != nil {
		return err
	}
	if st == nil {
		return site.SeeOther(c, "/review")
	}
	lesson := site.First(f, "ahead")
	if open := st.openDaily(lesson); open != nil {
		return site.SeeOther(c, AttemptURL(open.ID))
	}
	questions, err := s.dueQuestions(st, lesson)
	if err != nil {
		return err
	}
	if len(questions) == 0 {
		return site.SeeOther(c, "/review")
	}
	sure, err := s.asksCertainty(c)
	if err != nil {
		return err
	}
	return s.beginAttempt(c, store.Attempt{Kind: store.Practice, Lesson: lesson,
		Setup: store.Setup{Purpose: store.Daily, Ahead: lesson != "", Certainty: sure}}, questions)
}

// openDaily is a sitting of today's that waits for answers.
func (st *study) openDaily(lesson string) *store.Attempt {
	for n := range st.Attempts {
		a := &st.Attempts[n]
		if a.Setup.Purpose == store.Daily && a.Finished.IsZero() && a.Lesson == lesson && quiz.DayOf(a.Started) == quiz.DayOf(st.now) {
			return a
		}
	}
	return nil
}

// dueQuestions are the questions that a review asks for now. A family of generated
// questions is asked about by one that is new.
func (s *ReviewPages) dueQuestions(st *study, ahead string) ([]*quiz.Question, error) {
	var picked []quiz.RecallItem
	if ahead == "" {
		for _, i := range st.today().Due {
			if i.Kind != quiz.CardItem {
				picked = append(picked, i)
			}
		}
	} else {
		for _, i := range st.Items {
			if i.Kind != quiz.CardItem && i.Lesson == ahead && !st.last[i.RecallKey].IsZero() {
				picked = append(picked, i)
			}
		}
		slices.SortStableFunc(picked, func(x, y quiz.RecallItem) int {
			return cmp.Compare(st.last[x.RecallKey].UnixMilli(), st.last[y.RecallKey].UnixMilli())
		})
	}
	var questions []*quiz.Question
	for _, i := range picked[:min(len(picked), maxDaily)] {
		q := s.Bank.Question(i.ID)
		if i.Kind == quiz.FamilyItem {
			var err error
			if q, err = s.freshOf(st, i.ID); err != nil {
				return nil, err
			}
		}
		questions = append(questions, q)
	}
	return questions, nil
}

// freshOf makes a question of a family, unlike those that the reader answered lately.
func (s *ReviewPages) freshOf(st *study, family string) (*quiz.Question, error) {
	seed, err := s.seed()
	if err != nil {
		return nil, err
	}
	made, err := generate.Sit(generate.Wish{Family: family, Count: 1, Avoid: meanings(st.Answers)}, uint64(seed))
	if err != nil || len(made) == 0 {
		return nil, fmt.Errorf("make a question of the family %s for a review: %w", family, err)
	}
	return made[0], nil
}

// workloadPlot draws what comes back on each of the next days.
func workloadPlot(load []int, now time.Time) view.BarPlot {
	p := view.BarPlot{ID: "workload", Title: "What comes back, day by day",
		Table: view.PlotTable{Columns: []string{"Day", "Items"}}}
	week, month := 0, 0
	for d, n := range load {
		on := now.UTC().AddDate(0, 0, d)
		label := ""
		switch {
		case d == 0:
			label = "today"
		case d%7 == 0 && d < len(load)-4:
			label = view.ShortDay(on)
		}
		p.Bars = append(p.Bars, view.PlotBar{Label: label, Value: n})
		p.Table.Rows = append(p.Table.Rows, []string{on.Format("Mon 2 January"), strconv.Itoa(n)})
		month += n
		if d < weekDays {
			week += n
		}
	}
	p.Summary = fmt.Sprintf("%d in the next 7 days, %d in the next 30. What you look at in between comes back on top of these.", week, month)
	return p
}
