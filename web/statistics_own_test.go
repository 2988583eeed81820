package web

import (
	"testing"

	"rolecall/store"
)

// An instructor sees how the questions of their own banks do, and nobody else does.
func TestStatisticsOfOnesOwnBank(t *testing.T) {
	s := testServer(t)
	ada, ben := teacher(t, s, "Ada"), teacher(t, s, "Ben")
	makeBank(t, s, ada)
	owner := instructorOf(t, s, ada)
	banks, err := s.Store.Banks(t.Context(), owner)
	if err != nil {
		t.Fatal(err)
	}
	ids, err := s.Store.AddBankQuestions(t.Context(), owner, banks[0].ID, []string{plainQuestion}, fixedNow())
	if err != nil {
		t.Fatal(err)
	}
	q := s.questions.OwnQuestion(t.Context(), store.Question{ID: ids[0], Version: 1})
	older := *q
	older.Version = 7 // a version that there never was is nobody's
	crowd(t, s, 35, store.Practice, q, &older)

	ada.get("/teach/statistics?in=practice&lesson=bank-1").has(t, "Week one (your bank)", ids[0], "1 question of", "easy")
	ada.get("/teach/statistics/"+ids[0]).has(t, "Who decides?", "35 learners were asked it for the first time", "Alice", "He only asks.").lacks(t, "version 7")
	ada.get("/teach/statistics/export.csv?in=practice").has(t, ids[0])
	for _, path := range []string{"/teach/statistics?in=practice", "/teach/statistics/export.csv?in=practice", "/teach/statistics/export.json"} {
		ben.get(path).lacks(t, ids[0], "Week one")
	}
	if p := ben.do("GET", "/teach/statistics/"+ids[0], nil); p.Code != 404 {
		t.Errorf("another's question answers %d", p.Code)
	}
}
