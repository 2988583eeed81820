package teach

import (
	"errors"
	"net/http"
	"net/url"
	"slices"
	"strconv"

	"github.com/labstack/echo/v4"
	"go.yaml.in/yaml/v3"

	"rolecall/quiz"
	"rolecall/quiz/attempt"
	"rolecall/quiz/prose"
	"rolecall/sandbox/advice"
	"rolecall/store"
	"rolecall/web/site"
	"rolecall/web/view"
)

// editing is a question that somebody writes: what its form says, and what that makes.
type editing struct {
	bank  store.Bank
	had   *written // nil for a new one
	id    store.Question
	from  int // the revision that the edit began from
	draft quiz.Draft
	yaml  bool
	text  string // as YAML; what was written, or what the fields amount to

	mended   bool
	asked    *quiz.Question
	faults   prose.Faults
	conflict *view.EditConflict
}

// newQuestionPage begins a question.
func (s *Pages) newQuestionPage(c echo.Context, i store.Instructor) error {
	b, err := s.bank(c, i)
	if err != nil {
		return err
	}
	id, err := s.Store.NewBankQuestionID()
	if err != nil {
		return err
	}
	e := &editing{bank: b, id: store.Question{ID: id, Version: 1}}
	e.draft = quiz.Draft{Type: prose.Plain(c.QueryParam("type")), Difficulty: prose.Plain(quiz.Medium.String())}
	e.draft.Type = prose.Plain(typeOf(e.draft).String())
	moreRows(&e.draft, typeOf(e.draft), 4, 0)
	return s.editPage(c, http.StatusOK, e, nil)
}

// editQuestionPage opens a question to be edited.
func (s *Pages) editQuestionPage(c echo.Context, i store.Instructor) error {
	e, err := s.editingOf(c, i)
	if err != nil {
		return err
	}
	e.draft = e.had.Draft
	if e.text, err = DraftYAML(e.draft); err != nil {
		return err
	}
	if e.had.Faults != nil && e.had.Draft.Type.Value == "" || c.QueryParam("as") == "yaml" {
		e.yaml, e.text = true, e.had.Body
	}
	moreRows(&e.draft, typeOf(e.draft), 0, 1)
	e.asked, e.faults = e.had.Asked, e.had.Faults
	p := s.preview(e, nil)
	return s.editPage(c, http.StatusOK, e, &p)
}

func (s *Pages) editingOf(c echo.Context, i store.Instructor) (*editing, error) {
	b, q, err := s.ownWritten(c, i)
	if err != nil {
		return nil, err
	}
	if !q.Deleted.IsZero() {
		return nil, advice.NotFound("This question was deleted. You can bring it back on its bank’s page.")
	}
	w := s.WrittenOf(q, b.Lesson)
	return &editing{bank: b, had: &w, id: store.Question{ID: q.ID, Version: q.Version}, from: q.Revision}, nil
}

// writeQuestion takes the form of a new question.
func (s *Pages) writeQuestion(c echo.Context, i store.Instructor) error {
	b, f, err := s.bankForm(c, i)
	if err != nil {
		return err
	}
	e := &editing{bank: b, id: store.Question{ID: site.First(f, "id"), Version: 1}}
	return s.edited(c, i, e, f)
}

// editQuestion takes the form of a question that is there.
func (s *Pages) editQuestion(c echo.Context, i store.Instructor) error {
	e, err := s.editingOf(c, i)
	if err != nil {
		return err
	}
	f, err := site.Form(c)
	if err != nil {
		return err
	}
	if e.from, err = strconv.Atoi(site.First(f, "revision")); err != nil {
		return advice.BadInput("The form doesn’t say which revision it edits.")
	}
	return s.edited(c, i, e, f)
}

// edited does what a question's form asks for: saves it, shows how it will be seen,
// or shows the form otherwise.
func (s *Pages) edited(c echo.Context, i store.Instructor, e *editing, f url.Values) error {
	if err := s.readEdit(e, f); err != nil {
		return err
	}
	others, err := s.written(c, e.bank)
	if err != nil {
		return err
	}
	p := s.preview(e, others)
	do := site.First(f, "do")
	switch {
	case site.IsFragment(c.Request()):
		return s.Render(c, http.StatusOK, view.PreviewPart(p))
	case do == "save" && len(e.faults) == 0:
		return s.saveEdit(c, i, e, p)
	case do == "save":
		p.Saving = true
		return s.editPage(c, http.StatusUnprocessableEntity, e, &p)
	case do == "more":
		moreRows(&e.draft, typeOf(e.draft), 0, 2)
	case do == "yaml":
		e.yaml = true
	case do == "fields" && e.text != "" && e.draft.Type.Value != "":
		e.yaml = false
		moreRows(&e.draft, typeOf(e.draft), 0, 1)
	}
	return s.editPage(c, http.StatusOK, e, &p)
}

// readEdit reads what was written and what it makes.
func (s *Pages) readEdit(e *editing, f url.Values) error {
	e.yaml, e.mended = site.First(f, "form") == "yaml", site.First(f, "mended") != ""
	var err error
	if e.yaml {
		e.text = site.Newlines(site.First(f, "source"))
		e.draft, e.faults = quiz.ParseDraft([]byte(e.text), attempt.OwnPlace)
	} else {
		e.draft, e.faults = draftForm(f)
		if e.text, err = DraftYAML(filled(e.draft)); err != nil {
			return err
		}
	}
	if len(e.text) > store.MaxBankBody {
		return &site.Problem{Status: http.StatusRequestEntityTooLarge, Title: "This question is too long",
			Message: "A question may have at most " + strconv.Itoa(store.MaxBankBody>>10) + " KB.",
			Mend:    "Go back, shorten it and save it again. Nothing was saved."}
	}
	if len(e.faults) == 0 {
		e.asked, e.faults = s.Questions.OwnOf(filled(e.draft), e.bank.Lesson, e.id)
	}
	return nil
}

// preview shows what a question makes, and asks the engine about it. Others are the
// questions of its bank, to be compared with.
func (s *Pages) preview(e *editing, others []written) view.Preview {
	if e.asked != nil && len(e.faults) == 0 {
		e.faults = attempt.ProveOwn(e.asked)
	}
	p := view.Preview{Faults: e.faults, Lines: e.yaml}
	if e.asked == nil {
		return p
	}
	p.Checked = e.asked.EngineChecked && len(e.faults) == 0
	p.Advice = s.advice(e.asked, others)
	ask := view.Ask{Question: e.asked.ID, Stem: e.asked.Stem, Show: e.asked.Show, Many: e.asked.Type == quiz.ChooseAll, Level: e.asked.Difficulty.String()}
	view.PutBody(&ask, e.asked, previewSeed)
	p.Asked, p.Told = &ask, e.asked
	return p
}

// previewSeed shuffles a previewed question, so that it stays as it is while it is
// being written.
const previewSeed = 1

// advice is what might be better about a question, and is no fault.
func (s *Pages) advice(q *quiz.Question, others []written) []string {
	var all []string
	if near := alikes(others).Near(q); near != nil {
		all = append(all, "Your bank has a question that says nearly the same: “"+short(near.Stem.Text)+"”")
	}
	if slices.ContainsFunc(q.Options(), func(o quiz.Option) bool { return o.Why.Empty() }) {
		all = append(all, "Some options say no why. Learners remember the reasons best: what makes it tempting, and where it fails.")
	}
	return all
}

// saveEdit keeps a question that has no fault.
func (s *Pages) saveEdit(c echo.Context, i store.Instructor, e *editing, p view.Preview) error {
	ctx := c.Request().Context()
	if e.had == nil {
		_, err := s.Store.AddBankQuestion(ctx, i.ID, e.bank.ID, e.id.ID, e.text, s.Now())
		return s.savedEdit(c, e, p, err)
	}
	meaning, err := e.meaning()
	if err != nil {
		return err
	}
	if meaning && e.mended && e.had.Asked != nil && quiz.SameKey(e.had.Asked, e.asked) {
		meaning = false
	} else if meaning && e.mended {
		p.Saving = true
		p.Faults = prose.Faults{attempt.OwnPlace.Fault("More than words changed: the options, or which of them is right. Take the tick off, and this becomes a new version.")}
		p.Lines = false
		return s.editPage(c, http.StatusUnprocessableEntity, e, &p)
	}
	err = s.Store.EditBankQuestion(ctx, i.ID, e.id.ID, e.from, e.text, meaning, s.Now())
	return s.savedEdit(c, e, p, err)
}

// meaning reports whether the edit makes it another question.
func (e *editing) meaning() (bool, error) {
	if e.had.Draft.Type.Value == "" {
		return true, nil // what was there could not be read
	}
	same, err := quiz.SameMeaning(e.had.Draft, filled(e.draft))
	return !same, err
}

// savedEdit goes on after a question was saved, or wasn't.
func (s *Pages) savedEdit(c echo.Context, e *editing, p view.Preview, err error) error {
	if late, ok := errors.AsType[*store.EditedError](err); ok {
		e.from = late.Have
		e.conflict = &view.EditConflict{Version: e.had.Version, Source: e.had.Body}
		return s.editPage(c, http.StatusConflict, e, &p)
	}
	if text := bankRefusal(err); text != "" {
		p.Saving, p.Lines = true, false
		p.Faults = prose.Faults{attempt.OwnPlace.Fault("%s", text)}
		return s.editPage(c, http.StatusUnprocessableEntity, e, &p)
	}
	if err != nil {
		return err
	}
	return site.SeeOther(c, view.BankPath(int64(e.bank.ID), "#"+e.id.ID))
}

// editPage shows the editor.
func (s *Pages) editPage(c echo.Context, status int, e *editing, p *view.Preview) error {
	v := view.QuestionEdit{
		Bank: view.Link{Href: view.BankPath(int64(e.bank.ID), ""), Text: e.bank.Title}, Type: typeOf(e.draft), New: e.had == nil, Version: e.id.Version,
		AsYAML: e.yaml, Source: e.text, Draft: e.draft, Mended: e.mended, Conflict: e.conflict, Preview: p,
	}
	v.Fields = []view.Hidden{{Name: "form", Value: "fields"}, {Name: "type", Value: v.Type.String()}}
	if e.yaml {
		v.Fields = []view.Hidden{{Name: "form", Value: "yaml"}}
	}
	if v.New {
		v.Action = view.BankPath(int64(e.bank.ID), "/new")
		v.Fields = append(v.Fields, view.Hidden{Name: "id", Value: e.id.ID})
	} else {
		v.Action = view.QuestionPath(e.id.ID, "")
		v.Fields = append(v.Fields, view.Hidden{Name: "revision", Value: strconv.Itoa(e.from)})
	}
	if l := s.Course.Lesson(e.bank.Lesson); l != nil {
		v.Lesson = l.Title
		for _, o := range l.Objectives {
			v.Choices = append(v.Choices, view.Choosable{ID: o.ID, Text: o.Text,
				Chosen: slices.ContainsFunc(e.draft.Objectives, func(t prose.Str) bool { return t.Value == o.ID })})
		}
	}
	for _, w := range s.Library.Scenarios() {
		v.Worlds = append(v.Worlds, w.Name)
	}
	if err := putFiles(&v); err != nil {
		return err
	}
	title := "Edit a question"
	if v.New {
		title = "A new question"
	}
	return s.Page(c, status, view.QuestionEditPage(s.teachHead(c, title), v))
}

// putFiles writes the documents that a question lays over its world as YAML.
func putFiles(v *view.QuestionEdit) (err error) {
	if v.Files, err = filesYAML(v.Draft.Files); err != nil {
		return err
	}
	parts := make([]map[string]prose.Str, 0, len(v.Draft.Options)+len(v.Draft.Pairs))
	for _, o := range v.Draft.Options {
		parts = append(parts, o.Files)
	}
	for _, p := range v.Draft.Pairs {
		parts = append(parts, p.Files)
	}
	for _, files := range parts {
		text, err := filesYAML(files)
		if err != nil {
			return err
		}
		v.PartFile = append(v.PartFile, text)
	}
	return nil
}

func filesYAML(files map[string]prose.Str) (string, error) {
	if len(files) == 0 {
		return "", nil
	}
	src, err := yaml.Marshal(files)
	return string(src), err
}
