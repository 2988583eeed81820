package generate

import (
	"strings"

	"rolecall/quiz"
)

// Features are what makes a question hard, counted in its world and in what its
// right option does there.
type Features struct {
	Layers       int  // kinds of policy in play: identity, trust or resource, boundary, session, SCP
	Operators    int  // conditions to be judged
	Statements   int  // statements to be read
	Hops         int  // roles assumed one from another, beyond the first
	CrossAccount bool // caller and role, or role and resource, in different accounts
	Negation     bool // a Deny, a Not… element or a negated operator
	Time         bool // the clock decides
}

// Difficulty ranks the features.
func (f Features) Difficulty() quiz.Difficulty {
	switch s := f.score(); {
	case s <= easyUpTo:
		return quiz.Easy
	case s <= mediumUpTo:
		return quiz.Medium
	}
	return quiz.Hard
}

// The scores up to which a question is easy or medium.
const (
	easyUpTo   = 1
	mediumUpTo = 3
)

// score adds up what has to be kept in mind. A caller's own policy and the one of
// the role or resource are the least that there is, so two layers count nothing.
func (f Features) score() int {
	s := max(0, f.Layers-2) + (f.Operators+1)/2 + f.Hops
	for _, more := range []bool{f.Statements > manyStatements, f.CrossAccount, f.Negation, f.Time} {
		if more {
			s++
		}
	}
	return s
}

// manyStatements is from how many statements on reading them is work.
const manyStatements = 5

func (d *draft) features() Features {
	var f Features
	kinds := map[string]bool{}
	for path, p := range d.setting.docs {
		kinds[layerOf(path)] = true
		f.count(p)
	}
	for _, u := range d.setting.users {
		kinds["boundary"] = kinds["boundary"] || u.boundary != ""
	}
	for _, r := range d.setting.roles {
		kinds["boundary"] = kinds["boundary"] || r.boundary != ""
	}
	if d.right.change != nil {
		for path, p := range d.setting.with(d.right.change).docs {
			kinds[layerOf(path)] = true
			var before, after Features
			before.count(d.setting.docs[path])
			after.count(p)
			f.Statements += max(0, after.Statements-before.Statements)
			f.Operators += max(0, after.Operators-before.Operators)
			f.Negation = f.Negation || after.Negation
		}
	}
	for _, on := range kinds {
		if on {
			f.Layers++
		}
	}
	f.CrossAccount = len(d.setting.accounts) > 1
	f.Hops = d.hops
	f.Time = strings.Contains(d.right.steps, "advance ")
	return f
}

// layerOf names the kind of policy that stands at a path. Managed policies are
// boundaries here, which are counted with whoever bears them.
func layerOf(path string) string {
	switch parts := strings.Split(path, "/"); {
	case parts[0] == "organization":
		return "scp"
	case parts[0] == "files":
		return "session"
	case parts[len(parts)-1] == "trust.json", parts[1] == "buckets":
		return "resource"
	case parts[1] == "policies":
		return "boundary"
	}
	return "identity"
}

func (f *Features) count(p policy) {
	f.Statements += len(p)
	for _, s := range p {
		f.Negation = f.Negation || s.Effect == "Deny" || s.NotAction != nil || s.NotResource != nil
		for op, keys := range s.Condition {
			f.Operators += len(keys)
			f.Negation = f.Negation || strings.Contains(op, "Not")
		}
	}
}
