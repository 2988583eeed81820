package quiz

import "io/fs"

// Bank is all questions. It is immutable and safe for use by many goroutines.
type Bank struct {
	all  []*Question
	byID map[string]*Question
}

// Question finds a question by its id; nil when there is none.
func (b *Bank) Question(id string) *Question { return b.byID[id] }

// Questions lists the questions of a lesson in the files' order, of the whole
// bank when lesson is empty.
func (b *Bank) Questions(lesson string) []*Question { return nil }

// Load reads LESSON/*.yaml. The error, if any, is [prose.Faults].
func Load(fsys fs.FS) (*Bank, error) { return nil, nil }

// Practice picks n questions of a lesson, easier ones first, those in avoid (by
// id) only when the others run out. The same seed gives the same questions.
func (b *Bank) Practice(lesson string, n int, seed uint64, avoid map[string]bool) []*Question {
	return nil
}

// Mix is how many questions of each difficulty a test has.
type Mix struct{ Easy, Medium, Hard int }

// Test picks a test's questions, spread over the lesson's objectives, easier ones
// first. The same seed gives the same test.
func (b *Bank) Test(lesson string, mix Mix, seed uint64) []*Question { return nil }

// Shuffled returns a question's options in the order in which the attempt of that
// seed shows them.
func Shuffled(q *Question, seed uint64) []Option { return q.Options() }

// Grade judges an answer: for a choice, the ids of the chosen options. The error
// is a plain sentence for the reader: nothing chosen, more than one where one is
// asked, an option that the question doesn't have.
func Grade(q *Question, answer []string) (Result, error) { return Result{}, nil }

// Verdicts judges each of the objectives that were asked about, in the order of
// objectives. A question counts for every objective that it names.
func Verdicts(objectives []Objective, answers []Answered) []ObjectiveVerdict { return nil }

// TestMix is the mix of a lesson's ten-question test.
func TestMix() Mix { return Mix{Easy: 4, Medium: 4, Hard: 2} }
