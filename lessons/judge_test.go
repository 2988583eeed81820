package lessons_test

import (
	"strings"
	"testing"
	"time"

	"rolecall/lessons"
	"rolecall/sandbox"
	"rolecall/sandbox/awscli"
	"rolecall/sandbox/iam"
	"rolecall/sandbox/world"
)

const path = "```steps\n" + `id: path
world: room
steps:
  - id: refused
    say: Try it as Bob.
    as: 111122223333/users/bob
    console: aws sts assume-role --role-arn arn:aws:iam::444455556666:role/Deploy --role-session-name ship
    want: implicitDeny identity
  - id: allow
    say: Let him.
    edit: 111122223333/users/bob/policies/badge.json
    solution: |
      {"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": "sts:AssumeRole", "Resource": "arn:aws:iam::444455556666:role/Deploy"}]}
    goals: |
      as 111122223333/users/bob
      aws sts assume-role --role-arn arn:aws:iam::444455556666:role/Deploy --role-session-name ship
      want allowed
  - id: again
    say: Again.
    console: aws sts assume-role --role-arn arn:aws:iam::444455556666:role/Deploy --role-session-name ship
  - id: wait
    say: Wait.
    advance: 61m
` + "```\n"

// deepDive compiles a text as the deep dive of the tests' course.
func deepDive(t testing.TB, src string) *lessons.Mode {
	t.Helper()
	c, err := lessons.Load(course(map[string]string{"00-temporary-access/deep-dive.md": src}), room(t))
	if err != nil {
		t.Fatal(err)
	}
	return c.Lesson("temporary-access").Mode("deep-dive")
}

// learner is somebody on the path.
type learner struct {
	t     *testing.T
	steps *lessons.Steps
	world *world.World
	last  *awscli.Reply
}

func (l *learner) types(as, command string) {
	l.t.Helper()
	steps, err := sandbox.ParseSteps("as " + as + "\n" + command)
	if err != nil {
		l.t.Fatal(err)
	}
	results := sandbox.Replay(l.world, steps)
	l.last = results[len(results)-1].Reply
}

func (l *learner) stands(step int, passed bool, why string) {
	l.t.Helper()
	got, said := l.steps.Judge(step, l.world, l.last)
	if got != passed || !strings.Contains(said, why) {
		l.t.Errorf("step %d: %v %q, want %v %q", step, got, said, passed, why)
	}
}

func TestJudge(t *testing.T) {
	steps, ok := lessons.Find[*lessons.Steps](deepDive(t, path), "path")
	if !ok {
		t.Fatal("the path isn't found by its id")
	}
	w, err := room(t).Scenario("room").NewWorld(sandbox.Standing("learner"))
	if err != nil {
		t.Fatal(err)
	}
	l := &learner{t: t, steps: steps, world: w}
	const bob, assume = "111122223333/users/bob", "aws sts assume-role --role-session-name mine --role-arn arn:aws:iam::444455556666:role/"
	l.stands(0, false, "No command has reached AWS yet.")
	l.types(bob, "aws sts get-caller-identity")
	l.stands(0, false, "The last command called GetCallerIdentity; this step is about AssumeRole.")
	l.types(bob, assume+"Other")
	l.stands(0, false, "The last command was about arn:aws:iam::444455556666:role/Other; this step is about arn:aws:iam::444455556666:role/Deploy.")
	l.types("111122223333/users/alice", assume+"Deploy")
	l.stands(0, false, "It was to be implicitDeny identity, and it was allowed.")
	l.types(bob, assume+"Deploy")
	l.stands(0, true, "")

	l.stands(1, false, "It was to be allowed, and it was implicitDeny identity.")
	if _, err := w.SetDocument("111122223333/users/bob/policies/mine.json", `{"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": "sts:*", "Resource": "*"}]}`); err != nil {
		t.Fatal(err)
	}
	l.stands(1, true, "")
	if n := len(w.Sessions()); n != 1 {
		t.Errorf("judging left its sessions in the learner's world: %d", n)
	}

	l.stands(2, false, "It was to be allowed")
	l.types(bob, assume+"Deploy")
	l.stands(2, true, "")

	l.stands(3, false, "The clock has to move on by 61 minutes; so far it has by 0 seconds.")
	if err := w.Advance(60 * time.Minute); err != nil {
		t.Fatal(err)
	}
	l.stands(3, false, "so far it has by 1 hour.")
	if err := w.Advance(time.Minute); err != nil {
		t.Fatal(err)
	}
	l.stands(3, true, "")
	l.stands(4, false, "There is no such step.")
	l.stands(-1, false, "There is no such step.")
}

const live = "```policy\n" + `id: badge
title: The badge
world: room
path: 111122223333/users/bob/policies/badge.json
steps: |
  as 111122223333/users/bob
  aws sts assume-role --role-arn arn:aws:iam::444455556666:role/Deploy --role-session-name ship
  want allowed
  as session ship
  aws s3 cp s3://reports/q3.csv -
  want allowed
---
{
  "Version": "2012-10-17",
  "Statement": [
    {"Effect": "Allow", "Action": "sts:AssumeRole", "Resource": "arn:aws:iam::444455556666:role/Deploy"}
  ]
}
` + "```\n"

func TestRunEdited(t *testing.T) {
	p, ok := lessons.Find[*lessons.Policy](deepDive(t, live), "badge")
	if !ok {
		t.Fatal("the policy isn't found by its id")
	}
	cases := []struct {
		name, edited, outcome, finding string
		commands                       int
	}{
		{"as written", p.JSON, "allowed", "", 2},
		{"another role", strings.Replace(p.JSON, "Deploy", "Other", 1), "implicitDeny identity", "", 1},
		{"denied", strings.Replace(p.JSON, "Allow", "Deny", 1), "explicitDeny identity", "", 1},
		{"broken", "{", "", "error", 0},
		{"empty", "", "", "error", 0},
		{"too long", strings.Repeat(" ", lessons.MaxDocument+1), "", "At most 65536 are taken here.", 0},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			r, findings := p.Run(c.edited, time.Time{})
			if iam.HasError(findings) != (c.finding != "") {
				t.Fatalf("findings %v", findings)
			}
			if c.finding != "" {
				if r.Trace != nil || r.Entries != nil {
					t.Errorf("something was run: %+v", r)
				}
				if c.finding != "error" && findings[0].Suggestion != c.finding {
					t.Errorf("it says %v", findings)
				}
				return
			}
			commands := 0
			for _, e := range r.Entries {
				if e.Kind == lessons.EntryCommand {
					commands++
				}
			}
			if r.Outcome.String() != c.outcome || commands != c.commands {
				t.Errorf("%s after %d commands, want %s after %d", r.Outcome, commands, c.outcome, c.commands)
			}
		})
	}
	if again, _ := p.Run(p.JSON, time.Time{}); again.Outcome != p.Result.Outcome {
		t.Errorf("a second run says %s, the first %s", again.Outcome, p.Result.Outcome)
	}
}

func TestShows(t *testing.T) {
	p, _ := lessons.Find[*lessons.Policy](deepDive(t, live), "badge")
	r, _ := p.Run(strings.Replace(p.JSON, "Deploy", "Other", 1), time.Time{})
	shown := 0
	for _, l := range r.Trace.Layers {
		for _, pt := range l.Policies {
			if p.Shows(l.Layer, pt) {
				shown++
				if l.Layer != iam.LayerIdentity {
					t.Errorf("a policy of layer %s shows as bob's", l.Layer)
				}
			}
		}
	}
	if shown != 1 {
		t.Errorf("%d policies of the trace are the document, want 1", shown)
	}
	if got := p.LineID(4); got != "badge-L4" || !strings.Contains(p.Code, `id="badge-L4"`) || strings.Contains(p.Code, `id="badge-L8"`) {
		t.Errorf("line ids: %s in %s", got, p.Code)
	}
}
