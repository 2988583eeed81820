package iam

import "fmt"

func (r *reader) principals(s *statement, n *node, el *elements) {
	kind := r.policy.kind
	if !kind.namesPrincipals() {
		return
	}
	list := r.either(n, el.principal, el.notPrincipal, "Principal", true)
	if list == nil {
		return
	}
	s.hasPrincipal = true
	s.notPrincipal = list == el.notPrincipal
	s.faulty.principal = list.kind != jsonObject
	switch list.kind {
	case jsonString:
		if list.text != "*" {
			r.bad(codePrincipal, list, fmt.Sprintf("`%s` is %s here; as plain text it can only be `*`.", list.key, quote(list.text)),
				`Say of what sort it is: {"AWS": …}, {"Service": …} or {"Federated": …}.`)
			return
		}
		s.principals = append(s.principals, named{raw: "*", start: list.start, end: list.end})
		s.principalTexts = append(s.principalTexts, "*")
	case jsonObject:
		for i := list.child; i != 0; i = r.nodes[i].next {
			r.principalSort(s, &r.nodes[i])
		}
	case jsonNull, jsonBool, jsonNumber, jsonArray:
		r.bad(codeWrongType, list, "`"+list.key+"` is "+list.kind.label()+" here; it has to be `*` or an object.",
			`Write it as {"AWS": …}, {"Service": …} or {"Federated": …}.`)
	}
	if kind == KindRCP {
		r.everybody(s, list)
	}
}

// everybody holds an RCP to its only principal.
func (r *reader) everybody(s *statement, list *node) {
	for i := range s.principals {
		if s.principals[i].kind != namedEverybody {
			r.bad(codeForbidden, list, "A resource control policy can only name everybody as principal.", "Write `\"Principal\": \"*\"` and narrow it by conditions, such as one on `aws:PrincipalArn`.")
			return
		}
	}
}

var principalSorts = [...]string{"AWS", "Service", "Federated", "CanonicalUser"}

// principalSort reads one key of a Principal element.
func (r *reader) principalSort(s *statement, n *node) {
	var parse func(string) (named, bool)
	var mend string
	switch n.key {
	case "AWS":
		parse = parseNamed
		mend = "Write `*`, a twelve-digit account id, or the full ARN of an account's root, a user, a role, a role session or a federated user. Parts of it cannot be wildcards."
	case "Service":
		parse = parseNamedService
		mend = "A service is written like lambda.amazonaws.com, without wildcards."
	case "Federated":
		parse = parseNamedProvider
		mend = "Write the ARN of a SAML or OIDC provider in IAM, or a web identity provider such as accounts.google.com."
	case "CanonicalUser":
		parse = parseNamedCanonical
		mend = "A canonical user id has 64 hexadecimal digits."
	default:
		suggestion := "AWS knows " + listWords(principalSorts[:], "and") + " here."
		if near := r.near(n.key, principalSorts[:]); near != "" {
			suggestion = "Did you mean `" + near + "`?"
		}
		r.badKey(codePrincipal, n, quote(n.key)+" is not a sort of principal.", suggestion)
		s.faulty.principal = true
		return
	}
	fine := r.strings(n, func(m *node) {
		p, ok := parse(m.text)
		if !ok {
			s.faulty.principal = true
			r.bad(codePrincipal, m, quote(m.text)+" is not a principal of the sort `"+n.key+"`.", mend)
			return
		}
		p.start, p.end = m.start, m.end
		s.principals = append(s.principals, p)
		s.principalTexts = append(s.principalTexts, m.text)
	})
	s.faulty.principal = s.faulty.principal || !fine
}

func parseNamedService(s string) (named, bool) {
	return named{raw: s, kind: namedService}, isHost(s)
}

func parseNamedProvider(s string) (named, bool) {
	n := named{raw: s, kind: namedProvider}
	if isHost(s) {
		return n, true
	}
	p, err := ParsePrincipal(s)
	return n, err == nil && (p.typ == PrincipalSAML || p.typ == PrincipalOIDC)
}

func parseNamedCanonical(s string) (named, bool) {
	for i := range len(s) {
		if c := lowerByte(s[i]); !isDigit(c) && (c < 'a' || c > 'f') {
			return named{}, false
		}
	}
	return named{raw: s, kind: namedCanonical}, len(s) == 64
}
