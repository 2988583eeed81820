// Package jmespath evaluates JMESPath expressions, see
// jmespath.org/specification.html, over JSON values whose objects keep the order
// of their members. An expression is limited in length and depth; what it builds
// and how long it works is limited by a budget. Where the specification leaves
// room, and in the texts of errors, it follows jmespath.py 1.0, which the AWS CLI
// uses. The package knows nothing of AWS.
package jmespath

// Limits of an expression.
const (
	MaxLength = 4096 // bytes
	MaxDepth  = 200  // expressions inside each other
	maxNested = 50   // arrays and objects inside each other in a literal
)

// nodeCost is what a value costs in bytes of a budget beside its text.
const nodeCost = 16
