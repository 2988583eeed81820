package world_test

import (
	"testing"
	"time"

	"rolecall/sandbox/world"
)

const (
	tools      = "111122223333"
	production = "444455556666"
	management = "999999999999"
	outside    = "123456789012" // an account that is in no world here
)

const (
	denyS3        = `{"Version":"2012-10-17","Statement":[{"Effect":"Deny","Action":"s3:*","Resource":"*"}]}`
	denyS3Outside = `{"Version":"2012-10-17","Statement":[{"Effect":"Deny","Principal":"*","Action":"s3:*","Resource":"*"}]}`
	readS3        = `{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"s3:GetObject","Resource":"*"}]}`
)

func put(t testing.TB, w *world.World, path, src string) {
	t.Helper()
	_, err := w.SetDocument(path, src)
	must(t, err)
}

// company is a world that has something of everything: three accounts in an
// organization, people in a group, policies in every place, devices, providers,
// an instance profile, objects, resources of each kind and a file.
func company(t testing.TB) *world.World {
	t.Helper()
	w := world.New(env("company"))
	for id, name := range map[string]string{tools: "Tools", production: "Production", management: "Management"} {
		_, err := w.AddAccount(id, name)
		must(t, err)
	}
	w.SetOrganization(&world.Organization{ID: "o-exampleorgid", Management: management, Root: &world.Node{
		ID: "r-exam", Name: "Root", Accounts: []*world.NodeAccount{{ID: tools}},
		OUs: map[string]*world.Node{"Work": {ID: world.OUID("Work"), Name: "Work", OUs: map[string]*world.Node{
			"Live": {ID: world.OUID("Live"), Name: "Live", Accounts: []*world.NodeAccount{{ID: production}}},
		}}},
	}})
	a := w.Account(tools)
	alice, err := w.AddUser(a, "alice", "/team/")
	must(t, err)
	alice.Tags = map[string]string{"team": "red"}
	_, err = w.AddKey(alice)
	must(t, err)
	_, err = w.AddMFA(alice, "phone")
	must(t, err)
	_, err = w.NewMFADevice(a, "spare", "/")
	must(t, err)
	_, err = w.AddGroup(a, "readers", "/")
	must(t, err)
	alice.Groups = []string{"readers"}
	put(t, w, tools+"/groups/readers/policies/read.json", readS3)
	put(t, w, tools+"/policies/Read.json", readS3)
	_, err = w.AddPolicyVersion(a.Policies["Read"], allowAll, false)
	must(t, err)

	p := w.Account(production)
	deploy, err := w.AddRole(p, "Deploy", "/", trusts("arn:aws:iam::"+tools+":root"))
	must(t, err)
	deploy.Tags = map[string]string{"team": "blue", "Stage": "live"}
	put(t, w, production+"/roles/Deploy/policies/work.json", allowAll)
	_, err = w.AddInstanceProfile(p, "Deploy", "Deploy")
	must(t, err)
	p.OIDCProviders["ci.example"] = &world.OIDCProvider{Account: production, URL: "ci.example", Audiences: []string{"sts.amazonaws.com"}, Created: start}
	p.SAMLProviders["corp"] = &world.SAMLProvider{Account: production, Name: "corp", Created: start}
	p.Outbound = &world.Outbound{Issuer: "https://1.tokens.example", Enabled: true}
	b, err := w.AddBucket(p, "reports")
	must(t, err)
	must(t, w.PutObject(b, "q3.csv", []byte("quarter\n"), "text/csv"))
	for _, kind := range world.ResourceKinds() {
		_, err := w.AddResource(p, kind, "one")
		must(t, err)
	}
	put(t, w, "organization/scps/NoS3.json", denyS3)
	put(t, w, "organization/rcps/NoS3.json", denyS3Outside)
	put(t, w, "files/note.json", "{}")
	w.Touch()
	return w
}

// sessionOf issues a session of the role Deploy, of alice or of a root user.
func sessionOf(t testing.TB, w *world.World, kind world.SessionKind, life time.Duration) *world.Session {
	t.Helper()
	alice, deploy := w.Account(tools).Users["alice"], w.Account(production).Roles["Deploy"]
	var s *world.Session
	switch kind {
	case world.SessionRole:
		s = &world.Session{Kind: kind, Account: production, Role: "Deploy", Name: "ship", PrincipalID: deploy.ID, UserID: deploy.ID + ":ship", ARN: "arn:aws:sts::" + production + ":assumed-role/Deploy/ship"}
	case world.SessionUser:
		s = &world.Session{Kind: kind, Account: tools, User: "alice", PrincipalID: alice.ID, UserID: alice.ID, ARN: alice.ARN()}
	case world.SessionFederated:
		s = &world.Session{Kind: kind, Account: tools, User: "alice", Name: "guest", PrincipalID: alice.ID, UserID: tools + ":guest", ARN: "arn:aws:sts::" + tools + ":federated-user/guest"}
	default:
		s = &world.Session{Kind: world.SessionRoot, Account: production, PrincipalID: production, UserID: production, ARN: "arn:aws:iam::" + production + ":root"}
	}
	w.Issue(s, life)
	return s
}
