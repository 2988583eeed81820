package quiz

import (
	"maps"
	"slices"
	"strings"

	"rolecall/quiz/prose"
)

// SameMeaning reports whether two drafts ask the same and judge alike. Reasons,
// hints, worked steps, sources, objectives and difficulty may differ: an answer to
// one is an answer to the other, and statistics over both mean something.
func SameMeaning(a, b Draft) (bool, error) {
	one, err := meaning(a).YAML()
	if err != nil {
		return false, err
	}
	other, err := meaning(b).YAML()
	return string(one) == string(other), err
}

// meaning is what of a draft makes it another question when it changes. Space
// round a text doesn't.
func meaning(d Draft) Draft {
	m := Draft{Type: d.Type, Stem: bare(d.Stem), World: d.World, Files: bareAll(d.Files), Show: d.Show, Steps: bare(d.Steps), Path: bare(d.Path),
		Document: bare(d.Document), Kind: d.Kind, Finding: d.Finding, Asks: d.Asks, Label: bare(d.Label), Accept: d.Accept}
	for _, o := range d.Options {
		m.Options = append(m.Options, DraftOption{ID: o.ID, Text: bare(o.Text), Output: bare(o.Output), At: bare(o.At), Right: o.Right, Files: bareAll(o.Files), Steps: bare(o.Steps)})
	}
	for _, i := range d.Items {
		m.Items = append(m.Items, DraftItem{ID: i.ID, Text: bare(i.Text), Steps: bare(i.Steps)})
	}
	for _, p := range d.Pairs {
		m.Pairs = append(m.Pairs, DraftPair{ID: p.ID, Text: bare(p.Text), Answer: p.Answer, Files: bareAll(p.Files), Steps: bare(p.Steps)})
	}
	for _, a := range d.Answers {
		m.Answers = append(m.Answers, DraftAnswer{ID: a.ID, Text: bare(a.Text), Steps: bare(a.Steps)})
	}
	return m
}

func bare(s prose.Str) prose.Str { return prose.Plain(strings.TrimSpace(s.Value)) }

func bareAll(files map[string]prose.Str) map[string]prose.Str {
	var all map[string]prose.Str
	for path, text := range files {
		if all == nil {
			all = map[string]prose.Str{}
		}
		all[path] = bare(text)
	}
	return all
}

// SameKey reports whether every answer to one question is an answer to the other
// and right or wrong alike, by the authors' word.
func SameKey(a, b *Question) bool {
	if a.Type != b.Type {
		return false
	}
	if _, gap := a.Body.(*Gap); gap {
		return slices.Equal(a.Body.(*Gap).Accept, b.Body.(*Gap).Accept)
	}
	return maps.Equal(a.Body.key(), b.Body.key())
}
