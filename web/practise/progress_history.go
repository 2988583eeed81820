package practise

import (
	"context"
	"net/http"
	"strconv"
	"strings"
	"time"

	"github.com/labstack/echo/v4"

	"rolecall/quiz"
	"rolecall/quiz/generate"
	"rolecall/sandbox/advice"
	"rolecall/store"
	"rolecall/web/view"
)

// historyPage is how many attempts a page of the history lists.
const historyPage = 10

// History lists every attempt with every question, in the version asked.
func (s *ProgressPages) History(c echo.Context) error {
	st, err := s.studyHere(c)
	if err != nil {
		return err
	}
	h := view.History{Page: 1, Pages: 1}
	if st != nil {
		h.Pages = max((len(st.Attempts)+historyPage-1)/historyPage, 1)
		if text := c.QueryParam("page"); text != "" {
			if h.Page, err = strconv.Atoi(text); err != nil || h.Page < 1 || h.Page > h.Pages {
				return advice.NotFound("There is no such page of attempts.")
			}
		}
		s.fillHistory(c.Request().Context(), &h, st)
	}
	return s.Page(c, http.StatusOK, view.HistoryPage(s.Head(c, "Every attempt", "/progress"), h))
}

func (s *ProgressPages) fillHistory(ctx context.Context, h *view.History, st *study) {
	address := func(page int) string { return "/progress/history?page=" + strconv.Itoa(page) }
	if h.Page > 1 {
		h.Newer = address(h.Page - 1)
	}
	if h.Page < h.Pages {
		h.Older = address(h.Page + 1)
	}
	from := (h.Page - 1) * historyPage
	lines := s.linesOf(ctx, st)
	answers := map[store.AttemptID]map[int]store.Answer{}
	for _, a := range st.Answers {
		if answers[a.Attempt] == nil {
			answers[a.Attempt] = map[int]store.Answer{}
		}
		answers[a.Attempt][a.Position] = a
	}
	for n, a := range st.Attempts[from:min(from+historyPage, len(st.Attempts))] {
		h.Attempts = append(h.Attempts, s.pastAttempt(ctx, a, st.Keys.Of(a), lines[from+n].AttemptLine, answers[a.ID]))
	}
}

func (s *ProgressPages) pastAttempt(ctx context.Context, a store.Attempt, rule store.KeyRule, line view.AttemptLine, answers map[int]store.Answer) view.PastAttempt {
	past := view.PastAttempt{AttemptLine: line, ID: int64(a.ID)}
	told := rule.Tells(a.Kind, line.Finished, true)
	for n, q := range a.Questions {
		answer, ok := answers[n]
		v := view.PastAnswer{Position: n, Version: q.Version}
		if rule.Tells(a.Kind, line.Finished, ok) {
			v = s.pastAnswer(n, q) // an id may say what is right
		}
		v.Told = told
		if ok {
			v.Answered, v.Right, v.At = true, answer.Correct && told, answer.At
			if answer.Sure != store.Unsaid {
				v.Sure = quiz.Certainty(answer.Sure).String()
			}
			if told && s.Questions.Asks(ctx, a.ID, q) {
				v.Href = line.Href + "?q=" + strconv.Itoa(n+1)
			}
		}
		past.Answers = append(past.Answers, v)
	}
	return past
}

// pastAnswer names a question of an attempt: one of the bank by its id, a generated
// one by its family and seed, which together with the version make it again.
func (s *ProgressPages) pastAnswer(position int, q store.Question) view.PastAnswer {
	v := view.PastAnswer{Position: position, Question: q.ID, Version: q.Version}
	if family, seed, made := generate.ParseID(q.ID); made {
		f, ok := generate.Current(family)
		v.Changed, v.Question, v.Seed = !ok || f.Version != q.Version, family, strconv.FormatUint(seed, 10)
		if ok {
			v.Question = f.Title
		}
		return v
	}
	known := s.Bank.Question(q.ID)
	v.Changed = known == nil || known.Version != q.Version
	return v
}

// AnswersCSV hands the reader every answer as a table.
func (s *ProgressPages) AnswersCSV(c echo.Context) error {
	id, err := s.Learner(c)
	if err != nil {
		return err
	}
	rules, err := s.Store.KeyRules(c.Request().Context(), id)
	if err != nil {
		return err
	}
	head := []string{"attempt", "kind", "lesson", "position", "question", "version", "chosen", "right", "hint", "certainty", "seconds", "answered_at"}
	return s.Csv(c, "rolecall-answers.csv", head, func(row func(...string) error) error {
		return s.Store.EachAnswer(c.Request().Context(), id, func(attempt *store.Attempt, a *store.Answer) error {
			over := attemptOver(attempt, s.Now())
			right, question, chosen := strconv.FormatBool(a.Correct), a.Question.ID, ""
			if !rules.Of(*attempt).Tells(attempt.Kind, over, true) {
				right, question = "", "" // an id may say what is right
			} else if over {
				chosen = strings.Join(a.Chosen, " ") // so may an option's
			}
			return row(strconv.FormatInt(int64(a.Attempt), 10), string(attempt.Kind), attempt.Lesson, strconv.Itoa(a.Position+1),
				question, strconv.Itoa(a.Question.Version), chosen, right, strconv.FormatBool(a.Hint),
				certaintyWord(a.Sure), secondsWord(a.MS), a.At.Format(time.RFC3339))
		})
	})
}

func certaintyWord(c store.Certainty) string {
	if c == store.Unsaid {
		return ""
	}
	return quiz.Certainty(c).String()
}

// secondsWord is a measured time in seconds; empty when it wasn't measured.
func secondsWord(ms int64) string {
	if ms == 0 {
		return ""
	}
	return strconv.FormatFloat(float64(ms)/1000, 'f', 1, 64)
}

// ReviewsCSV hands the reader every look at a card as a table.
func (s *ProgressPages) ReviewsCSV(c echo.Context) error {
	id, err := s.Learner(c)
	if err != nil {
		return err
	}
	head := []string{"lesson", "card", "number", "grade", "practised_ahead", "reviewed_at"}
	return s.Csv(c, "rolecall-reviews.csv", head, func(row func(...string) error) error {
		return s.Store.EachReview(c.Request().Context(), id, func(r store.Review) error {
			grade := "seen"
			if r.Grade != store.Seen {
				grade = strings.ToLower(quiz.Rating(r.Grade).String())
			}
			return row(r.Lesson, r.Card, strconv.Itoa(r.Seq+1), grade, strconv.FormatBool(r.Ahead), r.At.Format(time.RFC3339))
		})
	})
}
