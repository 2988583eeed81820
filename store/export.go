package store

import (
	"encoding/json"
	"time"
)

// Export is everything the store holds of one learner, in the shape of the JSON
// file that the learner takes home, see [Store.WriteExport]. Secrets are not in it:
// the store has only their hashes.
type Export struct {
	Format      string            `json:"format"` // always "rolecall-learner-1"
	Created     time.Time         `json:"created"`
	PhraseAt    *time.Time        `json:"recoveryPhraseMade,omitempty"`
	Devices     []time.Time       `json:"devices"`         // when each was added
	DevicesUsed []*time.Time      `json:"devicesLastUsed"` // the hour of each one's last use; null when it isn't known
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
		Seed      *int64           `json:"seed,omitempty"` // not told before every key is
		Questions []Question       `json:"questions"`      // no id and version 0 until the key is told
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
		Chosen   []string  `json:"chosen,omitempty"`  // not told before the attempt is over and its keys are
		Correct  *bool     `json:"correct,omitempty"` // not told before the key is
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
		Chosen   []string      `json:"chosen,omitempty"` // as of an answer
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

// exportedQuiz tells of an attempt what the rule lets it. A question's id may say what
// is right of it; an option's id does where its author wrote the right one first; and
// the seed leads from the place where an option was shown to the one where it was
// written. So questions are named when their keys are told, chosen options once the
// attempt is over as well, and the seed, with the number that fixed it for a class,
// once every key is told.
func exportedQuiz(a Attempt, rule KeyRule, answers []Answer, first []shown) ExportedQuiz {
	over := !a.Finished.IsZero()
	e := ExportedQuiz{
		ID: a.ID, Kind: a.Kind, Lesson: a.Lesson, Questions: make([]Question, len(a.Questions)),
		Started: a.Started, Deadline: given(a.Deadline), Finished: given(a.Finished), Setup: a.Setup,
		Shown:   each(first, func(t shown) ExportedShown { return ExportedShown{t.position, t.at} }),
		Answers: make([]ExportedAnswer, 0, len(answers)),
	}
	if rule.Tells(a.Kind, over, false) {
		e.Seed = &a.Seed
		copy(e.Questions, a.Questions)
	} else {
		e.Setup.Order = 0
	}
	for _, b := range answers {
		told := ExportedAnswer{Position: b.Position, Hint: b.Hint, MS: b.MS, Sure: b.Sure, At: b.At}
		if rule.Tells(a.Kind, over, true) {
			told.Question, told.Correct = b.Question, &b.Correct
			if b.Position < len(e.Questions) {
				e.Questions[b.Position] = b.Question
			}
			if over {
				told.Chosen = b.Chosen
			}
		}
		e.Answers = append(e.Answers, told)
	}
	return e
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
