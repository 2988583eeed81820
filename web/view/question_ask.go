package view

import "rolecall/quiz"

// PutBody puts what is to be answered into a question, with nothing in it that is
// to be earned. Options, steps and pairs go by the numbers of the places where this
// attempt shows them. Their ids stay here: an author may have given them in the right
// order, and whoever writes the right option first has given it the first letter.
func PutBody(a *Ask, q *quiz.Question, seed uint64) {
	switch b := q.Body.(type) {
	case *quiz.Choice:
		a.Command, a.Document = b.Command, b.Document
		for _, o := range quiz.Shuffled(q, seed) {
			a.Options = append(a.Options, AskOption{Text: o.Text, Output: o.Output, Line: o.Line})
		}
	case *quiz.Ordering:
		for _, i := range quiz.ShuffledItems(q, seed) {
			a.Items = append(a.Items, i.Text)
		}
	case *quiz.Matching:
		pairs, answers := quiz.ShuffledMatches(q, seed)
		for _, p := range pairs {
			a.Pairs = append(a.Pairs, p.Text)
		}
		for _, m := range answers {
			a.Answers = append(a.Answers, m.Text)
		}
	case *quiz.Gap:
		a.Gap = &AskGap{Document: b.Document, Label: b.Label}
	}
}
