package practise

import (
	"cmp"
	"context"
	"slices"
	"time"

	"rolecall/lessons"
	"rolecall/quiz"
	"rolecall/quiz/generate"
	"rolecall/store"
	"rolecall/web/view"
)

// defaultRetention is the retention, in percent, of who has set none.
const defaultRetention = int(quiz.DefaultRetention * 100)

// Curriculum is everything that can be learned and comes back: cards and
// questions, in the order of the course. It is the same for every reader.
type Curriculum struct {
	Items []quiz.RecallItem // without a memory
	place map[quiz.RecallKey]int
	Cards map[quiz.RecallKey]*lessons.Card
	pages map[quiz.RecallKey]view.Link // the lesson page where a card stands
}

func (s *Pages) readCurriculum() *Curriculum {
	cu := &Curriculum{place: map[quiz.RecallKey]int{}, Cards: map[quiz.RecallKey]*lessons.Card{}, pages: map[quiz.RecallKey]view.Link{}}
	add := func(k quiz.RecallKey, objectives []string) {
		cu.place[k] = len(cu.Items)
		cu.Items = append(cu.Items, quiz.RecallItem{RecallKey: k, Objectives: objectives})
	}
	for _, l := range s.Course.Lessons() {
		for _, m := range l.Modes {
			cu.addCards(l, m, add)
		}
	}
	for _, q := range s.Bank.Questions("") {
		add(questionKey(q), q.Objectives)
	}
	for _, f := range generate.Families() {
		if k := familyKey(f.ID); f.Newest() {
			add(k, []string{f.Objective})
		}
	}
	return cu
}

// addCards adds the cards of a lesson's mode.
func (cu *Curriculum) addCards(l *lessons.Lesson, m *lessons.Mode, add func(quiz.RecallKey, []string)) {
	for b := range m.All() {
		card, ok := b.(*lessons.Card)
		if !ok {
			continue
		}
		k := cardKey(l.Slug, card.ID)
		if cu.Cards[k] != nil {
			continue // shown in another mode too
		}
		cu.Cards[k], cu.pages[k] = card, view.Link{Href: view.LessonURL(l.Slug, m.Slug), Text: l.Title}
		var objectives []string
		if card.Objective != "" {
			objectives = []string{card.Objective}
		}
		add(k, objectives)
	}
}

func cardKey(lesson, id string) quiz.RecallKey {
	return quiz.RecallKey{Kind: quiz.CardItem, Lesson: lesson, ID: id}
}

func questionKey(q *quiz.Question) quiz.RecallKey {
	return quiz.RecallKey{Kind: quiz.QuestionItem, Lesson: q.Lesson, ID: q.ID}
}

// familyKey names a family of generated questions: what is learned by one of them
// is the family's, for the same question hardly ever comes twice.
func familyKey(family string) quiz.RecallKey {
	return quiz.RecallKey{Kind: quiz.FamilyItem, Lesson: generate.Lesson, ID: family}
}

// study is what a reader has learned, computed from their log alone.
type study struct {
	store.Studied
	*Curriculum
	learner   store.LearnerID
	now       time.Time
	retention int
	Sched     *quiz.FSRS
	Items     []quiz.RecallItem // of the curriculum, with their memories
	hindsight quiz.Hindsight
	last      map[quiz.RecallKey]time.Time // the last look, one ahead of the schedule too
	seq       map[quiz.RecallKey]int       // a card's next number
	begun     map[string]bool              // lessons that were opened
	byAttempt map[store.AttemptID]*store.Attempt
	looked    int // looks that today's review has taken
	fresh     int // of these, at cards never looked at before
}

// Study reads the reader's log; nil of somebody new.
func (s *Pages) Study(ctx context.Context, id store.LearnerID) (*study, error) {
	if id == 0 {
		return nil, nil
	}
	all, err := s.Store.Studied(ctx, id)
	if err != nil {
		return nil, err
	}
	return s.studyOf(id, all), nil
}

func (s *Pages) studyOf(id store.LearnerID, all store.Studied) *study {
	st := &study{Studied: all, Curriculum: s.Curriculum, learner: id, now: s.Now(), retention: all.Retention,
		Items: slices.Clone(s.Curriculum.Items), last: map[quiz.RecallKey]time.Time{}, seq: map[quiz.RecallKey]int{},
		begun: map[string]bool{}, byAttempt: byAttempt(all.Attempts)}
	if st.retention == 0 {
		st.retention = defaultRetention
	}
	st.Sched = quiz.NewFSRS(float64(st.retention) / 100)
	st.markBegun()
	logs := make([][]quiz.Look, len(st.Items))
	st.readCards(logs)
	st.readAnswers(s.Bank, logs)
	for i, log := range logs {
		if len(log) > 0 {
			st.Items[i].Memory = quiz.Replay(st.Sched, log, &st.hindsight)
		}
	}
	return st
}

func byAttempt(attempts []store.Attempt) map[store.AttemptID]*store.Attempt {
	all := make(map[store.AttemptID]*store.Attempt, len(attempts))
	for i := range attempts {
		all[attempts[i].ID] = &attempts[i]
	}
	return all
}

// markBegun finds the lessons that the reader has opened.
func (st *study) markBegun() {
	for _, r := range st.Reads {
		st.begun[r.Lesson] = true
	}
	for _, p := range st.Predictions {
		st.begun[p.Lesson] = true
	}
	for _, t := range st.Tries {
		st.begun[t.Lesson] = true
	}
	for _, a := range st.Attempts {
		st.begun[a.Lesson] = true
	}
}

// readCards adds the looks at cards, which are in order of number.
func (st *study) readCards(logs [][]quiz.Look) {
	today := quiz.DayOf(st.now)
	for _, r := range st.Reviews {
		k := cardKey(r.Lesson, r.Card)
		st.seq[k] = r.Seq + 1
		if r.Grade != store.Seen {
			st.last[k] = r.At
		}
		i, known := st.place[k]
		if !known || r.Ahead || r.Grade == store.Seen {
			continue
		}
		if quiz.DayOf(r.At) == today {
			st.looked++
			if len(logs[i]) == 0 {
				st.fresh++
			}
		}
		logs[i] = append(logs[i], quiz.Look{Rating: quiz.Rating(r.Grade), At: r.At})
	}
}

// readAnswers adds the answers to questions. One to a version that the bank no
// longer has says nothing about the question as it is now.
func (st *study) readAnswers(bank *quiz.Bank, logs [][]quiz.Look) {
	today := quiz.DayOf(st.now)
	for n := range st.Answers {
		a := &st.Answers[n]
		attempt := st.byAttempt[a.Attempt]
		k, ok := itemAnswered(bank, a.Question)
		i, known := st.place[k]
		if !ok || !known || !st.tells(a.Attempt) {
			continue
		}
		if a.At.After(st.last[k]) {
			st.last[k] = a.At
		}
		if attempt.Setup.Ahead {
			continue
		}
		if attempt.Setup.Purpose == store.Daily && quiz.DayOf(a.At) == today {
			st.looked++
		}
		logs[i] = append(logs[i], quiz.Look{Rating: ratingOf(a), At: a.At})
	}
	for i := range logs {
		if st.Items[i].Kind != quiz.CardItem {
			slices.SortStableFunc(logs[i], func(a, b quiz.Look) int { return cmp.Compare(a.At.UnixMilli(), b.At.UnixMilli()) })
		}
	}
}

// itemAnswered is the item that an answer is a look at: the question, or its
// family if it was generated.
func itemAnswered(bank *quiz.Bank, asked store.Question) (k quiz.RecallKey, ok bool) {
	if family, _, made := generate.ParseID(asked.ID); made {
		return familyKey(family), true
	}
	q := bank.Question(asked.ID)
	if q == nil || q.Version != asked.Version {
		return k, false
	}
	return questionKey(q), true
}

// tells reports whether an attempt's answers may be told, on whatever page: those of a
// test only once it is over, those of an instructor's bank as its rule says.
func (st *study) tells(id store.AttemptID) bool {
	a := st.byAttempt[id]
	return a != nil && st.Keys.Of(*a).Tells(a.Kind, st.over(a), true)
}

// over reports whether an attempt takes no more answers.
func (st *study) over(a *store.Attempt) bool { return attemptOver(a, st.now) }

// attemptOver reports whether an attempt takes no more answers.
func attemptOver(a *store.Attempt, now time.Time) bool {
	return !a.Finished.IsZero() || !a.Deadline.IsZero() && now.After(a.Deadline)
}

// ratingOf rates an answer: a hint or a guess was needed for what was hard.
func ratingOf(a *store.Answer) quiz.Rating {
	switch {
	case !a.Correct:
		return quiz.RatedAgain
	case a.Hint, a.Sure == store.Guess:
		return quiz.RatedHard
	}
	return quiz.RatedGood
}

// reviewable are the items that come back to the reader: whatever was looked at,
// and the cards of lessons that were begun.
func (st *study) reviewable() []quiz.RecallItem {
	var some []quiz.RecallItem
	for _, i := range st.Items {
		if i.Memory.Looks > 0 || i.Kind == quiz.CardItem && st.begun[i.Lesson] {
			some = append(some, i)
		}
	}
	return some
}

func (st *study) item(k quiz.RecallKey) (quiz.RecallItem, bool) {
	i, ok := st.place[k]
	if !ok {
		return quiz.RecallItem{}, false
	}
	return st.Items[i], true
}

// today is what the review asks for now.
func (st *study) today() quiz.Today {
	return quiz.PlanToday(st.Sched, st.reviewable(), st.now, st.looked, st.fresh, quiz.DayLimits())
}

// left is how many looks today's review has room for.
func (st *study) left() int { return max(quiz.DayLimits().Day-st.looked, 0) }

// reviewCard is a card as the review shows it.
func (st *study) reviewCard(i quiz.RecallItem, place int) *view.ReviewCard {
	return &view.ReviewCard{
		Card: st.Cards[i.RecallKey], Slug: i.Lesson, Seq: st.seq[i.RecallKey], Place: place,
		Lesson: st.pages[i.RecallKey],
		Rest:   quiz.Intervals(st.Sched, i.Memory, st.now),
	}
}
