package teach

import (
	"fmt"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"rolecall/quiz"
	"rolecall/quiz/attempt"
	"rolecall/quiz/prose"
	"rolecall/web/site"
	"rolecall/web/view"
)

// The fields of a question's form, and the draft that they stand for. Fields of
// one name are the rows of a list; a row with nothing in it is no part.

// draftForm reads a question's fields. Rows without a text stay in the draft, so
// that the form can be shown again as it was; see [filled].
func draftForm(f url.Values) (quiz.Draft, prose.Faults) {
	r := draftReader{f: f}
	d := quiz.Draft{
		Type: r.text("type"), Difficulty: r.text("difficulty"), Objectives: r.objectives(), Source: r.text("source-url"),
		Stem: r.text("stem"), World: r.text("world"), Files: r.files("files", 0, "the files laid over the world"), Show: r.lines("show"),
		Steps: r.block("steps"), Path: r.text("path"), Document: r.block("document"), Kind: r.text("kind"), Finding: r.text("finding"),
		Asks: r.text("asks"), Label: r.text("label"), Why: r.text("why"), Accept: r.lines("accept"),
		Hint: r.text("hint"), Worked: r.rows("worked"), Verify: r.text("verify"), Mistakes: r.rows("mistakes"), Claim: r.text("claim"),
	}
	r.options(&d)
	r.items(&d)
	r.pairs(&d)
	for i := range r.count("tempting-text", "tempting-why") {
		d.Tempting = append(d.Tempting, quiz.DraftText{Text: r.row("tempting-text", i), Why: r.row("tempting-why", i)})
	}
	return d, r.faults
}

type draftReader struct {
	f      url.Values
	faults prose.Faults
}

func trimmed(s string) prose.Str { return prose.Plain(strings.TrimSpace(site.Newlines(s))) }

func (r *draftReader) text(name string) prose.Str { return trimmed(r.f.Get(name)) }

// block is a text whose lines count: a document, or steps.
func (r *draftReader) block(name string) prose.Str { return blockOf(r.f.Get(name)) }

func blockOf(s string) prose.Str {
	s = strings.TrimRight(strings.TrimLeft(site.Newlines(s), "\n"), " \t\n")
	if s != "" {
		s += "\n"
	}
	return prose.Plain(s)
}

// lines is a list with one entry a line.
func (r *draftReader) lines(name string) []prose.Str {
	var list []prose.Str
	for line := range strings.Lines(site.Newlines(r.f.Get(name))) {
		if line = strings.TrimSpace(line); line != "" {
			list = append(list, prose.Plain(line))
		}
	}
	return list
}

func (r *draftReader) objectives() []prose.Str {
	list := r.rows("objective")
	for _, tag := range strings.FieldsFunc(r.f.Get("tags"), func(c rune) bool { return c == ',' || c == ' ' || c == '\n' }) {
		list = append(list, trimmed(tag))
	}
	return list
}

// rows are the entries of a list that have a text.
func (r *draftReader) rows(name string) []prose.Str {
	var list []prose.Str
	for _, s := range r.f[name] {
		if s := trimmed(s); s.Value != "" {
			list = append(list, s)
		}
	}
	return list
}

func (r *draftReader) row(name string, i int) prose.Str {
	if i < len(r.f[name]) {
		return trimmed(r.f[name][i])
	}
	return prose.Str{}
}

func (r *draftReader) steps(name string, i int) prose.Str {
	if i < len(r.f[name]) {
		return blockOf(r.f[name][i])
	}
	return prose.Str{}
}

// count is how many rows a list has, by the longest of its columns.
func (r *draftReader) count(names ...string) int {
	n := 0
	for _, name := range names {
		n = max(n, len(r.f[name]))
	}
	return min(n, view.MaxRows)
}

// files reads documents by their path, written as YAML.
func (r *draftReader) files(name string, i int, what string) map[string]prose.Str {
	if i >= len(r.f[name]) || strings.TrimSpace(r.f[name][i]) == "" {
		return nil
	}
	files := map[string]prose.Str{}
	for _, fault := range prose.YAML([]byte(site.Newlines(r.f[name][i])), attempt.OwnPlace, &files) {
		r.faults = append(r.faults, attempt.OwnPlace.Fault("%s, line %d: %s", what, fault.Line, fault.Message))
	}
	return files
}

func (r *draftReader) options(d *quiz.Draft) {
	ids := r.ids("option-id", r.count("option-text", "option-output", "option-at", "option-why"))
	for i, id := range ids {
		d.Options = append(d.Options, quiz.DraftOption{
			ID: id, Text: r.row("option-text", i), Output: r.row("option-output", i), At: r.row("option-at", i),
			Right: slices.Contains(r.f["right"], strconv.Itoa(i+1)), Why: r.row("option-why", i), Steps: r.steps("option-steps", i),
			Files: r.files("option-files", i, fmt.Sprintf("the files of option %d", i+1)),
		})
	}
}

func (r *draftReader) items(d *quiz.Draft) {
	for i, id := range r.ids("item-id", r.count("item-text", "item-why")) {
		d.Items = append(d.Items, quiz.DraftItem{ID: id, Text: r.row("item-text", i), Why: r.row("item-why", i), Steps: r.steps("item-steps", i)})
	}
}

func (r *draftReader) pairs(d *quiz.Draft) {
	answers := r.ids("answer-id", r.count("answer-text", "answer-why"))
	for i, id := range answers {
		d.Answers = append(d.Answers, quiz.DraftAnswer{ID: id, Text: r.row("answer-text", i), Why: r.row("answer-why", i), Steps: r.steps("answer-steps", i)})
	}
	for i, id := range r.ids("pair-id", r.count("pair-text", "pair-why")) {
		p := quiz.DraftPair{ID: id, Text: r.row("pair-text", i), Why: r.row("pair-why", i), Steps: r.steps("pair-steps", i),
			Files: r.files("pair-files", i, fmt.Sprintf("the files of pair %d", i+1))}
		if n, err := strconv.Atoi(r.row("pair-answer", i).Value); err == nil && n >= 1 && n <= len(answers) {
			p.Answer = answers[n-1]
		}
		d.Pairs = append(d.Pairs, p)
	}
}

// ids are the ids of n rows: those they have, and free letters for new ones.
func (r *draftReader) ids(name string, n int) []prose.Str {
	ids := make([]prose.Str, n)
	taken := map[string]bool{}
	for i := range ids {
		ids[i] = r.row(name, i)
		taken[ids[i].Value] = true
	}
	next := 0
	for i := range ids {
		for ids[i].Value == "" {
			if id := partName(next); !taken[id] {
				ids[i] = prose.Plain(id)
				taken[id] = true
			}
			next++
		}
	}
	return ids
}

// partName is a, b, … z, part-27, …
func partName(n int) string {
	if n < 26 {
		return string(rune('a' + n))
	}
	return "part-" + strconv.Itoa(n+1)
}

// filled is a draft without the rows that have no text.
func filled(d quiz.Draft) quiz.Draft {
	blank := func(texts ...prose.Str) bool {
		return !slices.ContainsFunc(texts, func(s prose.Str) bool { return s.Value != "" })
	}
	d.Options = slices.DeleteFunc(slices.Clone(d.Options), func(o quiz.DraftOption) bool {
		return blank(o.Text, o.Output, o.At, o.Why, o.Steps) && !o.Right && len(o.Files) == 0
	})
	d.Items = slices.DeleteFunc(slices.Clone(d.Items), func(i quiz.DraftItem) bool { return blank(i.Text, i.Why, i.Steps) })
	d.Pairs = slices.DeleteFunc(slices.Clone(d.Pairs), func(p quiz.DraftPair) bool { return blank(p.Text, p.Why, p.Steps) && len(p.Files) == 0 })
	d.Answers = slices.DeleteFunc(slices.Clone(d.Answers), func(a quiz.DraftAnswer) bool { return blank(a.Text, a.Why, a.Steps) })
	d.Tempting = slices.DeleteFunc(slices.Clone(d.Tempting), func(t quiz.DraftText) bool { return blank(t.Text, t.Why) })
	return d
}

// moreRows adds empty rows to a draft's lists, for a form to fill in; least is how
// many a list has at the least.
func moreRows(d *quiz.Draft, t quiz.Type, least, more int) {
	grown := func(n int) int { return min(max(least, n+more), view.MaxRows) }
	switch t {
	case quiz.ChooseOne, quiz.ChooseAll, quiz.PickLine, quiz.PredictCLI, quiz.SpotFault:
		for n := grown(len(d.Options)); len(d.Options) < n; {
			d.Options = append(d.Options, quiz.DraftOption{})
		}
	case quiz.PutInOrder:
		for n := grown(len(d.Items)); len(d.Items) < n; {
			d.Items = append(d.Items, quiz.DraftItem{})
		}
	case quiz.MatchPairs:
		for n := grown(len(d.Pairs)); len(d.Pairs) < n; {
			d.Pairs = append(d.Pairs, quiz.DraftPair{})
		}
		for n := grown(len(d.Answers)); len(d.Answers) < n; {
			d.Answers = append(d.Answers, quiz.DraftAnswer{})
		}
	case quiz.FillIn:
		for n := grown(len(d.Tempting)); len(d.Tempting) < n; {
			d.Tempting = append(d.Tempting, quiz.DraftText{})
		}
	}
}

// DraftYAML writes a draft as people edit it: without id and version, which are ours.
func DraftYAML(d quiz.Draft) (string, error) {
	d.ID, d.Version = prose.Str{}, 0
	src, err := d.YAML()
	return strings.TrimPrefix(string(src), "id: \"\"\nversion: 0\n"), err
}

// typeOf reads a draft's type; a choice when it names none.
func typeOf(d quiz.Draft) quiz.Type {
	for _, t := range quiz.Types() {
		if t.String() == d.Type.Value {
			return t
		}
	}
	return quiz.ChooseOne
}
