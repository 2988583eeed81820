package awscli

import (
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"rolecall/sandbox/world"
)

func TestExpandPutsInTheNewestSessionsParts(t *testing.T) {
	now := time.Date(2026, time.November, 21, 9, 0, 0, 0, time.UTC)
	w := world.New(world.Env{Now: func() time.Time { return now }, Rand: world.Seeded("expand")})
	w.Issue(&world.Session{Kind: world.SessionRole, Name: "ship"}, time.Hour)
	newest := &world.Session{Kind: world.SessionRole, Name: "ship"}
	w.Issue(newest, time.Hour)
	w.Issue(&world.Session{Kind: world.SessionRole, Name: "other"}, time.Hour)

	got, err := expand(nil, w, "export A=$(key ship) B=$(secret ship) C=$(token ship)")
	if err != nil {
		t.Fatal(err)
	}
	want := "export A=" + newest.AccessKeyID + " B=" + newest.SecretAccessKey + " C=" + newest.SessionToken
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
	if _, err := expand(nil, w, "export A=$(key nobody)"); err == nil || !strings.Contains(err.Error(), "nobody") {
		t.Errorf("a session that isn't there: %v", err)
	}
}
