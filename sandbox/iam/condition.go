package iam

import "net/netip"

// condition is one key of one operator: `"StringLike": {"key": [values]}`. An
// operator with several keys is several conditions, all of which must hold.
type condition struct {
	raw      string // the operator as written, "ForAnyValue:StringNotLikeIfExists"
	base     string // the operator alone, "StringNotLike"
	key      contextKey
	wanted   []string // values as written
	start    int32    // where the key stands in the document
	end      int32
	op       operator
	quant    quantifier
	negated  bool
	ifExists bool
	mixed    bool // the values are of several JSON types

	// One of these holds the compiled values, in the document's order. A value
	// that the operator cannot read is left out: it matches nothing.
	patterns []pattern
	numbers  []decimal
	dates    []instant
	ranges   []netip.Prefix
	binaries []string
	absent   bool // Null: some value is true
	present  bool // Null: some value is false
	isTrue   bool // Bool: some value is true
	isFalse  bool // Bool: some value is false
}

// compile reads the values by the operator's type.
func (c *condition) compile(variables bool) {
	for _, v := range c.wanted {
		switch c.op {
		case opBool:
			p := compilePattern(v, variables, false)
			if p.parts != nil {
				c.patterns = append(c.patterns, p)
				continue
			}
			b := parseBool(p.text)
			c.isTrue, c.isFalse = c.isTrue || b == 1, c.isFalse || b == 0
		case opStringEquals, opStringEqualsIgnoreCase:
			c.patterns = append(c.patterns, compilePattern(v, variables, false))
		case opStringLike, opARN:
			c.patterns = append(c.patterns, compilePattern(v, variables, true))
		case opNumericEquals, opNumericLess, opNumericLessEquals, opNumericGreater, opNumericGreaterEquals:
			if d, ok := parseDecimal(v); ok {
				c.numbers = append(c.numbers, d)
			}
		case opDateEquals, opDateLess, opDateLessEquals, opDateGreater, opDateGreaterEquals:
			if d, ok := parseInstant(v); ok {
				c.dates = append(c.dates, d)
			}
		case opBinaryEquals:
			if b, ok := decodeBase64(v); ok {
				c.binaries = append(c.binaries, b)
			}
		case opIPAddress:
			if p, ok := parsePrefix(v); ok {
				c.ranges = append(c.ranges, p)
			}
		case opNull:
			b := parseBool(v)
			c.absent, c.present = c.absent || b == 1, c.present || b == 0
		}
	}
}

// holds reports whether the condition is true of the request. See "Condition
// operators" and "Multivalued context keys" in the IAM User Guide.
func (c *condition) holds(r *Request) bool {
	values := r.lookup(&c.key)
	switch {
	case c.op == opNull:
		return c.holdsNull(len(values) > 0)
	case len(values) == 0 && c.ifExists:
		return true
	}
	switch c.quant {
	case quantAll:
		return emptySet(values) || c.every(r, values)
	case quantAny:
		return !emptySet(values) && c.some(r, values)
	case quantNone:
	}
	for _, v := range values {
		if c.matches(r, v) {
			return !c.negated
		}
	}
	return c.negated
}

// holdsNull tests for absence. With a set operator AWS documents Null as always
// true (ForAllValues) or always false (ForAnyValue): policy check "Null with
// qualifier".
func (c *condition) holdsNull(present bool) bool {
	switch c.quant {
	case quantAll:
		return true
	case quantAny:
		return false
	case quantNone:
	}
	if present {
		return c.present
	}
	return c.absent
}

// emptySet reports whether a set operator sees no values: none at all, or values
// that "resolve to a null data set, such as an empty string".
func emptySet(values []string) bool {
	for _, v := range values {
		if v != "" {
			return false
		}
	}
	return true
}

func (c *condition) every(r *Request, values []string) bool {
	for _, v := range values {
		if c.matches(r, v) == c.negated {
			return false
		}
	}
	return true
}

func (c *condition) some(r *Request, values []string) bool {
	for _, v := range values {
		if c.matches(r, v) != c.negated {
			return true
		}
	}
	return false
}

// matches reports whether one value of the request matches one of the
// condition's, before negation. A value the operator cannot read matches none.
func (c *condition) matches(r *Request, v string) bool {
	switch c.op {
	case opStringEquals:
		for i := range c.patterns {
			if c.patterns[i].equals(r, v) {
				return true
			}
		}
	case opStringLike:
		for i := range c.patterns {
			if c.patterns[i].matches(r, v) {
				return true
			}
		}
	case opStringEqualsIgnoreCase:
		return c.anyResolved(r, v, compareFold)
	case opARN:
		return c.anyResolved(r, v, compareARN)
	case opBool:
		b := parseBool(v)
		return c.isTrue && b == 1 || c.isFalse && b == 0 || c.anyResolved(r, v, compareBool)
	case opNumericEquals, opNumericLess, opNumericLessEquals, opNumericGreater, opNumericGreaterEquals:
		return c.matchesNumber(v)
	case opDateEquals, opDateLess, opDateLessEquals, opDateGreater, opDateGreaterEquals:
		return c.matchesDate(v)
	case opIPAddress:
		return c.matchesAddress(v)
	case opBinaryEquals:
		for _, b := range c.binaries {
			if equalBase64(v, b) {
				return true
			}
		}
	case opNull:
	}
	return false
}

func (c *condition) anyResolved(r *Request, v string, how comparison) bool {
	for i := range c.patterns {
		if c.patterns[i].resolved(r, v, how) {
			return true
		}
	}
	return false
}

func (c *condition) matchesNumber(v string) bool {
	seen, ok := parseDecimal(v)
	for i := 0; ok && i < len(c.numbers); i++ {
		if ordered(c.op-opNumericEquals, compareDecimal(seen, c.numbers[i])) {
			return true
		}
	}
	return false
}

func (c *condition) matchesDate(v string) bool {
	seen, ok := parseInstant(v)
	for i := 0; ok && i < len(c.dates); i++ {
		if ordered(c.op-opDateEquals, compareInstant(seen, c.dates[i])) {
			return true
		}
	}
	return false
}

// ordered reads a comparison's outcome for the operators equal, less, less or
// equal, greater, greater or equal, in that order from 0.
func ordered(op operator, c int) bool {
	switch op {
	case 0:
		return c == 0
	case 1:
		return c < 0
	case 2:
		return c <= 0
	case 3:
		return c > 0
	case 4:
		return c >= 0
	}
	return false
}

func (c *condition) matchesAddress(v string) bool {
	addr, ok := parseAddr(v)
	if !ok {
		return false
	}
	for _, p := range c.ranges {
		if p.Contains(addr) {
			return true
		}
	}
	return false
}
