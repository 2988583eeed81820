package web

import "testing"

func TestWhoCanBecomeWhom(t *testing.T) {
	s := testServer(t)
	r := newReader(t, s.handler())
	w := r.world("cross-account")
	r.get(w).has(t, "Who can become whom")
	r.get(w+"/whom").has(t, "Nobody can become anybody")
	edit := r.get(w + "?doc=" + aliceBadge)
	r.post(w+"/document", "path", aliceBadge, "base", edit.field(t, "base"), "source", mayDeploy)
	r.get(w+"/whom").has(t, "alice, user in Tools", "Deploy, role in Production", "nothing more").lacks(t, "bob, user in Tools</th>")
	edit = r.get(w + "?doc=" + deployTrust)
	r.post(w+"/document", "path", deployTrust, "base", edit.field(t, "base"), "source", trustMFA)
	r.get(w+"/whom").has(t, "with MFA").lacks(t, "nothing more")
	if p := newReader(t, s.handler()).do("GET", w+"/whom", nil); p.Code != 404 {
		t.Errorf("another's world is answered %d", p.Code)
	}
}
