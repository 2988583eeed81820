package view

import (
	"fmt"

	"rolecall/lessons"
)

// Lesson is a mode of a lesson as a page, without anything of the reader's.
type Lesson struct {
	Lesson *lessons.Lesson
	Mode   *lessons.Mode
	Before *Link // the mode before this one; nil for the first
	After  *Link // the mode after this one, or the quiz after the last
	Next   *Link // the next lesson; nil for the last
	Quiz   *Link // questions on the lesson; nil while there are none
}

// LessonURL is the address of a mode of a lesson.
func LessonURL(lesson, mode string) string { return "/lessons/" + lesson + "/" + mode }

// URL is the page's own address.
func (l Lesson) URL() string { return LessonURL(l.Lesson.Slug, l.Mode.Slug) }

// page has no theme: the reader's own is put in by [SlotTheme].
func (l Lesson) page() Page {
	p := Page{
		Title: l.Lesson.Title + " · " + l.Mode.Label, Description: l.Lesson.Summary,
		Path: l.URL(), Section: "/lessons", Class: "column",
	}
	if l.HasContents() {
		p.Class = "lesson"
	}
	return p
}

// takesHome reports whether the mode ends with files to take home.
func (l Lesson) takesHome() bool { return l.Mode.Slug == "project" }

// HasContents reports whether the page is long enough for a table of contents.
func (l Lesson) HasContents() bool { return len(l.Mode.Contents) > 1 }

// ModeMark is how far a reader has come with a mode.
type ModeMark uint8

// The marks, which number the variants of [SlotMode].
const (
	ModeNew ModeMark = iota
	ModeBegun
	ModeDone
	modeMarks
)

// headingTag is the element of a heading, which lessons keep between 2 and 6.
func headingTag(level int) string { return fmt.Sprintf("h%d", min(max(level, 2), 6)) }
