package world_test

import (
	"encoding/json"
	"errors"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"rolecall/sandbox/iam"
	"rolecall/sandbox/world"
)

var start = time.Date(2026, time.November, 21, 9, 0, 0, 0, time.UTC)

func env(seed string) world.Env {
	return world.Env{Now: func() time.Time { return start }, Rand: world.Seeded(seed)}
}

const allowAll = `{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"*","Resource":"*"}]}`

func trusts(arn string) string {
	return `{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":{"AWS":["` + arn + `"]},"Action":"sts:AssumeRole","Condition":{"ArnLike":{"aws:PrincipalArn":"` + arn + `"}}}]}`
}

// small is a world with a user, a role that trusts her, and a bucket.
func small(t testing.TB) (*world.World, *world.User, *world.Role) {
	t.Helper()
	w := world.New(env("small"))
	a, err := w.AddAccount("111122223333", "Tools")
	must(t, err)
	u, err := w.AddUser(a, "alice", "/team/")
	must(t, err)
	_, err = w.AddKey(u)
	must(t, err)
	r, err := w.AddRole(a, "Deploy", "/", trusts(u.ARN()))
	must(t, err)
	_, err = w.AddBucket(a, "reports")
	must(t, err)
	return w, u, r
}

func must(t testing.TB, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

func TestPaths(t *testing.T) {
	tests := []struct {
		path  string
		kind  iam.Kind
		label string
		bad   string
	}{
		{path: "111122223333/users/alice/policies/become.json", kind: iam.KindIdentity, label: "alice's policy become"},
		{path: "111122223333/groups/devs/policies/p.json", kind: iam.KindIdentity, label: "devs' policy p"},
		{path: "111122223333/roles/Deploy/trust.json", kind: iam.KindTrust, label: "Deploy's trust policy"},
		{path: "111122223333/policies/Read.json", kind: iam.KindIdentity, label: "managed policy Read"},
		{path: "111122223333/buckets/reports/policy.json", kind: iam.KindResource, label: "bucket policy of reports"},
		{path: "111122223333/queues/q/policy.json", kind: iam.KindResource, label: "queue policy of q"},
		{path: "organization/scps/Deny.json", kind: iam.KindSCP, label: "service control policy Deny"},
		{path: "organization/rcps/Deny.json", kind: iam.KindRCP, label: "resource control policy Deny"},
		{path: "11112222333/users/alice/policies/p.json", bad: "twelve-digit"},
		{path: "111122223333/users/alice/p.json", bad: "inline policy"},
		{path: "111122223333/users/alice/policies/p.txt", bad: "inline policy"},
		{path: "111122223333/users/a b/policies/../x.json", bad: "inline policy"},
		{path: "111122223333/printers/p/policy.json", bad: "printers"},
		{path: "organization/scps/a/b.json", bad: "organization policies"},
		{path: "files/../x", bad: "files/NAME"},
		{path: "", bad: "twelve-digit"},
	}
	w, _, _ := small(t)
	for _, tt := range tests {
		t.Run(tt.path, func(t *testing.T) {
			f, ok := w.File(tt.path)
			if ok != (tt.bad == "") {
				t.Fatalf("File says %v", ok)
			}
			if tt.bad != "" {
				if _, err := w.SetDocument(tt.path, allowAll); err == nil || !strings.Contains(err.Error(), tt.bad) {
					t.Errorf("got %v, want something about %q", err, tt.bad)
				}
				return
			}
			if f.Kind != tt.kind || f.Label != tt.label {
				t.Errorf("got %s %q, want %s %q", f.Kind, f.Label, tt.kind, tt.label)
			}
		})
	}
}

func TestABadDocumentNeverReplacesAGoodOne(t *testing.T) {
	w, u, r := small(t)
	good, _ := w.Document(r.TrustPath())
	for name, src := range map[string]string{
		"no JSON":              `{"Version":`,
		"a misspelt element":   `{"Version":"2012-10-17","Statement":[{"Efect":"Allow","Principal":"*","Action":"sts:AssumeRole"}]}`,
		"a resource":           `{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":"*","Action":"sts:AssumeRole","Resource":"*"}]}`,
		"nobody":               trusts("arn:aws:iam::111122223333:user/nobody"),
		"alice without a path": trusts("arn:aws:iam::111122223333:user/alice"),
	} {
		t.Run(name, func(t *testing.T) {
			version := w.Version()
			_, err := w.SetDocument(r.TrustPath(), src)
			var d *world.DocumentError
			if !errors.As(err, &d) || d.Path != r.TrustPath() || len(d.Findings) == 0 {
				t.Fatalf("got %v, want a DocumentError with findings", err)
			}
			if now, _ := w.Document(r.TrustPath()); now != good || w.Version() != version {
				t.Error("the good document is gone")
			}
		})
	}
	if _, err := w.SetDocument(r.TrustPath(), trusts("arn:aws:iam::999999999999:role/Elsewhere")); err != nil {
		t.Errorf("accounts outside the world can't be looked into: %v", err)
	}
	_ = u
}

// IAM UG: "AWS JSON policy elements: Principal": a deleted principal's ARN turns
// into its unique id; a condition on aws:PrincipalArn is text and stays.
//
// Rules: trust.unique-ids.
func TestDeletedPrincipalsLeaveTheirID(t *testing.T) {
	w, u, r := small(t)
	arn, id := u.ARN(), u.ID
	w.DeleteUser(u)
	src, _ := w.Document(r.TrustPath())
	if want := strings.Replace(trusts(arn), `["`+arn, `["`+id, 1); src != want {
		t.Errorf("got  %s\nwant %s", src, want)
	}
	again, err := w.AddUser(w.Account("111122223333"), "alice", "/team/")
	must(t, err)
	if again.ID == id {
		t.Error("a namesake has an id of its own")
	}
	if _, err := w.SetDocument(r.TrustPath(), src+" "); err == nil {
		t.Error("the id can't be stored anew")
	}
}

func TestClockMovesForwardOnly(t *testing.T) {
	w, _, _ := small(t)
	must(t, w.Advance(time.Hour))
	if got := w.Now(); !got.Equal(start.Add(time.Hour)) {
		t.Errorf("it is %s", got)
	}
	for _, d := range []time.Duration{-time.Second, 51 * 365 * 24 * time.Hour} {
		if err := w.Advance(d); err == nil {
			t.Errorf("advancing by %s is refused", d)
		}
	}
}

func TestCredentials(t *testing.T) {
	w, u, r := small(t)
	s := &world.Session{Kind: world.SessionRole, Account: r.Account, Role: r.Name, PrincipalID: r.ID, Name: "ship", ARN: "arn:aws:sts::111122223333:assumed-role/Deploy/ship"}
	w.Issue(s, time.Hour)
	key := u.Keys[0]
	long, short := world.Credentials{AccessKeyID: key.ID, SecretAccessKey: key.Secret}, s.Credentials()
	with := func(c world.Credentials, edit func(*world.Credentials)) world.Credentials { edit(&c); return c }
	tests := []struct {
		name string
		c    world.Credentials
		want world.FaultKind
	}{
		{"a user's key", long, world.FaultNone},
		{"all three parts", short, world.FaultNone},
		{"two of three parts", with(short, func(c *world.Credentials) { c.SessionToken = "" }), world.FaultUnknown},
		{"another token", with(short, func(c *world.Credentials) { c.SessionToken += "x" }), world.FaultUnknown},
		{"another secret", with(short, func(c *world.Credentials) { c.SecretAccessKey = key.Secret }), world.FaultSignature},
		{"a key that isn't", with(long, func(c *world.Credentials) { c.AccessKeyID = "AKIAIOSFODNN7EXAMPLE" }), world.FaultUnknown},
		{"a wrong secret", with(long, func(c *world.Credentials) { c.SecretAccessKey = "x" }), world.FaultSignature},
		{"nothing", world.Credentials{}, world.FaultMissing},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if _, got := w.Authenticate(world.KeysCaller(tt.c)); got != tt.want {
				t.Errorf("got %d, want %d", got, tt.want)
			}
		})
	}
	must(t, w.Advance(time.Hour-time.Second))
	if _, got := w.Authenticate(world.KeysCaller(short)); got != world.FaultNone {
		t.Error("the session lasts its last second")
	}
	must(t, w.Advance(time.Second))
	if _, got := w.Authenticate(world.KeysCaller(short)); got != world.FaultExpired {
		t.Error("and ends after it")
	}
	key.Active = false
	if _, got := w.Authenticate(world.KeysCaller(long)); got != world.FaultUnknown {
		t.Error("a key that was turned off is unknown")
	}
}

// Keys can't be taken for ones that work on AWS.
func TestIDsAreExamples(t *testing.T) {
	_, u, r := small(t)
	for what, id := range map[string]string{"user": u.ID, "role": r.ID, "key": u.Keys[0].ID} {
		if !strings.HasSuffix(id, "EXAMPLE") {
			t.Errorf("the %s's id %s doesn't end in EXAMPLE", what, id)
		}
	}
	if len(u.Keys[0].ID) != 20 || len(u.ID) != 21 || len(u.Keys[0].Secret) != 40 {
		t.Errorf("lengths: key %d, id %d, secret %d", len(u.Keys[0].ID), len(u.ID), len(u.Keys[0].Secret))
	}
	again, v, _ := small(t)
	one, two := again.NewUUID(), again.NewUUID()
	if v.Keys[0].Secret != u.Keys[0].Secret || one == two {
		t.Error("the same seed gives the same world, and each id once")
	}
}

// RFC 6238, appendix B, the SHA-1 rows, cut to six digits.
func TestTOTP(t *testing.T) {
	d := world.MFADevice{Seed: []byte("12345678901234567890")}
	for unix, want := range map[int64]string{59: "287082", 1111111109: "081804", 1111111111: "050471", 1234567890: "005924", 2000000000: "279037", 20000000000: "353130"} {
		if got := d.Code(time.Unix(unix, 0)); got != want {
			t.Errorf("at %d: got %s, want %s", unix, got, want)
		}
	}
	at := time.Unix(1111111109, 0)
	for shift, want := range map[time.Duration]bool{0: true, 30 * time.Second: true, -30 * time.Second: true, 90 * time.Second: false, -90 * time.Second: false} {
		if got := d.Accepts(d.Code(at.Add(shift)), at); got != want {
			t.Errorf("a code of %s: accepted %v", shift, got)
		}
	}
}

func TestUnmarshalRefusesWhatDoesNotHoldTogether(t *testing.T) {
	w, _, _ := small(t)
	data, err := json.Marshal(w)
	must(t, err)
	replace := func(old, new string) []byte {
		if !strings.Contains(string(data), old) {
			t.Fatalf("the stored form has no %s", old)
		}
		return []byte(strings.Replace(string(data), old, new, 1))
	}
	for name, bad := range map[string][]byte{
		"nothing":             nil,
		"half":                data[:len(data)/2],
		"more":                append(append([]byte{}, data...), '{'),
		"another format":      replace(`"format":1`, `"format":2`),
		"an unknown member":   replace(`"format":1`, `"format":1,"x":1`),
		"a stray document":    replace(`"111122223333/roles/Deploy/trust.json"`, `"111122223333/roles/Other/trust.json"`),
		"a broken policy":     replace(`"documents":{"111122223333/roles/Deploy/trust.json":"{`, `"documents":{"111122223333/roles/Deploy/trust.json":"`),
		"a user of elsewhere": replace(`"alice":{"account":"111122223333"`, `"alice":{"account":"444455556666"`),
		"a negative clock":    replace(`"offset":0`, `"offset":-1`),
		"a null key":          replace(`"keys":[{`, `"keys":[null,{`),
		"a null role":         replace(`"roles":{"Deploy":{`, `"roles":{"X":null,"Deploy":{`),
		"a boundary nowhere":  replace(`"maxSession":3600`, `"maxSession":3600,"boundary":"arn:aws:iam::111122223333:policy/Gone"`),
		"no trust policy":     replace(`"documents":{"111122223333/roles/Deploy/trust.json":`, `"documents":{"111122223333/users/alice/policies/p.json":`),
		"a headless org":      replace(`"documents":{`, `"organization":{"id":"o-x","management":"999999999999"},"documents":{`),
	} {
		t.Run(name, func(t *testing.T) {
			if _, err := world.Unmarshal(bad, env("x")); err == nil {
				t.Error("it was taken")
			}
		})
	}
	if _, err := world.Unmarshal(data, env("x")); err != nil {
		t.Errorf("the form itself is taken: %v", err)
	}
}

// TestEveryFaultIsTold breaks a stored form in several places at once.
func TestEveryFaultIsTold(t *testing.T) {
	w, _, _ := small(t)
	data, err := json.Marshal(w)
	must(t, err)
	faults := func(pairs ...string) []string {
		t.Helper()
		text := string(data)
		for i := 0; i < len(pairs); i += 2 {
			if !strings.Contains(text, pairs[i]) {
				t.Fatalf("the stored form has no %s", pairs[i])
			}
			text = strings.Replace(text, pairs[i], pairs[i+1], 1)
		}
		_, err := world.Unmarshal([]byte(text), env("x"))
		var unsound *world.UnsoundError
		if !errors.As(err, &unsound) {
			t.Fatalf("got %v, want an UnsoundError", err)
		}
		return unsound.Lines()
	}
	parts := faults(`"offset":0`, `"offset":-1`, `"alice":{"account":"111122223333"`, `"alice":{"account":"444455556666"`, `"roles":{`, `"roles":{"X":null,`)
	if diff := cmp.Diff([]string{
		"its clock is out of bounds",
		`account 111122223333: user "alice" says it is "alice" of account "444455556666"`,
		`account 111122223333: role "X" is null`,
	}, parts); diff != "" {
		t.Error(diff)
	}
	refs := faults(`"maxSession":3600`, `"maxSession":3600,"boundary":"arn:aws:iam::111122223333:policy/Gone"`,
		`"documents":{`, `"documents":{"111122223333/roles/Nobody/trust.json":"{}","111122223333/users/alice/policies/a.json":"{",`)
	want := []string{"role Deploy has arn:aws:iam::111122223333:policy/Gone, which isn't there", "Nobody", "111122223333/users/alice/policies/a.json: Line 1"}
	if len(refs) != len(want) {
		t.Fatalf("got %q", refs)
	}
	for i := range want {
		if !strings.Contains(refs[i], want[i]) {
			t.Errorf("%q doesn't hold %q", refs[i], want[i])
		}
	}
	long := faults(`"roles":{`, `"roles":{"`+strings.Repeat("é", 50_000)+`":null,`)
	if len(long) != 1 || len(long[0]) > 500 || !strings.HasSuffix(long[0], "é…") {
		t.Errorf("a long name is told in %d bytes", len(long[0]))
	}
	many := ""
	for i := range 60 {
		many += fmt.Sprintf(`"R%d":null,`, i)
	}
	if all := faults(`"roles":{`, `"roles":{`+many); len(all) != 41 || all[40] != "and 20 more" {
		t.Errorf("%d lines, the last %q", len(all), all[len(all)-1])
	}
}

func TestAWorldHasItsLimits(t *testing.T) {
	w, _, _ := small(t)
	b := w.Bucket("reports")
	if err := w.PutObject(b, "big", make([]byte, world.MaxObject+1), ""); err == nil {
		t.Error("an object over the limit is refused")
	}
	var err error
	for i := 0; err == nil && i < 100; i++ {
		err = w.PutObject(b, fmt.Sprint(i), make([]byte, world.MaxObject), "")
	}
	if err == nil || !strings.Contains(err.Error(), "full") {
		t.Errorf("a world fills up: %v", err)
	}
	data, err := json.Marshal(w)
	must(t, err)
	if len(data) > world.MaxDocument {
		t.Errorf("the stored form has %d bytes, the limit is %d", len(data), world.MaxDocument)
	}
}

func TestEventsAreNumberedAndSavedOnce(t *testing.T) {
	w, _, _ := small(t)
	for range world.MaxEvents + 5 {
		w.Append(&world.Event{EventName: "GetCallerIdentity"})
	}
	all := w.Events()
	if len(all) != world.MaxEvents || all[0].Seq != 6 {
		t.Errorf("%d records from %d on", len(all), all[0].Seq)
	}
	if _, fresh := w.Unsaved(); len(fresh) != world.MaxEvents+5 {
		t.Errorf("%d records to save", len(fresh))
	}
	w.Saved()
	if s, fresh := w.Unsaved(); len(fresh)+len(s) != 0 {
		t.Error("nothing is left to save")
	}
	w.Restore(nil, 41)
	w.Append(&world.Event{})
	if _, fresh := w.Unsaved(); fresh[0].Seq != 42 {
		t.Errorf("numbers go on from what was stored, got %d", fresh[0].Seq)
	}
}

// AWS Organizations UG: "SCP evaluation".
//
// Rules: combine.scp.
func TestOrganizationPoliciesApplyByLevel(t *testing.T) {
	w, u, _ := small(t)
	w.SetOrganization(&world.Organization{ID: "o-exampleorgid", Management: "999999999999", Root: &world.Node{
		ID: "r-exam", OUs: map[string]*world.Node{"Teams": {ID: "ou-exam-teams", SCPs: []string{"NoS3", world.FullAccess}, Accounts: []*world.NodeAccount{{ID: "111122223333"}}}},
	}})
	_, err := w.SetDocument("organization/scps/NoS3.json", `{"Version":"2012-10-17","Statement":[{"Sid":"NoS3","Effect":"Deny","Action":"s3:*","Resource":"*"}]}`)
	must(t, err)
	_, err = w.SetDocument("111122223333/users/alice/policies/all.json", allowAll)
	must(t, err)
	c, _ := world.UserCaller(u)
	a, _ := w.Begin(c)
	target := world.Target{ARN: "arn:aws:s3:::reports", Account: "111122223333"}
	err = a.Authorize("s3:ListBucket", target, nil)
	want := "AccessDenied: User: arn:aws:iam::111122223333:user/team/alice is not authorized to perform: s3:ListBucket on resource: arn:aws:s3:::reports with an explicit deny in a service control policy: arn:aws:organizations::999999999999:policy/o-exampleorgid/service_control_policy/p-nos3exam"
	if err == nil || err.Error() != want {
		t.Errorf("got  %v\nwant %s", err, want)
	}
	if diff := cmp.Diff([]string{"scp"}, a.Deciding().DeniedBy.Strings()); diff != "" {
		t.Error(diff)
	}
	if err := a.Authorize("iam:ListUsers", world.Target{ARN: "*", Account: "111122223333"}, nil); err != nil {
		t.Errorf("everything else is allowed: %v", err)
	}
}

// FuzzUnmarshal holds what is taken to three promises: it comes back the same, it
// can be used without harm, and it refuses nothing of its own.
func FuzzUnmarshal(f *testing.F) {
	w, _, _ := small(f)
	data, err := json.Marshal(w)
	must(f, err)
	f.Add(data)
	f.Fuzz(func(t *testing.T, data []byte) {
		w, err := world.Unmarshal(data, env("fuzz"))
		if err != nil {
			return
		}
		again, err := json.Marshal(w)
		must(t, err)
		if _, err := world.Unmarshal(again, env("fuzz")); err != nil {
			t.Fatalf("it refuses its own: %v", err)
		}
		for _, a := range w.Accounts() {
			for _, u := range a.Users {
				if c, ok := world.UserCaller(u); ok {
					access, _ := w.Begin(c)
					_, _ = access.Decide("s3:ListBucket", world.Target{ARN: "arn:aws:s3:::reports", Account: a.ID}, nil)
				}
			}
		}
		w.Files()
	})
}
