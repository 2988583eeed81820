package awscli

import (
	"fmt"
	"strings"
	"testing"

	"rolecall/sandbox/world"
)

// How many policies may be attached. IAM UG: "IAM and AWS STS quotas", IAM object
// quotas; Organizations UG: "Quotas and service limits for AWS Organizations",
// maximum and minimum values.
func TestAttachedPoliciesAreCounted(t *testing.T) {
	scp := `{"Version":"2012-10-17","Statement":[{"Effect":"Deny","Action":"s3:*","Resource":"*"}]}`
	rcp := `{"Version":"2012-10-17","Statement":[{"Effect":"Deny","Principal":"*","Action":"s3:*","Resource":"*"}]}`
	managed := `{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"s3:GetObject","Resource":"*"}]}`
	w := company(t)
	for name, doc := range map[string]string{"scp": scp, "rcp": rcp, "managed": managed} {
		if _, err := w.SetDocument("files/"+name+".json", doc); err != nil {
			t.Fatal(err)
		}
	}
	iam := func(verb, holder string) func(i int) []string {
		return func(i int) []string {
			return []string{
				fmt.Sprintf("aws iam create-policy --policy-name %s%d --policy-document file://managed.json", strings.TrimPrefix(holder, "--"), i),
				fmt.Sprintf("aws iam attach-%s-policy %s carol-%s --policy-arn arn:aws:iam::999999999999:policy/%s%d", verb, holder, verb, strings.TrimPrefix(holder, "--"), i),
			}
		}
	}
	control := func(kind, file string) func(i int) []string {
		return func(i int) []string {
			return []string{
				fmt.Sprintf("aws organizations create-policy --name %s%d --description more --type %s_CONTROL_POLICY --content file://%s.json", file, i, kind, file),
				fmt.Sprintf("aws organizations attach-policy --policy-id %s --target-id 444455556666", world.ControlID(fmt.Sprintf("%s%d", file, i))),
			}
		}
	}
	tests := []struct {
		name  string
		begin string
		next  func(i int) []string
		most  int // that are attached before one is refused
		code  string
	}{
		{"user", "aws iam create-user --user-name carol-user", iam("user", "--user-name"), 10, "LimitExceeded"},
		{"group", "aws iam create-group --group-name carol-group", iam("group", "--group-name"), 10, "LimitExceeded"},
		{"role", "aws iam create-role --role-name carol-role --assume-role-policy-document file://trust.json", iam("role", "--role-name"), 20, "LimitExceeded"},
		{"SCPs beside FullAWSAccess", "", control("SERVICE", "scp"), 9, "ConstraintViolationException"},
		{"RCPs beside RCPFullAWSAccess", "", control("RESOURCE", "rcp"), 4, "ConstraintViolationException"},
	}
	if _, err := w.SetDocument("files/trust.json", `{"Version":"2012-10-17","Statement":{"Effect":"Allow","Principal":{"AWS":"999999999999"},"Action":"sts:AssumeRole"}}`); err != nil {
		t.Fatal(err)
	}
	shell := NewShell(w, storyCaller(t, w, "999999999999/admin"))
	run := func(line string) string { return playScript(shell, "$ "+line+"\n") }
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if out := run(tt.begin); tt.begin != "" && strings.Contains(out, "ERROR") {
				t.Fatal(out)
			}
			for i := range tt.most + 1 {
				lines := tt.next(i)
				if out := run(lines[0]); strings.Contains(out, "ERROR") {
					t.Fatal(out)
				}
				out := run(lines[1])
				if refused := strings.Contains(out, "ERROR"); refused != (i == tt.most) {
					t.Fatalf("policy %d: refused %t\n%s", i+1, refused, out)
				} else if refused && !strings.Contains(out, "("+tt.code+")") {
					t.Errorf("policy %d is refused otherwise than with %s\n%s", i+1, tt.code, out)
				}
			}
		})
	}
}
