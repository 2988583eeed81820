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
