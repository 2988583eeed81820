package generate

import (
	"math/rand/v2"
	"slices"

	"rolecall/quiz"
)

// Wish says which questions a sitting is to have.
type Wish struct {
	Family     string // empty: of all families in turn
	Difficulty string // as [quiz.Difficulty.String]; empty: any
	Count      int
	// Avoid are keys that were asked lately; they come only when nothing else does.
	Avoid map[string]bool
}

// Pick is a question of a sitting that is yet to be made.
type Pick struct {
	ID      string
	Version int
	Key     string
}

// tries is how many seeds are looked at for one question before the wishes give
// way: first that no key comes twice, then the difficulty.
const tries = 60

// Sitting picks questions that differ in meaning. The same wish and seed pick the
// same questions. It is empty for a family that isn't there.
func Sitting(w Wish, seed uint64) []Pick {
	rng := rand.New(rand.NewPCG(seed, 0x73697474696e67))
	fs := w.families(rng)
	if len(fs) == 0 {
		return nil
	}
	used := map[string]bool{}
	var picks []Pick
	for i := range w.Count {
		p, ok := w.next(fs, i, rng, used)
		if !ok {
			continue
		}
		used[p.Key] = true
		picks = append(picks, p)
	}
	return picks
}

// Sit picks the questions of a wish, as [Sitting] does, and makes them.
func Sit(w Wish, seed uint64) ([]*quiz.Question, error) {
	var questions []*quiz.Question
	for _, p := range Sitting(w, seed) {
		m, err := Rebuild(p.ID, p.Version)
		if err != nil {
			return nil, err
		}
		questions = append(questions, m.Question)
	}
	return questions, nil
}

func (w Wish) families(rng *rand.Rand) []Family {
	if w.Family != "" {
		f, ok := Current(w.Family)
		if !ok {
			return nil
		}
		return []Family{f}
	}
	var fs []Family
	for _, f := range families {
		if f.Newest() {
			fs = append(fs, f)
		}
	}
	rng.Shuffle(len(fs), func(i, j int) { fs[i], fs[j] = fs[j], fs[i] })
	return fs
}

// next finds a question of the family whose turn it is, or of one after it.
func (w Wish) next(fs []Family, turn int, rng *rand.Rand, used map[string]bool) (Pick, bool) {
	var second *Pick
	for n := range fs {
		f := fs[(turn+n)%len(fs)]
		for range tries {
			seed := uint64(rng.Uint32())
			key, difficulty := f.Glance(seed)
			if used[key] || w.Difficulty != "" && difficulty.String() != w.Difficulty {
				continue
			}
			p := Pick{ID(f.ID, seed), f.Version, key}
			if !w.Avoid[key] {
				return p, true
			}
			if second == nil {
				second = &p
			}
		}
	}
	if second != nil {
		return *second, true
	}
	return Pick{}, false
}

// Like finds the families that ask about what a question asks: its own if it was
// generated, else those on its main objective, best first. It is empty when there
// is none.
func Like(q *quiz.Question) []Family {
	if id, _, ok := ParseID(q.ID); ok {
		if f, ok := Current(id); ok {
			return []Family{f}
		}
	}
	var fs []Family
	for _, o := range q.Objectives {
		for _, f := range families {
			if f.Objective == o && !slices.ContainsFunc(fs, func(g Family) bool { return g.ID == f.ID }) {
				fs = append(fs, f)
			}
		}
		if len(fs) > 0 {
			break
		}
	}
	return fs
}
