package main

import (
	"testing"

	"rolecall/store"
)

// TestFill fills a data directory and opens it as the server does: the rows that the
// filler writes past the store fit the tables as they are now.
func TestFill(t *testing.T) {
	dir := t.TempDir()
	if err := fill(dir, 11, 40); err != nil {
		t.Fatal(err)
	}
	s, err := store.Open(t.Context(), store.Config{Dir: dir})
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	if _, err := s.LearnerByToken(t.Context(), token(11)); err != nil {
		t.Errorf("the last learner's token opens nothing: %v", err)
	}
}
