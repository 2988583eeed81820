package iam

import (
	"slices"
	"strings"

	"rolecall/sandbox/iam/reference"
)

// What is asked about names of services, actions and condition keys: for findings,
// suggestions and completion, never for a decision. The answers are those of
// package reference, which is of one day; see [KnownHere].

// KnownHere says in how far a name is not known: "is not known here (reference of
// September 2026)". AWS may have it all the same.
func KnownHere() string { return "is not known here (reference of " + reference.Month() + ")" }

// KnownService tells whether the prefix is one of AWS's, ignoring case, and if
// not, which known one it resembles ("" when none does).
func KnownService(prefix string) (known bool, suggestion string) {
	if reference.Known(prefix) {
		return true, ""
	}
	return false, reference.NearService(prefix)
}

// KnownAction tells whether a service has the action; a name with wildcards is
// known when at least one action fits it. The suggestion is a whole action of the
// service, "sts:AssumeRole", with the same verb, or "".
func KnownAction(service, name string) (known bool, suggestion string) {
	s := reference.Lookup(service)
	if s == nil {
		return false, ""
	}
	for range s.Matching(name) {
		return true, ""
	}
	if strings.ContainsAny(name, "*?") {
		return false, ""
	}
	if near := s.Near(name); near != "" {
		return false, s.Prefix + ":" + near
	}
	return false, ""
}

// KnownKey tells whether a condition key is one of AWS's, ignoring case. Keys of
// identity providers (HOST:claim) count as known, for a provider sends what claims
// it likes. The suggestion is a whole key or "".
func KnownKey(key string) (known bool, suggestion string) {
	if _, ok := reference.FindKey(key); ok {
		return true, ""
	}
	prefix, name, found := strings.Cut(key, ":")
	if found && strings.Contains(prefix, ".") {
		return true, ""
	}
	if found && (strings.HasSuffix(name, "/") || strings.HasSuffix(name, ":")) { // aws:PrincipalTag/ without a name behind it
		if _, ok := reference.FindKey(key + "x"); ok {
			return true, ""
		}
	}
	return false, reference.NearKey(key)
}

// firstServices are those about identities and the ones that readers meet first;
// completion lists them in front of the others.
var firstServices = [...]string{"sts", "iam", "s3", "ec2", "lambda", "kms", "organizations", "dynamodb", "sqs", "sns", "ssm", "secretsmanager", "logs", "cloudtrail", "ecs", "eks"}

// CompleteAction lists up to limit whole actions that begin with typed, ignoring
// case, as "sts:AssumeRole". Before the colon it lists prefixes, as "sts:".
func CompleteAction(typed string, limit int) []string {
	prefix, name, found := strings.Cut(typed, ":")
	if !found {
		return completePrefix(strings.ToLower(prefix), limit)
	}
	s := reference.Lookup(prefix)
	if s == nil || strings.ContainsAny(name, "*?") {
		return nil
	}
	var out []string
	for a := range s.Matching(name + "*") {
		if len(out) == limit {
			break
		}
		out = append(out, s.Prefix+":"+a.Name)
	}
	return out
}

// ActionDetail says what an answer of [CompleteAction] is: the name of the service
// of a prefix, the access level of an action.
func ActionDetail(label string) string {
	if prefix, ok := strings.CutSuffix(label, ":"); ok {
		return reference.ServiceName(prefix)
	}
	if a := reference.Find(label); a != nil {
		return a.Level().String()
	}
	return ""
}

func completePrefix(typed string, limit int) []string {
	var out []string
	add := func(prefixes []string) {
		for _, p := range prefixes {
			if strings.HasPrefix(p, typed) && len(out) < limit && !slices.Contains(out, p+":") {
				out = append(out, p+":")
			}
		}
	}
	add(firstServices[:])
	add(reference.Prefixes())
	return out
}

// CompleteKey lists up to limit condition keys that begin with typed, ignoring
// case: the global ones, and those of the service whose prefix is typed. A key that
// ends in "/" or ":" takes a name behind it, as aws:PrincipalTag/team does.
func CompleteKey(typed string, limit int) []string {
	low := strings.ToLower(typed)
	var out []string
	add := func(keys []reference.Key) {
		for i := range keys {
			stem := keys[i].Stem()
			if strings.HasPrefix(strings.ToLower(stem), low) && len(out) < limit && !slices.Contains(out, stem) {
				out = append(out, stem)
			}
		}
	}
	add(reference.GlobalKeys())
	if prefix, _, found := strings.Cut(typed, ":"); found {
		if s := reference.Lookup(prefix); s != nil {
			add(s.Keys)
		}
		return out
	}
	for _, prefix := range firstServices {
		if strings.HasPrefix(prefix, low) && len(out) < limit {
			add(reference.Lookup(prefix).Keys)
		}
	}
	return out
}
