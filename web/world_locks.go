package web

import (
	"context"
	"sync"
)

// worldLocks keep two requests from using one world at a time. Each world has a
// lock of its own while somebody uses it or waits for it, so that nobody waits
// for another world.
type worldLocks struct {
	mu   sync.Mutex
	used map[string]*worldHold
}

// worldHold is held by whoever has put the one element into its channel.
type worldHold struct {
	held  chan struct{}
	users int
}

// worldLock is one request's way to a world's lock. It is locked once at most.
type worldLock struct {
	locks *worldLocks
	id    string
	hold  *worldHold
}

func (l *worldLocks) of(id string) *worldLock { return &worldLock{locks: l, id: id} }

func (l *worldLock) enter() {
	l.locks.mu.Lock()
	defer l.locks.mu.Unlock()
	if l.locks.used == nil {
		l.locks.used = map[string]*worldHold{}
	}
	if l.hold = l.locks.used[l.id]; l.hold == nil {
		l.hold = &worldHold{held: make(chan struct{}, 1)}
		l.locks.used[l.id] = l.hold
	}
	l.hold.users++
}

func (l *worldLock) leave() {
	l.locks.mu.Lock()
	defer l.locks.mu.Unlock()
	if l.hold.users--; l.hold.users == 0 {
		delete(l.locks.used, l.id)
	}
}

// Lock waits for the world.
func (l *worldLock) Lock() {
	l.enter()
	l.hold.held <- struct{}{}
}

// LockWithin waits for the world until the context ends.
func (l *worldLock) LockWithin(ctx context.Context) error {
	l.enter()
	select {
	case l.hold.held <- struct{}{}:
		return nil
	case <-ctx.Done():
		l.leave()
		return ctx.Err()
	}
}

// Unlock lets the next request have the world.
func (l *worldLock) Unlock() {
	<-l.hold.held
	l.leave()
}
