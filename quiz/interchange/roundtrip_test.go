package interchange_test

import (
	"slices"
	"testing"

	"rolecall/quiz"
	"rolecall/quiz/interchange"
)

// visible are the parts whose loss shows when a question comes back. Part marks and
// the engine's word show nowhere.
func visible(losses []interchange.Loss) []interchange.Part {
	var parts []interchange.Part
	for _, l := range losses {
		switch l.Part {
		case interchange.PartEngine, interchange.PartScore, interchange.PartType:
		default:
			parts = append(parts, l.Part)
		}
	}
	slices.Sort(parts)
	return slices.Compact(parts)
}

// Every question of the course, exported and imported again, is what it was but for
// what the report says, and what the report says is so.
func TestRoundTrips(t *testing.T) {
	questions := courseQuestions(t)
	for _, f := range interchange.Formats() {
		t.Run(string(f), func(t *testing.T) {
			src, report := export(t, f, questions...)
			im := imported(t, f, src)
			if len(im.Items) != report.Written() {
				t.Fatalf("%d questions were written, %d come back", report.Written(), len(im.Items))
			}
			next := 0
			for i, told := range report.Items {
				if told.LeftOut != "" {
					continue
				}
				item := im.Items[next]
				next++
				if item.Question == nil {
					t.Errorf("%s is refused: %v", told.ID, item.Faults)
					continue
				}
				compare(t, questions[i], told, item.Question)
			}
		})
	}
}

func compare(t *testing.T, q *quiz.Question, told interchange.Exported, back *quiz.Question) {
	t.Helper()
	d, _ := interchange.Portable(q)
	got, want := differ(compiled(t, d), back), visible(told.Losses)
	if !slices.Equal(got, want) {
		src, err := quiz.MarshalQuestion(back)
		t.Errorf("%s comes back other in %q, and the report says %q:\n%s%v", q.ID, got, want, src, err)
	}
}
