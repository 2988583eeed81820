package analyze

import (
	"net/netip"
	"slices"
	"strings"

	"rolecall/sandbox/iam"
)

// callerSets are the keys whose values a stranger chooses: in the call, in the
// session it is made with, or among what the stranger's own account says of it.
// Keys that end in a slash stand for all that begin so.
var callerSets = []string{
	"aws:useragent", "aws:referer", "aws:securetransport", "aws:requestedregion", "aws:tagkeys", "aws:requesttag/", "aws:principaltag/", "aws:principaltype",
	"aws:username", "aws:multifactorauthpresent", "aws:multifactorauthage", "aws:sourceidentity", "aws:federatedprovider",
	"sts:rolesessionname", "sts:transitivetagkeys", "sts:sourceidentity", "sts:externalid",
}

func setByCaller(key string) bool {
	low := strings.ToLower(key)
	return slices.ContainsFunc(callerSets, func(k string) bool { return low == k || strings.HasSuffix(k, "/") && strings.HasPrefix(low, k) })
}

// wholeKeys have values of which a wildcard leaves nothing that would keep a
// stranger out; see "Sensitive condition keys" on the page on global condition keys
// in the IAM User Guide.
var wholeKeys = []string{
	"aws:principalaccount", "kms:calleraccount", "aws:sourceowner", "aws:principalorgid", "aws:sourceaccount", "aws:sourceorgid", "aws:sourcevpc", "aws:sourcevpce", "aws:vpceaccount", "aws:vpceorgid",
}

// fitsStrangers reports whether a condition, as it is written, holds for strangers
// whatever the account that they come from: a value of it leaves open what its key
// is to single out.
func fitsStrangers(c iam.ClauseCondition) bool {
	if c.Negated || c.Base == "Null" {
		return false
	}
	return slices.ContainsFunc(c.Values, func(v string) bool { return valueFitsStrangers(c.Base, strings.ToLower(c.Key), v) })
}

func valueFitsStrangers(base, low, v string) bool {
	if base == "IpAddress" {
		p, err := netip.ParsePrefix(v)
		return err == nil && p.Bits() == 0 && low == "aws:sourceip"
	}
	if base != "StringLike" && base != "ArnLike" && base != "ArnEquals" || !strings.ContainsAny(v, "*?") {
		return low == "aws:username" // names are an account's own
	}
	switch low {
	case "aws:username":
		return true
	case "aws:principalorgpaths", "aws:sourceorgpaths":
		org, _, _ := strings.Cut(v, "/")
		return strings.ContainsAny(org, "*?")
	case "aws:userid":
		return strings.IndexAny(v, "*?") == 0
	case "aws:principalarn", "aws:sourcearn":
		return anyAccount(v)
	}
	return slices.Contains(wholeKeys, low)
}

// anyAccount reports whether a pattern for ARNs leaves the account open. Buckets
// have names that nobody else has, and ARNs without an account.
func anyAccount(pattern string) bool {
	f := strings.SplitN(pattern, ":", 6)
	if len(f) < 6 {
		return true
	}
	if f[2] == "s3" {
		bucket, _, _ := strings.Cut(f[5], "/")
		return strings.ContainsAny(bucket, "*?")
	}
	return strings.ContainsAny(f[4], "*?")
}

// onKey are a statement's conditions on a key that ask for something.
func onKey(cl *iam.Clause, key string) []iam.ClauseCondition {
	var list []iam.ClauseCondition
	for _, c := range cl.Conditions {
		if strings.EqualFold(c.Key, key) && !c.Negated && c.Base != "Null" {
			list = append(list, c)
		}
	}
	return list
}

// opensKey reports whether a statement asks for values of a key, and every
// condition that does so fits strangers.
func opensKey(cl *iam.Clause, key string) bool {
	list := onKey(cl, key)
	return len(list) > 0 && !slices.ContainsFunc(list, func(c iam.ClauseCondition) bool { return !fitsStrangers(c) })
}

// openKeys are the keys, as written, by which a statement singles nobody out.
func openKeys(cl *iam.Clause) []string {
	var keys []string
	for _, c := range cl.Conditions {
		if opensKey(cl, c.Key) && !slices.ContainsFunc(keys, func(k string) bool { return strings.EqualFold(k, c.Key) }) {
			keys = append(keys, c.Key)
		}
	}
	return keys
}

// namesNoAccount reports whether a statement asks who calls in words that fit a
// principal of any account, and in no others.
func namesNoAccount(cl *iam.Clause) bool {
	open := false
	for _, key := range []string{"aws:PrincipalArn", "aws:username", "aws:PrincipalAccount", "kms:CallerAccount", "aws:SourceOwner"} {
		if len(onKey(cl, key)) > 0 && !opensKey(cl, key) {
			return false
		}
		open = open || opensKey(cl, key)
	}
	return open
}
