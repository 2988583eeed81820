package explain

import (
	"fmt"
	"slices"
	"strings"

	"rolecall/sandbox/iam"
	"rolecall/sandbox/iam/analyze"
	"rolecall/sandbox/iam/contextkey"
)

// causes name the statements that refuse, and the conditions and elements by which
// Allows fail that are about the action.
func (t *trial) causes(p *analyze.Possibility) []string {
	r, err := p.Favour.Ready()
	if err != nil {
		return nil
	}
	var deny, near []string
	for _, doc := range t.docs {
		kind := doc.Kind()
		if line := t.silent(doc, r); line != "" {
			near = appendSome(near, line)
		}
		for i, cl := range doc.Clauses() {
			match := doc.MatchClause(i, r, t.policies.Boundary != nil)
			what := statementName(&cl) + " of the " + kindName(kind)
			switch {
			case cl.Effect == iam.Deny && match.All():
				deny = appendSome(deny, upper(what)+" denies it"+t.whyDenied(&cl, p)+".")
			case cl.Effect == iam.Allow && match.Action:
				for _, line := range t.whyNotAllowed(&cl, match, p) {
					near = appendSome(near, upper(what)+line)
				}
			}
		}
	}
	return append(deny, near...)
}

// silent says that a document which has to allow the call has no Allow that is about
// the action.
func (t *trial) silent(doc *iam.Policy, r *iam.Request) string {
	var allowed []string
	for i, cl := range doc.Clauses() {
		if cl.Effect != iam.Allow {
			continue
		}
		if doc.MatchClause(i, r, false).Action {
			return ""
		}
		allowed = append(allowed, cl.Actions[:min(len(cl.Actions), 2)]...)
	}
	switch {
	case doc.Kind() == iam.KindRCP:
		return ""
	case doc.Kind() == iam.KindSCP && len(allowed) == 0:
		return ""
	case len(allowed) == 0:
		return "The " + kindName(doc.Kind()) + " allows nothing."
	}
	return "The " + kindName(doc.Kind()) + " has no Allow for " + t.request.Action + ": it allows " + join(allowed[:min(len(allowed), 4)], "and") + "."
}

// whyDenied says by which of its conditions a Deny matches.
func (t *trial) whyDenied(cl *iam.Clause, p *analyze.Possibility) string {
	var parts []string
	for _, c := range cl.Conditions {
		switch have := t.carried(c.Key, p); {
		case len(have) == 0:
			parts = append(parts, fmt.Sprintf("%s holds for a call that carries no %s, %s", c.Operator, c.Key, t.whyAbsent(c.Key)))
		case !t.open(c.Key, p):
			parts = append(parts, fmt.Sprintf("%s is %s", c.Key, strings.Join(have, ", "))+t.regionHint(c.Key))
		}
	}
	if len(parts) == 0 {
		return ""
	}
	return ": " + strings.Join(parts, "; ")
}

// regionHint says that the Region of a global service is not the caller's to choose.
func (t *trial) regionHint(key string) string {
	if region := contextkey.GlobalRegion(t.request.Action); strings.EqualFold(key, "aws:RequestedRegion") && region != "" {
		service, _, _ := strings.Cut(t.request.Action, ":")
		return " (calls to " + service + " are always made in " + region + ", for it is a global service: no other Region can be chosen, so the guard has to leave " + service + ":* out by NotAction)"
	}
	return ""
}

// whyAbsent says why a call carries no such key.
func (t *trial) whyAbsent(key string) string {
	who, err := iam.ParsePrincipal(t.request.Principal)
	if err != nil {
		return "as this one"
	}
	kind := analyze.CallerKind(who.Type())
	switch contextkey.Of(key, kind, t.request.Action) {
	case contextkey.Never:
		return "as " + kind.String() + "s never do"
	case contextkey.Sometimes, contextkey.Always, contextkey.Disputed:
	}
	return "as this one"
}

// whyNotAllowed says what keeps an Allow from matching.
func (t *trial) whyNotAllowed(cl *iam.Clause, m iam.ClauseMatch, p *analyze.Possibility) (lines []string) {
	if !m.Principal {
		var names []string
		for _, pr := range cl.Principals {
			names = append(names, pr.Value)
		}
		if len(names) > 0 {
			lines = append(lines, " names "+join(names[:min(len(names), 3)], "and")+", and not the caller.")
		}
		return lines
	}
	if !m.Resource {
		for _, e := range cl.Resources[:min(len(cl.Resources), 40)] {
			if analyze.NearARN(e, t.request.Resource) {
				return []string{" allows it on " + e + ", and the call was for " + t.request.Resource + slip(e, t.request.Resource) + "."}
			}
		}
		return []string{" allows it on other resources: " + join(cl.Resources[:min(len(cl.Resources), 3)], "and") + "."}
	}
	for _, i := range m.FailedConditions {
		lines = append(lines, " asks for "+cl.Conditions[i].Demand+t.whyFails(cl.Conditions[i], p))
	}
	return lines
}

// whyFails says what the call carries in place of what a condition asks for.
func (t *trial) whyFails(c iam.ClauseCondition, p *analyze.Possibility) string {
	have := t.carried(c.Key, p)
	hint := literalHint(c)
	switch {
	case t.open(c.Key, p) && hint != "":
		return "." + hint
	case t.open(c.Key, p):
		return ", and no value that such a call carries meets it."
	case len(have) == 0:
		return ", and this call carries none: " + t.whyAbsent(c.Key) + "." + hint
	}
	line := ", and the call carries " + strings.Join(have, ", ") + "."
	for _, v := range c.Values {
		if len(have) == 1 && v != have[0] && strings.EqualFold(v, have[0]) {
			line += " They differ in capitals alone, and those count."
		}
	}
	return line + subjectHint(c.Key, have, c.Values) + hint
}

// literalHint says that an operator takes a wildcard literally.
func literalHint(c iam.ClauseCondition) string {
	if !strings.HasPrefix(c.Base, "StringEquals") && !strings.HasPrefix(c.Base, "StringNotEquals") {
		return ""
	}
	for _, v := range c.Values {
		if strings.ContainsAny(v, "*?") {
			return " " + c.Base + " takes the * of " + v + " literally, so no call has this value: StringLike takes it as a wildcard."
		}
	}
	return ""
}

// subjectHint says why GitHub's subject has this form; see "OpenID Connect reference"
// in GitHub's documentation.
func subjectHint(key string, have, want []string) string {
	if !strings.EqualFold(key, "token.actions.githubusercontent.com:sub") || len(have) != 1 {
		return ""
	}
	asksFor := func(part string) bool {
		return slices.ContainsFunc(want, func(v string) bool { return strings.Contains(v, part) })
	}
	switch sub := have[0]; {
	case strings.HasSuffix(sub, ":pull_request") && !asksFor(":pull_request"):
		return " A run of a pull request has the subject repo:OWNER/REPO:pull_request, whatever its branch."
	case strings.Contains(sub, ":environment:") && !asksFor(":environment:"):
		return " A job with an environment has the subject repo:OWNER/REPO:environment:NAME in place of its branch."
	case strings.Contains(sub, ":ref:refs/tags/") && !asksFor(":ref:refs/tags/"):
		return " A run of a tag has the subject repo:OWNER/REPO:ref:refs/tags/TAG."
	case strings.Count(sub, "@") >= 2 && !asksFor("@"):
		return " The repository uses subjects with immutable ids: repo:OWNER@ID/REPO@ID:…."
	}
	return ""
}

// slip says in what two near ARNs differ.
func slip(want, have string) string {
	switch {
	case strings.EqualFold(want, have):
		return ": they differ in capitals, and those count"
	case strings.Count(want, "/") > strings.Count(have, "/") && want[strings.LastIndexByte(want, '/'):] == have[strings.LastIndexByte(have, '/'):]:
		return ": it lacks the path. If the role has that path, the call has to name it with the path"
	case want[strings.LastIndexByte(want, '/')+1:] == have[strings.LastIndexByte(have, '/')+1:]:
		return ": the path differs"
	}
	return ": the two names look like one, written differently"
}

// carried are the values with which the call was tried.
func (t *trial) carried(key string, p *analyze.Possibility) []string {
	for k, v := range p.Favour.Context {
		if strings.EqualFold(k, key) {
			return v
		}
	}
	return nil
}

// open reports whether a key is not told.
func (t *trial) open(key string, p *analyze.Possibility) bool {
	return slices.ContainsFunc(p.Unknown, func(k string) bool { return strings.EqualFold(k, key) })
}

func statementName(cl *iam.Clause) string {
	if cl.Sid != "" {
		return "statement " + cl.Sid
	}
	return fmt.Sprintf("statement %d", cl.Index+1)
}

// kindName is a kind of policy in words.
func kindName(k iam.Kind) string {
	switch k {
	case iam.KindIdentity:
		return "identity policy"
	case iam.KindResource:
		return "resource’s policy"
	case iam.KindTrust:
		return "trust policy"
	case iam.KindBoundary:
		return "permissions boundary"
	case iam.KindSession:
		return "session policy"
	case iam.KindSCP:
		return "service control policy"
	case iam.KindRCP:
		return "resource control policy"
	}
	return "policy"
}

func upper(s string) string {
	if s == "" {
		return s
	}
	return strings.ToUpper(s[:1]) + s[1:]
}
