package jmespath

import (
	"fmt"
	"strings"
)

// Compile reads an expression. The error is an [*Error] of kind [Syntax].
func Compile(src string) (*Expression, error) {
	if src == "" {
		return nil, &Error{Syntax, "Invalid JMESPath expression: cannot be empty."}
	}
	if len(src) > MaxLength {
		return nil, faultf(Syntax, "the expression is longer than the limit of %d bytes", MaxLength)
	}
	tokens, err := tokenize(src)
	if err != nil {
		return nil, err
	}
	p := &parser{src: src, tokens: tokens}
	root, err := p.expression(0)
	if err != nil {
		return nil, err
	}
	if t := p.peek(); t.kind != tokEOF {
		return nil, parseError(src, t, "Unexpected token: "+pythonText(t.value, false))
	}
	return &Expression{root}, nil
}

// bindingPower says how tightly a token holds what stands left of it. A
// projection ends at what is below projectionStop.
var bindingPower = [...]int{
	tokPipe: 1, tokOr: 2, tokAnd: 3, tokEQ: 5, tokGT: 5, tokLT: 5, tokGTE: 5, tokLTE: 5, tokNE: 5, tokFlatten: 9,
	tokStar: 20, tokFilter: 21, tokDot: 40, tokNot: 45, tokLbrace: 50, tokLbracket: 55, tokLparen: 60,
}

const projectionStop = 10

type parser struct {
	src    string
	tokens []token
	i      int
	depth  int
}

func (p *parser) peek() token       { return p.tokens[p.i] }
func (p *parser) at() tokenKind     { return p.tokens[p.i].kind }
func (p *parser) power() int        { return bindingPower[p.at()] }
func (p *parser) advance() token    { t := p.tokens[p.i]; p.i = min(p.i+1, len(p.tokens)-1); return t }
func (p *parser) second() tokenKind { return p.tokens[min(p.i+1, len(p.tokens)-1)].kind }

// invalid refuses a token; at the end of the text the expression is incomplete.
func (p *parser) invalid(t token, message string) error {
	if t.kind == tokEOF {
		return incomplete(p.src)
	}
	return parseError(p.src, t, message)
}

func (p *parser) match(kinds ...tokenKind) (token, error) {
	t := p.peek()
	for _, k := range kinds {
		if t.kind == k {
			return p.advance(), nil
		}
	}
	return t, p.invalid(t, fmt.Sprintf("Expecting: %s, got: %s", wanted(kinds), t.kind))
}

func wanted(kinds []tokenKind) string {
	if len(kinds) == 1 {
		return kinds[0].String()
	}
	names := make([]string, len(kinds))
	for i, k := range kinds {
		names[i] = "'" + k.String() + "'"
	}
	return "[" + strings.Join(names, ", ") + "]"
}

func (p *parser) expression(power int) (*node, error) {
	p.depth++
	defer func() { p.depth-- }()
	if p.depth > MaxDepth {
		return nil, faultf(Syntax, "the expression is nested more than %d deep", MaxDepth)
	}
	left, err := p.prefix(p.advance())
	for err == nil && power < p.power() {
		left, err = p.infix(p.advance(), left)
	}
	return left, err
}

// prefix reads what begins with a token.
func (p *parser) prefix(t token) (*node, error) {
	switch t.kind {
	case tokLiteral:
		return &node{kind: nodeLiteral, value: t.value}, nil
	case tokUnquoted, tokQuoted:
		name, _ := t.value.(string)
		if next := p.peek(); t.kind == tokQuoted && next.kind == tokLparen {
			return nil, p.invalid(token{next.kind, next.value, 0}, "Quoted identifier not allowed for function names.")
		}
		return &node{kind: nodeField, name: name}, nil
	case tokCurrent:
		return &node{kind: nodeCurrent}, nil
	case tokStar:
		return p.star(&node{kind: nodeCurrent})
	case tokFilter:
		return p.filter(&node{kind: nodeCurrent})
	case tokFlatten:
		return p.flatten(&node{kind: nodeCurrent})
	case tokLbrace:
		return p.hash()
	case tokLparen:
		inner, err := p.expression(0)
		if err == nil {
			_, err = p.match(tokRparen)
		}
		return inner, err
	case tokNot:
		inner, err := p.expression(bindingPower[tokNot])
		return &node{kind: nodeNot, left: inner}, err
	case tokLbracket:
		return p.bracket()
	}
	return nil, p.invalid(t, "invalid token")
}

// infix reads what goes on with a token after an expression.
func (p *parser) infix(t token, left *node) (*node, error) {
	binary := func(kind nodeKind) (*node, error) {
		right, err := p.expression(bindingPower[t.kind])
		return &node{kind: kind, name: t.kind.String(), left: left, right: right}, err
	}
	switch t.kind {
	case tokDot:
		return p.dot(left)
	case tokPipe:
		return binary(nodePipe)
	case tokOr:
		return binary(nodeOr)
	case tokAnd:
		return binary(nodeAnd)
	case tokEQ, tokNE, tokLT, tokLTE, tokGT, tokGTE:
		return binary(nodeCompare)
	case tokFlatten:
		return p.flatten(left)
	case tokFilter:
		return p.filter(left)
	case tokLparen:
		return p.call(left)
	case tokLbracket:
		return p.index(left)
	}
	return nil, p.invalid(t, "invalid token")
}

func (p *parser) dot(left *node) (*node, error) {
	if p.at() == tokStar {
		p.advance()
		return p.project(nodeValues, left, bindingPower[tokDot])
	}
	right, err := p.afterDot(bindingPower[tokDot])
	return &node{kind: nodePipe, left: left, right: right}, err
}

func (p *parser) afterDot(power int) (*node, error) {
	switch t := p.peek(); t.kind {
	case tokQuoted, tokUnquoted, tokStar:
		return p.expression(power)
	case tokLbracket:
		p.advance()
		return p.selectList()
	case tokLbrace:
		p.advance()
		return p.hash()
	default:
		return nil, p.invalid(t, fmt.Sprintf("Expecting: %s, got: %s", wanted([]tokenKind{tokQuoted, tokUnquoted, tokLbracket, tokLbrace}), t.kind))
	}
}

// project reads what is done to each element of a projection.
func (p *parser) project(kind nodeKind, left *node, power int) (*node, error) {
	n := &node{kind: kind, left: left}
	var err error
	switch {
	case p.power() < projectionStop:
		n.right = &node{kind: nodeCurrent}
	case p.at() == tokLbracket || p.at() == tokFilter:
		n.right, err = p.expression(power)
	case p.at() == tokDot:
		p.advance()
		n.right, err = p.afterDot(power)
	default:
		err = p.invalid(p.peek(), "syntax error")
	}
	return n, err
}

func (p *parser) star(left *node) (*node, error) {
	if p.at() == tokRbracket {
		return &node{kind: nodeValues, left: left, right: &node{kind: nodeCurrent}}, nil
	}
	return p.project(nodeValues, left, bindingPower[tokStar])
}

func (p *parser) flatten(left *node) (*node, error) {
	return p.project(nodeProjection, &node{kind: nodeFlatten, left: left}, bindingPower[tokFlatten])
}

func (p *parser) filter(left *node) (*node, error) {
	cond, err := p.expression(0)
	if err != nil {
		return nil, err
	}
	if _, err := p.match(tokRbracket); err != nil {
		return nil, err
	}
	if p.at() == tokFlatten {
		return &node{kind: nodeFilter, left: left, cond: cond, right: &node{kind: nodeCurrent}}, nil
	}
	n, err := p.project(nodeFilter, left, bindingPower[tokFilter])
	if err != nil {
		return nil, err
	}
	n.cond = cond
	return n, nil
}

// bracket reads [0], [0:2], [*] or a list of expressions at the beginning of an
// expression.
func (p *parser) bracket() (*node, error) {
	current := &node{kind: nodeCurrent}
	switch {
	case p.at() == tokNumber || p.at() == tokColon:
		return p.indexOrSlice(current)
	case p.at() == tokStar && p.second() == tokRbracket:
		p.advance()
		p.advance()
		return p.project(nodeProjection, current, bindingPower[tokStar])
	}
	return p.selectList()
}

// index reads [0], [0:2] or [*] after an expression.
func (p *parser) index(left *node) (*node, error) {
	if p.at() == tokNumber || p.at() == tokColon {
		return p.indexOrSlice(left)
	}
	if _, err := p.match(tokStar); err != nil {
		return nil, err
	}
	if _, err := p.match(tokRbracket); err != nil {
		return nil, err
	}
	return p.project(nodeProjection, left, bindingPower[tokStar])
}

func (p *parser) indexOrSlice(left *node) (*node, error) {
	if p.at() == tokColon || p.second() == tokColon {
		n, err := p.sliceParts()
		if err != nil {
			return nil, err
		}
		return p.project(nodeProjection, &node{kind: nodePipe, left: left, right: n}, bindingPower[tokStar])
	}
	at, _ := p.advance().value.(int)
	_, err := p.match(tokRbracket)
	return &node{kind: nodePipe, left: left, right: &node{kind: nodeIndex, index: at}}, err
}

func (p *parser) sliceParts() (*node, error) {
	n := &node{kind: nodeSlice}
	part := 0
	for p.at() != tokRbracket {
		t := p.peek()
		switch {
		case t.kind == tokColon && part < 2:
			part++
		case t.kind == tokNumber && n.slice[part] == nil:
			at, _ := t.value.(int)
			n.slice[part] = &at
		default:
			return nil, p.invalid(t, "syntax error")
		}
		p.advance()
	}
	p.advance()
	return n, nil
}

func (p *parser) selectList() (*node, error) {
	n := &node{kind: nodeList}
	for {
		e, err := p.expression(0)
		if err != nil {
			return nil, err
		}
		n.list = append(n.list, e)
		if p.at() == tokRbracket {
			p.advance()
			return n, nil
		}
		if _, err := p.match(tokComma); err != nil {
			return nil, err
		}
	}
}

func (p *parser) hash() (*node, error) {
	n := &node{kind: nodeHash}
	for {
		key, err := p.match(tokQuoted, tokUnquoted)
		if err != nil {
			return nil, err
		}
		if _, err := p.match(tokColon); err != nil {
			return nil, err
		}
		e, err := p.expression(0)
		if err != nil {
			return nil, err
		}
		name, _ := key.value.(string)
		n.keys, n.list = append(n.keys, name), append(n.list, e)
		switch p.at() {
		case tokComma:
			p.advance()
		case tokRbrace:
			p.advance()
			return n, nil
		default:
			_, err := p.match(tokComma)
			return nil, err
		}
	}
}

// call reads a function's arguments. Only there may an expression stand behind &.
func (p *parser) call(left *node) (*node, error) {
	if left.kind != nodeField {
		t := p.tokens[max(p.i-2, 0)]
		return nil, p.invalid(t, "Invalid function name '"+pythonText(t.value, false)+"'")
	}
	n := &node{kind: nodeCall, name: left.name}
	for p.at() != tokRparen {
		if len(n.list) > 0 {
			if _, err := p.match(tokComma); err != nil {
				return nil, err
			}
		}
		e, err := p.argument()
		if err != nil {
			return nil, err
		}
		n.list = append(n.list, e)
	}
	p.advance()
	return n, nil
}

func (p *parser) argument() (*node, error) {
	if p.at() != tokExpref {
		return p.expression(0)
	}
	p.advance()
	e, err := p.expression(0)
	return &node{kind: nodeExpref, left: e}, err
}
