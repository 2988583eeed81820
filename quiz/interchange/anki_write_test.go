package interchange

import (
	"testing"

	"github.com/google/go-cmp/cmp"
)

// The front of an order never shows the right one, in the alphabet or not.
func TestMixedIsNotTheRightOrder(t *testing.T) {
	for _, c := range []struct{ right, want []string }{
		{[]string{"ask", "use", "end"}, []string{"ask", "end", "use"}},
		{[]string{"ask", "end", "use"}, []string{"use", "end", "ask"}},
	} {
		if d := cmp.Diff(c.want, mixed(c.right)); d != "" {
			t.Errorf("%v (-want +got):\n%s", c.right, d)
		}
	}
}
