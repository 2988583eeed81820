package practise

import (
	"testing"
	"time"

	"rolecall/store"
)

func TestCalendarBeginsOnAMonday(t *testing.T) {
	for d := range 14 {
		now := time.Date(2026, 11, 21, 9, 0, 0, 0, time.UTC).Add(time.Duration(d) * 24 * time.Hour)
		c := calendar(&study{now: now, Studied: store.Studied{Answers: []store.Answer{{At: now}, {At: now.AddDate(0, 0, 1)}, {At: now.AddDate(-2, 0, 0)}}}})
		if c.First.Weekday() != time.Monday || len(c.Counts) < 7*(calendarWeeks-1)+1 || len(c.Counts) > 7*calendarWeeks {
			t.Errorf("%v: from %v, %d days", now, c.First, len(c.Counts))
		}
		if c.Counts[len(c.Counts)-1] != 1 || len(c.Table.Rows) != 1 {
			t.Errorf("%v: %v", now, c.Table.Rows)
		}
	}
}
