package view

import (
	"strings"
	"testing"

	"rolecall/lessons"
)

// Whoever reads the table learns what whoever sees the drawing does: each arrow,
// where it leads from and to, what draws it, and whether it is in use.
func TestMapTableHoldsTheArrows(t *testing.T) {
	v := WorldMapView{ID: "m", Title: "A world", Lit: []string{"two"}, Picture: &lessons.Picture{
		Accounts: []lessons.Room{{ID: "111122223333", Name: "Tools", Members: []lessons.Member{
			{ID: "alice", Kind: lessons.MemberUser, Name: "alice"}, {ID: "deploy", Kind: lessons.MemberRole, Name: "Deploy"},
		}}},
		Arrows: []lessons.Arrow{
			{ID: "one", Kind: lessons.ArrowAllow, From: "alice", To: "deploy"},
			{ID: "two", Kind: lessons.ArrowTrust, From: "111122223333", To: "deploy"},
		},
	}}
	var b strings.Builder
	if err := WorldMap(v).Render(t.Context(), &b); err != nil {
		t.Fatal(err)
	}
	_, table, _ := strings.Cut(b.String(), `<table class="arrows">`)
	_, rows, _ := strings.Cut(table, "<tbody>")
	first, second, _ := strings.Cut(rows, "</tr>")
	for _, want := range []string{">alice<", ">Deploy<", ">identity policy<"} {
		if !strings.Contains(first, want) {
			t.Errorf("the first row lacks %q: %s", want, first)
		}
	}
	for _, want := range []string{"account Tools", ">trust policy<", "in use now"} {
		if !strings.Contains(second, want) {
			t.Errorf("the second row lacks %q: %s", want, second)
		}
	}
	if strings.Contains(first, "in use now") {
		t.Error("an arrow that nothing uses is told as in use")
	}
}
