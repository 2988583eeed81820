package main

import "rolecall/sandbox"

type runCmd struct {
	File string `arg:"" name:"file.txtar" help:"A scenario; - reads standard input."`
}

// Run plays the scenario's steps until one comes out otherwise than it says.
func (c *runCmd) Run(std *streams) error {
	src, err := read(c.File, std.in)
	if err != nil {
		return err
	}
	met, err := sandbox.Run(c.File, src, std.out)
	if err == nil && !met {
		return errNo // the step that failed was printed
	}
	return err
}
