package analyze

import "rolecall/sandbox/iam"

// Scope says of a policy that grants nothing by itself whom it binds, and what it
// leaves alone; empty for kinds that grant. See "Permissions boundaries for IAM
// entities" and "Session policies" in the IAM User Guide, "Service control policies"
// (section "SCP effects on permissions") and "Resource control policies" in the AWS
// Organizations User Guide.
func Scope(k iam.Kind) string {
	switch k {
	case iam.KindBoundary:
		return "A permissions boundary grants nothing: it limits what identity policies give to the user or role that it is set on. What a resource’s policy of the same account grants to the user or to the session itself by name goes past what the boundary leaves out, though not past a Deny in it."
	case iam.KindSession:
		return "A session policy grants nothing: it limits what the role’s or the user’s policies give to this one session. What a resource’s policy grants to the session itself by name goes past what it leaves out, though not past a Deny in it."
	case iam.KindSCP:
		return "A service control policy grants nothing: it limits the users and roles of the accounts below it, root users included. It does not bind the management account, service-linked roles, or AWS services that call by themselves."
	case iam.KindRCP:
		return "A resource control policy grants nothing: it limits who may do what to the resources of the accounts below it, callers from outside included, for the services that support it. It does not bind the resources of the management account, nor service-linked roles."
	case iam.KindIdentity, iam.KindResource, iam.KindTrust:
	}
	return ""
}
