package lessons

import (
	"io/fs"
	"strings"

	"rolecall/quiz/prose"
	"rolecall/sandbox"
)

// modeCompiler compiles one mode of a lesson. It shares nothing that changes with
// those of other modes.
type modeCompiler struct {
	findings
	lib    *sandbox.Library
	lesson *Lesson
	mode   *Mode
	reader prose.Reader
	ids    map[string]prose.Place // of blocks and headings
	depth  int                    // how many text directives stand around
	// challenges are the ids of those that stood before, for `carry`.
	challenges map[string]bool
}

func (l *loader) mode(lesson *Lesson, f folder, slug string) *modeCompiler {
	c := &modeCompiler{
		lib: l.lib, lesson: lesson, mode: &Mode{Slug: slug, Label: ModeLabel(slug)},
		ids: map[string]prose.Place{}, challenges: map[string]bool{},
	}
	c.reader = prose.Reader{Links: links{site: l.site, found: &c.findings, lesson: lesson.Slug, mode: slug}, Directive: isDirective}
	at := prose.Place{File: f.name + "/" + slug + ".md", Line: 1}
	src, err := fs.ReadFile(l.fsys, at.File)
	if err != nil {
		c.fail(at.Fault("%v", err))
		return c
	}
	before := len(c.faults)
	c.mode.Blocks = c.blocks(string(src), at)
	if len(c.mode.Blocks) == 0 && len(c.faults) == before {
		c.fail(at.Fault("nothing is written here"))
	}
	c.headingOrder()
	c.mode.Minutes = minutes(c.mode)
	return c
}

// blocks compiles a text into its blocks, those behind a predict inside of it.
func (c *modeCompiler) blocks(src string, at prose.Place) []Block {
	pieces, fs := c.reader.Split(src, at)
	c.fail(fs...)
	root := &gate{}
	open := []*gate{root} // the predicts that stand open, the outermost first
	under := 0            // level of the heading that a piece stands under
	for _, p := range pieces {
		top := open[len(open)-1]
		switch {
		case p.Text != nil:
			top.add(&HTML{HTML: p.Text.HTML, Text: p.Text.Text})
		case p.Heading != nil:
			under = p.Heading.Level
			for len(open) > 1 && under <= open[len(open)-1].level {
				open = open[:len(open)-1]
			}
			open[len(open)-1].add(c.heading(p.Heading, open[len(open)-1].id()))
		case p.Fence != nil:
			b := c.directive(p.Fence)
			if b == nil {
				continue
			}
			top.add(b)
			if predict, ok := b.(*Predict); ok {
				open = append(open, &gate{level: max(under, 2), predict: predict})
			}
		}
	}
	return root.blocks
}

// gate collects blocks: of the text itself, or behind a predict.
type gate struct {
	level   int // of the heading that the predict stands under
	predict *Predict
	blocks  []Block
}

func (g *gate) add(b Block) {
	if g.predict != nil {
		g.predict.Gated = append(g.predict.Gated, b)
		return
	}
	g.blocks = append(g.blocks, b)
}

func (g *gate) id() string {
	if g.predict == nil {
		return ""
	}
	return g.predict.ID
}

func (c *modeCompiler) heading(h *prose.Heading, gate string) *Heading {
	if c.depth > 0 {
		c.fail(h.Place.Fault("a heading can't stand inside a directive"))
	}
	if h.Level == 1 {
		c.fail(h.Place.Fault("the page's only # heading is the lesson's title: begin with ##"))
	}
	id := h.ID
	if id == "" {
		id = prose.Slug(h.Text.Text)
	}
	c.claim(id, h.Place)
	b := &Heading{Level: h.Level, ID: id, HTML: h.Text.HTML, Text: h.Text.Text, Gate: gate}
	for key, value := range h.Attrs {
		switch key {
		case "level":
			stage, ok := parseLevel(value)
			if !ok {
				c.fail(h.Place.Fault("%q is not a level: Foundation, Intermediate, Advanced or Expert", value))
			}
			b.Stage = stage
		case "chapters":
			b.Chapters = c.chapters(strings.Fields(value), h.Place)
		default:
			c.fail(h.Place.Fault("a heading takes an id, level= and chapters=, not %s=", key))
		}
	}
	c.anchors = append(c.anchors, "/lessons/"+c.lesson.Slug+"/"+c.mode.Slug+"#"+id)
	if b.Level <= 3 {
		c.mode.Contents = append(c.mode.Contents, *b)
	}
	return b
}

func (c *modeCompiler) chapters(slugs []string, at prose.Place) []string {
	for _, s := range slugs {
		c.counts.Links++
		if !isChapter(s) {
			c.fail(at.Fault("%q is not a lesson of the curriculum", s))
		}
	}
	return slugs
}

// claim takes an id for a block or a heading of this mode.
func (c *modeCompiler) claim(id string, at prose.Place) {
	if !goodID(id) {
		c.fail(at.Fault("%s", badID(id)))
		return
	}
	if other, taken := c.ids[id]; taken {
		c.fail(at.Fault("the id %q is taken by line %d", id, other.Line))
		return
	}
	c.ids[id] = at
}

// headingOrder sees that no level is left out, which would mislead those who
// listen to the page.
func (c *modeCompiler) headingOrder() {
	last := 1
	for b := range c.mode.All() {
		h, ok := b.(*Heading)
		if !ok {
			continue
		}
		if h.Level > last+1 {
			c.fail(c.ids[h.ID].Fault("after a heading of level %d this one can't be of level %d", last, h.Level))
		}
		last = h.Level
	}
}
