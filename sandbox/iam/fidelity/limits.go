package fidelity

// Limit is something of AWS that this simulator does not model.
type Limit struct{ Title, Text string }

// Limits lists what is not modelled.
func Limits() []Limit { return append([]Limit(nil), limits[:]...) }

var limits = [...]Limit{
	{"Eventual consistency", "AWS takes seconds to carry a change of a policy or a role everywhere. Here it holds from the next call on."},
	{"VPC endpoint policies", "A call through an endpoint is also limited by the endpoint's policy. No endpoints exist here; the keys aws:SourceVpc and aws:SourceVpce count only where a request's context holds them."},
	{"S3 beyond bucket policies", "Access control lists, Block Public Access, object ownership, access points and Access Grants are left out. Objects belong to the bucket's owner."},
	{"KMS grants", "A grant can open a key that no policy opens. Grants do not exist here, and kms:RetireGrant is decided by policies alone."},
	{"kms:CallerAccount and aws:SourceOwner", "Calls in the sandbox carry neither. Where a policy is looked through, both are taken for the caller's account: so the first is documented; of the second, which AWS calls deprecated, it is what the first policy of a topic means, and no page says it."},
	{"KMS aliases", "A request for an alias is not turned into one for its key. The keys that AWS manages are known by their alias/aws/ names."},
	{"Decisions of the services themselves", "What a service refuses for reasons of its own (a state, a quota, a dependency, a parameter) is modelled only for the operations of the sandbox. Services that check several actions or resources for one call do so there alone; rolecall eval decides one action on one resource."},
	{"Federated users and IAM", "AWS keeps a federated user's session from IAM's calls and from STS's but GetCallerIdentity, and credentials of GetSessionToken from IAM's without MFA and from STS's but AssumeRole and GetCallerIdentity. The sandbox does so as well; which error AWS answers isn't documented. The engine of rolecall eval keeps nobody from anything: it decides what policies say."},
	{"The user who federated", "A federated user carries the federating user's name in the requests of rolecall eval: federated-user/NAME is taken as federated by the IAM user NAME. AWS lets the two names differ."},
	{"MFA devices", "Virtual devices alone exist here: no FIDO security keys, no hardware tokens. On AWS GetMFADevice takes only security keys; here it shows virtual devices."},
	{"The boundary of a user whom a trust policy names", "AWS's pages disagree on whether its implicit deny limits the user. Here it does not, as for any resource-based policy that names a user."},
	{"NotPrincipal with sessions", "AWS asks some services' policies to list role, session and account to spare a session from a Deny. Here role and account, or session and account, will do."},
	{"Everybody, and callers from identity providers", "Of VPC endpoint policies AWS documents that {\"AWS\": \"*\"} does not take in callers from SAML and OIDC providers, while \"*\" does. Of other policies no page says so. Here both take in everybody."},
	{"Unique ids", "A stored trust policy turns principals into unique ids. Here a document keeps its ARNs, and the world remembers for whom they stood. An id in a document matches nobody."},
	{"Canonical users", "A CanonicalUser in a bucket policy, and the origin access identities of CloudFront, match nobody."},
	{"The number of an organization's policies", "AttachPolicy counts the SCPs and RCPs of a root, a unit or an account. A scenario's file may list more, and how many an organization holds in all (10,000 and 2,000) is not counted."},
	{"The size of a session token", "How AWS's tokens hold session policies and tags isn't documented. Here each of their characters counts as a byte, in a token that really is as long as the answer says. Since September 2026 the token's 4,096 bytes are the one limit; the texts of AssumeRole's Policy and Tags and the page of quotas still speak of a packed form with a limit of its own."},
	{"Root sessions of member accounts", "sts:AssumeRoot is decided by the caller's own policies; resource control policies are not asked. Root credentials are looked at and deleted under RootCredentialsManagement, recovered under RootSessions, as the console's description of the two capabilities says; what AssumeRoot answers while one is off isn't documented."},
	{"Encoded messages", "EC2's calls that change something answer a refusal with one, those that read do not. Whether AWS lets another account decode a message isn't documented; here it can't."},
	{"Authorization ids", "On AWS most refusals of IAM's calls carry a link and an id, with which GetRequestAuthorizationDetails tells how the call was decided (in preview in 2026). Refusals here carry neither; their trace tells it."},
	{"The policy simulator's fine print", "How inline policies are called (user_NAME_POLICY), where a statement is said to begin, what the source's type reads and which members EvalDecisionDetails has follow the examples in the API reference. What stands as resource and decision over several resources (here *, and the worst) is a guess."},
	{"Policies that services write themselves", "On AWS a new topic carries a policy that lets its owner's account in. Here a topic has none until one is set; within the account identity-based policies decide all the same."},
	{"Actions of KMS, SQS and SNS in messages", "SQS and SNS write an action's name in their own way in refusals. Here it is written as in policies."},
	{"Outbound tokens", "GetWebIdentityToken answers users and roles; what AWS answers a root user isn't documented, and here it is refused. How large a token may grow is not held. Of the claims that AWS documents, those of EC2, Lambda, Glue and Identity Center are left out; ou_path is a text, as in AWS's sample. GetDelegatedAccessToken, which is for AWS's partners, is left out."},
	{"Roles that a token names", "A provider can say in a token which roles it is good for. AWS documents the condition key for it, sts:RoleAuthorizedByIdp, and not how the claim is read. Here it is not read, and the key never has a value."},
	{"Service-linked roles", "They are known by the name AWSServiceRoleFor…, which AWS keeps for them."},
	{"Names of services, actions and keys", "They are those of the Service Authorization Reference of one day, and a few that AWS documents elsewhere. A name outside them is advice and changes no decision."},
}
