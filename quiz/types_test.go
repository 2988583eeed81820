package quiz_test

import (
	"strings"
	"testing"
	"testing/fstest"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"rolecall/quiz"
)

// typed writes a bank of one question of a type in the world room, where Alice has
// no badge and Deploy trusts her account.
func typed(kind, rest string) string {
	return `questions:
  - id: q
    version: 1
    type: ` + kind + `
    difficulty: easy
    objectives: [know]
    source: https://docs.aws.amazon.com/x
    stem: Why?
    hint: x
    worked: [x]
    verify: x
    mistakes: [x]
` + rest
}

const (
	assume = `aws sts assume-role --role-arn arn:aws:iam::444455556666:role/Deploy --role-session-name ship`

	ordered = `    world: room
    files: {111122223333/users/alice/policies/badge.json: '` + badge + `'}
    items:
      - {id: ask, text: She asks, why: x, steps: "as 111122223333/users/alice\n` + assume + `\nwant allowed"}
      - {id: use, text: She uses it, why: x, steps: "as session ship"}
      - {id: look, text: She looks, why: x, steps: "aws sts get-caller-identity\nwant Account = 444455556666"}
`
	matched = `    world: room
    pairs:
      - {id: without, text: Without her badge, answer: no, why: x, steps: "as 111122223333/users/alice\n` + assume + `"}
      - {id: with, text: With it, answer: yes, why: x, files: {111122223333/users/alice/policies/badge.json: '` + badge + `'}, steps: "as 111122223333/users/alice\n` + assume + `"}
    answers:
      - {id: no, text: Refused, steps: want implicitDeny identity}
      - {id: yes, text: Allowed, steps: want allowed}
`
	gapped = `    world: room
    path: 111122223333/users/alice/policies/badge.json
    document: '{"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": "____", "Resource": "arn:aws:iam::444455556666:role/Deploy"}]}'
    label: The action
    accept: ["sts:AssumeRole"]
    why: x
    tempting: [{text: "iam:AssumeRole", why: iam}, {text: "AssumeRole", why: plain}]
    steps: "as 111122223333/users/alice\n` + assume + `\nwant allowed"
`
	lined = `    world: room
    files:
      111122223333/users/alice/policies/badge.json: |
        {"Version": "2012-10-17", "Statement": [
          {"Sid": "Yes", "Effect": "Allow",
           "Action": "sts:AssumeRole", "Resource": "*"},
          {"Sid": "No", "Effect": "Deny",
           "Action": "sts:*",
           "Resource": "arn:aws:iam::444455556666:role/D*"},
          {"Sid": "Else", "Effect": "Deny",
           "Action": "iam:*", "Resource": "*"}]}
    path: 111122223333/users/alice/policies/badge.json
    asks: denies
    steps: "as 111122223333/users/alice\n` + assume + `\nwant explicitDeny identity"
    options:
      - {id: "yes", at: '"Yes"', why: x}
      - {id: "no", at: '"No"', right: true, why: x}
      - {id: else, at: '"Else"', why: x}
`
	spotted = `    kind: identity
    document: |
      {"Version": "2012-10-17", "Statement": [
        {"Effect": "Allow",
         "Action": "sts:AssumRole",
         "Resource": "arn:aws:iam::444455556666:role/Deploy"}]}
    finding: unknown-action
    options:
      - {id: effect, at: '"Effect"', why: x}
      - {id: action, at: '"Action"', right: true, why: x}
      - {id: resource, at: '"Resource"', why: x}
`
	predicted = `    world: room
    steps: "as 111122223333/users/alice\n` + assume + ` --query AssumedRoleUser.Arn --output text"
    options:
      - {id: denied, output: "aws: [ERROR]: An error occurred (AccessDenied) when calling the AssumeRole operation: …", right: true, why: x}
      - {id: session, output: "arn:aws:sts::444455556666:assumed-role/Deploy/ship", why: x, files: {111122223333/users/alice/policies/badge.json: '` + badge + `'}}
      - {id: me, output: "arn:aws:iam::…:user/alice", why: x, steps: "as 111122223333/users/alice\naws sts get-caller-identity --query Arn --output text"}
`
)

// Each type is proved by the engine, every moved key is noticed, and an author's
// slip is told with its line.
func TestTypesAreProved(t *testing.T) {
	cases := []struct {
		kind, src string
		flips     int
		slip      [2]string // what is replaced by what
		fault     string
	}{
		{"order", ordered, 3, [2]string{"want Account = 444455556666", "want Account = 111122223333"},
			`q: the order ask, use, look is called right, but the engine says: "want Account = 111122223333": Account was to be 111122223333, and it was 444455556666.`},
		{"match", matched, 2, [2]string{"answer: yes", "answer: no"}, `q: the pair with=no is called right, but the engine says: It was to be implicitDeny identity, and it was allowed.`},
		{"fill", gapped, 2, [2]string{`["sts:AssumeRole"]`, `["sts:AssumeRol"]`}, `q: the text "sts:AssumeRol" is called right, but the engine says: `},
		{"fill", gapped, 2, [2]string{`"iam:AssumeRole"`, `"sts:*"`}, `q: the text "sts:*" is called wrong, but the engine says that all it claims is so`},
		{"line", lined, 2, [2]string{`role/D*`, `role/X*`}, `q, option "yes": It was to be explicitDeny identity, and it was allowed.`},
		{"line", lined, 2, [2]string{`"iam:*"`, `"sts:*"`}, `q: option "else" is called wrong, but the engine says that all it claims is so`},
		{"spot", spotted, 2, [2]string{"sts:AssumRole", "sts:AssumeRole"}, `q: option "action" is called right, but the engine says: it finds nothing`},
		{"spot", spotted, 2, [2]string{`role/Deploy"`, `role/${x"`}, `q, option "resource": this line has a fault too, bad-variable: `},
		{"cli", predicted, 2, [2]string{"(AccessDenied)", "(Denied)"}, `q: option "denied" is called right, but the engine says: the CLI prints aws: [ERROR]: An error occurred (AccessDenied)`},
		{"cli", predicted, 2, [2]string{"user/alice", "user/bob"}, `q, option "me": with its own steps and files the CLI prints arn:aws:iam::111122223333:user/alice`},
	}
	for _, c := range cases {
		t.Run(c.kind, func(t *testing.T) {
			bank, err := quiz.Load(fstest.MapFS{"lesson/a.yaml": {Data: []byte(typed(c.kind, c.src))}}, site{}, library(t))
			if err != nil {
				t.Fatal(err)
			}
			v := quiz.Verify(bank)
			if !bank.Question("q").EngineChecked || len(v.Faults) > 0 {
				t.Fatalf("engine-checked %v, faults %v", bank.Question("q").EngineChecked, v.Faults)
			}
			if f := v.Flip(bank); f.Flipped != c.flips || f.Caught != c.flips {
				t.Errorf("%d of %d moved keys noticed, want %d: %v", f.Caught, f.Flipped, c.flips, f.Missed)
			}
			slipped := strings.Replace(typed(c.kind, c.src), c.slip[0], c.slip[1], 1)
			bank, err = quiz.Load(fstest.MapFS{"lesson/a.yaml": {Data: []byte(slipped)}}, site{}, library(t))
			if err != nil {
				t.Fatal(err)
			}
			if got := quiz.Verify(bank).Faults.Error(); !strings.Contains(got, c.fault) {
				t.Errorf("got\n%s\nwant\n%s", got, c.fault)
			}
		})
	}
}

func TestTypesAreGraded(t *testing.T) {
	cases := []struct {
		kind, src string
		answer    []string
		right     bool
		err       string
	}{
		{"order", ordered, []string{"ask", "use", "look"}, true, ""},
		{"order", ordered, []string{"use", "ask", "look"}, false, ""},
		{"order", ordered, []string{"ask", "use"}, false, "give each of the 3 steps its place"},
		{"order", ordered, []string{"ask", "use", "use"}, false, `step "use" is given twice`},
		{"order", ordered, []string{"ask", "use", "x"}, false, `this question has no step "x"`},
		{"match", matched, []string{"with=yes", "without=no"}, true, ""},
		{"match", matched, []string{"without=no", "with=no"}, false, ""},
		{"match", matched, []string{"without=no"}, false, "match each of the 2 first"},
		{"match", matched, []string{"without=no", "without=yes"}, false, `"without" is matched twice`},
		{"match", matched, []string{"without=perhaps"}, false, `this question has no answer "perhaps"`},
		{"match", matched, []string{"x"}, false, `this question has nothing called "x" to match`},
		{"fill", gapped, []string{"sts:AssumeRole"}, true, ""},
		{"fill", gapped, []string{` "STS:assumerol?" `}, true, ""},
		{"fill", gapped, []string{"iam:AssumeRole"}, false, ""},
		{"fill", gapped, []string{"AssumeRole"}, false, ""},
		{"fill", gapped, []string{`x", "Effect": "Allow`}, false, ""},
		{"fill", gapped, []string{`""`}, false, "fill the gap first"},
		{"fill", gapped, nil, false, "fill the gap first"},
		{"fill", gapped, []string{"a", "b"}, false, "fill the gap with one text"},
		{"fill", gapped, []string{"a\x00"}, false, "fill the gap with one line of plain text"},
		{"fill", gapped, []string{strings.Repeat("é", 201)}, false, "fill the gap with at most 200 characters; this has 201"},
		{"line", lined, []string{"no"}, true, ""},
		{"line", lined, []string{"yes"}, false, ""},
		{"line", lined, nil, false, "choose a line first"},
		{"cli", predicted, []string{"denied"}, true, ""},
		{"spot", spotted, []string{"action"}, true, ""},
	}
	for _, c := range cases {
		t.Run(c.kind, func(t *testing.T) {
			bank, err := quiz.Load(fstest.MapFS{"lesson/a.yaml": {Data: []byte(typed(c.kind, c.src))}}, site{}, library(t))
			if err != nil {
				t.Fatal(err)
			}
			r, err := quiz.Grade(bank.Question("q"), c.answer)
			if (err == nil) != (c.err == "") || err != nil && err.Error() != c.err {
				t.Fatalf("%v: error %v, want %q", c.answer, err, c.err)
			}
			if r.Right != c.right {
				t.Errorf("%v: right = %v, want %v", c.answer, r.Right, c.right)
			}
		})
	}
}

// What is told about a gap: of a known text its why, of another what the engine said.
func TestGapTells(t *testing.T) {
	bank, err := quiz.Load(fstest.MapFS{"lesson/a.yaml": {Data: []byte(typed("fill", gapped))}}, site{}, library(t))
	if err != nil {
		t.Fatal(err)
	}
	q := bank.Question("q")
	known, err := quiz.Grade(q, []string{"iam:AssumeRole"})
	if err != nil || known.Fill.Why.Text != "iam" || known.Fill.Engine != "" || known.Fill.Model != "sts:AssumeRole" {
		t.Errorf("got %+v (%v)", known.Fill, err)
	}
	other, err := quiz.Grade(q, []string{"sts:TagSession"})
	if err != nil || !other.Fill.Why.Empty() || !strings.Contains(other.Fill.Engine, "sts:AssumeRole") {
		t.Errorf("got %+v (%v)", other.Fill, err)
	}
	refused, err := quiz.Grade(q, []string{"not an action"})
	if err != nil || !strings.Contains(refused.Fill.Engine, "AWS would refuse to store this") {
		t.Errorf("got %+v (%v)", refused.Fill, err)
	}
	if open := quiz.Unanswered(q); open.Right || open.Fill.Given != "" || open.Fill.Model != "sts:AssumeRole" {
		t.Errorf("left open: %+v", open.Fill)
	}
}

// An order is right exactly when each item is in its place, and the shown order is
// the same items by the seed alone.
func TestOrderAgreesWithItsItems(t *testing.T) {
	bank, err := quiz.Load(fstest.MapFS{"lesson/a.yaml": {Data: []byte(typed("order", ordered))}}, site{}, library(t))
	if err != nil {
		t.Fatal(err)
	}
	q := bank.Question("q")
	rapid.Check(t, func(t *rapid.T) {
		seed := rapid.Uint64().Draw(t, "seed")
		shown := quiz.ShuffledItems(q, seed)
		if diff := cmp.Diff(shown, quiz.ShuffledItems(q, seed)); diff != "" {
			t.Fatal(diff)
		}
		var answer []string
		for _, i := range shown {
			answer = append(answer, i.ID)
		}
		r, err := quiz.Grade(q, answer)
		if err != nil {
			t.Fatal(err)
		}
		good := true
		for _, i := range r.Items {
			good = good && i.Good()
		}
		if good != r.Right {
			t.Fatalf("right = %v, but the items say %v: %+v", r.Right, good, r.Items)
		}
	})
}

// Options that are lines come in their document's order, whatever the author's and
// whatever the seed: another would tell which were written last.
func TestLinesKeepTheirDocumentsOrder(t *testing.T) {
	src := strings.Replace(lined, `      - {id: "yes", at: '"Yes"', why: x}
`, "", 1) + `      - {id: "yes", at: '"Yes"', why: x}
`
	bank, err := quiz.Load(fstest.MapFS{"lesson/a.yaml": {Data: []byte(typed("line", src))}}, site{}, library(t))
	if err != nil {
		t.Fatal(err)
	}
	for seed := range uint64(8) {
		var got []string
		for _, o := range quiz.Shuffled(bank.Question("q"), seed) {
			got = append(got, o.ID)
		}
		if d := cmp.Diff([]string{"yes", "no", "else"}, got); d != "" {
			t.Errorf("seed %d (-want +got):\n%s", seed, d)
		}
	}
}
