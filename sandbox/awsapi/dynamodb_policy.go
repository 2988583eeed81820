package awsapi

import (
	"crypto/sha256"
	"encoding/binary"
	"strconv"
	"strings"

	"rolecall/sandbox/world"
)

// tablePolicyOutput answers GetResourcePolicy.
type tablePolicyOutput struct {
	Policy     string `json:"Policy"`
	RevisionID string `json:"RevisionId"`
}

// revisionOutput answers PutResourcePolicy and DeleteResourcePolicy.
type revisionOutput struct {
	RevisionID string `json:"RevisionId"`
}

const (
	mostTablePolicy = 20 * 1024 // bytes, white space included; see PutResourcePolicy in the API reference
	noPolicy        = "NO_POLICY"
)

// revision is the revision id of a policy's text: the same text has the same one,
// as on DynamoDB.
func revision(src string) string {
	sum := sha256.Sum256([]byte(src))
	return strconv.FormatUint(binary.BigEndian.Uint64(sum[:])>>20, 10)
}

// policyTable is the table whose policy a call is about. Managing the policy can't
// be granted to another account; see "DynamoDB API operations supported by
// resource-based policies" in the DynamoDB Developer Guide.
func (c *Call) policyTable() (r *world.Resource, src string, there bool, err error) {
	if !strings.HasPrefix(c.str("ResourceArn"), "arn:") {
		return nil, "", false, c.fail("ValidationException", 400, "ResourceArn is a table's ARN, such as %s.", c.arnOf("dynamodb", "table/orders"))
	}
	r, err = c.authorizedTable("ResourceArn")
	if err != nil {
		return nil, "", false, err
	}
	if r.Account != c.Access.Who.Account {
		return nil, "", false, c.fail("AccessDeniedException", 400, "User: %s is not authorized to perform: %s on resource: %s", c.Access.Who.ARN, c.Op.Action, r.ARN())
	}
	src, there = c.World.Document(r.PolicyPath())
	return r, src, there, nil
}

// expected holds a policy against the revision that the call expects.
func (c *Call) expected(r *world.Resource, src string, there bool) error {
	const code, missed = "PolicyNotFoundException", "Resource-based policy not found for the provided ResourceArn: "
	switch want := c.str("ExpectedRevisionId"); {
	case want == "", there && want == revision(src), !there && want == noPolicy && c.has("Policy"):
		return nil
	case !there:
		return c.noTablePolicy(r)
	case want == noPolicy:
		return c.fail(code, 400, missed+"Requested policy update expecting none to be present for table %s, but a policy exists with revision id %s.", r.Name, revision(src))
	default:
		return c.fail(code, 400, missed+"Requested update for policy with revision id %s, but the policy associated to target table %s has revision id %s.", want, r.Name, revision(src))
	}
}

func (c *Call) noTablePolicy(r *world.Resource) error {
	return c.fail("PolicyNotFoundException", 400, "Resource-based policy not found for the provided ResourceArn: %s", r.ARN())
}

func putTablePolicy(c *Call) (any, error) {
	r, old, there, err := c.policyTable()
	if err != nil {
		return nil, err
	}
	if err := c.expected(r, old, there); err != nil {
		return nil, err
	}
	src := c.str("Policy")
	if src == "" {
		return nil, c.fail("ValidationException", 400, "The policy is empty. DeleteResourcePolicy takes it away.")
	}
	if len(src) > mostTablePolicy {
		return nil, c.fail("ValidationException", 400, "A resource-based policy holds at most %d bytes, white space included.", mostTablePolicy)
	}
	if confirmed, _ := c.In["ConfirmRemoveSelfResourceAccess"].(bool); !confirmed && c.locksOut(r, "dynamodb:PutResourcePolicy", src) {
		return nil, c.fail("ValidationException", 400, "The policy would keep you from changing it again. Confirm it with ConfirmRemoveSelfResourceAccess.")
	}
	if err := c.setPolicy(r, src, "ValidationException"); err != nil {
		return nil, err
	}
	c.answer("revisionId", revision(src))
	return &revisionOutput{revision(src)}, nil
}

func getTablePolicy(c *Call) (any, error) {
	r, src, there, err := c.policyTable()
	if err != nil {
		return nil, err
	}
	if !there {
		return nil, c.noTablePolicy(r)
	}
	return &tablePolicyOutput{src, revision(src)}, nil
}

func deleteTablePolicy(c *Call) (any, error) {
	r, src, there, err := c.policyTable()
	if err != nil {
		return nil, err
	}
	if err := c.expected(r, src, there); err != nil {
		return nil, err
	}
	if !there {
		return &revisionOutput{}, nil
	}
	if err := c.setPolicy(r, "", ""); err != nil {
		return nil, err
	}
	c.answer("revisionId", revision(src))
	return &revisionOutput{revision(src)}, nil
}
