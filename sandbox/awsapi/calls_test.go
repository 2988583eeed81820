package awsapi_test

import (
	"bytes"
	"encoding/json"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"golang.org/x/tools/txtar"

	"rolecall/sandbox/awsapi"
	"rolecall/sandbox/world"
)

// update is shared by all golden tests of the folder, which look it up by name.
var update = flag.Bool("update", false, "write the golden files anew")

var start = time.Date(2026, time.November, 21, 9, 0, 0, 0, time.UTC)

// stage is a world with two accounts, an administrator in each, a role Deploy in
// Production and a bucket of its own.
func stage(t testing.TB) *world.World {
	t.Helper()
	w := world.New(world.Env{Now: func() time.Time { return start }, Rand: world.Seeded("stage")})
	must := func(err error) {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
	}
	for _, id := range []string{"111122223333", "444455556666"} {
		a, err := w.AddAccount(id, id)
		must(err)
		for _, name := range []string{"admin", "alice"} {
			u, err := w.AddUser(a, name, "/")
			must(err)
			_, err = w.AddKey(u)
			must(err)
		}
		a.Users["admin"].Attached = []string{"arn:aws:iam::aws:policy/AdministratorAccess"}
	}
	p := w.Account("444455556666")
	_, err := w.AddRole(p, "Deploy", "/", `{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":{"AWS":"111122223333"},"Action":"sts:AssumeRole"}]}`)
	must(err)
	b, err := w.AddBucket(p, "reports")
	must(err)
	must(w.PutObject(b, "2026/q3.csv", []byte("quarter\n"), "text/csv"))
	for _, x := range [][2]string{{"secrets", "db"}, {"tables", "orders"}} {
		r, err := w.AddResource(p, x[0], x[1])
		must(err)
		r.Values = map[string]string{"value": "hunter2"}
	}
	w.SetOrganization(&world.Organization{ID: "o-exampleorgid", Management: "111122223333", Root: &world.Node{
		ID: "r-exam", Name: "Root", Accounts: []*world.NodeAccount{{ID: "111122223333"}, {ID: "444455556666"}},
	}})
	return w
}

// who makes a caller of a word: ACCT/USER, root ACCT, anonymous, or expired.
func who(t testing.TB, w *world.World, s string) world.Caller {
	t.Helper()
	if s == "anonymous" {
		return world.Caller{}
	}
	if s == "expired" || s == "session" {
		r := w.Account("444455556666").Roles["Deploy"]
		x := &world.Session{Kind: world.SessionRole, Account: r.Account, Role: r.Name, PrincipalID: r.ID, UserID: r.ID + ":ship", Name: "ship", ARN: "arn:aws:sts::444455556666:assumed-role/Deploy/ship"}
		life := time.Hour
		if s == "expired" {
			life = 0
		}
		w.Issue(x, life)
		return world.KeysCaller(x.Credentials())
	}
	if s == "unknown" {
		return world.KeysCaller(world.Credentials{AccessKeyID: "AKIAIOSFODNN7EXAMPLE", SecretAccessKey: "x"})
	}
	account, name, _ := strings.Cut(s, "/")
	if name == "root" {
		return world.Caller{Kind: world.CallerRoot, Account: account}
	}
	c, ok := world.UserCaller(w.Account(account).Users[name])
	if !ok {
		t.Fatalf("nobody is %q", s)
	}
	return c
}

// Each golden file holds calls, one a file of the archive: its name is who calls
// what, its text the parameters; the answer follows as `… answer`.
func TestCalls(t *testing.T) {
	files, err := filepath.Glob("testdata/calls/*.txtar")
	if err != nil || len(files) == 0 {
		t.Fatalf("no golden files: %v", err)
	}
	for _, file := range files {
		t.Run(strings.TrimSuffix(filepath.Base(file), ".txtar"), func(t *testing.T) {
			a, err := txtar.ParseFile(file)
			if err != nil {
				t.Fatal(err)
			}
			w := stage(t)
			got := txtar.Archive{Comment: a.Comment}
			for _, f := range a.Files {
				if f.Name == "answer" {
					continue
				}
				got.Files = append(got.Files, f, txtar.File{Name: "answer", Data: call(t, w, f)})
			}
			if *update {
				if err := os.WriteFile(file, txtar.Format(&got), 0o644); err != nil {
					t.Fatal(err)
				}
				return
			}
			if diff := cmp.Diff(string(txtar.Format(a)), string(txtar.Format(&got))); diff != "" {
				t.Errorf("(-want +got, -update accepts it)\n%s", diff)
			}
		})
	}
}

func call(t *testing.T, w *world.World, f txtar.File) []byte {
	t.Helper()
	fields := strings.Fields(f.Name)
	if len(fields) != 3 {
		t.Fatalf("%q is not WHO SERVICE NAME", f.Name)
	}
	op := awsapi.LookupName(fields[1], fields[2])
	if op == nil {
		t.Fatalf("there is no %s:%s", fields[1], fields[2])
	}
	in := awsapi.Input{}
	if len(bytes.TrimSpace(f.Data)) > 0 {
		if err := json.Unmarshal(f.Data, &in); err != nil {
			t.Fatalf("%s: %v", f.Name, err)
		}
	}
	for k, v := range in {
		if n, ok := v.(float64); ok {
			in[k] = int64(n)
		}
	}
	out, o := awsapi.Invoke(w, who(t, w, fields[0]), op, in)
	var b bytes.Buffer
	if o.Err != nil {
		fmt.Fprintf(&b, "%d %s %s\n%s\n", o.Err.Status, o.Err.Code, o.Err.Cause, o.Err.Message)
	}
	if out != nil {
		enc := json.NewEncoder(&b)
		enc.SetIndent("", "  ")
		if err := enc.Encode(out); err != nil {
			t.Fatal(err)
		}
	}
	if o.Authorized {
		fmt.Fprintf(&b, "%s %v\n", o.Decision, o.DeniedBy.Strings())
	}
	return b.Bytes()
}
