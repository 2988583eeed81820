package store_test

import (
	"errors"
	"testing"
	"time"

	"rolecall/store"
)

// TestUsedLinkIsGoodForADoublePressAlone sends a used link again with the token that
// the browser held before, as a button pressed twice does, and as somebody does later
// who has found both.
func TestUsedLinkIsGoodForADoublePressAlone(t *testing.T) {
	for wait, want := range map[time.Duration]error{2 * time.Second: nil, 15 * time.Second: store.ErrNotFound} {
		s := open(t, t.TempDir())
		_, device, err := s.NewLearner(t.Context(), noon)
		ok(t, err)
		_, link, err := s.AddInstructor(t.Context(), "Ada", noon)
		ok(t, err)
		_, _, err = s.SignInInstructor(t.Context(), link, device, noon)
		ok(t, err)
		if _, _, err := s.SignInInstructor(t.Context(), link, device, noon.Add(wait)); !errors.Is(err, want) {
			t.Errorf("%v later: error %v, want %v", wait, err, want)
		}
	}
}
