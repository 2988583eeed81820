package world_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"testing"
	"time"

	"pgregory.net/rapid"

	"rolecall/sandbox/world"
)

// TestStoredFormRoundTrips builds worlds by random edits, some of them refused,
// and holds the stored form to what it came from.
func TestStoredFormRoundTrips(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		w := world.New(env(rapid.StringN(1, 8, 8).Draw(t, "seed")))
		a, err := w.AddAccount("111122223333", rapid.String().Draw(t, "account name"))
		if err != nil {
			t.Fatal(err)
		}
		for range rapid.IntRange(0, 30).Draw(t, "edits") {
			edit(t, w, a)
		}
		data, err := json.Marshal(w)
		if err != nil {
			t.Fatal(err)
		}
		back, err := world.Unmarshal(data, env("other"))
		if err != nil {
			t.Fatalf("%v\n%s", err, data)
		}
		again, err := json.Marshal(back)
		if err != nil {
			t.Fatal(err)
		}
		if !bytes.Equal(data, again) {
			t.Fatalf("it came back changed:\n%s\n%s", data, again)
		}
		if clone, _ := json.Marshal(w.Clone()); !bytes.Equal(data, clone) {
			t.Fatal("the clone differs")
		}
	})
}

func edit(t *rapid.T, w *world.World, a *world.Account) {
	name := rapid.SampledFrom([]string{"alice", "bob", "Deploy", "a.b", "x@y"}).Draw(t, "name")
	switch rapid.IntRange(0, 10).Draw(t, "edit") {
	case 0:
		if u, err := w.AddUser(a, name, rapid.SampledFrom([]string{"/", "/team/"}).Draw(t, "path")); err == nil {
			_, _ = w.AddKey(u)
			_, _ = w.AddMFA(u, name+"-phone")
			u.Tags = map[string]string{"team": rapid.String().Draw(t, "tag")}
		}
	case 1:
		_, _ = w.AddRole(a, name, "/", trusts("arn:aws:iam::111122223333:user/"+name))
	case 2:
		_, _ = w.AddRole(a, name, "/", trusts("arn:aws:iam::111122223333:root"))
	case 3:
		if u := a.Users[name]; u != nil {
			w.DeleteUser(u)
		}
	case 4:
		if r := a.Roles[name]; r != nil {
			w.DeleteRole(r)
		}
	case 5:
		_, _ = w.SetDocument(fmt.Sprintf("111122223333/%s/%s/policies/p.json", rapid.SampledFrom([]string{"users", "roles", "groups"}).Draw(t, "class"), name), allowAll)
	case 6:
		_, _ = w.SetDocument("111122223333/policies/"+name+".json", allowAll)
	case 7:
		if b, err := w.AddBucket(a, "bucket-"+rapid.StringMatching(`[a-z]{3}`).Draw(t, "bucket")); err == nil {
			_ = w.PutObject(b, rapid.StringN(1, 20, 40).Draw(t, "key"), rapid.SliceOfN(rapid.Byte(), 0, 50).Draw(t, "body"), "")
		}
	case 8:
		_, _ = w.AddResource(a, rapid.SampledFrom(world.ResourceKinds()).Draw(t, "kind"), name)
	case 9:
		_ = w.Advance(time.Duration(rapid.IntRange(0, 100).Draw(t, "minutes")) * time.Minute)
	case 10:
		_ = w.RemoveDocument("111122223333/policies/" + name + ".json")
	}
}
