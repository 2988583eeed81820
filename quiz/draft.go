package quiz

import (
	"bytes"
	"fmt"

	"go.yaml.in/yaml/v3"

	"rolecall/quiz/prose"
)

// Draft is a question as it is written: the keys of docs/authoring.md, "Questions",
// each text as markdown. It is what an editor fills in and what other formats are
// turned into; [Reading.Question] makes a [Question] of it. A key that the type
// doesn't have is left empty.
type Draft struct {
	ID         prose.Str            `yaml:"id,omitempty"`
	Version    int                  `yaml:"version,omitempty"`
	Type       prose.Str            `yaml:"type"`
	Difficulty prose.Str            `yaml:"difficulty"`
	Objectives []prose.Str          `yaml:"objectives,flow,omitempty"`
	Claim      prose.Str            `yaml:"claim,omitempty"`
	Source     prose.Str            `yaml:"source,omitempty"`
	Stem       prose.Str            `yaml:"stem"`
	World      prose.Str            `yaml:"world,omitempty"`
	Files      map[string]prose.Str `yaml:"files,omitempty"`
	Show       []prose.Str          `yaml:"show,omitempty"`
	Steps      prose.Str            `yaml:"steps,omitempty"`
	Path       prose.Str            `yaml:"path,omitempty"`
	Document   prose.Str            `yaml:"document,omitempty"`
	Kind       prose.Str            `yaml:"kind,omitempty"`
	Finding    prose.Str            `yaml:"finding,omitempty"`
	Asks       prose.Str            `yaml:"asks,omitempty"`
	Label      prose.Str            `yaml:"label,omitempty"`
	Why        prose.Str            `yaml:"why,omitempty"`
	Options    []DraftOption        `yaml:"options,omitempty"`
	Items      []DraftItem          `yaml:"items,omitempty"`
	Pairs      []DraftPair          `yaml:"pairs,omitempty"`
	Answers    []DraftAnswer        `yaml:"answers,omitempty"`
	Accept     []prose.Str          `yaml:"accept,omitempty"`
	Tempting   []DraftText          `yaml:"tempting,omitempty"`
	Hint       prose.Str            `yaml:"hint,omitempty"`
	Worked     []prose.Str          `yaml:"worked,omitempty"`
	Verify     prose.Str            `yaml:"verify,omitempty"`
	Mistakes   []prose.Str          `yaml:"mistakes,omitempty"`
}

// DraftOption is an option of a choice, of a line or fault to be picked, or of
// what the CLI prints.
type DraftOption struct {
	ID     prose.Str            `yaml:"id"`
	Text   prose.Str            `yaml:"text,omitempty"`   // of choice and choose-all
	Output prose.Str            `yaml:"output,omitempty"` // of cli
	At     prose.Str            `yaml:"at,omitempty"`     // of line and spot
	Right  bool                 `yaml:"right,omitempty"`
	Why    prose.Str            `yaml:"why,omitempty"`
	Files  map[string]prose.Str `yaml:"files,omitempty"`
	Steps  prose.Str            `yaml:"steps,omitempty"`
}

// DraftItem is one item of an order; the items stand in the right one.
type DraftItem struct {
	ID    prose.Str `yaml:"id"`
	Text  prose.Str `yaml:"text"`
	Why   prose.Str `yaml:"why,omitempty"`
	Steps prose.Str `yaml:"steps,omitempty"`
}

// DraftPair is what is to be matched, with the id of the answer it belongs to.
type DraftPair struct {
	ID     prose.Str            `yaml:"id"`
	Text   prose.Str            `yaml:"text"`
	Answer prose.Str            `yaml:"answer"`
	Why    prose.Str            `yaml:"why,omitempty"`
	Files  map[string]prose.Str `yaml:"files,omitempty"`
	Steps  prose.Str            `yaml:"steps,omitempty"`
}

// DraftAnswer is one answer that pairs may belong to.
type DraftAnswer struct {
	ID    prose.Str `yaml:"id"`
	Text  prose.Str `yaml:"text"`
	Why   prose.Str `yaml:"why,omitempty"`
	Steps prose.Str `yaml:"steps,omitempty"`
}

// DraftText is a wrong text for a gap.
type DraftText struct {
	Text prose.Str `yaml:"text"`
	Why  prose.Str `yaml:"why,omitempty"`
}

// MaxQuestion is how many bytes the YAML of one question may have.
const MaxQuestion = 64 << 10

// ParseDraft reads the YAML of one question: the mapping that stands under
// "questions:" in a bank's file. Lines count from at. Only its form is looked at;
// [Reading.Question] finds out whether it makes a question.
func ParseDraft(src []byte, at prose.Place) (Draft, prose.Faults) {
	var d Draft
	if len(src) > MaxQuestion {
		return d, prose.Faults{at.Fault("this question has %d bytes; the most that is taken is %d", len(src), MaxQuestion)}
	}
	fs := prose.YAML(src, at, &d)
	return d, fs
}

// YAML writes the draft; [ParseDraft] reads the same.
func (d Draft) YAML() ([]byte, error) {
	var b bytes.Buffer
	e := yaml.NewEncoder(&b)
	e.SetIndent(2)
	if err := e.Encode(d); err != nil {
		return nil, fmt.Errorf("write question %s: %w", d.ID.Value, err)
	}
	if err := e.Close(); err != nil {
		return nil, fmt.Errorf("write question %s: %w", d.ID.Value, err)
	}
	return b.Bytes(), nil
}

// Draft is the question as it was written. Its lists and maps are shared and not
// to be changed.
func (q *Question) Draft() Draft { return q.draft }

// MarshalQuestion writes a question as the YAML of its draft, so that
// [ParseQuestion] reads the same question again. Lesson is not part of it.
func MarshalQuestion(q *Question) ([]byte, error) { return q.draft.YAML() }
