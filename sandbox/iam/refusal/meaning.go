package refusal

import (
	"slices"
	"strings"
)

// Meaning is what an error says that no missing permission explains, or whose words
// tell more than that a policy refused.
type Meaning struct {
	Code       string   // AWS's code without "Exception"; empty: any
	Part       string   // words of the message; empty: any
	Operations []string // the operations it is about; none: any
	Sentence   string   // what it means
	Fix        string   // what to do about it
	Page       string   // the page of AWS's documentation
	Term       string   // of the glossary
	Lesson     string   // the lesson that tells more
}

// MeaningOf finds what a refusal's code and words mean; ok is false when the table
// holds nothing of them.
func MeaningOf(r *Refused) (m Meaning, ok bool) {
	code, op := baseCode(r.Code), r.operation()
	message := strings.ToLower(r.Message)
	i := slices.IndexFunc(meanings, func(m Meaning) bool {
		return (m.Code == "" || m.Code == code) && (m.Part == "" || strings.Contains(message, strings.ToLower(m.Part))) &&
			(len(m.Operations) == 0 || slices.Contains(m.Operations, op))
	})
	if i < 0 {
		return m, false
	}
	return meanings[i], true
}

// operation is the API operation that was called, as far as it is known.
func (r *Refused) operation() string {
	if r.Operation != "" {
		return r.Operation
	}
	if verb, ok := strings.CutPrefix(r.Action, "sts:"); ok {
		return verb
	}
	for _, op := range [...]string{"AssumeRoleWithWebIdentity", "AssumeRoleWithSAML", "DecodeAuthorizationMessage", "GetFederationToken", "GetSessionToken"} {
		if strings.Contains(r.Message, op) {
			return op
		}
	}
	low := strings.ToLower(r.Message)
	switch {
	case strings.Contains(low, "with oidc"), strings.Contains(low, "webidentityerr"), strings.Contains(low, "web identity"), strings.Contains(low, "openidconnect"):
		return "AssumeRoleWithWebIdentity"
	case strings.Contains(low, "saml"):
		return "AssumeRoleWithSAML"
	}
	return ""
}

// baseCode is a code without its namespace and the words that the protocols add.
func baseCode(code string) string {
	code = code[strings.LastIndexAny(code, ".#")+1:]
	for _, end := range [...]string{"Exception", "Fault"} {
		if rest, ok := strings.CutSuffix(code, end); ok && rest != "" {
			code = rest
		}
	}
	return code
}

// denials are the codes, without "Exception", by which services say that a policy
// refused, besides those that hold the word AccessDenied.
var denials = map[string]bool{
	"UnauthorizedOperation": true, "Unauthorized": true, "NotAuthorized": true, "AuthorizationError": true, "UnauthorizedTaggingOperation": true,
	"Forbidden": true, "OperationNotPermitted": true, "403": true, "AccessForbidden": true, "UnauthorizedAccess": true,
}

// Denied reports whether a code says that a policy refused. All others are answers
// about something else: a wrong value, an expired token, a limit.
func Denied(code string) bool {
	base := baseCode(code)
	return strings.Contains(base, "AccessDenied") || denials[base]
}

// ByPolicy reports whether a policy refused the call, as far as the text tells: by
// its code, or by words that say so whatever code a tool put before them.
func (r *Refused) ByPolicy() bool {
	return Denied(r.Code) || perform.MatchString(r.Message) || bare.MatchString(r.Message) || consoleLead.MatchString(r.Message) || r.Layer != Unnamed && r.Action != ""
}

// byWords is the code that goes with the words of a message which names none.
func byWords(line string) string {
	low := strings.ToLower(line)
	for _, m := range meanings {
		if m.Part != "" && m.Code != "" && len(m.Part) > 12 && strings.Contains(low, strings.ToLower(m.Part)) {
			return m.Code
		}
	}
	return ""
}
