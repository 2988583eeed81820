package practise

import (
	"rolecall/quiz/attempt"
	"rolecall/web/site"
)

// Pages are the handlers of quizzes, the review and progress.
type Pages struct {
	*site.Site
	Questions  *attempt.Questions
	Curriculum *Curriculum
	Guesses    Guesses
}

// New makes the handlers.
func New(s *site.Site, questions *attempt.Questions) *Pages {
	p := &Pages{Site: s, Questions: questions}
	p.Curriculum = p.readCurriculum()
	return p
}

// ProgressPages are the handlers of the reader's progress.
type ProgressPages struct{ *Pages }

// ReviewPages are the handlers of the daily review.
type ReviewPages struct{ *Pages }
