package store_test

import (
	"bytes"
	"crypto/rand"
	"encoding/json"
	"errors"
	"flag"
	"fmt"
	mathrand "math/rand/v2"
	"os"
	"path/filepath"
	"testing"

	"rolecall/store"
)

var rounds = flag.Int("rounds", 20, "how often a writer is killed, and how many damaged files are opened and backed up")

// damage is what was done to a copy of a data file.
type damage struct {
	what  string
	flips int // single bytes that were changed; 0 when whole pages are gone
}

// harm damages a file's bytes by a seed.
func harm(b []byte, seed uint64) ([]byte, damage) {
	rng := mathrand.New(mathrand.NewPCG(seed, 9))
	pages := len(b) / page
	at := rng.IntN(pages)
	switch rng.IntN(6) {
	case 0:
		clear(b[at*page : (at+1)*page])
		return b, damage{fmt.Sprintf("page %d of %d zeroed", at+1, pages), 0}
	case 1:
		n := rng.IntN(len(b))
		return b[:n], damage{fmt.Sprintf("cut to %d of %d bytes", n, len(b)), 0}
	case 2:
		for i := range page {
			b[at*page+i] = byte(rng.Uint32())
		}
		return b, damage{fmt.Sprintf("page %d of %d random", at+1, pages), 0}
	case 3:
		n := 1 + rng.IntN(pages-at)
		clear(b[at*page : (at+n)*page])
		return b, damage{fmt.Sprintf("%d of %d pages zeroed from page %d on", n, pages, at+1), 0}
	case 4: // where SQLite keeps what a page holds
		n := rng.IntN(min(100, page))
		b[at*page+n] ^= 1 << rng.IntN(8)
		return b, damage{fmt.Sprintf("a bit of page %d of %d, byte %d", at+1, pages, n), 1}
	}
	flips := 1 + rng.IntN(8)
	for range flips {
		b[rng.IntN(len(b))] ^= byte(1 + rng.IntN(255))
	}
	return b, damage{fmt.Sprintf("%d bytes changed", flips), flips}
}

// TestDamagedFiles opens and backs up damaged copies of a data file. A start is
// refused, or what is served is right; a backup fails, or it can be restored and
// served, and says the same.
//
// SQLite keeps no checksums of its pages: a byte changed inside of a value can't be
// seen, and costs that value alone. For the same reason nothing here writes a whole
// page to the place of another one like it.
func TestDamagedFiles(t *testing.T) {
	whole := filled(t)
	right := served(t, whole)
	if len(right) < 6 {
		t.Fatalf("only %d learners", len(right))
	}
	refusedStarts, failedBackups := 0, 0
	for seed := range uint64(*rounds) {
		b, d := harm(bytes.Clone(whole), seed)
		if bytes.Equal(b, whole) {
			continue
		}
		dir := t.TempDir()
		ok(t, os.WriteFile(filepath.Join(dir, store.FileName), b, 0o600))
		if !backedUp(t, dir, whole, d, right, seed) {
			failedBackups++
		}
		s, err := store.Open(t.Context(), store.Config{Dir: dir, Rand: rand.Reader})
		if err != nil {
			as[*store.ForeignError](t, err)
			refusedStarts++
			continue
		}
		compare(t, fmt.Sprintf("seed %d, %s, started", seed, d.what), d, right, told(t, s))
		ok(t, s.Close())
	}
	t.Logf("%d damaged files: %d starts refused, %d backups failed", *rounds, refusedStarts, failedBackups)
	if refusedStarts == 0 || failedBackups == 0 {
		t.Error("no damage was found at all")
	}
}

// backedUp takes a backup over an earlier one; false when that failed, and the
// earlier one must be as it was.
func backedUp(t *testing.T, dir string, earlier []byte, d damage, right map[store.LearnerID]string, seed uint64) bool {
	t.Helper()
	what := fmt.Sprintf("seed %d, %s, backup", seed, d.what)
	file, other := filepath.Join(t.TempDir(), "backup"), t.TempDir()
	ok(t, os.WriteFile(file, earlier, 0o600))
	if err := store.Backup(t.Context(), dir, file); err != nil {
		if !errors.As(err, new(*store.SourceError)) && !errors.As(err, new(*store.NewerError)) {
			t.Errorf("%s: it blames not the data: %v", what, err)
		}
		kept, readErr := os.ReadFile(file)
		ok(t, readErr)
		if !bytes.Equal(kept, earlier) {
			t.Errorf("%s: it failed (%v) and the earlier one was changed", what, err)
		}
		return false
	}
	if err := store.Restore(t.Context(), file, other, false); err != nil {
		t.Errorf("%s: it can't be restored: %v", what, err)
		return true
	}
	s, err := store.Open(t.Context(), store.Config{Dir: other, Rand: rand.Reader})
	if err != nil {
		t.Errorf("%s: it can't be served: %v", what, err)
		return true
	}
	compare(t, what, d, right, told(t, s))
	ok(t, s.Close())
	return true
}

// compare sees that no more is wrong than the changed bytes can account for: each
// may spoil a row, or move it from one learner to another.
func compare(t *testing.T, what string, d damage, right, got map[store.LearnerID]string) {
	t.Helper()
	wrong := 0
	for id := range right {
		if got[id] != right[id] {
			wrong++
		}
	}
	if wrong > 2*d.flips {
		t.Errorf("%s: the data of %d learners is wrong", what, wrong)
	}
}

// served is what a file says of every learner.
func served(t *testing.T, file []byte) map[store.LearnerID]string {
	t.Helper()
	dir := t.TempDir()
	ok(t, os.WriteFile(filepath.Join(dir, store.FileName), file, 0o600))
	return told(t, open(t, dir))
}

// told is what the store says of every learner that there is, or why it can't be had.
func told(t *testing.T, s *store.Store) map[store.LearnerID]string {
	t.Helper()
	all := map[store.LearnerID]string{}
	for id := range store.LearnerID(20) {
		learner, err := s.Learner(t.Context(), id)
		if errors.Is(err, store.ErrNotFound) {
			continue
		}
		progress, err1 := s.Progress(t.Context(), id)
		attempts, err2 := s.Attempts(t.Context(), id)
		answers, err3 := s.AllAnswers(t.Context(), id)
		worlds, err4 := s.Worlds(t.Context(), id)
		var documents []store.World
		for _, w := range worlds {
			world, err := s.World(t.Context(), w.ID)
			err4 = errors.Join(err4, err)
			documents = append(documents, world)
		}
		text, err5 := json.Marshal([]any{learner, progress, attempts, answers, documents})
		all[id] = fmt.Sprintf("%s %v", text, errors.Join(err, err1, err2, err3, err4, err5))
	}
	return all
}
