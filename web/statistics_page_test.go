package web

import (
	"encoding/csv"
	"strings"
	"testing"
	"time"

	"rolecall/quiz"
	"rolecall/store"
)

func TestStatisticsPages(t *testing.T) {
	s := testServer(t)
	qs := ofType(t, s, quiz.ChooseOne)[:4]
	crowd(t, s, 40, store.Test, qs...)
	crowd(t, s, 12, store.Practice, qs[0])
	r := teacher(t, s, "Ada")
	list := r.get("/teach/statistics").has(t, "172 answers", "Facility", "too few", "75\u00a0%", "formula 20", `aria-sort="ascending"`, "scores-temporary-access-4")
	list.has(t, qs[3].ID, "hard", "easy")
	r.get("/teach/statistics?in=practice").has(t, "12").lacks(t, "75\u00a0%")
	r.get("/teach/statistics?flag=hard").has(t, ">"+qs[3].ID+"<").lacks(t, ">"+qs[2].ID+"<")
	r.get("/teach/statistics?flag=few").lacks(t, ">"+qs[3].ID+"<")
	r.get("/teach/statistics?lesson=no-such").has(t, "0 questions of")
	hardest := r.get("/teach/statistics?sort=facility").body
	easiest := r.get("/teach/statistics?sort=-facility").body
	first := func(body string) int {
		return strings.Index(body, ">"+qs[3].ID+"<") - strings.Index(body, ">"+qs[1].ID+"<")
	}
	if first(hardest) > 0 || first(easiest) < 0 {
		t.Error("sorting by facility does not turn the list about")
	}
	one := r.get("/teach/statistics/"+qs[2].ID).has(t, qs[2].Stem.HTML, "In tests, version", "What was chosen", "0 learners answered so far")
	for _, o := range qs[2].Options() {
		one.has(t, o.Text.Inline(), o.Why.HTML)
	}
	r.get("/teach/statistics/" + ofType(t, s, quiz.MatchPairs)[0].ID)
	r.get("/teach/statistics/gen:who-assumes").has(t, "Each learner is asked another question of this kind")
	if p := r.do("GET", "/teach/statistics/no-such", nil); p.Code != 404 {
		t.Errorf("no question answers %d", p.Code)
	}
}

func TestStatisticsOfEveryType(t *testing.T) {
	s := testServer(t)
	var qs []*quiz.Question
	for _, kind := range quiz.Types() {
		qs = append(qs, ofType(t, s, kind)[0])
	}
	crowd(t, s, 40, store.Test, qs...)
	r := teacher(t, s, "Ada")
	for _, q := range qs {
		p := r.get("/teach/statistics/"+q.ID).has(t, "40 learners were asked", "What was chosen", "Discriminative efficiency")
		if strings.Count(p.body, "<tr>") < 5 {
			t.Errorf("%s: hardly any table", q.ID)
		}
		if o, ok := q.Body.(*quiz.Ordering); ok {
			for _, item := range o.Items {
				p.has(t, ". "+item.Text.Inline())
			}
		}
	}
}

func TestStatisticsExports(t *testing.T) {
	s := testServer(t)
	qs := ofType(t, s, quiz.ChooseOne)[:3]
	crowd(t, s, 30, store.Test, qs[2], qs[1], qs[0])
	r := teacher(t, s, "Ada")
	rows, err := csv.NewReader(strings.NewReader(r.get("/teach/statistics/export.csv?in=test&flag=any").body)).ReadAll()
	if err != nil || len(rows) != 2 || rows[0][10] != "facility_index" || rows[1][10] != "1.0000" || rows[1][11] != "" {
		t.Errorf("the CSV is %v (%v)", rows, err)
	}
	r.get("/teach/statistics/export.json").has(t, `"facility_index": 0.6667`, `"method": "KR-20"`)
}

func TestStatisticsAreForTeachers(t *testing.T) {
	s := testServer(t)
	learner := newReader(t, s.handler())
	learner.post("/quiz/"+quizLesson, "kind", "practice")
	for _, path := range []string{"/teach/statistics", "/teach/statistics/export.csv", "/teach/statistics/export.json", "/teach/statistics/gen:who-assumes"} {
		if p := learner.do("GET", path, nil); p.Code != 403 {
			t.Errorf("%s answers a learner with %d", path, p.Code)
		}
	}
}

// Sorting does not read every answer again; after a minute they are read anew.
func TestStatisticsAreKeptForAMinute(t *testing.T) {
	s, now := clocked(t)
	r := teacher(t, s, "Ada")
	r.get("/teach/statistics").has(t, "0 answers")
	crowd(t, s, 2, store.Test, ofType(t, s, quiz.ChooseOne)[0])
	*now = now.Add(59 * time.Second)
	r.get("/teach/statistics").has(t, "0 answers")
	*now = now.Add(time.Second)
	r.get("/teach/statistics").has(t, "2 answers")
}
