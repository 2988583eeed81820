package practise

import (
	"errors"
	"net/http"

	"github.com/labstack/echo/v4"

	"rolecall/quiz"
	"rolecall/sandbox/advice"
	"rolecall/store"
	"rolecall/web/site"
	"rolecall/web/view"
)

// bankSizes are how many questions of a bank one may ask for, besides all of them.
var bankSizes = []int{5, 10, 20}

// openBank finds the bank that the request's code opens, and its questions.
func (s *Pages) openBank(c echo.Context) (store.Bank, []*quiz.Question, error) {
	b, err := s.Store.BankByCode(c.Request().Context(), c.Param("key"))
	if errors.Is(err, store.ErrNotFound) {
		return b, nil, advice.NotFound("No question bank is open at this address. Ask whoever gave it to you for the link as it is now.")
	}
	if err != nil {
		return b, nil, err
	}
	pool, err := s.Questions.OwnPool(c.Request().Context(), b)
	return b, pool, err
}

// BankStart is where learners practise with an instructor's bank.
func (s *Pages) BankStart(c echo.Context) error {
	b, pool, err := s.openBank(c)
	if err != nil {
		return err
	}
	v := view.BankStart{Code: b.Code, Title: b.Title, Questions: len(pool), Sizes: sizesFor(len(pool)), Keys: site.KeysView(b)}
	if v.Certainty, err = s.asksCertainty(c); err != nil {
		return err
	}
	lines, err := s.attemptLines(c)
	if err != nil {
		return err
	}
	for _, a := range lines {
		switch {
		case a.bank != b.Code:
		case a.Finished:
			v.Past = append(v.Past, a.AttemptLine)
		default:
			v.Open = append(v.Open, a.AttemptLine)
		}
	}
	v.Past = v.Past[:min(len(v.Past), shownAttempts)]
	return s.Page(c, http.StatusOK, view.BankStartPage(s.Head(c, b.Title, view.PracticePath), v))
}

// sizesFor are the sizes that are less than all of n.
func sizesFor(n int) []int {
	var sizes []int
	for _, size := range bankSizes {
		if size < n {
			sizes = append(sizes, size)
		}
	}
	return sizes
}

// BankBegin starts a practice or a test with a bank.
func (s *Pages) BankBegin(c echo.Context) error {
	b, pool, err := s.openBank(c)
	if err != nil {
		return err
	}
	f, err := site.Form(c)
	if err != nil {
		return err
	}
	a := store.Attempt{Kind: store.AttemptKind(site.First(f, "kind")), Lesson: store.BankAttempts(b.ID), Setup: store.Setup{Bank: &store.BankRef{Code: b.Code, Title: b.Title}}}
	if a.Kind != store.Practice && a.Kind != store.Test {
		return advice.BadInput("Choose a practice or a test.")
	}
	if len(pool) == 0 {
		return advice.NotFound("This bank has no questions yet.")
	}
	picked, err := s.pickOwn(c, pool, site.First(f, "count"))
	if err != nil {
		return err
	}
	if a.Setup.Certainty, err = s.certaintyWish(c, f); err != nil {
		return err
	}
	return s.beginAttempt(c, a, picked)
}

// pickOwn picks as many as were asked for, those first that the reader hasn't
// answered right yet; all of them come in their bank's order.
func (s *Pages) pickOwn(c echo.Context, pool []*quiz.Question, count string) ([]*quiz.Question, error) {
	if count == "all" {
		return pool, nil
	}
	n, ok := oneOf(count, bankSizes)
	if !ok {
		return nil, advice.BadInput("Choose how many questions: 5, 10, 20 or all.")
	}
	id, err := s.Learner(c)
	if err != nil {
		return nil, err
	}
	var known map[string]bool
	if id != 0 {
		if known, err = s.AnsweredRight(c.Request().Context(), id); err != nil {
			return nil, err
		}
	}
	seed, err := s.seed()
	if err != nil {
		return nil, err
	}
	return quiz.Pick(pool, min(n, len(pool)), uint64(seed), known), nil
}

// bankOf is the code of the bank that an attempt is with; empty when it is with none.
func bankOf(a store.Attempt) string {
	if a.Setup.Bank == nil {
		return ""
	}
	return a.Setup.Bank.Code
}

// bankLink leads to the bank that an attempt is with.
func bankLink(b *store.BankRef) view.Link {
	return view.Link{Href: view.BankStartPath(b.Code), Text: b.Title}
}
