package view

import (
	"rolecall/lessons"
	"rolecall/quiz/prose"
)

// LessonEntry is a lesson in a list, with how far the reader is.
type LessonEntry struct {
	*lessons.Lesson
	Marks     []ModeMark // of each mode, in the order of the lesson's
	Questions int
}

// Done counts the modes that the reader has finished.
func (e LessonEntry) Done() int {
	n := 0
	for _, m := range e.Marks {
		if m == ModeDone {
			n++
		}
	}
	return n
}

// begun reports whether the reader has opened any mode.
func (e LessonEntry) begun() bool {
	for _, m := range e.Marks {
		if m != ModeNew {
			return true
		}
	}
	return false
}

func count(n int, noun string) string { return prose.Count(n, noun) }

// NoticesPath is where the licences of what the site is made of are.
const NoticesPath = "/about/notices"
