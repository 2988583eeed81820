package generate_test

import (
	"flag"
	"fmt"
	"strings"
	"sync"
	"testing"

	"github.com/google/go-cmp/cmp"

	"rolecall/quiz"
	"rolecall/quiz/generate"
	"rolecall/quiz/prose"
)

// In full, as make test-full does: go test ./quiz/generate -run OneRightAnswer -seeds 10000 -timeout 60m
var seeds = flag.Int("seeds", 200, "how many seeds a family the engine is asked about; 10000 in full")

// Every seed gives a question of which the engine says that one option is right
// and the others are wrong, for Make asks it about every option.
func TestEveryQuestionHasOneRightAnswer(t *testing.T) {
	var used sync.Map // misconceptions
	t.Run("families", func(t *testing.T) {
		for _, f := range generate.Families() {
			t.Run(f.ID, func(t *testing.T) {
				t.Parallel()
				checkFamily(t, f, &used)
			})
		}
	})
	checkMisconceptions(t, &used)
}

// simple are the families whose subject leaves too little to be kept in mind for a
// hard question: see "Generated questions" in docs/authoring.md.
var simple = map[string]bool{"caller-identity": true, "broken-credentials": true, "arn-match": true, "service-deputy": true, "workload-trust": true}

func checkFamily(t *testing.T, f generate.Family, used *sync.Map) {
	longest, shortest, keys, levels := 0, 0, map[string]bool{}, map[quiz.Difficulty]int{}
	n := *seeds
	if !f.Newest() {
		n = max(n/10, 20) // those that only old attempts may still need
	}
	for seed := range uint64(n) {
		m, err := f.Make(seed)
		if err != nil {
			t.Fatal(err)
		}
		checkShape(t, m)
		long, short := extremes(m.Question)
		if long {
			longest++
		}
		if short {
			shortest++
		}
		for _, b := range m.Beliefs {
			used.Store(b.ID, true)
		}
		keys[m.Key] = true
		levels[m.Question.Difficulty]++
	}
	// Of four options one is the longest and one the shortest: where that told the
	// answer, a reader could do without reading.
	if most := n * 45 / 100; n == *seeds && (longest > most || shortest > n*60/100) {
		t.Errorf("the right option is the longest in %d and the shortest in %d of %d questions", longest, shortest, n)
	}
	if f.Newest() && n >= 100 && (levels[quiz.Hard] == 0) != simple[f.ID] {
		t.Errorf("%d of %d questions of %s are hard", levels[quiz.Hard], n, f.ID)
	}
	t.Logf("%s: %d meanings; %d easy, %d medium, %d hard; right option longest in %d%%, shortest in %d%%",
		f.ID, len(keys), levels[quiz.Easy], levels[quiz.Medium], levels[quiz.Hard], longest*100/n, shortest*100/n)
}

// checkMisconceptions: each is needed, named once, and said in whole sentences.
func checkMisconceptions(t *testing.T, used *sync.Map) {
	seen := map[string]bool{}
	for _, m := range generate.Misconceptions() {
		if seen[string(m.ID)] || seen[m.Name] {
			t.Errorf("%s is there twice", m.ID)
		}
		seen[string(m.ID)], seen[m.Name] = true, true
		if _, ok := used.Load(m.ID); !ok {
			t.Errorf("no option stands for %s", m.ID)
		}
		if m.Name == "" || !strings.HasSuffix(m.Text, ".") {
			t.Errorf("%s: %q, %q", m.ID, m.Name, m.Text)
		}
	}
}

// checkShape holds a question to what the bank asks of those written by hand.
func checkShape(t *testing.T, m *generate.Made) {
	t.Helper()
	q := m.Question
	options := q.Options()
	if len(options) != 4 {
		t.Fatalf("%s has %d options", q.ID, len(options))
	}
	right, texts := 0, map[string]bool{}
	for _, o := range options {
		if texts[o.Text.Text] {
			t.Errorf("%s offers %q twice", q.ID, o.Text.Text)
		}
		texts[o.Text.Text] = true
		if o.Right {
			right++
		} else if m.Beliefs[o.ID].ID == "" {
			t.Errorf("%s: option %s stands for no misconception", q.ID, o.ID)
		}
		if o.Why.Empty() {
			t.Errorf("%s: option %s has no why", q.ID, o.ID)
		}
	}
	if right != 1 {
		t.Errorf("%s has %d right options", q.ID, right)
	}
	for name, text := range map[string]prose.Text{"stem": q.Stem, "hint": q.Hint, "check": q.Verify} {
		if text.Empty() || strings.Contains(text.Text, "%!") {
			t.Errorf("%s: its %s is %q", q.ID, name, text.Text)
		}
	}
	if len(q.Worked) < 3 || len(q.Mistakes) == 0 || len(q.Objectives) == 0 || prose.CheckURL(q.Source) != "" {
		t.Errorf("%s: %d steps, %d mistakes, objectives %v, source %s", q.ID, len(q.Worked), len(q.Mistakes), q.Objectives, q.Source)
	}
}

// extremes reports whether the right option is longer, or shorter, than every other.
func extremes(q *quiz.Question) (longest, shortest bool) {
	longest, shortest = true, true
	right := 0
	for _, o := range q.Options() {
		if o.Right {
			right = len([]rune(o.Text.Text))
		}
	}
	for _, o := range q.Options() {
		n := len([]rune(o.Text.Text))
		longest = longest && (o.Right || right > n)
		shortest = shortest && (o.Right || right < n)
	}
	return longest, shortest
}

// An attempt keeps an id and a version; both together must give the question back.
func TestRebuiltQuestionsAreTheSame(t *testing.T) {
	for _, f := range generate.Families() {
		for _, seed := range []uint64{0, 1, 77, 1<<63 + 5} {
			m, err := f.Make(seed)
			if err != nil {
				t.Fatal(err)
			}
			again, err := generate.Rebuild(m.Question.ID, m.Question.Version)
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(told(m.Question), told(again.Question)); diff != "" {
				t.Errorf("%s comes back changed:\n%s", m.Question.ID, diff)
			}
			key, difficulty := f.Glance(seed)
			if key != m.Key || difficulty != m.Question.Difficulty {
				t.Errorf("%s: a glance shows %s, %s", m.Question.ID, key, difficulty)
			}
		}
	}
}

// told is all that a reader can see of a question.
func told(q *quiz.Question) []string {
	all := []string{q.ID, fmt.Sprint(q.Version, q.Difficulty, q.Objectives), q.Stem.HTML, q.Hint.HTML, q.Verify.HTML}
	for _, o := range q.Options() {
		all = append(all, o.ID, o.Text.HTML, fmt.Sprint(o.Right), o.Why.HTML)
	}
	for _, d := range q.Show {
		all = append(all, d.Path, d.JSON)
	}
	for _, w := range append(q.Worked, q.Mistakes...) {
		all = append(all, w.HTML)
	}
	return all
}

func TestIDs(t *testing.T) {
	for id, known := range map[string]bool{
		"gen:who-assumes:0": true, "gen:who-assumes:18446744073709551615": true,
		"gen:who-assumes:18446744073709551616": false, "gen:who-assumes:01": false, "gen:who-assumes:-1": false,
		"gen:no-such:1": false, "ta-two-sides-1": false, "gen:who-assumes": false, "gen:Who:1": false, "": false,
	} {
		if got := generate.Known(id, 1); got != known {
			t.Errorf("Known(%q) = %v", id, got)
		}
		if _, err := generate.Rebuild(id, 1); (err == nil) != known {
			t.Errorf("Rebuild(%q): %v", id, err)
		}
	}
	if generate.Known("gen:who-assumes:1", 99) {
		t.Error("a version that never was is known")
	}
}

func TestSittingsAskNothingTwice(t *testing.T) {
	for seed := range uint64(20) {
		picks := generate.Sitting(generate.Wish{Count: 20}, seed)
		if len(picks) != 20 {
			t.Fatalf("seed %d: %d questions, want 20", seed, len(picks))
		}
		seen := map[string]bool{}
		for _, p := range picks {
			family, _, _ := generate.ParseID(p.ID)
			if now, _ := generate.Current(family); p.Version != now.Version {
				t.Errorf("seed %d asks %s in version %d, and there is %d", seed, p.ID, p.Version, now.Version)
			}
			if seen[p.Key] {
				t.Errorf("seed %d asks %s twice", seed, p.Key)
			}
			seen[p.Key] = true
		}
		if diff := cmp.Diff(picks, generate.Sitting(generate.Wish{Count: 20}, seed)); diff != "" {
			t.Errorf("the same seed sits otherwise:\n%s", diff)
		}
	}
}

func TestSittingsKeepToTheWish(t *testing.T) {
	for _, level := range []quiz.Difficulty{quiz.Easy, quiz.Medium, quiz.Hard} {
		picks := generate.Sitting(generate.Wish{Difficulty: level.String(), Count: 8}, 5)
		if len(picks) != 8 {
			t.Errorf("%d %s questions, want 8", len(picks), level)
		}
		for _, p := range picks {
			m, err := generate.Rebuild(p.ID, p.Version)
			if err != nil || m.Question.Difficulty != level || m.Key != p.Key {
				t.Errorf("%s: %v, %s, %s", p.ID, err, m.Question.Difficulty, m.Key)
			}
		}
	}
	first := generate.Sitting(generate.Wish{Family: "how-long", Count: 3}, 5)
	avoid := map[string]bool{}
	for _, p := range first {
		avoid[p.Key] = true
	}
	for _, p := range generate.Sitting(generate.Wish{Family: "how-long", Count: 3, Avoid: avoid}, 5) {
		if avoid[p.Key] {
			t.Errorf("%s was to be avoided", p.Key)
		}
	}
	if picks := generate.Sitting(generate.Wish{Family: "no-such", Count: 3}, 5); picks != nil {
		t.Errorf("a family that isn't there asks %v", picks)
	}
}

func TestLikeFindsAFamily(t *testing.T) {
	for id, want := range map[string]string{"gen:how-long:7": "how-long", "ta-x": "caller-identity"} {
		q := &quiz.Question{ID: id, Objectives: []string{"assume-call"}}
		if fs := generate.Like(q); len(fs) == 0 || fs[0].ID != want {
			t.Errorf("like %s: %v", id, fs)
		}
	}
	if fs := generate.Like(&quiz.Question{ID: "ta-x", Objectives: []string{"no-such"}}); len(fs) != 0 {
		t.Errorf("an objective that no family asks about has %d families", len(fs))
	}
}

func BenchmarkMake(b *testing.B) {
	for _, f := range generate.Families() {
		b.Run(f.ID, func(b *testing.B) {
			for seed := uint64(0); b.Loop(); seed++ {
				if _, err := f.Make(seed); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}

func BenchmarkSitting(b *testing.B) {
	for seed := uint64(0); b.Loop(); seed++ {
		if len(generate.Sitting(generate.Wish{Count: 10}, seed)) != 10 {
			b.Fatal("not ten questions")
		}
	}
}
