package web

import (
	"slices"
	"strconv"
	"strings"
	"testing"

	"rolecall/quiz"
	"rolecall/store"
	"rolecall/web/view"
)

// earned are the texts of a question that are not to be sent before they are earned.
func earned(q *quiz.Question) []string {
	var texts []string
	for _, o := range q.Options() {
		texts = append(texts, o.Why.HTML)
	}
	switch b := q.Body.(type) {
	case *quiz.Ordering:
		for _, i := range b.Items {
			texts = append(texts, i.Why.HTML)
		}
	case *quiz.Matching:
		for _, p := range b.Pairs {
			texts = append(texts, p.Why.HTML)
		}
	case *quiz.Gap:
		texts = append(texts, b.Why.HTML)
	}
	for _, w := range q.Worked {
		texts = append(texts, w.HTML)
	}
	for _, m := range q.Mistakes {
		texts = append(texts, m.HTML)
	}
	if !q.Verify.Empty() {
		texts = append(texts, q.Verify.HTML)
	}
	return texts
}

// keys are pieces of markup that would give a question's key away: the names that
// the author gave to parts in their right order, and texts that fill a gap.
func keys(q *quiz.Question) []string {
	var texts []string
	switch b := q.Body.(type) {
	case *quiz.Choice:
		for _, o := range b.Options {
			texts = append(texts, named(o.ID)...)
		}
	case *quiz.Ordering:
		for _, i := range b.Items {
			texts = append(texts, named(i.ID)...)
		}
	case *quiz.Matching:
		for _, p := range b.Pairs {
			texts = append(append(texts, named(p.ID)...), p.ID+"="+p.Answer)
		}
		for _, m := range b.Answers {
			texts = append(texts, named(m.ID)...)
		}
	case *quiz.Gap:
		for _, a := range b.Accept {
			texts = append(texts, `value="`+a+`"`, b.Filled(a))
		}
		for _, t := range b.Tempting {
			texts = append(texts, t.Why.HTML)
		}
	}
	return texts
}

// named are the ways in which markup could name a part.
func named(id string) []string {
	return []string{`value="` + id + `"`, `name="` + id + `"`, `id="` + id + `"`, `for="` + id + `"`}
}

// right and wrong answer a question as an attempt of that seed shows it.
func right(q *quiz.Question, seed uint64) []string { return fields(q, seed, rightly(q)) }

func wrong(q *quiz.Question, seed uint64) []string { return fields(q, seed, wrongly(q)) }

func rightly(q *quiz.Question) []string {
	var answer []string
	switch b := q.Body.(type) {
	case *quiz.Choice:
		for _, o := range b.Options {
			if o.Right {
				answer = append(answer, o.ID)
			}
		}
	case *quiz.Ordering:
		for _, i := range b.Items {
			answer = append(answer, i.ID)
		}
	case *quiz.Matching:
		for _, p := range b.Pairs {
			answer = append(answer, p.ID+"="+p.Answer)
		}
	case *quiz.Gap:
		answer = []string{b.Accept[0]}
	}
	return answer
}

func wrongly(q *quiz.Question) []string {
	answer := rightly(q)
	switch b := q.Body.(type) {
	case *quiz.Choice:
		for _, o := range b.Options {
			if !o.Right {
				return []string{o.ID}
			}
		}
	case *quiz.Ordering:
		answer[0], answer[1] = answer[1], answer[0]
	case *quiz.Matching:
		for _, m := range b.Answers {
			if m.ID != b.Pairs[0].Answer {
				answer[0] = b.Pairs[0].ID + "=" + m.ID
			}
		}
	case *quiz.Gap:
		return []string{b.Tempting[0].Text}
	}
	return answer
}

// fields are the fields of a form in which a reader gives an answer.
func fields(q *quiz.Question, seed uint64, answer []string) []string {
	var f []string
	switch q.Body.(type) {
	case *quiz.Choice:
		for _, id := range answer {
			f = append(f, "option", placeOf(q, seed, id))
		}
	case *quiz.Ordering:
		for i, item := range quiz.ShuffledItems(q, seed) {
			f = append(f, view.PlaceField(i+1), strconv.Itoa(slices.Index(answer, item.ID)+1))
		}
	case *quiz.Matching:
		pairs, matches := quiz.ShuffledMatches(q, seed)
		for i, p := range pairs {
			n := slices.IndexFunc(matches, func(m quiz.Match) bool { return slices.Contains(answer, p.ID+"="+m.ID) })
			f = append(f, view.PairField(i+1), strconv.Itoa(n+1))
		}
	case *quiz.Gap:
		f = append(f, view.GapField, answer[0])
	}
	return f
}

// placeOf is where an attempt of that seed shows an option.
func placeOf(q *quiz.Question, seed uint64, id string) string {
	return strconv.Itoa(1 + slices.IndexFunc(quiz.Shuffled(q, seed), func(o quiz.Option) bool { return o.ID == id }))
}

// seedOf reads the seed of the reader's attempt at a path.
func seedOf(t *testing.T, s *server, r *reader, attempt string) uint64 {
	t.Helper()
	a, err := s.Store.Attempt(t.Context(), learnerOf(t, s, r), attemptID(t, attempt))
	if err != nil {
		t.Fatal(err)
	}
	return uint64(a.Seed)
}

func attemptID(t *testing.T, attempt string) store.AttemptID {
	t.Helper()
	id, err := strconv.ParseInt(strings.TrimPrefix(attempt, "/attempts/"), 10, 64)
	if err != nil {
		t.Fatal(err)
	}
	return store.AttemptID(id)
}
