package sts

import (
	"fmt"
	"strings"

	"rolecall/sandbox/iam"
	"rolecall/sandbox/world"
)

const (
	maxSessionPolicy = 2048 // characters of plain text, inline and managed together
	maxSessionARNs   = 10
)

// checkSessionPolicies refuses session policies that AWS would: one inline
// document and at most ten managed ones, 2,048 characters in all. See "Session
// policies" in the IAM User Guide.
func checkSessionPolicies(w *world.World, account, inline string, arns []string) error {
	size := len([]rune(inline))
	for _, arn := range arns {
		size += len([]rune(arn))
	}
	if size > maxSessionPolicy {
		return invalid(fmt.Sprintf("1 validation error detected: Value at 'policy' failed to satisfy constraint: Member must have length less than or equal to %d", maxSessionPolicy))
	}
	if len(arns) > maxSessionARNs {
		return invalid(fmt.Sprintf("1 validation error detected: Value at 'policyArns' failed to satisfy constraint: Member must have length less than or equal to %d", maxSessionARNs))
	}
	if inline != "" {
		if _, findings := iam.Parse(iam.KindSession, "session policy", []byte(inline)); iam.HasError(findings) {
			return refused("MalformedPolicyDocument", firstError(findings))
		}
	}
	for _, arn := range arns {
		if err := checkManaged(w, account, arn); err != nil {
			return err
		}
	}
	return nil
}

func firstError(findings []iam.Finding) string {
	for _, f := range findings {
		if f.Severity == iam.SeverityError {
			return f.String()
		}
	}
	return "Syntax errors in policy."
}

// checkManaged refuses a managed session policy outside the role's account.
func checkManaged(w *world.World, account, arn string) error {
	_, ok := w.ManagedDocumentPath(arn)
	own := strings.HasPrefix(arn, "arn:aws:iam::"+account+":policy/") || strings.HasPrefix(arn, "arn:aws:iam::aws:policy/")
	if own && !ok && strings.HasPrefix(arn, "arn:aws:iam::aws:policy/") {
		return invalid("of AWS's managed policies this sandbox has " + strings.Join(world.AWSManagedPolicies(), ", ") + ", and not " + arn)
	}
	if !ok || !own {
		return invalid(arn + " is not a managed policy of account " + account)
	}
	return nil
}
