package generate

// belief names a misconception.
type belief string

// Misconception is something that people believe and that isn't so. Every wrong
// option of a generated question stands for one.
type Misconception struct {
	ID   belief
	Name string // a few words
	Text string // one or two sentences: what is so instead
}

// Misconceptions lists them all, by subject.
func Misconceptions() []Misconception { return misconceptions }

func misconception(id belief) (Misconception, bool) {
	for _, m := range misconceptions {
		if m.ID == id {
			return m, true
		}
	}
	return Misconception{}, false
}

// The misconceptions.
const (
	trustIsEnough      belief = "trust-is-enough"
	namingIsEnough     belief = "naming-is-enough"
	permissionIsEnough belief = "permission-is-enough"
	adminOpensAll      belief = "admin-opens-all"
	sameAccountIsFree  belief = "same-account-is-free"
	allowBeatsDeny     belief = "allow-beats-deny"
	anyRoleWillDo      belief = "any-role-will-do"
	nameIsIdentity     belief = "name-is-identity"
	rootMeansRootUser  belief = "root-means-root-user"
	wrongSide          belief = "wrong-side"
	absentLayer        belief = "absent-layer"
	silenceIsDeny      belief = "silence-is-deny"
	limitIsGrant       belief = "limit-is-grant"
	accountMeansOne    belief = "account-means-one"
	openTrustOpens     belief = "open-trust-opens"
	roleGrantsEntry    belief = "role-grants-entry"
	sessionARNAsRole   belief = "session-arn-as-role"
	bucketForObjects   belief = "bucket-for-objects"
	objectsForBucket   belief = "objects-for-bucket"
	folderIsResource   belief = "folder-is-resource"
	prefixIsFolder     belief = "prefix-is-folder"
	starIsReading      belief = "star-is-reading"
	widerIsSame        belief = "wider-is-same"
	notResourceIsDeny  belief = "not-resource-is-deny"
	listIsRead         belief = "list-is-read"
	maximumIsDefault   belief = "maximum-is-default"
	shortestIsDefault  belief = "shortest-is-default"
	tooLongIsCut       belief = "too-long-is-cut"
	chainTakesMaximum  belief = "chain-takes-maximum"
	chainEndsWithFirst belief = "chain-ends-with-first"
	chainIsRefused     belief = "chain-is-refused"
	wishIsIgnored      belief = "wish-is-ignored"
	wishIsRefused      belief = "wish-is-refused"
	userTokenLife      belief = "user-token-life"
	negatedNeedsKey    belief = "negated-needs-key"
	ifExistsNeedsKey   belief = "if-exists-needs-key"
	valuesAreAnded     belief = "values-are-anded"
	exactMatchOnly     belief = "exact-match-only"
	rangeIsAddress     belief = "range-is-address"
	timeRunsBackwards  belief = "time-runs-backwards"
	conditionsAreOred  belief = "conditions-are-ored"
	userARNAfterwards  belief = "user-arn-afterwards"
	roleARNAfterwards  belief = "role-arn-afterwards"
	callerAccountStays belief = "caller-account-stays"
	firstHopStays      belief = "first-hop-stays"
	assumingSwitches   belief = "assuming-switches"
	tokenIsOptional    belief = "token-is-optional"
	secretIsChecked    belief = "secret-is-checked-first"
	expiryExplainsAll  belief = "expiry-explains-all"
	allIsWell          belief = "all-is-well"
	limitIsAll         belief = "limit-is-all"
	silentLimitPasses  belief = "silent-limit-passes"
	workloadIsAccount  belief = "workload-is-account"
	neighbourService   belief = "neighbour-service"
	anyAssumeWillDo    belief = "any-assume-will-do"
	creatorLends       belief = "creator-lends"
	vendorIsTrusted    belief = "vendor-is-trusted"
	anyIDWillDo        belief = "any-id-will-do"
	idIsSecret         belief = "id-is-secret"
	anySourceWillDo    belief = "any-source-will-do"
	serviceIsEnough    belief = "service-is-enough"
	trustIsAskedAgain  belief = "trust-is-asked-again"
	callerIsAskedAgain belief = "caller-is-asked-again"
	newEndsOld         belief = "new-ends-old"
	sessionsAreSealed  belief = "sessions-are-sealed"
	starTakesSlash     belief = "star-takes-slash"
	caseIsIgnored      belief = "case-is-ignored"
	patternIsPrefix    belief = "pattern-is-prefix"
	patternIsAnywhere  belief = "pattern-is-anywhere"
	questionIsMany     belief = "question-is-many"
	ownPolicyReaches   belief = "own-policy-reaches"
	denyReachesFar     belief = "deny-reaches-far"
	orderMatters       belief = "order-matters"
	negationAdmits     belief = "negation-admits"
	namedIsBarred      belief = "named-is-barred"
	guardrailIsAdvice  belief = "guardrail-is-advice"
	guardrailIsLast    belief = "guardrail-is-last"
)

var misconceptions = []Misconception{
	{trustIsEnough, "The trust policy is the only lock", "A trust policy that names an account leaves the choice to that account. Until a policy there allows somebody the call, nobody may make it."},
	{namingIsEnough, "Being named is enough across accounts", "Across accounts both sides must say yes. Being named in the policy of the role or the resource is one of the two."},
	{permissionIsEnough, "A permission to call is enough", "Being allowed `sts:AssumeRole` is half of it. The role's trust policy must let the caller in as well, in the same account too."},
	{adminOpensAll, "An administrator can assume any role", "A policy that allows everything is still only the caller's side. Whom the trust policy leaves out stays out."},
	{sameAccountIsFree, "Inside one account nobody needs permission", "Nothing is open by default there either. A role's trust policy must name the caller, or trust the account and a policy of the caller's allow the call. A bucket takes one yes, from its own policy or from the caller's."},
	{allowBeatsDeny, "An Allow outweighs a Deny", "A Deny that matches wins over every Allow, wherever they stand."},
	{anyRoleWillDo, "A permission on one role covers others", "The Resource of the permission is the ARN of the role. Another role is another resource."},
	{nameIsIdentity, "The same name is the same person", "A user belongs to an account. Two users of one name in two accounts are two principals with two ARNs."},
	{rootMeansRootUser, "`:root` means the root user", "In a Principal the ARN that ends in `:root` stands for the account as a whole. It hands the choice to the account's administrators."},
	{wrongSide, "The refusal comes from the other side", "Each policy has its own question to answer. Look at which one says no, not at which one is nearest."},
	{absentLayer, "A policy that is not there still refuses", "A boundary, a session policy or a service control policy limits only where one is set."},
	{silenceIsDeny, "Not being mentioned is an explicit deny", "Silence is an implicit deny. An explicit one is a statement with the effect Deny that matches, and no Allow elsewhere can lift it."},
	{limitIsGrant, "A limit also grants", "Boundaries, session policies and service control policies set the most that can be allowed. What they allow must still be allowed by a policy that grants."},
	{accountMeansOne, "Trusting an account admits the one person meant", "An account stands for everybody in it whom its administrators allow, today and later."},
	{openTrustOpens, "A trust policy open to all lets everybody in", "Across accounts the caller's own side must allow the call too. An open trust policy is dangerous because so many can arrange that on their side."},
	{roleGrantsEntry, "The role's permissions policy says who may assume it", "That policy says what a session of the role may do. Who may become one is said by the trust policy and by the caller's own policies."},
	{sessionARNAsRole, "The permission names the session", "`sts:AssumeRole` is asked for on the role's ARN, `arn:aws:iam::…:role/…`. The ARN with `assumed-role` is that of a session, which isn't there yet."},
	{bucketForObjects, "The bucket's ARN covers its objects", "Objects have ARNs of their own, with a slash and the key after the bucket's name. `s3:GetObject` and `s3:PutObject` are asked for on those."},
	{objectsForBucket, "The objects' ARN covers the bucket", "`s3:ListBucket` is asked for on the bucket itself, whose ARN ends with its name."},
	{folderIsResource, "A folder's name covers what is in it", "Without a wildcard an ARN matches one resource alone. Everything below a prefix is written with `/*` at its end."},
	{prefixIsFolder, "A star stops at the folder", "`*` stands for any run of characters, and whatever begins alike matches: the slash before the star is what keeps neighbours out."},
	{starIsReading, "A star for the action is harmless", "`s3:*` allows to write and to delete as well as to read."},
	{widerIsSame, "A wider permission is as good", "It works for what was wanted, and for what was not."},
	{notResourceIsDeny, "`NotResource` denies the rest", "An Allow with NotResource allows everything but what it lists, other people's resources included. What it lists it only leaves unmentioned."},
	{listIsRead, "Listing and reading are one permission", "`s3:ListBucket` shows the names of objects, `s3:GetObject` reads one. Neither contains the other."},
	{maximumIsDefault, "A session lasts as long as the role allows", "The maximum is what a call may ask for. A call that asks for nothing gets an hour."},
	{shortestIsDefault, "A session lasts a quarter of an hour", "Fifteen minutes are the least that a call may ask for. A call that asks for nothing gets an hour."},
	{tooLongIsCut, "Too long a duration is shortened", "A call that asks for more than the limit is refused. No session comes of it."},
	{chainTakesMaximum, "A chained session can last the role's maximum", "When a role assumes a role, an hour is the most, whatever the second role's maximum is."},
	{chainEndsWithFirst, "A chained session ends with the first", "Each session has an end of its own, set when it is issued."},
	{chainIsRefused, "A role can't assume a role", "It can, where the second role trusts it and its own policies allow the call. It is called role chaining."},
	{wishIsIgnored, "The duration that a call asks for is ignored", "Within the limits the call gets what it asks for. Sessions shorter than an hour are one use of it."},
	{wishIsRefused, "Only a full hour may be asked for", "Anything from fifteen minutes up to the role's maximum may."},
	{userTokenLife, "Every session lasts twelve hours", "Twelve hours are what GetSessionToken and GetFederationToken give an IAM user who names no time. For AssumeRole they are the most that any role can be set to."},
	{negatedNeedsKey, "A negated condition needs the key", "Where the request has no such key, a negated operator such as `StringNotEquals` is true."},
	{ifExistsNeedsKey, "`IfExists` asks for the key to exist", "It asks for the value only if the key is there. Without the key the condition is true."},
	{valuesAreAnded, "All listed values must match", "The values of one key are alternatives: one that matches is enough. Keys and operators are all needed."},
	{exactMatchOnly, "A pattern is compared word for word", "`StringLike` and the Arn operators take `*` and `?` for wildcards."},
	{rangeIsAddress, "An address range is one address", "A range such as `203.0.113.0/24` holds every address that begins alike, 256 of them."},
	{timeRunsBackwards, "A date in a condition is when it began", "`DateLessThan` holds until that moment, `DateGreaterThan` from then on."},
	{conditionsAreOred, "One condition that holds is enough", "All conditions of a statement must hold. One that fails is enough to lose the statement."},
	{userARNAfterwards, "One stays the user while using a role", "Whoever signs with the role's credentials is a session of the role, and nothing else."},
	{roleARNAfterwards, "The caller is the role itself", "A role has an IAM ARN and never calls. Its sessions do, and theirs is an STS ARN: `assumed-role`, the role's name, the session's name."},
	{callerAccountStays, "The account number stays the caller's", "A session belongs to the account of its role."},
	{firstHopStays, "The first role shows through", "After a chain the caller is a session of the last role alone."},
	{assumingSwitches, "Calling AssumeRole changes who you are", "The call only answers with credentials. Who signs with them is the session; who goes on with the old ones is who they were."},
	{tokenIsOptional, "Two of the three parts will do", "Temporary credentials have three parts, and every request needs all three of one set."},
	{secretIsChecked, "The secret is what goes wrong first", "A wrong secret shows as `SignatureDoesNotMatch`, and only for a key that is known together with its token."},
	{expiryExplainsAll, "Credentials that fail have expired", "Expiry has an error of its own: `ExpiredToken` at STS and S3. Other errors have other reasons."},
	{allIsWell, "What worked once goes on working", "Credentials work while all three parts belong together and their time isn't over. Each of these can fail by itself."},
	{limitIsAll, "With limits in place most things fail", "A limit takes away what it leaves out and nothing else. What it includes goes through, if a policy grants it."},
	{silentLimitPasses, "What a limit doesn't mention goes through", "What the principal's own policies grant passes only if a boundary or session policy allows it too. Their silence refuses."},
	{workloadIsAccount, "A program counts as its account", "The caller of AssumeRole is the service that runs the program. An account in the trust policy stands for users and roles."},
	{neighbourService, "Any service that is involved will do", "The trust policy names the one service that assumes the role, by its service principal."},
	{anyAssumeWillDo, "All the AssumeRole calls are one", "`sts:AssumeRole`, `sts:AssumeRoleWithSAML` and `sts:AssumeRoleWithWebIdentity` are three actions, each for other callers."},
	{creatorLends, "A program borrows the rights of who set it up", "Whoever sets it up passes a role to the service, once. From then on the service assumes the role in its own name."},
	{vendorIsTrusted, "A trusted vendor needs no condition", "The vendor acts for many customers, and one of them could have it act on another's role. The external id ties a call to a customer."},
	{anyIDWillDo, "Some identifier is as good as the external id", "It must be the very value that the vendor passes for this customer alone."},
	{idIsSecret, "An external id is a password", "It isn't a secret. It tells customers apart and keeps nobody out by itself."},
	{anySourceWillDo, "Any value for the source will do", "A pattern that leaves the account open takes every account's resources."},
	{serviceIsEnough, "Knowing the service is enough", "A service works for everybody. `aws:SourceArn` and `aws:SourceAccount` tell on whose behalf it calls."},
	{trustIsAskedAgain, "Changing the trust policy throws people out", "The trust policy is checked when the role is assumed. Sessions already issued go on."},
	{callerIsAskedAgain, "The caller's own policies still count", "They counted for the call to AssumeRole. The session has the role's permissions and nothing of the caller's."},
	{newEndsOld, "A new session replaces the old one", "Sessions stand beside one another. Each has its own credentials and its own end."},
	{sessionsAreSealed, "A session keeps what it was issued with", "The policies of the role and of the resource are looked up at each request, so a change to them applies to sessions in use. Only what was passed with the call, session policy and tags, stays as it was."},
	{starTakesSlash, "A star makes the slashes beside it optional", "A star may stand for nothing. The characters around it must be there."},
	{caseIsIgnored, "Upper and lower case are one", "Actions ignore case. ARNs in Resource don't."},
	{patternIsPrefix, "A pattern need only match roughly", "Every character outside of the wildcards must be there, to the very end."},
	{patternIsAnywhere, "A pattern may match in the middle", "It must match from the beginning. What may stand before it has to be written as a star."},
	{questionIsMany, "`?` stands for some characters, or none", "`?` stands for exactly one character."},
	{ownPolicyReaches, "A permission of one's own reaches other accounts", "Across accounts the resource's side must say yes too."},
	{denyReachesFar, "A Deny shuts more than it says", "A Deny takes away what its action, resource and conditions match, and nothing else."},
	{orderMatters, "The first statement that matches decides", "The order of statements means nothing. All that match count, and a Deny among them wins."},
	{negationAdmits, "A negated condition admits whom it names", "It holds for everybody else."},
	{guardrailIsAdvice, "Two yeses outweigh a guardrail", "A service control policy limits what can be allowed to the users and roles of its accounts. Its Deny wins, though both sides allow."},
	{guardrailIsLast, "Whatever a guardrail stops, the guardrail must be lifted", "A guardrail that is lifted is lifted for everybody whom it stopped."},
	{namedIsBarred, "A condition names who is kept out", "In an Allow it names who is let in. Whomever it leaves out gets nothing from that statement."},
}
