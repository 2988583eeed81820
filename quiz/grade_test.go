package quiz_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"rolecall/quiz"
)

func TestGrade(t *testing.T) {
	all := makeBank(t, 2, 0, 0) // q-1 asks for all that apply (a and c), q-2 for one (a)
	cases := []struct {
		name, question string
		answer         []string
		right          bool
		err            string
	}{
		{"right", "q-2", []string{"a"}, true, ""},
		{"wrong", "q-2", []string{"b"}, false, ""},
		{"nothing", "q-2", nil, false, "choose an option first"},
		{"two of one", "q-2", []string{"a", "b"}, false, "choose one option"},
		{"unknown", "q-2", []string{"z"}, false, `this question has no option "z"`},
		{"all", "q-1", []string{"c", "a"}, true, ""},
		{"some", "q-1", []string{"a"}, false, ""},
		{"too many", "q-1", []string{"a", "b", "c"}, false, ""},
		{"twice", "q-1", []string{"a", "a"}, false, `option "a" is given twice`},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			r, err := quiz.Grade(all.Question(c.question), c.answer)
			if (err == nil) != (c.err == "") || err != nil && err.Error() != c.err {
				t.Fatalf("error %v, want %q", err, c.err)
			}
			if r.Right != c.right {
				t.Errorf("right = %v, want %v", r.Right, c.right)
			}
		})
	}
}

// An answer is right exactly when every option was treated well.
func TestGradeAgreesWithItsOptions(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		q := makeBank(t, 1, 0, 0).Question("q-1")
		var answer []string
		for _, o := range q.Options() {
			if rapid.Bool().Draw(t, o.ID) {
				answer = append(answer, o.ID)
			}
		}
		r, err := quiz.Grade(q, answer)
		if len(answer) == 0 {
			if err == nil {
				t.Fatal("an empty answer passes")
			}
			return
		}
		if err != nil {
			t.Fatal(err)
		}
		good := true
		for _, o := range r.Options {
			good = good && o.Good()
		}
		if good != r.Right {
			t.Fatalf("right = %v, but the options say %v: %+v", r.Right, good, r.Options)
		}
	})
}

func TestJudge(t *testing.T) {
	cases := []struct {
		right, asked int
		want         quiz.Verdict
	}{
		{0, 0, quiz.NotYet}, {0, 1, quiz.NotYet}, {1, 1, quiz.Strong}, {1, 2, quiz.Shaky}, {2, 3, quiz.Shaky},
		{3, 4, quiz.Shaky}, {4, 5, quiz.Strong}, {1, 3, quiz.NotYet}, {2, 4, quiz.Shaky}, {5, 5, quiz.Strong},
	}
	for _, c := range cases {
		if got := quiz.Judge(c.right, c.asked); got != c.want {
			t.Errorf("Judge(%d, %d) = %s, want %s", c.right, c.asked, got, c.want)
		}
	}
}

func TestVerdicts(t *testing.T) {
	bank := makeBank(t, 6, 0, 0)
	objectives, _ := site{}.Objectives("lesson")
	var answers []quiz.Answered
	for i, q := range bank.Questions("lesson") { // do, tell, know, do, tell, know
		answers = append(answers, quiz.Answered{Question: q, Right: i < 2})
	}
	got := quiz.Verdicts(objectives, answers[:5])
	want := []quiz.ObjectiveVerdict{
		{Objective: objectives[0], Verdict: quiz.NotYet, Right: 0, Asked: 1},
		{Objective: objectives[1], Verdict: quiz.Shaky, Right: 1, Asked: 2},
		{Objective: objectives[2], Verdict: quiz.Shaky, Right: 1, Asked: 2},
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
	if got := quiz.Verdicts(objectives, nil); got != nil {
		t.Errorf("nothing asked, but %v", got)
	}
}
