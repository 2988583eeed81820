package iam

import "strings"

// The words in which traces speak of statements, callers and policies. They are
// for people: short lists, names as the ARNs have them.

// statement names a statement: by its Sid, or else by its place.
func (w *prose) statement(s *statement) {
	w.add("Statement ")
	if s.sid != "" {
		w.add(s.sid)
		return
	}
	w.number(int(s.index) + 1)
}

// demand says what a condition asks for: "aws:MultiFactorAuthPresent to be true".
func (w *prose) demand(c *condition) {
	switch c.quant {
	case quantAll:
		w.add("every value of ")
	case quantAny:
		w.add("some value of ")
	case quantNone:
	}
	w.add(c.key.name)
	switch {
	case c.op == opNull && c.absent && !c.present:
		w.add(" to be absent")
	case c.op == opNull && c.present && !c.absent:
		w.add(" to be present")
	case c.op == opNull:
		w.add(" to be there or not, by a value other than true or false")
	case len(c.wanted) == 0:
		w.add(" to be one of no values at all")
	default:
		w.add(c.relation())
		w.list(c.wanted, "or")
	}
}

// demand is [prose.demand] as a string of its own.
func (c *condition) demand() string {
	var w prose
	w.demand(c)
	return string(w.buf)
}

// label names a statement at the front of a sentence, "Statement 2"; mention
// does so within one.
func (s *statement) label() string {
	var w prose
	w.statement(s)
	return string(w.buf)
}

func (s *statement) mention() string { return "s" + s.label()[1:] }

// relation is the operator in words.
func (c *condition) relation() string {
	switch c.op {
	case opStringEquals, opNumericEquals, opDateEquals, opBinaryEquals, opBool:
		if c.negated {
			return " to be other than "
		}
		return " to be "
	case opStringEqualsIgnoreCase:
		if c.negated {
			return " to be, in any case, other than "
		}
		return " to be, in any case, "
	case opStringLike, opARN:
		if c.negated {
			return " to be unlike "
		}
		return " to be like "
	case opNumericLess:
		return " to be less than "
	case opNumericLessEquals:
		return " to be at most "
	case opNumericGreater:
		return " to be more than "
	case opNumericGreaterEquals:
		return " to be at least "
	case opDateLess:
		return " to be before "
	case opDateLessEquals:
		return " to be no later than "
	case opDateGreater:
		return " to be after "
	case opDateGreaterEquals:
		return " to be no earlier than "
	case opIPAddress:
		if c.negated {
			return " to be outside "
		}
		return " to be within "
	case opNull:
	}
	return " to be "
}

// carried says what a call has for a condition's key ("this call carries none"),
// and which of the policy variables it asks for have no value.
func (w *prose) carried(r *Request, c *condition) {
	values := r.lookup(&c.key)
	if len(values) == 0 {
		w.add("this call carries none")
	} else {
		w.add("this call carries ")
		w.list(values, "and")
	}
	for i := range c.patterns {
		for j := range c.patterns[i].parts {
			p := &c.patterns[i].parts[j]
			if p.variable && !p.hasDefault && len(r.lookup(&p.key)) != 1 {
				w.add3(", nor a value for ${", p.key.name, "}")
				return
			}
		}
	}
}

// caller names the caller: "alice", "Deploy's session ci".
func (w *prose) caller(p *Principal) {
	switch p.typ {
	case PrincipalAnonymous:
		w.add("an anonymous caller")
	case PrincipalUser, PrincipalService, PrincipalSAML, PrincipalOIDC:
		w.add(p.name)
	case PrincipalAssumedRole:
		w.add3(p.name, "'s session ", p.session)
	case PrincipalFederatedUser:
		w.add2("the federated user ", p.name)
	case PrincipalRoot:
		w.add2("the root user of ", p.account)
	}
}

// owner names whoever bears the caller's identity policies, as a genitive.
func (w *prose) owner(p *Principal) {
	if p.typ == PrincipalRoot {
		w.add("the root user's")
		return
	}
	w.add2(p.name, "'s")
}

// resourcePolicy names the resource's own policy: "Deploy's trust policy", "the
// bucket policy of reports".
func (w *prose) resourcePolicy(r *Request) {
	if r.isTrust() {
		w.add2(lastPart(r.resource), "'s trust policy")
		return
	}
	switch r.service() {
	case "s3":
		w.add("the bucket policy")
		_, rest, _ := strings.Cut(r.resource, ":::")
		if bucket, _, _ := strings.Cut(rest, "/"); bucket != "" {
			w.add2(" of ", bucket)
		}
	case "kms":
		w.add("the key policy")
	case "sqs":
		w.add2("the queue policy of ", lastField(r.resource))
	case "sns":
		w.add2("the topic policy of ", lastField(r.resource))
	case "lambda":
		w.add2("the function policy of ", lastField(r.resource))
	case "secretsmanager":
		w.add("the secret's policy")
	default:
		w.add("the resource's policy")
	}
}

func lastField(s string) string { return s[strings.LastIndexByte(s, ':')+1:] }

// named lists principals of a policy as briefly as they stay clear.
func (w *prose) named(ns []named) {
	if len(ns) == 0 {
		w.add("nobody")
		return
	}
	shown := len(ns)
	if shown > mostNamed+1 {
		shown = mostNamed
	}
	for i := range ns[:shown] {
		w.separate(i, len(ns), "and")
		switch n := &ns[i]; n.kind {
		case namedEverybody:
			w.add("everybody")
		case namedAccount:
			w.add2("account ", n.account)
		case namedUser, namedRole:
			w.add(n.name)
		case namedSession, namedService, namedProvider, namedCanonical, namedUniqueID:
			w.clipped(n.raw)
		}
	}
	w.rest(len(ns)-shown, "and")
}
