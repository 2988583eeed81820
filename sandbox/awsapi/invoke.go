package awsapi

import "rolecall/sandbox/world"

// operations is the table in its three orders.
type operations struct {
	list      []*Operation
	byCommand map[string]*Operation
	byName    map[string]*Operation
}

var table = operations{byCommand: map[string]*Operation{}, byName: map[string]*Operation{}}

// Call is one run of an operation.
type Call struct {
	World  *world.World
	Caller Caller
	Op     *Operation
	In     Input
}

// Invoke runs an operation for a caller. The output is a pointer to a struct
// whose JSON form is what `aws --output json` prints, nil when the operation
// answers nothing or failed.
func Invoke(w *world.World, caller Caller, op *Operation, in Input) (any, Outcome) {
	return nil, Outcome{Err: &APIError{Code: "NotImplemented", Message: "not built yet", Status: 501, Operation: op.Name}}
}

// Expand replaces $(mfa ACCT/DEVICE) and $(now±DURATION) in a line by their
// values in the world.
func Expand(w *world.World, line string) (string, error) { return line, nil }
