package main

import (
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"strings"
	"text/tabwriter"
	"time"

	"rolecall/store"
	"rolecall/web/teach"
)

type instructorCmd struct {
	Add    instructorAddCmd    `cmd:"" help:"Print a one-time sign-in link for an instructor, who is made if there is none of that name."`
	List   instructorListCmd   `cmd:"" help:"List the instructors."`
	Remove instructorRemoveCmd `cmd:"" help:"Sign an instructor out everywhere. What they made is kept, closed to learners, until they are added again."`
}

type instructorAddCmd struct {
	Name      string `arg:"" help:"The instructor's name, as their pages show it."`
	Data      string `default:"./data" env:"ROLECALL_DATA" placeholder:"DIR" help:"Where the data lives (${default}); a server may be running on it."`
	PublicURL string `name:"public-url" env:"ROLECALL_PUBLIC_URL" placeholder:"URL" help:"How browsers reach the server; by default, as the server of that data was reached last."`
}

// defaultURL is where a server is that was started without settings.
const defaultURL = "http://127.0.0.1:8080"

// Run prints the link on standard output, and what it is good for beside it.
func (c *instructorAddCmd) Run(std *streams) error {
	base := strings.TrimRight(c.PublicURL, "/")
	if err := checkURL(base); err != nil {
		return err
	}
	if base == "" {
		base = store.Announced(c.Data)
	}
	if base == "" {
		base = defaultURL
	}
	return beside(c.Data, func(ctx context.Context, data *store.Store) error {
		now := time.Now()
		i, token, err := data.AddInstructor(ctx, c.Name, now)
		if err != nil {
			return named(err)
		}
		if _, err := fmt.Fprintln(std.out, base+teach.SignInPath(token)); err != nil {
			return err
		}
		_, err = fmt.Fprintf(std.err, "This link signs one browser in as %s, once, until %s UTC. Hand it over privately.\n",
			i.Name, now.Add(store.LinkLife).UTC().Format("2 January 2006, 15:04"))
		return err
	})
}

type instructorListCmd struct {
	Data string `default:"./data" env:"ROLECALL_DATA" placeholder:"DIR" help:"Where the data lives (${default})."`
}

// Run lists the instructors.
func (c *instructorListCmd) Run(std *streams) error {
	return beside(c.Data, func(ctx context.Context, data *store.Store) error {
		all, err := data.Instructors(ctx)
		if err != nil {
			return err
		}
		if len(all) == 0 {
			_, err := fmt.Fprintln(std.out, "There are no instructors yet: rolecall instructor add NAME")
			return err
		}
		w := tabwriter.NewWriter(std.out, 0, 8, 2, ' ', 0)
		fmt.Fprintln(w, "NAME\tADDED\tBROWSERS\tBANKS")
		for _, i := range all {
			fmt.Fprintf(w, "%s\t%s\t%d\t%d\n", i.Name, i.Created.Format(time.DateOnly), i.Browsers, i.Banks)
		}
		return w.Flush()
	})
}

type instructorRemoveCmd struct {
	Name string `arg:"" help:"The instructor's name."`
	Data string `default:"./data" env:"ROLECALL_DATA" placeholder:"DIR" help:"Where the data lives (${default})."`
}

// Run signs an instructor out everywhere.
func (c *instructorRemoveCmd) Run(std *streams) error {
	return beside(c.Data, func(ctx context.Context, data *store.Store) error {
		err := data.RemoveInstructor(ctx, c.Name, time.Now())
		if errors.Is(err, store.ErrNotFound) {
			return fmt.Errorf("there is no instructor called %q; rolecall instructor list shows who there is", c.Name)
		}
		if err != nil {
			return named(err)
		}
		_, err = fmt.Fprintf(std.out, "removed %s; what they made is kept and comes back with rolecall instructor add\n", c.Name)
		return err
	})
}

// named blames the command line for a name that won't do.
func named(err error) error {
	var bad *store.NameError
	if errors.As(err, &bad) {
		return misuse{err}
	}
	return err
}

// beside runs a short command on data that a server may have open.
func beside(dir string, f func(context.Context, *store.Store) error) error {
	ctx := context.Background()
	data, err := store.OpenBeside(ctx, store.Config{Dir: dir, Rand: rand.Reader})
	if err != nil {
		return err
	}
	return errors.Join(f(ctx, data), data.Close())
}
