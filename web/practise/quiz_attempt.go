package practise

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strconv"
	"time"

	"github.com/labstack/echo/v4"

	"rolecall/lessons"
	"rolecall/quiz"
	"rolecall/quiz/generate"
	"rolecall/sandbox/advice"
	"rolecall/store"
	"rolecall/web/site"
	"rolecall/web/view"
)

// Sitting is an attempt with what belongs to it: its questions as the bank has
// them and the answers given so far.
type Sitting struct {
	store.Attempt
	lesson  *lessons.Lesson
	Asked   []Asked
	answers map[int]store.Answer
	Reader  *site.Progress
	rule    store.KeyRule // what may be told of its keys
	late    bool          // its time is over
	Now     time.Time
}

// Asked is a question of an attempt, in the version that was asked. It is nil when
// that version is neither in the bank nor in the archive, which only questions are
// that were asked before there was one; its place then counts for nothing.
type Asked struct{ *quiz.Question }

// sitting reads the attempt that the request names; it must be the reader's own.
func (s *Pages) sitting(c echo.Context) (*Sitting, error) {
	id, err := strconv.ParseInt(c.Param("id"), 10, 64)
	if err != nil {
		return nil, advice.NotFound("There is no such attempt.")
	}
	reader, err := s.ProgressOf(c)
	if err != nil {
		return nil, err
	}
	if reader == nil {
		return nil, advice.NotFound("There is no such attempt on this device.")
	}
	ctx := c.Request().Context()
	a, err := s.Store.Attempt(ctx, reader.Learner, store.AttemptID(id))
	if errors.Is(err, store.ErrNotFound) {
		return nil, advice.NotFound("There is no such attempt on this device.")
	}
	if err != nil {
		return nil, err
	}
	answers, err := s.Store.Answers(ctx, reader.Learner, a.ID)
	if err != nil {
		return nil, err
	}
	rules, err := s.KeyRules(ctx, reader.Learner, a)
	if err != nil {
		return nil, err
	}
	return s.sit(ctx, a, rules.Of(a), answers, reader), nil
}

func (s *Pages) sit(ctx context.Context, a store.Attempt, rule store.KeyRule, answers []store.Answer, reader *site.Progress) *Sitting {
	t := &Sitting{Attempt: a, rule: rule, lesson: s.Course.Lesson(a.Lesson), answers: map[int]store.Answer{}, Reader: reader, late: s.late(a), Now: s.Now()}
	for _, q := range a.Questions {
		t.Asked = append(t.Asked, Asked{s.Questions.Question(ctx, a.ID, q)})
	}
	for _, answer := range answers {
		t.answers[answer.Position] = answer
	}
	return t
}

func (t *Sitting) path() string { return fmt.Sprintf("/attempts/%d", t.ID) }

func (t *Sitting) at(position int) string { return t.path() + "?q=" + strconv.Itoa(position+1) }

func (t *Sitting) has(position int) bool {
	return position >= 0 && position < len(t.Asked) && t.Asked[position].Question != nil
}

func (t *Sitting) answered(position int) bool {
	_, ok := t.answers[position]
	return ok
}

// next is the first position after from that waits for an answer, looking from
// the beginning again after the end; -1 when none waits.
func (t *Sitting) next(from int) int {
	for i := range t.Asked {
		p := (from + 1 + i) % len(t.Asked)
		if t.has(p) && !t.answered(p) {
			return p
		}
	}
	return -1
}

// over reports whether nothing more will be answered.
func (t *Sitting) over() bool { return t.closed() || t.next(-1) < 0 }

// tells reports whether the key of a question may be told, and whether its answer was
// right.
func (t *Sitting) tells(position int) bool {
	return t.rule.Tells(t.Kind, t.over(), t.answered(position))
}

// closed reports whether no answer is taken any more.
func (t *Sitting) closed() bool { return !t.Finished.IsZero() || t.late }

func (t *Sitting) kindWord() string {
	if t.Setup.Purpose == store.Daily {
		return "Review"
	}
	switch t.Kind {
	case store.Practice:
		return "Practice"
	case store.Test:
		return "Test"
	}
	return ""
}

func (t *Sitting) lessonLink() view.Link {
	switch {
	case t.Setup.Bank != nil:
		return bankLink(t.Setup.Bank)
	case t.Setup.Purpose == store.Daily && t.lesson == nil:
		return view.Link{Href: "/review", Text: "Questions due"}
	case t.Setup.Purpose == store.Aimed:
		return view.Link{Href: "/practice", Text: "What is weakest"}
	case t.lesson == nil && t.Kind == store.Test:
		return view.Link{Href: "/test", Text: "Several lessons"}
	case t.lesson == nil:
		return view.Link{Href: "/lessons", Text: "Lessons"}
	}
	return view.Link{Href: "/lessons/" + t.lesson.Slug, Text: t.lesson.Title}
}

// dots show how far the attempt is. They say what was right only where that may be
// told.
func (t *Sitting) dots(current int) []view.ProgressDot {
	var dots []view.ProgressDot
	for i := range t.Asked {
		if t.has(i) {
			dots = append(dots, t.dot(i, current))
		}
	}
	return dots
}

func (t *Sitting) dot(i, current int) view.ProgressDot {
	a, answered := t.answers[i]
	switch {
	case !answered && i == current:
		return view.ProgressNow
	case !answered:
		return view.ProgressAhead
	case !t.tells(i):
		return view.ProgressDone
	case a.Correct:
		return view.ProgressRight
	}
	return view.ProgressWrong
}

// Ask is the question at a position, with nothing in it that is to be earned.
func (t *Sitting) Ask(position int) view.Ask {
	q := t.Asked[position].Question
	a := view.Ask{
		Action: t.path(), Lesson: t.lessonLink(), Kind: t.kindWord(), Position: position, Total: len(t.Asked),
		Dots: t.dots(position), Question: q.ID, Level: q.Difficulty.String(), Stem: q.Stem, Show: q.Show,
		Many: q.Type == quiz.ChooseAll, Certainty: t.Setup.Certainty, Ends: t.Deadline,
	}
	if !t.Deadline.IsZero() {
		a.Clock = view.RingView{Left: t.Deadline.Sub(t.Now), Total: t.Deadline.Sub(t.Started), Live: true}
	}
	if position < len(t.Setup.Why) {
		a.Why = t.Setup.Why[position]
	}
	view.PutBody(&a, q, uint64(t.Seed))
	switch t.Kind {
	case store.Practice:
		if q.Hint.Empty() {
			break
		}
		if t.hinted(position) {
			a.Hint = &q.Hint
		} else {
			a.HintPath = t.path() + "/hint"
		}
	case store.Test:
		a.Finish = t.path() + "/finish"
	}
	return a
}

// hinted reports whether the hint at a position was taken.
func (t *Sitting) hinted(position int) bool {
	return t.Reader.Did(t.Lesson, quizMode, t.block(), strconv.Itoa(position), site.OutcomeHint)
}

// quizMode and block name a question's place where facts are kept by mode and block.
const quizMode = "quiz"

func (t *Sitting) block() string { return fmt.Sprintf("attempt-%d", t.ID) }

// told is the question at a position with its answer and all that is earned.
func (t *Sitting) told(position int) (view.Told, error) {
	q := t.Asked[position].Question
	v := view.Told{
		Position: position, Total: len(t.Asked), Kind: t.kindWord(), Lesson: t.lessonLink(), Dots: t.dots(position),
		Question: q, Answered: t.answered(position), Next: view.Link{Href: t.path(), Text: "See the result"},
	}
	if v.Answered && t.Kind == store.Practice && len(generate.Like(q)) > 0 {
		v.Like = t.path() + "/like"
	}
	if n := t.next(position); n >= 0 {
		v.Next = view.Link{Href: t.at(n), Text: "Next question"}
	}
	v.Result = quiz.Unanswered(q)
	if answer, ok := t.answers[position]; ok {
		r, err := quiz.Grade(q, answer.Chosen)
		if err != nil {
			return v, fmt.Errorf("grade a stored answer to %s: %w", q.ID, err)
		}
		v.Result = r
	}
	for _, o := range quiz.Shuffled(q, uint64(t.Seed)) {
		i := slices.IndexFunc(v.Result.Options, func(r quiz.OptionResult) bool { return r.ID == o.ID })
		v.Options = append(v.Options, v.Result.Options[i])
	}
	for _, i := range quiz.ShuffledItems(q, uint64(t.Seed)) {
		v.Items = append(v.Items, i.Text)
	}
	pairs, answers := quiz.ShuffledMatches(q, uint64(t.Seed))
	for _, a := range answers {
		v.Answers = append(v.Answers, a.Text)
	}
	for _, p := range pairs {
		i := slices.IndexFunc(v.Result.Pairs, func(r quiz.PairResult) bool { return r.ID == p.ID })
		v.Pairs = append(v.Pairs, v.Result.Pairs[i])
	}
	return v, nil
}

// result is the attempt as a whole, once it is over.
func (t *Sitting) result(course *lessons.Course) (view.Finished, error) {
	f := view.Finished{Kind: t.kindWord(), Lesson: t.lessonLink(), More: t.more()}
	f.Untold = !t.rule.Tells(t.Kind, true, true)
	if t.Setup.Bank != nil {
		f.Keys = &view.KeysShown{When: string(t.rule.Shown), AnsweredOnly: t.rule.AnsweredOnly}
	}
	var outcomes []quiz.Answered
	for i := range t.Asked {
		if !t.has(i) {
			continue
		}
		f.Total++
		a, ok := t.answers[i]
		if ok {
			f.Answered++
		}
		if a.Correct {
			f.Right++
		}
		outcomes = append(outcomes, quiz.Answered{Question: t.Asked[i].Question, Right: a.Correct})
		if !t.tells(i) {
			f.Kept++
			continue
		}
		told, err := t.told(i)
		if err != nil {
			return f, err
		}
		f.Review = append(f.Review, told)
	}
	f.Started, f.Took, f.Limit, f.Order = t.Started, t.took(), t.limit(), t.Setup.Order
	if f.Untold {
		f.Right = 0
		return f, nil
	}
	f.Verdicts = verdicts(course, outcomes)
	if cal := t.calibration(); cal != nil {
		p := calibrationPlot(cal)
		f.Calibration = &p
	}
	return f, nil
}

// took is how long the attempt lasted, up to its last answer.
func (t *Sitting) took() time.Duration {
	var last time.Time
	for _, a := range t.answers {
		if a.At.After(last) {
			last = a.At
		}
	}
	return max(last.Sub(t.Started), 0)
}

// limit is the time that was given; 0 when there was no limit.
func (t *Sitting) limit() time.Duration {
	if t.Deadline.IsZero() {
		return 0
	}
	return t.Deadline.Sub(t.Started)
}

// calibration sets how sure the answers were against how many were right.
func (t *Sitting) calibration() []quiz.Calibration {
	var marked []quiz.Marked
	for _, a := range t.answers {
		marked = append(marked, quiz.Marked{Certainty: quiz.Certainty(a.Sure), Right: a.Correct})
	}
	return quiz.Calibrate(marked)
}

// more is where to go on from a result.
func (t *Sitting) more() view.Link {
	if t.Setup.Purpose != store.Daily && len(t.Questions) > 0 {
		if _, _, made := generate.ParseID(t.Questions[0].ID); made {
			return view.Link{Href: "/practice", Text: "More questions"}
		}
	}
	switch {
	case t.Setup.Bank != nil:
		return view.Link{Href: view.BankStartPath(t.Setup.Bank.Code), Text: "More questions"}
	case t.Setup.Purpose == store.Daily:
		return view.Link{Href: "/review", Text: "Back to the review"}
	case t.Setup.Purpose == store.Aimed:
		return view.Link{Href: "/practice", Text: "Practise on"}
	case t.lesson == nil:
		return view.Link{Href: "/test", Text: "Another test"}
	}
	return view.Link{Href: "/quiz/" + t.Lesson, Text: "More questions"}
}

// verdicts judges the objectives of every lesson that was asked about, for an
// objective's id is its lesson's own.
func verdicts(course *lessons.Course, outcomes []quiz.Answered) []quiz.ObjectiveVerdict {
	var all []quiz.ObjectiveVerdict
	for _, l := range course.Lessons() {
		var of []quiz.Answered
		for _, o := range outcomes {
			if o.Question.Lesson == l.Slug {
				of = append(of, o)
			}
		}
		if len(of) > 0 {
			all = append(all, quiz.Verdicts(l.Objectives, of)...)
		}
	}
	return all
}
