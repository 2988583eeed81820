package quiz

import (
	"cmp"
	"hash/fnv"
	"math/rand/v2"
	"slices"
)

// Mix is how many questions of each difficulty a test has.
type Mix struct{ Easy, Medium, Hard int }

// TestMix is the mix of a lesson's ten-question test.
func TestMix() Mix { return Mix{Easy: 4, Medium: 4, Hard: 2} }

func (m Mix) of(d Difficulty) int {
	switch d {
	case Easy:
		return m.Easy
	case Medium:
		return m.Medium
	case Hard:
		return m.Hard
	}
	return 0
}

// Practice picks n questions of a lesson, spread over its objectives, easier ones
// first; those in avoid (by id) only when the others run out. It returns fewer
// when the lesson has fewer. The same seed gives the same questions.
func (b *Bank) Practice(lesson string, n int, seed uint64, avoid map[string]bool) []*Question {
	return Pick(b.Questions(lesson), n, seed, avoid)
}

// Test picks a test's questions, spread over the lesson's objectives, easier ones
// first. It returns fewer of a difficulty when the lesson has fewer. The same
// seed gives the same test.
func (b *Bank) Test(lesson string, mix Mix, seed uint64) []*Question {
	p := newPicker(seed)
	var picked []*Question
	// The scarce ones choose first, so that the plentiful fill the gaps they leave.
	for _, d := range []Difficulty{Hard, Medium, Easy} {
		var pool []*Question
		for _, q := range b.Questions(lesson) {
			if q.Difficulty == d {
				pool = append(pool, q)
			}
		}
		picked = append(picked, p.pick(pool, mix.of(d))...)
	}
	return p.order(picked)
}

// picker draws questions so that no objective is asked about much more often than
// another, and no claim twice while there are others.
type picker struct {
	rng    *rand.Rand
	asked  map[string]int // times an objective was asked about
	claims map[string]int
}

func newPicker(seed uint64) *picker {
	return &picker{rng: rand.New(rand.NewPCG(seed, 0x726f6c6563616c6c)), asked: map[string]int{}, claims: map[string]int{}}
}

func (p *picker) pick(pool []*Question, n int) []*Question {
	pool = slices.Clone(pool)
	p.rng.Shuffle(len(pool), func(i, j int) { pool[i], pool[j] = pool[j], pool[i] })
	var picked []*Question
	for len(picked) < n && len(pool) > 0 {
		best := 0
		for i := range pool {
			if p.cost(pool[i]) < p.cost(pool[best]) {
				best = i
			}
		}
		q := pool[best]
		pool = slices.Delete(pool, best, best+1)
		picked = append(picked, q)
		for _, o := range q.Objectives {
			p.asked[o]++
		}
		p.claims[q.Claim]++
	}
	return picked
}

// cost ranks a question by how much it repeats what was picked before it: its
// claim first, then the objective it is mainly about, then the others.
func (p *picker) cost(q *Question) int {
	c := 0
	if q.Claim != "" {
		c += 10000 * p.claims[q.Claim]
	}
	for i, o := range q.Objectives {
		if i == 0 {
			c += 100 * p.asked[o]
		} else {
			c += p.asked[o]
		}
	}
	return c
}

// order sorts by difficulty and leaves the rest to chance.
func (p *picker) order(qs []*Question) []*Question {
	p.rng.Shuffle(len(qs), func(i, j int) { qs[i], qs[j] = qs[j], qs[i] })
	slices.SortStableFunc(qs, func(a, b *Question) int { return cmp.Compare(a.Difficulty, b.Difficulty) })
	return qs
}

// Shuffled returns a question's options in the order in which the attempt of that
// seed shows them; lines of a document come in the document's.
func Shuffled(q *Question, seed uint64) []Option {
	if c, ok := q.Body.(*Choice); ok && c.Document != nil {
		lines := slices.Clone(c.Options)
		slices.SortFunc(lines, func(a, b Option) int { return cmp.Compare(a.Line, b.Line) })
		return lines
	}
	return shuffled(q, q.Options(), func(o Option) string { return o.ID }, seed, "")
}

// ShuffledItems returns the items of an [Ordering] in the order in which the
// attempt of that seed shows them; none for other types.
func ShuffledItems(q *Question, seed uint64) []Item {
	if o, ok := q.Body.(*Ordering); ok {
		return shuffled(q, o.Items, func(i Item) string { return i.ID }, seed, "")
	}
	return nil
}

// ShuffledMatches returns both sides of a [Matching] in the orders in which the
// attempt of that seed shows them; none for other types.
func ShuffledMatches(q *Question, seed uint64) ([]Pair, []Match) {
	if m, ok := q.Body.(*Matching); ok {
		return shuffled(q, m.Pairs, func(p Pair) string { return p.ID }, seed, ""),
			shuffled(q, m.Answers, func(a Match) string { return a.ID }, seed, "answers")
	}
	return nil, nil
}

// shuffled puts a copy of a list in an order of the seed's, the question's and the
// side's own. Where the author put what has no part in it: a form that is open while
// somebody moves an option up still means what it shows.
func shuffled[T any](q *Question, list []T, id func(T) string, seed uint64, side string) []T {
	list = slices.SortedFunc(slices.Values(list), func(a, b T) int { return cmp.Compare(id(a), id(b)) })
	h := fnv.New64a()
	h.Write([]byte(q.ID + side))
	rng := rand.New(rand.NewPCG(seed, h.Sum64()))
	rng.Shuffle(len(list), func(i, j int) { list[i], list[j] = list[j], list[i] })
	return list
}
