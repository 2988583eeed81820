package analyze

import (
	"slices"
	"strings"

	"rolecall/sandbox/iam"
)

// satisfy chooses values for the free keys so that the conditions of a statement
// hold, from a choice that it keeps otherwise; ok is false when no value tried
// makes one hold.
func (f *field) satisfy(p *iam.Policy, i int, s *spot, from choice) (c choice, ok bool) {
	cl := &f.clauses[p][i]
	c = from
	for j := range cl.Conditions {
		low := strings.ToLower(cl.Conditions[j].Key)
		if slices.ContainsFunc(cl.Conditions[:j], func(o iam.ClauseCondition) bool { return strings.ToLower(o.Key) == low }) {
			continue
		}
		next, found := f.satisfyKey(p, i, low, s, f.withVariables(cl, c))
		if !found {
			return from, false
		}
		c = next
	}
	return f.withVariables(cl, c), true
}

// withVariables gives a value to every variable of a statement.
func (f *field) withVariables(cl *iam.Clause, c choice) choice {
	has := false
	for _, r := range cl.Resources {
		has = has || strings.Contains(r, "${")
	}
	for _, cond := range cl.Conditions {
		for _, v := range cond.Values {
			has = has || strings.Contains(v, "${")
		}
	}
	if !has {
		return c
	}
	g := field{domain: map[string][][]string{}}
	for _, r := range cl.Resources {
		g.variables(r)
	}
	for _, cond := range cl.Conditions {
		for _, v := range cond.Values {
			g.variables(v)
		}
	}
	for _, key := range g.keys {
		if low := strings.ToLower(key); c[low] == nil {
			c = c.with(low, []string{filler})
		}
	}
	return c
}

// satisfyKey tries the values of one key: the present choice first, then
// absence, then the others.
func (f *field) satisfyKey(p *iam.Policy, i int, low string, s *spot, c choice) (choice, bool) {
	if f.keyHolds(p, i, low, s, c) {
		return c, true
	}
	for _, v := range f.domain[low] {
		if f.over() {
			return c, false
		}
		if next := c.with(low, v); f.keyHolds(p, i, low, s, next) {
			return next, true
		}
	}
	return c, false
}

// keyHolds reports whether all conditions of a statement on a key hold.
func (f *field) keyHolds(p *iam.Policy, i int, low string, s *spot, c choice) bool {
	r, err := f.request(s, c).Ready()
	if err != nil {
		return false
	}
	m := p.MatchClause(i, r, false)
	for _, j := range m.FailedConditions {
		if strings.ToLower(f.clauses[p][i].Conditions[j].Key) == low {
			return false
		}
	}
	return true
}
