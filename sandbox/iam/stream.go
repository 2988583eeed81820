package iam

import (
	"errors"
	"io"
)

// StreamOptions steers [Stream].
type StreamOptions struct {
	Trace   bool // add the trace to each decision
	Workers int  // goroutines that decide; 0 means one a processor
}

// Stream answers JSON Lines requests with JSON Lines decisions. ok is false
// when any line was not a valid request; err tells of reading or writing alone.
func Stream(r io.Reader, w io.Writer, opt StreamOptions) (ok bool, err error) {
	return false, errors.New("not built yet")
}
