package teach

import (
	"errors"
	"net/http"

	"github.com/labstack/echo/v4"

	"rolecall/sandbox/advice"
	"rolecall/store"
	"rolecall/web/site"
	"rolecall/web/view"
)

// Routes registers the pages of those who teach.
func (s *Pages) Routes(e *echo.Echo) {
	st := &StatisticsPages{s}
	const t = view.TeachPath
	site.Get(e, t, s.asTeacher(s.teachHome))
	site.Get(e, signInPath+":key", s.signInPage)
	e.POST(signInPath+":key", s.signIn)
	e.POST(t+"/sign-out", s.asTeacher(s.signOutTeacher))
	e.POST(t+"/sign-out-others", s.asTeacher(s.signOutOtherTeachers))
	e.POST(t+"/banks", s.asTeacher(s.newBank))
	site.Get(e, view.StatisticsPath, s.asTeacher(st.statisticsPage))
	site.Get(e, view.StatisticsPath+"/export.csv", s.asTeacher(st.statisticsCSV))
	site.Get(e, view.StatisticsPath+"/export.json", s.asTeacher(st.statisticsJSON))
	site.Get(e, view.StatisticsPath+"/:question", s.asTeacher(st.statisticsQuestion))
	const bank, question = t + "/banks/:bank", t + "/questions/:question"
	site.Get(e, bank, s.asTeacher(s.bankPage))
	e.POST(bank, s.asTeacher(s.setBank))
	e.POST(bank+"/share", s.asTeacher(s.shareBank))
	e.POST(bank+"/keys", s.asTeacher(s.setBankKeys))
	e.POST(bank+"/delete", s.asTeacher(s.deleteBank))
	e.POST(bank+"/restore", s.asTeacher(s.restoreBank))
	site.Get(e, bank+"/new", s.asTeacher(s.newQuestionPage))
	e.POST(bank+"/new", s.asTeacher(s.writeQuestion))
	site.Get(e, bank+"/import", s.asTeacher(s.bankImportPage))
	e.POST(bank+"/import", s.asTeacher(s.importFile))
	site.Get(e, bank+"/import/:import", s.asTeacher(s.importedPage))
	e.POST(bank+"/import/:import", s.asTeacher(s.takeBankImport))
	site.Get(e, bank+"/export", s.asTeacher(s.exportPage))
	site.Get(e, bank+"/export/file", s.asTeacher(s.exportFile))
	site.Get(e, question, s.asTeacher(s.editQuestionPage))
	e.POST(question, s.asTeacher(s.editQuestion))
	e.POST(question+"/up", s.asTeacher(s.changeQuestion(s.moveQuestion(-1))))
	e.POST(question+"/down", s.asTeacher(s.changeQuestion(s.moveQuestion(1))))
	e.POST(question+"/delete", s.asTeacher(s.changeQuestion(s.deleteQuestion)))
	e.POST(question+"/restore", s.asTeacher(s.changeQuestion(s.restoreQuestion)))

	e.Any(t+"/*", s.asTeacher(func(echo.Context, store.Instructor) error { return echo.ErrNotFound }))
}

// teachHome lists an instructor's banks.
func (s *Pages) teachHome(c echo.Context, i store.Instructor) error {
	return s.teachHomePage(c, i, http.StatusOK, "", "")
}

func (s *Pages) teachHomePage(c echo.Context, i store.Instructor, status int, title, problem string) error {
	banks, err := s.Store.Banks(c.Request().Context(), i.ID)
	if err != nil {
		return err
	}
	v := view.TeachHome{Name: i.Name, Lessons: s.lessonChoices(), Title: title, Problem: problem, Told: site.SignedOutWords(c.QueryParam("out"))}
	devices, err := s.Store.InstructorDevices(c.Request().Context(), i.ID, s.Token(c.Request()))
	if err != nil {
		return err
	}
	for _, d := range devices {
		b := s.BrowserOf(d, d.Granted)
		b.Teaches = false // all of these do
		v.Browsers = append(v.Browsers, b)
	}
	for _, b := range banks {
		line := view.BankLine{ID: int64(b.ID), Title: b.Title, Questions: b.Questions, Shared: b.Code != "", Updated: b.Updated}
		if b.Deleted.IsZero() {
			v.Banks = append(v.Banks, line)
		} else {
			v.Deleted = append(v.Deleted, line)
		}
	}
	return s.Page(c, status, view.TeachPage(s.teachHead(c, "Teach"), v))
}

// lessonChoices are the lessons whose objectives a bank may name, by slug.
func (s *Pages) lessonChoices() []view.Hidden {
	var list []view.Hidden
	for _, l := range s.Course.Lessons() {
		list = append(list, view.Hidden{Name: l.Slug, Value: l.Title})
	}
	return list
}

// newBank makes a bank and opens it.
func (s *Pages) newBank(c echo.Context, i store.Instructor) error {
	f, err := site.Form(c)
	if err != nil {
		return err
	}
	lesson, err := s.bankLesson(f)
	if err != nil {
		return err
	}
	id, err := s.Store.NewBank(c.Request().Context(), i.ID, site.First(f, "title"), lesson, s.Now())
	if text := bankRefusal(err); text != "" {
		return s.teachHomePage(c, i, http.StatusUnprocessableEntity, site.First(f, "title"), text)
	}
	if err != nil {
		return err
	}
	return site.SeeOther(c, view.BankPath(int64(id), ""))
}

// bankLesson reads the lesson whose objectives a bank's questions name.
func (s *Pages) bankLesson(f map[string][]string) (string, error) {
	lesson := site.First(f, "lesson")
	if lesson != "" && s.Course.Lesson(lesson) == nil {
		return "", advice.BadInput("There is no lesson %q.", lesson)
	}
	return lesson, nil
}

// bankRefusal is why the store didn't take something, as a sentence for the form;
// empty when it is no such reason.
func bankRefusal(err error) string {
	if name, ok := errors.AsType[*store.NameError](err); ok {
		return site.Sentence(name)
	}
	if limit, ok := errors.AsType[*store.LimitError](err); ok {
		return site.Sentence(limit)
	}
	return ""
}
