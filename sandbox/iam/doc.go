// Package iam decides whether AWS would allow a request, and says why.
//
// A policy is the JSON document one would paste into AWS. [Parse] reads it
// strictly and compiles it once; [Evaluate] combines compiled policies of every
// layer (identity, resource or trust, boundary, session, SCP, RCP) into one of
// three answers; [Explain] gives the same answer with a row for every statement
// of every policy and the reason it counted or did not. One matcher serves both,
// so an explanation can never disagree with the decision it explains.
//
// The package does no I/O, reads no clock and keeps no state: values in, values
// out. What a request knows (time, address, tags) arrives in its context.
//
// The semantics are those of AWS's documentation, each gathered under a rule id
// in rules.go with the page it comes from.
package iam
