package analyze

import (
	"rolecall/sandbox/iam"
)

// namesNoAccount reports whether a statement asks who calls in words that fit a
// principal of any account, and in no others.
func namesNoAccount(cl *iam.Clause) bool {
	open := false
	for _, key := range []string{"aws:PrincipalArn", "aws:username", "aws:PrincipalAccount", "kms:CallerAccount", "aws:SourceOwner"} {
		if len(cl.OnKey(key)) > 0 && !cl.OpensKey(key) {
			return false
		}
		open = open || cl.OpensKey(key)
	}
	return open
}
