package iam

import (
	"net/netip"
	"slices"
	"strings"
)

// The rules of what lets strangers in: computed here once, for the linter's advice
// and for the analysis of who gets in. See "Sensitive condition keys" on the page on
// global condition keys in the IAM User Guide, and "The meaning of 'public'" in the
// S3 User Guide.

// guardKeys tell strangers from others, by a value that no stranger can choose.
var guardKeys = map[string]bool{
	"aws:principalorgid": true, "aws:principalorgpaths": true, "aws:principalaccount": true, "aws:principalarn": true, "aws:userid": true,
	"aws:sourcearn": true, "aws:sourceaccount": true, "aws:sourceorgid": true, "aws:sourceorgpaths": true, "aws:sourceowner": true,
	"aws:sourceip": true, "aws:sourcevpc": true, "aws:sourcevpce": true, "aws:sourcevpcarn": true,
	"aws:vpceaccount": true, "aws:vpceorgid": true, "aws:vpceorgpaths": true, "aws:ec2instancesourcevpc": true,
	"kms:calleraccount": true, "s3:dataaccesspointarn": true, "s3:dataaccesspointaccount": true, "s3:accesspointnetworkorigin": true,
	"elasticfilesystem:accessedviamounttarget": true, "ec2:sourceinstancearn": true, "lambda:sourcefunctionarn": true, "ssm:sourceinstancearn": true, "aws:viaawsmcpservice": true,
	"aws:principalservicename": true, "aws:principalservicenameslist": true, "aws:assumedroot": true,
}

// IsGuardKey reports whether a key can keep strangers out: its value says who calls or
// from where, and is not theirs to choose. A claim of an identity provider is one too.
func IsGuardKey(key string) bool {
	low := lowerASCII(key)
	_, _, claim := claimOf(low)
	return guardKeys[low] || claim || strings.HasPrefix(low, "saml:")
}

// wholeKeys have values of which a wildcard leaves nothing that would keep a stranger
// out.
var wholeKeys = [...]string{
	"aws:principalaccount", "kms:calleraccount", "aws:sourceowner", "aws:principalorgid", "aws:sourceaccount", "aws:sourceorgid", "aws:sourcevpc", "aws:sourcevpce", "aws:vpceaccount", "aws:vpceorgid",
}

// FitsStrangers reports whether a condition, as it is written, holds for strangers
// whatever the account that they come from: a value of it leaves open what its key is
// to single out.
func (c ClauseCondition) FitsStrangers() bool {
	if c.Negated || c.Base == "Null" {
		return false
	}
	return slices.ContainsFunc(c.Values, func(v string) bool { return valueFitsStrangers(c.Base, lowerASCII(c.Key), v) })
}

func valueFitsStrangers(base, low, v string) bool {
	if base == "IpAddress" {
		p, err := netip.ParsePrefix(v)
		return err == nil && low == "aws:sourceip" && broad(p)
	}
	if base != "StringLike" && base != "ArnLike" && base != "ArnEquals" || !hasWildcard(v) {
		return low == "aws:username" // names are an account's own
	}
	switch low {
	case "aws:username":
		return true
	case "aws:principalorgpaths", "aws:sourceorgpaths", "aws:vpceorgpaths":
		org, _, _ := strings.Cut(v, "/")
		return hasWildcard(org)
	case "aws:userid":
		return strings.IndexAny(v, "*?") == 0
	case "aws:principalarn", "aws:sourcearn":
		return anyAccount(v)
	}
	return slices.Contains(wholeKeys[:], low)
}

// broad reports whether a range of addresses is so wide that S3 calls it public:
// wider than /8, or /32 for IPv6.
func broad(p netip.Prefix) bool {
	if p.Addr().Is4() {
		return p.Bits() < 8
	}
	return p.Bits() < 32
}

// anyAccount reports whether a pattern for ARNs leaves the account open. Buckets have
// names that nobody else has, and ARNs without an account.
func anyAccount(pattern string) bool {
	f, n := arnParts(pattern)
	if n < 6 {
		return true
	}
	if f[2] == "s3" {
		bucket, _, _ := strings.Cut(f[5], "/")
		return hasWildcard(bucket)
	}
	return hasWildcard(f[4])
}

// OnKey are a statement's conditions on a key that ask for something.
func (c *Clause) OnKey(key string) []ClauseCondition {
	var list []ClauseCondition
	for _, cond := range c.Conditions {
		if equalFoldASCII(cond.Key, key) && !cond.Negated && cond.Base != "Null" {
			list = append(list, cond)
		}
	}
	return list
}

// OpensKey reports whether a statement asks for values of a key, and every condition
// that does so fits strangers.
func (c *Clause) OpensKey(key string) bool {
	list := c.OnKey(key)
	return len(list) > 0 && !slices.ContainsFunc(list, func(cond ClauseCondition) bool { return !cond.FitsStrangers() })
}

// guards reports whether a condition keeps strangers out.
func (c ClauseCondition) guards() bool {
	if c.Negated || c.HoldsWithoutKey() || c.Base == "Null" || len(c.Values) == 0 {
		return false
	}
	if equalFoldASCII(c.Key, "aws:PrincipalIsAWSService") {
		return !slices.ContainsFunc(c.Values, func(v string) bool { return parseBool(v) != 1 })
	}
	if !IsGuardKey(c.Key) {
		return slices.ContainsFunc(c.Values, callersOwn) && strings.HasPrefix(lowerASCII(c.Key), "aws:resource")
	}
	return !c.FitsStrangers()
}

// callersOwn reports whether a value asks for what is said of the caller, such as
// ${aws:PrincipalOrgID}.
func callersOwn(v string) bool {
	low := lowerASCII(v)
	return strings.HasPrefix(low, "${aws:principalorgid") || strings.HasPrefix(low, "${aws:principalaccount") || strings.HasPrefix(low, "${aws:principalorgpaths")
}

// Open says how a statement lets in everybody. Code is the linter's: empty when it
// does not.
type Open struct {
	Code string
	Keys []string // that the conditions are about and that keep nobody out
	Why  string   // ends the sentence "anyone can call X: …"
	Mend string
}

const (
	nameWho    = "Name who may come in, or add a condition such as one on `aws:PrincipalOrgID`."
	writeGuard = "Write out whom it is to let in: an organization's id, an account's, a range of addresses, with no wildcard in its place."
)

// Openness says how the statement lets in everybody, by its text: strangers are
// callers of an account of their own, or without one.
func (c *Clause) Openness() Open {
	everybody := c.NotPrincipal
	for _, n := range c.Principals {
		everybody = everybody || n.Sort == "AWS" && n.Value == "*"
	}
	if c.Effect != Allow || !everybody || slices.ContainsFunc(c.Conditions, ClauseCondition.guards) {
		return Open{}
	}
	if len(c.Conditions) == 0 {
		return Open{codeEverybody, nil, "no condition narrows it.", nameWho}
	}
	o := Open{Code: codeNegative, Mend: nameWho}
	wide := false
	for _, cond := range c.Conditions {
		wide = wide || cond.FitsStrangers() || IsGuardKey(cond.Key)
		if !cond.HoldsWithoutKey() && !(cond.Base == "Null" && slices.Contains(cond.Values, "true")) {
			o.Code = codeWeak
		}
		if !slices.ContainsFunc(o.Keys, func(k string) bool { return equalFoldASCII(k, cond.Key) }) {
			o.Keys = append(o.Keys, cond.Key)
		}
	}
	switch keys := listWords(o.Keys, "and"); {
	case o.Code == codeNegative:
		o.Why = "the conditions hold also for a call that carries none of what they name."
	case wide:
		o.Why, o.Mend = "it is narrowed only by "+keys+", and that keeps no stranger out as it is written.", writeGuard
	default:
		o.Why = "it is narrowed only by " + keys + ", which whoever calls sets."
	}
	return o
}

// OpenSource are the keys that say for whom a service acts and that the statement asks
// for in words that fit resources of every account. There are none when one of them
// singles an account out; asked reports whether any is asked for.
func (c *Clause) OpenSource() (open []string, asked bool) {
	for _, key := range sourceKeys {
		list := c.OnKey(key)
		guarded := slices.ContainsFunc(list, func(cond ClauseCondition) bool { return !cond.FitsStrangers() && !cond.HoldsWithoutKey() })
		if guarded {
			return nil, true
		}
		if len(list) > 0 {
			open, asked = append(open, key), true
		}
	}
	return open, asked
}
