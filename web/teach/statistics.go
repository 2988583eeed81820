package teach

import (
	"cmp"
	"context"
	"slices"
	"strings"
	"time"

	"rolecall/lessons"
	"rolecall/quiz"
	"rolecall/quiz/generate"
	"rolecall/quiz/itemstats"
	"rolecall/store"
	"rolecall/web/view"
)

// Statistics says how the questions of the course do their work, over the answers
// of everybody and without anybody's name. Its JSON form is a contract.
type Statistics struct {
	Made      time.Time            `json:"made"`
	Attempts  int                  `json:"attempts"` // read, of all kinds
	Answers   int                  `json:"answers"`
	Questions []QuestionStatistics `json:"questions"` // in the course's order, versions and kinds apart
	Tests     []TestStatistics     `json:"tests"`

	survey *itemstats.Survey
	banks  []view.Hidden // an instructor's, as lessons are named
}

// QuestionStatistics is a version of a question as one kind of sitting asked it.
type QuestionStatistics struct {
	itemstats.Key
	Kind       string          `json:"asked_in"` // "test" or "practice"
	Lesson     string          `json:"lesson"`
	Objectives []string        `json:"objectives"`
	Difficulty string          `json:"difficulty"` // by its author; empty of a family of generated questions
	Current    bool            `json:"current"`    // learners are asked this version now
	Title      string          `json:"title"`      // its stem in plain words, or the family's title
	Statistics *itemstats.Item `json:"statistics"`

	question *quiz.Question   // nil of a family and of a question that is gone
	family   *generate.Family // nil of a question of the bank
}

// TestStatistics is a test of one length about one lesson.
type TestStatistics struct {
	About string `json:"about"` // the lesson's slug; empty for several
	Title string `json:"title"`
	itemstats.Test
}

// GatherStatistics reads all attempts in the store, one at a time.
func GatherStatistics(ctx context.Context, data *store.Store, course *lessons.Course, bank *quiz.Bank, now time.Time) (*Statistics, error) {
	g := gatherer{course: course, bank: bank, now: now}
	g.Made, g.survey = now.UTC(), itemstats.NewSurvey()
	if err := data.EachSitting(ctx, func(s *store.Sitting) error { g.add(s); return nil }); err != nil {
		return nil, err
	}
	g.questions()
	g.tests()
	return &g.Statistics, nil
}

// Keep drops all that isn't about a lesson.
func (s *Statistics) Keep(lesson string) {
	s.Questions = slices.DeleteFunc(s.Questions, func(q QuestionStatistics) bool { return q.Lesson != lesson })
	s.Tests = slices.DeleteFunc(s.Tests, func(t TestStatistics) bool { return t.About != lesson })
}

type gatherer struct {
	Statistics
	course *lessons.Course
	bank   *quiz.Bank
	now    time.Time
}

func (g *gatherer) add(s *store.Sitting) {
	one := itemstats.Sitting{Learner: s.Learner, Kind: kindOf(s.Kind), About: s.Lesson,
		Over: !s.Finished.IsZero() || !s.Deadline.IsZero() && g.now.After(s.Deadline)}
	one.Asked = make([]itemstats.Asked, len(s.Questions))
	for i, q := range s.Questions {
		one.Asked[i].Key = statisticsKey(q)
	}
	for _, a := range s.Answers {
		if a.Position >= len(one.Asked) {
			continue
		}
		one.Asked[a.Position] = itemstats.Asked{Key: one.Asked[a.Position].Key, Answered: true, Right: a.Correct, Hint: a.Hint,
			Chosen: g.parts(one.Asked[a.Position].ID, a.Chosen), Time: time.Duration(a.MS) * time.Millisecond}
	}
	g.Attempts++
	g.Answers += len(s.Answers)
	g.survey.Add(one)
}

// parts are what of an answer is counted: of things put in order, the order as one.
func (g *gatherer) parts(id string, chosen []string) []string {
	if q := g.bank.Question(id); q != nil && q.Type == quiz.PutInOrder {
		return []string{strings.Join(chosen, orderSign)}
	}
	return chosen
}

// orderSign stands between things that were put in order.
const orderSign = " → "

func kindOf(k store.AttemptKind) itemstats.Kind {
	if k == store.Test {
		return itemstats.InTest
	}
	return itemstats.InPractice
}

// statisticsKey is what a question's answers are counted under: the generated
// questions of a family are one, for hardly two people are asked the same.
func statisticsKey(q store.Question) itemstats.Key {
	if family, _, ok := generate.ParseID(q.ID); ok {
		return itemstats.Key{ID: "gen:" + family, Version: q.Version}
	}
	return itemstats.Key{ID: q.ID, Version: q.Version}
}

// questions lists what was asked, and what of the bank wasn't yet.
func (g *gatherer) questions() {
	for _, kind := range itemstats.Kinds() {
		asked := g.survey.Items[kind]
		for _, k := range g.current(kind) {
			if asked[k] == nil {
				asked[k] = &itemstats.Tally{}
			}
		}
		for k, tally := range asked {
			if q, ok := g.about(k); ok {
				i := tally.Item()
				q.Kind, q.Statistics = kind.String(), &i
				g.Questions = append(g.Questions, q)
			}
		}
	}
	g.sort()
}

// current lists what learners can be asked now: generated questions in practice alone.
func (g *gatherer) current(kind itemstats.Kind) []itemstats.Key {
	var keys []itemstats.Key
	for _, q := range g.bank.Questions("") {
		keys = append(keys, itemstats.Key{ID: q.ID, Version: q.Version})
	}
	if kind == itemstats.InPractice {
		for _, f := range generate.Families() {
			if f.Newest() {
				keys = append(keys, itemstats.Key{ID: "gen:" + f.ID, Version: f.Version})
			}
		}
	}
	return keys
}

// about finds what there is to say of a question; ok is false when it isn't one of
// the course: a teacher's own questions are for the teacher's eyes.
func (g *gatherer) about(k itemstats.Key) (QuestionStatistics, bool) {
	s := QuestionStatistics{Key: k, Objectives: []string{}}
	if q := g.bank.Question(k.ID); q != nil {
		s.question, s.Lesson, s.Objectives, s.Difficulty, s.Title = q, q.Lesson, q.Objectives, q.Difficulty.String(), q.Stem.Text
		s.Current = q.Version == k.Version
		return s, true
	}
	for _, f := range generate.Families() {
		if "gen:"+f.ID == k.ID && f.Version == k.Version {
			s.family, s.Lesson, s.Objectives, s.Title = &f, generate.Lesson, []string{f.Objective}, f.Title
			s.Current = f.Newest()
			return s, true
		}
	}
	return s, false
}

// sort puts questions in the course's order: generated ones last, versions from
// the newest.
func (g *gatherer) sort() {
	place := map[string]int{}
	for i, q := range g.bank.Questions("") {
		place[q.ID] = i
	}
	for i, f := range generate.Families() {
		place["gen:"+f.ID] = len(g.bank.Questions("")) + i
	}
	slices.SortFunc(g.Questions, func(a, b QuestionStatistics) int {
		return cmp.Or(cmp.Compare(place[a.ID], place[b.ID]), cmp.Compare(b.Version, a.Version), -cmp.Compare(a.Kind, b.Kind))
	})
}

func (g *gatherer) tests() {
	for k, tally := range g.survey.Tests {
		t := TestStatistics{About: k.About, Title: "Several lessons", Test: tally.Test()}
		switch l := g.course.Lesson(k.About); {
		case l != nil:
			t.Title = l.Title
		case k.About != "":
			continue // a lesson that is gone, or a teacher's own bank
		}
		g.Tests = append(g.Tests, t)
	}
	slices.SortFunc(g.Tests, func(a, b TestStatistics) int {
		return cmp.Or(cmp.Compare(g.lessonPlace(a.About), g.lessonPlace(b.About)), cmp.Compare(a.Length, b.Length))
	})
}

// lessonPlace counts lessons in the course's order; several come last.
func (g *gatherer) lessonPlace(slug string) int {
	all := g.course.Lessons()
	if i := slices.IndexFunc(all, func(l *lessons.Lesson) bool { return l.Slug == slug }); i >= 0 {
		return i
	}
	return len(all)
}
