package sts

import (
	"bytes"
	"encoding/json"
	"fmt"
	"strings"

	"rolecall/sandbox/iam"
	"rolecall/sandbox/world"
)

const (
	maxSessionPolicy = 2048 // characters of plain text, inline and managed together
	maxSessionARNs   = 10
	packedSpace      = 4096 // bytes that count as all of the packed space
)

// checkSessionPolicies refuses session policies that AWS would: one inline
// document and at most ten managed ones, 2,048 characters in all. The answer is
// how much of the packed space they and the tags take, in percent; AWS doesn't
// tell how it packs, so the number is an estimate. See "Session policies" in the
// IAM User Guide.
func checkSessionPolicies(w *world.World, account, inline string, arns []string, tags []Tag) (int64, error) {
	size := len([]rune(inline))
	for _, arn := range arns {
		size += len([]rune(arn))
	}
	if size > maxSessionPolicy {
		return 0, invalid(fmt.Sprintf("1 validation error detected: Value at 'policy' failed to satisfy constraint: Member must have length less than or equal to %d", maxSessionPolicy))
	}
	if len(arns) > maxSessionARNs {
		return 0, invalid(fmt.Sprintf("1 validation error detected: Value at 'policyArns' failed to satisfy constraint: Member must have length less than or equal to %d", maxSessionARNs))
	}
	if inline != "" {
		if _, findings := iam.Parse(iam.KindSession, "session policy", []byte(inline)); iam.HasError(findings) {
			return 0, refused("MalformedPolicyDocument", firstError(findings))
		}
	}
	for _, arn := range arns {
		if err := checkManaged(w, account, arn); err != nil {
			return 0, err
		}
	}
	return packedSize(inline, arns, tags)
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

func packedSize(inline string, arns []string, tags []Tag) (int64, error) {
	var b bytes.Buffer
	if inline != "" && json.Compact(&b, []byte(inline)) != nil {
		b.WriteString(inline)
	}
	n := b.Len()
	for _, arn := range arns {
		n += len(arn)
	}
	for _, t := range tags {
		n += len(t.Key) + len(t.Value)
	}
	percent := int64((n*100 + packedSpace - 1) / packedSpace)
	if percent > 100 {
		return 0, refused("PackedPolicyTooLarge", fmt.Sprintf("Packed policy consumes %d%% of allotted space, please use smaller policy.", percent))
	}
	return percent, nil
}
