package main

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"

	"rolecall/sandbox/iam"
)

// maxDocument bounds what lint reads of a file. AWS's largest policy is far
// below it.
const maxDocument = 4 << 20

type lintCmd struct {
	Kind  string   `enum:",identity,resource,trust,boundary,session,scp,rcp" default:"" placeholder:"KIND" help:"What the documents are: identity, resource, trust, boundary, session, scp or rcp. Guessed from each document when left out."`
	JSON  bool     `name:"json" help:"Print the findings as a JSON list."`
	Files []string `arg:"" name:"file" help:"Policy documents; - reads standard input."`
}

// finding is a finding as scripts read it.
type finding struct {
	File       string `json:"file"`
	Line       int    `json:"line"`
	Column     int    `json:"column"`
	Code       string `json:"code"`
	Severity   string `json:"severity"`
	Message    string `json:"message"`
	Suggestion string `json:"suggestion"`
}

// Run prints what there is to say about each file.
func (c *lintCmd) Run(std *streams) error {
	found := []finding{}
	refused := false
	for _, name := range c.Files {
		src, err := read(name, std.in)
		if err != nil {
			return err
		}
		all := iam.Lint(c.kind(src), name, src)
		refused = refused || iam.HasError(all)
		for _, f := range all {
			found = append(found, finding{
				File: name, Line: f.Span.Start.Line, Column: f.Span.Start.Column, Code: f.Code,
				Severity: f.Severity.String(), Message: f.Message, Suggestion: f.Suggestion,
			})
		}
	}
	if err := c.print(std.out, found); err != nil {
		return err
	}
	if refused {
		return errNo
	}
	return nil
}

func (c *lintCmd) kind(src []byte) iam.Kind {
	if kind, ok := iam.ParseKind(c.Kind); ok {
		return kind
	}
	return iam.GuessKind(src)
}

func (c *lintCmd) print(w io.Writer, found []finding) error {
	if c.JSON {
		e := json.NewEncoder(w)
		e.SetEscapeHTML(false)
		e.SetIndent("", "  ")
		return e.Encode(found)
	}
	for _, f := range found {
		mend := ""
		if f.Suggestion != "" {
			mend = " " + f.Suggestion
		}
		if _, err := fmt.Fprintf(w, "%s:%d:%d: %s %s%s\n", f.File, f.Line, f.Column, f.Code, f.Message, mend); err != nil {
			return err
		}
	}
	return nil
}

// read reads a document whole, as [readUpTo] does.
func read(name string, in io.Reader) ([]byte, error) {
	src, err := readUpTo(name, in, maxDocument+1)
	if err == nil && len(src) > maxDocument {
		return nil, fmt.Errorf("%s is larger than %d bytes, the most that is read", name, maxDocument)
	}
	return src, err
}

// readUpTo reads a file that the command line names, and no more than is needed to
// find it too large; - is standard input.
func readUpTo(name string, in io.Reader, most int64) ([]byte, error) {
	if name != "-" {
		f, err := os.Open(name)
		if err != nil {
			return nil, unreadable(name, err)
		}
		defer f.Close()
		in = f
	}
	src, err := io.ReadAll(io.LimitReader(in, most))
	if err != nil {
		return nil, unreadable(name, err)
	}
	return src, nil
}

// unreadable blames the command line for a file that can't be read.
func unreadable(name string, err error) error {
	var path *fs.PathError
	if errors.As(err, &path) {
		err = path.Err
	}
	return misuse{fmt.Errorf("can't read %s: %w", name, err)}
}
