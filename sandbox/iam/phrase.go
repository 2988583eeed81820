package iam

import "strings"

// The words in which traces speak of statements. They are sentences for people:
// short lists, names as the ARNs have them.

// mostNamed is how many values a sentence lists before it counts the rest.
const mostNamed = 3

func listValues(values []string, conjunction string) string {
	if len(values) == 1 {
		return clipText(values[0])
	}
	if len(values) > mostNamed {
		short := make([]string, 0, mostNamed+1)
		for _, v := range values[:mostNamed] {
			short = append(short, clipText(v))
		}
		return listWords(append(short, itoa(len(values)-mostNamed)+" more"), conjunction)
	}
	short := make([]string, 0, mostNamed)
	for _, v := range values {
		short = append(short, clipText(v))
	}
	return listWords(short, conjunction)
}

// clipText keeps a sentence from drowning in one value.
func clipText(s string) string {
	const most = 160
	if len(s) <= most {
		if s == "" {
			return "an empty text"
		}
		return s
	}
	cut := most
	for cut > 0 && s[cut]&0xC0 == 0x80 {
		cut--
	}
	return s[:cut] + "…"
}

func itoa(n int) string {
	if n < 0 {
		return "-" + itoa(-n)
	}
	if n < 10 {
		return "0123456789"[n : n+1]
	}
	return itoa(n/10) + itoa(n%10)
}

// demand says what a condition asks for: "aws:MultiFactorAuthPresent to be true".
func (c *condition) demand() string {
	key := c.key.name
	switch c.quant {
	case quantAll:
		key = "every value of " + key
	case quantAny:
		key = "some value of " + key
	case quantNone:
	}
	if c.op == opNull {
		switch {
		case c.absent && !c.present:
			return key + " to be absent"
		case c.present && !c.absent:
			return key + " to be present"
		}
		return key + " to be there or not, by a value other than true or false"
	}
	if len(c.wanted) == 0 {
		return key + " to be one of no values at all"
	}
	return key + c.relation() + listValues(c.wanted, "or")
}

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

// carried says what a call has for a key: "this call carries none".
func carried(values []string) string {
	if len(values) == 0 {
		return "this call carries none"
	}
	return "this call carries " + listValues(values, "and")
}

// label names a statement: by its Sid, or else by its place.
func (s *statement) label() string {
	if s.sid != "" {
		return "Statement " + s.sid
	}
	return "Statement " + itoa(int(s.index)+1)
}

func rawPatterns(ps []pattern) []string {
	out := make([]string, len(ps))
	for i := range ps {
		out[i] = ps[i].raw
	}
	return out
}

func rawPrincipals(ns []named) []string {
	out := make([]string, len(ns))
	for i := range ns {
		out[i] = ns[i].raw
	}
	return out
}

// callerPhrase names the caller: "alice", "Deploy's session ci".
func callerPhrase(p *Principal) string {
	switch p.typ {
	case PrincipalAnonymous:
		return "an anonymous caller"
	case PrincipalUser, PrincipalService, PrincipalSAML, PrincipalOIDC:
		return p.name
	case PrincipalAssumedRole:
		return p.name + "'s session " + p.session
	case PrincipalFederatedUser:
		return "the federated user " + p.name
	case PrincipalRoot:
		return "the root user of " + p.account
	}
	return p.name
}

// ownerPhrase names whoever bears the caller's identity policies, as a genitive:
// "alice's", "Deploy's".
func ownerPhrase(p *Principal) string {
	if p.typ == PrincipalRoot {
		return "the root user's"
	}
	return p.name + "'s"
}

// resourcePolicyPhrase names the resource's own policy: "Deploy's trust policy",
// "the bucket policy of reports".
func resourcePolicyPhrase(r *Request) string {
	if r.isTrust() {
		return lastPart(r.resource) + "'s trust policy"
	}
	_, rest, _ := strings.Cut(r.resource, ":::")
	switch r.service {
	case "s3":
		if bucket, _, _ := strings.Cut(rest, "/"); bucket != "" {
			return "the bucket policy of " + bucket
		}
		return "the bucket policy"
	case "kms":
		return "the key policy"
	case "sqs":
		return "the queue policy of " + lastField(r.resource)
	case "sns":
		return "the topic policy of " + lastField(r.resource)
	case "lambda":
		return "the function policy of " + lastField(r.resource)
	case "secretsmanager":
		return "the secret's policy"
	}
	return "the resource's policy"
}

func lastField(s string) string { return s[strings.LastIndexByte(s, ':')+1:] }

// namedPhrase names a principal of a policy as briefly as it stays clear.
func namedPhrase(n *named) string {
	switch n.kind {
	case namedEverybody:
		return "everybody"
	case namedAccount:
		return "account " + n.account
	case namedUser, namedRole:
		return n.name
	case namedSession, namedService, namedProvider, namedCanonical, namedUniqueID:
		return n.raw
	}
	return n.raw
}

func namedList(ns []named) string {
	if len(ns) == 0 {
		return "nobody"
	}
	words := make([]string, 0, min(len(ns), mostNamed+1))
	for i := range ns {
		words = append(words, namedPhrase(&ns[i]))
		if i == mostNamed {
			break
		}
	}
	if len(ns) > mostNamed {
		words[mostNamed] = itoa(len(ns)-mostNamed) + " more"
	}
	return listWords(words, "and")
}
