package generate

// families are all families there are. A family whose seeds come to mean
// something else gets a second entry with the next version, after the first, and
// the first stays for the attempts that asked it.
var families = []Family{
	{"caller-identity", 1, "What does get-caller-identity print?", "assume-call", callerIdentity},
	{"broken-credentials", 1, "What is wrong with these credentials?", "three-parts", brokenCredentials},
	{"how-long", 1, "How long does it last?", "how-long", howLong},
	{"exact-access", 1, "Which policy gives exactly this access?", "user-or-role", exactAccess},
	{"who-assumes", 1, "Who can assume this role?", "two-sides", whoAssumes},
	{"why-refused", 1, "Which policy refuses?", "two-sides", whyRefused},
	{"which-edit", 1, "Which change lets exactly this caller in?", "two-sides", whichEdit},
	{"which-condition", 1, "Which condition fails?", "keep-safe", whichCondition},
}
