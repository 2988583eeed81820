package iam

import (
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// What is not known is never said not to exist, and a service is told once.
func TestNamesThatAreNotKnown(t *testing.T) {
	const here = " is not known here (reference of September 2026)."
	for _, c := range []struct {
		doc  string
		want []string
	}{
		{"Allow sts:AssumRole on arn:aws:iam::111122223333:role/R", []string{"advice unknown-action `sts:AssumRole`" + here + " Did you mean `sts:AssumeRole`?"}},
		{"Allow logs:StartLiveTail,logs:StopLiveTail on *", nil},
		{"Allow kms:SetKeyPolicy on *", []string{"advice unknown-action `kms:SetKeyPolicy`" + here + " If AWS has this action, keep it; if not, it matches no call."}},
		{"Allow nosuch:One,nosuch:Two,NOSUCH:Three on *", []string{"advice unknown-service The service `nosuch`" + here + " If AWS has this service, keep it; if not, its actions match no call."}},
		{"Allow dynmodb:GetItem on *", []string{"advice unknown-service The service `dynmodb`" + here + " Did you mean `dynamodb:GetItem`?"}},
		{"Allow s3:Zz* on *", []string{"advice unknown-action `s3:Zz*`" + here + " If AWS has this action, keep it; if not, it matches no call."}},
		{"Allow devops-guru:DescribeOrganizationHealth,iam:GetRequestAuthorizationDetails on *", nil},
	} {
		var got []string
		for _, f := range Lint(KindIdentity, "p", policyText(c.doc)) {
			if strings.HasPrefix(f.Code, "unknown-") {
				got = append(got, f.Severity.String()+" "+f.Code+" "+f.Message+" "+f.Suggestion)
			}
		}
		if diff := cmp.Diff(c.want, got); diff != "" {
			t.Errorf("%s (-want +got)\n%s", c.doc, diff)
		}
	}
}

// TestKeysThatAreKnown: lint-false-finding-05, and keys of the sort.
func TestKeysThatAreKnown(t *testing.T) {
	for _, key := range []string{"kms:GranteeServicePrincipal", "ec2:ManagedResourceOperator", "s3:destinationRegion", "aws:IsMcpServiceAction", "aws:SignInSessionArn", "aws:ViaCustomerDomain",
		"aws:VpceOrgID", "aws:AssumedRoot", "s3:ExistingObjectTag/team", "secretsmanager:ResourceTag/team", "sts:IdentityTokenAudience", "sts:SigningAlgorithm", "SAML:aud"} {
		doc := `{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"kms:CreateGrant","Resource":"*","Condition":{"StringEquals":{"` + key + `":"x"}}}]}`
		if fs := Lint(KindIdentity, "p", []byte(doc)); slices.ContainsFunc(fs, func(f Finding) bool { return f.Code == codeUnknownKey }) {
			t.Errorf("%s: %v", key, fs)
		}
	}
}
