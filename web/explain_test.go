package web

import (
	"net/http"
	"net/url"
	"strings"
	"testing"

	"rolecall/web/tools"
)

const (
	aliceDenied = "An error occurred (AccessDenied) when calling the AssumeRole operation: User: arn:aws:iam::111122223333:user/alice is not authorized to perform: sts:AssumeRole on resource: arn:aws:iam::444455556666:role/Deploy"
	readAlone   = `{"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": "s3:GetObject", "Resource": "arn:aws:s3:::reports/*"}]}`
	trustTools  = `{"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Principal": {"AWS": "arn:aws:iam::111122223333:root"}, "Action": "sts:AssumeRole"}]}`
	trustMFA    = `{"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Principal": {"AWS": "arn:aws:iam::111122223333:root"}, "Action": "sts:AssumeRole", "Condition": {"Bool": {"aws:MultiFactorAuthPresent": "true"}}}]}`
)

func TestExplainNamesTheLayer(t *testing.T) {
	r := newReader(t, testSite(t))
	r.get("/explain").has(t, "Explain a denial", `name="text"`)
	user := "User: arn:aws:iam::111122223333:user/alice is not authorized to perform: "
	tests := []struct {
		name, text string
		want       []string
	}{
		{"identity", aliceDenied + " because no identity-based policy allows the sts:AssumeRole action", []string{
			"Not allowed", "Identity policy", "Nobody said yes on the caller", "of alice allows sts:AssumeRole", "What would fix it", "/glossary#identity-based-policy", "Try it in the sandbox", "Whether the role exists"}},
		{"trust", user + "sts:AssumeRole because no role trust policy allows the sts:AssumeRole action", []string{
			"Trust policy", "The role does not trust the caller", "/lessons/trust-policies", "the message does not name it"}},
		{"SCP", user + "s3:PutObject on resource: \"arn:aws:s3:::reports/a\" with an explicit deny in a service control policy", []string{
			"Denied explicitly", "Service control policy", "even the account", "those who run the organization"}},
		{"RCP", user + "s3:PutObject on resource: \"arn:aws:s3:::reports/a\" with an explicit deny in a resource control policy", []string{"Resource control policy"}},
		{"endpoint", user + "sqs:SendMessage because no VPC endpoint policy allows the sqs:SendMessage action", []string{"VPC endpoint policy", "went through a VPC endpoint"}},
		{"boundary", user + "iam:CreateRole because no permissions boundary allows the iam:CreateRole action", []string{"Boundary", "A boundary grants nothing"}},
		{"session", user + "s3:GetObject because no session policy allows the s3:GetObject action", []string{"Session policy", "Make a new session"}},
		{"unnamed", aliceDenied, []string{"names no policy", "another account outside of the caller"}},
		{"tags", user + "sts:TagSession on resource: arn:aws:iam::444455556666:role/Deploy", []string{"The call passes session tags", "besides sts:AssumeRole and on the same sides"}},
		{"source identity", user + "sts:SetSourceIdentity on resource: arn:aws:iam::444455556666:role/Deploy because no role trust policy allows the sts:SetSourceIdentity action", []string{"Trust policy", "The call sets a source identity"}},
		{"EC2", "An error occurred (UnauthorizedOperation) when calling the RunInstances operation: You are not authorized to perform this operation. Encoded authorization failure message: 4GIOHl", []string{"UnauthorizedOperation", "decode-authorization-message"}},
		{"ended", "An error occurred (ExpiredToken) when calling the GetCallerIdentity operation: The security token included in the request is expired", []string{"ExpiredToken", "The credentials have ended"}},
		{"an hour", "An error occurred (ValidationError) when calling the AssumeRole operation: The requested DurationSeconds exceeds the 1 hour session limit for roles assumed by role chaining", []string{"an hour is the most"}},
		{"a record", `{"eventSource": "sts.amazonaws.com", "eventName": "AssumeRole", "errorCode": "AccessDenied", "errorMessage": "` + aliceDenied[70:] + ` because no identity-based policy allows the sts:AssumeRole action", "sourceIPAddress": "203.0.113.7", "userIdentity": {"type": "IAMUser", "arn": "arn:aws:iam::111122223333:user/alice"}}`,
			[]string{"Identity policy", "aws:SourceIp = 203.0.113.7"}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			r.post("/explain", "text", tt.text).has(t, tt.want...)
		})
	}
}

func TestExplainTriesThePoliciesGiven(t *testing.T) {
	r := newReader(t, testSite(t))
	identity := " because no identity-based policy allows the sts:AssumeRole action"
	p := r.post("/explain", "text", aliceDenied+identity, "identity", readAlone, "resource", trustTools)
	p.has(t, "With the policies given", "Show why", "What would fix it", "sts:AssumeRole", "arn:aws:iam::444455556666:role/Deploy").lacks(t, "That is not what AWS named")
	r.post("/explain", "text", aliceDenied+identity, "identity", mayDeploy, "resource", trustMFA).
		has(t, "That is not what AWS named: it blamed an identity-based policy", "MFA")
	r.post("/explain", "text", aliceDenied+identity, "identity", mayDeploy, "resource", trustTools).
		has(t, "With these policies alone the call is allowed").lacks(t, "What would fix it")
	r.post("/explain", "text", aliceDenied+identity, "identity", mayDeploy[:40]).has(t, "Line 1, column").lacks(t, "With the policies given")
	// A Deny alone is attached beside FullAWSAccess.
	r.post("/explain", "text", aliceDenied+" with an explicit deny in a service control policy", "scp", `{"Version": "2012-10-17", "Statement": [{"Sid": "NoRoles", "Effect": "Deny", "Action": "sts:AssumeRole", "Resource": "*"}]}`).
		has(t, "FullAWSAccess is attached beside", "NoRoles", "changes a guardrail")
}

func TestExplainedDenialOpensInTheSandbox(t *testing.T) {
	r := newReader(t, testSite(t))
	p := r.post("/explain/sandbox", "text", aliceDenied+" because no identity-based policy allows the sts:AssumeRole action", "identity", readAlone, "resource", trustTools)
	w, _, ok := strings.Cut(p.path, "?")
	if !ok || !strings.HasPrefix(w, "/sandbox/w-") {
		t.Fatalf("it opens at %s", p.path)
	}
	p.has(t, "s3:GetObject")
	r.post(w+"/assume", "who", "111122223333/users/alice", "role", deployARN, "session", "ship").has(t, "Not allowed", "Identity policy")
	edit := r.get(p.path)
	r.post(w+"/document", "path", "111122223333/users/alice/policies/pasted.json", "base", edit.field(t, "base"), "source", mayDeploy)
	r.post(w+"/assume", "who", "111122223333/users/alice", "role", deployARN, "session", "ship").has(t, "Allowed")
}

// TestExplainedDenialHoldsAllPolicies gives each kind of policy in turn and tries
// the call in the world that is made: the layer given last is the one that refuses.
func TestExplainedDenialHoldsAllPolicies(t *testing.T) {
	r := newReader(t, testSite(t))
	const (
		readOnly = `{"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": "s3:*", "Resource": "*"}]}`
		noRoles  = `{"Version": "2012-10-17", "Statement": [{"Sid": "NoRoles", "Effect": "Deny", "Action": "sts:AssumeRole", "Resource": "*"}]}`
		noDoors  = `{"Version": "2012-10-17", "Statement": [{"Sid": "NoDoors", "Effect": "Deny", "Principal": "*", "Action": "sts:AssumeRole", "Resource": "*"}]}`
	)
	tests := []struct {
		field, text, cause, opens string
		want                      []string
	}{
		{"boundary", readOnly, " because no permissions boundary allows the sts:AssumeRole action", "111122223333/policies/pasted-boundary.json", []string{"Not allowed", "Boundary"}},
		{"scp", noRoles, " with an explicit deny in a service control policy: arn:aws:organizations::999999999999:policy/o-example123/service_control_policy/p-example1", "organization/scps/Pasted.json", []string{"Denied explicitly", "Service control policy"}},
		{"rcp", noDoors, " with an explicit deny in a resource control policy", "organization/rcps/Pasted.json", []string{"Denied explicitly", "Resource control policy"}},
	}
	for _, tt := range tests {
		t.Run(tt.field, func(t *testing.T) {
			fields := []string{"text", aliceDenied + tt.cause, "identity", mayDeploy, "resource", trustTools, tt.field, tt.text}
			r.post("/explain", fields...).has(t, "each in its place").lacks(t, "--policy file://")
			p := r.post("/explain/sandbox", fields...)
			w, query, _ := strings.Cut(p.path, "?")
			if !strings.Contains(query, url.QueryEscape(tt.opens)) {
				t.Errorf("it opens %s", query)
			}
			r.post(w+"/assume", "who", "111122223333/users/alice", "role", deployARN, "session", "ship").has(t, tt.want...)
		})
	}
	p := r.post("/explain", "text", "User: arn:aws:sts::111122223333:assumed-role/Reader/ship is not authorized to perform: sqs:SendMessage on resource: arn:aws:sqs:us-east-1:444455556666:jobs because no session policy allows the sqs:SendMessage action", "session", readOnly)
	p.has(t, "--policy file://session-policy.json")
}

// TestExplainedResourcesKeepTheirPolicies makes worlds round resources of each
// service that the sandbox holds.
func TestExplainedResourcesKeepTheirPolicies(t *testing.T) {
	r := newReader(t, testSite(t))
	policy := `{"Version": "2012-10-17", "Statement": [{"Sid": "Kept", "Effect": "Allow", "Principal": {"AWS": "arn:aws:iam::111122223333:user/alice"}, "Action": "*", "Resource": "*"}]}`
	tests := []struct{ action, resource, path string }{
		{"sqs:SendMessage", "arn:aws:sqs:eu-west-1:444455556666:jobs", "444455556666/queues/jobs/policy.json"},
		{"sns:Publish", "arn:aws:sns:us-east-1:444455556666:news", "444455556666/topics/news/policy.json"},
		{"secretsmanager:GetSecretValue", "arn:aws:secretsmanager:us-east-1:444455556666:secret:app/db-AbCdEf", "444455556666/secrets/app/db/policy.json"},
		{"kms:Decrypt", "arn:aws:kms:us-east-1:444455556666:key/1234abcd-12ab-34cd-56ef-1234567890ab", "444455556666/keys/1234abcd-12ab-34cd-56ef-1234567890ab/policy.json"},
		{"dynamodb:GetItem", "arn:aws:dynamodb:us-east-1:444455556666:table/orders", "444455556666/tables/orders/policy.json"},
		{"lambda:InvokeFunction", "arn:aws:lambda:us-east-1:444455556666:function:nightly", "444455556666/functions/nightly/policy.json"},
		{"s3:GetObject", "arn:aws:s3:::reports/a", "444455556666/buckets/reports/policy.json"},
	}
	for _, tt := range tests {
		text := "User: arn:aws:iam::111122223333:user/alice is not authorized to perform: " + tt.action + " on resource: " + tt.resource + " because no resource-based policy allows the " + tt.action + " action"
		given := strings.ReplaceAll(policy, `"Action": "*"`, `"Action": "`+tt.action+`"`)
		if tt.action == "s3:GetObject" {
			given = strings.ReplaceAll(given, `"Resource": "*"`, `"Resource": "arn:aws:s3:::reports/*"`)
		}
		p := r.post("/explain/sandbox", "text", text, "resource", given, "account", "444455556666")
		if !strings.Contains(p.path, url.QueryEscape(tt.path)) {
			t.Errorf("%s opens at %s, want %s", tt.action, p.path, tt.path)
		}
		p.has(t, "Kept")
	}
}

func TestExplainRefuses(t *testing.T) {
	r := newReader(t, testSite(t))
	for _, text := range []string{"", "hello", "{", `<script>alert(1)</script>`} {
		p := r.send("/explain", "text", text)
		if p.Code != http.StatusUnprocessableEntity || strings.Contains(p.body, "<script>alert") {
			t.Errorf("%q is answered %d", text, p.Code)
		}
		p.has(t, `role="alert"`)
	}
	if p := r.send("/explain/sandbox", "text", "hello"); p.Code != http.StatusBadRequest {
		t.Errorf("a world for nothing is answered %d", p.Code)
	}
	for _, e := range tools.ExplainExamples {
		r.get("/explain?example="+e.Name).has(t, "What it says")
	}
}
