package analyze

import (
	"slices"
	"strings"

	"rolecall/sandbox/iam"
)

// callers are whom a search asks for: everybody the policies name, by Principal
// or by a condition on aws:PrincipalArn, somebody else of each named account,
// and a stranger.
func (f *field) callers(open bool) []string {
	var out []string
	add := func(arns ...string) {
		for _, a := range arns {
			if _, err := iam.ParsePrincipal(a); err == nil && len(out) < mostCallers {
				out = appendNew(out, a)
			}
		}
	}
	for _, p := range f.order {
		for _, cl := range f.clauses[p] {
			for _, n := range cl.Principals[:min(len(cl.Principals), mostCallers)] {
				if len(out) < mostCallers {
					add(f.callersOf(n)...)
				}
			}
			for _, c := range cl.Conditions {
				if len(out) < mostCallers {
					add(f.callersIn(c)...)
				}
			}
		}
	}
	out = out[:min(len(out), mostCallers-3)] // room for those that nobody mentions
	add(f.somebody(f.home), f.somebody(f.stranger()))
	if open {
		f.fresh["anonymous"] = "anyone, without signing in,"
		add("anonymous")
	}
	return out
}

// somebody is a user of an account whom no policy mentions.
func (f *field) somebody(account string) string {
	arn := "arn:aws:iam::" + account + ":user/someone"
	for _, ok := f.named(arn); ok; _, ok = f.named(arn) {
		arn += "-else"
	}
	words := "anyone in " + account
	if !f.said[account] {
		words = "anyone in any AWS account"
	}
	f.fresh[arn] = words
	return arn
}

func (f *field) named(value string) (string, bool) {
	for _, p := range f.order {
		for _, cl := range f.clauses[p] {
			for _, n := range cl.Principals {
				if n.Value == value {
					return value, true
				}
			}
		}
	}
	return "", false
}

// callersOf are callers that a Principal entry takes in.
func (f *field) callersOf(n iam.ClausePrincipal) []string {
	switch {
	case n.Value == "*" && n.Sort == "AWS":
		return nil
	case len(n.Value) == 12 && isDigits(n.Value):
		return []string{f.somebody(n.Value)}
	case n.Sort == "Service" && !iam.KnownServicePrincipal(n.Value):
		return nil // nothing is said of a caller that may not exist
	case n.Sort != "AWS":
		return []string{n.Value}
	}
	return f.callersOfARN(n.Value)
}

// callersOfARN are callers behind an ARN of IAM or STS.
func (f *field) callersOfARN(arn string) []string {
	parts := strings.SplitN(arn, ":", 6)
	if len(parts) < 6 {
		return nil
	}
	account := parts[4]
	switch kind, rest, _ := strings.Cut(parts[5], "/"); {
	case parts[5] == "root":
		return []string{f.somebody(account), arn}
	case kind == "role" && parts[2] == "iam":
		name := lastPart(rest)
		f.roles[account+"/"+name] = arn
		return []string{"arn:" + parts[1] + ":sts::" + account + ":assumed-role/" + name + "/session"}
	case kind == "assumed-role":
		role, _, _ := strings.Cut(rest, "/")
		return []string{arn, "arn:" + parts[1] + ":sts::" + account + ":assumed-role/" + role + "/another-session"}
	}
	return []string{arn}
}

// callersIn are callers that a condition singles out, and ones that it does not.
func (f *field) callersIn(c iam.ClauseCondition) (out []string) {
	low := strings.ToLower(c.Key)
	for _, v := range c.Values[:min(len(c.Values), mostValues)] {
		if strings.Contains(v, "${") {
			continue
		}
		switch low {
		case "aws:principalarn":
			for _, account := range f.accounts() {
				if arn := arnInstance(inAccount(v, account), filler); !strings.ContainsAny(arn, "*?") {
					out = append(out, f.callersOfARN(arn)...)
				}
			}
		case "aws:principalaccount", "kms:calleraccount", "aws:sourceowner":
			if len(v) == 12 && isDigits(v) {
				out = append(out, f.somebody(v))
			}
		case "aws:username":
			for _, account := range f.accounts() {
				out = append(out, "arn:aws:iam::"+account+":user/"+instance(v, filler))
			}
		case "aws:sourcearn": // only services carry it: the one whose resource it is
			if parts := strings.SplitN(v, ":", 6); len(parts) == 6 && iam.KnownServicePrincipal(parts[2]+".amazonaws.com") {
				out = append(out, parts[2]+".amazonaws.com")
			}
		case "aws:principalservicename":
			if name := instance(v, filler); iam.KnownServicePrincipal(name) {
				out = append(out, name)
			}
		}
	}
	return out
}

// accounts are some of those that the policies mention, home first, and a
// stranger's.
func (f *field) accounts() []string {
	const most = 6
	out := []string{f.home}
	for _, a := range sortedKeys(f.said) {
		if len(out) < most {
			out = appendNew(out, a)
		}
	}
	return append(out, f.stranger())
}

// inAccount puts an account where a pattern leaves the account open.
func inAccount(pattern, account string) string {
	parts := strings.SplitN(pattern, ":", 6)
	if len(parts) == 6 && strings.Contains(parts[4], "*") && fits(parts[4], account) {
		parts[4] = account
	}
	return strings.Join(parts, ":")
}

// mayCall reports whether such a caller can make such a call at all: providers
// only assume roles, and only services that allow it hear unsigned calls.
func mayCall(who iam.Principal, action string) bool {
	low := strings.ToLower(action)
	service, _, _ := strings.Cut(low, ":")
	tags := low == "sts:tagsession" || low == "sts:setsourceidentity" || low == "sts:setcontext"
	switch who.Type() {
	case iam.PrincipalSAML:
		return low == "sts:assumerolewithsaml" || tags
	case iam.PrincipalOIDC:
		return low == "sts:assumerolewithwebidentity" || tags
	case iam.PrincipalAnonymous:
		return slices.Contains(unsigned[:], service)
	case iam.PrincipalFederatedUser:
		return service != "sts" && service != "iam"
	case iam.PrincipalUser, iam.PrincipalAssumedRole, iam.PrincipalRoot, iam.PrincipalService:
	}
	return low != "sts:assumerolewithsaml" && low != "sts:assumerolewithwebidentity"
}

// unsigned are the services whose resources can be open to unsigned calls.
var unsigned = [...]string{"s3", "sns", "sqs", "es", "execute-api", "lambda"}
