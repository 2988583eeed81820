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
