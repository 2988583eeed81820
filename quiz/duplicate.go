package quiz

import (
	"strings"
	"unicode"

	"rolecall/quiz/prose"
)

// nearAlike is the share of pairs of neighbouring words that two stems may have
// in common (the Jaccard index).
const nearAlike = 0.75

// nearDuplicates finds questions whose stems say nearly the same. Stems that
// differ only in the documents shown, or in the steps, pairs or command asked about, count as different.
func nearDuplicates(questions []*Question) prose.Faults {
	var before Alikes
	var fs prose.Faults
	for _, q := range questions {
		if other := before.Near(q); other != nil {
			fs = append(fs, q.place.Fault("the stem is nearly that of %s: ask something else", other.ID))
		}
		before.Add(q)
	}
	return fs
}

func wordPairs(q *Question) map[string]bool {
	text := q.Stem.Text + "\n" + q.Body.words()
	for _, d := range q.Show {
		text += "\n" + d.JSON
	}
	words := strings.FieldsFunc(strings.ToLower(text), func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) })
	pairs := map[string]bool{}
	last := ""
	for _, w := range words {
		pairs[last+" "+w] = true
		last = w
	}
	return pairs
}

func alike(a, b map[string]bool) float64 {
	if len(a) == 0 || len(b) == 0 {
		return 0
	}
	both := 0
	for p := range a {
		if b[p] {
			both++
		}
	}
	return float64(both) / float64(len(a)+len(b)-both)
}

// maxPerClaim is how many questions of one type may test the same claim.
const maxPerClaim = 3

// tooOften finds questions that test a claim which enough others of their type do.
func tooOften(questions []*Question) prose.Faults {
	type kind struct {
		lesson, claim string
		typ           Type
	}
	asked := map[kind]int{}
	var fs prose.Faults
	for _, q := range questions {
		if q.Claim == "" {
			continue
		}
		k := kind{q.Lesson, q.Claim, q.Type}
		if asked[k]++; asked[k] > maxPerClaim {
			fs = append(fs, q.place.Fault("the claim %s has %d questions of type %s already", q.Claim, maxPerClaim, q.Type))
		}
	}
	return fs
}

// Alikes finds questions whose stems say nearly the same as those it holds. It is
// not safe for use by several goroutines at once.
type Alikes struct {
	questions []*Question
	sets      []map[string]bool
}

// Add holds one more question.
func (a *Alikes) Add(q *Question) {
	a.questions = append(a.questions, q)
	a.sets = append(a.sets, wordPairs(q))
}

// Near is the first question that says nearly the same as q, by the measure of
// [Load]; nil when none does. A question of the same id is passed by.
func (a *Alikes) Near(q *Question) *Question {
	set := wordPairs(q)
	for i, other := range a.sets {
		small, big := min(len(set), len(other)), max(len(set), len(other))
		if float64(small) < nearAlike*float64(big) || a.questions[i].ID == q.ID {
			continue // sets of such different sizes can't have so much in common
		}
		if alike(set, other) >= nearAlike {
			return a.questions[i]
		}
	}
	return nil
}
