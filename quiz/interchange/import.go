package interchange

import (
	"fmt"
	"hash/fnv"
	"regexp"
	"slices"
	"strings"

	"rolecall/quiz"
	"rolecall/quiz/prose"
)

// found is a question as a format's reader made it out.
type found struct {
	line   int
	title  string
	draft  quiz.Draft
	lost   losses
	refuse string // why it can't be a question here, in a sentence
	where  int    // the line that refuse is about; 0 is the first
	card   bool   // a recall card of ours, which is refused for that
}

// Import reads a file. Its name stands in faults. Each question is read by
// [quiz.OwnRules] and whatever lesson, site and library in names: it is taken as a
// whole, or refused with its line and the reasons. The error, a sentence for
// people, says why nothing of the file could be read: too large, not UTF-8, not
// well-formed, more questions than are taken at once.
func Import(name string, src []byte, f Format, in quiz.Reading) (Imported, error) {
	im := Imported{Format: f}
	if err := unreadable(src); err != nil {
		return im, err
	}
	var all []found
	var err error
	switch f {
	case GIFT:
		all = readGIFT(plainLines(src))
	case Aiken:
		all = readAiken(plainLines(src))
	case MoodleXML:
		all, err = readMoodle(plainLines(src))
	case CSV:
		all, err = readCSV(plainLines(src))
	case Anki:
		all, err = readAnki(plainLines(src))
	default:
		err = fmt.Errorf("there is no format %q", f)
	}
	switch {
	case err != nil:
		return im, err
	case len(all) == 0:
		return im, fmt.Errorf("no question was found: is this a file in the format %s?", f.Title())
	case len(all) > MaxQuestions:
		return im, fmt.Errorf("this file holds %d questions; the most that are taken at once is %d: split it", len(all), MaxQuestions)
	}
	in.Rules = quiz.OwnRules
	ids := map[string]bool{}
	for _, q := range all {
		im.Items = append(im.Items, q.item(name, in, ids))
	}
	return im, nil
}

// item holds what was found against quiz's own reader.
func (q found) item(name string, in quiz.Reading, ids map[string]bool) Item {
	at := prose.Place{File: name, Line: q.line}
	item := Item{Line: q.line, Title: shorten(q.title, 80), Card: q.card}
	if q.refuse != "" {
		if q.where > 0 {
			at.Line = q.where
		}
		item.Faults = prose.Faults{at.Fault("%s", q.refuse)}
		return item
	}
	d := q.draft
	if d.Version == 0 {
		d.Version = 1
	}
	if d.Difficulty.IsZero() {
		d.Difficulty = prose.Plain(quiz.Medium.String())
	}
	fit(&d, in, &q.lost)
	d.ID = prose.Plain(freeID(d, ids))
	partIDs(&d)
	item.Question, item.Faults = in.Question(d, at)
	if item.Question == nil {
		return item
	}
	ids[d.ID.Value] = true
	item.Losses = q.lost.list
	return item
}

// fit leaves out, and tells, what a question says about itself that isn't so here.
func fit(d *quiz.Draft, in quiz.Reading, lost *losses) {
	if in.Site != nil && in.Lesson != "" {
		known, _ := in.Site.Objectives(in.Lesson)
		d.Objectives = slices.DeleteFunc(slices.Clone(d.Objectives), func(id prose.Str) bool {
			here := slices.ContainsFunc(known, func(o quiz.Objective) bool { return o.ID == id.Value })
			if !here {
				lost.add(PartObjectives, fmt.Sprintf("The objective %s was left out: the lesson %s has none of that name.", shorten(id.Value, 60), in.Lesson))
			}
			return !here
		})
	}
	if fault := prose.CheckURL(d.Source.Value); !d.Source.IsZero() && fault != "" {
		lost.add(PartSource, "The source was left out: "+fault+".")
		d.Source = prose.Str{}
	}
	if !d.Claim.IsZero() && !claimPattern.MatchString(d.Claim.Value) {
		lost.add(PartClaim, fmt.Sprintf("The claim was left out: %q is not a claim's id.", shorten(d.Claim.Value, 30)))
		d.Claim = prose.Str{}
	}
}

var (
	claimPattern = regexp.MustCompile(`^[A-Z]{1,4}-\d{1,4}[a-z]?$`)
	idPattern    = regexp.MustCompile(`^[a-z0-9]+(-[a-z0-9]+)*$`)
)

// freeID is the id that a question brings along, or one made of its text, so that
// the same file gives the same ids. An id that is taken gets a number.
func freeID(d quiz.Draft, taken map[string]bool) string {
	id := d.ID.Value
	if !idPattern.MatchString(id) || len(id) > 60 {
		h := fnv.New64a()
		src, err := d.YAML()
		if err != nil {
			src = []byte(d.Stem.Value)
		}
		h.Write(src)
		id = fmt.Sprintf("q-%016x", h.Sum64())
	}
	free := id
	for n := 2; taken[free]; n++ {
		free = fmt.Sprintf("%s-%d", id, n)
	}
	return free
}

// partIDs gives letters to parts that came without ids.
func partIDs(d *quiz.Draft) {
	for i := range d.Options {
		letter(&d.Options[i].ID, i)
	}
	for i := range d.Items {
		letter(&d.Items[i].ID, i)
	}
	for i := range d.Pairs {
		letter(&d.Pairs[i].ID, i)
	}
}

func letter(id *prose.Str, i int) {
	if id.IsZero() {
		*id = prose.Plain(ordinal(i))
	}
}

// ordinal is a, b, … z, part-27, …
func ordinal(i int) string {
	if i < 26 {
		return string(rune('a' + i))
	}
	return fmt.Sprintf("part-%d", i+1)
}

// shorten cuts a text to n characters of one line.
func shorten(s string, n int) string {
	s = strings.Join(strings.Fields(s), " ")
	if r := []rune(s); len(r) > n {
		return strings.TrimSpace(string(r[:n-1])) + "…"
	}
	return s
}
