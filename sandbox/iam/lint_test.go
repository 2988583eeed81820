package iam

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// Rules: combine.scp-quotas, trust.shared-oidc.
func TestLint(t *testing.T) {
	vendor := func(cond string) string {
		return `{"Version":"2012-10-17","Statement":{"Effect":"Allow","Principal":{"AWS":"444455556666"},"Action":"sts:AssumeRole"` + cond + `}}`
	}
	oidc := func(host, cond string) string {
		return `{"Version":"2012-10-17","Statement":{"Effect":"Allow","Principal":{"Federated":"arn:aws:iam::111122223333:oidc-provider/` + host + `"},"Action":"sts:AssumeRoleWithWebIdentity"` + cond + `}}`
	}
	const gh = "token.actions.githubusercontent.com"
	for _, c := range []struct {
		name string
		kind Kind
		doc  string // policyText words unless it begins with "{"
		want []string
	}{
		{"nothing to say", KindIdentity, "Allow s3:GetObject on arn:aws:s3:::reports/*", nil},
		{"faults and advice together", KindIdentity, `{"Statement":[{"Effect":"Allow","Action":"iam:PassRole","Resource":"*"},{"Efect":"Deny"}]}`,
			[]string{"missing-version", "pass-role-star", "missing-element", "missing-element", "missing-element", "unknown-element"}},

		// names
		{"unknown action", KindIdentity, "Allow sts:AssumRole on arn:aws:iam::111122223333:role/R", []string{"unknown-action"}},
		{"unknown service", KindIdentity, "Allow s4:GetObject on arn:aws:s3:::b/*", []string{"unknown-service"}},
		{"wildcard that fits nothing", KindIdentity, "Allow s3:Gett* on arn:aws:s3:::b/*", []string{"unknown-action"}},
		{"unknown key", KindIdentity, "Allow s3:GetObject on arn:aws:s3:::b/* if StringEquals aws:usrname=alice", []string{"unknown-key"}},
		{"unknown key in a variable", KindIdentity, "Allow s3:GetObject on arn:aws:s3:::b/${aws:usrname}", []string{"unknown-key"}},

		// variables and values
		{"no version", KindIdentity, "none Allow s3:GetObject on arn:aws:s3:::b/${aws:username}", []string{"missing-version", "variable-needs-version"}},
		{"malformed variable", KindIdentity, "Allow s3:GetObject on arn:aws:s3:::b/${aws:username", []string{"bad-variable"}},
		{"variable in a number", KindIdentity, "Allow s3:ListBucket on arn:aws:s3:::b if NumericEquals s3:max-keys=${aws:username}", []string{"variable-not-filled-in", "never-holds"}},
		{"variable in an action", KindIdentity, "Allow s3:${aws:username} on arn:aws:s3:::b", []string{"bad-action", "unknown-action", "variable-not-filled-in"}},
		{"wildcard in StringEquals", KindIdentity, "Allow s3:GetObject on arn:aws:s3:::b/* if StringEquals aws:username=al*", []string{"literal-wildcard"}},
		{"bad address", KindIdentity, "Allow s3:GetObject on arn:aws:s3:::b/* if IpAddress aws:SourceIp=10.0.0.0/99|10.0.0.0/8", []string{"unreadable-value", "impossible-value"}},
		{"can never hold", KindIdentity, "Allow s3:GetObject on arn:aws:s3:::b/* if DateLessThan aws:CurrentTime=soon", []string{"bad-date"}},
		{"a date that AWS stores and nothing equals", KindIdentity, "Allow s3:GetObject on arn:aws:s3:::b/* if DateLessThan aws:CurrentTime=01T", []string{"unreadable-value", "never-holds"}},
		{"empty values", KindIdentity, "Allow s3:GetObject on arn:aws:s3:::b/* if StringEquals aws:username=[]", []string{"empty-list"}},
		{"mixed types", KindIdentity, `{"Version":"2012-10-17","Statement":{"Effect":"Allow","Action":"s3:GetObject","Resource":"arn:aws:s3:::b/*","Condition":{"StringEquals":{"aws:username":["a",1]}}}}`, []string{"mixed-value-types"}},
		{"Null with a set operator", KindIdentity, "Allow s3:GetObject on arn:aws:s3:::b/* if ForAnyValue:Null aws:TagKeys=true", []string{"null-with-qualifier"}},

		// slips
		{"Bool instead of BoolIfExists", KindIdentity, "Deny s3:GetObject on arn:aws:s3:::b/* if Bool aws:MultiFactorAuthPresent=false", []string{"bool-if-exists"}},
		{"BoolIfExists instead of Bool", KindIdentity, "Allow s3:GetObject on arn:aws:s3:::b/* if BoolIfExists aws:MultiFactorAuthPresent=true", []string{"bool-if-exists"}},
		{"MFA demanded rightly", KindIdentity, "Deny s3:GetObject on arn:aws:s3:::b/* if BoolIfExists aws:MultiFactorAuthPresent=false", nil},
		{"ForAllValues alone", KindIdentity, "Allow ec2:CreateTags on arn:aws:ec2:*:*:instance/* if ForAllValues:StringEquals aws:TagKeys=env", []string{"for-all-values-without-null"}},
		{"ForAllValues with Null", KindIdentity, "Allow ec2:CreateTags on arn:aws:ec2:*:*:instance/* if ForAllValues:StringEquals aws:TagKeys=env if Null aws:TagKeys=false", nil},
		{"PassRole on everything", KindIdentity, "Allow iam:PassRole on *", []string{"pass-role-star"}},
		{"PassRole by a wildcard", KindIdentity, "Allow iam:* on *", []string{"pass-role-star"}},
		{"any role", KindIdentity, "Allow sts:AssumeRole on *", []string{"assume-any-role"}},
		{"everything", KindIdentity, "Allow * on *", []string{"allows-everything"}},
		{"unreachable", KindIdentity, "Deny s3:* on *;Allow s3:GetObject on arn:aws:s3:::b/*", []string{"unreachable-statement"}},
		{"reachable past a condition", KindIdentity, "Deny s3:* on * if Bool aws:SecureTransport=false;Allow s3:GetObject on arn:aws:s3:::b/*", nil},
		{"redundant", KindIdentity, "Allow s3:Get* on arn:aws:s3:::b/*;Allow s3:GetObject on arn:aws:s3:::b/*", []string{"redundant-statement"}},
		{"twice the same", KindIdentity, "Allow s3:GetObject on arn:aws:s3:::b/*;Allow s3:GetObject on arn:aws:s3:::b/*", []string{"redundant-statement"}},

		// who may come in
		{"open bucket", KindResource, "Allow s3:GetObject on arn:aws:s3:::b/* to *", []string{"open-to-everybody"}},
		{"open within the organization", KindResource, "Allow s3:GetObject on arn:aws:s3:::b/* to * if StringEquals aws:PrincipalOrgID=o-home000000", nil},
		{"Allow with NotPrincipal", KindResource, "Allow s3:GetObject on arn:aws:s3:::b/* to !" + alice, []string{"allow-not-principal"}},
		{"a service for anybody", KindResource, "Allow s3:PutObject on arn:aws:s3:::b/* to svc:cloudtrail.amazonaws.com", []string{"missing-source-arn"}},
		{"a service for one account", KindResource, "Allow s3:PutObject on arn:aws:s3:::b/* to svc:cloudtrail.amazonaws.com if StringEquals aws:SourceAccount=111122223333", nil},
		{"a function's role", KindTrust, "Allow sts:AssumeRole to svc:lambda.amazonaws.com", nil},
		{"an account without external id", KindTrust, vendor(""), []string{"missing-external-id"}},
		{"an account with external id", KindTrust, vendor(`,"Condition":{"StringEquals":{"sts:ExternalId":"x1"}}`), nil},
		{"a private provider's subject", KindTrust, oidc("idp.example.com", ""), []string{"missing-subject"}},
		{"a shared provider's subject", KindTrust, oidc(gh, ""), []string{"shared-oidc-claim"}},
		{"a subject of wildcards", KindTrust, oidc(gh, `,"Condition":{"StringLike":{"`+gh+`:sub":"*"}}`), []string{"shared-oidc-claim", "wildcard-subject"}},
		{"a subject of one organization", KindTrust, oidc(gh, `,"Condition":{"StringLike":{"`+gh+`:sub":"repo:octo/*"}}`), []string{"wildcard-subject"}},
		{"a subject of one repository", KindTrust, oidc(gh, `,"Condition":{"StringLike":{"`+gh+`:sub":"repo:octo/app:*"}}`), nil},
		{"a GitLab project", KindTrust, oidc("gitlab.com", `,"Condition":{"StringEquals":{"gitlab.com:sub":"project_path:g/p:ref_type:branch:ref:main"}}`), nil},

		// what AWS does not store
		{"an action without a service", KindIdentity, "Allow GetObject on arn:aws:s3:::b/*", []string{"bad-action"}},
		{"a trust policy about buckets", KindTrust, "Allow s3:GetObject to 111122223333 if StringEquals sts:ExternalId=x1", []string{"bad-action"}},
		{"an RCP about EC2", KindRCP, "Deny ec2:RunInstances on * to *", []string{"bad-action"}},
		{"an RCP about everything", KindRCP, "Deny * on * to *", []string{"bad-action"}},
		{"an RCP about a log group", KindRCP, "Deny logs:GetLogEvents on * to *", nil},
		{"an SCP of 2008", KindSCP, "2008 Deny s3:GetObject on *", []string{"bad-version"}},
		{"Sids alike", KindIdentity, `{"Version":"2012-10-17","Statement":[{"Sid":"a","Effect":"Allow","Action":"s3:GetObject","Resource":"arn:aws:s3:::a/*"},{"Sid":"a","Effect":"Allow","Action":"s3:GetObject","Resource":"arn:aws:s3:::b/*"}]}`, []string{"bad-sid"}},
		{"a Sid with a space", KindIdentity, `{"Version":"2012-10-17","Statement":[{"Sid":"a b","Effect":"Allow","Action":"s3:GetObject","Resource":"arn:aws:s3:::a/*"}]}`, []string{"bad-sid"}},
		{"a Sid with a space in a bucket policy", KindResource, `{"Version":"2012-10-17","Statement":[{"Sid":"a b","Effect":"Allow","Principal":{"AWS":"111122223333"},"Action":"s3:GetObject","Resource":"arn:aws:s3:::a/*"}]}`, nil},
		{"a partition there is not", KindIdentity, "Allow s3:GetObject on arn:amazon:s3:::b/*", []string{"bad-partition"}},
		{"a deleted principal", KindTrust, "Allow sts:AssumeRole to AROADBQP57FF2AEXAMPLE", []string{"bad-principal"}},
		{"a character beyond Latin-1", KindIdentity, "Allow s3:GetObject on arn:aws:s3:::b/日", []string{"bad-encoding"}},
		{"as long as an inline policy of a role may be", KindIdentity, "Allow s3:GetObject on arn:aws:s3:::b/" + strings.Repeat("x", 6100), nil},
		{"longer than any policy but AWS's", KindIdentity, "Allow s3:GetObject on arn:aws:s3:::b/" + strings.Repeat("x", 10240), []string{"longer-than-yours"}},
		{"a long boundary", KindBoundary, "Allow s3:GetObject on arn:aws:s3:::b/" + strings.Repeat("x", 6144), []string{"over-quota"}},
		{"a long trust policy", KindTrust, "Allow sts:AssumeRole to " + alice + " if StringEquals sts:ExternalId=" + strings.Repeat("x", 2000), []string{"over-quota"}},
		{"a long SCP", KindSCP, "Deny s3:GetObject on arn:aws:s3:::b/" + strings.Repeat("x", 10200), []string{"over-quota"}},
		{"a long SCP within its quota", KindSCP, "Deny s3:GetObject on arn:aws:s3:::b/" + strings.Repeat("x", 9000), nil},
		{"a long session policy", KindSession, "Allow s3:GetObject on arn:aws:s3:::b/" + strings.Repeat("x", 2000), []string{"over-quota"}},
	} {
		t.Run(c.name, func(t *testing.T) {
			doc := []byte(c.doc)
			if !strings.HasPrefix(c.doc, "{") {
				doc = policyText(c.doc)
			}
			var got []string
			last := 0
			for _, f := range Lint(c.kind, c.name, doc) {
				got = append(got, f.Code)
				listed(t, c.kind, doc, f)
				if f.Span.Start.Offset < last || f.Span.End.Offset > len(doc) {
					t.Errorf("out of order or place: %+v", f)
				}
				last = f.Span.Start.Offset
			}
			if diff := cmp.Diff(c.want, got); diff != "" {
				t.Errorf("%s\n(-want +got)\n%s", doc, diff)
			}
		})
	}
}

// TestStorableIsLintsErrors: what Storable refuses is what Lint calls an error.
func TestStorableIsLintsErrors(t *testing.T) {
	for _, doc := range []string{
		`{"Statement":{"Sid":"a b","Effect":"Allow","Action":"GetObject","Resource":"*"}}`, `{`, `{"Statement":[]}`,
		`{"Version":"2012-10-17","Statement":{"Effect":"Allow","Action":"iam:PassRole","Resource":"*"}}`,
	} {
		var want []Finding
		for _, f := range Lint(KindIdentity, "p", []byte(doc)) {
			if f.Severity == SeverityError {
				want = append(want, f)
			}
		}
		if diff := cmp.Diff(want, Storable(KindIdentity, "p", []byte(doc))); diff != "" {
			t.Errorf("%s (-lint +storable)\n%s", doc, diff)
		}
	}
}

func TestDidYouMean(t *testing.T) {
	for doc, want := range map[string]string{
		"Allow sts:AssumRole on arn:aws:iam::111122223333:role/R":                             "Did you mean `sts:AssumeRole`?",
		"Allow s3:GetObject on arn:aws:s3:::b/* if StringEquals aws:usrname=alice":            "Did you mean `aws:username`?",
		"Allow s3:GetObject on arn:aws:s3:::b/* if StringEqual aws:username=alice":            "Did you mean `StringEquals`? Operators are written exactly so.",
		"Allow s3:GetObject on arn:aws:s3:::b/* if ForAnyValue:StringsLike aws:TagKeys=alice": "Did you mean `ForAnyValue:StringLike`? Operators are written exactly so.",
	} {
		fs := Lint(KindIdentity, "p", policyText(doc))
		if len(fs) == 1 && fs[0].Code == codeUnknownAction && fs[0].Message != "`sts:AssumRole` is not known here (reference of September 2026)." {
			t.Errorf("%s", fs[0])
		}
		if len(fs) != 1 || fs[0].Suggestion != want {
			t.Errorf("%s: %v, want %q", doc, fs, want)
		}
	}
}
