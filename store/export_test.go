package store_test

import (
	"bytes"
	"context"
	"database/sql"
	"encoding/json"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"testing"
	"time"

	"rolecall/store"
)

var update = flag.Bool("update", false, "write the golden files anew")

// everything fills each table with rows of the learner.
func everything(t *testing.T, s *store.Store) store.LearnerID {
	t.Helper()
	ok(t, s.CheckWrite(t.Context(), noon))
	id := learner(t, s)
	_, err := s.NewPhrase(t.Context(), id, noon)
	ok(t, err)
	ok(t, s.SetPreferences(t.Context(), id, store.Preferences{Mode: "why", Theme: "dark", Certainty: true}))
	record(t, s, id, store.Progress{
		Reads:       []store.Read{{Lesson: "l", Mode: "why", At: noon}},
		Predictions: []store.Prediction{prediction("b")},
		Tries:       []store.Try{{Lesson: "l", Mode: "try", Block: "b", Step: "who", Outcome: store.Passed, At: noon}},
		Challenges:  []store.ChallengeResult{{Challenge: "locked-out", Key: "1", Failed: []string{"shut"}, At: noon}},
		Reviews:     []store.Review{{Lesson: "l", Card: "c", Grade: store.Good, MS: 4200, At: noon}},
	})
	_, err = s.StartMade(t.Context(), attempt(id), []store.PackedQuestion{packed("gen:x:1", 1, "m", "body")})
	ok(t, err)
	a := start(t, s, attempt(id))
	ok(t, s.ShowQuestion(t.Context(), id, a.ID, 0, noon))
	_, _, err = s.AddAnswer(t.Context(), id, answer(a, 0, "a"))
	ok(t, err)
	ok(t, s.AddRefusal(t.Context(), id, store.Refusal{Attempt: a.ID, Position: 1, Reason: store.RefusedLate, Chosen: []string{"b"}, At: noon}))
	ok(t, s.SetRetention(t.Context(), id, 92))
	_, err = s.Archive(t.Context(), []store.PackedQuestion{packed("q1", 1, "m", "body")}, noon)
	ok(t, err)
	_, _, err = s.FinishAttempt(t.Context(), id, a.ID, noon.Add(time.Minute))
	ok(t, err)
	w := crossAccount(id)
	w.Shell, w.Beginning = []byte("not JSON"), []byte(`{"v":0}`)
	wid, _ := world(t, s, w)
	_, err = s.ChangeWorld(t.Context(), store.WorldChange{ID: wid, Expected: 1, Document: []byte(`{"v":2}`), Events: rows(0, 1), At: noon,
		Step: &store.NewStep{Title: "trust policy of Deploy", Before: w.Document}})
	ok(t, err)
	ok(t, s.ArchiveEvents(t.Context(), wid, 0, 10))
	ok(t, s.ShareWorld(t.Context(), wid, noon))
	ok(t, s.KeepDraft(t.Context(), id, "t", []byte("{}"), noon))
	_, err = s.ChangeWorld(t.Context(), store.WorldChange{ID: wid, Offset: time.Hour, At: noon,
		Sessions: []store.Row{{Seq: 1, Data: []byte(`{"name":"ship"}`)}}, Events: []store.Row{{Seq: 1, Data: []byte(`{"eventName":"AssumeRole"}`)}}})
	ok(t, err)
	teaches(t, s, id)
	return id
}

// teaches signs a new browser of the learner's in as an instructor with a bank.
func teaches(t *testing.T, s *store.Store, id store.LearnerID) {
	t.Helper()
	phrase, err := s.NewPhrase(t.Context(), id, noon)
	ok(t, err)
	_, device, err := s.Recover(t.Context(), phrase, "", noon)
	ok(t, err)
	i := signedIn(t, s, device)
	bank, err := s.NewBank(t.Context(), i.ID, "Week one", "", noon)
	ok(t, err)
	_, err = s.AddBankQuestions(t.Context(), i.ID, bank, []string{"type: choice\n"}, noon)
	ok(t, err)
	_, err = s.AddBankImport(t.Context(), i.ID, store.BankImport{Bank: bank, Format: "aiken", Source: []byte("?"), Created: noon})
	ok(t, err)
}

// taught are the tables of what instructors made, of questions as they were and of
// the readiness check, which is no learner's.
var taught = []string{"write_checks", "instructors", "instructor_links", "banks", "bank_questions", "bank_bodies", "bank_imports", "archived_questions"}

func TestExport(t *testing.T) {
	s := fresh(t)
	id := everything(t, s)
	everything(t, s) // somebody else's
	var file bytes.Buffer
	ok(t, s.WriteExport(t.Context(), id, &file))
	got := file.Bytes()
	golden := filepath.Join("testdata", "export.json")
	if *update {
		ok(t, os.WriteFile(golden, got, 0o600))
	}
	want, err := os.ReadFile(golden)
	ok(t, err)
	equal(t, "export", string(got), string(want))
	// The type tells the shape: nothing is written that it doesn't have, or in another
	// form.
	shaped, err := json.MarshalIndent(exported(t, s, id), "", "  ")
	ok(t, err)
	equal(t, "export, by its type", string(shaped)+"\n", string(got))
	file.Reset()
	is(t, s.WriteExport(t.Context(), id+2, &file), store.ErrNotFound)
	equal(t, "bytes of nobody's export", file.Len(), 0)
}

// exported is the learner's export, read again.
func exported(t *testing.T, s *store.Store, id store.LearnerID) store.Export {
	t.Helper()
	var file bytes.Buffer
	ok(t, s.WriteExport(t.Context(), id, &file))
	var e store.Export
	dec := json.NewDecoder(&file)
	dec.DisallowUnknownFields()
	ok(t, dec.Decode(&e))
	return e
}

// An export tells no key: what is right of a test comes out once it is over.
func TestExportOfAnOpenTestTellsNoKey(t *testing.T) {
	s := fresh(t)
	id := learner(t, s)
	test, practice := attempt(id), attempt(id)
	practice.Kind = store.Practice
	for _, a := range []store.Attempt{start(t, s, test), start(t, s, practice)} {
		_, _, err := s.AddAnswer(t.Context(), id, answer(a, 0, "a"))
		ok(t, err)
	}
	told := func() map[store.AttemptKind]bool {
		e := exported(t, s, id)
		all := map[store.AttemptKind]bool{}
		for _, a := range e.Attempts {
			all[a.Kind] = a.Answers[0].Correct != nil
			if named := a.Answers[0].Question.ID != "" && a.Questions[0].ID != ""; named != all[a.Kind] {
				t.Errorf("%s: the key is told: %v, the question named: %v", a.Kind, all[a.Kind], named)
			}
			if over := a.Finished != nil; (a.Questions[1].ID != "") != over {
				t.Errorf("%s: over: %v, and a question without an answer is called %q", a.Kind, over, a.Questions[1].ID)
			}
		}
		return all
	}
	equal(t, "told while the test is open", told(), map[store.AttemptKind]bool{store.Test: false, store.Practice: true})
	attempts, err := s.Attempts(t.Context(), id)
	ok(t, err)
	for _, a := range attempts {
		_, _, err := s.FinishAttempt(t.Context(), id, a.ID, noon.Add(time.Minute))
		ok(t, err)
	}
	equal(t, "told when it is over", told(), map[store.AttemptKind]bool{store.Test: true, store.Practice: true})
}

// TestDeleteLeavesNothing looks into every table.
func TestDeleteLeavesNothing(t *testing.T) {
	dir := t.TempDir()
	s, err := store.Open(t.Context(), config(dir))
	ok(t, err)
	id := everything(t, s)
	ok(t, s.Close())
	for table, n := range counts(t, dir) {
		if n == 0 {
			t.Errorf("table %s holds nothing before: fill it in everything", table)
		}
	}
	s, err = store.Open(t.Context(), config(dir))
	ok(t, err)
	ok(t, s.DeleteLearner(t.Context(), id))
	ok(t, s.Close())
	for table, n := range counts(t, dir) {
		if n != 0 && !slices.Contains(taught, table) {
			t.Errorf("table %s still holds %d rows", table, n)
		}
	}
}

// counts tells how many rows each of our tables holds.
func counts(t *testing.T, dir string) map[string]int {
	t.Helper()
	db, err := sql.Open("sqlite3", filepath.Join(dir, store.FileName))
	ok(t, err)
	defer db.Close()
	n := map[string]int{}
	for _, table := range ourTables(t, db) {
		var rows int
		ok(t, db.QueryRowContext(t.Context(), fmt.Sprintf("SELECT count(*) FROM %s", table)).Scan(&rows))
		n[table] = rows
	}
	if len(n) < 10 {
		t.Fatalf("only %d tables", len(n))
	}
	return n
}

// pieced keeps no more than the size of the largest piece and of all.
type pieced struct{ largest, all int }

func (p *pieced) Write(b []byte) (int, error) {
	p.largest, p.all = max(p.largest, len(b)), p.all+len(b)
	return len(b), nil
}

// TestExportIsWrittenInPieces sees that a large export is never whole in memory: it
// is written as it is read. It also ends with its context.
func TestExportIsWrittenInPieces(t *testing.T) {
	s := fresh(t)
	id := learner(t, s)
	for range 4 {
		w, capability, err := s.NewWorldID()
		ok(t, err)
		ok(t, s.AddWorld(t.Context(), w, capability, store.NewWorld{Learner: id, Document: []byte("{}"), Shell: []byte("{}"), At: noon}))
		change := store.WorldChange{ID: w, At: noon}
		for seq := range int64(1000) {
			change.Events = append(change.Events, store.Row{Seq: seq + 1, Data: fmt.Appendf(nil, `{"text": "%01000d"}`, seq)})
		}
		_, err = s.ChangeWorld(t.Context(), change)
		ok(t, err)
	}
	var file pieced
	ok(t, s.WriteExport(t.Context(), id, &file))
	if file.all < 4_000_000 || file.largest > 64<<10 {
		t.Errorf("%d bytes are written in pieces of up to %d", file.all, file.largest)
	}
	ctx, cancel := context.WithCancel(t.Context())
	first := writer(func(b []byte) (int, error) { cancel(); return len(b), nil })
	is(t, s.WriteExport(ctx, id, first), context.Canceled)
}

type writer func([]byte) (int, error)

func (w writer) Write(b []byte) (int, error) { return w(b) }
