package quiz

// Result is a graded answer. There is no partial credit: it is right when each of
// its parts is. Which parts there are depends on the question's body.
type Result struct {
	Right   bool
	Options []OptionResult // of a [Choice], in the file's order
	Items   []ItemResult   // of an [Ordering], in the right order
	Pairs   []PairResult   // of a [Matching], in the file's order
	Fill    *FillResult    // of a [Gap]
}

// OptionResult says what became of one option.
type OptionResult struct {
	Option
	Chosen bool
}

// Good reports whether the reader did with the option what was right: chose it if
// it is right, left it if it is wrong.
func (r OptionResult) Good() bool { return r.Chosen == r.Option.Right }

// Grade judges an answer, which has the form that [Body] names for the question's
// type. The error is a plain sentence for the reader: nothing chosen, more than
// one where one is asked, an option that the question doesn't have.
func Grade(q *Question, answer []string) (Result, error) {
	if err := q.Body.valid(answer); err != nil {
		return Result{}, err
	}
	return q.Body.tell(answer), nil
}

// Unanswered is the result of a question that was left open.
func Unanswered(q *Question) Result { return q.Body.tell(nil) }
