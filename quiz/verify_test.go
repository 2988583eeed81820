package quiz_test

import (
	"strings"
	"testing"
	"testing/fstest"

	"github.com/google/go-cmp/cmp"

	"rolecall/quiz"
	"rolecall/sandbox"
)

const badge = `{"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": "sts:AssumeRole", "Resource": "arn:aws:iam::444455556666:role/Deploy"}]}`

const room = `# Two rooms

Alice has no badge.
-- world.yaml --
accounts:
  "111122223333":
    name: Tools
    users:
      alice: {path: /}
  "444455556666":
    name: Production
    roles:
      Deploy: {path: /}
-- 444455556666/roles/Deploy/trust.json --
{"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Principal": {"AWS": "111122223333"}, "Action": "sts:AssumeRole"}]}
`

const challenge = room + `-- challenge.yaml --
grade: easy
lesson: temporary-access
edit: [111122223333/users/alice/policies/badge.json]
-- goals/alice --
# must work: Alice becomes Deploy
as 111122223333/users/alice
aws sts assume-role --role-arn arn:aws:iam::444455556666:role/Deploy --role-session-name ship
want allowed
-- hints --
Which side is silent?
-- solution/111122223333/users/alice/policies/badge.json --
` + badge + `
-- wrong/a/111122223333/users/alice/policies/badge.json --
` + badge + `
-- wrong/a/blame.yaml --
{goal: alice, file: 111122223333/users/alice/policies/badge.json, sid: "", why: x}
-- wrong/b/111122223333/users/alice/policies/badge.json --
` + badge + `
-- wrong/b/blame.yaml --
{goal: alice, file: 111122223333/users/alice/policies/badge.json, sid: "", why: x}
`

func library(t *testing.T) *sandbox.Library {
	t.Helper()
	lib, err := sandbox.Load(fstest.MapFS{"worlds/room.txtar": {Data: []byte(room)}, "challenges/c.txtar": {Data: []byte(challenge)}})
	if err != nil {
		t.Fatal(err)
	}
	return lib
}

// option writes an option whose steps let Alice try, with or without her badge.
func option(id, right, files, want string) string {
	return "      - {id: " + id + ", text: text of " + id + ", why: because, " + right + files + `steps: "as 111122223333/users/alice\naws sts assume-role --role-arn arn:aws:iam::444455556666:role/Deploy --role-session-name ship\n` + want + "\"}\n"
}

const withBadge = `files: {111122223333/users/alice/policies/badge.json: '` + badge + `'}, `

func bankOf(t *testing.T, kind string, options ...string) *quiz.Bank {
	t.Helper()
	src := `questions:
  - id: q
    version: 1
    type: ` + kind + `
    difficulty: easy
    objectives: [know]
    source: https://docs.aws.amazon.com/x
    stem: Why?
    world: room
    show: [444455556666/roles/Deploy/trust.json]
    options:
` + strings.Join(options, "") + `    hint: x
    worked: [x]
    verify: x
    mistakes: [x]
`
	bank, err := quiz.Load(fstest.MapFS{"lesson/a.yaml": {Data: []byte(src)}}, site{}, library(t))
	if err != nil {
		t.Fatal(err)
	}
	return bank
}

func TestVerify(t *testing.T) {
	const allowed, denied = "want allowed", "want implicitDeny identity"
	cases := []struct {
		name    string
		kind    string
		options []string
		want    string
	}{
		{"sound", "choice", []string{option("a", "right: true, ", "", denied), option("b", "", "", allowed), option("c", "", withBadge, denied)}, ""},
		{"all of them sound", "choose-all", []string{option("a", "right: true, ", "", denied), option("b", "right: true, ", withBadge, allowed), option("c", "", "", allowed)}, ""},
		{"right doesn't hold", "choice", []string{option("a", "right: true, ", "", allowed), option("b", "", "", allowed), option("c", "", "", allowed)},
			`lesson/a.yaml:12: q: option "a" is called right, but the engine says: It was to be allowed, and it was implicitDeny identity.`},
		{"wrong holds", "choice", []string{option("a", "right: true, ", "", denied), option("b", "", "", denied), option("c", "", "", allowed)},
			`lesson/a.yaml:13: q: option "b" is called wrong, but the engine says that all it claims is so`},
		{"claims nothing", "choice", []string{option("a", "right: true, ", "", denied), option("b", "", withBadge, "keep x"), option("c", "", "", allowed)},
			`lesson/a.yaml:13: q, option "b": these steps claim nothing: end them with a want`},
		{"fails in silence", "choice", []string{option("a", "right: true, ", "", denied), option("b", "", "", "as root 111122223333"), option("c", "", "", allowed)},
			`lesson/a.yaml:13: q, option "b": It was to succeed, and it was implicitDeny identity.`},
		{"a file that isn't taken", "choice", []string{option("a", "right: true, ", "", denied), option("b", "", `files: {111122223333/users/nobody/policies/x.json: '{}'}, `, denied), option("c", "", "", allowed)},
			`lesson/a.yaml:13: q, option "b": laying 111122223333/users/nobody/policies/x.json over the world: `},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			bank := bankOf(t, c.kind, c.options...)
			q := bank.Question("q")
			if !q.EngineChecked || len(q.Show) != 1 || !strings.Contains(q.Show[0].JSON, "sts:AssumeRole") {
				t.Fatalf("engine-checked %v, shows %v", q.EngineChecked, q.Show)
			}
			v := quiz.Verify(bank)
			got := v.Faults.Error()
			if c.want == "" && got != "" || !strings.HasPrefix(got, c.want) || strings.Count(got, "\n") > 0 {
				t.Errorf("got\n%s\nwant\n%s", got, c.want)
			}
			flips := v.Flip(bank)
			wantFlipped := 2
			if c.kind == "choose-all" {
				wantFlipped = 3
			}
			if flips.Flipped != wantFlipped {
				t.Errorf("%d keys moved, want %d", flips.Flipped, wantFlipped)
			}
			if c.want == "" && (flips.Caught != wantFlipped || flips.Missed != nil) {
				t.Errorf("%d of %d moved keys noticed: %v", flips.Caught, flips.Flipped, flips.Missed)
			}
		})
	}
}

// A key moved to where the engine says it belongs is noticed by nobody.
func TestFlipMissed(t *testing.T) {
	bank := bankOf(t, "choice", option("a", "right: true, ", "", "want allowed"), option("b", "", "", "want implicitDeny identity"), option("c", "", "", "want allowed"))
	flips := quiz.Verify(bank).Flip(bank)
	if flips.Flipped != 2 || flips.Caught != 1 {
		t.Errorf("%d of %d noticed, want 1 of 2", flips.Caught, flips.Flipped)
	}
	want := "lesson/a.yaml:2: q: nobody would notice the key moved to b"
	if diff := cmp.Diff(want, flips.Missed.Error()); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}
