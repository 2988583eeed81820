package web

import (
	"net/http"
	"net/url"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"golang.org/x/net/html"

	"rolecall/sandbox/play"
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

func taken(t testing.TB, s *server, id string) *play.World {
	t.Helper()
	stored, err := s.Store.World(t.Context(), id)
	if err != nil {
		t.Fatal(err)
	}
	p, err := s.worlds.Load(t.Context(), stored)
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

// TestCallsSeeThePast asks in a request of its own for what earlier requests left.
func TestCallsSeeThePast(t *testing.T) {
	s := testServer(t)
	r := newReader(t, s.handler())
	w := r.world("blank")
	id := worldID(w)
	for _, line := range []string{
		"aws iam create-user --user-name robin",
		"aws iam create-user --user-name robin",
		"aws cloudtrail lookup-events --lookup-attributes AttributeKey=EventName,AttributeValue=CreateUser --query Events[].EventName --output text",
		"aws iam get-access-key-last-used --access-key-id " + taken(t, s, id).Shell.Caller.Credentials.AccessKeyID + " --query AccessKeyLastUsed.ServiceName",
	} {
		r.post(w+"/console", "line", line)
	}
	var got []string
	for _, e := range taken(t, s, id).Console.Entries {
		got = append(got, strings.TrimSpace(e.Stdout))
	}
	if want := []string{"CreateUser\tCreateUser", `"cloudtrail"`}; len(got) != 4 || !slices.Equal(got[2:], want) {
		t.Errorf("the past is %q, want %q", got, want)
	}
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
	p.has(t, "Undo: alice’s policy become-deploy<")
	p = r.post(w+"/undo", "step", p.button(t, "Undo"))
	p.has(t, "Redo: alice’s policy become-deploy", "10 minutes ahead", "Deploy/ship", "AssumeRole", "What your edit changed")
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
	r.post(w+"/undo", "step", r.get(w).button(t, "Undo")).has(t, "Redo: alice’s policy become-deploy added")
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
	r.get(w+"/delete").has(t, "Delete this world?", "can’t be taken back")
	r.post(w+"/delete").lacks(t, worldID(w))
	if p := r.do("GET", w, nil); p.Code != 404 {
		t.Errorf("the deleted world: %d", p.Code)
	}
	r.get(dup.path)
	// One that can't be read any more can still go.
	broken := taken(t, s, worldID(dup.path))
	if _, err := s.Store.ChangeWorld(t.Context(), store.WorldChange{ID: broken.ID, Expected: broken.WorldInfo.Version, Document: []byte("[]"), At: fixedNow()}); err != nil {
		t.Fatal(err)
	}
	if p := r.do("GET", dup.path, nil); p.Code != 500 {
		t.Errorf("the broken world: %d", p.Code)
	}
	r.get(dup.path + "/delete")
	r.post(dup.path+"/delete").lacks(t, broken.ID)
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
