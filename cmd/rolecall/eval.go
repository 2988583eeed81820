package main

import "rolecall/sandbox/iam"

type evalCmd struct {
	Trace bool `help:"Add the trace to each decision: every statement, and why it did or didn't match."`
}

// Run answers requests until the input ends.
func (c *evalCmd) Run(std *streams) error {
	ok, err := iam.Stream(std.in, std.out, iam.StreamOptions{Trace: c.Trace})
	if err == nil && !ok {
		return errNo // each bad line was answered with its error
	}
	return err
}
