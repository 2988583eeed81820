package play

import (
	"encoding/base64"
	"encoding/json"
)

// The instance metadata service hands a role's credentials to programs that
// think they run on an EC2 instance. Version 2 alone is spoken; see "Use the
// Instance Metadata Service to access instance metadata" in the EC2 User Guide.

// Binding says which role of which world an endpoint hands out.
type Binding struct {
	World   string `json:"-"`
	Role    string `json:"r"`           // ARN
	Profile string `json:"p,omitempty"` // ARN of the instance profile, if one was named
}

// Text is the binding as a part of an address.
func (b Binding) Text() (string, error) {
	data, err := json.Marshal(b)
	return base64.RawURLEncoding.EncodeToString(data), err
}
