package attempt

import (
	"log/slog"
	"time"

	"rolecall/quiz"
	"rolecall/sandbox"
	"rolecall/store"
)

// Questions finds questions in the version that was asked: of the bank, of the
// archive, of an instructor's bank, or as one was made for an attempt.
type Questions struct {
	QuestionConfig
	kept  keptQuestions
	owned ownQuestions
}

// QuestionConfig is what the service needs.
type QuestionConfig struct {
	Store   *store.Store
	Bank    *quiz.Bank
	Course  quiz.Site        // the lessons that questions name
	Library *sandbox.Library // the scenarios that they play in
	Now     func() time.Time // the real time
	Log     *slog.Logger
}
