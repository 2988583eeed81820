package iam

import "strings"

// operator is what a condition compares by, without its negation, its IfExists
// and its set qualifier. See "IAM JSON policy elements: Condition operators".
type operator uint8

const (
	opStringEquals operator = iota
	opStringEqualsIgnoreCase
	opStringLike
	opNumericEquals
	opNumericLess
	opNumericLessEquals
	opNumericGreater
	opNumericGreaterEquals
	opDateEquals
	opDateLess
	opDateLessEquals
	opDateGreater
	opDateGreaterEquals
	opBool
	opBinaryEquals
	opIPAddress
	opARN
	opNull
)

// quantifier is a condition's set operator.
type quantifier uint8

const (
	quantNone quantifier = iota
	quantAll             // ForAllValues:
	quantAny             // ForAnyValue:
)

type operatorName struct {
	name    string
	op      operator
	negated bool
}

// operatorNames lists every operator there is.
var operatorNames = [...]operatorName{
	{"StringEquals", opStringEquals, false},
	{"StringNotEquals", opStringEquals, true},
	{"StringEqualsIgnoreCase", opStringEqualsIgnoreCase, false},
	{"StringNotEqualsIgnoreCase", opStringEqualsIgnoreCase, true},
	{"StringLike", opStringLike, false},
	{"StringNotLike", opStringLike, true},
	{"NumericEquals", opNumericEquals, false},
	{"NumericNotEquals", opNumericEquals, true},
	{"NumericLessThan", opNumericLess, false},
	{"NumericLessThanEquals", opNumericLessEquals, false},
	{"NumericGreaterThan", opNumericGreater, false},
	{"NumericGreaterThanEquals", opNumericGreaterEquals, false},
	{"DateEquals", opDateEquals, false},
	{"DateNotEquals", opDateEquals, true},
	{"DateLessThan", opDateLess, false},
	{"DateLessThanEquals", opDateLessEquals, false},
	{"DateGreaterThan", opDateGreater, false},
	{"DateGreaterThanEquals", opDateGreaterEquals, false},
	{"Bool", opBool, false},
	{"BinaryEquals", opBinaryEquals, false},
	{"IpAddress", opIPAddress, false},
	{"NotIpAddress", opIPAddress, true},
	{"ArnEquals", opARN, false},
	{"ArnLike", opARN, false},
	{"ArnNotEquals", opARN, true},
	{"ArnNotLike", opARN, true},
	{"Null", opNull, false},
}

// parseOperator reads an operator with its qualifier and suffix. The names are
// case-sensitive. Null takes no IfExists.
func parseOperator(s string) (c condition, ok bool) {
	c.raw = s
	if rest, found := strings.CutPrefix(s, "ForAllValues:"); found {
		c.quant, s = quantAll, rest
	} else if rest, found := strings.CutPrefix(s, "ForAnyValue:"); found {
		c.quant, s = quantAny, rest
	}
	s, c.ifExists = strings.CutSuffix(s, "IfExists")
	for i := range operatorNames {
		if o := &operatorNames[i]; o.name == s {
			c.op, c.negated, c.base = o.op, o.negated, o.name
			return c, !(c.op == opNull && c.ifExists)
		}
	}
	return c, false
}

// takesVariables reports whether the operator's values may hold policy
// variables.
func (o operator) takesVariables() bool {
	switch o {
	case opStringEquals, opStringEqualsIgnoreCase, opStringLike, opARN, opBool:
		return true
	case opNumericEquals, opNumericLess, opNumericLessEquals, opNumericGreater, opNumericGreaterEquals,
		opDateEquals, opDateLess, opDateLessEquals, opDateGreater, opDateGreaterEquals,
		opBinaryEquals, opIPAddress, opNull:
		return false
	}
	return false
}
