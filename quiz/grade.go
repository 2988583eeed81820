package quiz

// Result is a graded answer.
type Result struct {
	Right   bool
	Options []OptionResult // of a choice, in the file's order
}

// OptionResult says what became of one option.
type OptionResult struct {
	Option
	Chosen bool
}

// Good reports whether the reader did with the option what was right: chose it if
// it is right, left it if it is wrong.
func (r OptionResult) Good() bool { return r.Chosen == r.Option.Right }

// Grade judges an answer: for a choice, the ids of the chosen options. The error
// is a plain sentence for the reader: nothing chosen, more than one where one is
// asked, an option that the question doesn't have.
func Grade(q *Question, answer []string) (Result, error) {
	if err := q.Body.valid(answer); err != nil {
		return Result{}, err
	}
	r := Result{Right: q.Body.right(answer)}
	chosen := map[string]bool{}
	for _, id := range answer {
		chosen[id] = true
	}
	for _, o := range q.Options() {
		r.Options = append(r.Options, OptionResult{Option: o, Chosen: chosen[o.ID]})
	}
	return r, nil
}
