package view

import (
	"fmt"
	"math"
	"slices"
	"strconv"
	"time"
)

// Plots are drawn in units of about a pixel on a wide page; on a phone they
// shrink to its width. Everything a plot shows is in the table behind it too.
const (
	plotWidth  = 440
	plotHeight = 170
	plotLeft   = 40 // room for the scale's numbers
	plotTop    = 14
	plotBottom = 138 // the base line
)

// PlotTable is the table behind a plot.
type PlotTable struct {
	Columns []string
	Rows    [][]string
}

// BarPlot is a row of upright bars, one a day.
type BarPlot struct {
	ID      string // unique in the page
	Title   string
	Summary string // what it shows, in words
	Bars    []PlotBar
	Table   PlotTable
}

// PlotBar is one bar. Text stands for it in the table, Label under it in the
// picture where it isn't empty.
type PlotBar struct {
	Label string
	Value int
}

type barShape struct{ X, Y, W, H, Label string }

func (p BarPlot) top() int {
	top := 0
	for _, b := range p.Bars {
		top = max(top, b.Value)
	}
	return niceTop(top)
}

// niceTop rounds the top of a scale up to a number that halves evenly.
func niceTop(n int) int {
	for _, step := range []int{2, 4, 10, 20, 40, 60, 100, 200, 400, 1000} {
		if n <= step {
			return step
		}
	}
	return (n + 999) / 1000 * 1000
}

func (p BarPlot) shapes() []barShape {
	shapes := make([]barShape, 0, len(p.Bars))
	slot := float64(plotWidth-plotLeft) / float64(max(len(p.Bars), 1))
	top := float64(p.top())
	for i, b := range p.Bars {
		h := float64(b.Value) / top * (plotBottom - plotTop)
		shapes = append(shapes, barShape{
			X: unit(plotLeft + float64(i)*slot + slot*0.15), W: unit(slot * 0.7),
			Y: unit(plotBottom - h), H: unit(h), Label: b.Label,
		})
	}
	return shapes
}

// rules are the lines of a scale from 0 to its top, with their numbers.
func rules(top float64, suffix string) []plotRule {
	var all []plotRule
	for _, share := range []float64{0, 0.5, 1} {
		y := plotBottom - share*(plotBottom-plotTop)
		all = append(all, plotRule{Y: unit(y), TextY: unit(y + 5), Text: strconv.Itoa(int(math.Round(share*top))) + suffix})
	}
	return all
}

type plotRule struct{ Y, TextY, Text string }

// LinePlot is one or two lines of percentages over days.
type LinePlot struct {
	ID      string
	Title   string
	Summary string
	Lines   []PlotLine
	Ticks   []PlotTick
	Table   PlotTable
}

// PlotLine is a line; the second of a plot is dashed.
type PlotLine struct {
	Name   string
	Values []float64 // from 0 to 1
}

// PlotTick is a word under the base line, at a place from 0 to 1 of its length.
type PlotTick struct {
	At   float64
	Text string
}

// x is the place of a tick, and which end of its word stands there.
func (t PlotTick) x() string { return unit(plotLeft + t.At*(plotWidth-plotLeft)) }

func (t PlotTick) anchor() string {
	switch {
	case t.At <= 0:
		return "start"
	case t.At >= 1:
		return "end"
	}
	return "middle"
}

func (l PlotLine) points() string {
	var b []byte
	for i, v := range l.Values {
		x := plotLeft + float64(i)/float64(max(len(l.Values)-1, 1))*(plotWidth-plotLeft)
		b = append(b, unit(x)+","+unit(percentY(v))+" "...)
	}
	return string(b)
}

// nameY is where the line's name stands: over its end, or under it where the
// line is the lower one or leaves no room. The name is a third of the plot long at
// most, and clear of all the line does there.
func (l PlotLine) nameY(under bool) string {
	end := l.Values[len(l.Values)-(len(l.Values)+2)/3:]
	highest, lowest := percentY(slices.Max(end)), percentY(slices.Min(end))
	if under || highest < plotTop+24 {
		return unit(min(lowest+18, plotBottom-4))
	}
	return unit(max(highest-8, plotTop+4))
}

func percentY(v float64) float64 { return plotBottom - min(max(v, 0), 1)*(plotBottom-plotTop) }

// CalibrationPlot sets how sure somebody was against how often they were right.
type CalibrationPlot struct {
	ID      string
	Title   string
	Summary string
	Dots    []CalibrationDot
	Table   PlotTable
}

// CalibrationDot is one mark: what it stands for and what came of it.
type CalibrationDot struct {
	Word     string
	Expected float64 // from 0 to 1
	Share    float64 // from 0 to 1
	Count    int
}

func (d CalibrationDot) x() string { return unit(plotLeft + d.Expected*(plotWidth-plotLeft)) }
func (d CalibrationDot) y() string { return unit(percentY(d.Share)) }
func (d CalibrationDot) r() string { return unit(min(5+math.Sqrt(float64(d.Count)), 11)) }

// wordY keeps a dot's word clear of the dot.
func (d CalibrationDot) wordY() string {
	y := percentY(d.Share)
	if y < plotTop+24 {
		return unit(y + 26)
	}
	return unit(y - 14)
}

func (d CalibrationDot) anchor() string {
	if d.Expected > 0.85 {
		return "end"
	}
	return "middle"
}

func (p CalibrationPlot) drawn() []CalibrationDot {
	var some []CalibrationDot
	for _, d := range p.Dots {
		if d.Count > 0 {
			some = append(some, d)
		}
	}
	return some
}

// Calendar is how much was done on each day; a larger square says more.
type Calendar struct {
	ID     string
	Title  string
	First  time.Time // a Monday
	Counts []int     // by day from First
	Table  PlotTable
}

// summary says what the squares show.
func (c Calendar) summary() string {
	days, done := 0, 0
	for _, n := range c.Counts {
		done += n
		if n > 0 {
			days++
		}
	}
	return fmt.Sprintf("The last %s: %s done on %s. A larger square is a fuller day; a pause is a pause.",
		count((len(c.Counts)+6)/7, "week"), count(done, "thing"), count(days, "day"))
}

const (
	cell     = 16
	cellLeft = 34
	cellTop  = 20
)

type cellShape struct {
	X, Y, S string
	None    bool
}

func (c Calendar) cells() []cellShape {
	shapes := make([]cellShape, 0, len(c.Counts))
	for i, n := range c.Counts {
		side := cellSide(n)
		x, y := float64(cellLeft+i/7*cell)+(cell-side)/2, float64(cellTop+i%7*cell)+(cell-side)/2
		shapes = append(shapes, cellShape{X: unit(x), Y: unit(y), S: unit(side), None: n == 0})
	}
	return shapes
}

// cellSide is how large a day's square is.
func cellSide(n int) float64 {
	switch {
	case n == 0:
		return 3
	case n < 5:
		return 7
	case n < 15:
		return 10
	}
	return 13
}

type calendarLabel struct{ X, Text string }

// months label the first week that begins in each month.
func (c Calendar) months() []calendarLabel {
	var all []calendarLabel
	last, lastAt := time.Month(0), -9
	for w := 0; w*7 < len(c.Counts); w++ {
		m := c.First.AddDate(0, 0, w*7).Month()
		if m != last && w-lastAt >= 3 && w*7+14 < len(c.Counts) {
			all = append(all, calendarLabel{unit(float64(cellLeft + w*cell)), m.String()[:3]})
			lastAt = w
		}
		last = m
	}
	return all
}

func (c Calendar) width() int { return cellLeft + (len(c.Counts)+6)/7*cell }

func (c Calendar) box() string { return fmt.Sprintf("0 0 %d %d", c.width(), cellTop+7*cell+2) }

// unit writes a length with one decimal.
func unit(v float64) string { return strconv.FormatFloat(v, 'f', 1, 64) }

// Percent writes a share from 0 to 1 as a percentage, which no line breaks.
func Percent(v float64) string { return strconv.Itoa(int(math.Round(v*100))) + "\u00a0%" }
