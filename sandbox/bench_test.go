package sandbox

import (
	"encoding/json"
	"testing"

	"rolecall/sandbox/world"
)

func BenchmarkNewWorld(b *testing.B) {
	l, err := Embedded()
	if err != nil {
		b.Fatal(err)
	}
	s := l.Scenario("cross-account")
	for b.Loop() {
		if _, err := s.NewWorld(Standing("bench")); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkLoadWorld(b *testing.B) {
	l, err := Embedded()
	if err != nil {
		b.Fatal(err)
	}
	w, err := l.Scenario("cross-account").NewWorld(Standing("bench"))
	if err != nil {
		b.Fatal(err)
	}
	data, err := json.Marshal(w)
	if err != nil {
		b.Fatal(err)
	}
	for b.Loop() {
		if _, err := world.Unmarshal(data, Standing("bench")); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkAssumeRole(b *testing.B) {
	l, err := Embedded()
	if err != nil {
		b.Fatal(err)
	}
	w, err := l.Scenario("borrowed-key").NewWorld(Standing("bench"))
	if err != nil {
		b.Fatal(err)
	}
	steps, err := ParseSteps("as 111122223333/users/alice\naws sts assume-role --role-arn arn:aws:iam::444455556666:role/Deploy --role-session-name ship\n")
	if err != nil {
		b.Fatal(err)
	}
	p := NewPlayer(w)
	for b.Loop() {
		for _, s := range steps {
			if r := p.Do(s); !r.Met {
				b.Fatal(r.Why)
			}
		}
	}
}

func BenchmarkJudge(b *testing.B) {
	l, err := Embedded()
	if err != nil {
		b.Fatal(err)
	}
	c := l.Challenge("open-door")
	for b.Loop() {
		if !Solved(c.JudgeFiles(c.Solution)) {
			b.Fatal("not solved")
		}
	}
}
