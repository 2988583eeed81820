package awsapi

import (
	"encoding/json"
	"errors"
	"strings"

	"rolecall/sandbox/iam"
	"rolecall/sandbox/world"
)

// malformed is the answer to a policy document that can't be stored: the code
// where the document is at fault, a limit where the world is full.
func (c *Call) malformed(code string, err error) error {
	var d *world.DocumentError
	if !errors.As(err, &d) {
		return c.fail("LimitExceeded", 409, "%s", err.Error())
	}
	f := d.Findings[0]
	if f.Code == "over-quota" && code == "MalformedPolicyDocument" {
		return c.fail("LimitExceeded", 409, "%s", quotaWords(d.Path))
	}
	if words := trustWords(d, f); words != "" {
		return c.fail(code, 400, "%s", words)
	}
	if f.Code == world.CodeUnknownPrincipal {
		return c.fail(code, 400, "%s", strings.TrimSuffix(f.Message, "."))
	}
	return c.fail(code, 400, "%s", f.String())
}

// quotaWords is how IAM words that a document is too long.
func quotaWords(path string) string {
	parts := strings.Split(path, "/")
	switch {
	case strings.HasSuffix(path, "/trust.json"):
		return "Cannot exceed quota for ACLSizePerRole: 2048"
	case len(parts) == 5 && parts[1] == "users":
		return "Maximum policy size of 2048 bytes exceeded for user " + parts[2]
	case len(parts) == 5 && parts[1] == "groups":
		return "Maximum policy size of 5120 bytes exceeded for group " + parts[2]
	case len(parts) == 5 && parts[1] == "roles":
		return "Maximum policy size of 10240 bytes exceeded for role " + parts[2]
	}
	return "Cannot exceed quota for PolicySize: 6144"
}

// trustWords is how IAM words what a trust policy can't hold; empty for other
// faults, which get the finding's words and its place.
func trustWords(d *world.DocumentError, f iam.Finding) string {
	switch {
	case !strings.HasSuffix(d.Path, "/trust.json"):
	case f.Code == "bad-action":
		return "AssumeRole policy may only specify STS AssumeRole actions."
	case f.Code == "forbidden-element" && strings.HasPrefix(f.Message, "`Resource`"):
		return "Has prohibited field Resource"
	}
	return ""
}

// policyJSON is a policy's text as the CLI shows it: JSON, not a string.
func policyJSON(src string) json.RawMessage {
	if !json.Valid([]byte(src)) {
		return json.RawMessage("null")
	}
	return json.RawMessage(src)
}
