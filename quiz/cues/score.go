package cues

import "math"

// Item is a question with exactly one right option, as its reader sees it.
type Item struct {
	Stem    string
	Options []Option

	reading *reading // of the texts, made when a strategy first asks
}

// Option is an option as its reader sees it.
type Option struct {
	Text  string
	Code  int // how many pieces of the text are set as code
	Right bool
}

// Score is how a strategy did on the items on which it had an answer.
type Score struct {
	Items  int
	Hits   float64 // right answers; a guess between two options counts as half of one
	Chance float64 // the right answers that blind guessing would have had
	Error  float64 // the standard error of Hits under blind guessing
}

// Play lets a strategy answer the items. Items on which it keeps no option, or
// all of them, tell nothing and are left out.
func (s Strategy) Play(items []Item) Score {
	var score Score
	variance := 0.0
	for i := range items {
		item := &items[i]
		kept := s.keep(item)
		n, k := float64(len(item.Options)), float64(len(kept))
		if k == 0 || k == n {
			continue
		}
		score.Items++
		score.Chance += 1 / n
		variance += k / n * (1 - k/n) / (k * k)
		for _, i := range kept {
			if item.Options[i].Right {
				score.Hits += 1 / k
			}
		}
	}
	score.Error = math.Sqrt(variance)
	return score
}

// Rate is the share of right answers, from 0 to 1.
func (s Score) Rate() float64 { return s.Hits / math.Max(1, float64(s.Items)) }

// ChanceRate is the share that blind guessing would have, from 0 to 1.
func (s Score) ChanceRate() float64 { return s.Chance / math.Max(1, float64(s.Items)) }

// Above is by how many standard errors the strategy beats chance; negative when
// it does worse than chance.
func (s Score) Above() float64 {
	if s.Error == 0 {
		return 0
	}
	return (s.Hits - s.Chance) / s.Error
}
