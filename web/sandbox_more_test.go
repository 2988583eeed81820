package web

import (
	"fmt"
	"net/http"
	"net/url"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
	"golang.org/x/net/html"
	"pgregory.net/rapid"

	"rolecall/sandbox/play"
	"rolecall/store"
	"rolecall/web/desk"
	"rolecall/web/view"
	"rolecall/web/worlds"
)

func TestDiffTellsWhatBecameOfEachLine(t *testing.T) {
	before := "{\n  \"a\": 1,\n  \"b\": 2,\n  \"c\": 3,\n  \"d\": 4,\n  \"e\": 5,\n  \"f\": 6,\n  \"g\": 7\n}"
	after := strings.Replace(before, "\"b\": 2", "\"b\": 20", 1)
	got := desk.SinceStart(before, after)
	want := &view.DocDiff{Added: 1, Removed: 1, Lines: []view.DiffLine{
		{Op: view.DiffSame, No: 1, Text: "{"},
		{Op: view.DiffSame, No: 2, Text: `  "a": 1,`},
		{Op: view.DiffRemoved, No: 3, Text: `  "b": 2,`},
		{Op: view.DiffAdded, No: 3, Text: `  "b": 20,`},
		{Op: view.DiffSame, No: 4, Text: `  "c": 3,`},
		{Op: view.DiffSame, No: 5, Text: `  "d": 4,`},
		{Op: view.DiffSame, No: 6, Text: `  "e": 5,`},
		{Op: view.DiffSkipped, Text: "3 lines unchanged"},
	}}
	if d := cmp.Diff(want, got); d != "" {
		t.Errorf("-want +got\n%s", d)
	}
	if desk.SinceStart(before, before) != nil {
		t.Error("a document that stayed has a difference")
	}
}

// Whatever two texts are, the lines that stayed or went are the first, and the
// lines that stayed or came the second.
func TestDiffHoldsBothTexts(t *testing.T) {
	line := rapid.SampledFrom([]string{"{", "}", "  \"a\": 1,", "  \"b\": 2", "", "é"})
	rapid.Check(t, func(t *rapid.T) {
		lines := rapid.SliceOfN(line, 0, 12)
		before, after := lines.Draw(t, "before"), lines.Draw(t, "after")
		var was, is []string
		all, _ := desk.DiffLines(ofLines(before), ofLines(after))
		for _, l := range all {
			if l.Op != view.DiffAdded {
				was = append(was, l.Text)
			}
			if l.Op != view.DiffRemoved {
				is = append(is, l.Text)
			}
		}
		if d := cmp.Diff(before, was, cmpopts.EquateEmpty()); d != "" {
			t.Fatalf("the first text: -want +got\n%s", d)
		}
		if d := cmp.Diff(after, is, cmpopts.EquateEmpty()); d != "" {
			t.Fatalf("the second text: -want +got\n%s", d)
		}
	})
}

// ofLines is the text that has these lines.
func ofLines(lines []string) string {
	if len(lines) == 0 {
		return ""
	}
	return strings.Join(lines, "\n") + "\n"
}

func TestEditorShowsWhatBecameOfTheDocument(t *testing.T) {
	r := newReader(t, testSite(t))
	w := r.world("cross-account")
	edit := r.get(w + "?doc=" + deployTrust)
	edit.lacks(t, "Changes since the start")
	source := strings.ReplaceAll(mayDeploy, `"Resource": "`+deployARN+`"`, `"Principal": {"AWS": "111122223333"}`)
	r.post(w+"/document", "path", deployTrust, "base", edit.field(t, "base"), "source", source).
		has(t, "Changes since the start", "1 line added", `<span class="sr">Removed: </span>`, `<span class="sr">Added: </span>`)
	r.post(w+"/document", "path", aliceBadge, "base", r.get(w+"?doc="+aliceBadge).field(t, "base"), "source", mayDeploy).
		has(t, "1 line added, 0 lines removed")
}

func TestCompletionKnowsTheWorld(t *testing.T) {
	r := newReader(t, testSite(t))
	w := r.world("cross-account")
	for _, c := range []struct{ at, in, typed, want, lacks string }{
		{w + "/complete", "action", "sts:assumeR", `"sts:AssumeRole"`, "s3:"},
		{w + "/complete", "key", "aws:principalor", `"aws:PrincipalOrgID"`, "aws:SourceIp"},
		{w + "/complete", "resource", "", `"arn:aws:iam::444455556666:role/Deploy"`, ":root"},
		{w + "/complete", "resource", "report", `"arn:aws:s3:::reports/*"`, "role/Deploy"},
		{w + "/complete", "aws", "arn:aws:iam::1", `"arn:aws:iam::111122223333:user/alice"`, "s3:::"},
		{w + "/complete", "service", "ec2", `"ec2.amazonaws.com"`, "lambda"},
		{w + "/complete", "nowhere", "a", `"choices":[]`, "label"},
		{"/api/complete", "action", "s3:GetObj", `"s3:GetObject"`, "sts:"},
		{"/api/complete", "action", "s3:GetObj", `"detail":"Read"`, "Write"},
		{"/api/complete", "action", "devops", `{"label":"devops-guru:","detail":"Amazon DevOps Guru"}`, "s3:"},
		{"/api/complete", "action", "bedrock:Invoke", `"bedrock:InvokeModel"`, "s3:"},
		{"/api/complete", "key", "codebuild:", `"codebuild:`, "s3:"},
		{"/api/complete", "resource", "", `"choices":[]`, "label"},
	} {
		r.get(c.at+"?"+url.Values{"in": {c.in}, "typed": {c.typed}}.Encode()).has(t, c.want).lacks(t, c.lacks)
	}
	if p := r.do(http.MethodGet, w+"/complete?in=action&typed="+strings.Repeat("a", 300), nil); p.Code != http.StatusBadRequest {
		t.Errorf("300 bytes to complete: %d", p.Code)
	}
	if p := newReader(t, r.site).do(http.MethodGet, w+"/complete?in=aws", nil); p.Code != http.StatusNotFound {
		t.Errorf("another's world completes: %d", p.Code)
	}
}

func TestOneCanBeAnybody(t *testing.T) {
	r := newReader(t, testSite(t))
	w := r.world("workloads")
	who := func(id string) page {
		r.post(w+"/as", "who", id)
		return r.post(w+"/console", "line", "aws sts get-caller-identity")
	}
	r.get(w).has(t, "Root users", "Workloads, with a role", "Without credentials")
	who("root 444455556666").has(t, "arn:aws:iam::444455556666:root")
	who("anonymous").has(t, "MissingAuthenticationToken")
	if p := r.send(w+"/as", "who", "root 000000000000"); p.Code != http.StatusBadRequest {
		t.Errorf("the root user of an unknown account: %d", p.Code)
	}
	id := ""
	for _, value := range optionsOf(t, r.get(w), "acting-who") {
		if strings.Contains(value, play.ViaService) {
			id = value
		}
	}
	who(id).has(t, "assumed-role/")
	if p := r.send(w+"/as", "who", strings.Split(id, " ")[0]+" via s3.amazonaws.com"); p.Code != http.StatusBadRequest {
		t.Errorf("a service that isn't trusted hands out a role: %d", p.Code)
	}
	// One that is named and refused leaves its record, and the console stays who it was.
	role, service, _ := strings.Cut(id, play.ViaService)
	r.save(w, role+"/trust.json", `{"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Principal": {"Service": "`+service+`"}, "Action": "sts:AssumeRole",
		"Condition": {"StringEquals": {"aws:SourceAccount": "999999999999"}}}]}`)
	refused := r.post(w+"/as", "who", id)
	refused.has(t, "AssumeRole", "aws:SourceAccount")
	if said := regionText(t, refused, "decision"); !strings.Contains(said, "Not allowed") {
		t.Errorf("the decision is %s", said)
	}
	if p := r.send(w+"/assume", "who", id, "role", deployARN, "session", "x"); p.Code != http.StatusBadRequest {
		t.Errorf("asking as a workload that gets no credentials: %d", p.Code)
	}
	r.htmx = true
	if said := regionText(t, r.post(w+"/as", "who", id), "said"); !strings.Contains(said, "Not allowed: ") || !strings.Contains(said, "See why") {
		t.Errorf("it says %q", said)
	}
}

func TestRevokedSessionsAreListedAndRefused(t *testing.T) {
	r := newReader(t, testSite(t))
	w := r.world("borrowed-key")
	alice := "111122223333/users/alice"
	r.post(w+"/assume", "who", alice, "role", deployARN, "session", "ship")
	held := sessionInHand(t, r.get(w))
	r.post(w+"/clock", "seconds", "60")
	r.get(w).has(t, "Sessions issued", "asked for by alice", "in force").lacks(t, "revoked by")
	r.post(w+"/revoke", "role", deployARN).has(t, "revoked", "AWSRevokeOlderSessions")
	r.post(w+"/read", "who", held, "object", "s3://reports/2026/q3.csv").has(t, "Denied explicitly")
	r.post(w+"/clock", "seconds", "31")
	r.post(w+"/assume", "who", alice, "role", deployARN, "session", "again").has(t, "Deploy/again", "in force")
	for _, role := range []string{"", "arn:aws:iam::444455556666:role/None"} {
		if p := r.send(w+"/revoke", "role", role); p.Code != http.StatusBadRequest {
			t.Errorf("revoking %q: %d", role, p.Code)
		}
	}
}

func TestLogFiltersAndPages(t *testing.T) {
	s := testServer(t)
	r := newReader(t, s.handler())
	w := r.world("cross-account")
	alice, bob := "111122223333/users/alice", "111122223333/users/bob"
	r.post(w+"/assume", "who", alice, "role", deployARN, "session", "refused-one")
	r.post(w+"/read", "who", bob, "object", "s3://reports/2026/q3.csv")
	r.post(w+"/console", "line", "aws sts get-caller-identity")
	for _, c := range []struct {
		query       url.Values
		has, hasNot string
	}{
		{url.Values{"by": {"alice"}}, "sts AssumeRole", "s3 HeadObject"},
		{url.Values{"by": {"bob"}}, "2 events like that", "sts AssumeRole<"},
		{url.Values{"call": {"sts"}}, "sts GetCallerIdentity", "s3 HeadObject"},
		{url.Values{"call": {"s3:Head*"}}, "1 event like that", "sts AssumeRole<"},
		{url.Values{"call": {"assumer"}}, "1 event like that", "s3 HeadObject"},
		{url.Values{"came": {"allowed"}}, "sts GetCallerIdentity", "s3 HeadObject"},
		{url.Values{"came": {"implicit-deny"}}, "2 events like that", "sts GetCallerIdentity"},
		{url.Values{"text": {"REFUSED-ONE"}}, "1 event like that", "s3 HeadObject"},
		{url.Values{"by": {"nobody at all"}}, "No event is like that", "s3 HeadObject"},
	} {
		p := r.get(w + "?" + c.query.Encode())
		log := regionText(t, p, "events")
		if !strings.Contains(log, strings.TrimSuffix(c.has, "<")) {
			t.Errorf("%v: no %q in\n%s", c.query, c.has, log)
		}
		if strings.Contains(log, strings.TrimSuffix(c.hasNot, "<")) {
			t.Errorf("%v: %q is in\n%s", c.query, c.hasNot, log)
		}
	}
}

// What htmx asks from a filtered page keeps to its filter, and a policy written at
// the console stands in the list.
func TestPartsKeepToTheirPage(t *testing.T) {
	s := testServer(t)
	r := newReader(t, s.handler())
	w := r.world("blank")
	r.htmx, r.current = true, w+"?call=s3"
	r.post(w+"/console", "line", "aws s3 ls")
	p := r.post(w+"/console", "line", `aws iam put-user-policy --user-name admin --policy-name note --policy-document '{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"s3:ListAllMyBuckets","Resource":"*"}]}'`)
	log := regionText(t, p, "events")
	if !strings.Contains(log, "1 event like that") || strings.Contains(log, "PutUserPolicy") {
		t.Errorf("the log is\n%s", log)
	}
	if docs := regionText(t, p, "documents-list"); !strings.Contains(docs, "admin’s policy note") {
		t.Errorf("the list of documents is\n%s", docs)
	}
}

func TestOlderEventsAndTheArchiveAreTold(t *testing.T) {
	s := testServer(t)
	r := newReader(t, s.handler())
	w := r.world("borrowed-key")
	id := strings.TrimPrefix(w, "/sandbox/")
	for range 60 {
		r.htmx = true
		r.post(w+"/console", "line", "aws sts get-caller-identity")
	}
	r.htmx = false
	first := r.get(w)
	first.has(t, "Older events", `id="event-60"`, `id="event-11"`).lacks(t, `id="event-10"`, "archived")
	r.get(w+"?before=11").has(t, `id="event-10"`, `id="event-1"`, "10 older events").lacks(t, `id="event-11"`)
	if err := s.Store.ArchiveEvents(t.Context(), id, 5, 100); err != nil {
		t.Fatal(err)
	}
	r.get(w).has(t, "Records 1 to 5 are in the archive")
	// A world that was reset goes on counting: nothing of it was archived.
	r.post(w + "/reset")
	r.post(w+"/console", "line", "aws sts get-caller-identity").lacks(t, "archived").has(t, `id="event-61"`)
}

func TestEvaluateForAnybody(t *testing.T) {
	r := newReader(t, testSite(t))
	w := r.world("cross-account")
	ask := func(fields ...string) page {
		q := url.Values{}
		for i := 0; i < len(fields); i += 2 {
			q.Set(fields[i], fields[i+1])
		}
		return r.get(w + "/evaluate?" + q.Encode())
	}
	ask("arn", "arn:aws:iam::999999999999:user/mallory", "action", "sts:AssumeRole", "resource", deployARN).
		has(t, "Not allowed", "Resource policy", "Nothing is known of the policies in account 999999999999").lacks(t, "<html")
	ask("arn", "arn:aws:iam::111122223333:user/alice", "action", "sts:AssumeRole", "resource", deployARN).
		has(t, "Identity policy").lacks(t, "Nothing is known")
	ask("arn", "arn:aws:iam::111122223333:user/ghost", "action", "sts:AssumeRole", "resource", deployARN).has(t, "has nobody called")
	ask("arn", "mallory", "action", "sts:AssumeRole", "resource", deployARN).has(t, "is not the ARN of a user")
	ask("who", "anonymous", "action", "s3:GetObject", "resource", "arn:aws:s3:::reports/2026/q3.csv").has(t, "Not allowed")
	ask("who", "root 444455556666", "action", "s3:GetObject", "resource", "arn:aws:s3:::reports/2026/q3.csv").has(t, "Allowed")
	ask("who", "root 444455556666", "action", "", "resource", "*").has(t, "Say which action")
	ask("who", "root 444455556666", "action", "sts:AssumRole", "resource", deployARN).has(t, "<code>sts:AssumRole</code> is not known here (reference of September 2026)", "Did you mean <code>sts:AssumeRole</code>?")
	ask("who", "root 444455556666", "action", "sts:AssumeRole", "resource", deployARN+"2").has(t, "has no such role in this world")
}

// A context key can have several values, and one's own replace the world's.
func TestEvaluateTakesAnyContext(t *testing.T) {
	r := newReader(t, testSite(t))
	w := r.world("cross-account")
	save := func(condition string) {
		edit := r.get(w + "?doc=" + aliceBadge)
		r.post(w+"/document", "path", aliceBadge, "base", edit.field(t, "base"), "source",
			`{"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": "sts:*", "Resource": "*", "Condition": `+condition+`}]}`)
	}
	for _, c := range []struct{ condition, context, want string }{
		{`{"ForAllValues:StringEquals": {"aws:TagKeys": ["team", "cost"]}, "Null": {"aws:TagKeys": "false"}}`, "aws:TagKeys = team\naws:TagKeys = cost", "Allowed"},
		{`{"ForAllValues:StringEquals": {"aws:TagKeys": ["team", "cost"]}, "Null": {"aws:TagKeys": "false"}}`, "aws:TagKeys = team\naws:TagKeys = owner", "Not allowed"},
		{`{"IpAddress": {"aws:SourceIp": "203.0.113.0/24"}}`, "aws:SourceIp = 203.0.113.9", "Allowed"},
		{`{"IpAddress": {"aws:SourceIp": "203.0.113.0/24"}}`, "aws:SourceIp = 198.51.100.9", "Not allowed"},
		{`{"IpAddress": {"aws:SourceIp": "198.51.100.0/24"}}`, "AWS:sourceIP = 198.51.100.9", "Allowed"},
		{`{"DateLessThan": {"aws:CurrentTime": "2020-01-01T00:00:00Z"}}`, "aws:CurrentTime = 2019-12-31T23:59:59Z", "Allowed"},
		{`{"NumericLessThan": {"aws:MultiFactorAuthAge": "300"}, "Bool": {"aws:MultiFactorAuthPresent": "true"}}`, "aws:MultiFactorAuthAge = 60\naws:MultiFactorAuthPresent = true", "Allowed"},
		{`{"StringEquals": {"sts:ExternalId": "a=b"}}`, "sts:ExternalId = a=b", "Allowed"},
	} {
		save(c.condition)
		p := r.get(w + "/evaluate?" + url.Values{"who": {"111122223333/users/alice"}, "action": {"sts:AssumeRole"}, "resource": {deployARN}, "context": {c.context}}.Encode())
		if got := verdictOf(t, p); got != c.want {
			t.Errorf("%s with %q: %s, want %s", c.condition, c.context, got, c.want)
		}
	}
}

func TestATraceLeadsToItsLines(t *testing.T) {
	r := newReader(t, testSite(t))
	w := r.world("borrowed-key")
	link := w + "?doc=" + url.QueryEscape(deployTrust)
	r.post(w+"/assume", "who", "111122223333/users/alice", "role", deployARN, "session", "ship").
		has(t, `href="`+link+`#doc-L`, "The request’s way through the layers")
	r.get(link).has(t, `id="doc-L1"`, `id="doc-L4"`)
}

func TestAPageFollowsItsWorld(t *testing.T) {
	s := testServer(t)
	r := newReader(t, s.handler())
	w := r.world("borrowed-key")
	stored := func() store.World {
		t.Helper()
		got, err := s.Store.World(t.Context(), strings.TrimPrefix(w, "/sandbox/"))
		if err != nil {
			t.Fatal(err)
		}
		return got
	}
	before := worlds.State(stored())
	r.post(w+"/console", "line", "aws sts get-caller-identity")
	after := worlds.State(stored())
	if before == after {
		t.Errorf("a call leaves the state at %s", after)
	}
	version, last, _ := strings.Cut(after, ".")
	r.get(w).has(t, `data-version="`+version+`"`, `data-last="`+last+`"`)
	r.post(w+"/clock", "seconds", "60")
	if moved := worlds.State(stored()); moved == after {
		t.Errorf("moving the clock leaves the state at %s", moved)
	}
	r.get(w+"/now?seen=0").has(t, "From elsewhere: sts GetCallerIdentity by alice", `id="events"`).lacks(t, "<html")
	r.get(w+"/now?seen=0&back=1").has(t, "Meanwhile: sts GetCallerIdentity by alice").lacks(t, "elsewhere")
	r.get(w+"/now?seen=1&back=1").has(t, "The page is up to date again.").lacks(t, "elsewhere")
	for _, path := range []string{"/live", "/now", "/evaluate"} {
		if p := newReader(t, s.handler()).do(http.MethodGet, w+path, nil); p.Code != http.StatusNotFound {
			t.Errorf("a stranger's %s: %d", path, p.Code)
		}
	}
}

// optionsOf lists the values of a list to choose from.
func optionsOf(t *testing.T, p page, id string) []string {
	t.Helper()
	var list []string
	visit(parse(t, p.body), func(n *html.Node) {
		if mustAttr(n, "id") != id {
			return
		}
		visit(n, func(o *html.Node) {
			if o.Data == "option" {
				list = append(list, mustAttr(o, "value"))
			}
		})
	})
	if len(list) == 0 {
		t.Fatalf("%s has no list %q", p.path, id)
	}
	return list
}

// regionText is what the element with an id says.
func regionText(t *testing.T, p page, id string) string {
	t.Helper()
	said := ""
	visit(parse(t, p.body), func(n *html.Node) {
		if mustAttr(n, "id") == id {
			var b strings.Builder
			if err := html.Render(&b, n); err != nil {
				t.Fatal(err)
			}
			said = strings.Join(strings.Fields(text(t, b.String())), " ")
		}
	})
	return said
}

// verdictOf is the word of the verdict that an answer begins with.
func verdictOf(t *testing.T, p page) (word string) {
	t.Helper()
	visit(parse(t, p.body), func(n *html.Node) {
		if mustAttr(n, "class") == "word" && word == "" {
			visit(n, func(m *html.Node) {
				if m.Data == "strong" && m.FirstChild != nil {
					word = m.FirstChild.Data
				}
			})
		}
	})
	return word
}

// TestTextsThatDifferTooMuchAreNotCompared holds that the comparison of long texts
// stays small and says that it is coarse.
func TestTextsThatDifferTooMuchAreNotCompared(t *testing.T) {
	text := func(n, step int) string {
		var b strings.Builder
		for i := range n {
			fmt.Fprintf(&b, "%d\n", i*step%1009)
		}
		return "the same\n" + b.String() + "the same too\n"
	}
	before, now := text(20_000, 3), text(20_000, 7)
	d := desk.SinceStart(before, now)
	if !d.Coarse || d.Added < 19_000 || d.Removed != d.Added {
		t.Errorf("coarse %v, %d added and %d removed, want all lines and that it is coarse", d.Coarse, d.Added, d.Removed)
	}
	if d = desk.SinceStart(before, strings.Replace(before, "\n500\n", "\nfive hundred\n", 1)); d.Coarse || d.Added != 1 || d.Removed != 1 {
		t.Errorf("coarse %v, %d added and %d removed, want one of each line by line", d.Coarse, d.Added, d.Removed)
	}
}
