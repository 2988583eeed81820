package learn

import (
	"archive/zip"
	"bytes"
	"fmt"

	"github.com/labstack/echo/v4"
	"golang.org/x/tools/txtar"

	"rolecall/lessons"
	"rolecall/sandbox/advice"
	"rolecall/web/desk"
	"rolecall/web/site"
)

// The files of a project that the reader takes home: in each of its parts, the
// documents that were theirs to write, as they stand.

// TakeHome hands out a project's files as takehome.zip or takehome.txtar.
func (s *Pages) TakeHome(c echo.Context) error {
	page, err := s.lessonPage(c)
	if err != nil {
		return err
	}
	files, err := s.projectFiles(c, page)
	if err != nil {
		return err
	}
	if len(files) == 0 {
		return advice.NotFound("This lesson’s mode has no files to take home.")
	}
	name := page.Lesson.Lesson.Slug + "-" + page.Mode.Slug
	switch c.Param("file") {
	case "takehome.txtar":
		a := &txtar.Archive{Comment: []byte(page.Lesson.Lesson.Title + "\n"), Files: files}
		return site.Attach(c, name+".txtar", "text/plain; charset=utf-8", txtar.Format(a))
	case "takehome.zip":
		data, err := zipped(files)
		if err != nil {
			return err
		}
		return site.Attach(c, name+".zip", "application/zip", data)
	}
	return advice.NotFound("The files come as takehome.zip and as takehome.txtar.")
}

func (s *Pages) projectFiles(c echo.Context, page *LessonPage) ([]txtar.File, error) {
	p, err := s.ProgressOf(c)
	if err != nil {
		return nil, err
	}
	var files []txtar.File
	part := 0
	for b := range page.Mode.All() {
		ref, ok := b.(*lessons.ChallengeRef)
		if !ok {
			continue
		}
		part++
		t, err := s.refAttempt(c, page, ref, p)
		if err != nil {
			return nil, err
		}
		w, err := s.ChallengeWorld(c, t)
		if err != nil {
			return nil, err
		}
		for _, path := range t.Edit {
			if text, ok := w.Document(path); ok {
				files = append(files, txtar.File{Name: fmt.Sprintf("part-%d/%s", part, path), Data: []byte(text)})
			}
		}
	}
	return files, nil
}

// refAttempt is a challenge that a lesson embeds, with what the reader made of it.
func (s *Pages) refAttempt(c echo.Context, page *LessonPage, ref *lessons.ChallengeRef, p *site.Progress) (*desk.Attempting, error) {
	ch := s.Library.Challenge(ref.Name)
	if ch == nil {
		return nil, fmt.Errorf("lesson %s embeds the unknown challenge %s", page.URL(), ref.Name)
	}
	t, err := s.AttemptAt(c, ch, p, ref.ID, page.URL()+"#"+ref.ID)
	if err == nil {
		t.Carry = desk.Carried(page.Mode, ref)
	}
	return t, err
}

func zipped(files []txtar.File) ([]byte, error) {
	var b bytes.Buffer
	z := zip.NewWriter(&b)
	for _, f := range files {
		w, err := z.Create(f.Name)
		if err != nil {
			return nil, err
		}
		if _, err := w.Write(f.Data); err != nil {
			return nil, err
		}
	}
	if err := z.Close(); err != nil {
		return nil, err
	}
	return b.Bytes(), nil
}
