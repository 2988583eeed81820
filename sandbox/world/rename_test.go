package world_test

import (
	"encoding/json"
	"testing"
	"time"

	"rolecall/sandbox/world"
)

// TestARenamedUserKeepsItsSessions: sessions hold a user by its unique id, and so do
// they when the world comes back from storage. "The unique ID for the user remains
// the same" ("Rename an IAM user", IAM User Guide).
func TestARenamedUserKeepsItsSessions(t *testing.T) {
	env := world.Env{Now: func() time.Time { return time.Date(2026, 11, 21, 9, 0, 0, 0, time.UTC) }, Rand: world.Seeded("rename")}
	w := world.New(env)
	a, err := w.AddAccount("111122223333", "Tools")
	if err != nil {
		t.Fatal(err)
	}
	carol, err := w.AddUser(a, "carol", "/")
	if err != nil {
		t.Fatal(err)
	}
	own := &world.Session{Kind: world.SessionUser, Account: a.ID, ARN: carol.ARN(), UserID: carol.ID, User: "carol", PrincipalID: carol.ID}
	w.Issue(own, time.Hour)
	federated := &world.Session{Kind: world.SessionFederated, Account: a.ID, ARN: "arn:aws:sts::111122223333:federated-user/guest", UserID: a.ID + ":guest", User: "carol", PrincipalID: carol.ID}
	w.Issue(federated, time.Hour)

	renamed, err := w.RenameUser(carol, "caroline", "/eng/")
	if err != nil {
		t.Fatal(err)
	}
	if renamed.ID != carol.ID || carol.Name != "carol" || a.Users["carol"] != nil {
		t.Errorf("after the renaming: %+v, before: %+v", renamed, carol)
	}
	if _, err := w.AddUser(a, "carol", "/"); err != nil { // a namesake has no part in them
		t.Fatal(err)
	}
	data, err := json.Marshal(w)
	if err != nil {
		t.Fatal(err)
	}
	again, err := world.Unmarshal(data, env)
	if err != nil {
		t.Fatal(err)
	}
	again.Restore(w.Sessions(), 0)
	for name, w := range map[string]*world.World{"at once": w, "from storage": again} {
		for session, arn := range map[*world.Session]string{own: "arn:aws:iam::111122223333:user/eng/caroline", federated: federated.ARN} {
			id, fault := w.Authenticate(world.KeysCaller(session.Credentials()))
			if fault != world.FaultNone || id.ARN != arn || id.User == nil || id.User.Name != "caroline" {
				t.Errorf("%s, %s: fault %d, %+v", name, session.Kind, fault, id)
			}
		}
	}
}

func TestRenamesThatCannotBe(t *testing.T) {
	w := world.New(world.Env{Now: func() time.Time { return time.Date(2026, 11, 21, 9, 0, 0, 0, time.UTC) }, Rand: world.Seeded("rename")})
	a, err := w.AddAccount("111122223333", "Tools")
	if err != nil {
		t.Fatal(err)
	}
	for _, name := range []string{"alice", "bob"} {
		if _, err := w.AddUser(a, name, "/"); err != nil {
			t.Fatal(err)
		}
		if _, err := w.AddGroup(a, name+"s", "/"); err != nil {
			t.Fatal(err)
		}
	}
	for _, to := range [][2]string{{"bob", "/"}, {"a b", "/"}, {"", "/"}, {"carol", "eng"}} {
		if _, err := w.RenameUser(a.Users["alice"], to[0], to[1]); err == nil {
			t.Errorf("alice became %q with the path %q", to[0], to[1])
		}
	}
	for _, to := range [][2]string{{"bobs", "/"}, {"a b", "/"}, {"carols", "/eng"}} {
		if err := w.RenameGroup(a.Groups["alices"], to[0], to[1]); err == nil {
			t.Errorf("alices became %q with the path %q", to[0], to[1])
		}
	}
	if a.Users["alice"] == nil || a.Groups["alices"] == nil || len(a.Users) != 2 || len(a.Groups) != 2 {
		t.Error("a renaming that was refused changed something")
	}
}
