package store

import (
	_ "embed"
	"encoding/binary"
	"fmt"
	"io"
	"strings"
	"sync"
	"unicode"
)

// The words are plain, short, and differ in their first four letters, so that a
// phrase can be read aloud and survives bad handwriting.
//
//go:embed words.txt
var wordFile string

// words are the 1,024 words, in order.
var words = sync.OnceValue(func() []string { return strings.Fields(wordFile) })

const (
	phraseWords = 8  // of ten bits each
	wordBits    = 10 // two to this are the words
	maxPhrase   = 400
)

// newPhrase draws eight words, 80 bits: too many to guess, so that a plain hash
// keeps it.
func newPhrase(rand io.Reader) (string, error) {
	b := make([]byte, 2*phraseWords)
	if _, err := io.ReadFull(rand, b); err != nil {
		return "", fmt.Errorf("store: make a phrase: %w", err)
	}
	drawn := make([]string, phraseWords)
	for i := range drawn {
		drawn[i] = words()[binary.BigEndian.Uint16(b[2*i:])%(1<<wordBits)]
	}
	return strings.Join(drawn, " "), nil
}

// phraseHash ignores what people change when they copy words by hand.
func phraseHash(phrase string) []byte {
	return hash("recovery phrase: " + strings.Join(phraseWordsOf(phrase), " "))
}

func phraseWordsOf(phrase string) []string {
	return strings.FieldsFunc(strings.ToLower(phrase), func(r rune) bool { return !unicode.IsLetter(r) })
}
