package quiz

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"strings"
)

// Fingerprint is the same for two questions that mean the same: it is made of what
// a reader has before them when they answer (stem, documents, options, items,
// pairs, gap) and of the key. What is read afterwards, the hint, the source, the
// objectives and the difficulty are left out, and so is white space: an author
// may mend these without a new version.
func Fingerprint(q *Question) string {
	r := recordOf(q).meaning()
	src, err := json.Marshal(r)
	if err != nil {
		return "" // not reached: a record is strings and lists of them
	}
	sum := sha256.Sum256(src)
	return hex.EncodeToString(sum[:8])
}

// meaning is the record without its name and what may change under one version.
func (r record) meaning() record {
	m := record{Type: r.Type, Stem: plain(r.Stem), Command: spaceless(r.Command), Document: r.Document, Show: r.Show}
	for _, o := range r.Options {
		m.Options = append(m.Options, recordOption{ID: o.ID, Text: plain(o.Text), Output: o.Output, Line: o.Line, Right: o.Right})
	}
	for _, i := range r.Items {
		m.Items = append(m.Items, recordItem{ID: i.ID, Text: plain(i.Text)})
	}
	for _, p := range r.Pairs {
		m.Pairs = append(m.Pairs, recordPair{recordItem{ID: p.ID, Text: plain(p.Text)}, p.Answer})
	}
	for _, a := range r.Answers {
		m.Answers = append(m.Answers, recordItem{ID: a.ID, Text: plain(a.Text)})
	}
	if g := r.Gap; g != nil {
		m.World = r.World
		m.Gap = &recordGap{Document: g.Document, Label: g.Label, Accept: g.Accept, Files: g.Files, Steps: spaceless(g.Steps)}
		for _, t := range g.Tempting {
			m.Gap.Tempting = append(m.Gap.Tempting, recordTempting{Text: t.Text})
		}
	}
	return m
}

// plain is a text's words, without its markup: how it is set is not what it means.
func plain(t recordText) recordText { return recordText{Text: spaceless(t.Text)} }

// spaceless makes one blank of every run of white space.
func spaceless(s string) string { return strings.Join(strings.Fields(s), " ") }
