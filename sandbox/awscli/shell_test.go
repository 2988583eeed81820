package awscli

import (
	"testing"
	"time"

	"rolecall/sandbox/world"
)

// crossAccount is a world of two accounts: alice of Tools may become Deploy of
// Production, and Deploy may read the bucket reports.
func crossAccount(t *testing.T) (*world.World, *Shell) {
	t.Helper()
	start := time.Date(2026, 11, 21, 9, 0, 0, 0, time.UTC)
	w := world.New(world.Env{Now: func() time.Time { return start }, Rand: world.Seeded("shell")})
	must := func(err error) {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
	}
	tools, err := w.AddAccount("111122223333", "Tools")
	must(err)
	production, err := w.AddAccount("444455556666", "Production")
	must(err)
	alice, err := w.AddUser(tools, "alice", "/")
	must(err)
	_, err = w.AddKey(alice)
	must(err)
	_, err = w.AddRole(production, "Deploy", "/", `{"Version":"2012-10-17","Statement":{"Effect":"Allow","Principal":{"AWS":"arn:aws:iam::111122223333:user/alice"},"Action":["sts:AssumeRole","sts:TagSession","sts:SetSourceIdentity"]}}`)
	must(err)
	for path, src := range map[string]string{
		"111122223333/users/alice/policies/become.json": `{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":["sts:AssumeRole","sts:TagSession"],"Resource":"arn:aws:iam::444455556666:role/Deploy"},{"Effect":"Allow","Action":"s3:ListAllMyBuckets","Resource":"*"}]}`,
		"444455556666/roles/Deploy/policies/read.json":  `{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":["s3:ListBucket","s3:GetObject","s3:ListAllMyBuckets"],"Resource":"*"},{"Effect":"Allow","Action":"s3:PutObject","Resource":"arn:aws:s3:::reports/in/*"}]}`,
		"files/policy.json":                             "{\"Version\": \"2012-10-17\", \"Statement\": []}\n",
	} {
		_, err := w.SetDocument(path, src)
		must(err)
	}
	reports, err := w.AddBucket(production, "reports")
	must(err)
	must(w.PutObject(reports, "2026/q3.csv", []byte("region,total\neu,12\n"), "text/csv"))
	must(w.PutObject(reports, "readme.txt", []byte("Hello.\n"), "text/plain"))
	caller, ok := world.UserCaller(alice)
	if !ok {
		t.Fatal("alice has no key")
	}
	return w, NewShell(w, caller)
}
