package sts

import (
	"time"

	"rolecall/sandbox/world"
)

// Tag is a session tag.
type Tag struct{ Key, Value string }

// Credentials are temporary credentials as STS answers them.
type Credentials struct {
	AccessKeyID     string    `json:"AccessKeyId"`
	SecretAccessKey string    `json:"SecretAccessKey"`
	SessionToken    string    `json:"SessionToken"`
	Expiration      time.Time `json:"Expiration"`
}

// AssumedRoleUser is the session that AssumeRole made.
type AssumedRoleUser struct {
	AssumedRoleID string `json:"AssumedRoleId"` // AROA…:SESSION
	ARN           string `json:"Arn"`
}

// FederatedUser is the session that GetFederationToken made.
type FederatedUser struct {
	FederatedUserID string `json:"FederatedUserId"` // ACCT:NAME
	ARN             string `json:"Arn"`
}

// AssumeRoleOutput answers AssumeRole.
type AssumeRoleOutput struct {
	Credentials      Credentials     `json:"Credentials"`
	AssumedRoleUser  AssumedRoleUser `json:"AssumedRoleUser"`
	PackedPolicySize int64           `json:"PackedPolicySize"` // deprecated: SessionTokenUtilization
	SourceIdentity   string          `json:"SourceIdentity,omitempty"`
	TokenUtilization int64           `json:"SessionTokenUtilization"` // percent of the most that a token may have
	TokenSize        int64           `json:"SessionTokenSize"`        // bytes
	session          *world.Session
}

// Session is the session that was issued.
func (o *AssumeRoleOutput) Session() *world.Session { return o.session }

// GetSessionTokenOutput answers GetSessionToken.
type GetSessionTokenOutput struct {
	Credentials      Credentials `json:"Credentials"`
	TokenUtilization int64       `json:"SessionTokenUtilization"` // percent of the most that a token may have
	TokenSize        int64       `json:"SessionTokenSize"`        // bytes
	session          *world.Session
}

// Session is the session that was issued.
func (o *GetSessionTokenOutput) Session() *world.Session { return o.session }

// GetFederationTokenOutput answers GetFederationToken.
type GetFederationTokenOutput struct {
	Credentials      Credentials   `json:"Credentials"`
	FederatedUser    FederatedUser `json:"FederatedUser"`
	PackedPolicySize int64         `json:"PackedPolicySize"`        // deprecated: SessionTokenUtilization
	TokenUtilization int64         `json:"SessionTokenUtilization"` // percent of the most that a token may have
	TokenSize        int64         `json:"SessionTokenSize"`        // bytes
	session          *world.Session
}

// Session is the session that was issued.
func (o *GetFederationTokenOutput) Session() *world.Session { return o.session }

// GetCallerIdentityOutput answers GetCallerIdentity.
type GetCallerIdentityOutput struct {
	UserID  string `json:"UserId"`
	Account string `json:"Account"`
	ARN     string `json:"Arn"`
}

// GetAccessKeyInfoOutput answers GetAccessKeyInfo.
type GetAccessKeyInfoOutput struct {
	Account string `json:"Account"`
}

func credentialsOf(s *world.Session) Credentials {
	return Credentials{s.AccessKeyID, s.SecretAccessKey, s.SessionToken, s.Expires}
}

// The codes that several calls share.
func denied(message string) error {
	return &world.Fault{Code: "AccessDenied", Message: message, Status: 403}
}
func invalid(message string) error {
	return &world.Fault{Code: "ValidationError", Message: message, Status: 400}
}

func refused(code, message string) error {
	return &world.Fault{Code: code, Message: message, Status: 400}
}
