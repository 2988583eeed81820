package world

import (
	"io"
	"time"
)

// Env is what a world takes from outside: the base of its clock, and where its
// ids and keys come from.
type Env struct {
	Now  func() time.Time
	Rand io.Reader
}

// World is a small AWS.
type World struct {
	env      Env
	state    state
	sessions []*Session
	events   []*Event
}

// state is what [World.MarshalJSON] writes.
type state struct {
	Offset time.Duration `json:"offset"`
}

// Now is the world's time: the base plus the offset, in UTC.
func (w *World) Now() time.Time { return w.env.Now().Add(w.state.Offset).UTC() }
