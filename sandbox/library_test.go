package sandbox

import "testing"

func TestEmbeddedLibraryPlays(t *testing.T) {
	l, err := Embedded()
	if err != nil {
		t.Fatal(err)
	}
	n, faults := l.Check()
	for _, f := range faults {
		t.Error(f)
	}
	if n.Scenarios == 0 || n.Challenges == 0 || n.Steps == 0 {
		t.Errorf("nothing was played: %+v", n)
	}
}
