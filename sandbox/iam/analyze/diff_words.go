package analyze

import (
	"strings"

	"rolecall/sandbox/iam"
)

// sentence tells a difference: "Now anyone in 444455556666 can assume Deploy;
// before, only alice could."
func (d *differ) sentence(g *finding) string {
	who := d.subject(g)
	what := predicate(g.request.Action, g.request.Resource) + d.circumstances(g)
	if g.direction() == Widened {
		return "Now " + who + " can " + what + "; before, " + d.otherwise(g, 0) + "."
	}
	return upperFirst(who) + " can no longer " + what + ": " + d.otherwise(g, 1) + "."
}

// subject names the caller, by the widest name that the statement gives.
func (d *differ) subject(g *finding) string {
	arn := g.spot.who.ARN()
	if words := d.f.fresh[arn]; words != "" {
		if g.spot.who.Account() == d.f.home {
			return "anyone in " + g.spot.who.Account()
		}
		return words
	}
	return callerWords(g.spot.who)
}

// callerWords names a caller as people do.
func callerWords(p iam.Principal) string {
	switch p.Type() {
	case iam.PrincipalAnonymous:
		return "anyone, without signing in,"
	case iam.PrincipalUser:
		return p.Name()
	case iam.PrincipalAssumedRole:
		return "a session of " + p.Name()
	case iam.PrincipalFederatedUser:
		return "the federated user " + p.Name()
	case iam.PrincipalRoot:
		return "the root user of " + p.Account()
	case iam.PrincipalService:
		return p.Name()
	case iam.PrincipalSAML, iam.PrincipalOIDC:
		return "whoever " + providerHost(p) + " vouches for"
	}
	return p.ARN()
}

// predicate says what a request does.
func predicate(action, resource string) string {
	name := lastPart(resource)
	switch strings.ToLower(action) {
	case "sts:assumerole":
		return "assume " + name
	case "sts:assumerolewithwebidentity":
		return "assume " + name + " with a web identity"
	case "sts:assumerolewithsaml":
		return "assume " + name + " with SAML"
	case "sts:tagsession":
		return "pass session tags to " + name
	case "sts:setsourceidentity":
		return "set a source identity on " + name
	}
	if resource == "*" {
		return "call " + action
	}
	return "call " + action + " on " + resourceWords(resource)
}

func resourceWords(arn string) string {
	if rest, ok := strings.CutPrefix(arn, "arn:aws:s3:::"); ok {
		return rest
	}
	parts := strings.SplitN(arn, ":", 6)
	if len(parts) == 6 {
		return parts[5]
	}
	return arn
}

// circumstances says with what the call comes: the keys that the versions ask
// for, told apart by presence.
func (d *differ) circumstances(g *finding) string {
	var words []string
	for _, k := range sortedKeys(g.request.Context) {
		if st, _ := d.f.key(g.spot, k); st == keyFree || st == keyAlways && d.asked(g, k) {
			words = append(words, keyWords(k, g.request.Context[k]))
		}
	}
	for _, k := range d.missing(g) {
		words = append(words, without(k))
	}
	if g.on == footingSilent && g.nearest >= 0 && len(g.elements) == 0 {
		words = append(words, "without an identity policy that allows it")
	}
	if len(words) == 0 {
		return ""
	}
	return " " + listWords(words, "and")
}

// asked reports whether a changed statement tests a key.
func (d *differ) asked(g *finding, key string) bool {
	for _, ref := range d.changed {
		if ref.index == whole {
			continue
		}
		for _, c := range d.clause(ref).Conditions {
			if strings.EqualFold(c.Key, key) {
				return true
			}
		}
	}
	return false
}

// missing are the keys that the nearest counterpart asks for and the call lacks.
func (d *differ) missing(g *finding) (out []string) {
	if g.nearest < 0 {
		return nil
	}
	for _, c := range d.f.clauses[d.sides[1-g.cause.side].policy][g.nearest].Conditions {
		for _, el := range g.details {
			if strings.EqualFold(el, c.Key) && g.request.value(c.Key) == nil {
				if st, _ := d.f.key(g.spot, c.Key); st == keyFree {
					out = appendNew(out, c.Key)
				}
			}
		}
	}
	return out
}

func keyWords(key string, values []string) string {
	v := listWords(values, "and")
	switch strings.ToLower(key) {
	case "aws:multifactorauthpresent":
		if v == "true" {
			return "with MFA"
		}
		return "with temporary credentials made without MFA"
	case "aws:sourceip":
		return "from " + v
	case "aws:principalorgid":
		return "from within the organization " + v
	case "aws:sourcearn":
		return "on behalf of " + v
	case "aws:sourceaccount":
		return "on behalf of account " + v
	case "aws:currenttime":
		return "at " + v
	case "aws:securetransport":
		if v == "false" {
			return "without TLS"
		}
		return "over TLS"
	case "sts:externalid":
		return "with the external id " + v
	case "sts:rolesessionname":
		return "under the session name " + v
	case "sts:sourceidentity":
		return "with the source identity " + v
	}
	return "with " + key + " " + v
}

func without(key string) string {
	switch strings.ToLower(key) {
	case "aws:multifactorauthpresent":
		return "without MFA"
	case "sts:externalid":
		return "without an external id"
	case "sts:sourceidentity":
		return "without a source identity"
	}
	return "without " + key
}

// otherwise says how the other version stood to such a request: 0 before, 1 now.
func (d *differ) otherwise(g *finding, side int) string {
	if by := d.denier(g, side); by != "" {
		return by + map[int]string{0: " denied it", 1: " denies it"}[side]
	}
	could := map[int]string{0: " could", 1: " can"}[side]
	p := d.sides[side].policy
	switch {
	case g.cause.index == whole:
		return "the " + kindWords(d.c.Kind) + map[int]string{0: " did not allow it", 1: " does not allow it"}[side]
	case p == nil:
		return map[int]string{0: "there was no such policy", 1: "the policy is gone"}[side]
	case g.nearest < 0 || g.cause.side == side:
		return "nothing allow" + map[int]string{0: "ed", 1: "s"}[side] + " it"
	}
	cl := &d.f.clauses[p][g.nearest]
	switch strings.Join(g.elements, " ") {
	case "":
		return d.changeOfGrant(g, side)
	case "Principal":
		names := d.names(g, side)
		if len(names) == 0 {
			return "nobody" + could
		}
		return "only " + listWords(names, "and") + could
	case "Action":
		return "only " + listWords(cl.Actions, "and") + map[int]string{0: " was", 1: " is"}[side] + " allowed"
	case "Resource":
		return "only " + listWords(cl.Resources, "and") + map[int]string{0: " was", 1: " is"}[side] + " open"
	case "Condition":
		return map[int]string{0: "it took ", 1: "it takes "}[side] + d.demands(g, cl)
	}
	return "nothing allow" + map[int]string{0: "ed", 1: "s"}[side] + " it"
}

// denier names the Deny that matches on a side.
func (d *differ) denier(g *finding, side int) string {
	p := d.sides[side].policy
	res := g.was
	if side == 1 {
		res = g.is
	}
	if p == nil || res.Decision != iam.ExplicitDeny {
		return ""
	}
	for i, cl := range d.f.clauses[p] {
		if cl.Effect == iam.Deny && p.MatchClause(i, g.ready, d.bounded(g, side)).All() {
			return statementWords(&cl)
		}
	}
	return ""
}

// kindWords are a policy's kind in AWS's words.
func kindWords(k iam.Kind) string {
	switch k {
	case iam.KindIdentity:
		return "identity-based policy"
	case iam.KindResource:
		return "resource-based policy"
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

func statementWords(cl *iam.Clause) string {
	if cl.Sid != "" {
		return "statement " + cl.Sid
	}
	return "statement " + itoa(cl.Index+1)
}

// changeOfGrant is for a request whose statement matches on both sides: it names
// the caller in one and leaves the decision to the caller's account in the other.
func (d *differ) changeOfGrant(g *finding, side int) string {
	if side == 0 {
		return "the policy left that to account " + g.spot.who.Account()
	}
	return "the policy leaves that to account " + g.spot.who.Account()
}

// names are whom the Allows of a side name that would fit otherwise.
func (d *differ) names(g *finding, side int) (out []string) {
	p := d.sides[side].policy
	for i, cl := range d.f.clauses[p] {
		m := p.MatchClause(i, g.ready, false)
		if cl.Effect != iam.Allow || !m.Action || !m.Resource || !m.Condition || cl.NotPrincipal {
			continue
		}
		for _, n := range cl.Principals {
			out = appendNew(out, principalWords(n))
		}
	}
	return out
}

// principalWords names an entry of a Principal element.
func principalWords(n iam.ClausePrincipal) string {
	switch {
	case n.Value == "*":
		return "everybody"
	case len(n.Value) == 12 && isDigits(n.Value):
		return "account " + n.Value
	case n.Sort == "Federated":
		if _, host, ok := strings.Cut(n.Value, ":oidc-provider/"); ok {
			return host
		}
		return lastPart(n.Value)
	}
	parts := strings.SplitN(n.Value, ":", 6)
	if n.Sort != "AWS" || len(parts) < 6 {
		return n.Value
	}
	if parts[5] == "root" {
		return "account " + parts[4]
	}
	if kind, rest, _ := strings.Cut(parts[5], "/"); kind == "user" || kind == "role" {
		return lastPart(rest)
	}
	return parts[5]
}

func (d *differ) demands(g *finding, cl *iam.Clause) string {
	var words []string
	for _, c := range cl.Conditions {
		for _, el := range g.details {
			if strings.EqualFold(el, c.Key) {
				words = appendNew(words, c.Demand)
			}
		}
	}
	if len(words) == 0 {
		return "more"
	}
	return listWords(words, "and")
}

func (d *differ) summary(out *Difference) string {
	if out.Same && len(d.changed) == 0 {
		return "Both versions say the same."
	}
	var found []Direction
	for i := range out.Witnesses {
		found = append(found, out.Witnesses[i].Direction)
	}
	return Summary(found, out.Complete)
}

// Summary is the sentence for what was found of a change: which way each witness
// goes, and whether the search went through.
func Summary(found []Direction, complete bool) string {
	wider, narrower := 0, 0
	for _, way := range found {
		if way == Widened {
			wider++
		} else {
			narrower++
		}
	}
	rest := ""
	if !complete {
		rest = " The search stopped at its limit, so there may be more."
	}
	switch {
	case len(found) == 0:
		return "No request was found that the two versions decide differently." + rest
	case narrower == 0:
		return "The change lets more in: " + ways(wider) + " found." + rest
	case wider == 0:
		return "The change lets less in: " + ways(narrower) + " found." + rest
	}
	return "The change lets more in here and less there: " + ways(wider) + " to get in, " + ways(narrower) + " shut." + rest
}

func ways(n int) string {
	if n == 1 {
		return "one way"
	}
	return itoa(n) + " ways"
}

// upperFirst begins a sentence with a capital, unless a name begins it.
func upperFirst(s string) string {
	for _, word := range [...]string{"the ", "a ", "an ", "anyone", "whoever ", "nobody", "everybody", "nothing", "statement "} {
		if strings.HasPrefix(s, word) {
			return string(s[0]-'a'+'A') + s[1:]
		}
	}
	return s
}
