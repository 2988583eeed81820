package practise

import (
	"fmt"
	"strconv"
	"time"

	"rolecall/quiz"
	"rolecall/store"
	"rolecall/web/view"
)

// calibrationPlot draws how sure somebody was against how often they were right.
func calibrationPlot(all []quiz.Calibration) view.CalibrationPlot {
	p := view.CalibrationPlot{ID: "calibration", Title: "How sure you were, and how often right",
		Summary: "On the dashed line you know exactly how well you know. Over it you know more than you think; under it, less.",
		Table:   view.PlotTable{Columns: []string{"You said", "Stands for", "Right", "Share"}}}
	for _, c := range all {
		p.Dots = append(p.Dots, view.CalibrationDot{Word: c.Certainty.String(), Expected: c.Certainty.Expected(), Share: c.Share(), Count: c.Asked})
		share := "none yet"
		if c.Asked > 0 {
			share = view.Percent(c.Share())
		}
		p.Table.Rows = append(p.Table.Rows, []string{c.Certainty.String(), view.Percent(c.Certainty.Expected()),
			fmt.Sprintf("%d of %s", c.Right, strconv.Itoa(c.Asked)), share})
	}
	return p
}

// calendarWeeks is how many weeks the calendar shows, this one the last.
const calendarWeeks = 25

// addPlots draws what the reader's log shows.
func (s *ProgressPages) addPlots(m *view.Progress, st *study) {
	m.Due = dueToday(st)
	if f := quiz.Forecast(st.Sched, st.Items, st.now, aheadDays+1); f != nil {
		p := forecastPlot(f, st.now)
		m.Forecast = &p
		m.Kept = keptWords(st.hindsight)
	}
	var marked []quiz.Marked
	for _, a := range st.Answers {
		if st.tells(a.Attempt) {
			marked = append(marked, quiz.Marked{Certainty: quiz.Certainty(a.Sure), Right: a.Correct})
		}
	}
	if cal := quiz.Calibrate(marked); cal != nil {
		p := calibrationPlot(cal)
		m.Sure = &p
	}
	c := calendar(st)
	m.Calendar = &c
}

func dueToday(st *study) string {
	t := st.today()
	cards, questions := len(t.New), 0
	for _, i := range t.Due {
		if i.Kind == quiz.CardItem {
			cards++
		} else {
			questions++
		}
	}
	return view.Review{Cards: cards, Questions: questions}.Waiting()
}

// forecastPlot draws how much of what was learned would be recalled.
func forecastPlot(f []quiz.Outlook, now time.Time) view.LinePlot {
	last := len(f) - 1
	p := view.LinePlot{ID: "forecast", Title: "How much of it you would recall",
		Summary: fmt.Sprintf("In %d days: %s with reviews on the days they are due, %s without any. Today: %s.",
			last, view.Percent(f[last].Kept), view.Percent(f[last].Left), view.Percent(f[0].Left)),
		Lines: []view.PlotLine{{Name: "with reviews"}, {Name: "without"}},
		Ticks: []view.PlotTick{{At: 0, Text: "today"}, {At: 0.5, Text: view.ShortDay(now.AddDate(0, 0, last/2))}, {At: 1, Text: view.ShortDay(now.AddDate(0, 0, last))}},
		Table: view.PlotTable{Columns: []string{"Day", "With reviews", "Without"}},
	}
	for d, o := range f {
		p.Lines[0].Values = append(p.Lines[0].Values, o.Kept)
		p.Lines[1].Values = append(p.Lines[1].Values, o.Left)
		p.Table.Rows = append(p.Table.Rows, []string{now.UTC().AddDate(0, 0, d).Format("2 January"), view.Percent(o.Kept), view.Percent(o.Left)})
	}
	return p
}

// keptWords say how the schedule's guesses came out; empty before there are enough.
func keptWords(h quiz.Hindsight) string {
	const enough = 20
	if h.Looks < enough {
		return ""
	}
	n := float64(h.Looks)
	return fmt.Sprintf("So far you recalled %s of what came back, over %d looks; the schedule had expected %s.",
		view.Percent(float64(h.Recalled)/n), h.Looks, view.Percent(h.Expected/n))
}

// calendar counts what was done on each day: looks at cards, answers,
// predictions, steps that passed and modes read.
func calendar(st *study) view.Calendar {
	today := st.now.UTC().Truncate(24 * time.Hour)
	monday := today.AddDate(0, 0, -(int(today.Weekday())+6)%7)
	c := view.Calendar{ID: "calendar", Title: "Practice, day by day", First: monday.AddDate(0, 0, -7*(calendarWeeks-1)),
		Table: view.PlotTable{Columns: []string{"Day", "Things done"}}}
	first := quiz.DayOf(c.First)
	c.Counts = make([]int, quiz.DayOf(today)-first+1)
	add := func(at time.Time) {
		if d := quiz.DayOf(at) - first; d >= 0 && d < len(c.Counts) {
			c.Counts[d]++
		}
	}
	for _, r := range st.Reviews {
		add(r.At)
	}
	for _, a := range st.Answers {
		add(a.At)
	}
	for _, p := range st.Predictions {
		add(p.At)
	}
	for _, t := range st.Tries {
		if t.Outcome == store.Passed {
			add(t.At)
		}
	}
	for _, r := range st.Reads {
		add(r.At)
	}
	for d := len(c.Counts) - 1; d >= 0; d-- {
		if n := c.Counts[d]; n > 0 {
			c.Table.Rows = append(c.Table.Rows, []string{c.First.AddDate(0, 0, d).Format("Mon 2 January 2006"), strconv.Itoa(n)})
		}
	}
	return c
}
