package splice

import (
	"bytes"
	"compress/gzip"
	"hash/crc32"
	"io"
	"testing"

	"pgregory.net/rapid"
)

func TestCRCShiftEqualsReading(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		a := rapid.SliceOf(rapid.Byte()).Draw(t, "a")
		b := rapid.SliceOf(rapid.Byte()).Draw(t, "b")
		got := newCRCShift(len(b)).apply(crc32.ChecksumIEEE(a)) ^ crc32.ChecksumIEEE(b)
		if want := crc32.ChecksumIEEE(append(bytes.Clone(a), b...)); got != want {
			t.Fatalf("combined %08x, read %08x", got, want)
		}
	})
}

func TestSplicedDecodesToPlain(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		parts := rapid.SliceOf(rapid.SliceOf(rapid.Byte())).Draw(t, "parts")
		static := rapid.SliceOfN(rapid.Bool(), len(parts), len(parts)).Draw(t, "static")
		var zipped, plain Splicer
		zipped.Begin(true)
		plain.Begin(false)
		for i, part := range parts {
			if !static[i] {
				zipped.dyn(part)
				plain.dyn(part)
				continue
			}
			p := newPiece(part)
			if err := p.compress(); err != nil {
				t.Fatal(err)
			}
			zipped.add(p)
			plain.add(p)
		}
		want := bytes.Join(parts, nil)
		if got := plain.End(); !bytes.Equal(got, want) {
			t.Fatalf("plain %q, want %q", got, want)
		}
		if got := Gunzip(t, zipped.End()); !bytes.Equal(got, want) {
			t.Fatalf("decoded %q, want %q", got, want)
		}
	})
}

func TestSpliceLongReaderPart(t *testing.T) {
	long := bytes.Repeat([]byte("a role "), 30_000) // more than one stored block holds
	var s Splicer
	s.Begin(true)
	s.dyn(long)
	if got := Gunzip(t, s.End()); !bytes.Equal(got, long) {
		t.Fatalf("decoded %d bytes, want %d", len(got), len(long))
	}
}

type fataler interface{ Fatal(args ...any) }

func Gunzip(t fataler, b []byte) []byte {
	r, err := gzip.NewReader(bytes.NewReader(b))
	if err != nil {
		t.Fatal(err)
	}
	plain, err := io.ReadAll(r)
	if err != nil {
		t.Fatal(err)
	}
	return plain
}
