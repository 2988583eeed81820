package learn

import (
	"context"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/a-h/templ"

	"rolecall/lessons"
	"rolecall/sandbox/iam"
	"rolecall/static"
	"rolecall/web/site"
	"rolecall/web/splice"
	"rolecall/web/view"
)

// Compress compresses what is the same for every reader.
func (s *Pages) Compress() {
	if err := s.Lessons.compress(); err != nil {
		s.Log.Error("compressing the lessons", "err", err)
		return
	}
	s.Compressed.Store(true)
	static.Warm()
}

// LessonPage is a mode of a lesson, rendered once and cut at the reader's slots.
type LessonPage struct {
	view.Lesson
	Tree   splice.Tree
	slots  map[view.SlotKey]*splice.Slot // those at any depth
	blocks map[string]lessons.Block      // by id
	gates  map[string]map[string]int     // by a prediction's id: the form of each option
	used   []lessons.Block               // those that show what a reader has made of them
	// contents says that the page lists its headings.
	contents bool
}

// LessonSite is every lesson page by its address, and the pages by lesson.
type LessonSite struct {
	Pages map[string]*LessonPage
	Order []*LessonPage
}

// buildLessons renders every mode of every lesson.
func (s *Pages) buildLessons(ctx context.Context) (*LessonSite, error) {
	site := &LessonSite{Pages: map[string]*LessonPage{}}
	all := s.Course.Lessons()
	for i, l := range all {
		var next *view.Link
		if i+1 < len(all) {
			next = &view.Link{Href: "/lessons/" + all[i+1].Slug, Text: all[i+1].Title}
		}
		var quiz *view.Link
		if len(s.Bank.Questions(l.Slug)) > 0 {
			quiz = &view.Link{Href: "/quiz/" + l.Slug, Text: "Questions on this lesson"}
		}
		for j, m := range l.Modes {
			p, err := s.buildLessonPage(ctx, view.Lesson{
				Lesson: l, Mode: m, Before: modeLink(l, j-1), After: modeLink(l, j+1), Next: next, Quiz: quiz,
			})
			if err != nil {
				return nil, fmt.Errorf("lesson %s, mode %s: %w", l.Slug, m.Slug, err)
			}
			site.Pages[p.URL()] = p
			site.Order = append(site.Order, p)
		}
	}
	return site, nil
}

func modeLink(l *lessons.Lesson, i int) *view.Link {
	if i < 0 || i >= len(l.Modes) {
		return nil
	}
	return &view.Link{Href: view.LessonURL(l.Slug, l.Modes[i].Slug), Text: l.Modes[i].Label}
}

func (s *Pages) buildLessonPage(ctx context.Context, l view.Lesson) (*LessonPage, error) {
	p := &LessonPage{Lesson: l, slots: map[view.SlotKey]*splice.Slot{}, gates: map[string]map[string]int{}}
	var numbers map[string]int
	p.blocks, numbers = blocksByID(l.Mode)
	first := map[string]templ.Component{}
	for b := range l.Mode.All() {
		switch b := b.(type) {
		case *lessons.Predict:
			p.gates[b.ID] = gateForms(b)
		case *lessons.Policy, *lessons.Steps, *lessons.ChallengeRef, *lessons.Card:
			form, err := s.firstForm(p, b)
			if err != nil {
				return nil, err
			}
			first[lessons.BlockID(b)] = form
		}
		if used(b) {
			p.used = append(p.used, b)
		}
	}
	b, err := splice.RenderTo(ctx, view.LessonPage(l))
	if err != nil {
		return nil, err
	}
	defer splice.Buffers.Put(b)
	html, err := view.MarkTheme(b.Bytes())
	if err != nil {
		return nil, err
	}
	if p.Tree, err = splice.CutTree(ctx, html, p.forms(numbers, first)); err != nil {
		return nil, err
	}
	p.index(p.Tree)
	p.contents = l.HasContents()
	return p, nil
}

// gateForms numbers the open forms of a prediction as [view.GateVariants] does.
func gateForms(g *lessons.Predict) map[string]int {
	forms := make(map[string]int, len(g.Options))
	for i, o := range g.Options {
		forms[o.ID] = i + 1
	}
	return forms
}

func (p *LessonPage) index(t splice.Tree) {
	for _, n := range t {
		if n.Slot == nil {
			continue
		}
		p.slots[n.Slot.SlotKey] = n.Slot
		for _, v := range n.Slot.Variants {
			p.index(v)
		}
	}
}

// forms gives the forms of each slot of the page.
func (p *LessonPage) forms(numbers map[string]int, first map[string]templ.Component) func(view.SlotKey) []templ.Component {
	l, blocks := p.Lesson, p.blocks
	return func(key view.SlotKey) []templ.Component {
		switch key.Kind {
		case view.SlotMode:
			return view.ModeVariants(l.Lesson.Mode(key.ID))
		case view.SlotRead:
			return view.ReadVariants(l)
		case view.SlotGated:
			return view.ContentsVariants(contentsHeading(l.Mode, key.ID))
		case view.SlotGate:
			return view.GateVariants(l, blocks[key.ID].(*lessons.Predict))
		case view.SlotMyth:
			return view.MythVariants(l, blocks[key.ID].(*lessons.Myth), numbers[key.ID])
		case view.SlotPart:
			return []templ.Component{first[key.ID]}
		case view.SlotTheme:
			return view.ThemeVariants()
		case view.SlotNote:
			return nil
		}
		return nil
	}
}

// blocksByID finds a mode's blocks by id and numbers them among their kind.
func blocksByID(m *lessons.Mode) (map[string]lessons.Block, map[string]int) {
	byID, numbers, counts := map[string]lessons.Block{}, map[string]int{}, map[string]int{}
	for b := range m.All() {
		id := lessons.BlockID(b)
		if id == "" {
			continue
		}
		kind := fmt.Sprintf("%T", b)
		counts[kind]++
		byID[id], numbers[id] = b, counts[kind]
	}
	return byID, numbers
}

// contentsHeading finds the heading that a slot of the contents stands for: its
// id is the gate's and the heading's, with a space between.
func contentsHeading(m *lessons.Mode, id string) lessons.Heading {
	_, heading, _ := strings.Cut(id, " ")
	for _, h := range m.Contents {
		if h.ID == heading {
			return h
		}
	}
	return lessons.Heading{ID: heading}
}

// compress compresses all pages, for a goroutine started once the server
// listens. Lessons come first in the order in which they are read.
func (site *LessonSite) compress() error {
	for _, p := range site.Order {
		if err := p.Tree.Compress(); err != nil {
			return err
		}
	}
	return nil
}

// Filling fills a lesson page's slots for one reader.
type Filling struct {
	Page     *LessonPage
	Progress *site.Progress // nil for a reader we know nothing of
	Theme    view.Theme
	Parts    map[string][]byte // by id, for [view.SlotPart] and [view.SlotNote]
}

// Part implements [splice.Chooser].
func (f *Filling) Part(sl *splice.Slot) []byte {
	if f.Parts == nil || sl.Kind != view.SlotPart && sl.Kind != view.SlotNote {
		return nil
	}
	return f.Parts[sl.ID]
}

// Variant numbers the form of a slot that the reader has earned. The first is
// the one for a reader who has done nothing.
func (f *Filling) Variant(sl *splice.Slot) int {
	if sl.Kind == view.SlotTheme {
		return view.ThemeVariant(f.Theme)
	}
	if f.Progress == nil {
		return 0
	}
	lesson, mode := f.Page.Lesson.Lesson.Slug, f.Page.Mode.Slug
	switch sl.Kind {
	case view.SlotMode:
		return int(f.Progress.Mark(lesson, sl.ID))
	case view.SlotRead:
		if f.Progress.Mark(lesson, mode) == view.ModeDone {
			return 1
		}
	case view.SlotGate:
		return f.gate(sl.ID)
	case view.SlotMyth:
		return mythVariant(f.Progress.Choice(lesson, mode, sl.ID))
	case view.SlotGated:
		gate, _, _ := strings.Cut(sl.ID, " ")
		if f.gate(gate) > 0 {
			return 1
		}
	case view.SlotPart, view.SlotNote, view.SlotTheme:
	}
	return 0
}

// gate is 0 while a prediction isn't committed, else one more than the index of
// the option chosen.
func (f *Filling) gate(id string) int {
	choice := f.Progress.Choice(f.Page.Lesson.Lesson.Slug, f.Page.Mode.Slug, id)
	forms := f.Page.gates[id]
	if form, ok := forms[choice]; ok || choice == "" {
		return form
	}
	return len(forms) + 1 // the option was taken away since; what was opened stays open
}

// The answers to a myth, as they are stored.
var MythAnswers = [...]string{strconv.FormatBool(true), strconv.FormatBool(false)}

func mythVariant(answer string) int {
	for i, a := range MythAnswers {
		if a == answer {
			return i + 1
		}
	}
	return 0
}

// policyBlock is a live policy as its author wrote it.
func policyBlock(l view.Lesson, b *lessons.Policy) view.PolicyBlock {
	block := view.PolicyBlock{ID: b.ID, Title: b.Title, Kind: b.Kind, Path: b.Path, Source: b.JSON}
	if b.Runs {
		block.RunPath = l.URL() + "/run/" + b.ID
	} else {
		block.Result = &view.PolicyResultView{Findings: b.Findings}
	}
	if b.World != "" {
		block.SandboxPath = l.URL() + "/open/" + b.ID
	}
	block.Asks, block.AsksAs = policyCall(b)
	return block
}

// policyCall is the call that running a policy makes, and who makes it.
func policyCall(b *lessons.Policy) (call, who string) {
	for _, e := range slices.Backward(b.Result.Entries) {
		if e.Kind == lessons.EntryCommand {
			return e.Line, e.Who
		}
	}
	if t := b.Result.Trace; t != nil && b.Runs {
		return t.Action + " on " + t.Resource, t.Principal
	}
	return "", ""
}

// policyResult is what came of running a live policy.
func policyResult(b *lessons.Policy, r lessons.PolicyResult, findings []iam.Finding) *view.PolicyResultView {
	v := &view.PolicyResultView{Findings: findings, Trace: r.Trace, Open: true}
	if iam.HasError(findings) {
		return v
	}
	o := outcomeOf(r.Outcome, r.Trace)
	v.Outcome = &o
	if r.Trace != nil {
		v.Anchors = anchors(b, r.Trace)
	}
	return v
}

// outcomeOf is what a banner says of a step's outcome.
func outcomeOf(o lessons.Outcome, t *iam.Trace) view.Outcome {
	switch {
	case t != nil:
		return view.OutcomeOf(t)
	case o.Error != "":
		return view.ErrorOutcome(o.Error, o.Message)
	}
	return view.Outcome{Mark: view.MarkOf(o.Decision), DeniedBy: o.DeniedBy.List()}
}

// anchors links the rows of a trace that are about a policy to its listing.
func anchors(b *lessons.Policy, t *iam.Trace) map[string]string {
	m := map[string]string{}
	for _, layer := range t.Layers {
		for _, p := range layer.Policies {
			if b.Shows(layer.Layer, p) {
				m[p.Name] = b.ID
			}
		}
	}
	return m
}
