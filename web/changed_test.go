package web

import (
	"strings"
	"testing"
)

func TestEveryKindOfEditSaysWhatItChanged(t *testing.T) {
	r := newReader(t, testSite(t))
	allow := func(rest string) string {
		return `{"Version": "2012-10-17", "Statement": [{"Effect": "Allow", ` + rest + `}]}`
	}
	for _, c := range []struct {
		name, path, text string
		says             []string
	}{
		{"identity, managed", "444455556666/policies/WorkOnReports.json", allow(`"Action": "s3:*", "Resource": "*"`), []string{"a session of Deploy can call s3:GetObject", "before, only arn:aws:s3:::reports/* was open"}},
		{"identity, inline", "111122223333/users/alice/policies/become-deploy.json", allow(`"Action": "s3:GetObject", "Resource": "*"`), []string{"Now alice can call s3:GetObject", "alice can no longer assume Deploy: only s3:GetObject is allowed"}},
		{"trust", "444455556666/roles/Deploy/trust.json", allow(`"Principal": "*", "Action": "sts:AssumeRole"`), []string{"Now anyone in any AWS account can assume Deploy; before, only account 111122223333 could"}},
		{"boundary", "444455556666/policies/Cap.json", allow(`"Action": "s3:*", "Resource": "*"`), []string{"Now a session of Deploy can call s3:PutObject on some-bucket/some-object", "In this world it is refused all the same, by another layer: identity policy."}},
		{"scp", "organization/scps/KeepReports.json", `{"Version": "2012-10-17", "Statement": [{"Effect": "Deny", "Action": "s3:PutObject", "Resource": "*"}]}`, []string{"anyone in 444455556666 can call s3:DeleteObject", "before, statement NothingIsDeleted denied it", "can no longer call s3:PutObject"}},
		{"bucket", "444455556666/buckets/reports/policy.json", allow(`"Principal": {"AWS": "arn:aws:iam::111122223333:root"}, "Action": "s3:GetObject", "Resource": "arn:aws:s3:::reports/*"`), []string{"s3:GetObject on reports/example; before, nothing allowed it", "reports/sealed/example; before, statement Sealed denied it"}},
	} {
		t.Run(c.name, func(t *testing.T) {
			w := r.world("who-said-no")
			edit := r.get(w + "?doc=" + c.path)
			p := r.post(w+"/document", "path", c.path, "base", edit.field(t, "base"), "source", c.text)
			p.has(t, "What your edit changed")
			said := regionText(t, p, "changed")
			for _, want := range c.says {
				if !strings.Contains(said, want) {
					t.Errorf("it says\n%s\nand not %q", said, want)
				}
			}
		})
	}
}

// TestAnEditIsLookedAtForAllWhomItIsAbout edits policies that several hold, of whom
// each stands in surroundings of their own.
func TestAnEditIsLookedAtForAllWhomItIsAbout(t *testing.T) {
	s := testServer(t)
	r := newReader(t, s.handler())
	w := r.world("who-said-no")
	const account = "444455556666"
	managed := account + "/policies/WorkOnReports.json"
	save := func(path, statement string) string {
		edit := r.get(w + "?doc=" + path)
		return regionText(t, r.post(w+"/document", "path", path, "base", edit.field(t, "base"),
			"source", `{"Version": "2012-10-17", "Statement": [`+statement+`]}`), "changed")
	}
	says := func(said string, parts ...string) {
		t.Helper()
		for _, part := range parts {
			if wanted, not := strings.CutPrefix(part, "!"); not == strings.Contains(said, wanted) {
				t.Errorf("it says\n%s\nand of it %q is wrong or missing", said, part)
			}
		}
	}
	p := taken(t, s, worldID(w))
	a := p.Account(account)
	for _, name := range []string{"amir", "bea", "carla"} {
		u, err := p.AddUser(a, name, "/")
		if err != nil {
			t.Fatal(err)
		}
		if _, err := p.AddKey(u); err != nil {
			t.Fatal(err)
		}
		u.Attached = []string{"arn:aws:iam::" + account + ":policy/WorkOnReports"}
	}
	a.Users["carla"].Boundary = "arn:aws:iam::" + account + ":policy/Cap"
	p.Organization().Root.SCPs = []string{"FullAWSAccess", "KeepReports"}
	if err := s.worlds.Save(t.Context(), p); err != nil {
		t.Fatal(err)
	}

	// The boundary lets objects be read and deleted, and no more.
	said := save(managed, `{"Effect": "Allow", "Action": "s3:PutObject", "Resource": "*"}`)
	says(said, "Now amir can call s3:PutObject", "was open. The same goes for bea. The request", "Now carla can call s3:PutObject",
		"was open. The same goes for a session of Deploy. In this world it is refused all the same, by another layer: boundary.",
		"amir can no longer call s3:GetObject", "The same goes for bea, carla, a session of Deploy.")

	// What hinges on who somebody is, is found for the one whom it is about.
	said = save(managed, `{"Effect": "Allow", "Action": "s3:PutObject", "Resource": "*"},
		{"Effect": "Allow", "Action": "s3:ListBucket", "Resource": "*", "Condition": {"StringEquals": {"aws:username": "bea"}}}`)
	says(said, "Now bea can call s3:ListBucket", "!amir")

	// A boundary of two.
	said = save(account+"/policies/Cap.json", `{"Effect": "Allow", "Action": "s3:*", "Resource": "*"}`)
	says(said, "Now carla can call s3:PutObject", "a session of Deploy")

	// A policy that nobody has yet.
	said = save(account+"/policies/Spare.json", `{"Effect": "Allow", "Action": "s3:GetObject", "Resource": "*"}`)
	says(said, "applies to nobody in this world", "Now somebody can call s3:GetObject")

	// An organization's policy stands over both accounts.
	said = save("organization/scps/KeepReports.json", `{"Effect": "Deny", "Action": "s3:PutObject", "Resource": "*"}`)
	says(said, "anyone in 111122223333 can call s3:DeleteObject", "The same goes for anyone in "+account)
}
