package store

import (
	"bytes"
	"compress/gzip"
	"fmt"
	"io"
	"sync"
)

var packers = sync.Pool{New: func() any {
	z, err := gzip.NewWriterLevel(io.Discard, gzip.BestSpeed)
	if err != nil {
		panic(err) // the level is a constant that gzip knows
	}
	return z
}}

// pack compresses what is kept and seldom read.
func pack(b []byte) ([]byte, error) {
	z := packers.Get().(*gzip.Writer)
	defer packers.Put(z)
	var out bytes.Buffer
	z.Reset(&out)
	if _, err := z.Write(b); err != nil {
		return nil, fmt.Errorf("store: pack: %w", err)
	}
	if err := z.Close(); err != nil {
		return nil, fmt.Errorf("store: pack: %w", err)
	}
	return out.Bytes(), nil
}

// unpack reads what [pack] wrote.
func unpack(b []byte) ([]byte, error) {
	z, err := gzip.NewReader(bytes.NewReader(b))
	if err != nil {
		return nil, fmt.Errorf("store: unpack: %w", err)
	}
	out, err := io.ReadAll(z)
	if err != nil {
		return nil, fmt.Errorf("store: unpack: %w", err)
	}
	return out, nil
}

// unpacked is unpack for what a read has just given.
func unpacked(b []byte, err error) ([]byte, error) {
	if err != nil {
		return nil, err
	}
	return unpack(b)
}

func blobFields(b *[]byte) []any { return []any{b} }
