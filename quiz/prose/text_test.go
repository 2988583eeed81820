package prose

import "testing"

func TestCount(t *testing.T) {
	for n, want := range map[int]string{0: "0 cards", 1: "1 card", 2: "2 cards"} {
		if got := Count(n, "card"); got != want {
			t.Errorf("%d: %q, want %q", n, got, want)
		}
	}
}
