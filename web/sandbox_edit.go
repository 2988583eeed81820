package web

import (
	"errors"
	"net/http"
	"net/url"
	"strings"

	"github.com/labstack/echo/v4"

	"rolecall/sandbox/advice"
	"rolecall/sandbox/iam"
	"rolecall/sandbox/world"
	"rolecall/web/view"
)

// docPath is a world's page with a document open.
func docPath(world, path, anchor string) string {
	return view.WorldPath(world) + "?doc=" + url.QueryEscape(path) + "#" + anchor
}

// documents lists a world's policies beside the editor.
func (s *server) documents(p *playing, open *view.Editor) []view.DocLink {
	began := p.began()
	var list []view.DocLink
	for _, f := range allFiles(p.World) {
		text, _ := p.Document(f.Path)
		list = append(list, view.DocLink{
			Path: f.Path, Label: f.Label, Kind: f.Kind, Href: docPath(p.ID, f.Path, "documents"),
			Current: open != nil && open.Path == f.Path, Changed: began != nil && began[f.Path] != text,
		})
	}
	for _, path := range s.toWrite(p) {
		f, ok := p.File(path)
		if _, there := p.Document(path); ok && !there {
			list = append(list, view.DocLink{Path: path, Label: f.Label, Kind: f.Kind, Href: docPath(p.ID, path, "documents"),
				Current: open != nil && open.Path == path, New: true})
		}
	}
	return list
}

// toWrite are the documents that the story wants edited; some may not be there yet.
func (s *server) toWrite(p *playing) []string {
	if sc := s.worlds.scenarioOf(p.WorldInfo); sc != nil {
		return sc.Edit
	}
	return nil
}

// editorOf opens a document; without a path the first that the scenario wants
// open, or the first there is.
func (s *server) editorOf(p *playing, path string) *view.Editor {
	if path == "" {
		path = s.firstOpen(p)
	}
	f, ok := fileAt(p.World, path)
	if !ok {
		return nil
	}
	text, there := p.Document(path)
	e := newEditor(p, f, text)
	e.Base, e.New = baseOf(text), !there
	if there {
		e.Findings, _ = p.CheckDocument(path, text)
		e.Shown = text
	}
	p.compare(e)
	return e
}

func newEditor(p *playing, f world.File, text string) *view.Editor {
	return &view.Editor{
		Path: f.Path, Label: f.Label, Kind: f.Kind, Text: text,
		Action: view.WorldPath(p.ID) + "/document", Complete: view.WorldPath(p.ID) + "/complete",
	}
}

// compare says what became of the document that is in force since the world began.
func (p *playing) compare(e *view.Editor) {
	began := p.began()
	if now, there := p.Document(e.Path); there && began != nil {
		e.Diff = sinceStart(began[e.Path], now)
	}
}

func (s *server) firstOpen(p *playing) string {
	if paths := s.toWrite(p); len(paths) > 0 {
		return paths[0]
	}
	for _, f := range p.Files() {
		if f.Kind == iam.KindTrust {
			return f.Path
		}
	}
	return ""
}

// saveDocument puts a document in force, if AWS would store it. A text that has
// faults, or was made from one that is no longer in force, comes back in the
// editor with everything that was typed.
func (s *server) saveDocument(c echo.Context) error {
	f, err := form(c)
	if err != nil {
		return err
	}
	id, path, text := c.Param("world"), first(f, "path"), newlines(first(f, "source"))
	var editor *view.Editor
	var after *playing
	err = s.play(c, id, func(p *playing) error {
		file, ok := fileAt(p.World, path)
		if !ok {
			return advice.BadInput("%q is not the path of a policy.", path)
		}
		after, editor = p, newEditor(p, file, text)
		editor.Shown = text
		if err := p.save(editor, first(f, "base")); err != nil {
			return err
		}
		return nil
	})
	if err != nil {
		return err
	}
	after.compare(editor) // outside of the world's lock
	status := http.StatusOK
	switch {
	case editor.Conflict != nil:
		status = http.StatusConflict
	case editor.Refused:
		status = http.StatusUnprocessableEntity
	case !isFragment(c.Request()):
		return seeOther(c, docPath(id, path, "editor"))
	}
	if isFragment(c.Request()) {
		v, err := s.worldView(c, after, editor)
		if err != nil {
			return err
		}
		return s.render(c, http.StatusOK, view.EditorSaved(v, *editor))
	}
	return s.worldPage(c, status, after, editor)
}

// save puts an editor's text in force, unless it has errors or the document
// changed since the edit began.
func (p *playing) save(e *view.Editor, base string) error {
	now, there := p.Document(e.Path)
	if there && base != baseOf(now) && e.Text != now {
		e.Conflict = &view.Conflict{Theirs: now, Base: baseOf(now)}
		e.Base = baseOf(now)
		e.Findings, _ = p.CheckDocument(e.Path, e.Text)
		return nil
	}
	findings, err := p.SetDocument(e.Path, e.Text)
	e.Findings = findings
	if _, refused := errors.AsType[*world.DocumentError](err); refused {
		e.Refused, e.Base = true, base
		return nil
	}
	if err != nil {
		return advice.BadInput("%s", sentence(err))
	}
	e.Saved, e.Base = true, baseOf(e.Text)
	p.remember(e.Path, now, e.Text, there)
	p.console.Judged = nil // what a check found was about another text
	return nil
}

// maxLint is the longest document that is looked through, in bytes.
const maxLint = 64 << 10

// lint answers the editor with what there is to say about a document.
func (s *server) lint(c echo.Context) error {
	f, err := form(c)
	if err != nil {
		return err
	}
	text := newlines(first(f, "source"))
	if len(text) > maxLint {
		return tooLarge(maxLint)
	}
	kind := iam.GuessKind([]byte(text))
	if name := strings.TrimSpace(first(f, "kind")); name != "" {
		named, ok := iam.ParseKind(name)
		if !ok {
			return advice.BadInput("There is no kind of policy called %q.", name)
		}
		kind = named
	}
	found := []finding{}
	for _, fi := range iam.Lint(kind, "document", []byte(text)) {
		found = append(found, finding{
			Line: fi.Span.Start.Line, Column: fi.Span.Start.Column, EndLine: fi.Span.End.Line, EndColumn: fi.Span.End.Column,
			Code: fi.Code, Severity: fi.Severity.String(), Message: fi.Message, Suggestion: fi.Suggestion,
		})
	}
	return c.JSON(http.StatusOK, found)
}

// finding is a finding as scripts read it; lines and columns count from 1.
type finding struct {
	Line       int    `json:"line"`
	Column     int    `json:"column"`
	EndLine    int    `json:"endLine"`
	EndColumn  int    `json:"endColumn"`
	Code       string `json:"code"`
	Severity   string `json:"severity"`
	Message    string `json:"message"`
	Suggestion string `json:"suggestion,omitempty"`
}
