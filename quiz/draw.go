package quiz

import "slices"

// Draw picks n questions of several lessons, spread over their objectives and
// easier ones first: of one difficulty, or of all when it is nil. It returns
// fewer when there are fewer. The same seed gives the same questions.
func (b *Bank) Draw(lessons []string, d *Difficulty, n int, seed uint64) []*Question {
	var pool []*Question
	for _, q := range b.all {
		if slices.Contains(lessons, q.Lesson) && (d == nil || q.Difficulty == *d) {
			pool = append(pool, q)
		}
	}
	p := newPicker(seed)
	return p.order(p.pick(pool, n))
}

// Pick picks n questions of a pool as [Bank.Practice] does of a lesson's.
func Pick(pool []*Question, n int, seed uint64, avoid map[string]bool) []*Question {
	var fresh, seen []*Question
	for _, q := range pool {
		if avoid[q.ID] {
			seen = append(seen, q)
		} else {
			fresh = append(fresh, q)
		}
	}
	p := newPicker(seed)
	picked := p.pick(fresh, n)
	picked = append(picked, p.pick(seen, n-len(picked))...)
	return p.order(picked)
}
