package teach

import (
	"errors"
	"net/http"
	"strconv"
	"strings"

	"github.com/labstack/echo/v4"

	"rolecall/quiz"
	"rolecall/quiz/attempt"
	"rolecall/quiz/interchange"
	"rolecall/sandbox/advice"
	"rolecall/store"
	"rolecall/web/site"
	"rolecall/web/view"
)

// shownStem is how many characters of a question's text a list shows.
const shownStem = 110

// bank finds the bank that the request names; it must be the instructor's own, and
// not deleted.
func (s *Pages) bank(c echo.Context, i store.Instructor) (store.Bank, error) {
	b, err := s.anyBank(c, i)
	if err == nil && !b.Deleted.IsZero() {
		return b, advice.NotFound("This bank was deleted. You can bring it back on your first page.")
	}
	return b, err
}

// bankForm finds the bank that the request names, and reads its form.
func (s *Pages) bankForm(c echo.Context, i store.Instructor) (store.Bank, map[string][]string, error) {
	b, err := s.bank(c, i)
	if err != nil {
		return b, nil, err
	}
	f, err := site.Form(c)
	return b, f, err
}

func (s *Pages) anyBank(c echo.Context, i store.Instructor) (store.Bank, error) {
	id, err := strconv.ParseInt(c.Param("bank"), 10, 64)
	if err != nil {
		return store.Bank{}, advice.NotFound("There is no such bank of yours.")
	}
	b, err := s.Store.Bank(c.Request().Context(), i.ID, store.BankID(id))
	if errors.Is(err, store.ErrNotFound) {
		return b, advice.NotFound("There is no such bank of yours.")
	}
	return b, err
}

// written is a question of a bank with what it makes.
type written struct {
	store.BankQuestion
	attempt.OwnRead
}

// written reads a bank's questions, deleted ones too.
func (s *Pages) written(c echo.Context, b store.Bank) ([]written, error) {
	all, err := s.Store.BankQuestions(c.Request().Context(), b.ID)
	if err != nil {
		return nil, err
	}
	list := make([]written, len(all))
	for n, q := range all {
		list[n] = s.WrittenOf(q, b.Lesson)
	}
	return list, nil
}

// alikes are a bank's questions, to find what says nearly the same; deleted ones
// are left out.
func alikes(all []written) *quiz.Alikes {
	known := &quiz.Alikes{}
	for _, w := range all {
		if w.Asked != nil && w.Deleted.IsZero() {
			known.Add(w.Asked)
		}
	}
	return known
}

// WrittenOf reads a question of a bank as its form shows it.
func (s *Pages) WrittenOf(q store.BankQuestion, lesson string) written {
	return written{q, s.Questions.ReadOwn(q.Body, lesson, store.Question{ID: q.ID, Version: q.Version})}
}

// bankPage shows an instructor's bank.
func (s *Pages) bankPage(c echo.Context, i store.Instructor) error {
	b, err := s.bank(c, i)
	if err != nil {
		return err
	}
	return s.showBank(c, b, http.StatusOK, "")
}

func (s *Pages) showBank(c echo.Context, b store.Bank, status int, problem string) error {
	all, err := s.written(c, b)
	if err != nil {
		return err
	}
	v := view.BankPage{ID: int64(b.ID), Title: b.Title, Lesson: b.Lesson, Lessons: s.lessonChoices(), Problem: problem, Formats: formatChoices(),
		Notice: bankNotice(c), Keys: site.KeysView(b)}
	if b.Code != "" {
		v.Share = strings.TrimRight(s.PublicURL, "/") + view.BankStartPath(b.Code)
	}
	for _, w := range all {
		if w.Deleted.IsZero() {
			v.Questions = append(v.Questions, bankEntry(w))
		} else {
			v.Dropped = append(v.Dropped, bankEntry(w))
		}
	}
	for n := range v.Questions {
		v.Questions[n].First, v.Questions[n].Last = n == 0, n == len(v.Questions)-1
	}
	return s.Page(c, status, view.TeachBankPage(s.teachHead(c, b.Title), v))
}

// bankNotice says what the step before did. Numbers alone come from the address.
func bankNotice(c echo.Context) string {
	n, err := strconv.Atoi(c.QueryParam("took"))
	switch {
	case c.QueryParam("keys") == "set":
		return "Saved. What learners see of the keys is as it says under “When learners see the keys”."
	case err != nil || n < 1 || n > store.MaxBankQuestions:
		return ""
	case n == 1:
		return "One question was taken into the bank."
	}
	return strconv.Itoa(n) + " questions were taken into the bank."
}

func bankEntry(w written) view.BankEntry {
	e := view.BankEntry{ID: w.ID, Type: typeOf(w.Draft), Version: w.Version, Stem: short(w.Draft.Stem.Value)}
	if w.Asked != nil {
		e.Stem, e.Difficulty, e.Checked = short(w.Asked.Stem.Text), w.Asked.Difficulty, w.Asked.EngineChecked
	}
	if len(w.Faults) > 0 {
		e.Fault = w.Faults[0].Message
	}
	return e
}

// short is the beginning of a text on one line.
func short(text string) string {
	words := []rune(strings.Join(strings.Fields(text), " "))
	if len(words) == 0 {
		return "A question without a text"
	}
	if len(words) > shownStem {
		return strings.TrimSpace(string(words[:shownStem-1])) + "…"
	}
	return string(words)
}

func formatChoices() []view.Hidden {
	var list []view.Hidden
	for _, f := range interchange.Formats() {
		list = append(list, view.Hidden{Name: string(f), Value: f.Title()})
	}
	return list
}

// setBank gives a bank its title and lesson.
func (s *Pages) setBank(c echo.Context, i store.Instructor) error {
	b, f, err := s.bankForm(c, i)
	if err != nil {
		return err
	}
	lesson, err := s.bankLesson(f)
	if err != nil {
		return err
	}
	err = s.Store.SetBank(c.Request().Context(), i.ID, b.ID, site.First(f, "title"), lesson, s.Now())
	if text := bankRefusal(err); text != "" {
		return s.showBank(c, b, http.StatusUnprocessableEntity, text)
	}
	if err != nil {
		return err
	}
	return site.SeeOther(c, view.BankPath(int64(b.ID), ""))
}

// shareBank gives a bank a fresh link for learners, or takes it away.
func (s *Pages) shareBank(c echo.Context, i store.Instructor) error {
	b, f, err := s.bankForm(c, i)
	if err != nil {
		return err
	}
	if site.First(f, "close") != "" {
		err = s.Store.CloseBank(c.Request().Context(), i.ID, b.ID, s.Now())
	} else {
		_, err = s.Store.ShareBank(c.Request().Context(), i.ID, b.ID, s.Now())
	}
	if err != nil {
		return err
	}
	return site.SeeOther(c, view.BankPath(int64(b.ID), ""))
}

// deleteBank puts a bank away.
func (s *Pages) deleteBank(c echo.Context, i store.Instructor) error {
	b, err := s.bank(c, i)
	if err != nil {
		return err
	}
	if err := s.Store.DeleteBank(c.Request().Context(), i.ID, b.ID, s.Now()); err != nil {
		return err
	}
	return site.SeeOther(c, view.TeachPath)
}

// restoreBank brings a bank back.
func (s *Pages) restoreBank(c echo.Context, i store.Instructor) error {
	b, err := s.anyBank(c, i)
	if err != nil {
		return err
	}
	if err := s.Store.RestoreBank(c.Request().Context(), i.ID, b.ID, s.Now()); err != nil {
		return err
	}
	return site.SeeOther(c, view.BankPath(int64(b.ID), ""))
}

// ownWritten finds the question that the request names, and its bank; both must be
// the instructor's own.
func (s *Pages) ownWritten(c echo.Context, i store.Instructor) (store.Bank, store.BankQuestion, error) {
	ctx := c.Request().Context()
	q, err := s.Store.BankQuestion(ctx, i.ID, c.Param("question"))
	if errors.Is(err, store.ErrNotFound) {
		return store.Bank{}, q, advice.NotFound("There is no such question of yours.")
	}
	if err != nil {
		return store.Bank{}, q, err
	}
	b, err := s.Store.Bank(ctx, i.ID, q.Bank)
	if err == nil && !b.Deleted.IsZero() {
		return b, q, advice.NotFound("The bank of this question was deleted. You can bring it back on your first page.")
	}
	return b, q, err
}

// changeQuestion does something to a question of a list and goes back to it.
func (s *Pages) changeQuestion(change func(echo.Context, store.Instructor, store.BankQuestion) error) func(echo.Context, store.Instructor) error {
	return func(c echo.Context, i store.Instructor) error {
		b, q, err := s.ownWritten(c, i)
		if err != nil {
			return err
		}
		if err := change(c, i, q); err != nil {
			return err
		}
		return site.SeeOther(c, view.BankPath(int64(b.ID), "#"+q.ID))
	}
}

func (s *Pages) moveQuestion(by int) func(echo.Context, store.Instructor, store.BankQuestion) error {
	return func(c echo.Context, i store.Instructor, q store.BankQuestion) error {
		return s.Store.MoveBankQuestion(c.Request().Context(), i.ID, q.ID, by)
	}
}

func (s *Pages) deleteQuestion(c echo.Context, i store.Instructor, q store.BankQuestion) error {
	return s.Store.DeleteBankQuestion(c.Request().Context(), i.ID, q.ID, s.Now())
}

func (s *Pages) restoreQuestion(c echo.Context, i store.Instructor, q store.BankQuestion) error {
	return s.Store.RestoreBankQuestion(c.Request().Context(), i.ID, q.ID, s.Now())
}
