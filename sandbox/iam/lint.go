package iam

import (
	"fmt"
	"strings"

	"rolecall/sandbox/iam/reference"
)

// The codes of warnings and advice.
const (
	codeNoVersion       = "missing-version"
	codeUnknownService  = "unknown-service"
	codeUnknownAction   = "unknown-action"
	codeUnknownKey      = "unknown-key"
	codeBadVariable     = "bad-variable"
	codeVariableVersion = "variable-needs-version"
	codeVariableHere    = "variable-not-filled-in"
	codeBadValue        = "unreadable-value"
	codeNever           = "never-holds"
	codeLiteralWild     = "literal-wildcard"
	codeNullSet         = "null-with-qualifier"
	codeMixedTypes      = "mixed-value-types"
	codeEmptyList       = "empty-list"
	codeEverybody       = "open-to-everybody"
	codeSubject         = "missing-subject"
	codeWideSubject     = "wildcard-subject"
	codeExternalID      = "missing-external-id"
	codeSourceARN       = "missing-source-arn"
	codeBoolIfExists    = "bool-if-exists"
	codeForAllValues    = "for-all-values-without-null"
	codePassRole        = "pass-role-star"
	codeAnyRole         = "assume-any-role"
	codeAdmin           = "allows-everything"
	codeUnreachable     = "unreachable-statement"
	codeRedundant       = "redundant-statement"
	codeLong            = "longer-than-yours"
	codeMismatch        = "action-principal-mismatch"
	codeTagSession      = "missing-tag-session"
	codeServiceName     = "unknown-service-principal"
	codeSubjectForm     = "impossible-subject"
	codeAudience        = "impossible-audience"
	codeValue           = "impossible-value"
	codeAbsent          = "key-never-present"
	codeResource        = "impossible-resource"
	codeResourceType    = "resource-not-of-action"
	codeStrayID         = "stray-id"
	codeUsersAlone      = "variable-of-users-alone"
	codeWeak            = "weak-condition"
	codeNegative        = "only-negative-conditions"
)

// Lint returns everything there is to say about a document, in source order: the
// errors of [Storable], warnings, and advice: names that are not known here, and what
// IAM Access Analyzer would say. None of it but Parse's errors keeps a document
// from being evaluated.
func Lint(kind Kind, name string, src []byte) []Finding {
	p, fs := read(kind, name, src)
	storable(p, fs)
	l := &linter{policy: p, faults: fs, hints: mostHints, left: mostLooks, pairs: mostPairs, names: make(map[string]verdictOnName)}
	l.run()
	return fs.located(string(clip(src)))
}

// linter walks a policy, which may be a partial one when it has errors.
type linter struct {
	policy *Policy
	faults *faults
	hints  int // how many more names to look up that may not be known here
	pairs  int // how many more pairs of action and resource to look at
	left   int // how many more values and principals to look at closely
	names  map[string]verdictOnName
}

// verdictOnName is what is known of a name.
type verdictOnName struct {
	known bool
	near  string
}

func (l *linter) warn(code string, start, end int32, message, mend string) {
	l.faults.report(SeverityWarning, code, int(start), int(end), message, mend)
}

// dead is warn for what keeps a statement from ever applying.
func (l *linter) dead(code string, start, end int32, message, mend string) {
	l.warn(code, start, end, message, mend)
	l.faults.list[len(l.faults.list)-1].Dead = true
}

func (l *linter) advise(code string, start, end int32, message, mend string) {
	l.faults.report(SeverityAdvice, code, int(start), int(end), message, mend)
}

// adviseStatement points at a whole statement.
func (l *linter) adviseStatement(code string, s *statement, message, mend string) {
	l.advise(code, int32(s.span.Start.Offset), int32(s.span.End.Offset), message, mend)
}

func (l *linter) run() {
	p := l.policy
	l.tooLongForYou()
	l.version()
	if p.strayID() {
		l.warn(codeStrayID, p.idStart, p.idEnd, p.strayIDMessage(), strayIDMend)
	}
	for i := range p.statements {
		s := &p.statements[i]
		l.actionNames(s)
		l.variables(s)
		l.deadPrincipals(s)
		l.unsignedCalls(s)
		l.deadResources(s)
		who := s.callers()
		for j := range s.conditions {
			c := &s.conditions[j]
			l.condition(s, c)
			l.deadKeys(s, who, c)
			l.deadValues(c)
			l.deadSubjects(c)
		}
		l.adviceOn(s)
	}
	l.reach()
}

// version: what the version means, and that IAM stores managed policies of the current
// one alone ("Policy document must be version 2012-10-17 or greater").
func (l *linter) version() {
	p := l.policy
	if len(p.statements) == 0 || p.kind == KindSCP || p.kind == KindRCP || p.kind == KindBoundary || p.version == version2012 {
		return
	}
	if p.version == "" || p.kind == KindIdentity {
		message := "The policy has no `Version`, so it is read as one of 2008, which knows no policy variables."
		if p.version != "" {
			message = "The policy is of the version of 2008, which knows no policy variables."
		}
		if p.kind == KindIdentity {
			message += " IAM stores it as an inline policy, and refuses it as a managed one."
		}
		l.warn(codeNoVersion, 0, 1, message, `Write "Version": "2012-10-17".`)
	}
}

// look asks the reference about a name, each name once and no more than hints
// unknown ones, for looking for near ones takes time.
func (l *linter) look(kind, name string, ask func() (bool, string)) verdictOnName {
	key := kind + lowerASCII(name)
	if v, ok := l.names[key]; ok {
		return v
	}
	if l.hints == 0 || len(name) > longestName {
		return verdictOnName{known: true}
	}
	known, near := ask()
	if !known {
		l.hints--
	}
	v := verdictOnName{known, near}
	l.names[key] = v
	return v
}

// mostLooks bounds the findings that take looking for near words or through the
// whole document.
const mostLooks = 500

// search reports whether there is still room for a closer look.
func (l *linter) search() bool {
	l.left--
	return l.left >= 0
}

func didYouMean(near, otherwise string) string {
	if near == "" {
		return otherwise
	}
	return "Did you mean `" + near + "`?"
}

// actionNames tells of the names that are not known here. AWS adds some every week,
// so that is advice, and nothing more is said.
func (l *linter) actionNames(s *statement) {
	for i := range s.actions {
		a, raw := &s.actions[i], s.actionTexts[i]
		service, name, found := strings.Cut(raw, ":")
		if !found || strings.ContainsAny(service, "*?") {
			continue
		}
		if !reference.Known(service) {
			l.serviceName(service, name, a)
			continue
		}
		if v := l.look("action ", raw, func() (bool, string) { return KnownAction(service, name) }); !v.known {
			l.advise(codeUnknownAction, a.start, a.end, quote(raw)+" "+KnownHere()+".", didYouMean(v.near, "If AWS has this action, keep it; if not, it matches no call."))
		}
	}
}

// variables checks how `${…}` is used in resources.
func (l *linter) variables(s *statement) {
	users := false
	for i := range s.resources {
		r, text := &s.resources[i], s.resourceTexts[i]
		l.variableText(text, r.start, r.end)
		if !users && s.effect == Allow && l.policy.kind == KindIdentity && l.policy.version == version2012 && strings.Contains(lowerASCII(text), "${aws:username}") {
			users = true
			l.advise(codeUsersAlone, r.start, r.end, "`aws:username` is there for IAM users alone: for the sessions of a role this matches nothing.", "Attach the policy to users, or use a key that sessions have, such as `aws:PrincipalTag/…` or `aws:userid`.")
		}
	}
	for i := range s.actions {
		if a := &s.actions[i]; strings.Contains(s.actionTexts[i], "${") {
			l.warn(codeVariableHere, a.start, a.end, "Policy variables are not filled in inside `Action`.", "They work in `Resource` and in `Condition`.")
		}
	}
}

// variableText checks the variables in a text that may hold them.
func (l *linter) variableText(text string, start, end int32) {
	at := strings.Index(text, "${")
	if at < 0 {
		return
	}
	if l.policy.version != version2012 {
		l.warn(codeVariableVersion, start, end, "Under this version of the policy language "+quote(text[at:])+" is plain text.", `Write "Version": "2012-10-17" to have variables filled in.`)
		return
	}
	for at >= 0 {
		v, n := parseVariable(text[at:])
		if n == 0 {
			l.warn(codeBadVariable, start, end, fmt.Sprintf("%s does not read as a policy variable, so it is plain text.", quote(text[at:])), "A variable is written ${key} or ${key, 'default'}.")
			return
		}
		if v.variable {
			l.keyName(v.key.name, start, end)
		}
		next := strings.Index(text[at+n:], "${")
		if next < 0 {
			return
		}
		at += n + next
	}
}

func (l *linter) keyName(key string, start, end int32) {
	v := l.look("key ", key, func() (bool, string) { return KnownKey(key) })
	if !v.known {
		l.advise(codeUnknownKey, start, end, "The condition key "+quote(key)+" "+KnownHere()+".", didYouMean(v.near, "If AWS has this key, keep it; if not, no call carries it, and it counts as absent."))
	}
}
