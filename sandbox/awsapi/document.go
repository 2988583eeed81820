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
	if words := trustWords(d, f); words != "" {
		return c.fail(code, 400, "%s", words)
	}
	if f.Code == world.CodeUnknownPrincipal {
		return c.fail(code, 400, "%s", strings.TrimSuffix(f.Message, "."))
	}
	return c.fail(code, 400, "%s", f.String())
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
