package budget

import "strings"

// Text is a text that is built within a budget. What would go over the budget
// isn't written, and neither is anything after it: ask Err before the text is
// used. Text{} has no limit. It is an io.Writer.
type Text struct {
	budget *Budget
	b      strings.Builder
	err    error
}

// NewText returns an empty text that counts its bytes against a budget.
func NewText(b *Budget) *Text { return &Text{budget: b} }

func (t *Text) take(n int) bool {
	if t.err == nil {
		t.err = t.budget.Grow(int64(n))
	}
	return t.err == nil
}

// WriteString adds a string.
func (t *Text) WriteString(s string) (int, error) {
	if !t.take(len(s)) {
		return 0, t.err
	}
	return t.b.WriteString(s)
}

// Write adds bytes.
func (t *Text) Write(p []byte) (int, error) {
	if !t.take(len(p)) {
		return 0, t.err
	}
	return t.b.Write(p)
}

// Repeat adds a string n times without building the whole first.
func (t *Text) Repeat(s string, n int) {
	for ; n > 0 && t.err == nil; n-- {
		_, _ = t.WriteString(s) // the error stays in the text
	}
}

// Step counts n units of the work on a text. Once that goes over the budget,
// nothing more is written.
func (t *Text) Step(n int) error {
	if t.err == nil {
		t.err = t.budget.Step(int64(n))
	}
	return t.err
}

// Len is how many bytes were written.
func (t *Text) Len() int { return t.b.Len() }

// String is what was written.
func (t *Text) String() string { return t.b.String() }

// Err is why the text isn't whole; nil when it is.
func (t *Text) Err() error { return t.err }
