package iam

// missRow says why a statement does not match: the first element that fails,
// what it wants and what the call has.
func (e *explainer) missRow(s *statement, row *StatementTrace, failed element, condition int) {
	start := e.begin()
	switch failed {
	case elementPrincipal:
		e.principalRow(s, row)
	case elementAction:
		row.Failed, row.Rule, row.Wanted, row.Seen = "Action", ruleMatchAction, s.actionTexts, single(&e.r.action)
		if s.notAction {
			row.Failed = "NotAction"
		}
		e.aboutRow(s.notAction, row)
	case elementResource:
		row.Failed, row.Rule, row.Wanted, row.Seen = "Resource", ruleMatchResource, s.resourceTexts, single(&e.r.resource)
		if s.notResource {
			row.Failed = "NotResource"
		}
		e.aboutRow(s.notResource, row)
	case elementCondition:
		c := &s.conditions[condition]
		row.Failed, row.Operator, row.Key, row.Wanted = "Condition", c.raw, c.key.name, c.wanted
		row.Seen = e.r.lookup(&c.key)
		row.Rule = conditionRule(c, row.Seen)
		e.add("It asks for ")
		e.demand(c)
		e.add("; ")
		e.carried(e.r, c)
		e.add(".")
	case elementNone:
	}
	row.Text = e.end(start)
}

// aboutRow is the sentence for an action or a resource that does not match.
func (e *explainer) aboutRow(not bool, row *StatementTrace) {
	switch {
	case not:
		e.add("It leaves out ")
		e.list(row.Wanted, "and")
		e.add3(", and so ", row.Seen[0], ".")
	case len(row.Wanted) == 0:
		e.add3("It lists nothing in its ", row.Failed, ", so it matches nothing.")
	default:
		e.add("It is about ")
		e.list(row.Wanted, "and")
		e.add3("; this call is about ", row.Seen[0], ".")
	}
}

func (e *explainer) principalRow(s *statement, row *StatementTrace) {
	row.Failed, row.Rule, row.Wanted, row.Seen = "Principal", rulePrincipalMatch, s.principalTexts, single(&e.r.principal.arn)
	switch {
	case s.notPrincipal:
		row.Failed, row.Rule = "NotPrincipal", ruleNotPrincipal
		e.add("It leaves out ")
		e.named(s.principals)
		e.add(", and so this caller, ")
	default:
		e.add("It is about ")
		e.named(s.principals)
		e.add("; this caller is ")
	}
	e.caller(&e.r.principal)
	e.add(".")
}

func conditionRule(c *condition, seen []string) string {
	switch {
	case c.op == opNull:
		return ruleMatchNull
	case len(seen) == 0:
		return ruleMatchAbsent
	case c.quant != quantNone:
		return ruleMatchSets
	}
	switch c.op {
	case opIPAddress:
		return ruleMatchIP
	case opDateEquals, opDateLess, opDateLessEquals, opDateGreater, opDateGreaterEquals:
		return ruleMatchDate
	case opARN:
		return ruleMatchWildcards
	case opStringEquals, opStringEqualsIgnoreCase, opStringLike, opNumericEquals, opNumericLess, opNumericLessEquals,
		opNumericGreater, opNumericGreaterEquals, opBool, opBinaryEquals, opNull:
	}
	return ruleMatchConditions
}
