package web

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"mime/multipart"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"golang.org/x/net/html"

	"rolecall/sandbox/advice"
	"rolecall/sandbox/play"
	"rolecall/sandbox/world"
	"rolecall/web/api"
	"rolecall/web/desk"
	"rolecall/web/site"
)

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
	var e play.Exported
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
	// All that is wrong is told at once, on the page and by the API.
	worse := strings.Replace(with(`"offset": 0`, `"offset": -1`), `"id": "111122223333"`, `"id": "999999999999"`, 1)
	reasons := []string{"its clock is out of bounds", `account "111122223333" is malformed`}
	r.send("/sandbox/import", "text", worse).has(t, html.EscapeString(reasons[0]), html.EscapeString(reasons[1]))
	newScript(t, s).refused("POST", "/api/worlds", `{"import": `+worse+`}`, 400, "for these reasons:\n"+strings.Join(reasons, "\n"))
	huge := r.upload("file", bytes.Repeat([]byte(" "), site.ImportLimit+1))
	if huge.Code != http.StatusRequestEntityTooLarge {
		t.Errorf("too large: %d", huge.Code)
	}
	huge.has(t, "4096 KB", "2048 KB")
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
	var w api.WorldAnswer
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
	var was, is play.Exported
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

func TestFileNames(t *testing.T) {
	for title, want := range map[string]string{
		"Two accounts, one role": "two-accounts-one-role", "../../etc/passwd": "etc-passwd", "\"; x": "x", "日本": "world",
		strings.Repeat("a", 300): strings.Repeat("a", 60),
	} {
		if got := desk.FileName(title); got != want {
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
	if got, want := advice.Placed(all, all, err), "line 3, column 6: invalid character ',' looking for beginning of value"; got != want {
		t.Errorf("%q, want %q", got, want)
	}
	part := []byte(`{"b": "x"}`)
	var n struct{ B int }
	err = json.Unmarshal(part, &n)
	if got, want := advice.Placed(fmt.Appendf(nil, "{\n%s", part), part, err), `line 2, column 10: "B" is a text where a whole number that isn't too large is due`; got != want {
		t.Errorf("%q, want %q", got, want)
	}
	if got, want := advice.Placed(part, part, errors.New("111122223333/roles/Deploy/trust.json: it has no Statement.")), "111122223333/roles/Deploy/trust.json: it has no Statement"; got != want {
		t.Errorf("%q, want %q", got, want)
	}
}

// TestMistyped holds that a refusal names what JSON has, not what Go has.
func TestMistyped(t *testing.T) {
	for body, want := range map[string]string{
		`[1]`:                  "it is an array where an object is due",
		`"x"`:                  "it is a text where an object is due",
		`{"scenario": 5}`:      `"scenario" is a number where a text is due`,
		`{"seconds": 1.5}`:     `"seconds" is 1.5 where a whole number that isn't too large is due`,
		`{"claims": []}`:       `"claims" is an array where an object is due`,
		`{"names": {"a": 1}}`:  `"names" is an object where an array is due`,
		`{"on": "yes"}`:        `"on" is a text where true or false is due`,
		`{"inner": {"a": {}}}`: `"inner.a" is an object where a number is due`,
	} {
		var v struct {
			Scenario string
			Seconds  *int64
			Claims   map[string]any
			Names    []string
			On       bool
			Inner    struct{ A float64 }
		}
		err := json.Unmarshal([]byte(body), &v)
		if got := advice.Placed([]byte(body), []byte(body), err); !strings.Contains(strings.ToLower(got), want) || strings.Contains(got, "Go ") {
			t.Errorf("%s: %q, want %q", body, got, want)
		}
	}
}
