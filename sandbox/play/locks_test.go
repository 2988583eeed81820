package play

import (
	"sync"
	"testing"
)

// TestWorldLocks holds that a world has one user at a time, that another world
// isn't waited for, and that nothing of a lock remains.
func TestWorldLocks(t *testing.T) {
	var locks WorldLocks
	var all sync.WaitGroup
	counts := map[string]*int{"w-a": new(int), "w-b": new(int)}
	for range 50 {
		for id, count := range counts {
			all.Go(func() {
				unlock, err := locks.Lock(t.Context(), id)
				if err != nil {
					t.Error(err)
					return
				}
				defer unlock()
				*count++ // the race detector sees two users at once
			})
		}
	}
	all.Wait()
	if *counts["w-a"] != 50 || *counts["w-b"] != 50 || len(locks.Used) != 0 {
		t.Errorf("%d and %d uses, %d locks remain", *counts["w-a"], *counts["w-b"], len(locks.Used))
	}
}
