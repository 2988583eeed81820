package sandbox

import (
	"maps"
	"slices"
	"strings"
	"testing"
)

func challenge(t *testing.T, name string) *Challenge {
	t.Helper()
	l, err := Embedded()
	if err != nil {
		t.Fatal(err)
	}
	c := l.Challenge(name)
	if c == nil {
		t.Fatalf("there is no challenge %s", name)
	}
	return c
}

func TestJudgeTakesTheLearnersDocuments(t *testing.T) {
	c := challenge(t, "open-door")
	w, err := c.NewWorld(Standing("learner"))
	if err != nil {
		t.Fatal(err)
	}
	if Solved(c.Judge(w)) {
		t.Error("it is solved before anything was changed")
	}
	if err := Overlay(w, c.Solution); err != nil {
		t.Fatal(err)
	}
	// What the learner does besides doesn't count: only the documents do.
	if err := w.Advance(1000000); err != nil {
		t.Fatal(err)
	}
	w.DeleteUser(w.Account("111122223333").Users["bob"])
	for _, r := range c.Judge(w) {
		if !r.Met {
			t.Errorf("%s: %s", r.Goal.Name, r.Why)
		}
	}
}

func TestJudgeTakesARemovedDocumentAway(t *testing.T) {
	c := challenge(t, "locked-out")
	w, err := c.Fresh(Standing("learner"), c.Solution)
	if err != nil {
		t.Fatal(err)
	}
	if err := w.RemoveDocument("111122223333/users/alice/policies/become-deploy.json"); err != nil {
		t.Fatal(err)
	}
	results := c.Judge(w)
	i := slices.IndexFunc(results, func(r GoalResult) bool { return r.Goal.Name == "alice-deploys" })
	if results[i].Met || !strings.Contains(results[i].Why, "implicitDeny identity") {
		t.Errorf("got %v %q", results[i].Met, results[i].Why)
	}
}

// Verify is what keeps challenges honest, so each of its complaints is provoked.
func TestVerifyCatchesWhatIsNotSo(t *testing.T) {
	tests := []struct {
		name string
		edit func(c *Challenge)
		says string
	}{
		{"nothing", func(*Challenge) {}, ""},
		{"a solution that doesn't solve", func(c *Challenge) { c.Solution = map[string]string{} }, "the solution doesn't meet goal"},
		{"solved at the start", func(c *Challenge) { c.Goals = c.Goals[1:2] }, ""},
		{"a goal that accepts the wrong solution", func(c *Challenge) { c.Wrongs[0].Blame.Goal = "alice-with-phone" }, "goal alice-with-phone accepts it"},
		{"another statement", func(c *Challenge) { c.Wrongs[0].Blame.SID = "BecomeDeploy" }, "had no part in the refusal"},
		{"another file", func(c *Challenge) { c.Wrongs[0].Blame.File = "444455556666/policies/ReadReports.json" }, "had no part in the refusal"},
		{"a wrong solution that is right", func(c *Challenge) { c.Wrongs[0].Files = maps.Clone(c.Solution) }, "accepts it"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			own := *challenge(t, "open-door")
			own.Wrongs = slices.Clone(own.Wrongs)
			tt.edit(&own)
			faults := own.Verify()
			if tt.name == "solved at the start" {
				if len(faults) == 0 {
					t.Error("a goal that is met from the start passes")
				}
				return
			}
			if (len(faults) == 0) != (tt.says == "") || tt.says != "" && !strings.Contains(faults.Error(), tt.says) {
				t.Errorf("got %v, want something about %q", faults, tt.says)
			}
		})
	}
}

func TestChallengesAreComplete(t *testing.T) {
	src := `# Empty
MARK world.yaml
accounts:
  "111122223333": {users: {alice: {}}}
MARK challenge.yaml
grade: trivial
lesson: temporary-access
edit: []
MARK goals/a
as anonymous
MARK wrong/x/111122223333/users/alice/policies/p.json
{"Version":"2012-10-17","Statement":[]}
`
	_, err := ParseChallenge("x.txtar", "x", marked(src))
	if err == nil {
		t.Fatal("it was taken")
	}
	for _, want := range []string{"x.txtar:6: grade", "edit names no document", "at least two wrong solutions", "x.txtar:10: a goal begins with", "wrong/x has no blame.yaml", "wrong/x changes 111122223333"} {
		if !strings.Contains(err.Error(), want) {
			t.Errorf("nothing is said of %q in:\n%s", want, err)
		}
	}
}

func TestTracksHaveNoGaps(t *testing.T) {
	on := func(part int, name string) *Challenge {
		return &Challenge{Scenario: &Scenario{file: name}, Track: Track{"Saturday", part}}
	}
	tests := []struct {
		name  string
		parts []*Challenge
		says  string
	}{
		{"whole", []*Challenge{on(2, "b"), on(1, "a"), {Scenario: &Scenario{file: "alone"}}}, ""},
		{"a part is missing", []*Challenge{on(1, "a"), on(3, "c")}, `c:1: the track "Saturday" has part 3 and no part 2`},
		{"a part twice", []*Challenge{on(1, "a"), on(1, "b")}, `b:1: part 1 of the track "Saturday" is there twice`},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			l := &Library{challenges: tt.parts}
			got := ""
			if faults := l.gaps(); len(faults) > 0 {
				got = faults.Error()
			}
			if got != tt.says {
				t.Errorf("got %q, want %q", got, tt.says)
			}
		})
	}
}

func TestTracksAreListedInTheOrderOfTheirParts(t *testing.T) {
	l, err := Embedded()
	if err != nil {
		t.Fatal(err)
	}
	if len(l.Tracks()) == 0 {
		t.Fatal("there is no track")
	}
	for _, name := range l.Tracks() {
		for i, c := range l.Track(name) {
			if c.Track.Part != i+1 {
				t.Errorf("%s: %s stands at place %d and is part %d", name, c.Name, i+1, c.Track.Part)
			}
		}
	}
}
