package generate

import (
	"strings"

	"rolecall/quiz/cues"
)

// draws is how many drafts of a seed are compared; the fairest is asked.
const draws = 14

// fair keeps a family's options from giving its key away. For each strategy of
// [cues.Strategies] that doesn't go by position it draws whether the strategy is to
// be right this time, as often as chance would have it. Of several drafts it takes
// the one that comes closest to that.
func fair(family func(dice) draft) func(dice) draft {
	return func(d dice) draft {
		wish := wishes(d)
		best, least := draft{}, -1
		for range draws {
			q := family(d)
			off := wish.off(&q)
			if least < 0 || off < least {
				best, least = q, off
			}
			if off == 0 {
				break
			}
		}
		return best
	}
}

var strategies = cues.Strategies()

// wished is for each strategy whether it may be right.
type wished []bool

func wishes(d dice) wished {
	w := make(wished, len(strategies))
	for i := range w {
		w[i] = d.IntN(4) == 0
	}
	return w
}

// off counts the strategies that are right or wrong against the wish.
func (w wished) off(q *draft) int {
	item, off := q.plain(), 0
	for i, s := range strategies {
		if s.ByPosition {
			continue
		}
		if right, ok := s.Alone(&item); ok && right != w[i] {
			off++
			if s.Telling {
				off++
			}
		}
	}
	return off
}

// plain is the draft as a strategy sees it, without markup.
func (d *draft) plain() cues.Item {
	item := cues.Item{Stem: unmarked(d.stem)}
	for i, o := range d.options() {
		item.Options = append(item.Options, cues.Option{Text: unmarked(o.text), Code: strings.Count(o.text, "`") / 2, Right: i == 0})
	}
	return item
}

var marks = strings.NewReplacer("`", "", "*", "")

// unmarked is a text without its markup. A star of a pattern goes too; the lengths
// compared are near enough.
func unmarked(s string) string { return marks.Replace(s) }
