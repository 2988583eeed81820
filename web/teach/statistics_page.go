package teach

import (
	"cmp"
	"context"
	"encoding/json"
	"io"
	"net/http"
	"net/url"
	"slices"
	"sync"
	"time"

	"github.com/labstack/echo/v4"

	"rolecall/quiz/generate"
	"rolecall/quiz/itemstats"
	"rolecall/sandbox/advice"
	"rolecall/store"
	"rolecall/web/view"
)

// Statistics are shown for a minute before they are gathered anew, and for
// longer where that takes long: no more than a twentieth of the time is spent on it.
const (
	statisticsFor = time.Minute
	restFor       = 20
)

// StatisticsCache keeps the latest, so that sorting a list doesn't read every
// answer again. Whoever asks meanwhile waits for the one who gathers.
type StatisticsCache struct {
	mu    sync.Mutex
	made  *Statistics
	until time.Time
}

func (s *StatisticsPages) statistics(ctx context.Context) (*Statistics, error) {
	s.ItemStats.mu.Lock()
	defer s.ItemStats.mu.Unlock()
	now := s.Now()
	if made := s.ItemStats.made; made != nil && now.Before(s.ItemStats.until) {
		return made, nil
	}
	made, err := GatherStatistics(ctx, s.Store, s.Course, s.Bank, now)
	if err == nil {
		done := s.Now()
		s.ItemStats.made, s.ItemStats.until = made, done.Add(max(statisticsFor, restFor*done.Sub(now)))
	}
	return made, err
}

// statisticsWish is what a list of statistics was asked to show.
type statisticsWish struct{ kind, lesson, objective, flag, sort string }

// The values of ?flag= that are no flags.
const (
	anyFlag = "any"
	tooFew  = "few"
)

func statisticsWishOf(q url.Values) statisticsWish {
	w := statisticsWish{q.Get("in"), q.Get("lesson"), q.Get("objective"), q.Get("flag"), q.Get("sort")}
	if w.kind != itemstats.InPractice.String() {
		w.kind = itemstats.InTest.String()
	}
	return w
}

// query writes a wish as an address does; what is not said is left out.
func (w statisticsWish) query() string {
	q := url.Values{}
	for name, v := range map[string]string{"in": w.kind, "lesson": w.lesson, "objective": w.objective, "flag": w.flag, "sort": w.sort} {
		if v != "" {
			q.Set(name, v)
		}
	}
	return "?" + q.Encode()
}

func (w statisticsWish) wants(q *QuestionStatistics) bool {
	return q.Kind == w.kind &&
		(w.lesson == "" || q.Lesson == w.lesson) &&
		(w.objective == "" || slices.Contains(q.Objectives, w.objective)) &&
		w.wantsFlags(q.Statistics)
}

func (w statisticsWish) wantsFlags(i *itemstats.Item) bool {
	switch w.flag {
	case "":
		return true
	case anyFlag:
		return len(i.Flags) > 0
	case tooFew:
		return !i.Enough
	}
	return slices.Contains(i.Flags, itemstats.Flag(w.flag))
}

// pick lists the questions wished for, in the order wished for.
func (s *Statistics) pick(w statisticsWish) []QuestionStatistics {
	var list []QuestionStatistics
	for _, q := range s.Questions {
		if w.wants(&q) {
			list = append(list, q)
		}
	}
	column, down := w.order()
	if column == nil {
		return list
	}
	slices.SortStableFunc(list, func(a, b QuestionStatistics) int {
		x, y := column.of(&a), column.of(&b)
		if x.Known != y.Known { // what isn't known comes last, whichever way
			return cmp.Compare(bit(y.Known), bit(x.Known))
		}
		if down {
			x, y = y, x
		}
		return cmp.Compare(x.Value, y.Value)
	})
	return list
}

func bit(b bool) int {
	if b {
		return 1
	}
	return 0
}

// statisticsColumn is a column that a list can be sorted by.
type statisticsColumn struct {
	name, title string
	of          func(*QuestionStatistics) itemstats.Figure
}

// statisticsColumns list them; the first one's order is the course's.
var statisticsColumns = []statisticsColumn{
	{"", "Question", nil},
	{"learners", "Learners", func(q *QuestionStatistics) itemstats.Figure {
		return itemstats.Figure{Value: float64(q.Statistics.Attempts), Known: true}
	}},
	{"facility", "Facility", func(q *QuestionStatistics) itemstats.Figure { return q.Statistics.Facility }},
	{"discrimination", "Discrimination", func(q *QuestionStatistics) itemstats.Figure { return q.Statistics.Discrimination }},
	{"time", "Time", func(q *QuestionStatistics) itemstats.Figure { return q.Statistics.Time.Median }},
	{"hints", "Hints", func(q *QuestionStatistics) itemstats.Figure { return q.Statistics.HintUse }},
	{"flags", "Flags", func(q *QuestionStatistics) itemstats.Figure {
		return itemstats.Figure{Value: float64(len(q.Statistics.Flags)), Known: q.Statistics.Enough}
	}},
}

// order is the column to sort by, nil for the course's order; a minus before its
// name turns it about.
func (w statisticsWish) order() (*statisticsColumn, bool) {
	for i, c := range statisticsColumns[1:] {
		if w.sort == c.name || w.sort == "-"+c.name {
			return &statisticsColumns[i+1], w.sort[0] == '-'
		}
	}
	return nil, false
}

// statisticsPage lists the questions of the course with their statistics.
func (s *StatisticsPages) statisticsPage(c echo.Context, i store.Instructor) error {
	all, err := s.statisticsOf(c.Request().Context(), i)
	if err != nil {
		return err
	}
	w := statisticsWishOf(c.QueryParams())
	v := view.StatisticsList{Made: all.Made, Attempts: all.Attempts, Answers: all.Answers, Kind: w.kind,
		Filters: s.statisticsFilters(w, all), Columns: w.columns(),
		CSV: view.StatisticsPath + "/export.csv" + w.query(), JSON: view.StatisticsPath + "/export.json"}
	for _, q := range all.Questions {
		if q.Kind == w.kind {
			v.All++
		}
	}
	for _, q := range all.pick(w) {
		v.Rows = append(v.Rows, view.StatisticsRow{ID: q.ID, Title: q.Title, Version: q.Version, Current: q.Current, Item: q.Statistics})
		if len(q.Statistics.Flags) > 0 {
			v.Flagged++
		}
		if !q.Statistics.Enough {
			v.TooFew++
		}
	}
	for _, t := range all.Tests {
		v.Tests = append(v.Tests, statisticsTest(t))
	}
	return s.Page(c, http.StatusOK, view.StatisticsPage(s.Head(c, "Question statistics", view.TeachPath), v))
}

func (w statisticsWish) columns() []view.StatisticsColumn {
	by, down := w.order()
	var list []view.StatisticsColumn
	for i := range statisticsColumns {
		c := &statisticsColumns[i]
		to, sorted := w, ""
		to.sort = c.name
		switch {
		case c == by && down:
			sorted = "descending"
		case c == by:
			sorted, to.sort = "ascending", "-"+c.name
		case c.of == nil && by == nil:
			sorted = "ascending"
		}
		list = append(list, view.StatisticsColumn{Title: c.title, Href: view.StatisticsPath + to.query(), Sorted: sorted, Number: i > 0 && c.name != "flags"})
	}
	return list
}

func (s *StatisticsPages) statisticsFilters(w statisticsWish, all *Statistics) []view.StatisticsFilter {
	lessons := []view.Hidden{{Name: "", Value: "All lessons"}}
	objectives := []view.Hidden{{Name: "", Value: "All objectives"}}
	for _, l := range s.Course.Lessons() {
		if len(s.Bank.Questions(l.Slug)) == 0 && l.Slug != generate.Lesson {
			continue
		}
		lessons = append(lessons, view.Hidden{Name: l.Slug, Value: l.Title})
		for _, o := range l.Objectives {
			if w.lesson == "" || w.lesson == l.Slug {
				objectives = append(objectives, view.Hidden{Name: o.ID, Value: o.Text})
			}
		}
	}
	lessons = append(lessons, all.banks...)
	flags := []view.Hidden{{Name: "", Value: "All"}, {Name: anyFlag, Value: "Any flag"}}
	for _, f := range itemstats.Flags() {
		flags = append(flags, view.Hidden{Name: string(f), Value: "Flagged: " + view.FlagWord(f)})
	}
	flags = append(flags, view.Hidden{Name: tooFew, Value: "Too few answers"})
	return []view.StatisticsFilter{
		{Name: "in", Label: "Answered in", Chosen: w.kind, Options: []view.Hidden{{Name: "test", Value: "Tests"}, {Name: "practice", Value: "Practice"}}},
		{Name: "lesson", Label: "Lesson", Chosen: w.lesson, Options: lessons},
		{Name: "objective", Label: "Objective", Chosen: w.objective, Options: objectives},
		{Name: "flag", Label: "Flags", Chosen: w.flag, Options: flags},
		{Name: "sort", Label: "Sorted by", Chosen: w.sort, Options: sortOptions()},
	}
}

// sortOptions offer the useful directions of each column; the headings turn about.
func sortOptions() []view.Hidden {
	return []view.Hidden{{Name: "", Value: "Course order"}, {Name: "-flags", Value: "Most flags"},
		{Name: "discrimination", Value: "Least discrimination"}, {Name: "facility", Value: "Hardest"}, {Name: "-facility", Value: "Easiest"},
		{Name: "-time", Value: "Longest"}, {Name: "-hints", Value: "Most hints"}, {Name: "-learners", Value: "Most learners"}}
}

// statisticsQuestion shows one question, version by version.
func (s *StatisticsPages) statisticsQuestion(c echo.Context, i store.Instructor) error {
	all, err := s.statisticsOf(c.Request().Context(), i)
	if err != nil {
		return err
	}
	var of []QuestionStatistics
	for _, q := range all.Questions {
		if q.ID == c.Param("question") {
			of = append(of, q)
		}
	}
	if len(of) == 0 {
		return advice.NotFound("Neither the course nor a bank of yours has a question of that name.")
	}
	v := view.StatisticsQuestion{ID: of[0].ID, Title: of[0].Title, Question: of[0].question, Made: all.Made, Versions: versionsPlot(of)}
	for _, q := range of {
		if q.family == nil { // each version in its own words
			q.question = s.Questions.Question(c.Request().Context(), 0, store.Question{ID: q.ID, Version: q.Version})
		}
		v.Sections = append(v.Sections, statisticsSection(q))
	}
	return s.Page(c, http.StatusOK, view.StatisticsQuestionPage(s.Head(c, "Statistics: "+v.ID, view.TeachPath), v))
}

// statisticsJSON hands everything out as JSON.
func (s *StatisticsPages) statisticsJSON(c echo.Context, i store.Instructor) error {
	all, err := s.statisticsOf(c.Request().Context(), i)
	if err != nil {
		return err
	}
	return s.Download(c, "rolecall-statistics.json", "application/json", func(to io.Writer) error {
		enc := json.NewEncoder(to)
		enc.SetIndent("", "  ")
		return enc.Encode(all)
	})
}
