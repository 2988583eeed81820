package lessons

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"rolecall/sandbox"
)

func TestRoleThatTrustNamesStandsInItsAccount(t *testing.T) {
	lib, err := sandbox.Embedded()
	if err != nil {
		t.Fatal(err)
	}
	w, err := lib.Scenario("chain").NewWorld(sandbox.Standing("picture"))
	if err != nil {
		t.Fatal(err)
	}
	p := Draw(w)
	for _, room := range p.Accounts {
		if room.Name == "Outside" {
			t.Errorf("%v stand outside", room.Members)
		}
	}
	const from, to = "444455556666/roles/Deploy", "444455556666/roles/Archive"
	for _, a := range p.Arrows {
		if a.Kind == ArrowTrust && a.From == from && a.To == to {
			return
		}
	}
	t.Errorf("no arrow of trust leads from %s to %s: %v", from, to, p.Arrows)
}

// A unique id stands for somebody who is gone, not for callers without a name.
func TestWhoIsGoneIsDrawnByTheId(t *testing.T) {
	lib, err := sandbox.Embedded()
	if err != nil {
		t.Fatal(err)
	}
	w, err := lib.Scenario("cross-account").NewWorld(sandbox.Standing("picture"))
	if err != nil {
		t.Fatal(err)
	}
	const trust = `{"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Principal": {"AWS": "arn:aws:iam::111122223333:user/bob"}, "Action": "sts:AssumeRole"}]}`
	if _, err := w.SetDocument("444455556666/roles/Deploy/trust.json", trust); err != nil {
		t.Fatal(err)
	}
	bob := w.Account("111122223333").Users["bob"]
	w.DeleteUser(bob)
	rooms := Draw(w).Accounts
	want := []Member{{ID: bob.ID, Kind: MemberUser, Name: bob.ID, Detail: "deleted user"}}
	if diff := cmp.Diff(want, rooms[len(rooms)-1].Members); diff != "" {
		t.Errorf("outside (-want +got):\n%s", diff)
	}
}
