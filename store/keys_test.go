package store_test

import (
	"testing"

	"rolecall/store"
)

// The rule of a bank is the bank's as it is now. It is closed while no code opens it:
// not shared any more, or deleted.
func TestKeyRules(t *testing.T) {
	s := fresh(t)
	owner, other := teacher(t, s), teacher(t, s)
	bank, _ := bankWith(t, s, owner, "a")
	id := learner(t, s)
	a := attempt(id)
	a.Lesson, a.Setup.Bank = store.BankAttempts(bank), &store.BankRef{Code: "c", Title: "Week one"}
	a = start(t, s, a)
	expect := func(what string, want store.KeyRule) {
		t.Helper()
		rules, err := s.KeyRules(t.Context(), id)
		ok(t, err)
		equal(t, what, rules.Of(a), want)
		b, err := s.Bank(t.Context(), owner, bank)
		ok(t, err)
		equal(t, what+", as the bank has it", b.Rule(), want)
	}
	expect("never shared", store.KeyRule{Shown: store.KeysAfterEach, Closed: true})
	_, err := s.ShareBank(t.Context(), owner, bank, noon)
	ok(t, err)
	expect("shared", store.KeyRule{Shown: store.KeysAfterEach})
	ok(t, s.SetBankKeys(t.Context(), owner, bank, store.KeysAfterClosing, true, noon))
	expect("set", store.KeyRule{Shown: store.KeysAfterClosing, AnsweredOnly: true})
	is(t, s.SetBankKeys(t.Context(), other, bank, store.KeysAfterEach, false, noon), store.ErrNotFound)
	expect("set by somebody else", store.KeyRule{Shown: store.KeysAfterClosing, AnsweredOnly: true})
	ok(t, s.CloseBank(t.Context(), owner, bank, noon))
	expect("closed", store.KeyRule{Shown: store.KeysAfterClosing, AnsweredOnly: true, Closed: true})
	_, err = s.ShareBank(t.Context(), owner, bank, noon)
	ok(t, err)
	expect("shared again", store.KeyRule{Shown: store.KeysAfterClosing, AnsweredOnly: true})
	ok(t, s.DeleteBank(t.Context(), owner, bank, noon))
	expect("deleted", store.KeyRule{Shown: store.KeysAfterClosing, AnsweredOnly: true, Closed: true})
	is(t, s.SetBankKeys(t.Context(), owner, bank, store.KeysAfterEach, false, noon), store.ErrNotFound)

	rules, err := s.KeyRules(t.Context(), learner(t, s))
	ok(t, err)
	equal(t, "of somebody without attempts", len(rules), 0)
	equal(t, "of a bank that is gone", rules.Of(a), store.KeyRule{Shown: store.KeysAtEnd})
	equal(t, "of the course", rules.Of(attempt(id)), store.KeyRule{})
}

// What is told, of a question that was answered and of one that wasn't, before and
// after the end.
func TestKeyRuleTells(t *testing.T) {
	type told struct{ openAnswered, openOther, overAnswered, overOther bool }
	for rule, want := range map[store.KeyRule]map[store.AttemptKind]told{
		{}:                                     {store.Practice: {true, false, true, true}, store.Test: {false, false, true, true}},
		{Shown: store.KeysAfterEach}:           {store.Practice: {true, false, true, true}, store.Test: {false, false, true, true}},
		{Shown: store.KeysAtEnd}:               {store.Practice: {false, false, true, true}, store.Test: {false, false, true, true}},
		{Shown: store.KeysAfterClosing}:        {store.Practice: {}, store.Test: {}},
		{AnsweredOnly: true}:                   {store.Practice: {true, false, true, false}, store.Test: {false, false, true, false}},
		{Shown: store.KeysAtEnd, Closed: true}: {store.Practice: {false, false, true, true}, store.Test: {false, false, true, true}},
		{Shown: store.KeysAfterClosing, Closed: true}: {
			store.Practice: {false, false, true, true}, store.Test: {false, false, true, true}},
		{Shown: store.KeysAfterClosing, Closed: true, AnsweredOnly: true}: {
			store.Practice: {false, false, true, false}, store.Test: {false, false, true, false}},
	} {
		for kind, want := range want {
			got := told{rule.Tells(kind, false, true), rule.Tells(kind, false, false), rule.Tells(kind, true, true), rule.Tells(kind, true, false)}
			if got != want {
				t.Errorf("%+v, %s: %+v, want %+v", rule, kind, got, want)
			}
			if rule.Feedback(kind) != want.openAnswered {
				t.Errorf("%+v, %s: feedback after each answer: %v", rule, kind, rule.Feedback(kind))
			}
		}
	}
}
