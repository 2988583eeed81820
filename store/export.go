package store

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"time"
)

// Export is everything the store holds of one learner, in the shape of the JSON
// file that the learner takes home. Secrets are not in it: the store has only
// their hashes.
type Export struct {
	Format      string            `json:"format"` // always "rolecall-learner-1"
	Created     time.Time         `json:"created"`
	PhraseAt    *time.Time        `json:"recoveryPhraseMade,omitempty"`
	Devices     []time.Time       `json:"devices"` // when each was added
	Preferences ExportedChoice    `json:"preferences"`
	Reads       []ExportedRead    `json:"read"`
	Predictions []ExportedGuess   `json:"predicted"`
	Tries       []ExportedTry     `json:"tried"`
	Challenges  []ExportedResult  `json:"challenges"`
	Reviews     []ExportedReview  `json:"cardReviews"`
	Attempts    []ExportedQuiz    `json:"attempts"`
	Refused     []ExportedRefusal `json:"refusedAnswers"`
	Retention   int               `json:"retentionPercent,omitempty"`
	Worlds      []ExportedWorld   `json:"worlds"`
	ImportSeen  *time.Time        `json:"importLookedAt,omitempty"` // an import that was looked at and not taken yet
}

// ExportFormat names the shape of [Export]; its number counts up when a reader
// of the old shape would misread the new one.
const ExportFormat = "rolecall-learner-1"

// The parts of an export. Moments are RFC 3339 in UTC.
type (
	// ExportedChoice is [Preferences].
	ExportedChoice struct {
		Mode  string `json:"mode"`
		Theme string `json:"theme"`

		Certainty bool `json:"askHowSure,omitempty"`
	}
	// ExportedRead is [Read].
	ExportedRead struct {
		Lesson string    `json:"lesson"`
		Mode   string    `json:"mode"`
		At     time.Time `json:"at"`
	}
	// ExportedGuess is [Prediction].
	ExportedGuess struct {
		Lesson  string    `json:"lesson"`
		Mode    string    `json:"mode"`
		Block   string    `json:"block"`
		Choice  string    `json:"choice"`
		Correct bool      `json:"correct"`
		At      time.Time `json:"at"`
	}
	// ExportedTry is [Try].
	ExportedTry struct {
		Lesson  string    `json:"lesson"`
		Mode    string    `json:"mode"`
		Block   string    `json:"block"`
		Step    string    `json:"step"`
		Outcome Outcome   `json:"outcome"`
		At      time.Time `json:"at"`
	}
	// ExportedResult is [ChallengeResult].
	ExportedResult struct {
		Challenge string    `json:"challenge"`
		Key       string    `json:"key"`
		Solved    bool      `json:"solved"`
		Failed    []string  `json:"failedGoals"`
		Hints     int       `json:"hints"`
		At        time.Time `json:"at"`
	}
	// ExportedReview is [Review].
	ExportedReview struct {
		Lesson string    `json:"lesson"`
		Card   string    `json:"card"`
		Seq    int       `json:"seq"`
		Grade  Grade     `json:"grade"`
		MS     int64     `json:"milliseconds"`
		Ahead  bool      `json:"practisedAhead"`
		At     time.Time `json:"at"`
	}
	// ExportedQuiz is [Attempt] with its answers.
	ExportedQuiz struct {
		ID        AttemptID        `json:"id"`
		Kind      AttemptKind      `json:"kind"`
		Lesson    string           `json:"lesson"`
		Seed      int64            `json:"seed"`
		Questions []Question       `json:"questions"` // no id and version 0 until the key is told
		Started   time.Time        `json:"started"`
		Deadline  *time.Time       `json:"deadline,omitempty"`
		Finished  *time.Time       `json:"finished,omitempty"`
		Setup     Setup            `json:"setup"`
		Shown     []ExportedShown  `json:"shown"`
		Answers   []ExportedAnswer `json:"answers"`
	}
	// ExportedShown is when a question of an attempt was shown first.
	ExportedShown struct {
		Position int       `json:"position"`
		At       time.Time `json:"at"`
	}
	// ExportedAnswer is [Answer].
	ExportedAnswer struct {
		Position int       `json:"position"`
		Question Question  `json:"question"`
		Chosen   []string  `json:"chosen"`
		Correct  *bool     `json:"correct,omitempty"` // not told while a test is open
		Hint     bool      `json:"hint"`
		MS       int64     `json:"milliseconds"`
		Sure     Certainty `json:"certainty"` // 0 not said, 1 guess, 2 think so, 3 sure
		At       time.Time `json:"at"`
	}
	// ExportedRefusal is [Refusal].
	ExportedRefusal struct {
		Attempt  AttemptID     `json:"attempt"`
		Position int           `json:"position"`
		Reason   RefusalReason `json:"reason"`
		Chosen   []string      `json:"chosen"`
		At       time.Time     `json:"at"`
	}
	// ExportedWorld is [World] with all its rows. Data that is no JSON comes as
	// a JSON string.
	ExportedWorld struct {
		ID       string            `json:"id"`
		Scenario string            `json:"scenario"`
		Origin   string            `json:"origin"`
		Title    string            `json:"title"`
		Version  int64             `json:"version"`
		Offset   int64             `json:"clockOffsetSeconds"`
		Created  time.Time         `json:"created"`
		Updated  time.Time         `json:"updated"`
		Document json.RawMessage   `json:"document"`
		Shell    json.RawMessage   `json:"shell"`
		Sessions []json.RawMessage `json:"sessions"`
		Events   []json.RawMessage `json:"events"`
		// Steps can be undone or done again, the oldest first; the documents that
		// they lead to are not told.
		Steps     []ExportedStep    `json:"steps"`
		Shared    *time.Time        `json:"shared,omitempty"` // when its open link was made
		Archived  []json.RawMessage `json:"archivedEvents"`
		Beginning json.RawMessage   `json:"beginning,omitempty"` // what a reset leads to, where no scenario tells
	}
	// ExportedStep is [WorldStep].
	ExportedStep struct {
		Version int64     `json:"version"`
		Title   string    `json:"title"`
		Undone  bool      `json:"undone"`
		At      time.Time `json:"at"`
	}
)

// Export reads everything of one learner as of one moment; [ErrNotFound] when
// there is none.
func (s *Store) Export(ctx context.Context, id LearnerID) (e Export, err error) {
	err = s.reads.atOnce(ctx, func(q querier) (err error) {
		e, err = export(ctx, q, id)
		return err
	})
	return e, err
}

func export(ctx context.Context, q querier, id LearnerID) (Export, error) {
	l, err := single(ctx, q, (*Learner).fields, queryLearner, int64(id))
	if err != nil {
		return Export{}, err
	}
	e := Export{Format: ExportFormat, Created: l.Created, PhraseAt: given(l.PhraseAt)}
	return e, errors.Join(
		e.addPerson(ctx, q, id), e.addProgress(ctx, q, id), e.addAttempts(ctx, q, id), e.addReview(ctx, q, id), e.addWorlds(ctx, q, id))
}

func (e *Export) addPerson(ctx context.Context, q querier, id LearnerID) error {
	devices, err := list(ctx, q, (*Device).fields, queryDevices, int64(id))
	if err != nil {
		return err
	}
	e.Devices = each(devices, func(d Device) time.Time { return d.Created })
	p, err := preferences(ctx, q, id)
	e.Preferences = ExportedChoice(p)
	return err
}

func (e *Export) addProgress(ctx context.Context, q querier, id LearnerID) error {
	p, err := progress(ctx, q, id)
	e.Reads = each(p.Reads, func(r Read) ExportedRead { return ExportedRead(r) })
	e.Predictions = each(p.Predictions, func(r Prediction) ExportedGuess { return ExportedGuess(r) })
	e.Tries = each(p.Tries, func(r Try) ExportedTry { return ExportedTry(r) })
	e.Challenges = each(p.Challenges, func(r ChallengeResult) ExportedResult { return ExportedResult(r) })
	e.Reviews = each(p.Reviews, func(r Review) ExportedReview { return ExportedReview(r) })
	return err
}

func (e *Export) addAttempts(ctx context.Context, q querier, id LearnerID) error {
	attempts, err := list(ctx, q, (*Attempt).fields, queryAttempts, int64(id))
	if err != nil {
		return err
	}
	answers, err := list(ctx, q, (*Answer).fields, queryAnswersOf, int64(id))
	if err != nil {
		return err
	}
	of := map[AttemptID][]Answer{}
	for _, a := range answers {
		of[a.Attempt] = append(of[a.Attempt], a)
	}
	times, err := list(ctx, q, (*shown).fields, queryTimes, int64(id))
	if err != nil {
		return err
	}
	first := map[AttemptID][]shown{}
	for _, t := range times {
		first[t.attempt] = append(first[t.attempt], t)
	}
	e.Attempts = each(attempts, func(a Attempt) ExportedQuiz { return exportedQuiz(a, of[a.ID], first[a.ID]) })
	return nil
}

func (e *Export) addReview(ctx context.Context, q querier, id LearnerID) error {
	refused, err := list(ctx, q, (*Refusal).fields, queryRefusals, int64(id))
	if err != nil {
		return err
	}
	e.Refused = each(refused, func(r Refusal) ExportedRefusal { return ExportedRefusal(r) })
	e.Retention, err = retention(ctx, q, id)
	return err
}

// exportedQuiz names a question once its key is told, for an id may say what is
// right of it: in practice when it is answered, of a test when that is over.
func exportedQuiz(a Attempt, answers []Answer, first []shown) ExportedQuiz {
	over := !a.Finished.IsZero()
	questions := a.Questions
	if !over {
		questions = make([]Question, len(a.Questions))
	}
	told := make([]ExportedAnswer, 0, len(answers))
	for _, b := range answers {
		e := ExportedAnswer{b.Position, b.Question, b.Chosen, &b.Correct, b.Hint, b.MS, b.Sure, b.At}
		switch {
		case !over && a.Kind == Test:
			e.Question, e.Correct = Question{}, nil
		case !over && b.Position < len(questions):
			questions[b.Position] = b.Question
		}
		told = append(told, e)
	}
	return ExportedQuiz{
		ID: a.ID, Kind: a.Kind, Lesson: a.Lesson, Seed: a.Seed, Questions: questions,
		Started: a.Started, Deadline: given(a.Deadline), Finished: given(a.Finished), Setup: a.Setup,
		Shown:   each(first, func(t shown) ExportedShown { return ExportedShown{t.position, t.at} }),
		Answers: told,
	}
}

func (e *Export) addWorlds(ctx context.Context, q querier, id LearnerID) error {
	worlds, err := list(ctx, q, (*WorldInfo).fields, queryWorlds, int64(id))
	if err != nil {
		return err
	}
	e.Worlds = make([]ExportedWorld, 0, len(worlds))
	for _, info := range worlds {
		w, err := exportedWorld(ctx, q, info.ID)
		if err != nil {
			return err
		}
		e.Worlds = append(e.Worlds, w)
	}
	drafts, err := list(ctx, q, func(t *time.Time) []any { return []any{moment{t}} }, queryDraftMade, int64(id))
	if len(drafts) > 0 {
		e.ImportSeen = &drafts[0]
	}
	return err
}

func exportedWorld(ctx context.Context, q querier, id string) (ExportedWorld, error) {
	w, err := single(ctx, q, (*World).fields, queryWorld, id)
	if err != nil {
		return ExportedWorld{}, err
	}
	sessions, err := list(ctx, q, (*Row).fields, queryWorldSessions, id)
	if err != nil {
		return ExportedWorld{}, err
	}
	events, err := list(ctx, q, (*Row).fields, queryAllWorldEvents, id)
	if err != nil {
		return ExportedWorld{}, err
	}
	e := ExportedWorld{
		ID: w.ID, Scenario: w.Scenario, Origin: w.Origin, Title: w.Title, Version: w.Version,
		Offset: int64(w.Offset / time.Second), Created: w.Created, Updated: w.Updated,
		Document: asJSON(w.Document), Shell: asJSON(w.Shell),
		Sessions: each(sessions, Row.json), Events: each(events, Row.json),
	}
	return e, e.addUpkeep(ctx, q)
}

func (e *ExportedWorld) addUpkeep(ctx context.Context, q querier) error {
	steps, err := list(ctx, q, (*WorldStep).fields, queryAllSteps, e.ID)
	if err != nil {
		return err
	}
	e.Steps = each(steps, func(s WorldStep) ExportedStep { return ExportedStep{s.Seq, s.Title, s.Undone, s.Made} })
	link, err := share(ctx, q, e.ID)
	if err != nil {
		return err
	}
	if link.Open {
		e.Shared = &link.Made
	}
	if e.Archived, err = archived(ctx, q, e.ID); err != nil {
		return err
	}
	began, err := unpacked(single(ctx, q, blobFields, queryBeginning, e.ID))
	if errors.Is(err, ErrNotFound) {
		return nil
	}
	e.Beginning = asJSON(began)
	return err
}

func archived(ctx context.Context, q querier, id string) ([]json.RawMessage, error) {
	segments, err := list(ctx, q, (*Row).fields, queryArchives, id)
	if err != nil {
		return nil, err
	}
	all := []json.RawMessage{}
	for _, s := range segments {
		lines, err := unpack(s.Data)
		if err != nil {
			return nil, err
		}
		for line := range bytes.Lines(lines) {
			all = append(all, asJSON(bytes.TrimSuffix(line, []byte("\n"))))
		}
	}
	return all, nil
}

func (r Row) json() json.RawMessage { return asJSON(r.Data) }

// asJSON passes JSON on and quotes what is none.
func asJSON(b []byte) json.RawMessage {
	if json.Valid(b) {
		return b
	}
	quoted, err := json.Marshal(string(b))
	if err != nil {
		return json.RawMessage(`null`)
	}
	return quoted
}

// each is never nil, so that nothing reads as an empty list.
func each[A, B any](in []A, f func(A) B) []B {
	out := make([]B, 0, len(in))
	for _, a := range in {
		out = append(out, f(a))
	}
	return out
}

func given(t time.Time) *time.Time {
	if t.IsZero() {
		return nil
	}
	return &t
}
