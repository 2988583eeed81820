package jmespath

import (
	"cmp"
	"slices"
)

// compareKeys orders two strings or two numbers of the same type.
func (e *evaluator) compareKeys(a, b any) (int, error) {
	if x, ok := a.(string); ok {
		y := text(b)
		return cmp.Compare(x, y), e.budget.Step(1 + int64(min(len(x), len(y)))/64)
	}
	return cmp.Compare(number(a), number(b)), e.budget.Step(1)
}

// extreme is max or min: the first value that no other one exceeds in a direction.
func extreme(direction int) func(*evaluator, []any) (any, error) {
	return func(e *evaluator, args []any) (any, error) {
		list := array(args[0])
		i, err := e.extremeIndex(list, direction)
		return index(list, i), err
	}
}

func (e *evaluator) extremeIndex(list []any, direction int) (int, error) {
	best := 0
	for i := range list {
		order, err := e.compareKeys(list[i], list[best])
		if err != nil {
			return 0, err
		}
		if order*direction > 0 {
			best = i
		}
	}
	return best, nil
}

func extremeBy(name string, direction int) func(*evaluator, []any) (any, error) {
	return func(e *evaluator, args []any) (any, error) {
		list := array(args[0])
		by, err := e.sortKeys(name, list, inner(args[1]))
		if err != nil {
			return nil, err
		}
		i, err := e.extremeIndex(by, direction)
		return index(list, i), err
	}
}

// sortKeys evaluates an expression on each element. All results must be numbers,
// or all strings.
func (e *evaluator) sortKeys(name string, list []any, by *node) ([]any, error) {
	out := make([]any, len(list))
	allowed := []string{"number", "string"}
	for i, each := range list {
		v, err := e.eval(by, each)
		if err != nil {
			return nil, err
		}
		if t := typeOf(v); !slices.Contains(allowed, t) {
			return nil, wrongType(name, v, t, allowed)
		}
		allowed = []string{typeOf(v)}
		out[i] = v
	}
	return out, nil
}

func sortList(e *evaluator, args []any) (any, error) {
	list := slices.Clone(array(args[0]))
	err := e.sort(list, list)
	if err != nil {
		return nil, err
	}
	return e.built(list)
}

func sortBy(e *evaluator, args []any) (any, error) {
	list := slices.Clone(array(args[0]))
	by, err := e.sortKeys("sort_by", list, inner(args[1]))
	if err != nil {
		return nil, err
	}
	if err := e.sort(list, by); err != nil {
		return nil, err
	}
	return e.built(list)
}

// sort puts a list into the order of its keys; equal ones stay as they were.
func (e *evaluator) sort(list, by []any) error {
	places := make([]int, len(list))
	for i := range places {
		places[i] = i
	}
	var failed error
	slices.SortStableFunc(places, func(i, j int) int {
		if failed != nil {
			return 0
		}
		order, err := e.compareKeys(by[i], by[j])
		failed = err
		return order
	})
	if failed != nil {
		return failed
	}
	sorted := make([]any, len(list))
	for to, from := range places {
		sorted[to] = list[from]
	}
	copy(list, sorted)
	return nil
}
