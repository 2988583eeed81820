package store_test

import (
	"bufio"
	"context"
	"crypto/rand"
	"fmt"
	mathrand "math/rand/v2"
	"os"
	"os/exec"
	"strings"
	"sync"
	"testing"

	"rolecall/store"
)

// childDir, when set, makes the test binary a writer that is to be killed.
const childDir = "ROLECALL_STORE_CHILD_DIR"

// writeUntilKilled writes from several goroutines and prints the key of each
// write once it was acknowledged.
func writeUntilKilled(dir string) int {
	s, err := store.Open(context.Background(), store.Config{Dir: dir, Rand: rand.Reader})
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		return 1
	}
	l, _, err := s.NewLearner(context.Background(), noon)
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		return 1
	}
	var out sync.Mutex
	for g := range 8 {
		go func() {
			for i := 0; ; i++ {
				block := fmt.Sprintf("%d-%d", g, i)
				_, _, err := s.AddPrediction(context.Background(), l.ID, store.Prediction{Lesson: "l", Mode: "m", Block: block, At: noon})
				if err != nil {
					fmt.Fprintln(os.Stderr, err)
					os.Exit(1)
				}
				out.Lock()
				fmt.Printf("%d %s\n", l.ID, block)
				out.Unlock()
			}
		}()
	}
	select {}
}

// TestKilled kills a writing process again and again: whatever it said was
// saved must be there.
func TestKilled(t *testing.T) {
	exe, err := os.Executable()
	ok(t, err)
	dir := t.TempDir()
	rng := mathrand.New(seeded(2))
	for round := range *rounds {
		acknowledged := killAfter(t, exe, dir, 1+rng.IntN(600))
		s, err := store.Open(t.Context(), store.Config{Dir: dir, Rand: rand.Reader})
		ok(t, err)
		kept := map[string]bool{}
		for _, line := range acknowledged {
			var id store.LearnerID
			var block string
			_, err := fmt.Sscan(line, &id, &block)
			ok(t, err)
			if len(kept) == 0 {
				all, err := s.Predictions(t.Context(), id, "l", "m")
				ok(t, err)
				for _, p := range all {
					kept[p.Block] = true
				}
			}
			if !kept[block] {
				t.Fatalf("round %d: %q was acknowledged and is lost", round, block)
			}
		}
		ok(t, s.Close())
	}
}

// killAfter starts the writer, kills it once it acknowledged n writes, and
// returns all that it acknowledged, those in the pipe too.
func killAfter(t *testing.T, exe, dir string, n int) []string {
	t.Helper()
	c := exec.Command(exe)
	c.Env = append(os.Environ(), childDir+"="+dir)
	c.Stderr = os.Stderr
	out, err := c.StdoutPipe()
	ok(t, err)
	ok(t, c.Start())
	var lines []string
	r := bufio.NewReader(out)
	for {
		line, err := r.ReadString('\n')
		if err != nil {
			break // a line cut short by the kill wasn't acknowledged
		}
		if lines = append(lines, strings.TrimSpace(line)); len(lines) == n {
			ok(t, c.Process.Kill())
		}
	}
	if err := c.Wait(); err == nil {
		t.Fatal("the writer ended by itself")
	}
	if len(lines) < n {
		t.Fatalf("the writer acknowledged %d writes, want at least %d", len(lines), n)
	}
	return lines
}
