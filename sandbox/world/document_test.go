package world_test

import (
	"errors"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"rolecall/sandbox/world"
)

func TestDocumentsOfEachPlace(t *testing.T) {
	w := company(t)
	for path, want := range map[string]string{
		tools + "/groups/readers/policies/read.json":   readS3,
		tools + "/policies/Read.json":                  readS3,
		production + "/roles/Deploy/trust.json":        trusts("arn:aws:iam::" + tools + ":root"),
		production + "/buckets/reports/objects/q3.csv": "quarter\n",
		"organization/scps/NoS3.json":                  denyS3,
		"files/note.json":                              "{}",
	} {
		if src, ok := w.Document(path); !ok || src != want {
			t.Errorf("%s is %q, want %q", path, src, want)
		}
	}
	for _, path := range []string{"", "files/none", production + "/buckets/reports/objects/none", production + "/buckets/none/objects/q3.csv", outside + "/buckets/reports/objects/q3.csv", tools + "/policies/None.json"} {
		if src, ok := w.Document(path); ok {
			t.Errorf("%s is %q, and isn't there", path, src)
		}
	}
	if diff := cmp.Diff(map[string]string{"note.json": "{}"}, w.ScenarioFiles()); diff != "" {
		t.Error(diff)
	}
	documents, err := world.Documents(stored(t, w))
	must(t, err)
	for _, f := range w.Files() {
		if src, _ := w.Document(f.Path); documents[f.Path] != src {
			t.Errorf("the stored form has %q at %s", documents[f.Path], f.Path)
		}
	}
	if documents["files/note.json"] != "{}" {
		t.Error("the stored form's files are missing")
	}
	if _, err := world.Documents([]byte("[")); err == nil {
		t.Error("half a form has documents")
	}
}

func TestRemovedDocuments(t *testing.T) {
	for path, want := range map[string]string{ // empty: it goes
		tools + "/groups/readers/policies/read.json":   "",
		production + "/buckets/reports/objects/q3.csv": "",
		"files/note.json":                       "",
		"organization/rcps/NoS3.json":           "",
		production + "/keys/one/policy.json":    "",
		tools + "/policies/Read.json":           "it is attached 1 time(s)",
		production + "/roles/Deploy/trust.json": "a role always has a trust policy",
		tools + "/policies/None.json":           "there is no document",
		tools + "/users/bob/policies/p.json":    `no user named "bob"`,
		tools + "/groups/none/policies/p.json":  `no group named "none"`,
		tools + "/roles/Ops/trust.json":         `no role named "Ops"`,
		tools + "/buckets/none/policy.json":     `no bucket named "none"`,
		tools + "/queues/one/policy.json":       `no queue named "one"`,
		outside + "/policies/Read.json":         "no account " + outside,
	} {
		w := company(t)
		w.Account(tools).Users["alice"].Boundary = "arn:aws:iam::" + tools + ":policy/Read"
		err := w.RemoveDocument(path)
		if want == "" && err != nil || want != "" && (err == nil || !strings.Contains(err.Error(), want)) {
			t.Errorf("%s: got %v, want %q", path, err, want)
		}
		if _, there := w.Document(path); there && want == "" {
			t.Errorf("%s is still there", path)
		}
	}
	w := company(t)
	w.SetOrganization(nil)
	if _, err := w.SetDocument("organization/scps/New.json", denyS3); err == nil || !strings.Contains(err.Error(), "no organization") {
		t.Errorf("an SCP without an organization: got %v", err)
	}
}

// IAM User Guide, "Create IAM policies": a managed policy is of version 2012-10-17.
func TestManagedPoliciesAreOfTheCurrentVersion(t *testing.T) {
	w := company(t)
	old := strings.Replace(readS3, "2012-10-17", "2008-10-17", 1)
	_, err := w.SetDocument(tools+"/policies/Old.json", old)
	var d *world.DocumentError
	if !errors.As(err, &d) || !strings.Contains(err.Error(), tools+"/policies/Old.json: ") || w.Account(tools).Policies["Old"] != nil {
		t.Errorf("got %v, want a DocumentError with the path", err)
	}
	put(t, w, tools+"/users/alice/policies/old.json", old)
}

func TestManagedPolicies(t *testing.T) {
	w := company(t)
	own := "arn:aws:iam::" + tools + ":policy/Read"
	for _, tt := range []struct{ written, want string }{
		{"Read", own}, {own, own}, {"arn:aws:iam::aws:policy/AdministratorAccess", "arn:aws:iam::aws:policy/AdministratorAccess"},
		{"Write", ""}, {"arn:aws:iam::aws:policy/None", ""}, {"arn:aws:iam::" + outside + ":policy/Read", ""}, {"arn:aws:iam::" + tools + ":policy/team/Read", ""},
		{"arn:aws:iam::" + tools + ":role/Read", ""}, {"arn:aws:iam::" + tools, ""},
	} {
		got, err := w.PolicyARN(tools, tt.written)
		if got != tt.want || (err == nil) != (tt.want != "") {
			t.Errorf("%s is %q (%v), want %q", tt.written, got, err, tt.want)
		}
		if text, ok := w.PolicyText(got); ok != (tt.want != "") || ok && text == "" {
			t.Errorf("%s has the text %q", got, text)
		}
	}
	alice := w.Account(tools).Users["alice"]
	alice.Attached, alice.Boundary = []string{own}, own
	w.Account(tools).Groups["readers"].Attached = []string{own}
	if attached, boundaries := w.Uses(own); attached != 2 || boundaries != 1 || w.AttachmentCount(own) != 3 {
		t.Errorf("it is attached %d times and %d times a boundary, want 2 and 1", attached, boundaries)
	}
	if !slices.Contains(world.AWSManagedPolicies(), "AdministratorAccess") || !slices.Contains(world.RootTaskPolicies(), "IAMAuditRootUserCredentials") {
		t.Error("AWS's own policies aren't listed")
	}
}

func TestPrincipalsAreFoundByARN(t *testing.T) {
	w := company(t)
	alice, deploy, corp := w.Account(tools).Users["alice"], w.Account(production).Roles["Deploy"], w.Account(production).SAMLProviders["corp"]
	if w.UserByARN(alice.ARN()) != alice || w.RoleByARN(deploy.ARN()) != deploy || w.SAMLProviderByARN(corp.ARN()) != corp || w.Account(production).OIDCProvider("https://ci.example") == nil {
		t.Error("one isn't found")
	}
	for _, arn := range []string{"", "arn:aws:iam::" + tools + ":user/alice", "arn:aws:iam::" + outside + ":user/team/alice", "arn:aws:iam::" + tools + ":role/team/Deploy"} {
		if w.UserByARN(arn) != nil || w.RoleByARN(arn) != nil || w.SAMLProviderByARN(arn) != nil || w.Account(production).OIDCProvider(arn) != nil {
			t.Errorf("%q is somebody", arn)
		}
	}
}

func TestPolicySources(t *testing.T) {
	w := company(t)
	s := sessionOf(t, w, world.SessionRole, 3600e9)
	s.Policy = readS3
	admin, _ := w.PolicyText("arn:aws:iam::aws:policy/AdministratorAccess")
	for name, want := range map[string]string{
		tools + "/policies/Read.json":           readS3,
		"aws/policies/AdministratorAccess.json": admin,
		world.SessionPolicyPath(s):              readS3,
		"organization/scps/FullAWSAccess.json":  world.FullAccessDocument,
		"sessions/none/policy.json":             "",
		"nothing":                               "",
	} {
		if got := w.PolicySource(name); got != want {
			t.Errorf("%s is %q, want %q", name, got, want)
		}
	}
}

// While a scenario is read its documents may come before what completes them, and a
// trust policy may hold the unique id of a principal that was deleted.
func TestLoading(t *testing.T) {
	gone := strings.Replace(trusts("AIDAEXAMPLEEXAMPLE123"), `,"Condition":{"ArnLike":{"aws:PrincipalArn":"AIDAEXAMPLEEXAMPLE123"}}`, "", 1)
	w := company(t)
	if _, err := w.SetDocument(production+"/roles/Deploy/trust.json", gone); err == nil {
		t.Error("a trust policy with a unique id was stored")
	}
	must(t, w.Load(func() error {
		if _, err := w.AddRole(w.Account(tools), "Ops", "/", ""); err != nil {
			return err
		}
		_, err := w.SetDocument(tools+"/roles/Ops/trust.json", gone)
		return err
	}))
	broken := errors.New("the file ends early")
	if err := w.Load(func() error { return broken }); !errors.Is(err, broken) {
		t.Errorf("got %v, want the builder's error", err)
	}
	w.SetScenario("open-door")
	back, err := world.Unmarshal(stored(t, w), env("after"))
	must(t, err)
	if back.Scenario() != "open-door" {
		t.Errorf("it began as %q", back.Scenario())
	}
}

func TestAFullWorldTakesNothingMore(t *testing.T) {
	w := company(t)
	if err := w.Room(world.MaxDocument / 4); err != nil {
		t.Errorf("a quarter: %v", err)
	}
	full := strings.Repeat(" ", world.MaxDocument/2)
	if w.Room(len(full)) == nil {
		t.Error("there is room for half of the limit beside what is there")
	}
	if _, err := w.SetDocument("files/big", full); err == nil || !strings.Contains(err.Error(), "full") {
		t.Errorf("a file: got %v", err)
	}
	if _, err := w.SetDocument(tools+"/policies/Big.json", readS3+full); err == nil {
		t.Error("a policy over the limit was stored")
	}
}
