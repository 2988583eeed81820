package iam

// Rule is one thing that AWS documents and this package keeps to. Its ID is
// stable; traces, tests and docs/fidelity.md refer to it.
type Rule struct {
	ID      string
	Text    string // what holds, in a sentence
	Page    string // the page of AWS's documentation
	Section string // the section of that page
	Room    string // the package that keeps it: "iam", "sts", "world" or "lint"
	Status  Status // how far AWS's documentation carries it
	Note    string // what the status leaves open; always there unless it is Documented
}

// Status says how far AWS's documentation carries a rule. The zero value is none:
// every rule has one.
type Status uint8

// The statuses of rules.
const (
	_             Status = iota
	Documented           // the section cited says it
	PagesDisagree        // pages of AWS contradict each other; the note says which one is followed
	Observed             // no page says it; AWS is seen to do so
	OurChoice            // neither: it had to be decided in some way
)

// String is the status in words, such as "pages disagree".
func (s Status) String() string {
	switch s {
	case Documented:
		return "documented"
	case PagesDisagree:
		return "pages disagree"
	case Observed:
		return "observed"
	case OurChoice:
		return "our choice"
	}
	return "no status"
}

// Rules lists every rule, in the order of the engine's specification.
func Rules() []Rule { return append([]Rule(nil), rules[:]...) }

// RuleByID returns a rule; ok is false when there is none of that id.
func RuleByID(id string) (rule Rule, ok bool) {
	for i := range rules {
		if rules[i].ID == id {
			return rules[i], true
		}
	}
	return Rule{}, false
}

// The ids that traces use.
const (
	ruleExplicitDeny    = "combine.explicit-deny"
	ruleDefaultDeny     = "combine.default-deny"
	ruleRoot            = "combine.root"
	ruleRootS3          = "combine.root-bucket-policy"
	ruleRootAssume      = "combine.root-cannot-assume"
	ruleKMS             = "combine.kms-key-policy"
	ruleSameAccount     = "combine.same-account"
	ruleCrossAccount    = "combine.cross-account"
	ruleDirect          = "combine.direct-grant"
	ruleRoleGrant       = "combine.role-grant"
	ruleAccount         = "combine.account-delegates"
	rulePrincipalMatch  = "combine.principal-match"
	ruleSession         = "combine.session-policy"
	ruleBoundary        = "combine.boundary"
	ruleFederated       = "combine.federated-user"
	ruleSCP             = "combine.scp"
	ruleSCPExempt       = "combine.scp-exempt"
	ruleRCP             = "combine.rcp"
	ruleRCPExempt       = "combine.rcp-exempt"
	ruleNotPrincipal    = "combine.not-principal"
	ruleCallerIdentity  = "combine.caller-identity"
	ruleTrust           = "trust.must-allow"
	ruleTrustDirect     = "trust.named-caller"
	ruleTrustProviders  = "trust.service-and-federation"
	ruleSourceIdentity  = "trust.source-identity-sides"
	ruleMatchAction     = "match.action"
	ruleMatchResource   = "match.resource"
	ruleMatchConditions = "match.and-or"
	ruleMatchAbsent     = "match.absent-key"
	ruleMatchSets       = "match.set-operators"
	ruleMatchNull       = "match.null"
	ruleMatchIP         = "match.ip"
	ruleMatchDate       = "match.date"
	ruleMatchWildcards  = "match.wildcards"
)
