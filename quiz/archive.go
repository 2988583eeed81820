package quiz

import (
	"bytes"
	"compress/flate"
	"encoding/json"
	"fmt"
	"io"
	"maps"
	"sync"

	"rolecall/quiz/prose"
	"rolecall/sandbox"
)

// Pack writes a question down whole: what is asked, the key, every why and, where
// a text in a gap is decided by playing steps, the scenario that they are played
// in. What is packed needs nothing else to be shown and graded, so an attempt
// keeps its questions as they were, whatever becomes of the bank, the scenarios
// and the generators. How the engine proved the key is left out.
func Pack(q *Question) ([]byte, error) {
	src, err := json.Marshal(recordOf(q))
	if err != nil {
		return nil, fmt.Errorf("pack %s: %w", q.ID, err)
	}
	var b bytes.Buffer
	w := packers.Get().(*flate.Writer)
	defer packers.Put(w)
	w.Reset(&b)
	if _, err := w.Write(src); err != nil {
		return nil, fmt.Errorf("pack %s: %w", q.ID, err)
	}
	if err := w.Close(); err != nil {
		return nil, fmt.Errorf("pack %s: %w", q.ID, err)
	}
	return b.Bytes(), nil
}

// packers are compressors at rest, for making one takes longer than using it.
var packers = sync.Pool{New: func() any {
	w, err := flate.NewWriter(nil, flate.BestSpeed)
	if err != nil {
		panic(err) // not reached: the level is one there is
	}
	return w
}}

// maxPacked is how long a packed question is at most once it is unpacked, in bytes.
const maxPacked = 1 << 20

// Unpack reads a packed question. It errs when the bytes are none that [Pack] wrote.
func Unpack(packed []byte) (*Question, error) {
	src, err := io.ReadAll(io.LimitReader(flate.NewReader(bytes.NewReader(packed)), maxPacked))
	if err != nil {
		return nil, fmt.Errorf("unpack a question: %w", err)
	}
	var r record
	if err := json.Unmarshal(src, &r); err != nil {
		return nil, fmt.Errorf("unpack a question: %w", err)
	}
	return r.question()
}

// record is a question as it is packed. Names are stable: what was packed once is
// read for ever.
type record struct {
	ID         string           `json:"id"`
	Version    int              `json:"version"`
	Lesson     string           `json:"lesson,omitempty"`
	Type       string           `json:"type"`
	Difficulty string           `json:"difficulty,omitempty"`
	Objectives []string         `json:"objectives,omitempty"`
	Claim      string           `json:"claim,omitempty"`
	Source     string           `json:"source,omitempty"`
	World      string           `json:"world,omitempty"`
	Checked    bool             `json:"engineChecked,omitempty"`
	Stem       recordText       `json:"stem"`
	Show       []recordDocument `json:"show,omitempty"`
	Command    string           `json:"command,omitempty"`
	Document   *recordDocument  `json:"document,omitempty"`
	Options    []recordOption   `json:"options,omitempty"`
	Items      []recordItem     `json:"items,omitempty"`
	Pairs      []recordPair     `json:"pairs,omitempty"`
	Answers    []recordItem     `json:"answers,omitempty"`
	Gap        *recordGap       `json:"gap,omitempty"`
	Hint       recordText       `json:"hint"`
	Worked     []recordText     `json:"worked,omitempty"`
	Verify     recordText       `json:"verify"`
	Mistakes   []recordText     `json:"mistakes,omitempty"`
}

// recordText is a compiled text.
type recordText struct {
	HTML string `json:"html,omitempty"`
	Text string `json:"text,omitempty"`
}

type recordDocument struct {
	Path string `json:"path,omitempty"`
	JSON string `json:"json"`
}

type recordOption struct {
	ID     string     `json:"id"`
	Text   recordText `json:"text"`
	Output string     `json:"output,omitempty"`
	Line   int        `json:"line,omitempty"`
	Right  bool       `json:"right,omitempty"`
	Why    recordText `json:"why"`
}

type recordItem struct {
	ID   string     `json:"id"`
	Text recordText `json:"text"`
	Why  recordText `json:"why"`
}

type recordPair struct {
	recordItem
	Answer string `json:"answer"`
}

type recordGap struct {
	Document recordDocument    `json:"document"`
	Label    string            `json:"label"`
	Accept   []string          `json:"accept"`
	Tempting []recordTempting  `json:"tempting,omitempty"`
	Why      recordText        `json:"why"`
	Scenario string            `json:"scenario,omitempty"` // the scenario's file
	Files    map[string]string `json:"files,omitempty"`
	Steps    string            `json:"steps,omitempty"`
}

type recordTempting struct {
	Text string     `json:"text"`
	Why  recordText `json:"why"`
}

func recordOf(q *Question) record {
	r := record{
		ID: q.ID, Version: q.Version, Lesson: q.Lesson, Type: q.Type.String(), Difficulty: q.Difficulty.String(), Objectives: q.Objectives,
		Claim: q.Claim, Source: q.Source, World: q.World, Checked: q.EngineChecked, Stem: recordText(q.Stem),
		Hint: recordText(q.Hint), Worked: recordTexts(q.Worked), Verify: recordText(q.Verify), Mistakes: recordTexts(q.Mistakes),
	}
	for _, d := range q.Show {
		r.Show = append(r.Show, recordDocument{d.Path, d.JSON})
	}
	switch b := q.Body.(type) {
	case *Choice:
		r.choice(b)
	case *Ordering:
		for _, i := range b.Items {
			r.Items = append(r.Items, recordItem{i.ID, recordText(i.Text), recordText(i.Why)})
		}
	case *Matching:
		for _, p := range b.Pairs {
			r.Pairs = append(r.Pairs, recordPair{recordItem{p.ID, recordText(p.Text), recordText(p.Why)}, p.Answer})
		}
		for _, m := range b.Answers {
			r.Answers = append(r.Answers, recordItem{m.ID, recordText{Text: m.Text}, recordText(m.Why)})
		}
	case *Gap:
		r.gap(b)
	}
	return r
}

func recordTexts(list []prose.Text) []recordText {
	var all []recordText
	for _, t := range list {
		all = append(all, recordText(t))
	}
	return all
}

func (r *record) choice(c *Choice) {
	r.Command = c.Command
	if c.Document != nil {
		r.Document = &recordDocument{c.Document.Path, c.Document.JSON}
	}
	for _, o := range c.Options {
		r.Options = append(r.Options, recordOption{o.ID, recordText(o.Text), o.Output, o.Line, o.Right, recordText(o.Why)})
	}
}

func (r *record) gap(g *Gap) {
	k := &recordGap{Document: recordDocument{g.Document.Path, g.Document.JSON}, Label: g.Label, Accept: g.Accept, Why: recordText(g.Why)}
	for _, t := range g.Tempting {
		k.Tempting = append(k.Tempting, recordTempting{t.Text, recordText(t.Why)})
	}
	if g.scenario != nil {
		k.Scenario, k.Files, k.Steps = g.scenario.Source(), g.files, g.script
	}
	r.Gap = k
}

func (r record) question() (*Question, error) {
	q := &Question{
		ID: r.ID, Version: r.Version, Lesson: r.Lesson, Objectives: r.Objectives, Claim: r.Claim, Source: r.Source, World: r.World,
		EngineChecked: r.Checked, Stem: prose.Text(r.Stem), Hint: prose.Text(r.Hint), Worked: proseTexts(r.Worked),
		Verify: prose.Text(r.Verify), Mistakes: proseTexts(r.Mistakes),
	}
	var ok bool
	if q.Type, ok = named(r.Type, Types()...); !ok {
		return nil, fmt.Errorf("unpack %s: there are no questions of type %q", r.ID, r.Type)
	}
	if q.Difficulty, ok = named(r.Difficulty, Easy, Medium, Hard); !ok {
		return nil, fmt.Errorf("unpack %s: %q is no difficulty", r.ID, r.Difficulty)
	}
	for _, d := range r.Show {
		q.Show = append(q.Show, document(d.Path, d.JSON))
	}
	var err error
	if q.Body, err = r.body(q.Type); err != nil {
		return nil, fmt.Errorf("unpack %s: %w", r.ID, err)
	}
	return q, nil
}

// named finds a value of a closed set by its word.
func named[T fmt.Stringer](word string, values ...T) (T, bool) {
	for _, v := range values {
		if v.String() == word {
			return v, true
		}
	}
	var none T
	return none, false
}

func proseTexts(list []recordText) []prose.Text {
	var all []prose.Text
	for _, t := range list {
		all = append(all, prose.Text(t))
	}
	return all
}

func (r record) body(t Type) (Body, error) {
	switch t {
	case PutInOrder:
		o := &Ordering{}
		for _, i := range r.Items {
			o.Items = append(o.Items, Item{i.ID, prose.Text(i.Text), prose.Text(i.Why)})
		}
		return o, nil
	case MatchPairs:
		return r.matching(), nil
	case FillIn:
		return r.Gap.gap(r.World)
	case ChooseOne, ChooseAll, PickLine, PredictCLI, SpotFault:
		c := &Choice{Many: t == ChooseAll, Command: r.Command}
		if r.Document != nil {
			c.Document = new(document(r.Document.Path, r.Document.JSON))
		}
		for _, o := range r.Options {
			c.Options = append(c.Options, Option{o.ID, prose.Text(o.Text), o.Output, o.Line, o.Right, prose.Text(o.Why)})
		}
		return c, nil
	}
	return nil, fmt.Errorf("there are no questions of type %v", t)
}

func (r record) matching() *Matching {
	m := &Matching{}
	for _, p := range r.Pairs {
		m.Pairs = append(m.Pairs, Pair{p.ID, prose.Text(p.Text), p.Answer, prose.Text(p.Why)})
	}
	for _, a := range r.Answers {
		m.Answers = append(m.Answers, Match{a.ID, a.Text.Text, prose.Text(a.Why)})
	}
	return m
}

func (k *recordGap) gap(world string) (Body, error) {
	if k == nil || len(k.Accept) == 0 {
		return nil, fmt.Errorf("there is no gap to fill, or nothing fills it")
	}
	g := &Gap{Document: document(k.Document.Path, k.Document.JSON), Label: k.Label, Accept: k.Accept, Why: prose.Text(k.Why)}
	for _, t := range k.Tempting {
		g.Tempting = append(g.Tempting, Text{t.Text, prose.Text(t.Why)})
	}
	if k.Scenario == "" {
		return g, nil
	}
	var err error
	if g.scenario, err = sandbox.ParseScenario(world+".txtar", world, []byte(k.Scenario)); err != nil {
		return nil, err
	}
	if g.steps, err = sandbox.ParseSteps(k.Steps); err != nil {
		return nil, err
	}
	g.files, g.script = maps.Clone(k.Files), k.Steps
	if g.files == nil {
		g.files = map[string]string{}
	}
	return g, nil
}
