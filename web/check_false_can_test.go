package web

import (
	"strings"
	"testing"
)

// The page says of nobody that cannot be, and of no resource that an action does not
// take, that somebody can.
func TestCheckSaysCanOnlyOfWhatCanBe(t *testing.T) {
	r := newReader(t, testSite(t))
	trust := func(principal, action, condition string) string {
		return `{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":` + principal + `,"Action":"` + action + `"` + condition + `}]}`
	}
	github := func(operator, sub, aud string) string {
		return trust(`{"Federated":"arn:aws:iam::111122223333:oidc-provider/token.actions.githubusercontent.com"}`, "sts:AssumeRoleWithWebIdentity",
			`,"Condition":{"`+operator+`":{"token.actions.githubusercontent.com:aud":"`+aud+`","token.actions.githubusercontent.com:sub":"`+sub+`"}}`)
	}
	identity := func(action, resource, condition string) string {
		return `{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"` + action + `","Resource":"` + resource + `"` + condition + `}]}`
	}
	const dev = "arn:aws:iam::111122223333:role/dev"
	for _, c := range []struct {
		name, kind, holder, source string
		can                        bool
	}{
		{"01", "trust", "", github("StringEquals", "repo:o/r:main", "sts.amazonaws.com"), false},
		{"01 right", "trust", "", github("StringEquals", "repo:o/r:ref:refs/heads/main", "sts.amazonaws.com"), true},
		{"03", "trust", "", github("StringLike", "repo:o/r", "sts.amazonaws.com"), false},
		{"03 right", "trust", "", github("StringLike", "repo:o/r:*", "sts.amazonaws.com"), true},
		{"05", "trust", "", github("StringEquals", "repo:o/r:ref:refs/heads/main", "sts.amazon.com"), false},
		{"07", "trust", "", trust(`{"Service":"lamda.amazonaws.com"}`, "sts:AssumeRole", ""), false},
		{"09", "trust", "", trust(`{"Service":"lambda.us-east-1.amazonaws.com"}`, "sts:AssumeRole", ""), false},
		{"09 right", "trust", "", trust(`{"Service":"lambda.amazonaws.com"}`, "sts:AssumeRole", ""), true},
		{"11", "trust", "", trust(`{"Federated":"arn:aws:iam::111122223333:saml-provider/okta"}`, "sts:AssumeRoleWithSAML", `,"Condition":{"StringEquals":{"SAML:aud":"https://signin.aws.amazon.com"}}`), false},
		{"11 right", "trust", "", trust(`{"Federated":"arn:aws:iam::111122223333:saml-provider/okta"}`, "sts:AssumeRoleWithSAML", `,"Condition":{"StringEquals":{"SAML:aud":"https://signin.aws.amazon.com/saml"}}`), true},
		{"13", "identity", dev, identity("iam:PassRole", "arn:aws:iam::111122223333:role/web", `,"Condition":{"StringEquals":{"iam:PassedToService":"ec2"}}`), false},
		{"13 right", "identity", dev, identity("iam:PassRole", "arn:aws:iam::111122223333:role/web", `,"Condition":{"StringEquals":{"iam:PassedToService":"ec2.amazonaws.com"}}`), true},
		{"15", "identity", dev, identity("sts:AssumeRole", "arn:aws:iam:::role/x", ""), false},
		{"15 right", "identity", dev, identity("sts:AssumeRole", "arn:aws:iam::111122223333:role/x", ""), true},
		{"17", "identity", dev, identity("s3:*", "*", `,"Condition":{"StringEquals":{"aws:SourceVpce":"vpc-0abc"}}`), false},
		{"17 right", "identity", dev, identity("s3:*", "*", `,"Condition":{"StringEquals":{"aws:SourceVpce":"vpce-0abc"}}`), true},
	} {
		body := r.post("/check", "kind", c.kind, "holder", c.holder, "source", c.source).body
		at := strings.Index(body, `id="result"`)
		if at < 0 {
			t.Errorf("%s: there is no result", c.name)
			continue
		}
		if can := strings.Contains(body[at:], " can assume ") || strings.Contains(body[at:], " can call "); can != c.can {
			t.Errorf("%s: the page says that somebody can: %v, want %v", c.name, can, c.can)
		}
	}
}
