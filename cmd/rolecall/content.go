package main

import (
	"sync"

	"rolecall/lessons"
)

// loadContent begins to compile what authors wrote and returns how to wait for
// it; a fault names file and line.
func loadContent() (wait func() (*lessons.Content, error)) {
	load := sync.OnceValues(lessons.Embedded().Load)
	go load()
	return load
}
