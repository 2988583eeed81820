package jmespath

// nodeKind says what an expression does.
type nodeKind uint8

const (
	nodeCurrent nodeKind = iota
	nodeField
	nodeLiteral
	nodeIndex
	nodeSlice
	nodePipe // left, then right on its result; also a.b
	nodeOr
	nodeAnd
	nodeNot
	nodeCompare
	nodeFlatten
	nodeProjection
	nodeValues // projection over an object's values
	nodeFilter
	nodeList
	nodeHash
	nodeCall
	nodeExpref
)

type node struct {
	kind        nodeKind
	name        string // of a field, a function or a comparison
	value       any    // of a literal
	index       int
	slice       [3]*int
	left, right *node
	cond        *node
	list        []*node
	keys        []string
}

// Expression is a compiled expression. It may be used by several goroutines.
type Expression struct{ root *node }
