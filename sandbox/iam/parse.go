package iam

import (
	"fmt"

	"rolecall/sandbox/iam/reference"
)

// Parse reads a document of the given kind and compiles it. It returns all
// faults at once; the policy is nil when there are any, for every fault Parse
// finds is an error. Only what the grammar refuses is found here: quotas are
// [Storable]'s, warnings and advice [Lint]'s. See "Grammar of the IAM JSON
// policy language" in the IAM User Guide.
func Parse(kind Kind, name string, src []byte) (*Policy, []Finding) {
	p, fs := read(kind, name, src)
	if len(fs.list) > 0 {
		return nil, fs.located(string(clip(src)))
	}
	return p, nil
}

// clip keeps a document that is refused by size from being walked for lines.
func clip(src []byte) []byte {
	if len(src) > maxDocument {
		return src[:1]
	}
	return src
}

// read is Parse with the findings unlocated; the policy is never nil, and holds
// what could be read.
func read(kind Kind, name string, src []byte) (*Policy, *faults) {
	fs := &faults{}
	p := &Policy{name: name, kind: kind}
	if len(src) > maxDocument {
		fs.add(codeTooLarge, 0, 1, fmt.Sprintf("The document has %d bytes; no policy may have more than %d.", len(src), maxDocument),
			"AWS's largest policies hold 51,200 bytes: split it, or name resources by wildcard.")
		return p, fs
	}
	p.text = string(src)
	nodes, ok := scan(p.text, fs)
	if !ok {
		return p, fs
	}
	r := &reader{policy: p, nodes: nodes, faults: fs, hints: mostHints}
	r.document()
	return p, fs
}

// reader turns JSON nodes into a policy.
type reader struct {
	policy    *Policy
	nodes     []node
	faults    *faults
	variables bool
	hints     int // how many more "did you mean" to look for
}

// mostHints bounds the looking for near words in a document full of wrong ones.
const mostHints = 50

func (r *reader) near(s string, known []string) string {
	if r.hints == 0 {
		return ""
	}
	r.hints--
	return reference.Nearest(s, known, nil)
}

func (r *reader) bad(code string, n *node, message, suggestion string) {
	r.faults.add(code, int(n.start), int(n.end), message, suggestion)
}

// badKey reports a fault of a member's name rather than its value.
func (r *reader) badKey(code string, n *node, message, suggestion string) {
	r.faults.add(code, int(n.keyStart), int(n.keyStart)+len(n.key)+2, message, suggestion)
}

func (r *reader) expect(n *node, kind jsonKind, what string) bool {
	if n.kind == kind {
		return true
	}
	r.bad(codeWrongType, n, fmt.Sprintf("%s is %s here; it has to be %s.", what, n.kind.label(), kind.label()), "")
	return false
}

func (r *reader) document() {
	root := &r.nodes[0]
	if !r.expect(root, jsonObject, "A policy") {
		return
	}
	var statement *node
	for i := root.child; i != 0; i = r.nodes[i].next {
		n := &r.nodes[i]
		switch n.key {
		case "Version":
			r.version(n)
		case "Id":
			r.id(n)
		case "Statement":
			statement = n
		default:
			r.unknownElement(n, documentElements[:], "a policy")
		}
	}
	if statement == nil {
		r.bad(codeMissing, root, "The policy has no `Statement`.", `Add "Statement": [ … ].`)
		return
	}
	r.variables = r.policy.version == version2012
	r.statements(statement)
}

var documentElements = [...]string{"Version", "Id", "Statement"}

var statementElements = [...]string{"Sid", "Effect", "Principal", "NotPrincipal", "Action", "NotAction", "Resource", "NotResource", "Condition"}

func (r *reader) unknownElement(n *node, known []string, where string) {
	suggestion := "Remove it: AWS knows " + listWords(known, "and") + " here."
	if near := r.near(n.key, known); near != "" {
		suggestion = "Did you mean `" + near + "`? Elements are written exactly so."
	}
	r.badKey(codeUnknown, n, quote(n.key)+" is not an element of "+where+".", suggestion)
}

func (r *reader) version(n *node) {
	if !r.expect(n, jsonString, "`Version`") {
		return
	}
	if n.text != version2008 && n.text != version2012 {
		r.bad(codeVersion, n, quote(n.text)+" is not a version of the policy language.", `It is no date of your own: write "2012-10-17".`)
		return
	}
	r.policy.version = n.text
}

// id reads Id. The grammar's notes keep it out of identity-based policies, and so out
// of the boundaries and session policies written like them; IAM stores it there all
// the same, and the page of Id shows such a policy.
func (r *reader) id(n *node) {
	if r.expect(n, jsonString, "`Id`") {
		r.policy.id = n.text
		r.policy.idStart, r.policy.idEnd = n.keyStart, n.keyStart+int32(len(n.key))+2
	}
}

func (r *reader) statements(n *node) {
	switch n.kind {
	case jsonObject:
		r.policy.statements = make([]statement, 0, 1)
		r.statement(n)
	case jsonArray:
		if n.child == 0 {
			r.bad(codeMissing, n, "`Statement` is empty.", "A policy needs at least one statement.")
		}
		r.policy.statements = make([]statement, 0, n.count)
		for i := n.child; i != 0; i = r.nodes[i].next {
			r.statement(&r.nodes[i])
		}
	case jsonNull, jsonBool, jsonNumber, jsonString:
		r.bad(codeWrongType, n, "`Statement` is "+n.kind.label()+" here; it has to be an object, or an array of objects.", "")
	}
	r.place()
}

// place works out the statements' lines and columns in one walk.
func (r *reader) place() {
	at := Position{Line: 1, Column: 1}
	for i := range r.policy.statements {
		sp := &r.policy.statements[i].span
		at = advance(r.policy.text, at, sp.Start.Offset)
		sp.Start = at
		at = advance(r.policy.text, at, sp.End.Offset)
		sp.End = at
	}
}

// elements are the nodes of one statement, by element.
type elements struct {
	sid, effect, principal, notPrincipal, action, notAction, resource, notResource, condition *node
}

func (r *reader) statement(n *node) {
	if !r.expect(n, jsonObject, "A statement") {
		return
	}
	var el elements
	for i := n.child; i != 0; i = r.nodes[i].next {
		m := &r.nodes[i]
		slot := el.slot(m.key)
		switch {
		case slot == nil:
			r.unknownElement(m, statementElements[:], "a statement")
		case r.forbidden(m):
		default:
			*slot = m
		}
	}
	s := statement{index: int32(len(r.policy.statements)), span: Span{Start: Position{Offset: int(n.start)}, End: Position{Offset: int(n.end)}}}
	if el.sid != nil && r.expect(el.sid, jsonString, "`Sid`") {
		s.sid = el.sid.text
	}
	r.effect(&s, n, &el)
	r.principals(&s, n, &el)
	r.actions(&s, n, &el)
	r.resources(&s, n, &el)
	if el.condition != nil {
		r.conditions(&s, el.condition)
	}
	r.policy.statements = append(r.policy.statements, s)
}

func (e *elements) slot(name string) **node {
	switch name {
	case "Sid":
		return &e.sid
	case "Effect":
		return &e.effect
	case "Principal":
		return &e.principal
	case "NotPrincipal":
		return &e.notPrincipal
	case "Action":
		return &e.action
	case "NotAction":
		return &e.notAction
	case "Resource":
		return &e.resource
	case "NotResource":
		return &e.notResource
	case "Condition":
		return &e.condition
	}
	return nil
}

// forbidden reports an element that the policy's kind may not hold.
func (r *reader) forbidden(n *node) bool {
	kind := r.policy.kind
	mend := ""
	switch n.key {
	case "Principal", "NotPrincipal":
		switch {
		case !kind.namesPrincipals() && kind == KindSCP:
			mend = "Remove it: a service control policy counts for every principal of the accounts below it; a condition on `aws:PrincipalArn` can single some out."
		case !kind.namesPrincipals():
			mend = "Remove it: the principal is whoever the policy is attached to. Who may assume a role stands in the role's trust policy."
		case n.key == "NotPrincipal" && kind == KindTrust:
			mend = "Name who is trusted in `Principal`."
		case n.key == "NotPrincipal" && kind == KindRCP:
			mend = "Write `\"Principal\": \"*\"` and spare some by a condition on `aws:PrincipalArn`."
		}
	case "Resource", "NotResource":
		if kind == KindTrust {
			mend = "Remove it: the resource of a trust policy is the role it belongs to."
		}
	case "NotAction":
		if kind == KindRCP {
			mend = "List the actions in `Action`."
		}
	}
	if mend == "" {
		return false
	}
	r.badKey(codeForbidden, n, "`"+n.key+"` cannot stand in "+kind.label()+".", mend)
	return true
}

func (r *reader) effect(s *statement, n *node, el *elements) {
	switch {
	case el.effect == nil:
		r.bad(codeMissing, n, "The statement has no `Effect`.", `Add "Effect": "Allow" or "Effect": "Deny".`)
	case !r.expect(el.effect, jsonString, "`Effect`"):
	case el.effect.text == "Deny":
		s.effect = Deny
	case el.effect.text != "Allow":
		r.bad(codeEffect, el.effect, quote(el.effect.text)+" is not an effect.", `Write "Allow" or "Deny", exactly so.`)
	case r.policy.kind == KindRCP:
		r.bad(codeForbidden, el.effect, "A resource control policy cannot allow.", `Write "Deny" and state what is forbidden; AWS's own RCPFullAWSAccess allows the rest.`)
	}
}

// either picks the one of two elements that excludes the other, and faults both
// or neither.
func (r *reader) either(n, yes, no *node, name string, required bool) *node {
	switch {
	case yes != nil && no != nil:
		r.badKey(codeConflict, no, "A statement cannot hold both `"+name+"` and `Not"+name+"`.", "Keep one of them.")
		return nil
	case yes != nil:
		return yes
	case no != nil:
		return no
	case required:
		r.bad(codeMissing, n, "The statement has no `"+name+"`.", missingMend(r.policy.kind, name))
	}
	return nil
}

func missingMend(kind Kind, name string) string {
	switch {
	case name == "Principal" && kind == KindRCP:
		return `Add "Principal": "*".`
	case name == "Principal" && kind == KindTrust:
		return `Say who may assume the role, such as "Principal": {"AWS": "111122223333"}.`
	case name == "Principal":
		return `Say whom it concerns, such as "Principal": {"AWS": "arn:aws:iam::111122223333:user/alice"}.`
	case name == "Action" && kind == KindTrust:
		return `Add "Action": "sts:AssumeRole".`
	case name == "Action":
		return `Add "Action", such as "s3:GetObject".`
	}
	return `Add "Resource" with ARNs, or "*".`
}

// strings reads a string or an array of strings.
// strings reports whether all of it was of the right type.
func (r *reader) strings(n *node, each func(*node)) bool {
	fine := true
	what := "`" + n.key + "`"
	switch n.kind {
	case jsonString:
		each(n)
	case jsonArray:
		for i := n.child; i != 0; i = r.nodes[i].next {
			m := &r.nodes[i]
			if m.kind != jsonString {
				r.bad(codeWrongType, m, "A value of "+what+" is "+m.kind.label()+" here; it has to be a string.", "")
				fine = false
				continue
			}
			each(m)
		}
	case jsonNull, jsonBool, jsonNumber, jsonObject:
		r.bad(codeWrongType, n, what+" is "+n.kind.label()+" here; it has to be a string, or an array of strings.", "")
		fine = false
	}
	return fine
}

func (r *reader) actions(s *statement, n *node, el *elements) {
	list := r.either(n, el.action, el.notAction, "Action", true)
	if list == nil {
		return
	}
	s.notAction = list == el.notAction
	s.actions = make([]pattern, 0, max(1, list.count))
	s.actionTexts = make([]string, 0, max(1, list.count))
	fine := r.strings(list, func(m *node) {
		p := compileAction(m.text)
		p.start, p.end = m.start, m.end
		s.actions = append(s.actions, p)
		s.actionTexts = append(s.actionTexts, m.text)
		s.anyAction = s.anyAction || isStar(m.text)
	})
	s.faulty.action = !fine
	s.setService()
}
