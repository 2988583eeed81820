package budget

import (
	"errors"
	"fmt"
	"testing"
)

func TestTextStopsAtTheLimit(t *testing.T) {
	b := New(t.Context(), Limits{Bytes: 10})
	text := NewText(b)
	fmt.Fprint(text, "12345")
	text.Repeat("ab", 1_000_000)
	_, _ = text.WriteString("x")
	var over *Exceeded
	if got := text.String(); got != "12345abab" || text.Len() != 9 || !errors.As(text.Err(), &over) {
		t.Errorf("got %q and %v, want the text up to the limit and an error", got, text.Err())
	}
	if n, err := text.Write([]byte("y")); n != 0 || err == nil {
		t.Errorf("a text that went over its limit takes %d bytes more: %v", n, err)
	}
}

func TestTextWithoutABudgetHasNoLimit(t *testing.T) {
	var text Text
	text.Repeat("ab", 3)
	if _, err := text.WriteString("c"); text.String() != "abababc" || err != nil || text.Err() != nil {
		t.Errorf("got %q and %v", text.String(), text.Err())
	}
}

func TestTextStopsWithTheStepsOfItsWork(t *testing.T) {
	text := NewText(New(t.Context(), Limits{Steps: 5}))
	if err := text.Step(5); err != nil {
		t.Errorf("5 steps of 5: %v", err)
	}
	if err := text.Step(1); err == nil || text.Err() == nil {
		t.Error("a sixth step of 5 is no error")
	}
	if _, err := text.WriteString("x"); err == nil || text.Len() != 0 {
		t.Errorf("%q was written after the error", text.String())
	}
}
