package awscli

import (
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"golang.org/x/tools/txtar"

	"rolecall/sandbox/world"
)

// company is an organization of three accounts. The management account has an
// admin and carol, who has no permissions; so has each member. Production holds a
// locked bucket, and a queue and a key that take part in stories.
func company(t *testing.T) *world.World {
	t.Helper()
	now := time.Date(2026, 11, 21, 9, 0, 0, 0, time.UTC)
	w := world.New(world.Env{Now: func() time.Time { return now }, Rand: world.Seeded("company")})
	must := func(err error) {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
	}
	for id, name := range map[string]string{"999999999999": "Management", "111122223333": "Tools", "444455556666": "Production"} {
		a, err := w.AddAccount(id, name)
		must(err)
		for _, user := range []string{"admin", "carol"} {
			u, err := w.AddUser(a, user, "/")
			must(err)
			_, err = w.AddKey(u)
			must(err)
		}
		a.Users["admin"].Attached = []string{"arn:aws:iam::aws:policy/AdministratorAccess"}
	}
	w.SetOrganization(&world.Organization{ID: "o-exampleorgid", Management: "999999999999", Root: &world.Node{
		ID: "r-exam", Name: "Root", Accounts: []*world.NodeAccount{{ID: "999999999999"}, {ID: "111122223333"}},
		OUs: map[string]*world.Node{"Workloads": {ID: world.OUID("Workloads"), Name: "Workloads", Accounts: []*world.NodeAccount{{ID: "444455556666"}}}},
	}})
	_, err := w.AddBucket(w.Account("444455556666"), "locked")
	must(err)
	_, err = w.AddRole(w.Account("444455556666"), "Deploy", "/", `{"Version":"2012-10-17","Statement":{"Effect":"Allow","Principal":{"AWS":["111122223333","444455556666"]},"Action":["sts:AssumeRole","sts:TagSession","sts:SetSourceIdentity"]}}`)
	must(err)
	_, err = w.SetDocument("444455556666/roles/Deploy/policies/work.json", `{"Version":"2012-10-17","Statement":{"Effect":"Allow","Action":["s3:*","ec2:Describe*"],"Resource":"*"}}`)
	must(err)
	return w
}

// TestStories plays the scripts of testdata/stories in the company, in the form of
// [TestShellGolden]; `as ACCOUNT/USER`, `as root ACCOUNT`, `as session NAME` and
// `as nobody` say who is at the prompt, `wait DURATION` moves the clock.
// MESSAGE stands for the last encoded message.
func TestStories(t *testing.T) {
	files, err := filepath.Glob("testdata/stories/*.txtar")
	if err != nil || len(files) == 0 {
		t.Fatalf("no stories: %v", err)
	}
	for _, file := range files {
		t.Run(strings.TrimSuffix(filepath.Base(file), ".txtar"), func(t *testing.T) {
			ar, err := txtar.ParseFile(file)
			if err != nil {
				t.Fatal(err)
			}
			w := company(t)
			for i, f := range ar.Files {
				if name, ok := strings.CutPrefix(f.Name, "files/"); ok {
					if _, err := w.SetDocument("files/"+name, string(f.Data)); err != nil {
						t.Fatal(err)
					}
					continue
				}
				got := playStory(t, w, string(f.Data))
				if *update {
					ar.Files[i].Data = []byte(got)
				} else if diff := cmp.Diff(string(f.Data), got); diff != "" {
					t.Errorf("%s: -want +got\n%s", f.Name, diff)
				}
			}
			if *update {
				if err := os.WriteFile(file, txtar.Format(ar), 0o644); err != nil {
					t.Fatal(err)
				}
			}
		})
	}
}

// playStory plays one script, cut where somebody else takes the prompt.
func playStory(t *testing.T, w *world.World, script string) string {
	t.Helper()
	shell := NewShell(w, world.Caller{})
	var out, part strings.Builder
	message := "MESSAGE"
	flush := func() {
		if part.Len() == 0 {
			return
		}
		got := playScript(shell, strings.ReplaceAll(part.String(), "MESSAGE", message))
		if m := encodedMessage.FindStringSubmatch(got); m != nil {
			message = m[1]
		}
		out.WriteString(strings.ReplaceAll(got, message, "MESSAGE"))
		part.Reset()
	}
	for _, line := range strings.SplitAfter(script, "\n") {
		who, isWho := strings.CutPrefix(strings.TrimSpace(line), "as ")
		d, isWait := strings.CutPrefix(strings.TrimSpace(line), "wait ")
		switch {
		case isWho:
			flush()
			shell.Caller = storyCaller(t, w, who)
			out.WriteString(line)
		case isWait:
			flush()
			wait, err := time.ParseDuration(d)
			if err != nil || w.Advance(wait) != nil {
				t.Fatalf("wait %q", d)
			}
			out.WriteString(line)
		default:
			part.WriteString(line)
		}
	}
	flush()
	return out.String()
}

// encodedMessage finds the one that a refusal carried; a script calls it MESSAGE.
var encodedMessage = regexp.MustCompile(`Encoded authorization failure message: ([\w-]+)`)

func storyCaller(t *testing.T, w *world.World, who string) world.Caller {
	t.Helper()
	if who == "nobody" {
		return world.Caller{}
	}
	if account, ok := strings.CutPrefix(who, "root "); ok {
		return world.Caller{Kind: world.CallerRoot, Account: account}
	}
	if name, ok := strings.CutPrefix(who, "session "); ok {
		for i := len(w.Sessions()) - 1; i >= 0; i-- {
			if s := w.Sessions()[i]; s.Name == name {
				return world.KeysCaller(s.Credentials())
			}
		}
		t.Fatalf("no session is called %s", name)
	}
	account, name, _ := strings.Cut(who, "/")
	c, ok := world.UserCaller(w.Account(account).Users[name])
	if !ok {
		t.Fatalf("nobody is %q", who)
	}
	return c
}
