package teach

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"path"
	"slices"
	"strconv"
	"strings"
	"unicode"

	"github.com/labstack/echo/v4"

	"rolecall/quiz"
	"rolecall/quiz/attempt"
	"rolecall/quiz/interchange"
	"rolecall/quiz/prose"
	"rolecall/sandbox/advice"
	"rolecall/store"
	"rolecall/web/site"
	"rolecall/web/view"
)

// maxFileName is how many characters of a file's name are kept.
const maxFileName = 80

// bankImportPage takes a file, or what is pasted.
func (s *Pages) bankImportPage(c echo.Context, i store.Instructor) error {
	b, err := s.bank(c, i)
	if err != nil {
		return err
	}
	return s.showImport(c, b, http.StatusOK, upload{}, "")
}

func (s *Pages) showImport(c echo.Context, b store.Bank, status int, u upload, problem string) error {
	v := view.BankImport{Bank: bankHome(b), Action: view.BankPath(int64(b.ID), "/import"), Formats: formatChoices(), Format: u.format,
		Most: store.MaxBankSource >> 10, Problem: problem}
	if u.file == "" {
		v.Text = string(u.source)
	}
	return s.Page(c, status, view.BankImportPage(s.teachHead(c, "Bring questions in"), v))
}

func bankHome(b store.Bank) view.Link {
	return view.Link{Href: view.BankPath(int64(b.ID), ""), Text: b.Title}
}

// upload is a file that was sent, or text that was pasted.
type upload struct {
	file   string // its name; empty for pasted text
	format string // as chosen; empty to find out
	source []byte
}

// readUpload reads a form with a file in it, or without.
func readUpload(c echo.Context) (u upload, err error) {
	r := c.Request()
	if !strings.HasPrefix(r.Header.Get("Content-Type"), "multipart/form-data") {
		f, err := site.Form(c)
		return upload{format: site.First(f, "format"), source: []byte(site.First(f, "text"))}, err
	}
	if err := r.ParseMultipartForm(site.QuestionsLimit); err != nil {
		if _, big := errors.AsType[*http.MaxBytesError](err); big {
			return u, err
		}
		return u, advice.BadInput("The form is damaged: %v.", err)
	}
	u = upload{format: r.FormValue("format"), source: []byte(r.FormValue("text"))}
	file, head, err := r.FormFile("file")
	if errors.Is(err, http.ErrMissingFile) || err == nil && head.Size == 0 {
		return u, nil
	}
	if err != nil {
		return u, advice.BadInput("The file is damaged: %v.", err)
	}
	defer file.Close()
	u.file = shownFileName(head.Filename)
	u.source, err = io.ReadAll(io.LimitReader(file, store.MaxBankSource+1))
	return u, err
}

// shownFileName is the end of a file's name as people may see it.
func shownFileName(name string) string {
	name = strings.Map(func(r rune) rune {
		if !unicode.IsPrint(r) {
			return -1
		}
		return r
	}, path.Base(strings.ReplaceAll(name, `\`, "/")))
	runes := []rune(name)
	if name = string(runes[max(0, len(runes)-maxFileName):]); name == "" {
		return "a file"
	}
	return name
}

// importFile keeps a file that can be read, and shows what is in it.
func (s *Pages) importFile(c echo.Context, i store.Instructor) error {
	b, err := s.bank(c, i)
	if err != nil {
		return err
	}
	u, err := readUpload(c)
	if err != nil {
		return err
	}
	format, err := u.formatOf()
	if err == nil {
		_, err = interchange.Import(u.name(), u.source, format, s.Questions.OwnReading(""))
	}
	if err != nil {
		return s.showImport(c, b, http.StatusUnprocessableEntity, u, site.Sentence(err))
	}
	id, err := s.Store.AddBankImport(c.Request().Context(), i.ID,
		store.BankImport{Bank: b.ID, Format: string(format), File: u.file, Source: u.source, Created: s.Now()})
	if text := bankRefusal(err); text != "" {
		return s.showImport(c, b, http.StatusUnprocessableEntity, u, text)
	}
	if err != nil {
		return err
	}
	return site.SeeOther(c, view.BankPath(int64(b.ID), "/import/"+id))
}

func (u upload) name() string {
	if u.file == "" {
		return "what was pasted"
	}
	return u.file
}

// formatOf is the format that was chosen, or that the text looks like; the error is
// a sentence for the form.
func (u upload) formatOf() (interchange.Format, error) {
	if len(u.source) > store.MaxBankSource {
		return "", fmt.Errorf("a file may have at most %d KB: split it", store.MaxBankSource>>10)
	}
	if len(bytes.TrimSpace(u.source)) == 0 {
		return "", errors.New("choose a file, or paste questions")
	}
	if u.format != "" {
		f, ok := interchange.ParseFormat(u.format)
		if !ok {
			return "", fmt.Errorf("there is no format %q", u.format)
		}
		return f, nil
	}
	f, err := interchange.Detect(u.source, u.file)
	if errors.Is(err, interchange.ErrUnknownFormat) {
		return "", fmt.Errorf("%w: choose the one that it is", err)
	}
	return f, err
}

// incoming is a question of a file, held against the bank that it is to go to.
type incoming struct {
	interchange.Item
	body string         // nothing with faults
	near *quiz.Question // that says nearly the same, in the bank or before it in the file
}

// importOf finds the file that the request names.
func (s *Pages) importOf(c echo.Context, i store.Instructor) (store.Bank, store.BankImport, error) {
	b, err := s.bank(c, i)
	if err != nil {
		return b, store.BankImport{}, err
	}
	im, err := s.Store.BankImport(c.Request().Context(), i.ID, c.Param("import"))
	if errors.Is(err, store.ErrNotFound) || err == nil && im.Bank != b.ID {
		return b, im, advice.NotFound("This file isn’t kept any more. Bring it in again.")
	}
	return b, im, err
}

// incoming reads what a kept file holds.
func (s *Pages) incoming(c echo.Context, b store.Bank, im store.BankImport) ([]incoming, error) {
	read, err := interchange.Import(im.File, im.Source, interchange.Format(im.Format), s.Questions.OwnReading(""))
	if err != nil {
		return nil, advice.BadInput("The file can’t be read any more: %v.", err)
	}
	there, err := s.written(c, b)
	if err != nil {
		return nil, err
	}
	known := alikes(there)
	list := make([]incoming, len(read.Items))
	for n, item := range read.Items {
		list[n] = incoming{Item: item}
		if item.Question == nil {
			continue
		}
		if err := s.fit(&list[n], b); err != nil {
			return nil, err
		}
		if q := list[n].Question; q != nil {
			q.ID = "item-" + strconv.Itoa(n+1)
			list[n].near = known.Near(q)
			known.Add(q)
		}
	}
	return list, nil
}

// fit holds a question of a file against the bank's lesson, the engine and the
// limits. Objectives that the lesson hasn't are left out, and told.
func (s *Pages) fit(in *incoming, b store.Bank) error {
	d := in.Question.Draft()
	if l := s.Course.Lesson(b.Lesson); l != nil {
		kept := slices.DeleteFunc(slices.Clone(d.Objectives), func(o prose.Str) bool {
			_, ok := l.Objective(o.Value)
			return !ok
		})
		if len(kept) < len(d.Objectives) {
			in.Losses = append(slices.Clone(in.Losses), interchange.Loss{Part: interchange.PartObjectives, Message: "Objectives or tags that the bank’s lesson doesn’t have are left out."})
		}
		d.Objectives = kept
	}
	body, err := DraftYAML(d)
	if err != nil {
		return err
	}
	at := prose.Place{File: in.Title, Line: in.Line}
	q, fs := s.Questions.OwnOf(d, b.Lesson, store.Question{ID: "item", Version: 1})
	if q != nil {
		fs = attempt.ProveOwn(q)
	}
	if len(body) > store.MaxBankBody {
		fs = append(fs, at.Fault("this question has %d bytes as YAML; it can have at most %d", len(body), store.MaxBankBody))
	}
	for i := range fs {
		fs[i].Line = in.Line // of the file, not of what was made of it
	}
	in.Question, in.Faults, in.body = q, fs, body
	if len(fs) > 0 {
		in.Question, in.body = nil, ""
	}
	return nil
}

// importedPage shows what a file holds, before any of it is taken.
func (s *Pages) importedPage(c echo.Context, i store.Instructor) error {
	b, im, err := s.importOf(c, i)
	if err != nil {
		return err
	}
	return s.showImported(c, b, im, http.StatusOK, "", nil)
}

func (s *Pages) showImported(c echo.Context, b store.Bank, im store.BankImport, status int, problem string, ticked []string) error {
	v := view.BankImported{Bank: bankHome(b), Action: view.BankPath(int64(b.ID), "/import/"+im.ID), Again: view.BankPath(int64(b.ID), "/import"),
		File: im.File, Format: interchange.Format(im.Format).Title(), Problem: problem}
	if !im.Taken.IsZero() {
		v.Taken, v.Count = true, im.Count
		return s.Page(c, status, view.BankImportedPage(s.teachHead(c, "Bring questions in"), v))
	}
	list, err := s.incoming(c, b, im)
	if err != nil {
		return err
	}
	for n, in := range list {
		item := view.ImportItem{Number: n + 1, Line: in.Line, Title: in.Title, Question: in.Question, Faults: in.Faults}
		for _, l := range in.Losses {
			item.Losses = append(item.Losses, l.Message)
		}
		if in.near != nil {
			item.Near = short(in.near.Stem.Text)
		}
		item.Ticked = in.Question != nil && in.near == nil
		if ticked != nil {
			item.Ticked = slices.Contains(ticked, strconv.Itoa(n+1))
		}
		v.Items = append(v.Items, item)
	}
	return s.Page(c, status, view.BankImportedPage(s.teachHead(c, "Bring questions in"), v))
}

// takeBankImport takes questions of a file into the bank: those ticked, or all that
// have no fault. All of them are taken or none.
func (s *Pages) takeBankImport(c echo.Context, i store.Instructor) error {
	b, im, err := s.importOf(c, i)
	if err != nil {
		return err
	}
	f, err := site.Form(c)
	if err != nil {
		return err
	}
	if !im.Taken.IsZero() {
		return tookImport(c, b, im.Count)
	}
	list, err := s.incoming(c, b, im)
	if err != nil {
		return err
	}
	bodies, err := chosenBodies(list, f)
	if err != nil {
		return err
	}
	if len(bodies) == 0 {
		return s.showImported(c, b, im, http.StatusUnprocessableEntity, "Nothing was taken: tick a question first.", []string{})
	}
	n, _, err := s.Store.TakeBankImport(c.Request().Context(), i.ID, b.ID, im.ID, bodies, s.Now())
	if text := bankRefusal(err); text != "" {
		return s.showImported(c, b, im, http.StatusUnprocessableEntity, "Nothing was taken: "+text, f["item"])
	}
	if err != nil {
		return err
	}
	return tookImport(c, b, n)
}

func tookImport(c echo.Context, b store.Bank, n int) error {
	return site.SeeOther(c, view.BankPath(int64(b.ID), "?took="+strconv.Itoa(n)))
}

// chosenBodies are the questions that a form takes.
func chosenBodies(list []incoming, f url.Values) ([]string, error) {
	all := site.First(f, "take") == "all"
	var bodies []string
	for n, in := range list {
		ticked := slices.Contains(f["item"], strconv.Itoa(n+1))
		switch {
		case !all && !ticked:
		case in.body != "":
			bodies = append(bodies, in.body)
		case !all:
			return nil, advice.BadInput("Question %d of the file has faults and can’t be taken.", n+1)
		}
	}
	return bodies, nil
}
