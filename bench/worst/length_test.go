package worst

import "testing"

// TestLongPoliciesMakeNoLongPages has /check look through the longest policies it
// takes, each of the kind that makes it print most: the page stays within some times
// what was pasted.
func TestLongPoliciesMakeNoLongPages(t *testing.T) {
	const longest, most = 300<<10 - 1<<10, 7 << 20
	s := open(t)
	s.Fatal = t.Fatalf
	for name, source := range Policies(longest) {
		for _, kind := range []string{"identity", "trust", "scp"} {
			a := s.answerTo(s.form("/check", "source", source, "kind", kind))
			if a.Status != 200 || a.Bytes > most {
				t.Errorf("%s as %s: status %d and %d KB, want at most %d KB", name, kind, a.Status, a.Bytes>>10, most>>10)
			}
		}
	}
}
