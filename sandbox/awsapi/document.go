package awsapi

import (
	"encoding/json"
	"errors"
	"strings"

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
	if f.Code == world.CodeUnknownPrincipal {
		return c.fail(code, 400, "%s", strings.TrimSuffix(f.Message, "."))
	}
	return c.fail(code, 400, "%s", f.String())
}

// policyJSON is a policy's text as the CLI shows it: JSON, not a string.
func policyJSON(src string) json.RawMessage {
	if !json.Valid([]byte(src)) {
		return json.RawMessage("null")
	}
	return json.RawMessage(src)
}
