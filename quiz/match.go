package quiz

import (
	"fmt"
	"strings"

	"rolecall/quiz/prose"
)

// Matching is the body of [MatchPairs]: an answer names every pair once, as
// "pair=answer". An answer may belong to several pairs, or to none.
type Matching struct {
	Pairs   []Pair
	Answers []Match
}

// Pair is one thing on the left of a [Matching].
type Pair struct {
	ID     string
	Text   prose.Text
	Answer string // the id of the [Match] it belongs to
	Why    prose.Text
}

// Match is one answer on the right of a [Matching]. Its text is plain, for it
// stands in a list to choose from; Why says what makes it tempting where it is
// wrong and may be empty.
type Match struct {
	ID   string
	Text string
	Why  prose.Text
}

// PairResult says what became of one pair.
type PairResult struct {
	Pair
	Right Match
	Given *Match // nil when none was chosen
}

// Good reports whether the pair was matched rightly.
func (r PairResult) Good() bool { return r.Given != nil && r.Given.ID == r.Right.ID }

func pairPart(pair, answer string) string { return pair + "=" + answer }

// given reads an answer; the error is a sentence for the reader.
func (m *Matching) given(answer []string) (map[string]string, error) {
	given := map[string]string{}
	for _, a := range answer {
		pair, match, _ := strings.Cut(a, "=")
		switch {
		case m.pair(pair) == nil:
			return nil, fmt.Errorf("this question has nothing called %q to match", pair)
		case m.match(match) == nil:
			return nil, fmt.Errorf("this question has no answer %q", match)
		case given[pair] != "":
			return nil, fmt.Errorf("%q is matched twice", pair)
		}
		given[pair] = match
	}
	return given, nil
}

func (m *Matching) valid(answer []string) error {
	given, err := m.given(answer)
	if err != nil {
		return err
	}
	if len(given) != len(m.Pairs) {
		return fmt.Errorf("match each of the %d first", len(m.Pairs))
	}
	return nil
}

func (m *Matching) tell(answer []string) Result {
	r := Result{Right: true}
	given, err := m.given(answer)
	if err != nil {
		given = nil
	}
	for _, p := range m.Pairs {
		result := PairResult{Pair: p, Right: *m.match(p.Answer), Given: m.match(given[p.ID])}
		r.Right = r.Right && result.Good()
		r.Pairs = append(r.Pairs, result)
	}
	return r
}

func (m *Matching) key() map[string]bool {
	key := map[string]bool{}
	for _, p := range m.Pairs {
		for _, a := range m.Answers {
			key[pairPart(p.ID, a.ID)] = p.Answer == a.ID
		}
	}
	return key
}

// moved lists the keys with one pair matched otherwise.
func (m *Matching) moved() []map[string]bool {
	var keys []map[string]bool
	for _, p := range m.Pairs {
		for _, a := range m.Answers {
			if a.ID == p.Answer {
				continue
			}
			key := m.key()
			key[pairPart(p.ID, p.Answer)] = false
			key[pairPart(p.ID, a.ID)] = true
			keys = append(keys, key)
		}
	}
	return keys
}

func (m *Matching) words() string {
	var w []string
	for _, p := range m.Pairs {
		w = append(w, p.Text.Text)
	}
	return strings.Join(w, "\n")
}

func (m *Matching) pair(id string) *Pair {
	for i := range m.Pairs {
		if m.Pairs[i].ID == id {
			return &m.Pairs[i]
		}
	}
	return nil
}

func (m *Matching) match(id string) *Match {
	for i := range m.Answers {
		if m.Answers[i].ID == id {
			return &m.Answers[i]
		}
	}
	return nil
}
