package world

import "time"

// Session is a set of temporary credentials and what is known of whoever holds
// them. It never changes after it was issued.
type Session struct {
	AccessKeyID     string    `json:"accessKeyId"`
	SecretAccessKey string    `json:"secretAccessKey"`
	SessionToken    string    `json:"sessionToken"`
	Issued          time.Time `json:"issued"`
	Expires         time.Time `json:"expires"`
	Name            string    `json:"name"`
}

// Credentials are what signs a request. Long-term keys have no session token.
type Credentials struct {
	AccessKeyID     string
	SecretAccessKey string
	SessionToken    string
}

// CallerKind says how a caller proves who it is.
type CallerKind uint8

// The kinds of caller.
const (
	CallerAnonymous CallerKind = iota // unsigned
	CallerKeys                        // by Credentials
	CallerRoot                        // the root user of Account
	CallerService                     // the AWS service named Service
)

// Caller is who makes a call and from where.
type Caller struct {
	Kind        CallerKind
	Credentials Credentials
	Account     string
	Service     string
	SourceIP    string // empty means 203.0.113.10
	UserAgent   string
}
