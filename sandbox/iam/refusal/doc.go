// Package refusal reads what AWS says when it refuses a call: the message of an
// AccessDenied error in its many wordings, a CloudTrail record, or the decoded
// authorization message of EC2. It tells what the text says and guesses nothing
// beyond it. The wordings are those of "Troubleshoot access denied error
// messages" in the IAM User Guide; nothing here depends on one exact wording, so
// a text of which only a part is understood is read as far as it goes.
package refusal

// Layer is the sort of policy that a message blames.
type Layer string

// The layers that messages name.
const (
	Unnamed     Layer = "" // the message blames no policy
	Identity    Layer = "identity"
	Resource    Layer = "resource"
	Trust       Layer = "trust"
	Boundary    Layer = "boundary"
	Session     Layer = "session"
	SCP         Layer = "scp"
	RCP         Layer = "rcp"
	VPCEndpoint Layer = "vpc-endpoint"
)

// Source is the sort of text that was read.
type Source string

// The sorts of text.
const (
	FromMessage Source = "message"
	FromRecord  Source = "record"  // a CloudTrail record
	FromDecoded Source = "decoded" // what DecodeAuthorizationMessage answers
)

// Refused is a refused call as far as the text tells it. Whatever the text does
// not say is empty.
type Refused struct {
	Source    Source `json:"source"`
	Code      string `json:"code,omitempty"`      // AWS's error code, such as "AccessDenied"
	Operation string `json:"operation,omitempty"` // the API operation, such as "AssumeRole"
	Principal string `json:"principal,omitempty"` // the caller's ARN, or "anonymous"
	Action    string `json:"action,omitempty"`    // "sts:AssumeRole": what was not allowed
	Asked     string `json:"asked,omitempty"`     // what the call was, where AWS found another action it needs not allowed
	Resource  string `json:"resource,omitempty"`  // mostly an ARN
	Layer     Layer  `json:"layer,omitempty"`
	Explicit  bool   `json:"explicit"`            // a Deny matched
	PolicyARN string `json:"policyArn,omitempty"` // the denying policy, where AWS names it
	Encoded   bool   `json:"encoded,omitempty"`   // an encoded authorization message goes with it
	// AuthorizationID is what GetRequestAuthorizationDetails is asked with, in the
	// Region, of how AWS decided; empty where AWS kept nothing.
	AuthorizationID string              `json:"authorizationId,omitempty"`
	Region          string              `json:"region,omitempty"`
	Message         string              `json:"message,omitempty"` // the error's own words, on one line
	Account         string              `json:"account,omitempty"` // the caller's, where a record names no more of it than that
	Context         map[string][]string `json:"context,omitempty"`
	Absent          []string            `json:"absent,omitempty"` // condition keys that the text shows the call did not carry
}

// MaxText is the longest text that is read, in bytes.
const MaxText = 64 << 10
