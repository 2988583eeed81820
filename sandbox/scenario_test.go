package sandbox

import (
	"encoding/json"
	"flag"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"golang.org/x/tools/txtar"
)

var update = flag.Bool("update", false, "write the golden files anew")

// Each golden file holds a scenario, its markers written as MARK, and the faults
// that reading it gives.
func TestFaults(t *testing.T) {
	files, err := filepath.Glob("testdata/faults/*.txtar")
	if err != nil || len(files) == 0 {
		t.Fatalf("no golden files: %v", err)
	}
	for _, file := range files {
		t.Run(strings.TrimSuffix(filepath.Base(file), ".txtar"), func(t *testing.T) {
			a, err := txtar.ParseFile(file)
			if err != nil || len(a.Files) != 2 {
				t.Fatalf("%d files, %v", len(a.Files), err)
			}
			_, err = ParseScenario("x.txtar", "x", marked(string(a.Files[0].Data)))
			if err == nil {
				t.Fatal("it was taken")
			}
			got := err.Error() + "\n"
			if *update {
				a.Files[1].Data = []byte(got)
				if err := os.WriteFile(file, txtar.Format(a), 0o644); err != nil {
					t.Fatal(err)
				}
				return
			}
			if diff := cmp.Diff(string(a.Files[1].Data), got); diff != "" {
				t.Errorf("(-want +got, -update accepts it)\n%s", diff)
			}
		})
	}
}

func marked(src string) []byte {
	var b strings.Builder
	for line := range strings.Lines(src) {
		if name, ok := strings.CutPrefix(line, "MARK "); ok {
			line = "-- " + strings.TrimSpace(name) + " --\n"
		}
		b.WriteString(line)
	}
	return []byte(b.String())
}

func TestWants(t *testing.T) {
	const assume = "aws sts assume-role --role-arn arn:aws:iam::444455556666:role/Deploy --role-session-name ship\n"
	tests := []struct {
		name, steps string
		line        int    // of the step that isn't so; 0: all are
		why         string // part of the reason
	}{
		{"an unclaimed command must succeed", "as 111122223333/users/alice\n" + assume, 2, "It was to succeed, and it was implicitDeny identity."},
		{"a denial", "as 111122223333/users/alice\n" + assume + "want implicitDeny identity\nwant AccessDenied\nwant implicitDeny", 0, ""},
		{"the wrong layer", "as 111122223333/users/alice\n" + assume + "want implicitDeny resource", 3, "to be implicitDeny resource, and it was implicitDeny identity"},
		{"not denied", "as 111122223333/users/alice\naws sts get-caller-identity\nwant AccessDenied", 3, "it was allowed"},
		{"a value", "as 111122223333/users/alice\naws sts get-caller-identity\nwant Account = 111122223333", 0, ""},
		{"another value", "as 111122223333/users/alice\naws sts get-caller-identity\nwant Account = 1", 3, "Account was to be 1, and it was 111122223333."},
		{"nobody acts", "aws sts get-caller-identity\nwant MissingAuthenticationToken", 0, ""},
		{"nobody of that name", "as 111122223333/users/carol", 1, `no user "carol"`},
		{"a session nobody issued", "as session ship", 1, `no session named "ship"`},
		{"a service that isn't trusted", "as 444455556666/roles/Deploy via ec2.amazonaws.com\nwant implicitDeny resource", 0, ""},
		{"nothing to keep", "as 111122223333/users/alice\naws sts get-caller-identity\nkeep mine", 3, "issued no credentials"},
		{"a kept name", "as root 444455556666\naws sts get-session-token\nkeep mine\nas session mine\naws sts get-caller-identity\nwant Arn = arn:aws:iam::444455556666:root", 0, ""},
		{"comments and blanks", "\n# nothing\n  \nas anonymous\n", 0, ""},
	}
	l, err := Embedded()
	if err != nil {
		t.Fatal(err)
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			steps, err := ParseSteps(tt.steps)
			if err != nil {
				t.Fatal(err)
			}
			w, err := l.Scenario("cross-account").NewWorld(Standing(tt.name))
			if err != nil {
				t.Fatal(err)
			}
			results := Play(w, steps)
			last := results[len(results)-1]
			if tt.line == 0 {
				if !last.Met {
					t.Errorf("line %d: %s", last.Step.Line, last.Why)
				}
				return
			}
			if last.Met || last.Step.Line != tt.line || !strings.Contains(last.Why, tt.why) {
				t.Errorf("line %d met %v: %q, want line %d: %q", last.Step.Line, last.Met, last.Why, tt.line, tt.why)
			}
		})
	}
}

// IAM UG: "Revoke IAM role temporary security credentials".
//
// Rules: trust.revoke.
func TestRevokedSessionsAreOver(t *testing.T) {
	l, err := Embedded()
	if err != nil {
		t.Fatal(err)
	}
	w, err := l.Scenario("borrowed-key").NewWorld(Standing("revoke"))
	if err != nil {
		t.Fatal(err)
	}
	steps, err := ParseSteps(`
as 111122223333/users/alice
aws sts assume-role --role-arn arn:aws:iam::444455556666:role/Deploy --role-session-name old
advance 1m
revoke 444455556666/roles/Deploy
aws sts assume-role --role-arn arn:aws:iam::444455556666:role/Deploy --role-session-name new
as session old
aws s3 ls s3://reports/
want explicitDeny identity
as session new
aws s3 ls s3://reports/
want allowed
`)
	if err != nil {
		t.Fatal(err)
	}
	for _, r := range Play(w, steps) {
		if !r.Met {
			t.Errorf("line %d: %s", r.Step.Line, r.Why)
		}
	}
}

func TestOverlayNamesTheFileThatWasNotTaken(t *testing.T) {
	l, err := Embedded()
	if err != nil {
		t.Fatal(err)
	}
	_, err = l.Scenario("cross-account").Fresh(Standing("x"), map[string]string{
		"111122223333/users/alice/policies/p.json": `{"Version": "2012-10-17"`,
	})
	if err == nil || !strings.Contains(err.Error(), "111122223333/users/alice/policies/p.json") {
		t.Errorf("got %v", err)
	}
}

func TestWorldsOfAScenarioShareNothing(t *testing.T) {
	src := `# Shared
MARK world.yaml
accounts:
  "111122223333":
    users: {alice: {tags: {team: ship}}}
    secrets: {db: {tags: {team: ship}, values: {value: x}}}
organization: {management: "999999999999", root: {scps: [FullAWSAccess], accounts: ["111122223333"]}}
`
	s, err := ParseScenario("x.txtar", "x", marked(src))
	if err != nil {
		t.Fatal(err)
	}
	stored := func() string {
		w, err := s.NewWorld(Standing("same"))
		if err != nil {
			t.Fatal(err)
		}
		data, err := json.Marshal(w)
		if err != nil {
			t.Fatal(err)
		}
		a := w.Account("111122223333")
		delete(a.Users["alice"].Tags, "team")
		a.Resource("secrets", "db").Values["value"] = "y"
		a.Resource("secrets", "db").Tags["team"] = "y"
		w.Organization().Root.SCPs[0] = "y"
		return string(data)
	}
	if diff := cmp.Diff(stored(), stored()); diff != "" {
		t.Errorf("the second world shows what was done to the first:\n%s", diff)
	}
}

func FuzzParseSteps(f *testing.F) {
	l, err := Embedded()
	if err != nil {
		f.Fatal(err)
	}
	for _, s := range l.Scenarios() {
		var lines []string
		for _, step := range s.Steps {
			lines = append(lines, step.Text)
		}
		f.Add(strings.Join(lines, "\n"))
	}
	f.Add("as session A/b\nkeep\nwant a = b\nadvance 1d")
	f.Fuzz(func(t *testing.T, src string) {
		steps, err := ParseSteps(src)
		if err != nil {
			return
		}
		for _, s := range steps {
			if s.Line < 1 || s.Text == "" {
				t.Errorf("a step without a place: %+v", s)
			}
			again, err := ParseSteps("aws\n" + s.Text)
			if err != nil || len(again) != 2 || again[1].Kind != s.Kind {
				t.Errorf("%q reads as %v by itself: %v", s.Text, again, err)
			}
		}
	})
}

func FuzzParseScenario(f *testing.F) {
	files, err := filepath.Glob("worlds/*.txtar")
	if err != nil || len(files) == 0 {
		f.Fatalf("no seeds: %v", err)
	}
	for _, file := range files {
		src, err := os.ReadFile(file)
		if err != nil {
			f.Fatal(err)
		}
		f.Add(src)
	}
	f.Fuzz(func(t *testing.T, src []byte) {
		s, err := ParseScenario("f.txtar", "f", src)
		if err != nil {
			faults, ok := err.(Faults)
			if !ok || len(faults) == 0 {
				t.Fatalf("not faults: %v", err)
			}
			for _, fault := range faults {
				if fault.Line < 1 || fault.Message == "" {
					t.Errorf("a fault without a place: %+v", fault)
				}
			}
			return
		}
		if _, err := s.NewWorld(Standing("again")); err != nil {
			t.Errorf("it was taken and can't be built: %v", err)
		}
	})
}
