package main

import (
	"encoding/json"

	"rolecall/lessons"
)

type checkCmd struct {
	JSON     bool `name:"json" help:"Print the report as JSON."`
	FlipKeys bool `name:"flip-keys" help:"Move each answer key that the engine was asked about; every one must be noticed."`
}

// Run checks all content and prints what it counted and what is wrong.
func (c *checkCmd) Run(std *streams) error {
	report := lessons.Embedded().Check(c.FlipKeys)
	var err error
	if c.JSON {
		enc := json.NewEncoder(std.out)
		enc.SetIndent("", "  ")
		err = enc.Encode(report)
	} else {
		err = report.Print(std.out)
	}
	if err == nil && !report.OK() {
		return errNo // the faults were printed
	}
	return err
}
