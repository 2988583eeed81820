package web

import (
	"context"
	"crypto/rand"
	"errors"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"rolecall/store"
	"rolecall/web/site"
)

// TestReadyzSaysWhy deletes the data file of a running site.
func TestReadyzSaysWhy(t *testing.T) {
	dir := t.TempDir()
	data, err := store.Open(t.Context(), store.Config{Dir: dir, Rand: rand.Reader})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { data.Close() })
	cfg := testServer(t).Config
	cfg.Store = data
	s, err := newServer(Config{Config: cfg})
	if err != nil {
		t.Fatal(err)
	}
	h := s.handler()
	if w := fetch(h, "/readyz"); w.Code != http.StatusOK || w.Body.String() != "ready" {
		t.Errorf("/readyz: %d %q", w.Code, w.Body)
	}
	if err := os.Remove(filepath.Join(dir, store.FileName)); err != nil {
		t.Fatal(err)
	}
	if w := fetch(h, "/readyz"); w.Code != http.StatusServiceUnavailable || w.Body.String() != "the data file is gone" {
		t.Errorf("/readyz without a data file: %d %q", w.Code, w.Body)
	}
	if w := fetch(h, "/healthz"); w.Code != http.StatusOK {
		t.Errorf("/healthz: %d, though the process answers", w.Code)
	}
	w := makeWorld(h, "192.0.2.1:1234", "")
	if w.Code != http.StatusServiceUnavailable || w.Header().Get("Retry-After") == "" || !strings.Contains(w.Body.String(), "was not saved") {
		t.Errorf("a write without a data file: %d %s", w.Code, w.Body)
	}
}

// TestWriteCheckIsShared has a crowd ask at once, and then one after the other: one
// check for all, and a next one no sooner than five seconds later.
func TestWriteCheckIsShared(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var w site.WriteCheck
		var written atomic.Int32
		failed := errors.New("no room")
		write := func(context.Context, time.Time) error {
			<-time.After(time.Second) // the test's clock
			if written.Add(1) == 2 {
				return failed
			}
			return nil
		}
		ask := func() error { return w.Check(t.Context(), time.Now, write) }
		crowd := func(want error) {
			t.Helper()
			var wg sync.WaitGroup
			for range 100 {
				wg.Go(func() {
					if err := ask(); !errors.Is(err, want) {
						t.Errorf("error %v, want %v", err, want)
					}
				})
			}
			wg.Wait()
		}
		crowd(nil)
		crowd(nil)
		if n := written.Load(); n != 1 {
			t.Errorf("%d writes for a crowd that asked at once, want 1", n)
		}
		<-time.After(site.WriteCheckEvery)
		crowd(failed)
		crowd(failed) // a failure counts for as long
		<-time.After(site.WriteCheckEvery)
		crowd(nil)
		if n := written.Load(); n != 3 {
			t.Errorf("%d writes in three rounds, want 3", n)
		}
	})
}

// TestWriteCheckOutlivesItsCaller: who asked first may leave, and the others still
// get an answer.
func TestWriteCheckOutlivesItsCaller(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var w site.WriteCheck
		write := func(ctx context.Context, _ time.Time) error {
			<-time.After(time.Second)
			return ctx.Err()
		}
		first, leave := context.WithCancel(t.Context())
		leave()
		if err := w.Check(first, time.Now, write); !errors.Is(err, context.Canceled) {
			t.Errorf("who left got %v", err)
		}
		if err := w.Check(t.Context(), time.Now, write); err != nil {
			t.Errorf("who stayed got %v", err)
		}
	})
}

// TestWriteCheckEnds: a write that hangs is an answer too.
func TestWriteCheckEnds(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var w site.WriteCheck
		hang := func(ctx context.Context, _ time.Time) error {
			<-ctx.Done()
			return ctx.Err()
		}
		began := time.Now()
		go w.Check(t.Context(), time.Now, hang)
		synctest.Wait()
		later := func() time.Time { return time.Now().Add(time.Hour) }
		second := func(context.Context, time.Time) error { t.Error("a second write beside the first"); return nil }
		go w.Check(t.Context(), later, second) // a clock that was set
		synctest.Wait()
		if err := w.Check(t.Context(), time.Now, hang); !errors.Is(err, context.DeadlineExceeded) || time.Since(began) != site.WriteCheckLimit {
			t.Errorf("after %v: %v", time.Since(began), err)
		}
	})
}
