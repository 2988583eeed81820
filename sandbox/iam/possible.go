package iam

import "strings"

// PossibleValue reports whether a request can carry a value under a condition key,
// as far as the forms go that AWS and identity providers document: a subject that
// GitHub issues, an account's twelve digits, the name of a service. In doubt it is
// true. [Lint] finds the same values.
func PossibleValue(key, value string) bool { return possible(key, opStringEquals, value) }

// PossiblePattern is [PossibleValue] for a text with wildcards: whether some value
// that a request can carry matches it.
func PossiblePattern(key, pattern string) bool { return possible(key, opStringLike, pattern) }

func possible(key string, op operator, value string) bool {
	low := lowerASCII(key)
	if known, ok := knownValues()[low]; ok && !fitsAny(known.forms(), op, value) {
		return false
	}
	if serviceKeys[low] {
		return op == opStringLike && hasWildcard(value) || KnownServicePrincipal(value)
	}
	host, claim, ok := claimOf(low)
	switch {
	case !ok:
		return true
	case claim == "sub":
		return possibleSubject(host, op, value)
	case claim == "aud" && host == "cognito-identity.amazonaws.com":
		return fitsAny(cognitoPoolForms(), op, value)
	case claim == "aud":
		return !nearlySTS(value)
	}
	return true
}

// possibleSubject reports whether the provider of a host issues a subject.
func possibleSubject(host string, op operator, subject string) bool {
	for i := range issuers {
		if is := &issuers[i]; is.is(host) {
			return fitsAny(is.forms(), op, subject) && !(is.name == "GitLab" && strings.Contains(subject, ":ref:refs/"))
		}
	}
	return true
}

// KnownServicePrincipal reports whether a name is one by which a service of AWS
// calls, as far as is known here.
func KnownServicePrincipal(name string) bool {
	label, suffix := serviceLabelOf(name)
	if base, _, ok := cutRegion(label); suffix == "" || !knownServiceLabel(label) && !(ok && knownServiceLabel(base)) {
		return false // without looking for a near one, which takes time
	}
	verdict, _ := judgeService(name)
	return verdict == serviceKnown
}

// NearServicePrincipal is what a name that is no known service principal was likely
// meant to be, or "".
func NearServicePrincipal(name string) string {
	verdict, near := judgeService(name)
	if verdict == serviceKnown {
		return ""
	}
	return near
}
