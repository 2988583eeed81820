package jmespath

import (
	"cmp"

	"rolecall/sandbox/budget"
)

// expref is an expression that a function evaluates itself.
type expref struct{ *node }

// evaluator runs one expression within a budget.
type evaluator struct{ budget *budget.Budget }

// Search evaluates the expression over a value. Every step of the work and every
// value that is built counts against the budget, a value that occurs twice
// counts twice: the result printed would be that large. The error is an [*Error]
// or the budget's. The result may share parts with the value.
func (e *Expression) Search(b *budget.Budget, value any) (any, error) {
	return (&evaluator{b}).eval(e.root, value)
}

// built counts a value that was built.
func (e *evaluator) built(v any) (any, error) {
	if err := e.count(v); err != nil {
		return nil, err
	}
	return v, nil
}

func (e *evaluator) count(v any) error {
	if err := e.budget.Step(1); err != nil {
		return err
	}
	switch x := v.(type) {
	case string:
		return e.budget.Grow(nodeCost + int64(len(x)))
	case []any:
		if err := e.budget.Grow(nodeCost); err != nil {
			return err
		}
		for _, each := range x {
			if err := e.count(each); err != nil {
				return err
			}
		}
		return nil
	case *Object:
		if err := e.budget.Grow(nodeCost); err != nil {
			return err
		}
		for key, each := range x.All() {
			if err := e.budget.Grow(int64(len(key))); err != nil {
				return err
			}
			if err := e.count(each); err != nil {
				return err
			}
		}
		return nil
	}
	return e.budget.Grow(nodeCost)
}

func (e *evaluator) eval(n *node, v any) (any, error) {
	if err := e.budget.Step(1); err != nil {
		return nil, err
	}
	switch n.kind {
	case nodeCurrent:
		return v, nil
	case nodeLiteral:
		return n.value, nil
	case nodeField:
		return field(v, n.name), nil
	case nodeIndex:
		return index(v, n.index), nil
	case nodeExpref:
		return expref{n.left}, nil
	case nodeList, nodeHash:
		return e.multiSelect(n, v)
	case nodeCall:
		return e.call(n, v)
	case nodeSlice:
		return e.slice(n, v)
	case nodeCompare:
		return e.compare(n, v)
	}
	left, err := e.eval(n.left, v)
	if err != nil {
		return nil, err
	}
	switch n.kind {
	case nodePipe:
		return e.eval(n.right, left)
	case nodeNot:
		return !truth(left), nil
	case nodeOr, nodeAnd:
		if truth(left) == (n.kind == nodeOr) {
			return left, nil
		}
		return e.eval(n.right, v)
	case nodeFlatten:
		return e.flatten(left)
	case nodeValues:
		o, ok := left.(*Object)
		if !ok {
			return nil, nil
		}
		return e.project(n, o.values())
	}
	list, ok := left.([]any)
	if !ok {
		return nil, nil
	}
	return e.project(n, list)
}

func field(v any, name string) any {
	o, ok := v.(*Object)
	if !ok {
		return nil
	}
	value, _ := o.Get(name)
	return value
}

func index(v any, i int) any {
	list, _ := v.([]any)
	if i < 0 {
		i += len(list)
	}
	if i < 0 || i >= len(list) {
		return nil
	}
	return list[i]
}

func (o *Object) values() []any {
	list := make([]any, 0, o.Len())
	for _, v := range o.All() {
		list = append(list, v)
	}
	return list
}

// truth: null, false and what is empty are false.
func truth(v any) bool {
	switch x := v.(type) {
	case nil:
		return false
	case bool:
		return x
	case string:
		return x != ""
	case []any:
		return len(x) > 0
	case *Object:
		return x.Len() > 0
	}
	return true
}

// project evaluates the right side on each element, or on those that meet the
// condition, and keeps what isn't null.
func (e *evaluator) project(n *node, list []any) (any, error) {
	out := []any{}
	for _, each := range list {
		if n.cond != nil {
			met, err := e.eval(n.cond, each)
			if err != nil {
				return nil, err
			}
			if !truth(met) {
				continue
			}
		}
		v, err := e.eval(n.right, each)
		if err != nil {
			return nil, err
		}
		if v != nil {
			out = append(out, v)
		}
	}
	return e.built(out)
}

func (e *evaluator) flatten(v any) (any, error) {
	list, ok := v.([]any)
	if !ok {
		return nil, nil
	}
	out := []any{}
	for _, each := range list {
		if inner, ok := each.([]any); ok {
			out = append(out, inner...)
		} else {
			out = append(out, each)
		}
	}
	return e.built(out)
}

func (e *evaluator) multiSelect(n *node, v any) (any, error) {
	if v == nil {
		return nil, nil
	}
	list := make([]any, len(n.list))
	for i, each := range n.list {
		var err error
		if list[i], err = e.eval(each, v); err != nil {
			return nil, err
		}
	}
	if n.kind == nodeList {
		return e.built(list)
	}
	o := NewObject(len(list))
	for i, key := range n.keys {
		o.Set(key, list[i])
	}
	return e.built(o)
}

// slice takes elements as Python does: [start:stop:step].
func (e *evaluator) slice(n *node, v any) (any, error) {
	list, ok := v.([]any)
	if !ok {
		return nil, nil
	}
	step := 1
	if n.slice[2] != nil {
		step = *n.slice[2]
	}
	if step == 0 {
		return nil, &Error{InvalidValue, "slice step cannot be zero"}
	}
	first, last := 0, len(list)
	if step < 0 {
		first, last = len(list)-1, -1
	}
	at := func(part *int, otherwise int) int {
		if part == nil {
			return otherwise
		}
		i := *part
		if i < 0 {
			i += len(list)
		}
		if step < 0 {
			return min(max(i, -1), len(list)-1)
		}
		return min(max(i, 0), len(list))
	}
	start, stop := at(n.slice[0], first), at(n.slice[1], last)
	out := []any{}
	for i := start; step > 0 && i < stop || step < 0 && i > stop; i += step {
		out = append(out, list[i])
		if step > len(list) || step < -len(list) {
			break
		}
	}
	return e.built(out)
}

func (e *evaluator) compare(n *node, v any) (any, error) {
	left, err := e.eval(n.left, v)
	if err != nil {
		return nil, err
	}
	right, err := e.eval(n.right, v)
	if err != nil {
		return nil, err
	}
	if n.name == "eq" || n.name == "ne" {
		same, err := e.equal(left, right)
		return same == (n.name == "eq"), err
	}
	order, ok, err := e.order(left, right, n.name)
	if !ok || err != nil {
		return nil, err
	}
	switch n.name {
	case "lt":
		return order < 0, nil
	case "lte":
		return order <= 0, nil
	case "gt":
		return order > 0, nil
	}
	return order >= 0, nil
}

var signOf = map[string]string{"lt": "<", "lte": "<=", "gt": ">", "gte": ">="}

// order compares two numbers or two strings. The specification has numbers
// only, the AWS CLI compares strings as well; a number and a string are an error
// there, as in Python. Other values have no order.
func (e *evaluator) order(left, right any, name string) (int, bool, error) {
	l, numL := left.(float64)
	r, numR := right.(float64)
	ls, textL := left.(string)
	rs, textR := right.(string)
	switch {
	case numL && numR:
		return cmp.Compare(l, r), true, nil
	case textL && textR:
		return cmp.Compare(ls, rs), true, e.budget.Step(1 + int64(min(len(ls), len(rs)))/64)
	case (numL || textL) && (numR || textR):
		return 0, false, faultf(InvalidType, "'%s' not supported between instances of '%s' and '%s'", signOf[name], pythonType(left), pythonType(right))
	}
	return 0, false, nil
}

// equal compares two values whole; the order of an object's members is no matter.
func (e *evaluator) equal(a, b any) (bool, error) {
	if err := e.budget.Step(1); err != nil {
		return false, err
	}
	switch x := a.(type) {
	case string:
		y, ok := b.(string)
		return ok && x == y, e.budget.Step(int64(len(x)) / 64)
	case []any:
		y, ok := b.([]any)
		if !ok || len(x) != len(y) {
			return false, nil
		}
		for i := range x {
			if same, err := e.equal(x[i], y[i]); !same || err != nil {
				return false, err
			}
		}
		return true, nil
	case *Object:
		y, ok := b.(*Object)
		if !ok || x.Len() != y.Len() {
			return false, nil
		}
		for key, v := range x.All() {
			other, ok := y.Get(key)
			if !ok {
				return false, nil
			}
			if same, err := e.equal(v, other); !same || err != nil {
				return false, err
			}
		}
		return true, nil
	case nil, bool, float64:
		return a == b, nil
	}
	return false, nil
}
