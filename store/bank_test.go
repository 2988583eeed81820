package store_test

import (
	"errors"
	"strings"
	"testing"
	"time"

	"rolecall/store"
)

// bankWith makes a bank with questions of these bodies.
func bankWith(t *testing.T, s *store.Store, owner store.InstructorID, bodies ...string) (store.BankID, []string) {
	t.Helper()
	bank, err := s.NewBank(t.Context(), owner, "Week one", "trust-policies", noon)
	ok(t, err)
	ids, err := s.AddBankQuestions(t.Context(), owner, bank, bodies, noon)
	ok(t, err)
	return bank, ids
}

func bodies(t *testing.T, s *store.Store, bank store.BankID) []string {
	t.Helper()
	questions, err := s.BankQuestions(t.Context(), bank)
	ok(t, err)
	var list []string
	for _, q := range questions {
		if q.Deleted.IsZero() {
			list = append(list, q.Body)
		}
	}
	return list
}

func TestBank(t *testing.T) {
	s := fresh(t)
	owner, other := teacher(t, s), teacher(t, s)
	bank, ids := bankWith(t, s, owner, "a", "b", "c")
	later := noon.Add(time.Hour)
	ok(t, s.SetBank(t.Context(), owner, bank, " Week  two ", "", later))
	code, err := s.ShareBank(t.Context(), owner, bank, later)
	ok(t, err)
	want := store.Bank{ID: bank, Instructor: owner, Title: "Week two", Code: code, Created: noon, Updated: later, Questions: 3, KeysShown: store.KeysAfterEach}
	got, err := s.Bank(t.Context(), owner, bank)
	ok(t, err)
	equal(t, "bank", got, want)
	byCode, err := s.BankByCode(t.Context(), code)
	ok(t, err)
	equal(t, "by code", byCode, want)
	if len(code) != 16 || !store.OfBank(ids[0]) || store.OfBank("two-sides-1") {
		t.Errorf("code %q, ids %q", code, ids)
	}

	// Nobody else reads or changes it.
	_, err = s.Bank(t.Context(), other, bank)
	is(t, err, store.ErrNotFound)
	is(t, s.SetBank(t.Context(), other, bank, "Mine", "", later), store.ErrNotFound)
	is(t, s.DeleteBank(t.Context(), other, bank, later), store.ErrNotFound)
	is(t, s.CloseBank(t.Context(), other, bank, later), store.ErrNotFound)
	_, err = s.ShareBank(t.Context(), other, bank, later)
	is(t, err, store.ErrNotFound)
	_, err = s.AddBankQuestions(t.Context(), other, bank, []string{"d"}, later)
	is(t, err, store.ErrNotFound)
	_, err = s.BankQuestion(t.Context(), other, ids[0])
	is(t, err, store.ErrNotFound)
	is(t, s.EditBankQuestion(t.Context(), other, ids[0], 1, "d", true, later), store.ErrNotFound)
	is(t, s.DeleteBankQuestion(t.Context(), other, ids[0], later), store.ErrNotFound)
	is(t, s.MoveBankQuestion(t.Context(), other, ids[0], 1), store.ErrNotFound)
	_, err = s.AddBankImport(t.Context(), other, store.BankImport{Bank: bank, Created: later})
	is(t, err, store.ErrNotFound)
	equal(t, "bodies", bodies(t, s, bank), []string{"a", "b", "c"})

	ok(t, s.CloseBank(t.Context(), owner, bank, later))
	_, err = s.BankByCode(t.Context(), code)
	is(t, err, store.ErrNotFound)
	_, err = s.BankByCode(t.Context(), "")
	is(t, err, store.ErrNotFound)
}

func TestDeletedBankComesBackWhole(t *testing.T) {
	s := fresh(t)
	owner := teacher(t, s)
	bank, ids := bankWith(t, s, owner, "a", "b")
	code, err := s.ShareBank(t.Context(), owner, bank, noon)
	ok(t, err)
	ok(t, s.DeleteBank(t.Context(), owner, bank, noon))
	_, err = s.BankByCode(t.Context(), code)
	is(t, err, store.ErrNotFound)
	is(t, s.EditBankQuestion(t.Context(), owner, ids[0], 1, "c", true, noon), store.ErrNotFound)
	_, err = s.AddBankQuestions(t.Context(), owner, bank, []string{"c"}, noon)
	is(t, err, store.ErrNotFound)
	body, err := s.BankBody(t.Context(), store.Question{ID: ids[0], Version: 1})
	ok(t, err) // an attempt that asked it goes on
	equal(t, "body", body, store.BankBody{Body: "a", Lesson: "trust-policies"})
	ok(t, s.RestoreBank(t.Context(), owner, bank, noon))
	b, err := s.BankByCode(t.Context(), code)
	ok(t, err)
	equal(t, "questions", b.Questions, 2)
}

func TestEditOfMeaningMakesAVersion(t *testing.T) {
	s := fresh(t)
	owner := teacher(t, s)
	_, ids := bankWith(t, s, owner, "one")
	id := ids[0]
	ok(t, s.EditBankQuestion(t.Context(), owner, id, 1, "one, spelt well", false, noon))
	ok(t, s.EditBankQuestion(t.Context(), owner, id, 2, "two", true, noon))
	q, err := s.BankQuestion(t.Context(), owner, id)
	ok(t, err)
	if q.Version != 2 || q.Revision != 3 || q.Body != "two" {
		t.Errorf("stored %+v", q)
	}
	for version, want := range map[int]string{1: "one, spelt well", 2: "two"} {
		b, err := s.BankBody(t.Context(), store.Question{ID: id, Version: version})
		ok(t, err)
		equal(t, "body", b.Body, want)
	}
	_, err = s.BankBody(t.Context(), store.Question{ID: id, Version: 3})
	is(t, err, store.ErrNotFound)

	// A second tab that began before is told, and changes nothing.
	err = s.EditBankQuestion(t.Context(), owner, id, 2, "three", true, noon)
	var late *store.EditedError
	if !errors.As(err, &late) {
		t.Fatalf("error %v", err)
	}
	equal(t, "told", *late, store.EditedError{Question: id, Have: 3, From: 2})
	q, err = s.BankQuestion(t.Context(), owner, id)
	ok(t, err)
	equal(t, "body", q.Body, "two")
}

func TestQuestionsMoveAndComeBack(t *testing.T) {
	s := fresh(t)
	owner := teacher(t, s)
	bank, ids := bankWith(t, s, owner, "a", "b", "c")
	ok(t, s.MoveBankQuestion(t.Context(), owner, ids[0], 1))
	equal(t, "a down", bodies(t, s, bank), []string{"b", "a", "c"})
	ok(t, s.MoveBankQuestion(t.Context(), owner, ids[1], -1)) // the first stays
	ok(t, s.MoveBankQuestion(t.Context(), owner, ids[2], 1))  // the last stays
	equal(t, "ends", bodies(t, s, bank), []string{"b", "a", "c"})
	ok(t, s.DeleteBankQuestion(t.Context(), owner, ids[0], noon))
	ok(t, s.MoveBankQuestion(t.Context(), owner, ids[2], -1)) // past what was deleted
	equal(t, "c up", bodies(t, s, bank), []string{"c", "b"})
	ok(t, s.RestoreBankQuestion(t.Context(), owner, ids[0], noon))
	equal(t, "restored", bodies(t, s, bank), []string{"c", "a", "b"})
}

func TestBanksHaveLimits(t *testing.T) {
	s := fresh(t)
	owner := teacher(t, s)
	bank, ids := bankWith(t, s, owner, "a")
	limited := func(what string, err error) {
		t.Helper()
		var limit *store.LimitError
		if !errors.As(err, &limit) {
			t.Errorf("%s: %v", what, err)
		}
	}
	long := strings.Repeat("x", store.MaxBankBody+1)
	_, err := s.AddBankQuestions(t.Context(), owner, bank, []string{"b", long}, noon)
	limited("a long body", err)
	limited("a long edit", s.EditBankQuestion(t.Context(), owner, ids[0], 1, long, true, noon))
	_, err = s.AddBankQuestions(t.Context(), owner, bank, make([]string, store.MaxBankQuestions), noon)
	limited("questions", err)
	equal(t, "nothing half taken", bodies(t, s, bank), []string{"a"})
	_, err = s.AddBankImport(t.Context(), owner, store.BankImport{Bank: bank, Source: make([]byte, store.MaxBankSource+1), Created: noon})
	limited("a long file", err)
	for range store.MaxBanks - 1 {
		_, err := s.NewBank(t.Context(), owner, "More", "", noon)
		ok(t, err)
	}
	_, err = s.NewBank(t.Context(), owner, "Too many", "", noon)
	limited("banks", err)
	var name *store.NameError
	if _, err := s.NewBank(t.Context(), owner, " ", "", noon); !errors.As(err, &name) {
		t.Errorf("a bank without a title: %v", err)
	}
}

func TestImportIsTakenOnce(t *testing.T) {
	s := fresh(t)
	owner, other := teacher(t, s), teacher(t, s)
	bank, _ := bankWith(t, s, owner, "a")
	id, err := s.AddBankImport(t.Context(), owner, store.BankImport{Bank: bank, Format: "aiken", File: "week.txt", Source: []byte("…"), Created: noon})
	ok(t, err)
	i, err := s.BankImport(t.Context(), owner, id)
	ok(t, err)
	equal(t, "import", i, store.BankImport{ID: id, Bank: bank, Format: "aiken", File: "week.txt", Source: []byte("…"), Created: noon})
	_, err = s.BankImport(t.Context(), other, id)
	is(t, err, store.ErrNotFound)
	_, _, err = s.TakeBankImport(t.Context(), other, bank, id, []string{"x"}, noon)
	is(t, err, store.ErrNotFound)

	// One that can't be taken whole is not taken at all, and can be taken later.
	_, _, err = s.TakeBankImport(t.Context(), owner, bank, id, make([]string, store.MaxBankQuestions), noon)
	if err == nil {
		t.Error("too many were taken")
	}
	for _, want := range []bool{true, false} {
		n, isNew, err := s.TakeBankImport(t.Context(), owner, bank, id, []string{"b", "c"}, noon)
		ok(t, err)
		equal(t, "count", n, 2)
		equal(t, "fresh", isNew, want)
	}
	equal(t, "bodies", bodies(t, s, bank), []string{"a", "b", "c"})
	i, err = s.BankImport(t.Context(), owner, id)
	ok(t, err)
	if len(i.Source) != 0 || i.Count != 2 || !i.Taken.Equal(noon) {
		t.Errorf("afterwards %+v", i)
	}
	// The last few are kept.
	for n := range 5 {
		_, err := s.AddBankImport(t.Context(), owner, store.BankImport{Bank: bank, Source: []byte("…"), Created: noon.Add(time.Duration(n+1) * time.Minute)})
		ok(t, err)
	}
	_, err = s.BankImport(t.Context(), owner, id)
	is(t, err, store.ErrNotFound)
}

// A question written in a form is kept once, however often the form is sent, and
// under an id of its own kind alone.
func TestQuestionOfADrawnID(t *testing.T) {
	s := fresh(t)
	owner, other := teacher(t, s), teacher(t, s)
	bank, _ := bankWith(t, s, owner)
	id, err := s.NewBankQuestionID()
	ok(t, err)
	for n, want := range []bool{true, false} {
		fresh, err := s.AddBankQuestion(t.Context(), owner, bank, id, []string{"first", "again"}[n], noon)
		ok(t, err)
		equal(t, "fresh", fresh, want)
	}
	equal(t, "bodies", bodies(t, s, bank), []string{"first"})
	for _, foreign := range []string{"two-sides-1", "own-", "own-x", id + "a", ""} {
		_, err := s.AddBankQuestion(t.Context(), owner, bank, foreign, "x", noon)
		is(t, err, store.ErrNotFound)
	}
	drawn, err := s.NewBankQuestionID()
	ok(t, err)
	_, err = s.AddBankQuestion(t.Context(), other, bank, drawn, "x", noon)
	is(t, err, store.ErrNotFound)
	equal(t, "bodies", bodies(t, s, bank), []string{"first"})
}
