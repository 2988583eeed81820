package explain

import (
	"strings"

	"rolecall/sandbox/iam"
	"rolecall/sandbox/iam/refusal"
)

// blamed is how an answer speaks of a layer that a message names.
type blamed struct {
	label            string
	term, lesson     string
	implicit, denied string // what happened, without and with a Deny; %s stands for who and %a for the action
	do, doDenied     string
}

// blame says what it means that a message names a layer; see "Troubleshoot access
// denied error messages" and "Policy evaluation logic" in the IAM User Guide.
var blame = map[refusal.Layer]blamed{
	refusal.Identity: {
		label: "Identity policy", term: "identity-based-policy", lesson: "policy-evaluation",
		implicit: "Nobody said yes on the caller’s own side: no identity-based policy of %s allows %a, so the answer is no, an implicit deny.",
		denied:   "An identity-based policy of %s says Deny to %a, and no Allow anywhere outweighs it: an explicit deny.",
		do:       "Add one Allow for this action, on this resource, to the user, the group or the role that calls. Whoever administers the caller’s account decides.",
		doDenied: "Find the Deny among the caller’s policies, those of its groups included. Ask whoever wrote it what it guards before you narrow it; one more Allow changes nothing.",
	},
	refusal.Resource: {
		label: "Resource policy", term: "resource-based-policy", lesson: "policy-evaluation",
		implicit: "The resource does not say yes: its policy has no Allow for %a by %s, and here one is needed.",
		denied:   "The resource’s own policy says Deny to %a by %s, whatever else allows it: an explicit deny.",
		do:       "The resource’s owner adds an Allow that names the caller to its policy. Across accounts, the caller’s own side has to say yes as well.",
		doDenied: "The resource’s owner finds the Deny in its policy. Look at its conditions first: often it asks for an address, an organization, or an encrypted connection.",
	},
	refusal.Trust: {
		label: "Trust policy", term: "trust-policy", lesson: "trust-policies",
		implicit: "The role does not trust the caller: its trust policy has no Allow for %a by %s whose conditions the call meets.",
		denied:   "The role’s trust policy says Deny to %a by %s: an explicit deny.",
		do:       "Whoever administers the role names the caller, or its account, in the trust policy. If the caller is named already, look at the conditions: an external id, MFA, an address.",
		doDenied: "Whoever administers the role finds the Deny in the trust policy and what it guards.",
	},
	refusal.Boundary: {
		label: "Boundary", term: "permissions-boundary", lesson: "session-policies-and-boundaries",
		implicit: "The permissions boundary of %s leaves %a out. A boundary grants nothing, but what it leaves out, no identity policy can give.",
		denied:   "The permissions boundary of %s says Deny to %a: an explicit deny.",
		do:       "Ask whoever set the boundary to let this action through. More permissions on the caller change nothing while the boundary leaves it out.",
		doDenied: "Ask whoever set the boundary what its Deny guards; only they can narrow it.",
	},
	refusal.Session: {
		label: "Session policy", term: "session-policy", lesson: "session-policies-and-boundaries",
		implicit: "The session policy leaves %a out: whoever made the session of %s passed a policy that narrows it.",
		denied:   "The session policy of %s says Deny to %a: an explicit deny.",
		do:       "Make a new session with a session policy that allows the action, or with none. A session never changes once it was made.",
		doDenied: "Make a new session with a session policy that does not deny the action. A session never changes once it was made.",
	},
	refusal.SCP: {
		label: "Service control policy", term: "scp", lesson: "policy-evaluation",
		implicit: "The organization does not let %s’s account do %a: at some level, the root, a unit or the account itself, no service control policy allows the action.",
		denied:   "A service control policy above %s’s account says Deny to %a: an explicit deny, which binds even the account’s root user.",
		do:       "Ask those who run the organization. At each level, root, unit and account, some service control policy has to allow the action.",
		doDenied: "Ask those who run the organization what the Deny guards. Its conditions often spare a Region or a role: perhaps the call can be made that way.",
	},
	refusal.RCP: {
		label: "Resource control policy", term: "rcp", lesson: "policy-evaluation",
		implicit: "A resource control policy of the organization that owns the resource keeps %s from %a.",
		denied:   "A resource control policy above the account that owns the resource says Deny to %a by %s: an explicit deny.",
		do:       "Ask those who run the organization that owns the resource.",
		doDenied: "Ask those who run the organization that owns the resource. Such a Deny often keeps callers of other organizations out: look whether the caller should be one of theirs.",
	},
	refusal.VPCEndpoint: {
		label: "VPC endpoint policy", term: "access-denied", lesson: "policy-evaluation",
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
