package sandbox

import (
	"encoding/json"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"rolecall/sandbox/awscli"
	"rolecall/sandbox/world"
)

// TestOwnDetailsComeBack prints the details of an account of the sandbox with its
// own CLI and makes a world of them: who may do what must be the same there.
func TestOwnDetailsComeBack(t *testing.T) {
	w := world.New(Standing("own"))
	must := func(err error) {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
	}
	a, err := w.AddAccount("123456789012", "Own")
	must(err)
	for _, name := range []string{"admin", "alice", "bob"} {
		u, err := w.AddUser(a, name, "/team/")
		must(err)
		_, err = w.AddKey(u)
		must(err)
	}
	a.Users["admin"].Attached = []string{"arn:aws:iam::aws:policy/AdministratorAccess"}
	_, err = w.AddGroup(a, "devs", "/")
	must(err)
	_, err = w.AddRole(a, "Deploy", "/ops/", `{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":{"AWS":"arn:aws:iam::123456789012:user/team/alice"},"Action":"sts:AssumeRole"}]}`)
	must(err)
	_, err = w.AddInstanceProfile(a, "web", "Deploy")
	must(err)
	for path, src := range map[string]string{
		"123456789012/policies/Read.json":                `{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"s3:Get*","Resource":"*"}]}`,
		"123456789012/policies/Fence.json":               `{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":["s3:*","sts:*"],"Resource":"*"}]}`,
		"123456789012/groups/devs/policies/list.json":    `{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"s3:List*","Resource":"*"}]}`,
		"123456789012/users/alice/policies/more.json":    `{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"iam:ListUsers","Resource":"*"}]}`,
		"123456789012/roles/Deploy/policies/deploy.json": `{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"s3:PutObject","Resource":"*"}]}`,
	} {
		_, err := w.SetDocument(path, src)
		must(err)
	}
	a.Users["alice"].Groups = []string{"devs"}
	a.Users["alice"].Boundary = a.Policies["Fence"].ARN()
	a.Users["alice"].Tags = map[string]string{"team": "ship"}
	a.Groups["devs"].Attached = []string{a.Policies["Read"].ARN()}
	a.Roles["Deploy"].Attached = []string{"arn:aws:iam::aws:policy/AmazonS3ReadOnlyAccess"}

	caller, _ := world.UserCaller(a.Users["admin"])
	printed := awscli.NewShell(w, caller).Exec("aws iam get-account-authorization-details")
	if printed.Exit != 0 {
		t.Fatal(printed.Stderr)
	}
	back, left, err := FromAccountDetails([]byte(printed.Stdout), Standing("back"))
	must(err)
	for _, line := range left {
		if !strings.Contains(line, "not in the details") {
			t.Errorf("left out: %s", line)
		}
	}
	again := awscli.NewShell(back, adminOf(t, back)).Exec("aws iam get-account-authorization-details")
	if diff := cmp.Diff(comparable(t, printed.Stdout), comparable(t, again.Stdout)); diff != "" {
		t.Errorf("the details differ after a round trip (-before +after)\n%s", diff)
	}
	for _, filter := range []struct{ word, list string }{{"User", "UserDetailList"}, {"Group", "GroupDetailList"}, {"Role", "RoleDetailList"}, {"LocalManagedPolicy", "Policies"}} {
		r := awscli.NewShell(w, caller).Exec("aws iam get-account-authorization-details --filter " + filter.word)
		var lists map[string][]any
		must(json.Unmarshal([]byte(r.Stdout), &lists))
		for name, list := range lists {
			if (len(list) > 0) != (name == filter.list) {
				t.Errorf("--filter %s gives %d in %s", filter.word, len(list), name)
			}
		}
	}
}

func adminOf(t *testing.T, w *world.World) world.Caller {
	t.Helper()
	c, ok := world.UserCaller(w.Account("123456789012").Users["admin"])
	if !ok {
		t.Fatal("admin has no key")
	}
	return c
}

// comparable is a document without what is new in every world: ids and dates.
func comparable(t *testing.T, text string) any {
	t.Helper()
	var v any
	if err := json.Unmarshal([]byte(text), &v); err != nil {
		t.Fatal(err)
	}
	var strip func(any)
	strip = func(v any) {
		switch v := v.(type) {
		case map[string]any:
			for k := range v {
				if slices.Contains([]string{"UserId", "GroupId", "RoleId", "PolicyId", "InstanceProfileId", "CreateDate", "UpdateDate"}, k) {
					delete(v, k)
				}
			}
			for _, e := range v {
				strip(e)
			}
		case []any:
			for _, e := range v {
				strip(e)
			}
		}
	}
	strip(v)
	return v
}
