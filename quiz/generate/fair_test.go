package generate

import (
	"flag"
	"math"
	"strings"
	"testing"

	"rolecall/quiz/cues"
)

var fairSeeds = flag.Int("fair", 500, "how many questions of each family the strategies of quiz/cues answer")

// fewest is how many items a strategy must have an answer to before it is judged.
const fewest = 20

// No strategy beats chance on a family's questions by more than the larger of four
// percentage points and three standard errors.
func TestNoCueInGeneratedQuestions(t *testing.T) {
	for _, f := range Families() {
		if !f.Newest() {
			continue
		}
		t.Run(f.ID, func(t *testing.T) {
			items := itemsOf(t, f, *fairSeeds)
			for _, s := range cues.Strategies() {
				score := s.Play(items)
				above := score.Hits - score.Chance
				most := math.Max(0.04*float64(score.Items), 3*score.Error)
				if score.Items >= fewest && above > most {
					t.Errorf("%-34s %3d items  right %3.0f%%  chance %3.0f%%  %+.1f standard errors: vary the options",
						s.Name, score.Items, 100*score.Rate(), 100*score.ChanceRate(), score.Above())
				} else {
					t.Logf("%-34s %3d items  right %3.0f%%  chance %3.0f%%  %+.1f standard errors",
						s.Name, score.Items, 100*score.Rate(), 100*score.ChanceRate(), score.Above())
				}
			}
		})
	}
}

// itemsOf are a family's questions of the seeds up to n, as a reader sees them. The
// engine isn't asked: what the options say doesn't depend on it.
func itemsOf(t *testing.T, f Family, n int) []cues.Item {
	t.Helper()
	var items []cues.Item
	for seed := range uint64(n) {
		dice := f.dice(seed)
		d := f.draft(dice)
		options, w := d.options(), writer{}
		item := cues.Item{Stem: w.text(d.stem).Text}
		for _, i := range dice.Perm(len(options)) {
			text := w.text(options[i].text)
			item.Options = append(item.Options, cues.Option{Text: text.Text, Code: strings.Count(text.HTML, "<code"), Right: i == 0})
		}
		if w.err != nil {
			t.Fatal(w.err)
		}
		items = append(items, item)
	}
	return items
}
