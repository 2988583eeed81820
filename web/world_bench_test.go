package web

import (
	"encoding/json"
	"fmt"
	"strings"
	"testing"

	"rolecall/sandbox/world"
	"rolecall/store"
)

// BenchmarkLoadWorld takes a stored world out of the store, as every request to
// its page does: the row, the document, its policies, sessions and console.
func BenchmarkLoadWorld(b *testing.B) {
	for _, c := range []struct {
		name  string
		roles int
	}{{"scenario", 0}, {"100-KB", 60}, {"nearly-full", 260}} {
		b.Run(c.name, func(b *testing.B) {
			s := testServer(b)
			id := loadedWorld(b, s, c.roles)
			b.ResetTimer()
			for b.Loop() {
				stored, err := s.Store.World(b.Context(), id)
				if err != nil {
					b.Fatal(err)
				}
				if _, err := s.worlds.Load(b.Context(), stored); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}

// loadedWorld keeps a world with so many roles more than its scenario has, each
// with a policy of about 1.5 KB, and with fifty sessions.
func loadedWorld(b *testing.B, s *server, roles int) string {
	b.Helper()
	w, err := s.Library.Scenario("borrowed-key").NewWorld(s.worlds.Env())
	if err != nil {
		b.Fatal(err)
	}
	a := w.Account("444455556666")
	const trust = `{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":{"AWS":"arn:aws:iam::111122223333:root"},"Action":"sts:AssumeRole"}]}`
	var resources []string
	for i := range 25 {
		resources = append(resources, fmt.Sprintf("arn:aws:s3:::bucket-%d/a/rather/long/prefix/of/keys/*", i))
	}
	list, err := json.Marshal(resources)
	if err != nil {
		b.Fatal(err)
	}
	policy := `{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"s3:GetObject","Resource":` + string(list) + `}]}`
	for i := range roles {
		r, err := w.AddRole(a, fmt.Sprint("Role-", i), "/", trust)
		if err != nil {
			b.Fatal(err)
		}
		if _, err := w.SetDocument(a.ID+"/roles/"+r.Name+"/policies/read.json", policy); err != nil {
			b.Fatal(err)
		}
	}
	id, capability, err := s.Store.NewWorldID()
	if err != nil {
		b.Fatal(err)
	}
	document, err := json.Marshal(w)
	if err != nil {
		b.Fatal(err)
	}
	if err := s.Store.AddWorld(b.Context(), id, capability, store.NewWorld{Document: document, At: s.Now()}); err != nil {
		b.Fatal(err)
	}
	lines := make([]string, 50)
	for i := range lines {
		lines[i] = "aws sts assume-role --role-arn " + deployARN + " --role-session-name ship"
	}
	played(b, s, id, lines...)
	b.Logf("%s: %d KB of %d", strings.TrimPrefix(b.Name(), "BenchmarkLoadWorld/"), len(document)>>10, world.MaxDocument>>10)
	return id
}
