package web

import (
	"context"
	"errors"
	"sync"
	"testing"
)

// TestWorldLocks holds that a world has one user at a time, that another world
// isn't waited for, and that nothing of a lock remains.
func TestWorldLocks(t *testing.T) {
	var locks worldLocks
	var all sync.WaitGroup
	counts := map[string]*int{"w-a": new(int), "w-b": new(int)}
	for range 50 {
		for id, count := range counts {
			all.Go(func() {
				lock := locks.of(id)
				lock.Lock()
				defer lock.Unlock()
				*count++ // the race detector sees two users at once
			})
		}
	}
	all.Wait()
	if *counts["w-a"] != 50 || *counts["w-b"] != 50 || len(locks.used) != 0 {
		t.Errorf("%d and %d uses, %d locks remain", *counts["w-a"], *counts["w-b"], len(locks.used))
	}
}

func TestWaitingForAWorldEndsWithTheRequest(t *testing.T) {
	var locks worldLocks
	held := locks.of("w-a")
	held.Lock()
	other := locks.of("w-b")
	if err := other.LockWithin(t.Context()); err != nil {
		t.Errorf("another world: %v", err)
	}
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if err := locks.of("w-a").LockWithin(ctx); !errors.Is(err, context.Canceled) {
		t.Errorf("a world in use: got %v, want context.Canceled", err)
	}
	other.Unlock()
	held.Unlock()
	if len(locks.used) != 0 {
		t.Errorf("%d locks remain", len(locks.used))
	}
}
