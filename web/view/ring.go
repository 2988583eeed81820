package view

import (
	"math"
	"strconv"
	"strings"
	"time"
)

// RingView is the time that credentials have left: a ring that drains, and the
// same in words.
type RingView struct {
	Left, Total time.Duration
	Live        bool   // with scripts it goes on draining
	What        string // replaces "These credentials"
}

const ringRadius = 15.0

// dash is the stroke-dasharray that leaves the ring as full as time is left.
func (r RingView) dash() string {
	round := 2 * math.Pi * ringRadius
	share := 0.0
	if r.Total > 0 {
		share = min(max(float64(r.Left)/float64(r.Total), 0), 1)
	}
	return strconv.FormatFloat(round*share, 'f', 1, 64) + " " + strconv.FormatFloat(round, 'f', 1, 64)
}

func (r RingView) ended() bool { return r.Left <= 0 }

// low reports whether less than a sixth is left.
func (r RingView) low() bool { return !r.ended() && r.Left*6 < r.Total }

func (r RingView) words() string {
	if r.ended() {
		return "ended"
	}
	if r.Left >= r.Total {
		return Span(r.Left) + " left"
	}
	return Span(r.Left) + " left of " + Span(r.Total)
}

func (r RingView) seconds() (left, total string) {
	return strconv.Itoa(int(r.Left.Seconds())), strconv.Itoa(int(r.Total.Seconds()))
}

// Span puts a duration into words: "1 hour", "42 minutes", "1 hour 5 minutes".
// Seconds are told under two minutes only.
func Span(d time.Duration) string {
	if d < 2*time.Minute {
		return count(int(max(d, 0).Seconds()), "second")
	}
	minutes := int(d.Round(time.Minute).Minutes())
	var parts []string
	if h := minutes / 60; h > 0 {
		parts = append(parts, count(h, "hour"))
	}
	if m := minutes % 60; m > 0 {
		parts = append(parts, count(m, "minute"))
	}
	return strings.Join(parts, " ")
}

// joinIDs writes ids for a data attribute.
func joinIDs(ids []string) string { return strings.Join(ids, " ") }
