package iam

import "strings"

// condition looks at one condition by itself.
func (l *linter) condition(s *statement, c *condition) {
	l.keyName(c.key.name, c.start, c.end)
	if c.mixed {
		l.warn(codeMixedTypes, c.start, c.end, "The values of "+quote(c.key.name)+" are of several JSON types.", "Put all of them in double quotes.")
	}
	if c.op == opNull && c.quant != quantNone {
		always := "true"
		if c.quant == quantAny {
			always = "false"
		}
		l.advise(codeNullSet, c.start, c.end, "`Null` with a set operator is always "+always+".", "Write `Null` alone.")
		return
	}
	if len(c.wanted) == 0 {
		l.advise(codeEmptyList, c.start, c.end, "The condition on "+quote(c.key.name)+" lists no values.", emptyMend(c))
		return
	}
	for _, v := range c.wanted {
		l.value(c, v)
	}
	if n := c.unreadable(); !c.negated && n > 0 && n == len(c.wanted) {
		message := "This condition can never hold"
		if c.ifExists || c.quant == quantAll {
			message = "This condition holds only for calls without " + quote(c.key.name)
		}
		l.advise(codeNever, c.start, c.end, message+": no value of it can be read as "+c.op.noun()+".", "Correct the values, or the operator.")
	}
	if c.quant == quantAll && s.effect == Allow && !s.presenceTested(&c.key) {
		l.advise(codeForAllValues, c.start, c.end, "`ForAllValues` also holds for calls that carry no "+quote(c.key.name)+" at all.", `Add "Null": {"`+c.key.name+`": "false"} to the condition.`)
	}
	l.mfa(s, c)
}

func emptyMend(c *condition) string {
	switch {
	case c.negated:
		return "Without values to differ from it always holds."
	case c.quant == quantAll || c.ifExists:
		return `It holds only for calls without the key; "Null": {"` + c.key.name + `": "true"} says so plainly.`
	}
	return "It never holds."
}

// value looks at one value.
func (l *linter) value(c *condition, v string) {
	if strings.Contains(v, "${") {
		if c.op.takesVariables() {
			l.variableText(v, c.start, c.end)
		} else {
			l.warn(codeVariableHere, c.start, c.end, "Policy variables are not filled in inside "+quote(c.raw)+".", "They work with the String, Arn and Bool operators.")
		}
		return
	}
	switch c.op {
	case opStringEquals, opStringEqualsIgnoreCase:
		if strings.ContainsAny(v, "*?") {
			l.warn(codeLiteralWild, c.start, c.end, quote(c.raw)+" takes the `*` or `?` in "+quote(v)+" literally.", "Use "+quote(likeOf(c))+" to match a pattern.")
		}
	case opStringLike, opARN:
	default:
		if !c.reads(v) && (!c.op.isDate() || storableDate(v)) {
			l.warn(codeBadValue, c.start, c.end, quote(v)+" cannot be read as "+c.op.noun()+", so it matches nothing.", c.op.example())
		}
	}
}

func likeOf(c *condition) string {
	if c.negated {
		return "StringNotLike"
	}
	return "StringLike"
}

// isDate reports whether the operator compares dates.
func (o operator) isDate() bool { return o >= opDateEquals && o <= opDateGreaterEquals }

// unreadable counts the values that the operator cannot read. A date that AWS does
// not store is told as an error.
func (c *condition) unreadable() int {
	n := 0
	for _, v := range c.wanted {
		if !c.reads(v) && (!c.op.isDate() || storableDate(v)) {
			n++
		}
	}
	return n
}

// reads reports whether the operator can make something of a value.
func (c *condition) reads(v string) bool {
	switch c.op {
	case opNumericEquals, opNumericLess, opNumericLessEquals, opNumericGreater, opNumericGreaterEquals:
		_, ok := parseDecimal(v)
		return ok
	case opDateEquals, opDateLess, opDateLessEquals, opDateGreater, opDateGreaterEquals:
		_, ok := parseInstant(v)
		return ok
	case opBool, opNull:
		return parseBool(v) >= 0 || c.op == opBool && strings.Contains(v, "${")
	case opBinaryEquals:
		_, ok := decodeBase64(v)
		return ok
	case opIPAddress:
		_, ok := parsePrefix(v)
		return ok
	case opARN:
		return strings.Count(v, ":") >= 5 || isStar(v) || strings.Contains(v, "${")
	case opStringEquals, opStringEqualsIgnoreCase, opStringLike:
	}
	return true
}

// noun says what an operator compares.
func (o operator) noun() string {
	switch o {
	case opNumericEquals, opNumericLess, opNumericLessEquals, opNumericGreater, opNumericGreaterEquals:
		return "a number"
	case opDateEquals, opDateLess, opDateLessEquals, opDateGreater, opDateGreaterEquals:
		return "a date"
	case opBool, opNull:
		return "true or false"
	case opBinaryEquals:
		return "base64"
	case opIPAddress:
		return "an IP address or range"
	case opARN:
		return "an ARN"
	case opStringEquals, opStringEqualsIgnoreCase, opStringLike:
	}
	return "a text"
}

func (o operator) example() string {
	switch o {
	case opDateEquals, opDateLess, opDateLessEquals, opDateGreater, opDateGreaterEquals:
		return "Write it like 2026-11-21T09:00:00Z, or as epoch seconds."
	case opIPAddress:
		return "Write it like 203.0.113.0/24 or 2001:db8::/32."
	case opBool, opNull:
		return "Write true or false."
	case opNumericEquals, opNumericLess, opNumericLessEquals, opNumericGreater, opNumericGreaterEquals:
		return "Write it like 3600 or 1.5."
	case opBinaryEquals, opARN, opStringEquals, opStringEqualsIgnoreCase, opStringLike:
	}
	return ""
}

// presenceTested reports whether a Null condition demands that the key be there.
func (s *statement) presenceTested(key *contextKey) bool {
	for i := range s.conditions {
		if c := &s.conditions[i]; c.op == opNull && c.present && !c.absent && c.key.same(key) {
			return true
		}
	}
	return false
}

// mfa catches the two classic slips about a key that long-term access keys do
// not carry. See "aws:MultiFactorAuthPresent" on the page "AWS global condition
// context keys".
func (l *linter) mfa(s *statement, c *condition) {
	if c.op != opBool || !equalFoldASCII(c.key.name, "aws:MultiFactorAuthPresent") || len(c.wanted) != 1 {
		return
	}
	switch b := parseBool(c.wanted[0]); {
	case s.effect == Deny && b == 0 && !c.ifExists:
		l.advise(codeBoolIfExists, c.start, c.end, "Calls with long-term access keys carry no `aws:MultiFactorAuthPresent`, so this Deny does not see them.", "Write `BoolIfExists`.")
	case s.effect == Allow && b == 1 && c.ifExists:
		l.advise(codeBoolIfExists, c.start, c.end, "`BoolIfExists` lets in calls that carry no `aws:MultiFactorAuthPresent`, such as those with long-term access keys.", "Write `Bool`.")
	}
}
