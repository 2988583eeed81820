package sts_test

import (
	"encoding/json"
	"testing"
	"time"

	"rolecall/sandbox/sts"
	"rolecall/sandbox/world"
)

// TestEncodedMessagesAreTheWorldsOwn holds that nobody can make a message, change
// one, or read another account's; "DecodeAuthorizationMessage" in the STS API
// Reference answers such with InvalidAuthorizationMessageException.
func TestEncodedMessagesAreTheWorldsOwn(t *testing.T) {
	build := func(seed string) *world.Access {
		w := world.New(world.Env{Now: func() time.Time { return time.Date(2026, 11, 21, 9, 0, 0, 0, time.UTC) }, Rand: world.Seeded(seed)})
		if _, err := w.AddAccount("111122223333", "Tools"); err != nil {
			t.Fatal(err)
		}
		if _, err := w.AddAccount("444455556666", "Production"); err != nil {
			t.Fatal(err)
		}
		a, fault := w.Begin(world.Caller{Kind: world.CallerRoot, Account: "111122223333"})
		if fault != world.FaultNone {
			t.Fatal(fault)
		}
		return a
	}
	a := build("one")
	target := world.Target{ARN: "arn:aws:ec2:us-east-1:444455556666:instance/*", Account: "444455556666"}
	trace, err := a.Decide("ec2:RunInstances", target, nil)
	if err != nil {
		t.Fatal(err)
	}
	encoded := sts.EncodeMessage(a, trace, target, a.ContextOf(target, nil))
	if encoded == "" || len(encoded) > 10240 {
		t.Fatalf("the message has %d characters", len(encoded))
	}
	text, ok := sts.DecodeMessage(a, encoded)
	if !ok || !json.Valid([]byte(text)) {
		t.Fatalf("%v %s", ok, text)
	}
	if _, ok := sts.DecodeMessage(build("two"), encoded); ok {
		t.Error("another world reads it")
	}
	other, _ := a.World.Begin(world.Caller{Kind: world.CallerRoot, Account: "444455556666"})
	if _, ok := sts.DecodeMessage(other, encoded); ok {
		t.Error("another account reads it")
	}
	for i := 0; i < len(encoded); i += 97 {
		forged := []byte(encoded)
		if forged[i]++; forged[i] == encoded[i] {
			continue
		}
		if _, ok := sts.DecodeMessage(a, string(forged)); ok {
			t.Errorf("a message changed at %d is taken", i)
		}
	}
	for _, junk := range []string{"", "a", "====", encoded[:40], encoded + encoded} {
		if _, ok := sts.DecodeMessage(a, junk); ok {
			t.Errorf("%.20q is taken", junk)
		}
	}
}
