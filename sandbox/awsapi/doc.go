// Package awsapi is the sandbox's AWS API: one table of operations and the door
// that leads to it. It knows nothing of command lines.
//
// An [Operation] says what a call takes, which authorizations it needs and what
// it does to a world. [Invoke] runs one for a caller: it checks the caller's
// credentials, the shape of the input and every authorization in turn, changes
// the world when all of them say yes, and writes an event either way.
package awsapi
