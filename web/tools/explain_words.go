package tools

import (
	"strings"

	"rolecall/sandbox/iam"
	"rolecall/sandbox/iam/refusal"
	"rolecall/web/site"
	"rolecall/web/view"
)

// blamed is how the page speaks of a layer that a message names.
type blamed struct {
	label            string
	icon             view.Icon
	tone             string
	read             site.LessonOn
	implicit, denied string // what happened, without and with a Deny; %s stands for who and %a for the action
	do, doDenied     string
}

// blame says what it means that a message names a layer; see "Troubleshoot access
// denied error messages" and "Policy evaluation logic" in the IAM User Guide.
var blame = map[refusal.Layer]blamed{
	refusal.Identity: {
		label: "Identity policy", icon: view.LayerIcon(iam.LayerIdentity), tone: "is-identity", read: site.LessonOn{Term: "identity-based-policy", Lesson: "policy-evaluation"},
		implicit: "Nobody said yes on the caller’s own side: no identity-based policy of %s allows %a, so the answer is no, an implicit deny.",
		denied:   "An identity-based policy of %s says Deny to %a, and no Allow anywhere outweighs it: an explicit deny.",
		do:       "Add one Allow for this action, on this resource, to the user, the group or the role that calls. Whoever administers the caller’s account decides.",
		doDenied: "Find the Deny among the caller’s policies, those of its groups included. Ask whoever wrote it what it guards before you narrow it; one more Allow changes nothing.",
	},
	refusal.Resource: {
		label: "Resource policy", icon: view.LayerIcon(iam.LayerResource), tone: "is-resource", read: site.LessonOn{Term: "resource-based-policy", Lesson: "policy-evaluation"},
		implicit: "The resource does not say yes: its policy has no Allow for %a by %s, and here one is needed.",
		denied:   "The resource’s own policy says Deny to %a by %s, whatever else allows it: an explicit deny.",
		do:       "The resource’s owner adds an Allow that names the caller to its policy. Across accounts, the caller’s own side has to say yes as well.",
		doDenied: "The resource’s owner finds the Deny in its policy. Look at its conditions first: often it asks for an address, an organization, or an encrypted connection.",
	},
	refusal.Trust: {
		label: "Trust policy", icon: view.KindIcon(iam.KindTrust), tone: "is-trust", read: site.LessonOn{Term: "trust-policy", Lesson: "trust-policies"},
		implicit: "The role does not trust the caller: its trust policy has no Allow for %a by %s whose conditions the call meets.",
		denied:   "The role’s trust policy says Deny to %a by %s: an explicit deny.",
		do:       "Whoever administers the role names the caller, or its account, in the trust policy. If the caller is named already, look at the conditions: an external id, MFA, an address.",
		doDenied: "Whoever administers the role finds the Deny in the trust policy and what it guards.",
	},
	refusal.Boundary: {
		label: "Boundary", icon: view.LayerIcon(iam.LayerBoundary), tone: "is-boundary", read: site.LessonOn{Term: "permissions-boundary", Lesson: "session-policies-and-boundaries"},
		implicit: "The permissions boundary of %s leaves %a out. A boundary grants nothing, but what it leaves out, no identity policy can give.",
		denied:   "The permissions boundary of %s says Deny to %a: an explicit deny.",
		do:       "Ask whoever set the boundary to let this action through. More permissions on the caller change nothing while the boundary leaves it out.",
		doDenied: "Ask whoever set the boundary what its Deny guards; only they can narrow it.",
	},
	refusal.Session: {
		label: "Session policy", icon: view.LayerIcon(iam.LayerSession), tone: "is-session", read: site.LessonOn{Term: "session-policy", Lesson: "session-policies-and-boundaries"},
		implicit: "The session policy leaves %a out: whoever made the session of %s passed a policy that narrows it.",
		denied:   "The session policy of %s says Deny to %a: an explicit deny.",
		do:       "Make a new session with a session policy that allows the action, or with none. A session never changes once it was made.",
		doDenied: "Make a new session with a session policy that does not deny the action. A session never changes once it was made.",
	},
	refusal.SCP: {
		label: "Service control policy", icon: view.LayerIcon(iam.LayerSCP), tone: "is-scp", read: site.LessonOn{Term: "scp", Lesson: "policy-evaluation"},
		implicit: "The organization does not let %s’s account do %a: at some level, the root, a unit or the account itself, no service control policy allows the action.",
		denied:   "A service control policy above %s’s account says Deny to %a: an explicit deny, which binds even the account’s root user.",
		do:       "Ask those who run the organization. At each level, root, unit and account, some service control policy has to allow the action.",
		doDenied: "Ask those who run the organization what the Deny guards. Its conditions often spare a Region or a role: perhaps the call can be made that way.",
	},
	refusal.RCP: {
		label: "Resource control policy", icon: view.LayerIcon(iam.LayerRCP), tone: "is-rcp", read: site.LessonOn{Term: "rcp", Lesson: "policy-evaluation"},
		implicit: "A resource control policy of the organization that owns the resource keeps %s from %a.",
		denied:   "A resource control policy above the account that owns the resource says Deny to %a by %s: an explicit deny.",
		do:       "Ask those who run the organization that owns the resource.",
		doDenied: "Ask those who run the organization that owns the resource. Such a Deny often keeps callers of other organizations out: look whether the caller should be one of theirs.",
	},
	refusal.VPCEndpoint: {
		label: "VPC endpoint policy", icon: view.IconOrganization, tone: "is-organization", read: site.LessonOn{Term: "access-denied", Lesson: "policy-evaluation"},
		implicit: "The call went through a VPC endpoint whose policy does not allow %a by %s.",
		denied:   "The call went through a VPC endpoint whose policy says Deny to %a by %s.",
		do:       "Whoever runs the network adds an Allow to the endpoint’s policy, or the call takes another way to AWS. The other policies are judged besides.",
		doDenied: "Whoever runs the network looks for the Deny in the endpoint’s policy.",
	},
}

// fill puts the caller and the action into a sentence.
func fill(text string, r *refusal.Refused) string {
	return strings.NewReplacer("%s", callerWord(r.Principal), "%a", actionWord(r.Action)).Replace(text)
}

func callerWord(arn string) string {
	p, err := iam.ParsePrincipal(arn)
	switch {
	case err != nil && arn != "":
		return arn
	case err != nil:
		return "the caller"
	case p.SessionName() != "":
		return p.Name() + "/" + p.SessionName()
	}
	return p.Name()
}

func actionWord(action string) string {
	if action == "" {
		return "the call"
	}
	return action
}

// refusalKnown is a refusal that no policy decided, or that says nothing of the one
// that did.
type refusalKnown struct {
	part         string // of its code or its words
	sentence, do string
	read         site.LessonOn
}

// knownErrors are such refusals; the services' error references name them. Asked in
// this order.
var knownErrors = []refusalKnown{
	{"Roles may not be assumed by root accounts", "An account’s root user can’t assume a role, whatever any policy says.", "Call as an IAM user or as a role’s session.", site.LessonOn{Term: "root-user", Lesson: "assuming-a-role"}},
	{"1 hour session limit for roles assumed by role chaining", "A session asked for a role for more than an hour. When a role assumes a role, an hour is the most, whatever the role’s maximum is.", "Ask for 3600 seconds or less, or assume the role straight from a user or a workload.", site.LessonOn{Term: "role-chaining", Lesson: "chaining-and-session-tags"}},
	{"exceeds the MaxSessionDuration", "The call asked for a longer session than the role’s maximum.", "Ask for less, or have the role’s maximum raised: twelve hours at most.", site.LessonOn{Term: "duration", Lesson: "temporary-credentials"}},
	{"MultiFactorAuthentication failed", "The MFA code or the device’s serial number was not accepted.", "Wait for the next code, for each works once, and compare the serial number with the user’s device.", site.LessonOn{Term: "mfa", Lesson: "conditions"}},
	{"cannot be assumed by Lambda", "Lambda could not get the function’s role: the role’s trust policy has no Allow for lambda.amazonaws.com, or the role is too new for Lambda to know it.", "Let the trust policy allow sts:AssumeRole to the service principal lambda.amazonaws.com. If it does, wait some seconds and try again.", site.LessonOn{Term: "service-principal", Lesson: "workload-roles"}},
	{"does not exist in this region, or you are not allowed to access", "KMS refused, and tells neither the key nor which of three things is so: the key is gone, it lies in another Region, or no policy lets the caller use it.", "Find the key’s ARN, in CloudTrail’s record of the call or in the settings of what was encrypted. Then look at the key policy first: an identity policy counts only if the key policy leaves the decision to the account.", site.LessonOn{Term: "resource-based-policy", Lesson: "policy-evaluation"}},
	{"setting in S3 Block Public Access", "S3’s Block Public Access refused: what was to be stored would open the bucket or an object to the public. It overrides every permission, and it is on for new buckets.", "Name in the policy who may come in, and pass no public access control list. Only if all the world is meant to read: whoever owns the bucket takes that setting off, for the bucket and for the account.", site.LessonOn{Term: "resource-based-policy", Lesson: "policy-evaluation"}},
	{"has blocked upload requests that specify Server Side Encryption with Customer provided keys", "The bucket takes no objects encrypted with keys that the caller provides (SSE-C). No policy was asked for that.", "Upload without a key of your own: with S3’s own encryption, or with a key of KMS.", site.LessonOn{Term: "resource-based-policy", Lesson: "policy-evaluation"}},
	{"ExpiredToken", "The credentials have ended. No policy was asked.", "Get new ones: assume the role again. A tool that does it by itself is better than a copied key.", site.LessonOn{Term: "expiration", Lesson: "temporary-credentials"}},
	{"RequestExpired", "The credentials, or the request’s signature, have ended. No policy was asked.", "Get new credentials and compare the machine’s clock.", site.LessonOn{Term: "expiration", Lesson: "temporary-credentials"}},
	{"InvalidClientTokenId", noSuchKey, whichKey, site.LessonOn{Term: "session-token", Lesson: "temporary-credentials"}},
	{"UnrecognizedClient", noSuchKey, whichKey, site.LessonOn{Term: "session-token", Lesson: "temporary-credentials"}},
	{"SignatureDoesNotMatch", "The signature does not fit: the secret key is another one’s, or the machine’s clock is off: most services take a request that was signed within five minutes.", "Set the secret key again and compare the clock.", site.LessonOn{Term: "sigv4", Lesson: "temporary-credentials"}},
	{"InvalidIdentityToken", "The web identity token was not accepted: its issuer, audience or signature is not what the role’s account expects.", "Compare the token’s issuer and audience with the identity provider in the account.", site.LessonOn{Term: "oidc", Lesson: "federation"}},
	{"Cannot call GetFederationToken with session credentials", "GetFederationToken takes long-term keys; a session can’t call it.", "Assume a role with a session policy instead.", site.LessonOn{Term: "federation", Lesson: "federation"}},
}

// STS and IAM have another name for it than the services that speak JSON.
const (
	noSuchKey = "AWS knows no such access key: it was deleted, it is inactive, or temporary credentials came without their session token."
	whichKey  = "See which credentials the tool takes, and that all three parts of temporary ones are set."
)
