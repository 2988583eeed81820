package store

import (
	"bytes"
	"regexp"
	"slices"
	"strings"
	"testing"
)

// TestWords keeps the list what a phrase needs: of the size that its bits are
// counted by, and told apart by four letters.
func TestWords(t *testing.T) {
	list := words()
	if len(list) != 1<<wordBits {
		t.Fatalf("%d words, want %d", len(list), 1<<wordBits)
	}
	if !slices.IsSorted(list) {
		t.Error("the words are not in order")
	}
	plain := regexp.MustCompile(`^[a-z]{3,6}$`)
	begins := map[string]string{}
	for _, w := range list {
		if !plain.MatchString(w) {
			t.Errorf("%q is no short plain word", w)
		}
		begin := w[:min(4, len(w))]
		if other := begins[begin]; other != "" {
			t.Errorf("%q and %q begin alike", other, w)
		}
		begins[begin] = w
	}
}

func TestNewPhraseUsesAllBits(t *testing.T) {
	first, err := newPhrase(bytes.NewReader(make([]byte, 16)))
	if err != nil {
		t.Fatal(err)
	}
	last, err := newPhrase(bytes.NewReader(bytes.Repeat([]byte{0xff}, 16)))
	if err != nil {
		t.Fatal(err)
	}
	list := words()
	for phrase, want := range map[string]string{first: list[0], last: list[len(list)-1]} {
		if got := strings.Fields(phrase); len(got) != phraseWords || got[0] != want || got[7] != want {
			t.Errorf("phrase %q, want %q eight times", phrase, want)
		}
	}
}

func FuzzPhraseHash(f *testing.F) {
	f.Add("Acorn  bean\n")
	f.Add("")
	f.Fuzz(func(t *testing.T, phrase string) {
		tidy := strings.Join(phraseWordsOf(phrase), " ")
		if !bytes.Equal(phraseHash(phrase), phraseHash(tidy)) {
			t.Errorf("%q and %q are told apart", phrase, tidy)
		}
	})
}
