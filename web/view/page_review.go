package view

import (
	"strconv"
	"time"

	"rolecall/lessons"
	"rolecall/quiz"
)

// Review is the page of a daily review.
type Review struct {
	Known     bool // anything was begun
	Cards     int  // due now, new ones among them
	New       int  // of these, never looked at
	Questions int  // due now
	Sitting   int  // of these, asked in one sitting
	Rest      int  // due, but resting until another day
	Done      int  // looks taken today
	Told      string
	Card      *ReviewCard
	Ahead     *Ahead // set when practising ahead
	Load      BarPlot
	Retention int // percent
	Lessons   []AheadLesson
}

// ReviewCard is the card to be recalled now.
type ReviewCard struct {
	Card   *lessons.Card
	Lesson Link
	Slug   string
	Seq    int
	Place  int    // of the cards of this sitting, from 1
	Rest   [4]int // days until it comes back, by rating; not told when practising ahead
}

// Ahead is a practice that leaves the schedule as it is.
type Ahead struct {
	Slug, Title string
	Cards       int
	Seen        int  // looked at today
	Questions   int  // answered before
	Through     bool // every card was looked at today
	Again       bool // going round once more
}

// AheadLesson is a lesson whose cards can be practised ahead.
type AheadLesson struct {
	Slug, Title string
	Cards       int
}

// The bounds of the retention that can be asked for.
const (
	minRetention = int(quiz.MinRetention * 100)
	maxRetention = int(quiz.MaxRetention * 100)
)

type gradeButton struct {
	Value, Word, Rest, Key string
	Main                   bool
}

// grades are the buttons under a card. When practising ahead they tell no rest.
func (c ReviewCard) grades(ahead bool) []gradeButton {
	var all []gradeButton
	for i, r := range quiz.Ratings() {
		b := gradeButton{Value: gradeValue(r), Word: r.String(), Key: strconv.Itoa(i + 1), Main: r == quiz.RatedGood}
		if !ahead {
			b.Rest = Rest(c.Rest[i])
		}
		all = append(all, b)
	}
	return all
}

func gradeValue(r quiz.Rating) string {
	switch r {
	case quiz.RatedAgain:
		return "again"
	case quiz.RatedHard:
		return "hard"
	case quiz.RatedGood:
		return "good"
	case quiz.RatedEasy:
		return "easy"
	}
	return ""
}

// Rest puts days into words: "1 day", "3 weeks", "4 months".
func Rest(days int) string {
	switch {
	case days < 14:
		return count(days, "day")
	case days < 60:
		return count((days+3)/7, "week")
	case days < 700:
		return count((days+15)/30, "month")
	}
	return count((days+182)/365, "year")
}

// dueWords are what waits today.
func (r Review) dueWords() string {
	switch {
	case r.Cards > 0 && r.Questions > 0:
		return count(r.Cards, "card") + " and " + count(r.Questions, "question") + " today"
	case r.Cards > 0:
		return count(r.Cards, "card") + " today"
	case r.Questions > 0:
		return count(r.Questions, "question") + " today"
	}
	return "Nothing more today"
}

// Waiting says what waits today; empty when nothing does.
func (r Review) Waiting() string {
	if r.Cards+r.Questions == 0 {
		return ""
	}
	return r.dueWords()
}

// ShortDay prints a day where there is little room.
func ShortDay(t time.Time) string { return t.Format("2 Jan") }
