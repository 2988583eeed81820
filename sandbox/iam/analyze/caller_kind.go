package analyze

import (
	"rolecall/sandbox/iam"
	"rolecall/sandbox/iam/contextkey"
)

// CallerKind is the kind of caller as the table of condition keys has it.
func CallerKind(t iam.PrincipalType) contextkey.Caller {
	switch t {
	case iam.PrincipalUser:
		return contextkey.User
	case iam.PrincipalAssumedRole:
		return contextkey.RoleSession
	case iam.PrincipalFederatedUser:
		return contextkey.FederatedUser
	case iam.PrincipalRoot:
		return contextkey.Root
	case iam.PrincipalService:
		return contextkey.Service
	case iam.PrincipalOIDC:
		return contextkey.WebIdentity
	case iam.PrincipalSAML:
		return contextkey.SAML
	case iam.PrincipalAnonymous:
	}
	return contextkey.Anonymous
}
