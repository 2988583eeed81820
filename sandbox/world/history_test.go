package world_test

import (
	"bytes"
	"encoding/json"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"rolecall/sandbox/world"
)

func stored(t testing.TB, w *world.World) []byte {
	t.Helper()
	data, err := json.Marshal(w)
	if err != nil {
		t.Fatal(err)
	}
	return data
}

// keyed is a world with a user who has a key and a device, and a role.
func keyed(t testing.TB) (*world.World, *world.Account) {
	t.Helper()
	w := world.New(env("small"))
	a, err := w.AddAccount("111122223333", "Tools")
	if err != nil {
		t.Fatal(err)
	}
	u, err := w.AddUser(a, "alice", "/")
	if err != nil {
		t.Fatal(err)
	}
	if _, err := w.AddKey(u); err != nil {
		t.Fatal(err)
	}
	if _, err := w.AddMFA(u, "phone"); err != nil {
		t.Fatal(err)
	}
	if _, err := w.AddRole(a, "Deploy", "/", trusts("arn:aws:iam::111122223333:root")); err != nil {
		t.Fatal(err)
	}
	return w, a
}

func TestChangesAreNamed(t *testing.T) {
	const trust = "111122223333/roles/Deploy/trust.json"
	must := func(err error) {
		if err != nil {
			t.Fatal(err)
		}
	}
	for name, c := range map[string]struct {
		do   func(*world.World, *world.Account)
		want []world.Part
	}{
		"nothing": {func(*world.World, *world.Account) {}, nil},
		"clock":   {func(w *world.World, _ *world.Account) { must(w.Advance(time.Hour)) }, nil},
		"a code used": {func(w *world.World, _ *world.Account) {
			d := w.MFADevice("111122223333", "phone")
			if !w.UseCode(d, d.Code(w.Now()), w.Now()) {
				t.Fatal("the code is refused")
			}
		}, nil},
		"an issuer's key": {func(w *world.World, _ *world.Account) { _, err := w.IssuerKey("ci.example"); must(err) }, nil},
		"an issuer's RSA key": {func(w *world.World, _ *world.Account) {
			_, err := w.OutboundRSA("https://1.tokens.example")
			must(err)
		}, nil},
		"a device of nobody": {func(w *world.World, a *world.Account) { _, err := w.NewMFADevice(a, "spare", "/"); must(err) },
			[]world.Part{{Words: "MFA device spare added"}}},
		"outbound federation": {func(w *world.World, a *world.Account) {
			a.Outbound = &world.Outbound{Issuer: "https://1.tokens.example", Enabled: true}
			w.Touch()
		}, []world.Part{{Words: "account 111122223333's outbound federation"}}},
		"trust policy": {func(w *world.World, _ *world.Account) {
			_, err := w.SetDocument(trust, trusts("arn:aws:iam::111122223333:user/alice"))
			must(err)
		}, []world.Part{{Path: trust, Words: "Deploy's trust policy"}}},
		"role added": {func(w *world.World, a *world.Account) {
			_, err := w.AddRole(a, "Ops", "/", trusts("arn:aws:iam::111122223333:root"))
			must(err)
		}, []world.Part{{Words: "role Ops added"}}},
		"role removed": {func(w *world.World, a *world.Account) { w.DeleteRole(a.Roles["Deploy"]) },
			[]world.Part{{Words: "role Deploy removed"}}},
		"tags": {func(w *world.World, a *world.Account) {
			a.Users["alice"].Tags = map[string]string{"team": "red"}
			w.Touch()
		},
			[]world.Part{{Words: "user alice"}}},
		"managed policy": {func(w *world.World, _ *world.Account) {
			_, err := w.SetDocument("111122223333/policies/Read.json", allowAll)
			must(err)
		}, []world.Part{{Words: "managed policy Read added"}}},
		"inline policy": {func(w *world.World, _ *world.Account) {
			_, err := w.SetDocument("111122223333/users/alice/policies/all.json", allowAll)
			must(err)
		}, []world.Part{{Path: "111122223333/users/alice/policies/all.json", Words: "alice's policy all added"}}},
		"file": {func(w *world.World, _ *world.Account) { _, err := w.SetDocument("files/p.json", "{}"); must(err) },
			[]world.Part{{Words: "file p.json added"}}},
	} {
		w, a := keyed(t)
		before := stored(t, w)
		c.do(w, a)
		got, err := world.Changes(before, stored(t, w))
		if err != nil {
			t.Fatal(err)
		}
		if d := cmp.Diff(c.want, got); d != "" {
			t.Errorf("%s (-want +got):\n%s", name, d)
		}
	}
}

// TestEveryEditIsNamed holds Changes to the stored form: what differs in it is
// named, and what is named differs.
func TestEveryEditIsNamed(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		w := world.New(env("named"))
		a, err := w.AddAccount("111122223333", "Tools")
		if err != nil {
			t.Fatal(err)
		}
		for range rapid.IntRange(0, 10).Draw(t, "before") {
			edit(t, w, a)
		}
		before, err := json.Marshal(w)
		if err != nil {
			t.Fatal(err)
		}
		other, err := world.Unmarshal(before, env("named"))
		if err != nil {
			t.Fatal(err)
		}
		for range rapid.IntRange(0, 3).Draw(t, "edits") {
			edit(t, other, other.Account(a.ID))
		}
		after, err := json.Marshal(other)
		if err != nil {
			t.Fatal(err)
		}
		parts, err := world.Changes(before, after)
		if err != nil {
			t.Fatal(err)
		}
		// Gone back to, only the clock and the count of changes may differ.
		back, err := world.Unmarshal(before, env("named"))
		if err != nil {
			t.Fatal(err)
		}
		back.Inherit(other)
		again, err := json.Marshal(back)
		if err != nil {
			t.Fatal(err)
		}
		if back.Offset() != other.Offset() || back.Version() != other.Version()+1 {
			t.Fatalf("the clock stands at %v, the version at %d", back.Offset(), back.Version())
		}
		if undone, err := world.Changes(before, again); err != nil || len(undone) > 0 {
			t.Fatalf("after the undo %v differs (%v)", undone, err)
		}
		if back, err := world.Changes(after, before); err != nil || len(back) != len(parts) {
			t.Fatalf("%v one way, %v the other (%v)", parts, back, err)
		}
	})
}

func TestUndoneCodesStayUsed(t *testing.T) {
	w, _ := keyed(t)
	before := stored(t, w)
	d := w.MFADevice("111122223333", "phone")
	code := d.Code(w.Now())
	if !w.UseCode(d, code, w.Now()) {
		t.Fatal("the code is refused")
	}
	key, err := w.IssuerKey("ci.example")
	if err != nil {
		t.Fatal(err)
	}
	back, err := world.Unmarshal(before, env("other"))
	if err != nil {
		t.Fatal(err)
	}
	back.Inherit(w)
	if d := back.MFADevice("111122223333", "phone"); back.UseCode(d, code, back.Now()) {
		t.Error("an undo gave a used code back")
	}
	if same, err := back.IssuerKey("ci.example"); err != nil || !key.Equal(same) {
		t.Error("an undo took the issuer's key away")
	}
}

func TestUndoneCodesOfDevicesOfNobodyStayUsed(t *testing.T) {
	w, a := keyed(t)
	d, err := w.NewMFADevice(a, "spare", "/")
	if err != nil {
		t.Fatal(err)
	}
	before := stored(t, w)
	first, second := d.Code(w.Now()), d.Code(w.Now().Add(30*time.Second))
	if !w.Pair(d, first, second, w.Now()) {
		t.Fatal("the codes are refused")
	}
	rsa, err := w.OutboundRSA("https://1.tokens.example")
	if err != nil {
		t.Fatal(err)
	}
	back, err := world.Unmarshal(before, env("other"))
	if err != nil {
		t.Fatal(err)
	}
	back.Inherit(w)
	if d := back.MFADevice("111122223333", "spare"); back.Pair(d, first, second, back.Now()) {
		t.Error("an undo gave used codes back")
	}
	if same, err := back.OutboundRSA("https://1.tokens.example"); err != nil || !rsa.Equal(same) {
		t.Error("an undo took the issuer's RSA key away")
	}
}

func TestCopyHasOtherKeys(t *testing.T) {
	w, a := keyed(t)
	key, err := w.IssuerKey("ci.example")
	if err != nil {
		t.Fatal(err)
	}
	spare, err := w.NewMFADevice(a, "spare", "/")
	if err != nil {
		t.Fatal(err)
	}
	rsa, err := w.OutboundRSA("https://1.tokens.example")
	if err != nil {
		t.Fatal(err)
	}
	c, err := world.Unmarshal(stored(t, w), env("copy"))
	if err != nil {
		t.Fatal(err)
	}
	c.Rekey()
	own, copied := a.Users["alice"], c.Account(a.ID).Users["alice"]
	if own.Keys[0].ID == copied.Keys[0].ID || own.Keys[0].Secret == copied.Keys[0].Secret || bytes.Equal(own.MFA[0].Seed, copied.MFA[0].Seed) {
		t.Error("the copy has a secret of the original")
	}
	if other, err := c.IssuerKey("ci.example"); err != nil || key.Equal(other) {
		t.Error("the copy signs as the original does")
	}
	if other, err := c.OutboundRSA("https://1.tokens.example"); err != nil || rsa.Equal(other) {
		t.Error("the copy signs outbound tokens as the original does")
	}
	if bytes.Equal(spare.Seed, c.Account(a.ID).MFA[0].Seed) {
		t.Error("the copy has the seed of the original's device of nobody")
	}
	if _, err := world.Unmarshal(stored(t, c), env("again")); err != nil {
		t.Error(err)
	}
}

func TestInWords(t *testing.T) {
	p := []world.Part{{Words: "a"}, {Words: "b"}, {Words: "c"}, {Words: "d"}}
	for n, want := range []string{"", "a", "a and b", "a, b and 1 more", "a, b and 2 more"} {
		if got := world.InWords(p[:n]); got != want {
			t.Errorf("%d parts: %q, want %q", n, got, want)
		}
	}
}
