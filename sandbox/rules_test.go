package sandbox

import (
	"os"
	"testing"

	"rolecall/sandbox/iam"
)

// Rules of the engine's specification that only a world can show: what sessions
// carry, how long they live, what keys a request brings along. Each case names
// its rule and, in page, where AWS documents it; testdata/rules.txtar is the world.
var ruleSteps = []struct{ Rule, Page, Say, Steps string }{
	{Rule: "trust.names", Page: "STS API: AssumeRole § RoleSessionName", Say: "a session's name of 65 characters", Steps: `
as 111122223333/users/alice
aws sts assume-role --role-arn arn:aws:iam::111122223333:role/app/First --role-session-name a2345678901234567890123456789012345678901234567890123456789012345
want ValidationError`},
	{Rule: "trust.names", Page: "STS API: AssumeRole § RoleSessionName", Say: "one with a character outside its alphabet", Steps: `
as 111122223333/users/alice
aws sts assume-role --role-arn arn:aws:iam::111122223333:role/app/First --role-session-name a:b
want ValidationError`},
	{Rule: "trust.names", Page: "STS API: AssumeRole § RoleSessionName", Say: "one of one character, which the CLI finds itself", Steps: `
as 111122223333/users/alice
aws sts assume-role --role-arn arn:aws:iam::111122223333:role/app/First --role-session-name a
want ParamValidation
aws sts assume-role --role-arn arn:aws:iam::111122223333:role/app/First --role-session-name a
want ValidationError`},
	{Rule: "trust.names", Page: "STS API: AssumeRole § ExternalId", Say: "an external id takes colons and slashes", Steps: `
as 111122223333/users/alice
aws sts assume-role --role-arn arn:aws:iam::111122223333:role/app/First --role-session-name one --external-id a:b/c
want allowed`},
	{Rule: "trust.names", Page: "STS API: AssumeRole § ExternalId", Say: "but no blanks", Steps: `
as 111122223333/users/alice
aws sts assume-role --role-arn arn:aws:iam::111122223333:role/app/First --role-session-name one --external-id "a b"
want ValidationError`},
	{Rule: "trust.mfa-stops", Page: "IAM UG: Secure API access with MFA", Say: "a session of a role carries no MFA", Steps: `
as 111122223333/users/alice
aws sts assume-role --role-arn arn:aws:iam::111122223333:role/app/First --role-session-name one --serial-number arn:aws:iam::111122223333:mfa/phone --token-code $(mfa 111122223333/phone)
as session one
aws sts assume-role --role-arn arn:aws:iam::444455556666:role/Phone --role-session-name two
want implicitDeny resource`},
	{Rule: "trust.mfa-stops", Page: "STS API: GetSessionToken", Say: "one of GetSessionToken does", Steps: `
as 111122223333/users/alice
aws sts get-session-token --serial-number arn:aws:iam::111122223333:mfa/phone --token-code $(mfa 111122223333/phone)
keep morning
as session morning
aws sts assume-role --role-arn arn:aws:iam::444455556666:role/Phone --role-session-name two
want allowed`},
	{Rule: "trust.mfa-stops", Page: "STS API: GetSessionToken", Say: "one of GetSessionToken without MFA says so", Steps: `
as 111122223333/users/alice
aws sts get-session-token
keep morning
as session morning
aws sts assume-role --role-arn arn:aws:iam::444455556666:role/Phone --role-session-name two
want implicitDeny resource`},
	{Rule: "trust.sessions-live-on", Page: "IAM UG: Revoke IAM role temporary security credentials", Say: "editing the trust policy ends no session", Steps: `
as 111122223333/users/alice
aws sts assume-role --role-arn arn:aws:iam::111122223333:role/app/First --role-session-name one
aws iam update-assume-role-policy --role-name First --policy-document file://shut.json
as session one
aws s3 cp s3://reports/alice -
want allowed`},
	{Rule: "trust.sessions-live-on", Page: "IAM UG: Revoke IAM role temporary security credentials", Say: "a session chained onwards outlives the revoking of the first role", Steps: `
as 111122223333/users/alice
aws sts assume-role --role-arn arn:aws:iam::111122223333:role/app/First --role-session-name one
as session one
aws sts assume-role --role-arn arn:aws:iam::444455556666:role/Deploy --role-session-name two
advance 1m
revoke 111122223333/roles/First
as session one
aws s3 cp s3://reports/alice -
want explicitDeny identity
as session two
aws sts get-caller-identity
want Arn = arn:aws:sts::444455556666:assumed-role/Deploy/two`},
	{Rule: "trust.sessions-live-on", Page: "IAM UG: Update a role trust policy", Say: "only new sessions feel an edited trust policy", Steps: `
as 111122223333/users/alice
aws sts assume-role --role-arn arn:aws:iam::111122223333:role/app/First --role-session-name one
aws iam update-assume-role-policy --role-name First --policy-document file://shut.json
aws sts assume-role --role-arn arn:aws:iam::111122223333:role/app/First --role-session-name again
want implicitDeny resource`},
	{Rule: "trust.policies-looked-up", Page: "IAM UG: Disabling permissions for temporary security credentials", Say: "an edit of the role's policies bites its live sessions", Steps: `
as 111122223333/users/alice
aws sts assume-role --role-arn arn:aws:iam::111122223333:role/app/First --role-session-name one
aws iam put-role-policy --role-name First --policy-name shut --policy-document file://no-s3.json
as session one
aws s3 cp s3://reports/alice -
want explicitDeny identity`},
	{Rule: "trust.policies-looked-up", Page: "IAM UG: Disabling permissions for temporary security credentials", Say: "one of the user's policies bites the sessions of GetSessionToken", Steps: `
as 111122223333/users/alice
aws sts get-session-token
keep morning
aws iam put-user-policy --user-name alice --policy-name shut --policy-document file://no-s3.json
as session morning
aws s3 cp s3://reports/alice -
want explicitDeny identity`},
	{Rule: "trust.pass-role", Page: "IAM UG: Grant a user permissions to pass a role to an AWS service", Say: "the role of another account cannot be passed", Steps: `
as 111122223333/users/alice
aws lambda create-function --function-name tidy --runtime python3.13 --handler tidy.main --zip-file fileb://tidy.zip --role arn:aws:iam::444455556666:role/Nightly
want AccessDeniedException`},
	{Rule: "trust.pass-role", Page: "IAM UG: Grant a user permissions to pass a role to an AWS service", Say: "one of the own account can", Steps: `
as 111122223333/users/alice
aws lambda create-function --function-name tidy --runtime python3.13 --handler tidy.main --zip-file fileb://tidy.zip --role arn:aws:iam::111122223333:role/Nightly
want allowed`},
	{Rule: "trust.request-keys", Page: "IAM UG: AWS global condition context keys § aws:username", Say: "aws:username is absent for a role's session", Steps: `
as 111122223333/users/alice
aws sts assume-role --role-arn arn:aws:iam::111122223333:role/app/First --role-session-name one
aws iam put-role-policy --role-name First --policy-name users --policy-document file://users-only.json
as session one
aws s3 cp s3://reports/alice -
want explicitDeny identity`},
	{Rule: "trust.request-keys", Page: "IAM UG: AWS global condition context keys § aws:username", Say: "and there for a user", Steps: `
as 111122223333/users/alice
aws iam put-user-policy --user-name alice --policy-name users --policy-document file://users-only.json
aws s3 cp s3://reports/alice -
want allowed`},
	{Rule: "trust.request-keys", Page: "IAM UG: AWS global condition context keys § aws:TokenIssueTime", Say: "aws:TokenIssueTime is absent with long-term keys", Steps: `
as 111122223333/users/alice
aws iam put-user-policy --user-name alice --policy-name users --policy-document file://temporary-only.json
aws s3 cp s3://reports/alice -
want explicitDeny identity`},
	{Rule: "trust.request-keys", Page: "IAM UG: AWS global condition context keys § aws:TokenIssueTime", Say: "and there with temporary ones", Steps: `
as 111122223333/users/alice
aws iam put-user-policy --user-name alice --policy-name users --policy-document file://temporary-only.json
aws sts get-session-token
keep morning
as session morning
aws s3 cp s3://reports/alice -
want allowed`},
	{Rule: "trust.request-keys", Page: "IAM UG: AWS global condition context keys § aws:PrincipalAccount", Say: "an anonymous call has an account and an id, and both read so", Steps: `
as 111122223333/users/alice
aws s3api put-bucket-policy --bucket reports --policy file://strangers.json
as anonymous
aws s3 cp s3://reports/alice -
want allowed`},
	{Rule: "trust.principal-arn", Page: "IAM UG: AWS global condition context keys § aws:PrincipalArn", Say: "of a role's session it is the role's, with its path", Steps: `
as 111122223333/users/alice
aws sts assume-role --role-arn arn:aws:iam::111122223333:role/app/First --role-session-name one
aws iam put-role-policy --role-name First --policy-name shut --policy-document file://not-the-role.json
as session one
aws s3 cp s3://reports/alice -
want explicitDeny identity`},
	{Rule: "trust.principal-arn", Page: "IAM UG: AWS global condition context keys § aws:PrincipalArn", Say: "of a federated user it is the session's", Steps: `
as 111122223333/users/alice
aws s3api put-bucket-policy --bucket reports --policy file://not-the-visitor.json
aws sts get-federation-token --name visitor --policy file://all.json
keep visitor
as session visitor
aws s3 cp s3://reports/alice -
want explicitDeny resource`},
	{Rule: "trust.principal-arn", Page: "IAM UG: AWS global condition context keys § aws:PrincipalArn", Say: "of root it is :root, which is root alone", Steps: `
as 111122223333/users/alice
aws s3api put-bucket-policy --bucket reports --policy file://not-root.json
aws s3 cp s3://reports/alice -
want allowed
as root 111122223333
aws s3 cp s3://reports/alice -
want explicitDeny resource`},
}

func TestRules(t *testing.T) {
	src, err := os.ReadFile("testdata/rules.txtar")
	if err != nil {
		t.Fatal(err)
	}
	s, err := ParseScenario("rules.txtar", "rules", src)
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range ruleSteps {
		t.Run(c.Rule+"/"+c.Say, func(t *testing.T) {
			if _, ok := iam.RuleByID(c.Rule); !ok {
				t.Errorf("there is no rule %s", c.Rule)
			}
			steps, err := ParseSteps(c.Steps)
			if err != nil {
				t.Fatal(err)
			}
			w, err := s.NewWorld(Standing(c.Say))
			if err != nil {
				t.Fatal(err)
			}
			for _, r := range Play(w, steps) {
				if !r.Met {
					t.Errorf("%s: line %d: %s", c.Page, r.Step.Line, r.Why)
				}
			}
			_, events := w.Unsaved()
			for _, e := range events {
				if e.EventName == "PassRole" {
					t.Error("iam:PassRole is no call, and left an event")
				}
			}
		})
	}
}
