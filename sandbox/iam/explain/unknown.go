package explain

import (
	"slices"
	"strings"

	"rolecall/sandbox/iam"
	"rolecall/sandbox/iam/refusal"
)

// unknownOf lists what a message leaves open.
func unknownOf(r *refusal.Refused) []string {
	var list []string
	switch {
	case r.Layer != refusal.Unnamed:
		list = append(list, "Whether another layer would refuse the call as well: AWS names one cause, even when there are several.")
	case federated(r.Action):
		list = append(list, "Which statement came closest, and which condition failed. CloudTrail’s record of the call tells who the provider said the user is.")
	default:
		list = append(list, "Which policy refused. AWS tells less when the policy lies in another account outside of the caller’s organization, and some services tell nothing.")
	}
	list = append(list, unknownStatement(r)...)
	switch {
	case r.Resource == "":
		list = append(list, "On which resource: the message does not name it.")
	case !strings.HasPrefix(r.Resource, "arn:") && r.Resource != "*":
		list = append(list, "In which account the resource lies: the message shows a name, not an ARN. Called by its name alone, a resource is looked for in the caller’s own account and Region; one elsewhere has to be called by its full ARN.")
	}
	if strings.HasPrefix(r.Action, "sts:AssumeRole") && !NamesNoRole(r) {
		list = append(list, "Whether the role exists. For a role that isn’t there AWS answers the same, so that nobody can list roles by trying.")
	}
	if r.Layer != refusal.Unnamed && r.Encoded {
		list = append(list, decodeHint)
	}
	return list
}

// unknownStatement is what a message leaves open about the statement behind it. On
// SCPs see the note in "Troubleshoot access denied error messages", on buckets
// "Troubleshoot access denied (403 Forbidden) errors in Amazon S3".
func unknownStatement(r *refusal.Refused) []string {
	switch {
	case !r.Explicit:
		list := []string{"Whether a statement is missing, or is there and its Principal, Action, Resource or Condition did not fit: the message says the same for both."}
		if r.Layer == refusal.Resource && acrossAccounts(r) {
			list = append(list, "Whether the caller’s own side says yes. Across accounts it has to, and where the resource’s policy names the whole account, its own side is what decides.")
		}
		return list
	case r.Layer == refusal.SCP && r.PolicyARN == "":
		return []string{"Which service control policy it is, and whether it holds a Deny at all: AWS may speak of an explicit deny here even where no service control policy allows the action."}
	case r.Layer == refusal.Resource && strings.HasPrefix(r.Action, "s3:"):
		return []string{"In which policy, the bucket’s or an access point’s, the Deny stands, and whether there is one at all: S3 says the same where Block Public Access (RestrictPublicBuckets) shuts a public bucket."}
	case r.Layer == refusal.Unnamed:
		return []string{"In which policy the Deny stands, and under which conditions."}
	case r.PolicyARN == "":
		return []string{"Which policy of that sort holds the Deny, and under which conditions."}
	}
	return []string{"Under which conditions the Deny holds: read them in the policy that AWS names."}
}

// special adds what is peculiar to some calls.
func special(out *Answer, r *refusal.Refused) {
	if r.AuthorizationID != "" {
		out.Do = append(out.Do, keptHint(r))
	}
	if hint := carriedHints[r.Action]; hint != "" {
		out.Do = append([]string{hint}, out.Do...)
	}
	switch {
	case r.Asked != "":
		out.Sentence += " The call was " + r.Asked + "; it needs this permission besides its own."
	case NamesNoRole(r):
		out.Sentence = "The call asks to assume " + r.Resource + ", which is no role. Only a role can be assumed."
		out.Do = []string{"Give the call the role’s ARN, arn:aws:iam::ACCOUNT:role/NAME. An ARN of a user, or of a session that was issued, does not do."}
	case alreadyIs(r):
		out.Do = append([]string{"The caller already is a session of this role: leave the AssumeRole out and use the credentials it has. Only if the session really has to be made anew: let the role’s trust policy name the role itself, which is not so by default."}, out.Do...)
	case ofCognito(r):
		out.Do = append([]string{"Credentials of a Cognito identity pool’s guests come with a session policy of Cognito’s own, which leaves most services out, whatever the role allows. Sign the user in (authenticated identities have none), or use the basic flow: GetOpenIdToken and AssumeRoleWithWebIdentity."}, out.Do...)
	case strings.HasPrefix(r.Action, "kms:") && !r.Explicit && r.Layer != refusal.SCP:
		out.Do = append(out.Do, kmsHint)
	case strings.EqualFold(r.Action, "iam:PassRole"):
		out.Do = append([]string{passRoleHint}, out.Do...)
		if acrossAccounts(r) {
			out.Do = []string{"The role lies in another account than the caller’s. A role can be passed only to a service of its own account: name a role of the caller’s account."}
		}
		if len(r.Context["iam:PassedToService"]) == 0 {
			out.Unknown = append(out.Unknown, "To which service the role was to be passed. CloudTrail’s record tells: iam:PassRole leaves none of its own, but the call that passed the role does.")
		}
	}
}

// kmsHint is after "Key policies in AWS KMS" in the KMS Developer Guide.
const kmsHint = "Look at the key policy first: nobody, the account’s root user included, may use a key unless its key policy says so or leaves the decision to the account (Principal arn:aws:iam::ACCOUNT:root, which the console’s default key policy holds)."

// alreadyIs reports whether a session asks to assume the role that it is a session of.
func alreadyIs(r *refusal.Refused) bool {
	p, err := iam.ParsePrincipal(r.Principal)
	account, name, ok := roleName(r.Resource)
	return err == nil && ok && r.Action == "sts:AssumeRole" && p.Type() == iam.PrincipalAssumedRole && p.Account() == account && p.Name() == name
}

// ofCognito reports whether the session policy that refused is Cognito's own.
func ofCognito(r *refusal.Refused) bool {
	p, err := iam.ParsePrincipal(r.Principal)
	return err == nil && p.SessionName() == "CognitoIdentityCredentials" && !r.Explicit && (r.Layer == refusal.Session || r.Layer == refusal.Unnamed)
}

// roleName takes the ARN of a role apart; the name is without its path.
func roleName(arn string) (account, name string, ok bool) {
	parts := strings.SplitN(arn, ":", 6)
	if len(parts) != 6 || parts[2] != "iam" {
		return "", "", false
	}
	rest, ok := strings.CutPrefix(parts[5], "role/")
	return parts[4], rest[strings.LastIndexByte(rest, '/')+1:], ok
}

// carriedHints tell of what a call to assume a role carries along, by the action
// that it takes; see "Pass session tags in AWS STS" and "Monitor and control actions
// taken with assumed roles" in the IAM User Guide.
var carriedHints = map[string]string{
	"sts:TagSession":        "The call passes session tags, or the caller’s session hands on transitive ones. That takes sts:TagSession besides sts:AssumeRole and on the same sides: allow it in the trust policy where that lets the caller in, and in the caller’s policy where that allows sts:AssumeRole. Or pass no tags, if no policy asks for them.",
	"sts:SetSourceIdentity": "The call sets a source identity, or the caller’s session has one, which goes along. That takes sts:SetSourceIdentity besides sts:AssumeRole: allow it in the caller’s policy and in the role’s trust policy.",
}

// passRoleHint is after "Grant a user permissions to pass a role to an AWS service"
// in the IAM User Guide.
const passRoleHint = "iam:PassRole is no call of its own: whoever hands a role to a service needs it on that role. Allow it on this one role, with a condition on iam:PassedToService, and not on *: who may pass any role can act as each role that trusts a service in which they can start something."

// federated reports whether a call carries a token in place of a signature.
func federated(action string) bool {
	return action == "sts:AssumeRoleWithWebIdentity" || action == "sts:AssumeRoleWithSAML"
}

// NamesNoRole reports whether somebody asked to assume what is no role.
func NamesNoRole(r *refusal.Refused) bool {
	_, _, role := roleName(r.Resource)
	return r.Action == "sts:AssumeRole" && strings.HasPrefix(r.Resource, "arn:") && !role && !strings.ContainsAny(r.Resource, "*?")
}

// acrossAccounts reports whether the resource's ARN names another account than the
// caller's.
func acrossAccounts(r *refusal.Refused) bool {
	p, err := iam.ParsePrincipal(r.Principal)
	parts := strings.SplitN(r.Resource, ":", 6)
	return err == nil && len(parts) == 6 && len(parts[4]) == 12 && p.Account() != "" && parts[4] != p.Account()
}

// ownSideAlone reports whether the resource has no say: IAM, EC2 and CloudFormation
// know no policy of a resource but a role's trust policy, which other calls ask. See
// the column "Resource-based policies" of "AWS services that work with IAM".
func ownSideAlone(r *refusal.Refused) bool {
	service, _, _ := strings.Cut(r.Action, ":")
	return slices.Contains([]string{"iam", "ec2", "cloudformation"}, service) && !acrossAccounts(r)
}
