package store_test

import (
	"context"
	"errors"
	"fmt"
	"sync"
	"testing"

	"rolecall/store"
)

func prediction(block string) store.Prediction {
	return store.Prediction{Lesson: "l", Mode: "m", Block: block, Choice: "a", At: noon}
}

// hold keeps the writer busy until the returned function is called, so that
// what is written meanwhile is committed as one group.
func hold(t *testing.T, s *store.Store) (release func()) {
	t.Helper()
	began, end, done := make(chan struct{}), make(chan struct{}), make(chan error)
	go func() {
		done <- s.Write(context.Background(), func(*store.Tx) error {
			close(began)
			<-end
			return nil
		})
	}()
	<-began
	return func() {
		close(end)
		ok(t, <-done)
	}
}

func blocks(t *testing.T, s *store.Store, id store.LearnerID) map[string]bool {
	t.Helper()
	all, err := s.Predictions(t.Context(), id, "l", "m")
	ok(t, err)
	got := map[string]bool{}
	for _, p := range all {
		got[p.Block] = true
	}
	return got
}

// TestGroupCommit writes from many goroutines; in the middle of the group are
// writes that fail and writes that panic, each after having changed something.
func TestGroupCommit(t *testing.T) {
	s := fresh(t)
	id := learner(t, s)
	release := hold(t, s)
	wrong := errors.New("wrong")
	const n = 300
	errs := make([]error, n)
	var wg sync.WaitGroup
	for i := range n {
		wg.Go(func() {
			errs[i] = s.Write(context.Background(), func(tx *store.Tx) error {
				if _, _, err := tx.AddPrediction(id, prediction(fmt.Sprint(i))); err != nil {
					return err
				}
				switch i % 10 {
				case 3:
					return wrong
				case 7:
					panic("at the wrong moment")
				}
				return nil
			})
		})
	}
	release()
	wg.Wait()
	kept := blocks(t, s, id)
	for i, err := range errs {
		failed := i%10 == 3 || i%10 == 7
		if kept[fmt.Sprint(i)] == failed {
			t.Errorf("write %d: kept %v, want %v", i, !failed, failed)
		}
		var panicked *store.PanicError
		switch i % 10 {
		case 3:
			is(t, err, wrong)
		case 7:
			if !errors.As(err, &panicked) || panicked.Value != "at the wrong moment" || len(panicked.Stack) == 0 {
				t.Errorf("write %d: error %v, want the panic", i, err)
			}
		default:
			is(t, err, nil)
		}
	}
}

func TestBrokenConstraintLeavesNeighbours(t *testing.T) {
	s := fresh(t)
	id := learner(t, s)
	release := hold(t, s)
	var wg sync.WaitGroup
	var good, bad error
	wg.Go(func() { _, _, good = s.AddPrediction(context.Background(), id, prediction("a")) })
	wg.Go(func() { _, _, bad = s.AddPrediction(context.Background(), id+1, prediction("b")) })
	release()
	wg.Wait()
	is(t, good, nil)
	is(t, bad, store.ErrNotFound)
	equal(t, "kept", blocks(t, s, id), map[string]bool{"a": true})
}

func TestCancelBeforeStart(t *testing.T) {
	s := fresh(t)
	release := hold(t, s)
	ctx, cancel := context.WithCancel(context.Background())
	ran := false
	done := make(chan error)
	go func() { done <- s.Write(ctx, func(*store.Tx) error { ran = true; return nil }) }()
	cancel()
	is(t, <-done, context.Canceled)
	release()
	ok(t, s.Write(context.Background(), func(*store.Tx) error { return nil })) // the queue has passed it
	if ran {
		t.Error("a write ran that was taken back")
	}
}

func TestCancelAfterStartWaitsForTheOutcome(t *testing.T) {
	s := fresh(t)
	id := learner(t, s)
	ctx, cancel := context.WithCancel(context.Background())
	ok(t, s.Write(ctx, func(tx *store.Tx) error {
		cancel()
		_, _, err := tx.AddPrediction(id, prediction("a"))
		return err
	}))
	equal(t, "kept", blocks(t, s, id), map[string]bool{"a": true})
}

func TestCloseDrains(t *testing.T) {
	dir := t.TempDir()
	s, err := store.Open(t.Context(), store.Config{Dir: dir, Rand: seeded(1)})
	ok(t, err)
	id := learner(t, s)
	release := hold(t, s)
	errs := make([]error, 50)
	var sent, wg sync.WaitGroup
	for i := range errs {
		sent.Add(1)
		wg.Go(func() {
			sent.Done()
			_, _, errs[i] = s.AddPrediction(context.Background(), id, prediction(fmt.Sprint(i)))
		})
	}
	sent.Wait()
	closed := make(chan error)
	go func() { closed <- s.Close() }()
	release()
	wg.Wait()
	ok(t, <-closed)
	_, _, err = s.AddPrediction(context.Background(), id, prediction("late"))
	is(t, err, store.ErrClosed)

	kept := blocks(t, open(t, dir), id)
	for i, err := range errs {
		if errors.Is(err, store.ErrClosed) {
			continue // it came after Close had begun
		}
		is(t, err, nil)
		if !kept[fmt.Sprint(i)] {
			t.Errorf("write %d was acknowledged and is lost", i)
		}
	}
}
