package teach

import (
	"rolecall/quiz/attempt"
	"rolecall/web/site"
)

// Pages are the handlers of the instructors' pages.
type Pages struct {
	*site.Site
	Questions *attempt.Questions
	ItemStats StatisticsCache
}

// New makes the handlers.
func New(s *site.Site, questions *attempt.Questions) *Pages {
	return &Pages{Site: s, Questions: questions}
}

// StatisticsPages are the handlers of the statistics of questions.
type StatisticsPages struct{ *Pages }
