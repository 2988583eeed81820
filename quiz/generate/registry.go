package generate

// families are all families there are. A family whose seeds come to mean
// something else gets a second entry with the next version, after the first, and
// the first stays for the attempts that asked it. The first versions all throw dice
// of their own; see [Family.dice].
var families = []Family{
	{"caller-identity", 1, "What does get-caller-identity print?", "assume-call", callerIdentity},
	{"caller-identity", 2, "What does get-caller-identity print?", "assume-call", callerIdentity},
	{"broken-credentials", 1, "What is wrong with these credentials?", "three-parts", brokenCredentials},
	{"broken-credentials", 2, "What is wrong with these credentials?", "three-parts", brokenCredentials},
	{"how-long", 1, "How long does it last?", "how-long", howLong},
	{"how-long", 2, "How long does it last?", "how-long", longerChains},
	{"exact-access", 1, "Which policy gives exactly this access?", "user-or-role", exactAccess},
	{"exact-access", 2, "Which policy gives exactly this access?", "user-or-role", guarded(exactAccess)},
	{"who-assumes", 1, "Who can assume this role?", "two-sides", whoAssumes},
	{"who-assumes", 2, "Who can assume this role?", "two-sides", guarded(whoAssumes)},
	{"why-refused", 1, "Which policy refuses?", "two-sides", whyRefused},
	{"why-refused", 2, "Which policy refuses?", "two-sides", whyRefused},
	{"which-edit", 1, "Which change lets exactly this caller in?", "two-sides", whichEdit},
	{"which-edit", 2, "Which change lets exactly this caller in?", "two-sides", guarded(whichEdit)},
	{"which-condition", 1, "Which condition fails?", "keep-safe", whichCondition},
	{"which-condition", 2, "Which condition fails?", "keep-safe", whichCondition},
	{"workload-trust", 1, "Whom must a program's role trust?", "workloads", workloadTrust},
	{"workload-trust", 2, "Whom must a program's role trust?", "workloads", workloadTrust},
	{"session-may", 1, "What does a session policy leave?", "only-narrower", sessionMay},
	{"session-may", 2, "What does a session policy leave?", "only-narrower", sessionUnderGuardrails},
	{"boundary-leaves", 1, "What does a boundary leave?", "only-narrower", boundaryLeaves},
	{"boundary-leaves", 2, "What does a boundary leave?", "only-narrower", boundaryUnderGuardrails},
	{"all-limits", 1, "What is left under several limits?", "only-narrower", allLimits},
	{"all-limits", 2, "What is left under several limits?", "only-narrower", allLimits},
	{"vendor-door", 1, "Which trust policy is safe with a vendor?", "keep-safe", vendorDoor},
	{"vendor-door", 2, "Which trust policy is safe with a vendor?", "keep-safe", vendorDoorWithMore},
	{"service-deputy", 1, "Which condition keeps a service from acting for others?", "keep-safe", serviceDeputy},
	{"service-deputy", 2, "Which condition keeps a service from acting for others?", "keep-safe", serviceDeputyWithMore},
	{"live-session", 1, "Who is still in after a change?", "how-long", liveSession},
	{"live-session", 2, "Who is still in after a change?", "how-long", guarded(liveSession)},
	{"arn-match", 1, "What does this pattern cover?", "user-or-role", arnMatch},
	{"arn-match", 2, "What does this pattern cover?", "user-or-role", arnMatch},
	{"bucket-readers", 1, "Who can read this bucket?", "two-sides", bucketReaders},
	{"bucket-readers", 2, "Who can read this bucket?", "two-sides", guarded(bucketReaders)},
	{"explicit-or-implicit", 1, "Which call meets a Deny?", "two-sides", explicitOrImplicit},
	{"explicit-or-implicit", 2, "Which call meets a Deny?", "two-sides", guarded(explicitOrImplicit)},
}
