package analyze

import (
	"strings"
	"testing"

	"rolecall/sandbox/iam"
	"rolecall/sandbox/iam/contextkey"
)

// callersOfEveryKind are one caller of each kind, with a call that it makes.
var callersOfEveryKind = []struct{ principal, action string }{
	{"arn:aws:iam::111122223333:user/alice", "sts:AssumeRole"},
	{"arn:aws:sts::111122223333:assumed-role/Reader/ship", "sts:AssumeRole"},
	{"arn:aws:sts::111122223333:federated-user/carol", "s3:GetObject"},
	{"arn:aws:iam::111122223333:root", "s3:GetObject"},
	{"lambda.amazonaws.com", "s3:GetObject"},
	{"anonymous", "s3:GetObject"},
	{"arn:aws:iam::111122223333:oidc-provider/token.actions.githubusercontent.com", "sts:AssumeRoleWithWebIdentity"},
	{"arn:aws:iam::111122223333:saml-provider/Corp", "sts:AssumeRoleWithSAML"},
}

// The analyses try no key on a caller that the table says never carries it. Where
// AWS's pages disagree they leave the key out.
func TestStandingsFollowTheTable(t *testing.T) {
	for _, c := range callersOfEveryKind {
		who, err := iam.ParsePrincipal(c.principal)
		if err != nil {
			t.Fatal(err)
		}
		for _, row := range contextkey.Table() {
			key := strings.Replace(row.Key, "principaltag/", "principaltag/team", 1)
			got, _ := standingOf(key, who, c.action, "111122223333", "arn:aws:iam::111122223333:role/Reader")
			switch contextkey.Of(key, CallerKind(who.Type()), c.action) {
			case contextkey.Never, contextkey.Disputed:
				if got != keyAbsent {
					t.Errorf("%s: a call by %s is tried with it, and carries none (%s)", key, c.principal, row.Page)
				}
			case contextkey.Always:
				if got == keyAbsent {
					t.Errorf("%s: every call by %s carries it (%s)", key, c.principal, row.Page)
				}
			case contextkey.Sometimes:
			}
		}
	}
}
