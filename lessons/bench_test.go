package lessons_test

import (
	"testing"

	"rolecall/lessons"
	"rolecall/sandbox"
)

// BenchmarkLoad is what compiling all content costs at start-up.
func BenchmarkLoad(b *testing.B) {
	lib, err := sandbox.Embedded()
	if err != nil {
		b.Fatal(err)
	}
	for b.Loop() {
		if _, err := lessons.Load(lessons.Files(), lib); err != nil {
			b.Fatal(err)
		}
	}
}
