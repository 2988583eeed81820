package awscli

import (
	"strings"
	"testing"

	"rolecall/sandbox/world"
)

// The policy simulator evaluates the conditions and resources of service control
// policies, and a Deny of one is an explicit deny. IAM's service model of 30 July
// 2026, SimulatePrincipalPolicy.
func TestSimulatorEvaluatesServiceControls(t *testing.T) {
	w := company(t)
	if _, err := w.SetDocument("files/region.json", `{"Version":"2012-10-17","Statement":[{"Effect":"Deny","Action":"s3:*","Resource":"arn:aws:s3:::locked/*","Condition":{"StringNotEquals":{"aws:RequestedRegion":"eu-central-1"}}}]}`); err != nil {
		t.Fatal(err)
	}
	shell := NewShell(w, storyCaller(t, w, "999999999999/admin"))
	for _, line := range []string{
		"aws organizations create-policy --name Region --description fence --type SERVICE_CONTROL_POLICY --content file://region.json",
		"aws organizations attach-policy --policy-id " + world.ControlID("Region") + " --target-id 444455556666",
	} {
		if out := playScript(shell, "$ "+line+"\n"); strings.Contains(out, "ERROR") {
			t.Fatal(out)
		}
	}
	shell.Caller = storyCaller(t, w, "444455556666/admin")
	for _, tt := range []struct{ name, resource, region, want string }{
		{"the condition holds", "arn:aws:s3:::locked/key", "us-east-1", "explicitDeny False"},
		{"the condition fails", "arn:aws:s3:::locked/key", "eu-central-1", "allowed True"},
		{"another resource", "arn:aws:s3:::other/key", "us-east-1", "allowed True"},
	} {
		line := "aws iam simulate-principal-policy --policy-source-arn arn:aws:iam::444455556666:user/admin --action-names s3:GetObject --resource-arns " + tt.resource +
			" --context-entries ContextKeyName=aws:RequestedRegion,ContextKeyType=string,ContextKeyValues=" + tt.region +
			" --query 'EvaluationResults[0].[EvalDecision,OrganizationsDecisionDetail.AllowedByOrganizations]' --output text"
		out := playScript(shell, "$ "+line+"\n")
		if !strings.Contains(strings.ReplaceAll(out, "\t", " "), "> "+tt.want) {
			t.Errorf("%s: want %s\n%s", tt.name, tt.want, out)
		}
	}
}
