package view

import (
	"time"
)

// EventLog is a part of a world's log.
type EventLog struct {
	Rows    []EventRow // the newest first
	Filter  EventFilter
	Callers []string // who called at all, to choose from
	Last    int64    // number of the newest event; 0 when there is none
	Older   string   // address of the page of older events; empty when there are none
	Paged   bool     // the rows are not the newest
}

// EventFilter says which events to show; the zero value shows all.
type EventFilter struct {
	By   string // who called, as a row names them
	Call string // a service, "sts", or an action, "sts:AssumeRole"; "AssumeRole" alone will do
	Came Came
	Text string // found anywhere in the record, whatever its case
}

// On reports whether a filter leaves anything out.
func (f EventFilter) On() bool { return f != EventFilter{} }

// Came is what came of a call.
type Came string

// What a call can come to.
const (
	CameAllowed  Came = "allowed"
	CameImplicit Came = "implicit-deny"
	CameExplicit Came = "explicit-deny"
	CameError    Came = "error"
)

// Cames are all of them, in the order of the list to choose from.
var Cames = [...]Came{CameAllowed, CameImplicit, CameExplicit, CameError}

// Mark is what a row that came to it carries.
func (c Came) Mark() Mark {
	switch c {
	case CameAllowed:
		return MarkAllowed
	case CameImplicit:
		return MarkImplicit
	case CameExplicit:
		return MarkExplicit
	case CameError:
		return MarkError
	}
	return MarkNone
}

func (c Came) words() string {
	if c == CameError {
		return "Another error"
	}
	return c.Mark().Word()
}

// said counts the rows in words.
func (l EventLog) said() string {
	switch {
	case l.Last == 0:
		return "Nothing has happened yet. Every call leaves a record here, refused or not."
	case len(l.Rows) == 0 && l.Filter.On():
		return "No event is like that. Show all, or ask for less."
	case l.Filter.On():
		return count(len(l.Rows), "event") + " like that, the newest first."
	case l.Paged:
		return count(len(l.Rows), "older event") + "."
	}
	return ""
}

// when is an event's time of day, with the day where it isn't today's.
func (e EventRow) when(now time.Time) string {
	if e.At.Format(time.DateOnly) == now.Format(time.DateOnly) {
		return Clock(e.At)
	}
	return e.At.Format("2 January") + ", " + Clock(e.At)
}
