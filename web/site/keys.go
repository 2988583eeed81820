package site

import (
	"context"

	"rolecall/store"
	"rolecall/web/view"
)

// KeysView says when learners see a bank's keys.
func KeysView(b store.Bank) view.KeysShown {
	return view.KeysShown{When: string(b.KeysShown), AnsweredOnly: b.AnsweredOnly}
}

// KeyRules reads what may be told of a learner's attempts. Those at the course's
// questions need no look into the store.
func (s *Site) KeyRules(ctx context.Context, id store.LearnerID, attempts ...store.Attempt) (store.KeyRules, error) {
	for _, a := range attempts {
		if a.Setup.Bank != nil {
			return s.Store.KeyRules(ctx, id)
		}
	}
	return nil, nil
}
