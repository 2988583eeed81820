package main

import (
	"context"
	"encoding/json"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"rolecall/sandbox/budget"
	"rolecall/sandbox/iam"
	"rolecall/sandbox/iam/explain"
	"rolecall/sandbox/iam/refusal"
)

type explainCmd struct {
	File     string `arg:"" optional:"" default:"-" help:"The message or the CloudTrail record; - reads standard input."`
	Policies string `placeholder:"DIR" help:"A folder with the policies at hand. A file's name tells its kind: identity.json, trust.json, resource.json, boundary.json, session.json, scp.json, rcp.json; of others it is guessed from the document."`
	Account  string `placeholder:"ID" help:"The account that owns the resource, where its ARN does not say."`
	JSON     bool   `name:"json" help:"Print the answers as a JSON list."`
}

// Limits of what one run reads and does.
const (
	maxPolicyFiles = 32
	explainTime    = 20 * time.Second
	explainSteps   = 20_000_000
)

// Run explains each refusal of the text. Nothing leaves the machine.
func (c *explainCmd) Run(std *streams) error {
	text, err := readUpTo(c.File, std.in, refusal.MaxText+1)
	if err != nil {
		return err
	}
	given := explain.Given{Account: c.Account}
	if c.Policies != "" {
		if given.Policies, err = policiesIn(c.Policies); err != nil {
			return err
		}
	}
	ctx, stop := context.WithTimeout(context.Background(), explainTime)
	defer stop()
	answers, err := explain.All(string(text), given, budget.New(ctx, budget.Limits{Steps: explainSteps}))
	if err != nil {
		return err
	}
	if c.JSON {
		e := json.NewEncoder(std.out)
		e.SetEscapeHTML(false)
		e.SetIndent("", "  ")
		return e.Encode(answers)
	}
	for i, a := range answers {
		if i > 0 {
			fmt.Fprintln(std.out)
		}
		if _, err := fmt.Fprint(std.out, a.Text()); err != nil {
			return err
		}
	}
	return nil
}

// policiesIn reads the policies of a folder, not of those below it.
func policiesIn(dir string) ([]explain.Policy, error) {
	entries, err := os.ReadDir(dir)
	if err != nil {
		return nil, unreadable(dir, err)
	}
	entries = slices.DeleteFunc(entries, func(e fs.DirEntry) bool {
		return e.IsDir() || !strings.HasSuffix(strings.ToLower(e.Name()), ".json")
	})
	if len(entries) > maxPolicyFiles {
		return nil, fmt.Errorf("%s holds more than %d policies, the most that are read", dir, maxPolicyFiles)
	}
	var list []explain.Policy
	for _, e := range entries {
		path := filepath.Join(dir, e.Name())
		src, err := read(path, nil)
		if err != nil {
			return nil, err
		}
		list = append(list, explain.Policy{Kind: kindOfFile(e.Name(), src), Name: e.Name(), Text: string(src)})
	}
	return list, nil
}

// kindOfFile is the kind that a file's name tells, or else what the document is.
func kindOfFile(name string, src []byte) iam.Kind {
	base, _, _ := strings.Cut(strings.ToLower(name), ".")
	for _, part := range strings.FieldsFunc(base, func(r rune) bool { return r == '-' || r == '_' || r == ' ' }) {
		if kind, ok := iam.ParseKind(part); ok {
			return kind
		}
	}
	return iam.GuessKind(src)
}
