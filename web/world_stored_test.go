package web

import (
	"bytes"
	"encoding/json"
	"fmt"
	"mime/multipart"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"golang.org/x/net/html"

	"rolecall/sandbox/world"
	"rolecall/store"
)

// worldID is the id in a world's address.
func worldID(path string) string {
	id, _, _ := strings.Cut(strings.TrimPrefix(path, "/sandbox/"), "?")
	return id
}

// button is the value of the button whose words begin so; empty when there is none.
func (p page) button(t testing.TB, words string) (value string) {
	t.Helper()
	visit(parse(t, p.body), func(n *html.Node) {
		if n.Data == "button" && strings.HasPrefix(strings.TrimSpace(nodeText(n)), words) {
			value = mustAttr(n, "value")
		}
	})
	return value
}

func nodeText(n *html.Node) string {
	var b strings.Builder
	visit(n, func(n *html.Node) {
		if n.Type == html.TextNode {
			b.WriteString(n.Data)
		}
	})
	return b.String()
}

// documentOf reads a document of a stored world.
func documentOf(t testing.TB, s *server, id, path string) string {
	t.Helper()
	p := taken(t, s, id)
	text, _ := p.Document(path)
	return text
}

func taken(t testing.TB, s *server, id string) *playing {
	t.Helper()
	stored, err := s.Store.World(t.Context(), id)
	if err != nil {
		t.Fatal(err)
	}
	p, err := s.takeOut(stored)
	if err != nil {
		t.Fatal(err)
	}
	return p
}

// save puts a text in force as the editor does.
func (r *reader) save(w, path, text string) page {
	r.t.Helper()
	base := r.get(w+"?doc="+url.QueryEscape(path)).field(r.t, "base")
	return r.post(w+"/document", "path", path, "base", base, "source", text)
}

func TestUndoAndRedoOfAnEdit(t *testing.T) {
	s := testServer(t)
	r := newReader(t, s.handler())
	w := r.world("cross-account")
	id := worldID(w)
	if b := r.get(w).button(t, "Undo"); b != "" {
		t.Errorf("a new world offers to undo %q", b)
	}
	before := strings.ReplaceAll(mayDeploy, "Deploy", "Other")
	r.save(w, aliceBadge, before)
	r.save(w, aliceBadge, mayDeploy)
	r.post(w+"/assume", "who", "111122223333/users/alice", "role", deployARN, "session", "ship").has(t, "Deploy/ship")
	r.post(w+"/clock", "seconds", "600")

	p := r.get(w)
	p.has(t, "Undo: alice&#39;s policy become-deploy<")
	p = r.post(w+"/undo", "step", p.button(t, "Undo"))
	p.has(t, "Redo: alice&#39;s policy become-deploy", "10 minutes ahead", "Deploy/ship", "AssumeRole", "What your edit changed")
	if got := documentOf(t, s, id, aliceBadge); got != before {
		t.Errorf("after the undo:\n%s", got)
	}
	r.post(w+"/assume", "who", "111122223333/users/alice", "role", deployARN, "session", "ship").has(t, "AccessDenied")

	p = r.get(w)
	r.post(w+"/redo", "step", p.button(t, "Redo")).has(t, "Undo: alice")
	if got := documentOf(t, s, id, aliceBadge); got != mayDeploy {
		t.Errorf("after the redo:\n%s", got)
	}
	// The first save wrote what wasn't there: undone, it isn't there again.
	r.post(w+"/undo", "step", r.get(w).button(t, "Undo"))
	r.post(w+"/undo", "step", r.get(w).button(t, "Undo")).has(t, "Redo: alice&#39;s policy become-deploy added")
	if _, there := taken(t, s, id).Document(aliceBadge); there {
		t.Error("the policy is still there")
	}
}

func TestUndoOfConsoleCallsAndResets(t *testing.T) {
	s := testServer(t)
	r := newReader(t, s.handler())
	w := r.world("blank")
	id := worldID(w)
	type state struct{ Bob, Ops bool }
	now := func() state {
		a := taken(t, s, id).Account("111122223333")
		return state{a.Users["bob"] != nil, a.Roles["Ops"] != nil}
	}
	r.post(w+"/console", "line", "aws iam create-user --user-name bob")
	r.post(w+"/console", "line", `aws iam create-role --role-name Ops --assume-role-policy-document '{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":{"AWS":"111122223333"},"Action":"sts:AssumeRole"}]}'`)
	r.post(w+"/console", "line", "aws iam list-users")
	r.post(w + "/reset")
	for _, c := range []struct {
		form, words string
		want        state
	}{
		{"/undo", "Undo: the reset", state{true, true}},
		{"/undo", "Undo: role Ops added", state{true, false}},
		{"/undo", "Undo: user bob added", state{false, false}},
		{"/redo", "Redo: user bob added", state{true, false}},
		{"/redo", "Redo: role Ops added", state{true, true}},
		{"/redo", "Redo: the reset", state{false, false}},
	} {
		p := r.get(w)
		step := p.button(t, c.words)
		if step == "" {
			t.Fatalf("no button %q:\n%s", c.words, text(t, p.body))
		}
		r.post(w+c.form, "step", step)
		if d := cmp.Diff(c.want, now()); d != "" {
			t.Errorf("%s (-want +got):\n%s", c.words, d)
		}
	}
}

func TestSecondTabIsToldAndNothingLost(t *testing.T) {
	s := testServer(t)
	r := newReader(t, s.handler())
	w := r.world("cross-account")
	id := worldID(w)
	r.save(w, aliceBadge, mayDeploy)
	tab := r.get(w) // shows the first edit as the one to undo
	other := strings.ReplaceAll(mayDeploy, "Deploy", "Other")
	r.save(w, aliceBadge, other)
	for _, c := range [][]string{
		{"/undo", "step", tab.button(t, "Undo")},
		{"/redo", "step", tab.button(t, "Undo")},
		{"/undo", "step", "999"},
		{"/reset", "version", tab.field(t, "version")},
		{"/rename", "was", "An older title", "title", "Mine"},
	} {
		p := r.send(w+c[0], c[1:]...)
		if p.Code != http.StatusConflict {
			t.Errorf("%v is answered %d", c, p.Code)
		}
		p.has(t, "in another tab meanwhile", `role="alert"`)
		if got := documentOf(t, s, id, aliceBadge); got != other {
			t.Errorf("%v changed the document:\n%s", c, got)
		}
	}
	if p := r.send(w+"/undo", "step", "x"); p.Code != http.StatusBadRequest {
		t.Errorf("a step that is no number: %d", p.Code)
	}
}

// TestUndoLeavesTheClockToItself moves the clock alone: there is nothing to undo,
// and an MFA code that was used is no change either.
func TestUndoLeavesTheClockToItself(t *testing.T) {
	s := testServer(t)
	r := newReader(t, s.handler())
	w := r.world("cross-account")
	p := r.post(w+"/clock", "seconds", "3600")
	if b := p.button(t, "Undo"); b != "" {
		t.Errorf("the clock can be undone: %q", b)
	}
}

func TestShareGivesACopy(t *testing.T) {
	s := testServer(t)
	owner, friend := newReader(t, s.handler()), newReader(t, s.handler())
	w := owner.world("cross-account")
	owner.save(w, aliceBadge, mayDeploy)
	p := owner.post(w + "/share")
	link := shareLinkOf(t, p)
	if link == "" {
		t.Fatal("no link is shown")
	}
	friend.get(link).has(t, "Two accounts, one role", "Make my copy", "alice").lacks(t, "AKIA")
	if len(friend.cookies) != 0 {
		t.Error("looking at a link made a learner")
	}
	mine := friend.post(link)
	if !strings.HasPrefix(mine.path, "/sandbox/w-") || mine.path == w {
		t.Fatalf("the copy is at %s", mine.path)
	}
	id, copied := worldID(w), worldID(mine.path)
	if got := documentOf(t, s, copied, aliceBadge); got != mayDeploy {
		t.Errorf("the copy holds:\n%s", got)
	}
	own, theirs := taken(t, s, id), taken(t, s, copied)
	if a, b := own.Account("111122223333").Users["alice"].Keys[0], theirs.Account("111122223333").Users["alice"].Keys[0]; a.ID == b.ID || a.Secret == b.Secret {
		t.Error("the copy has the original's keys")
	}
	// What the friend does stays theirs, and a reset leads to what was copied.
	friend.save(mine.path, aliceBadge, strings.ReplaceAll(mayDeploy, "Deploy", "Other"))
	friend.post(mine.path + "/reset")
	if got := documentOf(t, s, copied, aliceBadge); got != mayDeploy {
		t.Errorf("the reset copy holds:\n%s", got)
	}
	if p := friend.do("GET", w, nil); p.Code != 404 {
		t.Errorf("the friend reaches the original: %d", p.Code)
	}
	// Withdrawn, the link opens nothing; the next one is another.
	owner.post(w+"/unshare").lacks(t, link)
	for _, method := range []string{"GET", "POST"} {
		if p := friend.do(method, link, nil); p.Code != 404 {
			t.Errorf("%s of a withdrawn link: %d", method, p.Code)
		}
	}
	if again := shareLinkOf(t, owner.post(w+"/share")); again == "" || again == link {
		t.Errorf("the next link is %q", again)
	}
	if p := friend.do("GET", link+"x", nil); p.Code != 404 {
		t.Errorf("a guessed link: %d", p.Code)
	}
}

// shareLinkOf is the path of the link that a page shows.
func shareLinkOf(t testing.TB, p page) (link string) {
	t.Helper()
	visit(parse(t, p.body), func(n *html.Node) {
		if id, _ := attr(n, "id"); id == "share-link" {
			u, err := url.Parse(mustAttr(n, "value"))
			if err != nil {
				t.Fatal(err)
			}
			link = u.Path
		}
	})
	return link
}

func TestRenameDuplicateDelete(t *testing.T) {
	s := testServer(t)
	r := newReader(t, s.handler())
	w := r.world("cross-account")
	r.post(w+"/rename", "was", "Two accounts, one role", "title", "  My   <own> world ").has(t, "My &lt;own&gt; world")
	for _, bad := range []string{"", " ", strings.Repeat("é", 201), "a\x00b", "a\u202eb"} {
		if p := r.send(w+"/rename", "was", "My <own> world", "title", bad); p.Code != http.StatusBadRequest {
			t.Errorf("title %q: %d", bad, p.Code)
		}
	}
	long := strings.Repeat("é", 200)
	r.post(w+"/rename", "was", "My <own> world", "title", long, "back", "/sandbox").has(t, long, "Two accounts, one role")
	dup := r.post(w + "/duplicate")
	dup.has(t, "Copy of é")
	if n := len([]rune(taken(t, s, worldID(dup.path)).Title)); n != 200 {
		t.Errorf("the copy's title has %d characters", n)
	}
	if p := r.get("/sandbox"); strings.Count(p.body, `<a href="/sandbox/w-`) < 2 {
		t.Errorf("the list lacks a world:\n%s", text(t, p.body))
	}
	r.get(w+"/delete").has(t, "Delete this world?", "can't be taken back")
	r.post(w+"/delete").lacks(t, worldID(w))
	if p := r.do("GET", w, nil); p.Code != 404 {
		t.Errorf("the deleted world: %d", p.Code)
	}
	r.get(dup.path)
}

// TestWorldsOfLessonsStay refuses to rename, share or delete what a challenge keeps.
func TestWorldsOfLessonsStay(t *testing.T) {
	s := testServer(t)
	r := newReader(t, s.handler())
	name := s.Library.Challenges()[0].Name
	w := r.post("/challenges/" + name + "/open").path
	if !strings.HasPrefix(w, "/sandbox/w-") {
		t.Fatalf("the challenge opens at %s", w)
	}
	for _, form := range []string{"/rename", "/share", "/delete"} {
		if p := r.send(w+form, "title", "x", "was", "x"); p.Code != http.StatusConflict {
			t.Errorf("%s: %d", form, p.Code)
		}
	}
	r.post(w+"/duplicate").has(t, "Copy of")
}

func TestStoredWorldRoutesAreTheOwners(t *testing.T) {
	s := testServer(t)
	owner, other := newReader(t, s.handler()), newReader(t, s.handler())
	w := owner.world("cross-account")
	other.world("cross-account")
	owner.save(w, aliceBadge, mayDeploy)
	step := owner.get(w).button(t, "Undo")
	for _, r := range []*reader{other, newReader(t, s.handler())} {
		for _, form := range []string{"/undo", "/redo", "/reset", "/rename", "/duplicate", "/share", "/unshare", "/delete", "/shared/x"} {
			if p := r.send(w+form, "step", step, "title", "x", "was", "Two accounts, one role"); p.Code != 404 {
				t.Errorf("POST %s on another's world: %d", form, p.Code)
			}
		}
		for _, path := range []string{"/delete", "/export", "/events.jsonl", "/shared/x"} {
			if p := r.do("GET", w+path, nil); p.Code != 404 {
				t.Errorf("GET %s of another's world: %d", path, p.Code)
			}
		}
	}
	if got := documentOf(t, s, worldID(w), aliceBadge); got != mayDeploy {
		t.Error("somebody else changed the world")
	}
}

// upload sends a file as the import page's form does.
func (r *reader) upload(name string, data []byte) page {
	r.t.Helper()
	var body bytes.Buffer
	m := multipart.NewWriter(&body)
	part, err := m.CreateFormFile(name, "world.json")
	if err != nil {
		r.t.Fatal(err)
	}
	if _, err := part.Write(data); err != nil {
		r.t.Fatal(err)
	}
	if err := m.Close(); err != nil {
		r.t.Fatal(err)
	}
	req := httptest.NewRequest("POST", "/sandbox/import", &body)
	req.Header.Set("Content-Type", m.FormDataContentType())
	for name, value := range r.cookies {
		req.AddCookie(&http.Cookie{Name: name, Value: value})
	}
	w := httptest.NewRecorder()
	r.site.ServeHTTP(w, req)
	for _, c := range w.Result().Cookies() {
		r.cookies[c.Name] = c.Value
	}
	return page{w, "/sandbox/import", w.Body.String()}
}

// TestExportComesBackEqual exports, imports and exports again.
func TestExportComesBackEqual(t *testing.T) {
	s := testServer(t)
	owner, other := newReader(t, s.handler()), newReader(t, s.handler())
	for _, sc := range s.Library.Scenarios() {
		w := owner.world(sc.Name)
		owner.post(w+"/clock", "seconds", "90")
		owner.post(w+"/console", "line", "aws sts get-session-token")
		first := owner.get(w + "/export")
		if d := first.Header().Get("Content-Disposition"); !strings.HasPrefix(d, `attachment; filename="`) {
			t.Errorf("the file comes as %q", d)
		}
		seen := other.upload("file", []byte(first.body))
		seen.has(t, "Take this world?", "Nothing is taken yet", "Everything in the file is taken over")
		mine := other.post("/sandbox/import/take", "token", seen.field(t, "token"), "title", seen.field(t, "title"))
		again := other.get(mine.path + "/export")
		if d := cmp.Diff(first.body, again.body); d != "" {
			t.Errorf("%s came back changed (-first +again):\n%s", sc.Name, d)
		}
		// Back to the state as imported.
		other.post(mine.path+"/console", "line", "aws iam create-user --user-name somebody-new")
		other.post(mine.path+"/clock", "seconds", "60")
		other.post(mine.path + "/reset")
		was, is := exportedWorld(t, first.body), exportedWorld(t, other.get(mine.path+"/export").body)
		if parts, err := world.Changes(was, is); err != nil || len(parts) > 0 {
			t.Errorf("%s was reset to another state: %v (%v)", sc.Name, parts, err)
		}
		owner.post(w + "/delete")
		other.post(mine.path + "/delete")
	}
}

// exportedWorld is the stored form in an exported file.
func exportedWorld(t testing.TB, file string) []byte {
	t.Helper()
	var e exported
	var compact bytes.Buffer
	if err := json.Unmarshal([]byte(file), &e); err != nil {
		t.Fatal(err)
	}
	if err := json.Compact(&compact, e.World); err != nil {
		t.Fatal(err)
	}
	return compact.Bytes()
}

const smallAccount = `{
  "UserDetailList": [
    {"Path": "/", "UserName": "carol", "Arn": "arn:aws:iam::123456789012:user/carol", "GroupList": [], "AttachedManagedPolicies": [{"PolicyName": "Gone", "PolicyArn": "arn:aws:iam::123456789012:policy/Gone"}]}
  ],
  "GroupDetailList": [],
  "RoleDetailList": [
    {"Path": "/", "RoleName": "Audit", "Arn": "arn:aws:iam::123456789012:role/Audit",
     "AssumeRolePolicyDocument": {"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Principal": {"AWS": "arn:aws:iam::123456789012:user/carol"}, "Action": "sts:AssumeRole"}]}}
  ],
  "Policies": []
}`

func TestAccountIsLookedAtThenTaken(t *testing.T) {
	s := testServer(t)
	r := newReader(t, s.handler())
	p := r.send("/sandbox/import", "text", smallAccount)
	p.has(t, "A real account", "1 user", "carol", "1 role", "Audit", "What could not be taken over", "policy/Gone")
	if got := r.get("/sandbox"); strings.Contains(got.body, "/sandbox/w-") {
		t.Error("something was taken at the first look")
	}
	token := p.field(t, "token")
	w := r.post("/sandbox/import/take", "token", token, "title", "Our account")
	w.has(t, "Our account", "Audit")
	r.post(w.path+"/assume", "who", "123456789012/users/carol", "role", "arn:aws:iam::123456789012:role/Audit", "session", "look").has(t, "Audit/look")
	r.post(w.path+"/reset").lacks(t, "Audit/look")

	if p := r.send("/sandbox/import/take", "token", token, "title", "Again"); p.Code != http.StatusConflict {
		t.Errorf("taken twice: %d", p.Code)
	}
	// Another reader can't take it, nor a tab that looked before another did.
	first := r.send("/sandbox/import", "text", smallAccount).field(t, "token")
	second := r.send("/sandbox/import", "text", smallAccount).field(t, "token")
	other := newReader(t, s.handler())
	other.world("blank")
	for _, c := range []struct {
		who   *reader
		token string
	}{{r, first}, {other, second}, {newReader(t, s.handler()), second}} {
		if p := c.who.send("/sandbox/import/take", "token", c.token, "title", "x"); p.Code != http.StatusConflict {
			t.Errorf("a token that isn't theirs: %d", p.Code)
		}
	}
	r.post("/sandbox/import/take", "token", second, "title", "x")
}

func TestHostileImportsAreRefusedWhole(t *testing.T) {
	s := testServer(t)
	r := newReader(t, s.handler())
	w := r.world("cross-account")
	good := r.get(w + "/export").body
	with := func(old, new string) string {
		if !strings.Contains(good, old) {
			t.Fatalf("the export doesn't hold %q", old)
		}
		return strings.Replace(good, old, new, 1)
	}
	for name, c := range map[string]struct {
		text string
		says string
	}{
		"empty":             {" ", "Choose a file"},
		"no JSON":           {"{\n  \"format\" 1}", "line 2, column 12"},
		"cut short":         {good[:len(good)/2], "it ends in the middle"},
		"unknown member":    {with(`"format": "rolecall`, "\"evil\": 1,\n  \"format\": \"rolecall"), `line 2, column 3: unknown field`},
		"unknown in world":  {with(`"version":`, `"evil": 1, "version":`), "unknown field"},
		"wrong type":        {with(`"version": `, `"version": "x", "version": `), "line "},
		"another format":    {with("rolecall-world-1", "rolecall-world-9"), "rolecall-world-9"},
		"more behind":       {good + "{}", "Something follows"},
		"a broken policy":   {with(`\"Version\": \"2012-10-17\"`, `\"Version\": \"2012-10-17`), "Line "},
		"two accounts":      {strings.Replace(smallAccount, "123456789012:role", "111122223333:role", 1), "two accounts"},
		"a missing account": {with(`"id": "111122223333"`, `"id": "999999999999"`), "account"},
		"deep":              {strings.Repeat("[", 20_000), "exceeded max depth"},
	} {
		p := r.send("/sandbox/import", "text", c.text)
		if p.Code != http.StatusUnprocessableEntity && p.Code != http.StatusBadRequest {
			t.Errorf("%s: status %d", name, p.Code)
		}
		p.has(t, html.EscapeString(c.says))
	}
	huge := r.upload("file", bytes.Repeat([]byte(" "), importLimit+1))
	if huge.Code != http.StatusRequestEntityTooLarge {
		t.Errorf("too large: %d", huge.Code)
	}
	huge.has(t, "4096 KB", "1024 KB")
	if got := strings.Count(r.get("/sandbox").body, `<a href="/sandbox/w-`); got == 0 {
		t.Error("the list is empty")
	}
	if worlds, err := s.Store.Worlds(t.Context(), taken(t, s, worldID(w)).Learner); err != nil || len(worlds) != 1 {
		t.Errorf("%d worlds (%v)", len(worlds), err)
	}
}

func TestImportByAPIIsResetToItself(t *testing.T) {
	s := testServer(t)
	p := newScript(t, s)
	var w apiWorld
	if status := p.call("POST", "/api/worlds", map[string]json.RawMessage{"import": json.RawMessage(smallAccount)}, &w); status != 201 {
		t.Fatalf("status %d", status)
	}
	if w.KeptUntil != "2026-11-28T09:00:00Z" {
		t.Errorf("kept until %q", w.KeptUntil)
	}
	var first, again json.RawMessage
	p.call("GET", w.ExportURL, nil, &first)
	played(t, s, w.ID, "aws iam create-user --user-name dave")
	if status := p.call("POST", w.ResetURL, nil, nil); status != 200 {
		t.Fatalf("reset: %d", status)
	}
	p.call("GET", w.ExportURL, nil, &again)
	var was, is exported
	if err := json.Unmarshal(first, &was); err != nil {
		t.Fatal(err)
	}
	if err := json.Unmarshal(again, &is); err != nil {
		t.Fatal(err)
	}
	if d := cmp.Diff(string(was.World), string(is.World)); d != "" {
		t.Errorf("reset (-imported +now):\n%s", d)
	}
	if strings.Contains(string(is.World), "dave") {
		t.Error("the reset kept an edit")
	}
}

func TestUnclaimedWorldsAreForgotten(t *testing.T) {
	s := testServer(t)
	var ahead atomic.Int64 // the server reads the clock on its own goroutines
	s.Now = func() time.Time { return fixedNow().Add(time.Duration(ahead.Load())) }
	p := newScript(t, s)
	old, claimed := p.world("blank"), p.world("blank")
	r := newReader(t, s.handler())
	u, err := url.Parse(claimed.URL)
	if err != nil {
		t.Fatal(err)
	}
	r.get(u.RequestURI())
	ahead.Store(int64(unclaimedFor + time.Second))
	p.refused("GET", old.ClockURL, nil, 404, "no such world")
	if status := p.call("GET", claimed.ClockURL, nil, nil); status != 200 {
		t.Errorf("the claimed world: %d", status)
	}
	if n, err := s.Store.UnclaimedWorlds(t.Context()); err != nil || n != 1 {
		t.Errorf("%d worlds wait (%v)", n, err)
	}
	p.world("blank") // whoever makes one sweeps
	if n, err := s.Store.UnclaimedWorlds(t.Context()); err != nil || n != 1 {
		t.Errorf("%d worlds wait after the sweep (%v)", n, err)
	}
	if _, err := s.Store.World(t.Context(), old.ID); err == nil {
		t.Error("the old world is still stored")
	}
}

func TestWorldsALearnerHasAreCapped(t *testing.T) {
	s := testServer(t)
	r := newReader(t, s.handler())
	w := r.world("blank")
	for range maxOwnWorlds - 1 {
		r.post(w + "/duplicate")
	}
	for path, fields := range map[string][]string{
		w + "/duplicate": nil, "/sandbox": {"scenario", "blank"},
	} {
		p := r.send(path, fields...)
		if p.Code != http.StatusConflict {
			t.Errorf("%s: %d", path, p.Code)
		}
		p.has(t, "You have 50 worlds", "Delete one")
	}
	api := newScript(t, s).world("blank")
	u, err := url.Parse(api.URL)
	if err != nil {
		t.Fatal(err)
	}
	if p := r.do("GET", u.RequestURI(), nil); p.Code != http.StatusConflict {
		t.Errorf("claiming one more: %d", p.Code)
	}
	r.post(w + "/delete")
	r.get(u.RequestURI())
}

// TestLongLogsAreArchivedWithNotice brings a log over its limit.
func TestLongLogsAreArchivedWithNotice(t *testing.T) {
	s := testServer(t)
	p := newScript(t, s)
	w := p.world("blank")
	r := newReader(t, s.handler())
	u, err := url.Parse(w.URL)
	if err != nil {
		t.Fatal(err)
	}
	r.get(u.RequestURI())
	path := "/sandbox/" + w.ID
	r.post(path+"/console", "line", "aws sts get-caller-identity")
	sample, err := s.Store.WorldEvents(t.Context(), w.ID, 0, 1)
	if err != nil || len(sample) != 1 {
		t.Fatalf("%d events (%v)", len(sample), err)
	}
	var many []store.Row
	for i := int64(2); i < world.MaxEvents; i++ {
		many = append(many, store.Row{Seq: i, Data: sample[0].Data})
	}
	put := taken(t, s, w.ID)
	put.console.LastEvent = world.MaxEvents - 1
	shell, err := json.Marshal(put.console)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := s.Store.ChangeWorld(t.Context(), store.WorldChange{ID: w.ID, Shell: shell, Events: many, At: s.Now()}); err != nil {
		t.Fatal(err)
	}
	r.get(path).lacks(t, "are in the archive")
	if p := r.do("GET", path+"/events.jsonl", nil); p.Code != 404 {
		t.Errorf("an archive before there is one: %d", p.Code)
	}
	r.post(path+"/console", "line", "aws sts get-caller-identity").has(t, "Records 1 to 500 are in the archive")

	lines := strings.Split(strings.TrimSpace(r.get(path+"/events.jsonl").body), "\n")
	if len(lines) != 500 || !json.Valid([]byte(lines[0])) {
		t.Errorf("%d lines, the first %.80s", len(lines), lines[0])
	}
	var got struct {
		Records  []json.RawMessage
		Next     int64
		Archived *apiArchived `json:"archived"`
	}
	p.call("GET", w.EventsURL, nil, &got)
	if got.Archived == nil || got.Archived.Records != 500 || got.Archived.To != 500 || got.Next != 1500 {
		t.Fatalf("the API answers %+v", got.Archived)
	}
	if status, data := p.raw("GET", got.Archived.URL, nil); status != 200 || bytes.Count(data, []byte("\n")) != 500 {
		t.Errorf("the API's archive: %d, %d bytes", status, len(data))
	}
	left, err := s.Store.WorldEvents(t.Context(), w.ID, 0, 20_000)
	if err != nil || len(left) != world.MaxEvents-500 || left[0].Seq != 501 {
		t.Errorf("%d events are left (%v)", len(left), err)
	}
}

func TestFileNames(t *testing.T) {
	for title, want := range map[string]string{
		"Two accounts, one role": "two-accounts-one-role", "../../etc/passwd": "etc-passwd", "\"; x": "x", "日本": "world",
		strings.Repeat("a", 300): strings.Repeat("a", 60),
	} {
		if got := fileName(title); got != want {
			t.Errorf("%q: %q, want %q", title, got, want)
		}
	}
}

func TestPlaced(t *testing.T) {
	all := []byte("{\n \"a\": {\"b\":\n  [1,, 2]}}")
	var v struct {
		A json.RawMessage
	}
	err := json.Unmarshal(all, &v)
	if got, want := placed(all, all, err), "line 3, column 6: invalid character ',' looking for beginning of value"; got != want {
		t.Errorf("%q, want %q", got, want)
	}
	part := []byte(`{"b": "x"}`)
	var n struct{ B int }
	err = json.Unmarshal(part, &n)
	if got := placed(fmt.Appendf(nil, "{\n%s", part), part, err); !strings.HasPrefix(got, "line 2, column ") {
		t.Errorf("%q", got)
	}
}
