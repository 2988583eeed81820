package play

import (
	"context"
	"sync"
)

// WorldLocks keep two requests from using one world at a time. Requests for other
// worlds never wait.
type WorldLocks struct {
	mu   sync.Mutex
	Used map[string]*worldLock
}

// worldLock is one world's. It is in use by whoever has put something in turn.
type worldLock struct {
	turn    chan struct{}
	waiting int // users, with the one whose turn it is; guarded by worldLocks.mu
}

// Lock waits for a world until ctx ends, whose error comes back then. The world is
// the caller's until the function that comes back is called.
func (l *WorldLocks) Lock(ctx context.Context, id string) (unlock func(), err error) {
	w := l.join(id)
	select {
	case w.turn <- struct{}{}:
		return func() { <-w.turn; l.leave(id, w) }, nil
	case <-ctx.Done():
		l.leave(id, w)
		return nil, ctx.Err()
	}
}

func (l *WorldLocks) join(id string) *worldLock {
	l.mu.Lock()
	defer l.mu.Unlock()
	w := l.Used[id]
	if w == nil {
		w = &worldLock{turn: make(chan struct{}, 1)}
		if l.Used == nil {
			l.Used = map[string]*worldLock{}
		}
		l.Used[id] = w
	}
	w.waiting++
	return w
}

func (l *WorldLocks) leave(id string, w *worldLock) {
	l.mu.Lock()
	defer l.mu.Unlock()
	if w.waiting--; w.waiting == 0 {
		delete(l.Used, id)
	}
}
