package web

import (
	"net/http"
	"slices"
	"strings"
	"testing"
	"time"

	"golang.org/x/net/html"

	"rolecall/sandbox/play"
	"rolecall/store"
)

const (
	aliceBadge  = "111122223333/users/alice/policies/become-deploy.json"
	deployTrust = "444455556666/roles/Deploy/trust.json"
	deployARN   = "arn:aws:iam::444455556666:role/Deploy"
	mayDeploy   = `{"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": "sts:AssumeRole", "Resource": "` + deployARN + `"}]}`
)

// field is the value of a hidden field of a page.
func (p page) field(t testing.TB, name string) (value string) {
	t.Helper()
	found := false
	visit(parse(t, p.body), func(n *html.Node) {
		if got, _ := attr(n, "name"); n.Data == "input" && got == name && !found {
			value, found = mustAttr(n, "value"), true
		}
	})
	if !found {
		t.Fatalf("%s has no field %q", p.path, name)
	}
	return value
}

func mustAttr(n *html.Node, name string) string {
	v, _ := attr(n, name)
	return v
}

// world opens a scenario and returns its page's address.
func (r *reader) world(scenario string) string {
	r.t.Helper()
	p := r.post("/sandbox", "scenario", scenario)
	if !strings.HasPrefix(p.path, "/sandbox/w-") {
		r.t.Fatalf("the world opens at %s", p.path)
	}
	return p.path
}

func TestSandboxFromRefusedToExpired(t *testing.T) {
	s := testServer(t)
	r := newReader(t, s.handler())
	w := r.world("cross-account")
	alice := "111122223333/users/alice"

	r.post(w+"/assume", "who", alice, "role", deployARN, "session", "ship").
		has(t, "Not allowed", "AccessDenied", "Identity policy")
	edit := r.get(w + "?doc=" + aliceBadge)
	r.post(w+"/document", "path", aliceBadge, "base", edit.field(t, "base"), "source", mayDeploy)
	r.post(w+"/assume", "who", alice, "role", deployARN, "session", "ship", "duration", "900").
		has(t, "Allowed", "Deploy/ship", "15 minutes left")
	// The session is in hand; it reads what Alice can't.
	held := sessionInHand(t, r.get(w))
	r.post(w+"/read", "who", alice, "object", "s3://reports/2026/q3.csv").has(t, "AccessDenied")
	r.post(w+"/read", "who", held, "object", "s3://reports/2026/q3.csv").has(t, "quarter,shipments")
	r.post(w+"/console", "line", "aws sts get-caller-identity").has(t, "assumed-role/Deploy/ship")
	r.post(w+"/clock", "seconds", "901").has(t, "ended", "ahead")
	r.post(w+"/console", "line", "aws s3 ls s3://reports").has(t, "ExpiredToken")
}

func sessionInHand(t *testing.T, p page) (id string) {
	t.Helper()
	visit(parse(t, p.body), func(n *html.Node) {
		if v := mustAttr(n, "value"); strings.HasPrefix(v, play.SessionActor) && id == "" {
			id = v
		}
	})
	if id == "" {
		t.Fatal("no session is in hand")
	}
	return id
}

func TestRefusedDocumentLeavesTheLastGoodOne(t *testing.T) {
	s := testServer(t)
	r := newReader(t, s.handler())
	w := r.world("cross-account")
	before := r.get(w + "?doc=" + deployTrust)
	broken := "{\n  \"Version\": \"2012-10-17\",\n  \"Statement\": [{\"Effect\": \"Allow\" \"Action\": \"sts:AssumeRole\"}]\n}"
	p := r.send(w+"/document", "path", deployTrust, "base", before.field(t, "base"), "source", broken)
	if p.Code != http.StatusUnprocessableEntity {
		t.Errorf("status %d", p.Code)
	}
	p.has(t, "The last good one stays in force", "Line 3, column", html.EscapeString(broken[:20]))
	if after := r.get(w + "?doc=" + deployTrust); after.field(t, "base") != before.field(t, "base") {
		t.Error("the document in force has changed")
	}
}

func TestTwoTabsLoseNothing(t *testing.T) {
	s := testServer(t)
	r := newReader(t, s.handler())
	w := r.world("cross-account")
	base := r.get(w+"?doc="+aliceBadge).field(t, "base") // both tabs open the same text
	r.post(w+"/document", "path", aliceBadge, "base", base, "source", mayDeploy)
	mine := strings.ReplaceAll(mayDeploy, "Deploy", "Other")
	p := r.send(w+"/document", "path", aliceBadge, "base", base, "source", mine)
	if p.Code != http.StatusConflict {
		t.Errorf("the second tab is answered %d", p.Code)
	}
	p.has(t, html.EscapeString(mine), "changed in another tab", "role/Deploy")
	// Saving again, having seen it, is meant.
	r.post(w+"/document", "path", aliceBadge, "base", p.field(t, "base"), "source", mine).has(t, "role/Other")
	// Another document in the other tab is no conflict.
	trust := r.get(w + "?doc=" + deployTrust)
	r.post(w+"/document", "path", aliceBadge, "base", r.get(w+"?doc="+aliceBadge).field(t, "base"), "source", mayDeploy)
	source := strings.ReplaceAll(mayDeploy, `"Resource": "`+deployARN+`"`, `"Principal": {"AWS": "111122223333"}`)
	r.post(w+"/document", "path", deployTrust, "base", trust.field(t, "base"), "source", source)
}

func TestWorldsAreTheirOwners(t *testing.T) {
	s := testServer(t)
	owner, other := newReader(t, s.handler()), newReader(t, s.handler())
	w := owner.world("cross-account")
	other.world("cross-account")
	for _, r := range []*reader{other, newReader(t, s.handler())} {
		if p := r.do("GET", w, nil); p.Code != 404 {
			t.Errorf("reading another's world: %d", p.Code)
		}
		for _, form := range []string{"/document", "/assume", "/read", "/as", "/console", "/clock", "/reset"} {
			if p := r.send(w+form, "line", "aws sts get-caller-identity", "seconds", "1"); p.Code != 404 {
				t.Errorf("%s on another's world: %d", form, p.Code)
			}
		}
	}
}

func TestWorldSurvivesARestart(t *testing.T) {
	s := testServer(t)
	r := newReader(t, s.handler())
	w := r.world("borrowed-key")
	r.post(w+"/assume", "who", "111122223333/users/alice", "role", deployARN, "session", "ship").has(t, "Deploy/ship")
	r.post(w+"/console", "line", "export GREETING=hello")
	again, err := newServer(Config{Config: s.Config})
	if err != nil {
		t.Fatal(err)
	}
	r.site = again.handler()
	r.get(w).has(t, "Deploy/ship", "AssumeRole")
	r.post(w+"/console", "line", "aws sts assume-role --role-arn "+deployARN+" --role-session-name $GREETING").has(t, "Deploy/hello")
}

func TestResetBeginsAgain(t *testing.T) {
	s := testServer(t)
	r := newReader(t, s.handler())
	w := r.world("borrowed-key")
	r.post(w+"/assume", "who", "111122223333/users/alice", "role", deployARN, "session", "ship")
	r.post(w+"/clock", "seconds", "3600")
	r.post(w+"/reset").has(t, "None yet", "Nothing has happened yet").lacks(t, "ahead")
}

func TestBadFormsOfAWorld(t *testing.T) {
	s := testServer(t)
	r := newReader(t, s.handler())
	w := r.world("cross-account")
	for _, c := range []struct {
		form   string
		fields []string
		want   int
	}{
		{"/clock", []string{"seconds", "-5"}, 400},
		{"/clock", []string{"seconds", "soon"}, 400},
		{"/as", []string{"who", "111122223333/users/nobody"}, 400},
		{"/as", []string{"who", "session/ASIANOTTHERE"}, 400},
		{"/document", []string{"path", "../../etc/passwd", "source", "{}"}, 400},
		{"/document", []string{"path", "111122223333/users/ghost/policies/x.json", "source", mayDeploy}, 400},
	} {
		if p := r.send(w+c.form, c.fields...); p.Code != c.want {
			t.Errorf("%s %v: %d, want %d\n%s", c.form, c.fields, p.Code, c.want, text(t, p.body))
		}
	}
	if p := r.send("/sandbox", "scenario", "no-such"); p.Code != 400 {
		t.Errorf("an unknown scenario: %d", p.Code)
	}
}

func TestConsoleFragment(t *testing.T) {
	s := testServer(t)
	r := newReader(t, s.handler())
	w := r.world("borrowed-key")
	r.htmx = true
	r.post(w+"/console", "line", "aws sts get-caller-identity").has(t, "user/alice", `id="terminal"`, `hx-swap-oob="true"`).lacks(t, "<html")
}

// TestConsoleCompletes holds that the console writes a line on, with scripts and
// without, and runs nothing by it.
func TestConsoleCompletes(t *testing.T) {
	s := testServer(t)
	r := newReader(t, s.handler())
	w := r.world("borrowed-key")
	r.post(w+"/console", "line", "aws sts get-c", "complete", "on").has(t, `value="aws sts get-caller-identity "`).lacks(t, "data-stuck")
	r.htmx = true
	r.post(w+"/console", "line", "aws sts assume-role --role-", "complete", "on").
		has(t, `id="terminal"`, `value="aws sts assume-role --role-"`, "data-stuck", "--role-arn", "--role-session-name").lacks(t, "<html", "hx-swap-oob", "Command: ")
	r.post(w+"/console", "line", "aws sts nothing ", "complete", "on").has(t, "Nothing to add here.", "data-stuck")
	r.htmx = false
	r.get(w).has(t, "Nothing typed yet.")
	stranger := newReader(t, s.handler())
	stranger.htmx = true
	if p := stranger.send(w+"/console", "line", "aws s", "complete", "on"); p.Code != 404 {
		t.Errorf("a stranger: %d", p.Code)
	}
}

func TestEveryActAnswersWithItsParts(t *testing.T) {
	s := testServer(t)
	r := newReader(t, s.handler())
	w := r.world("cross-account")
	alice := "111122223333/users/alice"
	r.htmx = true
	parts := []string{`id="said"`, `id="clock"`, `id="decision"`, `id="credentials"`, `id="sessions"`, `id="events"`, `id="assume-who"`,
		`id="assume-role"`, `id="read-object"`, `id="evaluate-resources"`, `id="terminal-screen"`}
	for _, act := range []struct {
		form   string
		fields []string
		said   string
	}{
		{"/assume", []string{"who", alice, "role", deployARN, "session", "ship"}, "has no identity policy"},
		{"/read", []string{"who", alice, "object", "s3://reports/2026/q3.csv"}, "Not allowed: "},
		{"/as", []string{"who", "111122223333/users/bob"}, "On the console you are bob, user in Tools."},
		{"/clock", []string{"seconds", "3600"}, "It is 21 November 2026, 10:00 UTC now."},
	} {
		p := r.post(w+act.form, act.fields...)
		p.has(t, parts...).has(t, act.said).lacks(t, "<html", `id="terminal-line"`) // which somebody may be typing in
	}
}

// TestASaveRenewsWhatHingesOnPolicies looks at the lists and the sessions beside the
// editor: whom one can be and what still stands follow from the policies.
func TestASaveRenewsWhatHingesOnPolicies(t *testing.T) {
	r := newReader(t, testSite(t))
	w := r.world("borrowed-key")
	r.post(w+"/assume", "who", "111122223333/users/alice", "role", deployARN, "session", "ship")
	const path = "444455556666/roles/Deploy/policies/revoked.json"
	save := func(path, text string) page {
		base := r.get(w+"?doc="+path).field(t, "base")
		r.htmx = true
		defer func() { r.htmx = false }()
		return r.post(w+"/document", "path", path, "base", base, "source", text)
	}
	p := save(path, `{"Version": "2012-10-17", "Statement": [{"Effect": "Deny", "Action": "*", "Resource": "*", "Condition": {"DateLessThan": {"aws:TokenIssueTime": "2026-11-21T10:00:00Z"}}}]}`)
	if said := regionText(t, p, "sessions"); !strings.Contains(said, "revoked by Deploy's policy revoked") {
		t.Errorf("the sessions are %s", said)
	}
	p = save(deployTrust, `{"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Principal": {"Service": "lambda.amazonaws.com"}, "Action": "sts:AssumeRole"}]}`)
	if list := optionsOf(t, p, "acting-who"); !slices.Contains(list, "444455556666/roles/Deploy via lambda.amazonaws.com") {
		t.Errorf("one can be %q", list)
	}
	r.htmx = true
	r.post(w+"/as", "who", "root 444455556666")
	p = r.post(w+"/console", "line", "aws iam create-role --role-name Fresh --assume-role-policy-document '"+
		`{"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Principal": {"AWS": "444455556666"}, "Action": "sts:AssumeRole"}]}`+"'")
	if list := optionsOf(t, p, "assume-role"); !slices.Contains(list, "arn:aws:iam::444455556666:role/Fresh") {
		t.Errorf("one can ask for %q", list)
	}
}

func TestClockMovesToAMoment(t *testing.T) {
	r := newReader(t, testSite(t))
	w := r.world("borrowed-key")
	r.post(w+"/assume", "who", "111122223333/users/alice", "role", deployARN, "session", "ship")
	r.post(w+"/clock", "to", "2026-11-22T09:30").has(t, "22 November 2026, 09:30 UTC", "1 day 30 minutes ahead", "ended")
	for _, c := range []struct{ to, says string }{
		{"2026-11-22T09:00", "The clock moves forward only, and it is 22 November 2026, 09:30 UTC already"},
		{"2026-11-22T09:30", "The clock moves forward only"},
		{"tomorrow", "is no moment"},
		{"2099-01-01T00:00", "at most fifty years ahead"},
		{"9999-01-01T00:00", "at most fifty years ahead"},
	} {
		p := r.send(w+"/clock", "to", c.to)
		if p.Code != http.StatusBadRequest {
			t.Errorf("to %s: %d", c.to, p.Code)
		}
		p.has(t, c.says)
	}
	r.get(w).has(t, "22 November 2026, 09:30 UTC")
}

func TestLintAnswersTheEditor(t *testing.T) {
	r := newReader(t, testSite(t))
	p := r.post("/api/lint", "kind", "trust", "source", "{\n  \"Version\": \"2012-10-17\",\n  \"Statement\": [{\"Effect\": \"Alow\"}]\n}")
	p.has(t, `"line":3`, `"severity":"error"`, `"code":`)
	if p := r.send("/api/lint", "kind", "no-such", "source", "{}"); p.Code != 400 || !strings.Contains(p.body, `"error"`) {
		t.Errorf("an unknown kind: %d %s", p.Code, p.body)
	}
}

func TestOpenInSandboxTakesTheEdit(t *testing.T) {
	s := testServer(t)
	r := newReader(t, s.handler())
	source := strings.ReplaceAll(mayDeploy, "Effect", "Sid\": \"Mine\", \"Effect")
	p := r.post("/lessons/temporary-access/deep-dive/open/alice-may-ask", "source", source)
	p.has(t, "Mine")
	if !strings.HasPrefix(p.path, "/sandbox/w-") {
		t.Errorf("it opens %s", p.path)
	}
}

func TestStoredWorldLoadsQuickly(t *testing.T) {
	s := testServer(t)
	r := newReader(t, s.handler())
	w := r.world("borrowed-key")
	for range 5 {
		r.post(w+"/console", "line", "aws sts assume-role --role-arn "+deployARN+" --role-session-name ship")
	}
	stored, err := s.Store.World(t.Context(), strings.TrimPrefix(w, "/sandbox/"))
	if err != nil {
		t.Fatal(err)
	}
	var best = time.Hour
	for range 5 {
		start := time.Now()
		if _, err := s.worlds.Load(t.Context(), stored); err != nil {
			t.Fatal(err)
		}
		best = min(best, time.Since(start))
	}
	if best > 5*time.Millisecond {
		t.Errorf("a stored world loads in %v", best)
	}
}

func TestTooManyWorldsAreRefused(t *testing.T) {
	s := testServer(t)
	r := newReader(t, s.handler())
	r.world("borrowed-key")
	id := learnerOf(t, s, r)
	for range play.MaxOwnWorlds {
		world, capability, err := s.Store.NewWorldID()
		if err != nil {
			t.Fatal(err)
		}
		if err := s.Store.AddWorld(t.Context(), world, capability, store.NewWorld{Learner: id, At: fixedNow()}); err != nil {
			t.Fatal(err)
		}
	}
	if p := r.send("/sandbox", "scenario", "borrowed-key"); p.Code != http.StatusConflict {
		t.Errorf("one world too many: %d", p.Code)
	}
}
