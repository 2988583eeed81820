package teach

import (
	"fmt"
	"html"
	"slices"
	"strconv"
	"strings"

	"github.com/labstack/echo/v4"

	"rolecall/quiz"
	"rolecall/quiz/itemstats"
	"rolecall/quiz/prose"
	"rolecall/store"
	"rolecall/web/view"
)

// statisticsSection tells one version of a question, as one kind of sitting asked it.
func statisticsSection(q QuestionStatistics) view.StatisticsSection {
	i := q.Statistics
	title := "In practice"
	if q.Kind == itemstats.InTest.String() {
		title = "In tests"
	}
	title += ", version " + strconv.Itoa(q.Version)
	if !q.Current {
		title += " (no longer asked)"
	}
	v := view.StatisticsSection{ID: fmt.Sprintf("%s-%d", q.Kind, q.Version), Title: title, Item: i}
	if !i.Enough {
		return v
	}
	v.Readings = readings(i)
	if q.Kind == itemstats.InTest.String() {
		v.Readings = v.Readings[:len(v.Readings)-1] // a test has no hints
	}
	if i.Groups != nil {
		v.Groups = groupsPlot(v.ID, *i.Groups)
	}
	if q.family == nil { // a family's options differ from learner to learner
		v.Options = statisticsOptions(q)
	}
	return v
}

// readings say what each number means, and what to do about it.
func readings(i *itemstats.Item) []view.StatisticsReading {
	has := func(flags ...itemstats.Flag) bool {
		return slices.ContainsFunc(i.Flags, func(f itemstats.Flag) bool { return slices.Contains(flags, f) })
	}
	reading := func(term, figure, words string, flagged bool) view.StatisticsReading {
		r := view.StatisticsReading{Term: term, Figure: figure, Words: words, Flagged: flagged}
		if flagged {
			r.Mark = view.MarkImplicit
		}
		return r
	}
	return []view.StatisticsReading{
		reading("Facility index", view.FigurePercent(i.Facility), facilityWords(i.Facility.Value), has(itemstats.TooHard, itemstats.TooEasy)),
		reading("Discrimination index", view.FigureDecimal(i.Discrimination), discriminationWords(i.Discrimination), has(itemstats.Weak, itemstats.Backward)),
		reading("Discriminative efficiency", signedPercent(i.Efficiency), efficiencyWords(i.Efficiency), false),
		reading("Upper less lower group", signedPercent(i.UpperLower), "The share right among the best 27\u00a0% in the rest, less that among the worst 27\u00a0%.", false),
		reading("Time to the answer", view.FigureTime(i.Time.Median), timeWords(i.Time), false),
		reading("Hint opened", view.FigurePercent(i.HintUse), hintWords(i.HintUse), false),
	}
}

func signedPercent(f itemstats.Figure) string {
	if f.Known && f.Value < 0 {
		return "\u2212" + view.Percent(-f.Value)
	}
	return view.FigurePercent(f)
}

func facilityWords(f float64) string {
	switch {
	case f < itemstats.HardBelow:
		return "Few get it right. Does the lesson teach it before the question asks it? Can the stem be read in two ways? If both are well, keep it, and few of its kind."
	case f > itemstats.EasyAbove:
		return "Nearly everybody gets it right, so it tells few people apart. Keep it where it checks that something basic was read; otherwise make its wrong options out of mistakes that people really make."
	}
	return "Between 30\u00a0% and 70\u00a0%: hard enough to tell people apart, and within their reach."
}

func discriminationWords(f itemstats.Figure) string {
	switch {
	case !f.Known:
		return "It can’t be computed: everybody did alike, here or in the rest."
	case f.Value < 0:
		return "Those who do well in the rest miss it more often. Check the key first; then look below for an option that holds in a case which the stem leaves open."
	case f.Value < itemstats.WeakBelow:
		return "Being right here has little to do with being right in the rest. It may ask about something else than the others, be guessed, or turn on a word. Look at what the upper group chose."
	}
	return "Those who know the rest tend to know this too."
}

func efficiencyWords(f itemstats.Figure) string {
	if !f.Known {
		return "It can’t be computed."
	}
	return "Of the discrimination that a question of this facility could reach."
}

func timeWords(t itemstats.Times) string {
	if !t.Median.Known {
		return fmt.Sprintf("Only %d of these answers were timed: too few to tell.", t.Timed)
	}
	return fmt.Sprintf("The median; half of them took between %s and %s. A long time for an easy question mostly means a long stem.",
		view.FigureTime(t.Lower), view.FigureTime(t.Upper))
}

func hintWords(f itemstats.Figure) string {
	if f.Value == 0 {
		return "Nobody opened it."
	}
	return "Of those who answered. Where most open the hint, the lesson may owe them what it says."
}

// groupsPlot draws the share right from those who did worst in the rest to those
// who did best.
func groupsPlot(id string, g itemstats.Groups) *view.BarPlot {
	p := view.BarPlot{ID: id + "-groups", Title: "Right answers in percent, by how learners did in the rest",
		Summary: "A question that works rises from left to right.",
		Table:   view.PlotTable{Columns: []string{"Group", "Learners", "Right", "Share"}}}
	for _, one := range []struct {
		name string
		itemstats.Group
	}{{"lower", g.Lower}, {"middle", g.Middle}, {"upper", g.Upper}} {
		share := share(one.Right, one.Attempts)
		p.Bars = append(p.Bars, view.PlotBar{Label: one.name, Value: int(share*100 + 0.5)})
		p.Table.Rows = append(p.Table.Rows, []string{one.name, strconv.Itoa(one.Attempts), strconv.Itoa(one.Right), view.Percent(share)})
	}
	return &p
}

func share(part, of int) float64 { return float64(part) / float64(max(of, 1)) }

// shownOptions bounds a table of answers that people put together or typed;
// told is how many must have given one for it to be shown.
const (
	shownOptions = 12
	told         = 3
)

// statisticsOptions tell who chose what. Answers that are typed or put together
// are shown once several people gave them.
func statisticsOptions(q QuestionStatistics) []view.StatisticsOption {
	counts := map[string]itemstats.Part{}
	for _, p := range q.Statistics.Parts {
		counts[p.ID] = p
	}
	var list []view.StatisticsOption
	if q.question == nil {
		return countedOptions(q.Statistics)
	}
	switch b := q.question.Body.(type) {
	case *quiz.Choice:
		for _, o := range b.Options {
			list = append(list, option(q.Statistics, counts[o.ID], choiceOption(o)))
		}
	case *quiz.Matching:
		return matchOptions(q.Statistics, counts, b)
	case *quiz.Ordering:
		return orderOptions(q.Statistics, b)
	case *quiz.Gap:
		return countedOptions(q.Statistics)
	}
	return list
}

// orderOptions are the orders that several people gave.
func orderOptions(i *itemstats.Item, o *quiz.Ordering) []view.StatisticsOption {
	texts, right := map[string]string{}, make([]string, len(o.Items))
	for n, item := range o.Items {
		texts[item.ID], right[n] = item.Text.Inline(), item.ID
	}
	var list []view.StatisticsOption
	for _, p := range i.Parts {
		ids := strings.Split(p.ID, orderSign)
		if len(ids) != len(o.Items) || p.Count < told || len(list) == shownOptions {
			continue
		}
		lines := make([]string, len(ids))
		for n, id := range ids {
			lines[n] = fmt.Sprintf("%d. %s", n+1, texts[id])
		}
		v := option(i, p, view.StatisticsOption{Text: prose.Text{HTML: strings.Join(lines, "<br>")}, Right: slices.Equal(ids, right), Known: true})
		if !i.Misleads(p) {
			v.Note = "" // one order of many need not tempt a twentieth
		}
		list = append(list, v)
	}
	return list
}

// countedOptions are what several people answered, as it is stored.
func countedOptions(i *itemstats.Item) []view.StatisticsOption {
	var list []view.StatisticsOption
	for _, p := range i.Parts {
		if p.Count >= told && len(list) < shownOptions {
			list = append(list, option(i, p, view.StatisticsOption{Plain: p.ID}))
		}
	}
	return list
}

func choiceOption(o quiz.Option) view.StatisticsOption {
	v := view.StatisticsOption{Text: o.Text, Why: o.Why, Right: o.Right, Known: true}
	switch {
	case o.Line > 0:
		v.Plain = "Line " + strconv.Itoa(o.Line)
	case o.Output != "":
		v.Plain = o.Output
	}
	return v
}

func matchOptions(i *itemstats.Item, counts map[string]itemstats.Part, m *quiz.Matching) []view.StatisticsOption {
	var list []view.StatisticsOption
	for _, p := range m.Pairs {
		for _, a := range m.Answers {
			part, given := counts[p.ID+"="+a.ID]
			right := p.Answer == a.ID
			if !given && !right {
				continue
			}
			v := view.StatisticsOption{Text: prose.Text{HTML: p.Text.Inline() + " → " + html.EscapeString(a.Text)}, Right: right, Known: true, Why: p.Why}
			if !right {
				v.Why = a.Why
			}
			list = append(list, option(i, part, v))
		}
	}
	return list
}

// option adds to an option who chose it.
func option(i *itemstats.Item, p itemstats.Part, v view.StatisticsOption) view.StatisticsOption {
	v.Count, v.All = p.Count, view.Percent(share(p.Count, i.Answered))
	v.Upper, v.Middle, v.Lower = "–", "–", "–"
	if g := i.Groups; g != nil {
		v.Upper, v.Middle, v.Lower = view.Percent(share(p.Upper, g.Upper.Attempts)), view.Percent(share(p.Middle, g.Middle.Attempts)), view.Percent(share(p.Lower, g.Lower.Attempts))
	}
	switch {
	case !v.Known || v.Right:
	case i.Misleads(p):
		v.Note = "tempts those who know more: is it right in some case?"
	case i.Idle(p):
		v.Note = "tempts hardly anybody: fewer than one in twenty choose it"
	}
	return v
}

// versionsPlot draws facility and discrimination from version to version, of tests
// if they have two to compare, else of practice; nil when neither has.
func versionsPlot(of []QuestionStatistics) *view.LinePlot {
	for _, kind := range itemstats.Kinds() {
		p := view.LinePlot{ID: "versions", Title: "In " + kind.String() + "s, version by version",
			Summary: "Facility as a share; discrimination as a share of what a perfect correlation would be, a negative one drawn as none.",
			Lines:   []view.PlotLine{{Name: "facility"}, {Name: "discrimination"}},
			Table:   view.PlotTable{Columns: []string{"Version", "Learners", "Facility", "Discrimination"}}}
		if kind == itemstats.InPractice {
			p.Title = "In practice, version by version"
		}
		var labels []string
		for n := len(of) - 1; n >= 0; n-- { // oldest first
			q := of[n]
			if q.Kind != kind.String() || !q.Statistics.Enough {
				continue
			}
			p.Lines[0].Values = append(p.Lines[0].Values, q.Statistics.Facility.Value)
			p.Lines[1].Values = append(p.Lines[1].Values, q.Statistics.Discrimination.Value)
			labels = append(labels, "version "+strconv.Itoa(q.Version))
			p.Table.Rows = append(p.Table.Rows, []string{strconv.Itoa(q.Version), strconv.Itoa(q.Statistics.Attempts),
				view.FigurePercent(q.Statistics.Facility), view.FigureDecimal(q.Statistics.Discrimination)})
		}
		if len(labels) < 2 {
			continue
		}
		for n, l := range labels {
			p.Ticks = append(p.Ticks, view.PlotTick{At: float64(n) / float64(len(labels)-1), Text: l})
		}
		return &p
	}
	return nil
}

// statisticsTest tells a test as a whole.
func statisticsTest(t TestStatistics) view.StatisticsTest {
	v := view.StatisticsTest{Title: t.Title, Length: t.Length, Attempts: t.Attempts, Mean: "–",
		Consistency: view.FigureDecimal(t.Consistency), Error: view.FigureDecimal(t.Error)}
	if !t.Enough {
		v.Words = []string{fmt.Sprintf("Too few to say anything: from %d learners on there are numbers here.", itemstats.Enough)}
		return v
	}
	v.Mean = fmt.Sprintf("%.1f of %d", t.Mean.Value, t.Length)
	v.Words = consistencyWords(t)
	p := view.BarPlot{ID: fmt.Sprintf("scores-%s-%d", t.About, t.Length), Title: "Learners by the number right",
		Summary: fmt.Sprintf("The mean is %.1f; the standard deviation %.1f.", t.Mean.Value, t.Deviation.Value),
		Table:   view.PlotTable{Columns: []string{"Right", "Learners"}}}
	for n, learners := range t.Scores {
		label := ""
		if n%max(t.Length/5, 1) == 0 {
			label = strconv.Itoa(n)
		}
		p.Bars = append(p.Bars, view.PlotBar{Label: label, Value: learners})
		p.Table.Rows = append(p.Table.Rows, []string{strconv.Itoa(n), strconv.Itoa(learners)})
	}
	v.Scores = &p
	return v
}

func consistencyWords(t TestStatistics) []string {
	if !t.Consistency.Known {
		return []string{"The coefficient can’t be computed: all got the same number right, or the test has a single question."}
	}
	var how string
	if t.Method == itemstats.KR20 {
		how = "Everybody was asked the same questions, so this is Kuder and Richardson’s formula 20, which for right and wrong is Cronbach’s alpha."
	} else {
		how = "Each learner’s questions are drawn afresh, so no two questions can be compared over all learners, and Cronbach’s alpha can’t be computed. " +
			"Kuder and Richardson’s formula 21 stands in: it takes all questions for equally hard and so comes out somewhat low."
	}
	var what string
	switch c := t.Consistency.Value; {
	case c < 0.64:
		what = "Under 0.64, chance has a large hand in who scores what: don’t decide anything by such a score. More questions help most; then questions that discriminate better."
	case c < 0.75:
		what = "From 0.64 to 0.75 it is good enough to learn from, and little enough to decide by."
	default:
		what = "From 0.75 on, the questions agree well on who knows more."
	}
	return []string{how, what, fmt.Sprintf("A learner who sat such a test again, having learned and forgotten nothing, would in two cases of three land within %.1f questions of the true score.", t.Error.Value)}
}

// statisticsCSV hands out the questions of a list, a row each.
func (s *StatisticsPages) statisticsCSV(c echo.Context, i store.Instructor) error {
	all, err := s.statisticsOf(c.Request().Context(), i)
	if err != nil {
		return err
	}
	head := []string{"question", "version", "current", "asked_in", "lesson", "objectives", "difficulty", "learners", "answered", "right",
		"facility_index", "discrimination_index", "discriminative_efficiency", "upper_lower_difference",
		"median_seconds", "lower_quartile_seconds", "upper_quartile_seconds", "hint_use", "flags"}
	return s.Csv(c, "rolecall-statistics.csv", head, func(row func(...string) error) error {
		for _, q := range all.pick(statisticsWishOf(c.QueryParams())) {
			if err := row(q.fields()...); err != nil {
				return err
			}
		}
		return nil
	})
}

// fields are a question's row.
func (q QuestionStatistics) fields() []string {
	i := q.Statistics
	row := []string{q.ID, strconv.Itoa(q.Version), strconv.FormatBool(q.Current), q.Kind, q.Lesson, strings.Join(q.Objectives, " "),
		q.Difficulty, strconv.Itoa(i.Attempts), "", ""}
	if i.Enough {
		row[8], row[9] = strconv.Itoa(i.Answered), strconv.Itoa(i.Right)
	}
	for _, f := range []itemstats.Figure{i.Facility, i.Discrimination, i.Efficiency, i.UpperLower, i.Time.Median, i.Time.Lower, i.Time.Upper, i.HintUse} {
		row = append(row, figureCSV(f))
	}
	flags := "too few"
	if i.Enough {
		var words []string
		for _, f := range i.Flags {
			words = append(words, string(f))
		}
		flags = strings.Join(words, " ")
	}
	return append(row, flags)
}

func figureCSV(f itemstats.Figure) string {
	if !f.Known {
		return ""
	}
	return strconv.FormatFloat(f.Value, 'f', 4, 64)
}
