package web

import (
	"context"
	"sync"
)

// worldLocks keep two requests from using one world at a time. Requests for other
// worlds never wait.
type worldLocks struct {
	mu   sync.Mutex
	used map[string]*worldLock
}

// worldLock is one world's. It is in use by whoever has put something in turn.
type worldLock struct {
	turn    chan struct{}
	waiting int // users, with the one whose turn it is; guarded by worldLocks.mu
}

// lock waits for a world until ctx ends, whose error comes back then. The world is
// the caller's until the function that comes back is called.
func (l *worldLocks) lock(ctx context.Context, id string) (unlock func(), err error) {
	w := l.join(id)
	select {
	case w.turn <- struct{}{}:
		return func() { <-w.turn; l.leave(id, w) }, nil
	case <-ctx.Done():
		l.leave(id, w)
		return nil, ctx.Err()
	}
}

func (l *worldLocks) join(id string) *worldLock {
	l.mu.Lock()
	defer l.mu.Unlock()
	w := l.used[id]
	if w == nil {
		w = &worldLock{turn: make(chan struct{}, 1)}
		if l.used == nil {
			l.used = map[string]*worldLock{}
		}
		l.used[id] = w
	}
	w.waiting++
	return w
}

func (l *worldLocks) leave(id string, w *worldLock) {
	l.mu.Lock()
	defer l.mu.Unlock()
	if w.waiting--; w.waiting == 0 {
		delete(l.used, id)
	}
}
