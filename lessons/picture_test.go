package lessons

import (
	"testing"

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
