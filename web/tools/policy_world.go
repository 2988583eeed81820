package tools

import (
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/labstack/echo/v4"

	"rolecall/sandbox/iam"
	"rolecall/sandbox/world"
	"rolecall/store"
)

// bench is a small world built around what somebody pasted: the accounts, users
// and roles that it names, so that it can be tried.
type bench struct {
	w    *world.World
	open string // the document that the page opens
	who  string // whom the console is at first, see actors.go; empty for the first user
}

// Stand-ins where a document does not say whose it is.
const (
	benchAccount = "111122223333"
	benchRole    = "Pasted"
	benchUser    = "alice"
	benchPolicy  = "pasted"
	maxNamed     = 40 // users and roles that are made because a document names them
)

// trustOwn is the trust policy of a role of which nothing else is known.
const trustOwn = `{
  "Version": "2012-10-17",
  "Statement": [
    {
      "Effect": "Allow",
      "Principal": { "AWS": "arn:aws:iam::ACCOUNT:root" },
      "Action": "sts:AssumeRole"
    }
  ]
}
`

// benchOf builds a world around one document. The error says why it can't be.
func (s *Pages) benchOf(kind iam.Kind, holder, text string) (*bench, error) {
	b := &bench{w: world.New(s.Worlds.Env())}
	policy, _ := iam.Parse(kind, "pasted", []byte(text))
	if policy == nil {
		return nil, errors.New("the document has errors")
	}
	switch kind {
	case iam.KindTrust:
		return b, b.trust(holder, text, policy)
	case iam.KindResource:
		return b, b.bucketPolicy(holder, text, policy)
	case iam.KindIdentity:
		return b, b.identity(holder, text, policy)
	case iam.KindBoundary, iam.KindSession, iam.KindSCP, iam.KindRCP:
	}
	return nil, errors.New("a policy of this kind only narrows others, and there are none here to narrow")
}

func (b *bench) trust(holder, text string, p *iam.Policy) error {
	if holder == "" {
		holder = "arn:aws:iam::" + benchAccount + ":role/" + benchRole
	}
	account, name, path, ok := iamName(holder, "role")
	if !ok {
		return fmt.Errorf("%q is not the ARN of a role", holder)
	}
	if err := b.named(p, holder); err != nil {
		return err
	}
	a, err := b.account(account)
	if err != nil {
		return err
	}
	r, err := b.w.AddRole(a, name, path, text)
	if err != nil {
		return err
	}
	b.open = r.TrustPath()
	return b.wishers(r.ARN())
}

// wishers gives each user a policy that lets them ask for the role, so that the
// trust policy is what decides.
func (b *bench) wishers(role string) error {
	if len(b.w.Accounts()) == 1 {
		if _, err := b.user("arn:aws:iam::" + b.w.Accounts()[0].ID + ":user/" + benchUser); err != nil {
			return err
		}
	}
	mayAsk := `{
  "Version": "2012-10-17",
  "Statement": [
    { "Effect": "Allow", "Action": ["sts:AssumeRole", "sts:TagSession", "sts:SetSourceIdentity"], "Resource": "` + role + `" }
  ]
}
`
	for _, a := range b.w.Accounts() {
		for _, name := range slices.Sorted(maps.Keys(a.Users)) {
			if _, err := b.w.SetDocument(a.ID+"/users/"+name+"/policies/ask-for-the-role.json", mayAsk); err != nil {
				return err
			}
		}
	}
	return nil
}

func (b *bench) bucketPolicy(holder, text string, p *iam.Policy) error {
	name, ok := strings.CutPrefix(holder, "arn:aws:s3:::")
	for _, cl := range p.Clauses() {
		for _, r := range cl.Resources {
			if found, is := strings.CutPrefix(r, "arn:aws:s3:::"); is && !ok {
				name, ok = found, true
			}
		}
	}
	name, _, _ = strings.Cut(name, "/")
	if !ok || strings.ContainsAny(name, "*?$") {
		return errors.New("of resource policies only those of a named bucket can be tried so far")
	}
	if err := b.named(p, ""); err != nil {
		return err
	}
	a, err := b.account(benchAccount)
	if err != nil {
		return err
	}
	if err := b.bucket(a, name); err != nil {
		return err
	}
	if _, err := b.user("arn:aws:iam::" + benchAccount + ":user/" + benchUser); err != nil {
		return err
	}
	b.open = a.ID + "/buckets/" + name + "/policy.json"
	_, err = b.w.SetDocument(b.open, text)
	return err
}

func (b *bench) bucket(a *world.Account, name string) error {
	if b.w.Bucket(name) != nil {
		return nil
	}
	made, err := b.w.AddBucket(a, name)
	if err != nil {
		return err
	}
	return b.w.PutObject(made, "example.txt", []byte("An object to read.\n"), "text/plain")
}

func (b *bench) identity(holder, text string, p *iam.Policy) error {
	if holder == "" {
		holder = "arn:aws:iam::" + benchAccount + ":user/" + benchUser
	}
	class := "users"
	account, name, _, ok := iamName(holder, "user")
	if ok {
		if _, err := b.user(holder); err != nil {
			return err
		}
	} else {
		class = "roles"
		if account, name, _, ok = iamName(holder, "role"); !ok {
			return fmt.Errorf("%q is not the ARN of a user or a role", holder)
		}
		if _, err := b.role(holder); err != nil {
			return err
		}
		if _, err := b.user("arn:aws:iam::" + account + ":user/" + benchUser); err != nil {
			return err
		}
	}
	if err := b.targets(p, account); err != nil {
		return err
	}
	b.open = account + "/" + class + "/" + name + "/policies/" + benchPolicy + ".json"
	_, err := b.w.SetDocument(b.open, text)
	return err
}

// targets makes the roles and buckets that a policy names outright.
func (b *bench) targets(p *iam.Policy, account string) error {
	for _, cl := range p.Clauses() {
		for _, arn := range cl.Resources {
			if strings.ContainsAny(arn, "*?$") && !strings.HasSuffix(arn, "/*") {
				continue
			}
			if err := b.target(strings.TrimSuffix(arn, "/*"), account); err != nil {
				return err
			}
		}
	}
	return nil
}

// target makes the role or bucket that an ARN names; other resources are left out.
func (b *bench) target(arn, account string) error {
	if strings.ContainsAny(arn, "*?$") {
		return nil
	}
	if name, ok := strings.CutPrefix(arn, "arn:aws:s3:::"); ok {
		name, _, _ = strings.Cut(name, "/")
		a, err := b.account(account)
		if err != nil {
			return err
		}
		return b.bucket(a, name)
	}
	if _, _, _, ok := iamName(arn, "role"); ok {
		_, err := b.role(arn)
		return err
	}
	return nil
}

// named makes the accounts, users and roles that a policy's principals name. The
// role but is made later.
func (b *bench) named(p *iam.Policy, but string) error {
	count := 0
	for _, cl := range p.Clauses() {
		for _, n := range cl.Principals {
			if count++; count > maxNamed {
				return fmt.Errorf("it names more than %d principals", maxNamed)
			}
			if n.Sort != "AWS" || n.Value == but {
				continue
			}
			if err := b.principal(n.Value); err != nil {
				return err
			}
		}
	}
	return nil
}

func (b *bench) principal(value string) error {
	if value == "*" {
		_, err := b.user("arn:aws:iam::444455556666:user/stranger")
		return err
	}
	if len(value) == 12 {
		value = "arn:aws:iam::" + value + ":root"
	}
	if account, _, ok := strings.Cut(strings.TrimPrefix(value, "arn:aws:iam::"), ":root"); ok {
		_, err := b.user("arn:aws:iam::" + account + ":user/" + benchUser)
		return err
	}
	if _, _, _, ok := iamName(value, "user"); ok {
		_, err := b.user(value)
		return err
	}
	if _, _, _, ok := iamName(value, "role"); ok {
		_, err := b.role(value)
		return err
	}
	return nil
}

func (b *bench) account(id string) (*world.Account, error) {
	if a := b.w.Account(id); a != nil {
		return a, nil
	}
	return b.w.AddAccount(id, "")
}

// user makes the user of an ARN, with a key to work with.
func (b *bench) user(arn string) (*world.User, error) {
	account, name, path, ok := iamName(arn, "user")
	if !ok {
		return nil, fmt.Errorf("%q is not the ARN of a user", arn)
	}
	a, err := b.account(account)
	if err != nil {
		return nil, err
	}
	if u := a.Users[name]; u != nil {
		return u, nil
	}
	u, err := b.w.AddUser(a, name, path)
	if err != nil {
		return nil, err
	}
	_, err = b.w.AddKey(u)
	return u, err
}

// role makes the role of an ARN; it trusts its own account.
func (b *bench) role(arn string) (*world.Role, error) {
	account, name, path, ok := iamName(arn, "role")
	if !ok {
		return nil, fmt.Errorf("%q is not the ARN of a role", arn)
	}
	a, err := b.account(account)
	if err != nil {
		return nil, err
	}
	if r := a.Roles[name]; r != nil {
		return r, nil
	}
	return b.w.AddRole(a, name, path, strings.ReplaceAll(trustOwn, "ACCOUNT", account))
}

// iamName takes the ARN of a user or a role apart; path begins and ends with a slash.
func iamName(arn, typ string) (account, name, path string, ok bool) {
	rest, ok := strings.CutPrefix(arn, "arn:aws:iam::")
	if !ok {
		return "", "", "", false
	}
	account, rest, ok = strings.Cut(rest, ":"+typ+"/")
	if !ok || len(account) != 12 || rest == "" {
		return "", "", "", false
	}
	cut := strings.LastIndexByte(rest, '/')
	return account, rest[cut+1:], "/" + rest[:cut+1], true
}

// openBench stores a bench as a world of the reader's.
func (s *Pages) openBench(c echo.Context, b *bench, title string) (string, error) {
	document, err := json.Marshal(b.w)
	if err != nil {
		return "", err
	}
	return s.NewWorld(c, b.w, store.NewWorld{Title: title, Beginning: document}, b.who)
}
