package web

import (
	"fmt"
	"strings"
	"testing"

	"rolecall/sandbox/world"
	"rolecall/store"
)

// crowdedWorld begins a world of four accounts in which everybody may become
// everybody, and returns its page's address.
func crowdedWorld(t *testing.T, s *server, r *reader) string {
	t.Helper()
	r.world("blank") // who reads becomes a learner by it
	w := world.New(s.worlds.Env())
	accounts := []string{"111122223333", "444455556666", "123456789012", "555555555555"}
	trust := `{"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Principal": {"AWS": ["` + strings.Join(accounts, `", "`) + `"]}, "Action": "sts:AssumeRole"}]}`
	for i, id := range accounts {
		a, err := w.AddAccount(id, fmt.Sprintf("Account %d", i+1))
		if err != nil {
			t.Fatal(err)
		}
		if _, err := w.AddRole(a, fmt.Sprintf("Deploy%d", i+1), "/", trust); err != nil {
			t.Fatal(err)
		}
		u, err := w.AddUser(a, fmt.Sprintf("alice%d", i+1), "/")
		if err != nil {
			t.Fatal(err)
		}
		if _, err := w.AddKey(u); err != nil {
			t.Fatal(err)
		}
		all := `{"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": "sts:AssumeRole", "Resource": "*"}]}`
		if _, err := w.SetDocument(id+"/users/"+u.Name+"/policies/all.json", all); err != nil {
			t.Fatal(err)
		}
	}
	document, err := w.MarshalJSON()
	if err != nil {
		t.Fatal(err)
	}
	id, capability, err := s.Store.NewWorldID()
	if err != nil {
		t.Fatal(err)
	}
	err = s.Store.AddWorld(t.Context(), id, capability, store.NewWorld{Learner: learnerOf(t, s, r), Document: document, At: fixedNow()})
	if err != nil {
		t.Fatal(err)
	}
	return "/sandbox/" + id
}

func TestACrowdedMapOffersWhoseArrowsToDraw(t *testing.T) {
	s := testServer(t)
	r := newReader(t, s.handler())
	w := crowdedWorld(t, s, r)
	whole := r.get(w)
	whole.has(t, "There are more arrows than can be told apart", "those that the last call went through", `name="of"`)
	of := r.get(w + "?of=444455556666/roles/Deploy2")
	of.has(t, "those of Deploy2")
	if a, b := strings.Count(whole.body, `class="disc"`), strings.Count(of.body, `class="disc"`); a != 0 || b == 0 {
		t.Errorf("%d arrows are drawn of nobody's, %d of Deploy2", a, b)
	}
	// The list under the drawing holds them all.
	whole.has(t, "Deploy4’s trust policy names account Account 1")
	r.get(w+"?of=nobody").has(t, "those that the last call went through")
	r.get(r.world("cross-account")).lacks(t, "more arrows than can be told apart")
}
