package desk

import (
	"errors"

	"rolecall/sandbox/advice"
	"rolecall/sandbox/iam"
	"rolecall/sandbox/play"
	"rolecall/sandbox/world"
	"rolecall/web/site"
	"rolecall/web/view"
)

// Documents lists a world's policies beside the editor.
func (s *Desk) Documents(p *play.World, open *view.Editor) []view.DocLink {
	began := p.Began()
	var list []view.DocLink
	for _, f := range play.AllFiles(p.World) {
		text, _ := p.Document(f.Path)
		list = append(list, view.DocLink{
			Path: f.Path, Label: f.Label, Kind: f.Kind, Href: site.DocPath(p.ID, f.Path, "documents"),
			Current: open != nil && open.Path == f.Path, Changed: began != nil && began[f.Path] != text,
		})
	}
	for _, path := range s.toWrite(p) {
		f, ok := p.File(path)
		if _, there := p.Document(path); ok && !there {
			list = append(list, view.DocLink{Path: path, Label: f.Label, Kind: f.Kind, Href: site.DocPath(p.ID, path, "documents"),
				Current: open != nil && open.Path == path, New: true})
		}
	}
	return list
}

// toWrite are the documents that the story wants edited; some may not be there yet.
func (s *Desk) toWrite(p *play.World) []string {
	if sc := s.Worlds.ScenarioOf(p.WorldInfo); sc != nil {
		return sc.Edit
	}
	return nil
}

// EditorOf opens a document; without a path the first that the scenario wants
// open, or the first there is.
func (s *Desk) EditorOf(p *play.World, path string) *view.Editor {
	if path == "" {
		path = s.firstOpen(p)
	}
	f, ok := play.FileAt(p.World, path)
	if !ok {
		return nil
	}
	text, there := p.Document(path)
	e := NewEditor(p, f, text)
	e.Base, e.New = play.BaseOf(text), !there
	if there {
		e.Findings, _ = p.CheckDocument(path, text)
		e.Shown = text
	}
	Compare(p, e)
	return e
}

// NewEditor opens a text as a document of a world.
func NewEditor(p *play.World, f world.File, text string) *view.Editor {
	return &view.Editor{
		Path: f.Path, Label: f.Label, Kind: f.Kind, Text: text,
		Action: view.WorldPath(p.ID) + "/document", Complete: view.WorldPath(p.ID) + "/complete",
	}
}

// Compare says what became of the document that is in force since the world began.
func Compare(p *play.World, e *view.Editor) {
	began := p.Began()
	if now, there := p.Document(e.Path); there && began != nil {
		e.Diff = SinceStart(began[e.Path], now)
	}
}

func (s *Desk) firstOpen(p *play.World) string {
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

// Save puts an editor's text in force, unless it has errors or the document
// changed since the edit began.
func Save(p *play.World, e *view.Editor, base string) error {
	now, there := p.Document(e.Path)
	if there && base != play.BaseOf(now) && e.Text != now {
		e.Conflict = &view.Conflict{Theirs: now, Base: play.BaseOf(now)}
		e.Base = play.BaseOf(now)
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
		return advice.BadInput("%s", site.Sentence(err))
	}
	e.Saved, e.Base = true, play.BaseOf(e.Text)
	p.Remember(e.Path, now, e.Text, there)
	p.Console.Judged = nil // what a check found was about another text
	return nil
}
