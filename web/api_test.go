package web

import (
	"bufio"
	"bytes"
	"encoding/json"
	"encoding/xml"
	"io"
	"net/http"
	"net/http/httptest"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"rolecall/sandbox/world"
	"rolecall/web/api"
	"rolecall/web/site"
)

// script is a program that steers worlds: it sends JSON and keeps no cookies.
type script struct {
	testing.TB
	site *httptest.Server
}

func newScript(t testing.TB, s *server) *script {
	site := httptest.NewServer(s.handler())
	t.Cleanup(site.Close)
	s.PublicURL = site.URL
	return &script{t, site}
}

// call sends JSON, or text as it is, and decodes the answer into out.
func (p *script) call(method, url string, in, out any, header ...string) int {
	p.Helper()
	status, data := p.raw(method, url, in, header...)
	if out != nil {
		if err := json.Unmarshal(data, out); err != nil {
			p.Fatalf("%s %s: %d: %v\n%s", method, url, status, err, data)
		}
	}
	return status
}

func (p *script) raw(method, url string, in any, header ...string) (int, []byte) {
	p.Helper()
	var body io.Reader
	if text, ok := in.(string); ok {
		body = strings.NewReader(text)
	} else if in != nil {
		data, err := json.Marshal(in)
		if err != nil {
			p.Fatal(err)
		}
		body = bytes.NewReader(data)
	}
	if strings.HasPrefix(url, "/") {
		url = p.site.URL + url
	}
	r, err := http.NewRequestWithContext(p.Context(), method, url, body)
	if err != nil {
		p.Fatal(err)
	}
	if body != nil {
		r.Header.Set("Content-Type", "application/json")
	}
	for i := 0; i+1 < len(header); i += 2 {
		r.Header.Set(header[i], header[i+1])
	}
	resp, err := http.DefaultTransport.RoundTrip(r)
	if err != nil {
		p.Fatal(err)
	}
	defer resp.Body.Close()
	data, err := io.ReadAll(resp.Body)
	if err != nil {
		p.Fatal(err)
	}
	return resp.StatusCode, data
}

func (p *script) world(scenario string) api.WorldAnswer {
	p.Helper()
	var w api.WorldAnswer
	if status := p.call("POST", "/api/worlds", map[string]string{"scenario": scenario}, &w); status != http.StatusCreated {
		p.Fatalf("the world is answered %d", status)
	}
	return w
}

type apiError struct {
	Error struct{ Code, Message string }
}

// refused checks that a call is refused with a status and a message that names
// its cause.
func (p *script) refused(method, url string, in any, status int, says string, header ...string) {
	p.Helper()
	var e apiError
	if got := p.call(method, url, in, &e, header...); got != status {
		p.Errorf("%s %s %.200v: status %d, want %d", method, url, in, got, status)
	}
	if e.Error.Code == "" || !strings.Contains(e.Error.Message, says) {
		p.Errorf("%s %s %.200v: %+v does not say %q", method, url, in, e, says)
	}
}

type records struct {
	Records []map[string]any
	Next    *int64
}

// played types lines on a stored world's console, as its first user.
func played(t testing.TB, s *server, id string, lines ...string) {
	t.Helper()
	stored, err := s.Store.World(t.Context(), id)
	if err != nil {
		t.Fatal(err)
	}
	p, err := s.worlds.Load(t.Context(), stored)
	if err != nil {
		t.Fatal(err)
	}
	for _, line := range lines {
		p.Run(line)
	}
	if err := s.worlds.Save(t.Context(), p); err != nil {
		t.Fatal(err)
	}
}

func TestBlankWorldIsAsAgreed(t *testing.T) {
	s := testServer(t)
	p := newScript(t, s)
	w := p.world("blank")
	if !regexp.MustCompile(`^[a-z0-9-]+$`).MatchString(w.ID) || !strings.HasPrefix(w.ID, "w-") {
		t.Errorf("id %q", w.ID)
	}
	key := regexp.MustCompile(`^AKIA[A-Z2-7]{9}EXAMPLE$`)
	var names []string
	for _, a := range w.Accounts {
		names = append(names, a.ID+" "+a.Name)
		if a.Admin == nil || a.Admin.User != "admin" || !key.MatchString(a.Admin.AccessKeyID) || a.Admin.SecretAccessKey == "" {
			t.Errorf("account %s: admin %+v", a.ID, a.Admin)
		}
	}
	if diff := cmp.Diff([]string{"111122223333 Tools", "444455556666 Production"}, names); diff != "" {
		t.Error(diff)
	}
	if w.Endpoint != p.site.URL+"/aws/"+w.ID || !strings.HasPrefix(w.URL, p.site.URL+"/sandbox/"+w.ID) {
		t.Errorf("endpoint %s, url %s", w.Endpoint, w.URL)
	}
	if len(w.Principals) != 2 || w.Principals[0].ARN != "arn:aws:iam::111122223333:user/admin" {
		t.Errorf("principals %+v", w.Principals)
	}
}

func TestWorldWithoutAdminListsItsPrincipals(t *testing.T) {
	p := newScript(t, testServer(t))
	w := p.world("cross-account")
	if w.Accounts[0].Admin != nil {
		t.Error("there is an admin")
	}
	if len(w.Principals) == 0 || w.Principals[0].User != "alice" || w.Principals[0].SecretAccessKey == "" {
		t.Errorf("principals %+v", w.Principals)
	}
}

func TestClockMovesForwardOnly(t *testing.T) {
	p := newScript(t, testServer(t))
	w := p.world("blank")
	var got api.ClockTime
	p.call("GET", w.ClockURL, nil, &got)
	if diff := cmp.Diff(api.ClockTime{Now: "2026-11-21T09:00:00Z", Offset: 0}, got); diff != "" {
		t.Error(diff)
	}
	p.call("POST", w.ClockURL, map[string]int{"seconds": 3660}, &got)
	p.call("POST", w.ClockURL, map[string]int{"seconds": 40}, &got)
	if diff := cmp.Diff(api.ClockTime{Now: "2026-11-21T10:01:40Z", Offset: 3700}, got); diff != "" {
		t.Error(diff)
	}
	p.refused("POST", w.ClockURL, map[string]int{"seconds": -1}, 400, "forward only")
	p.refused("POST", w.ClockURL, `{"seconds": 9000000000000}`, 400, "fifty years")
	p.refused("POST", w.ClockURL, `{"seconds": "60"}`, 400, `"seconds" is a text where a whole number`)
	p.refused("POST", w.ClockURL, `{"seconds": 4000000000}`, 400, "ifty years")
	p.refused("POST", w.ClockURL, `{"seconds": 1.5}`, 400, "JSON")
	p.refused("POST", w.ClockURL, `{}`, 400, "seconds")
	p.refused("POST", w.ClockURL, `{"minutes": 1}`, 400, "minutes")
	p.refused("POST", w.ClockURL, `{"seconds": 1} {"seconds": 1}`, 400, "follows")
	p.call("GET", w.ClockURL, nil, &got)
	if got.Offset != 3700 {
		t.Errorf("refused calls moved the clock to %+v", got)
	}
}

func TestEventsAreListedOnce(t *testing.T) {
	s := testServer(t)
	p := newScript(t, s)
	w := p.world("blank")
	var none records
	p.call("GET", w.EventsURL, nil, &none)
	if none.Records == nil || len(none.Records) != 0 || none.Next != nil {
		t.Errorf("before the first event: %+v", none)
	}
	played(t, s, w.ID, "aws sts get-caller-identity", "aws s3 ls s3://not-there")
	var two, rest records
	p.call("GET", w.EventsURL, nil, &two)
	if len(two.Records) != 2 || two.Next == nil || *two.Next != 2 {
		t.Fatalf("%d records, next %v", len(two.Records), two.Next)
	}
	first := two.Records[0]
	if first["eventName"] != "GetCallerIdentity" || first["eventSource"] != "sts.amazonaws.com" {
		t.Errorf("first record %v", first)
	}
	if verdict := first["rolecall"].(map[string]any); verdict["decision"] != "allowed" || verdict["trace"] == nil {
		t.Errorf("verdict %v", verdict)
	}
	p.call("GET", w.EventsURL+"?after=1", nil, &rest)
	if len(rest.Records) != 1 || rest.Records[0]["eventID"] != two.Records[1]["eventID"] {
		t.Errorf("after the first: %+v", rest)
	}
	p.call("GET", w.EventsURL+"?after=2", nil, &rest)
	if len(rest.Records) != 0 || rest.Next == nil || *rest.Next != 2 {
		t.Errorf("after the last: %+v", rest)
	}
	p.refused("GET", w.EventsURL+"?after=x", nil, 400, "number")
}

// lines reads a stream's lines until a number of them begins with data.
func (p *script) stream(url, last string, want int, during func()) (ids []string, data []string) {
	p.Helper()
	r, err := http.NewRequestWithContext(p.Context(), "GET", url, nil)
	if err != nil {
		p.Fatal(err)
	}
	if last != "" {
		r.Header.Set("Last-Event-ID", last)
	}
	resp, err := p.site.Client().Do(r)
	if err != nil {
		p.Fatal(err)
	}
	defer resp.Body.Close()
	if kind := resp.Header.Get("Content-Type"); kind != "text/event-stream" {
		p.Fatalf("%d %s", resp.StatusCode, kind)
	}
	during()
	for sc := bufio.NewScanner(resp.Body); len(data) < want && sc.Scan(); {
		if id, ok := strings.CutPrefix(sc.Text(), "id: "); ok {
			ids = append(ids, id)
		}
		if d, ok := strings.CutPrefix(sc.Text(), "data: "); ok {
			data = append(data, d)
		}
	}
	return ids, data
}

func TestStreamGoesOnWhereItStopped(t *testing.T) {
	s := testServer(t)
	p := newScript(t, s)
	w := p.world("blank")
	played(t, s, w.ID, "aws sts get-caller-identity")
	ids, data := p.stream(w.StreamURL, "", 2, func() { played(t, s, w.ID, "aws s3 ls") })
	if diff := cmp.Diff([]string{"1", "2"}, ids); diff != "" {
		t.Error(diff)
	}
	var e world.Event
	if err := json.Unmarshal([]byte(data[1]), &e); err != nil || e.EventName != "ListBuckets" {
		t.Errorf("%v: %s", err, data[1])
	}
	ids, _ = p.stream(w.StreamURL, "1", 1, func() {})
	if diff := cmp.Diff([]string{"2"}, ids); diff != "" {
		t.Error(diff)
	}
	// What comes after a reset is no number that was seen.
	p.call("POST", w.ResetURL, nil, nil)
	ids, _ = p.stream(w.StreamURL, "2", 1, func() { played(t, s, w.ID, "aws s3 ls") })
	if diff := cmp.Diff([]string{"3"}, ids); diff != "" {
		t.Error(diff)
	}
}

func TestResetBringsTheBeginningBack(t *testing.T) {
	s := testServer(t)
	p := newScript(t, s)
	w := p.world("blank")
	_, before := p.raw("GET", w.ExportURL, nil)
	played(t, s, w.ID,
		"aws iam update-access-key --user-name admin --status Inactive --access-key-id "+w.Accounts[0].Admin.AccessKeyID)
	p.call("POST", w.ClockURL, map[string]int{"seconds": 60}, nil)
	var again api.WorldAnswer
	if status := p.call("POST", w.ResetURL, nil, &again); status != 200 {
		t.Fatalf("reset: %d", status)
	}
	if diff := cmp.Diff(w, again); diff != "" {
		t.Errorf("the addresses or keys have changed:\n%s", diff)
	}
	_, after := p.raw("GET", w.ExportURL, nil)
	if diff := cmp.Diff(string(before), string(after)); diff != "" {
		t.Errorf("it is another world:\n%s", diff)
	}
	var events records
	p.call("GET", w.EventsURL, nil, &events)
	if len(events.Records) != 0 || events.Next != nil {
		t.Errorf("events after a reset: %+v", events)
	}
}

func TestExportComesBackWhole(t *testing.T) {
	s := testServer(t)
	p := newScript(t, s)
	w := p.world("cross-account")
	played(t, s, w.ID, "aws sts get-session-token")
	p.call("POST", w.ClockURL, map[string]int{"seconds": 60}, nil)
	_, doc := p.raw("GET", w.ExportURL, nil)
	var back api.WorldAnswer
	if status := p.call("POST", "/api/worlds", map[string]json.RawMessage{"import": doc}, &back); status != 201 {
		t.Fatalf("import: %d", status)
	}
	if back.ID == w.ID || back.Scenario != "cross-account" {
		t.Errorf("the copy is %+v", back)
	}
	if diff := cmp.Diff(w.Principals, back.Principals); diff != "" {
		t.Error(diff)
	}
	_, again := p.raw("GET", back.ExportURL, nil)
	if diff := cmp.Diff(string(doc), string(again)); diff != "" {
		t.Errorf("it came back changed:\n%s", diff)
	}
}

func TestImportIsRefusedWhole(t *testing.T) {
	p := newScript(t, testServer(t))
	_, doc := p.raw("GET", p.world("cross-account").ExportURL, nil)
	change := func(old, new string) string {
		if !strings.Contains(string(doc), old) {
			t.Fatalf("the export does not hold %s", old)
		}
		return `{"import": ` + strings.Replace(string(doc), old, new, 1) + `}`
	}
	for _, test := range []struct{ name, body, says string }{
		{"nothing", `{}`, "scenario"},
		{"both", `{"scenario": "blank", "import": {}}`, "Say either"},
		{"unknown scenario", `{"scenario": "nowhere"}`, "nowhere"},
		{"a name without end", `{"scenario": "` + strings.Repeat("a", 1<<20) + `"}`, strings.Repeat("a", 60) + "…"},
		{"path for a name", `{"scenario": "../../etc/passwd"}`, "no scenario"},
		{"another format", change("rolecall-world-1", "rolecall-world-9"), "rolecall-world-9"},
		{"unknown member", change(`"title"`, `"capability":"x","title"`), "capability"},
		{"unknown member inside", change(`"offset"`, `"colour":"x","offset"`), "colour"},
		{"clock behind", change(`"offset":0`, `"offset":-1`), "clock"},
		{"a real key", change("EXAMPLE\",\"secret", "EXAMPLF\",\"secret"), "access key"},
		{"a document without an owner", change("/roles/Deploy/trust.json", "/roles/Nobody/trust.json"), "no trust policy"},
		{"null", `{"import": null}`, "format"},
		{"a list", `{"import": []}`, "JSON"},
		{"a session of nobody", change(`"world"`, `"sessions":[{"accessKeyId":"ASIAAAAAAAAAAEXAMPLE"}],"world"`), "session 1"},
		{"a null session", change(`"world"`, `"sessions":[null],"world"`), "null"},
		{"half", string(doc[:len(doc)/2]), "JSON"},
	} {
		t.Run(test.name, func(t *testing.T) {
			q := *p
			q.TB = t
			q.refused("POST", "/api/worlds", test.body, 400, test.says)
		})
	}
	p.refused("POST", "/api/worlds", `{"import": "`+strings.Repeat("a", site.ImportLimit)+`"}`, 413, "4096 KB")
	p.refused("POST", "/api/worlds", `scenario=blank`, 415, "application/json", "Content-Type", "application/x-www-form-urlencoded")
	p.refused("POST", "/api/worlds", `{"scenario": "blank"}`, 403, "", "Sec-Fetch-Site", "cross-site")
}

func TestOnlyTheCapabilityOpensAWorld(t *testing.T) {
	s := testServer(t)
	p := newScript(t, s)
	w, other := p.world("blank"), p.world("blank")
	swap := func(url string) string { return strings.Replace(url, w.ID, other.ID, 1) }
	for _, url := range []string{w.ClockURL, w.EventsURL, w.StreamURL, w.ExportURL} {
		if url != w.StreamURL { // which never ends
			if status, _ := p.raw("GET", url, nil); status != 200 {
				t.Errorf("%s: %d", url, status)
			}
		}
		p.refused("GET", swap(url), nil, 404, "no such world")
	}
	bodies := map[string]string{w.ClockURL: `{"seconds": 1}`, w.IMDSURL: `{}`, w.ContainerURL: `{}`, w.OIDCURL: `{"issuer": "https://ci.example"}`, w.SAMLURL: `{}`}
	for _, url := range []string{w.ResetURL, w.IMDSURL, w.ContainerURL, w.OIDCURL, w.SAMLURL, w.ClockURL} {
		p.refused("POST", swap(url), bodies[url], 404, "no such world")
	}
}

// TestEndpointIsNotThereYet holds the answer to the error shape of AWS's query
// protocol: "Common errors", STS API Reference.
func TestEndpointIsNotThereYet(t *testing.T) {
	p := newScript(t, testServer(t))
	w := p.world("blank")
	for _, url := range []string{w.Endpoint, w.Endpoint + "/", w.Endpoint + "/bucket/key%20x"} {
		status, data := p.raw("POST", url, "Action=GetCallerIdentity&Version=2011-06-15", "Content-Type", "application/x-www-form-urlencoded")
		var e struct {
			XMLName xml.Name
			Code    string `xml:"Error>Code"`
			ID      string `xml:"RequestId"`
		}
		if err := xml.Unmarshal(data, &e); err != nil {
			t.Fatalf("%v\n%s", err, data)
		}
		if status != 501 || e.XMLName.Local != "ErrorResponse" || e.Code != "NotImplemented" || len(e.ID) != 36 {
			t.Errorf("%s: %d %+v", url, status, e)
		}
	}
	var e map[string]string
	if p.call("POST", w.Endpoint, `{}`, &e, "X-Amz-Target", "DynamoDB_20120810.GetItem"); e["__type"] != "NotImplemented" {
		t.Errorf("a JSON service answers %v", e)
	}
}

// lambdaOnly is a trust policy that neither EC2 nor ECS fits.
const lambdaOnly = `{"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Principal": {"Service": "lambda.amazonaws.com"}, "Action": "sts:AssumeRole"}]}`

func TestInstanceMetadataHandsOutARole(t *testing.T) {
	s := testServer(t)
	p := newScript(t, s)
	w := p.world("workloads")
	var bound struct{ Endpoint string }
	p.call("POST", w.IMDSURL, map[string]string{"instance_profile": "web"}, &bound)
	instanceMetadata(t, p, bound.Endpoint)
	p.refused("POST", w.IMDSURL, map[string]string{"role_arn": "arn:aws:iam::444455556666:role/Nobody"}, 400, "no role")
	p.refused("POST", w.IMDSURL, map[string]string{"instance_profile": "nothing"}, 400, "no instance profile")
	p.refused("POST", w.IMDSURL, map[string]string{"instance_profile": "web", "role_arn": "arn:aws:iam::444455556666:role/Nightly"}, 400, "holds")
	p.refused("POST", w.IMDSURL, `{}`, 400, "role_arn")
	if status, _ := p.raw("PUT", strings.Replace(bound.Endpoint, w.ID, p.world("workloads").ID, 1)+"/latest/api/token", nil, api.TTLHeader, "60"); status != 404 {
		t.Errorf("another world's endpoint: %d", status)
	}
	// A role that trusts Lambda alone is nothing that EC2 can hand out.
	p.call("POST", w.IMDSURL, map[string]string{"role_arn": "arn:aws:iam::444455556666:role/Nightly"}, &bound)
	_, token := p.raw("PUT", bound.Endpoint+"/latest/api/token", nil, api.TTLHeader, "60")
	var refused map[string]string
	p.call("GET", bound.Endpoint+api.RolePath+"/Nightly", nil, &refused, api.TokenHeader, string(token))
	if refused["Code"] != "AssumeRoleUnauthorizedAccess" || refused["AccessKeyId"] != "" {
		t.Errorf("Nightly: %v", refused)
	}
}

// instanceMetadata asks an endpoint as the SDKs do; see "Retrieve security
// credentials from instance metadata" in the EC2 User Guide.
func instanceMetadata(t *testing.T, p *script, endpoint string) {
	t.Helper()
	if status, _ := p.raw("GET", endpoint+api.RolePath+"/", nil); status != 401 {
		t.Errorf("without a token: %d", status)
	}
	if status, _ := p.raw("PUT", endpoint+"/latest/api/token", nil); status != 400 {
		t.Errorf("a token without its time to live: %d", status)
	}
	if status, _ := p.raw("PUT", endpoint+"/latest/api/token", nil, api.TTLHeader, "60", "X-Forwarded-For", "192.0.2.1"); status != 403 {
		t.Errorf("a token through a proxy: %d", status)
	}
	status, token := p.raw("PUT", endpoint+"/latest/api/token", nil, api.TTLHeader, "21600")
	if status != 200 {
		t.Fatalf("token: %d %s", status, token)
	}
	auth := []string{api.TokenHeader, string(token)}
	if _, role := p.raw("GET", endpoint+api.RolePath+"/", nil, auth...); string(role) != "WebApp" {
		t.Errorf("the role is %q", role)
	}
	var first, second map[string]string
	p.call("GET", endpoint+api.RolePath+"/WebApp", nil, &first, auth...)
	for _, name := range []string{"Code", "LastUpdated", "Type", "AccessKeyId", "SecretAccessKey", "Token", "Expiration"} {
		if first[name] == "" {
			t.Errorf("%s is missing", name)
		}
	}
	if first["Code"] != "Success" || first["Type"] != "AWS-HMAC" {
		t.Errorf("%v", first)
	}
	p.call("GET", endpoint+api.RolePath+"/WebApp", nil, &second, auth...)
	if diff := cmp.Diff(first, second); diff != "" {
		t.Errorf("fresh credentials at once:\n%s", diff)
	}
	if status, _ := p.raw("GET", endpoint+api.RolePath+"/WebApp", nil, api.TokenHeader, "99999999999."+strings.Repeat("0", 64)); status != 401 {
		t.Errorf("a made-up token: %d", status)
	}
	if status, _ := p.raw("GET", endpoint+api.RolePath+"/Nightly", nil, auth...); status != 404 {
		t.Errorf("another role: %d", status)
	}
}

func TestInstanceMetadataAtARootOfItsOwn(t *testing.T) {
	s := testServer(t)
	imds := &api.IMDS{}
	s.api = api.New(s.api.Desk, imds)
	p := newScript(t, s)
	own := httptest.NewServer(imds)
	t.Cleanup(own.Close)
	imds.URL = own.URL
	if status, _ := p.raw("PUT", own.URL+"/latest/api/token", nil, api.TTLHeader, "60"); status != 404 {
		t.Errorf("before anything is bound: %d", status)
	}
	var bound struct{ Endpoint string }
	p.call("POST", p.world("workloads").IMDSURL, map[string]string{"role_arn": "arn:aws:iam::444455556666:role/Nightly"}, &bound)
	p.call("POST", p.world("workloads").IMDSURL, map[string]string{"instance_profile": "web"}, &bound)
	if bound.Endpoint != own.URL {
		t.Errorf("bound at %s", bound.Endpoint)
	}
	instanceMetadata(t, p, own.URL) // the last binding wins
}

func TestContainerGetsItsRole(t *testing.T) {
	s := testServer(t)
	p := newScript(t, s)
	w := p.world("blank")
	played(t, s, w.ID, `aws iam create-role --role-name Task --assume-role-policy-document '`+
		strings.Replace(lambdaOnly, "lambda", "ecs-tasks", 1)+`'`,
		`aws iam create-role --role-name Other --assume-role-policy-document '`+lambdaOnly+`'`)
	var bound struct{ URI, Token string }
	p.call("POST", w.ContainerURL, map[string]string{"role_arn": "arn:aws:iam::111122223333:role/Task"}, &bound)
	var creds map[string]string
	if status := p.call("GET", bound.URI, nil, &creds, "Authorization", bound.Token); status != 200 || creds["AccessKeyId"] == "" || creds["Token"] == "" {
		t.Fatalf("%d %v", status, creds)
	}
	if end, err := time.Parse(time.RFC3339, creds["Expiration"]); err != nil || !end.After(fixedNow()) {
		t.Errorf("expiration %q", creds["Expiration"])
	}
	if status, _ := p.raw("GET", bound.URI, nil, "Authorization", bound.Token+"0"); status != 401 {
		t.Errorf("with another token: %d", status)
	}
	p.call("POST", w.ContainerURL, map[string]string{"role_arn": "arn:aws:iam::111122223333:role/Other"}, &bound)
	if status, _ := p.raw("GET", bound.URI, nil, "Authorization", bound.Token); status != 403 {
		t.Errorf("a role that doesn't trust ECS: %d", status)
	}
	p.refused("POST", w.ContainerURL, `{}`, 400, "role_arn")
}

func TestTokensAndAssertionsOpenRoles(t *testing.T) {
	s := testServer(t)
	p := newScript(t, s)
	w := p.world("blank")
	var got struct{ Token, Assertion string }
	if status := p.call("POST", w.OIDCURL, map[string]string{"issuer": "https://ci.example", "sub": "repo", "aud": "x", "branch": "main"}, &got); status != 200 || strings.Count(got.Token, ".") != 2 {
		t.Fatalf("%d %+v", status, got)
	}
	p.refused("POST", w.OIDCURL, `{"issuer": "http://ci.example"}`, 400, "https")
	p.refused("POST", w.OIDCURL, `{"sub": "x"}`, 400, "issuer")
	p.refused("POST", w.OIDCURL, `[]`, 400, "JSON")
	p.refused("POST", w.SAMLURL, `{"provider_arn": "arn:aws:iam::111122223333:saml-provider/none", "role_arn": "r", "session_name": "s"}`, 400, "no SAML provider")
}

func TestAccountOnAWSBecomesAWorld(t *testing.T) {
	p := newScript(t, testServer(t))
	var w api.WorldAnswer
	status := p.call("POST", "/api/worlds", `{"import": {"UserDetailList": [{"UserName": "alice", "Path": "/", "Arn": "arn:aws:iam::123456789012:user/alice"}]}}`, &w)
	if status != 201 || len(w.Principals) != 1 || w.Accounts[0].ID != "123456789012" || len(w.LeftOut) == 0 {
		t.Errorf("%d %+v", status, w)
	}
	p.refused("POST", "/api/worlds", `{"import": {"UserDetailList": []}}`, 400, "no user")
}
