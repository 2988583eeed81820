package view

import (
	"strconv"
	"time"

	"rolecall/quiz"
	"rolecall/quiz/itemstats"
	"rolecall/quiz/prose"
)

// StatisticsPath is where the statistics of questions begin.
const StatisticsPath = TeachPath + "/statistics"

// StatisticsOf is the address of a question's statistics.
func StatisticsOf(id string) string { return StatisticsPath + "/" + id }

// StatisticsList lists how questions do.
type StatisticsList struct {
	Made     time.Time
	Attempts int // read for it
	Answers  int
	Kind     string // "test" or "practice": where the answers were given
	Filters  []StatisticsFilter
	Columns  []StatisticsColumn
	Rows     []StatisticsRow
	All      int // rows before filtering
	Flagged  int // of the rows shown
	TooFew   int // of the rows shown
	CSV      string
	JSON     string
	Tests    []StatisticsTest
}

// StatisticsFilter is a choice of which rows to show.
type StatisticsFilter struct {
	Name, Label string
	Chosen      string
	Options     []Hidden // value and words; the empty value is all
}

// StatisticsColumn heads a column; Href sorts by it.
type StatisticsColumn struct {
	Title, Href string
	Sorted      string // "ascending", "descending" or empty
	Number      bool
}

// StatisticsRow is a version of a question.
type StatisticsRow struct {
	ID, Title string
	Version   int
	Current   bool
	Item      *itemstats.Item
}

// StatisticsTest is how a test does as a whole.
type StatisticsTest struct {
	Title, Mean, Consistency, Error string
	Length, Attempts                int
	Words                           []string // what that means
	Scores                          *BarPlot
}

// StatisticsQuestion is a question with its statistics, by version and kind.
type StatisticsQuestion struct {
	ID, Title string
	Question  *quiz.Question // nil of a family of generated questions
	Made      time.Time
	Sections  []StatisticsSection
	Versions  *LinePlot // nil with fewer than two versions to compare
}

// StatisticsSection is a version of a question as tests or practices asked it.
type StatisticsSection struct {
	ID, Title string
	Item      *itemstats.Item
	Readings  []StatisticsReading
	Groups    *BarPlot
	Options   []StatisticsOption
}

// StatisticsReading is a number with what it means.
type StatisticsReading struct {
	Term, Figure, Words string
	Mark                Mark
	Flagged             bool
}

// StatisticsOption is what could be chosen, and who chose it.
type StatisticsOption struct {
	Text              prose.Text
	Plain             string // in place of Text, where that is empty
	Why               prose.Text
	Right, Known      bool // Known: whether it is right can be told
	Count             int
	All, Upper, Lower string // shares
	Note              string
	Middle            string
}

// FlagWord is a flag in words.
func FlagWord(f itemstats.Flag) string {
	switch f {
	case itemstats.Backward:
		return "the best miss it"
	case itemstats.Weak:
		return "weak"
	case itemstats.TooHard:
		return "hard"
	case itemstats.TooEasy:
		return "easy"
	}
	return string(f)
}

// FigurePercent writes a share; a dash when it isn't known.
func FigurePercent(f itemstats.Figure) string {
	if !f.Known {
		return "–"
	}
	return Percent(f.Value)
}

// FigureDecimal writes a number with two decimals; a dash when it isn't known.
func FigureDecimal(f itemstats.Figure) string {
	if !f.Known {
		return "–"
	}
	s := strconv.FormatFloat(f.Value, 'f', 2, 64)
	if s[0] == '-' {
		return "\u2212" + s[1:]
	}
	return s
}

// FigureTime writes seconds as people say them; a dash when they aren't known.
func FigureTime(f itemstats.Figure) string {
	if !f.Known {
		return "–"
	}
	n := int(f.Value + 0.5)
	if n < 120 {
		return strconv.Itoa(n) + "\u00a0s"
	}
	return strconv.Itoa(n/60) + "\u00a0min " + strconv.Itoa(n%60) + "\u00a0s"
}

func (r StatisticsRow) attempts() string { return strconv.Itoa(r.Item.Attempts) }

// thousands writes a count with its thousands set apart.
func thousands(n int) string {
	s := strconv.Itoa(n)
	for i := len(s) - 3; i > 0; i -= 3 {
		s = s[:i] + "," + s[i:]
	}
	return s
}
