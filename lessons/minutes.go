package lessons

import (
	"math"
	"strings"
)

// Reading and doing, in seconds.
const (
	perWord      = 60.0 / 230
	perCodeWord  = 60.0 / 200
	perPredict   = 15
	perPolicy    = 30
	perCommand   = 6
	perFrame     = 5
	perDiagram   = 30
	perStep      = 60
	perChallenge = 600
	perMyth      = 25
	perPitfall   = 30
	perCard      = 15
)

// minutes computes how long a mode takes: its words at reading speed, and what
// each kind of block asks of the reader. At least one.
func minutes(m *Mode) int {
	total := 0.0
	for b := range m.All() {
		total += seconds(b)
	}
	return max(1, int(math.Round(total/60)))
}

func seconds(b Block) float64 {
	switch b := b.(type) {
	case *HTML:
		return words(b.Text)
	case *Heading:
		return words(b.Text)
	case *Predict:
		s := words(b.Ask.Text) + perPredict
		for _, o := range b.Options {
			s += words(o.Text.Text)
			if o.Right {
				s += words(o.Why.Text)
			}
		}
		return s
	case *Policy:
		return perPolicy + code(b.JSON)
	case *Console:
		return commands(b.Entries)
	case *Frames:
		return perFrame * float64(len(b.Frames))
	case *Diagram:
		return perDiagram + words(b.Caption.Text)
	case *Steps:
		s := 0.0
		for _, step := range b.Steps {
			s += perStep + words(step.Say.Text) + words(step.Done.Text)
		}
		return s
	case *ChallengeRef:
		return perChallenge
	case *Myth:
		s := perMyth + words(b.Belief.Text) + words(b.Reality.Text) + words(b.Why.Text)
		if b.Proof != nil {
			s += commands(b.Proof.Entries)
		}
		return s
	case *Pitfall:
		return perPitfall + words(b.Story.Text) + words(b.Cause.Text) + side(b.Wrong) + side(b.Right)
	case *Card:
		return perCard + words(b.Front.Text) + words(b.Back.Text)
	case *Compare:
		return words(b.Before.Text.Text) + words(b.After.Text.Text)
	case *Callout, *Reveal:
		return 0 // their blocks are counted themselves
	}
	return 0
}

func side(s Side) float64 {
	total := words(s.Say.Text) + commands(s.Run.Entries)
	for _, d := range s.Documents {
		total += code(d.JSON)
	}
	return total
}

func words(text string) float64 { return perWord * float64(len(strings.Fields(text))) }

func code(src string) float64 { return perCodeWord * float64(len(strings.Fields(src))) }

func commands(es []Entry) float64 {
	s := 0.0
	for _, e := range es {
		if e.Kind == EntryCommand {
			s += perCommand
		}
	}
	return s
}
