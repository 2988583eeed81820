package lessons

import (
	"slices"
	"strings"

	"rolecall/quiz/prose"
)

// compilerOf finds what compiles the directive of a name; nil when there is none.
func compilerOf(name string) func(*modeCompiler, *prose.Fence) Block {
	switch name {
	case "predict":
		return (*modeCompiler).predict
	case "policy":
		return (*modeCompiler).policy
	case "console":
		return (*modeCompiler).console
	case "frames":
		return (*modeCompiler).frames
	case "diagram":
		return (*modeCompiler).diagram
	case "steps":
		return (*modeCompiler).steps
	case "challenge":
		return (*modeCompiler).challenge
	case "myth":
		return (*modeCompiler).myth
	case "pitfall":
		return (*modeCompiler).pitfall
	case "card":
		return (*modeCompiler).card
	case "compare":
		return (*modeCompiler).compare
	case "reveal":
		return (*modeCompiler).reveal
	}
	if i := slices.Index(calloutNames[:], name); i >= 0 {
		return callout(CalloutKind(i))
	}
	return nil
}

func isDirective(name string) bool { return compilerOf(name) != nil }

// directive compiles a fence to its block; nil when it has faults.
func (c *modeCompiler) directive(f *prose.Fence) Block {
	for arg := range f.Args {
		if f.Name != "reveal" || arg != "title" {
			c.fail(f.Place.Fault("a %s takes no %s=", f.Name, arg))
		}
	}
	before := len(c.faults)
	b := compilerOf(f.Name)(c, f)
	if len(c.faults) > before {
		return nil
	}
	return b
}

// decode reads a directive's YAML; false when it has faults.
func (c *modeCompiler) decode(f *prose.Fence, into any) bool {
	fs := prose.YAML([]byte(f.Body), f.Start, into)
	c.fail(fs...)
	return fs == nil
}

// text compiles markdown that stands in a directive's YAML.
func (c *modeCompiler) text(s prose.Str, doc prose.Place) prose.Text {
	t, fs := c.reader.Text(s.Value, s.Place(doc))
	c.fail(fs...)
	return t
}

// need compiles markdown that must not be empty.
func (c *modeCompiler) need(key string, s prose.Str, f *prose.Fence) prose.Text {
	if strings.TrimSpace(s.Value) == "" {
		c.fail(f.Place.Fault("this %s has no %s", f.Name, key))
	}
	return c.text(s, f.Start)
}

func (c *modeCompiler) title(title string, f *prose.Fence) {
	if strings.TrimSpace(title) == "" {
		c.fail(f.Place.Fault("this %s has no title", f.Name))
	}
}

func (c *modeCompiler) predict(f *prose.Fence) Block {
	var y predictYAML
	if !c.decode(f, &y) {
		return nil
	}
	if c.depth > 0 {
		c.fail(f.Place.Fault("a predict stands at the margin of its file, for it gates what follows"))
	}
	c.claim(y.ID, f.Place)
	p := &Predict{ID: y.ID, Ask: c.need("ask", y.Ask, f)}
	right := 0
	for i, o := range y.Options {
		if strings.TrimSpace(o.Text.Value) == "" || strings.TrimSpace(o.Why.Value) == "" {
			c.fail(o.Text.Place(f.Start).Fault("option %d has no text or no why", i+1))
		}
		if o.Right {
			right++
		}
		p.Options = append(p.Options, PredictOption{
			ID: string(rune('a' + i%26)), Text: c.text(o.Text, f.Start), Right: o.Right, Why: c.text(o.Why, f.Start),
		})
	}
	if len(p.Options) < 2 || len(p.Options) > 6 {
		c.fail(f.Place.Fault("a predict has 2 to 6 options, this one has %d", len(p.Options)))
	}
	if right != 1 {
		c.fail(f.Place.Fault("a predict has exactly one right option, this one has %d", right))
	}
	return p
}

func (c *modeCompiler) card(f *prose.Fence) Block {
	var y cardYAML
	if !c.decode(f, &y) {
		return nil
	}
	c.claim(y.ID, f.Place)
	if _, ok := c.lesson.Objective(y.Objective.Value); !ok && y.Objective.Value != "" {
		c.fail(y.Objective.Place(f.Start).Fault("this lesson has no objective %q", y.Objective.Value))
	}
	c.source(y.Source, f.Start)
	c.counts.Cards++
	return &Card{
		ID: y.ID, Front: c.need("front", y.Front, f), Back: c.need("back", y.Back, f),
		Objective: y.Objective.Value, Source: y.Source.Value,
	}
}

func (c *modeCompiler) compare(f *prose.Fence) Block {
	var y compareYAML
	if !c.decode(f, &y) {
		return nil
	}
	c.title(y.Before.Title, f)
	c.title(y.After.Title, f)
	return &Compare{
		Before: CompareSide{Title: y.Before.Title, Text: c.need("before: text", y.Before.Text, f)},
		After:  CompareSide{Title: y.After.Title, Text: c.need("after: text", y.After.Text, f)},
	}
}

func (c *modeCompiler) reveal(f *prose.Fence) Block {
	title := f.Args["title"]
	if title == "" {
		c.fail(f.Place.Fault("a reveal says what folds open: reveal title=\"…\""))
	}
	return &Reveal{Title: title, Blocks: c.inner(f)}
}

func callout(kind CalloutKind) func(*modeCompiler, *prose.Fence) Block {
	return func(c *modeCompiler, f *prose.Fence) Block {
		return &Callout{Kind: kind, Blocks: c.inner(f)}
	}
}

// maxDepth bounds text directives within each other.
const maxDepth = 3

// inner compiles the text of a directive that holds markdown.
func (c *modeCompiler) inner(f *prose.Fence) []Block {
	if c.depth >= maxDepth {
		c.fail(f.Place.Fault("directives stand at most %d deep in each other", maxDepth))
		return nil
	}
	c.depth++
	defer func() { c.depth-- }()
	blocks := c.blocks(f.Body, f.Start)
	if len(blocks) == 0 {
		c.fail(f.Place.Fault("this %s is empty", f.Name))
	}
	return blocks
}

func (c *modeCompiler) challenge(f *prose.Fence) Block {
	var y challengeYAML
	if !c.decode(f, &y) {
		return nil
	}
	c.claim(y.ID, f.Place)
	if c.lib.Challenge(y.Name.Value) == nil {
		c.fail(y.Name.Place(f.Start).Fault("there is no challenge %q: sandbox/challenges has no file of that name", y.Name.Value))
	}
	if carry := y.Carry.Value; carry != "" && !c.challenges[carry] {
		c.fail(y.Carry.Place(f.Start).Fault("carry names no challenge that stands before this one: %q", carry))
	}
	c.challenges[y.ID] = true
	return &ChallengeRef{ID: y.ID, Name: y.Name.Value, Carry: y.Carry.Value}
}

func (c *modeCompiler) myth(f *prose.Fence) Block {
	var y mythYAML
	if !c.decode(f, &y) {
		return nil
	}
	c.claim(y.ID, f.Place)
	c.source(y.Source, f.Start)
	m := &Myth{
		ID: y.ID, Belief: c.need("belief", y.Belief, f), Truth: y.Truth, Reality: c.need("reality", y.Reality, f),
		Why: c.need("why", y.Why, f), Source: y.Source.Value,
	}
	if y.Proof != nil {
		run := c.run(*y.Proof, f)
		m.Proof = &run
	}
	return m
}

func (c *modeCompiler) pitfall(f *prose.Fence) Block {
	var y pitfallYAML
	if !c.decode(f, &y) {
		return nil
	}
	c.claim(y.ID, f.Place)
	c.title(y.Title, f)
	c.source(y.Source, f.Start)
	return &Pitfall{
		ID: y.ID, Title: y.Title, Story: c.text(y.Story, f.Start), Cause: c.need("cause", y.Cause, f), Source: y.Source.Value,
		Wrong: c.side("wrong", y.Wrong, f), Right: c.side("right", y.Right, f),
	}
}

func (c *modeCompiler) side(name string, y sideYAML, f *prose.Fence) Side {
	s := Side{Say: c.need(name+": say", y.Say, f)}
	p := c.play(y.Run, f)
	s.Run = p.run()
	for _, path := range y.Show {
		src, ok := p.document(path.Value)
		if !ok {
			c.fail(path.Place(f.Start).Fault("the world %s has no document %s", y.Run.World.Value, path.Value))
			continue
		}
		s.Documents = append(s.Documents, Document{Path: path.Value, JSON: src, Code: prose.Code("json", src, "")})
	}
	return s
}

func (c *modeCompiler) run(y runYAML, f *prose.Fence) Run { return c.play(y, f).run() }

func (c *modeCompiler) console(f *prose.Fence) Block {
	var y consoleYAML
	body, at, fs := decodeHead(f, &y)
	if c.fail(fs...); fs != nil {
		return nil
	}
	c.claim(y.ID, f.Place)
	c.title(y.Title, f)
	p := c.playBody(y.World, y.Files, body, at, f)
	return &Console{ID: y.ID, Title: y.Title, World: y.World.Value, Entries: entries(p.played)}
}

// playBody plays steps that stand in a directive's body.
func (c *modeCompiler) playBody(world prose.Str, files map[string]prose.Str, body string, at prose.Place, f *prose.Fence) *playing {
	return c.play(runYAML{World: world, Files: files, Steps: prose.Block(body, at.Line-f.Start.Line+1)}, f)
}
