package main

import (
	"context"
	"fmt"

	"rolecall/store"
)

type backupCmd struct {
	File string `arg:"" help:"Where the copy goes; an earlier backup of that name is replaced."`
	Data string `default:"./data" env:"ROLECALL_DATA" placeholder:"DIR" help:"Where the data lives (${default})."`
}

// Run takes a backup.
func (c *backupCmd) Run(std *streams) error {
	if err := store.Backup(context.Background(), c.Data, c.File); err != nil {
		return err
	}
	_, err := fmt.Fprintf(std.out, "backed up %s to %s\n", c.Data, c.File)
	return err
}

type restoreCmd struct {
	File  string `arg:"" help:"A backup."`
	Data  string `default:"./data" env:"ROLECALL_DATA" placeholder:"DIR" help:"Where the data goes (${default}). No server may be running on it."`
	Force bool   `help:"Replace data that is there."`
}

// Run puts a backup in place.
func (c *restoreCmd) Run(std *streams) error {
	if err := store.Restore(context.Background(), c.File, c.Data, c.Force); err != nil {
		return err
	}
	_, err := fmt.Fprintf(std.out, "restored %s to %s\n", c.File, c.Data)
	return err
}
