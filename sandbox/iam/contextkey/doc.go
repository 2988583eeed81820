// Package contextkey says which condition keys a request carries: for each key and
// each kind of caller whether AWS always, sometimes or never puts the key into the
// request context, with the page of AWS's documentation that says so. The sandbox,
// the analyses, the explanation of denials and the linter all ask this one table.
package contextkey

// Caller is the kind of caller that makes a request.
type Caller uint8

// The kinds of caller.
const (
	User Caller = iota
	RoleSession
	FederatedUser
	Root
	Service
	Anonymous
	WebIdentity // the bearer of a token, at AssumeRoleWithWebIdentity
	SAML        // the bearer of an assertion, at AssumeRoleWithSAML

	callers
)

// callerNames are the kinds of caller in words.
var callerNames = [callers]string{"IAM user", "role session", "federated user", "root user", "AWS service", "anonymous caller", "web identity", "SAML identity"}

// String is the kind of caller in words.
func (c Caller) String() string {
	if c >= callers {
		return "unknown caller"
	}
	return callerNames[c]
}

// Availability says how often a kind of request carries a key.
type Availability uint8

// The availabilities.
const (
	Never Availability = iota
	Sometimes
	Always
	Disputed // AWS's pages disagree on whether such a request may carry it
)

// String is "never", "sometimes", "always" or "pages disagree".
func (a Availability) String() string {
	switch a {
	case Never:
		return "never"
	case Sometimes:
		return "sometimes"
	case Always:
		return "always"
	case Disputed:
		return "pages disagree"
	}
	return "unknown"
}
