package view

import (
	"strings"
	"testing"

	"rolecall/lessons"
	"rolecall/sandbox/iam"
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

// What is drawn leads to its policies, by name; a drawing that leads nowhere is
// one image.
func TestMapLeads(t *testing.T) {
	picture := &lessons.Picture{Accounts: []lessons.Room{{ID: "444455556666", Name: "Production", Members: []lessons.Member{
		{ID: "444455556666/roles/Deploy", Kind: lessons.MemberRole, Name: "Deploy"},
		{ID: "444455556666/users/admin", Kind: lessons.MemberUser, Name: "admin"},
	}}}}
	w := World{ID: "w", Scene: picture, Docs: []DocLink{
		{Path: "444455556666/policies/Read.json", Label: "managed policy Read", Href: "#managed"},
		{Path: "444455556666/roles/Deploy/policies/a.json", Label: "Deploy's policy a", Href: "#inline"},
		{Path: "444455556666/roles/Deploy/trust.json", Label: "Deploy's trust policy", Kind: iam.KindTrust, Href: "#trust"},
	}}
	for _, c := range []struct {
		name   string
		v      WorldMapView
		role   string
		anchor string
		links  int // in both drawings together
	}{
		{"a world's", w.mapView(), `role="group"`, `<a href="#trust" aria-label="Deploy: Trust policy">`, 2},
		{"a lesson's", WorldMapView{ID: "m", Picture: picture}, `role="img"`, "", 0},
	} {
		var b strings.Builder
		if err := WorldMap(c.v).Render(t.Context(), &b); err != nil {
			t.Fatal(err)
		}
		html := b.String()
		if !strings.Contains(html, c.role) || !strings.Contains(html, c.anchor) || strings.Count(html, "<a ") != c.links {
			t.Errorf("%s map: want %s, %d links like %s: %s", c.name, c.role, c.links, c.anchor, html)
		}
	}
}
