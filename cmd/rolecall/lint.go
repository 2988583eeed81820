package main

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"

	"rolecall/sandbox/iam"
)

// maxDocument bounds what lint reads of a policy document. AWS's largest policy is
// far below it.
const maxDocument = 4 << 20

type lintCmd struct {
	Kind   string   `enum:",identity,resource,trust,boundary,session,scp,rcp" default:"" placeholder:"KIND" help:"What the documents are: identity, resource, trust, boundary, session, scp or rcp. Guessed from each document when left out."`
	Format string   `enum:"text,json,sarif,github" default:"text" placeholder:"FORMAT" help:"How to print the findings: text, json, sarif (for code scanning) or github (annotations of GitHub Actions)."`
	JSON   bool     `name:"json" help:"Print the findings as a JSON list, as --format json does."`
	Files  []string `arg:"" name:"file" help:"Policy documents, CloudFormation and SAM templates, Terraform plans as JSON, or directories of them; - reads standard input. A .rolecall.yaml beside them or above can switch codes off."`
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
	Path       string `json:"path,omitempty"` // of the policy inside a template or plan

	end iam.Position
}

// Run prints what there is to say about each file.
func (c *lintCmd) Run(std *streams) error {
	found := []finding{}
	off := switches{}
	for _, name := range c.Files {
		err := c.walk(name, std.in, func(file string, all []finding) error {
			kept, err := off.keep(file, all)
			found = append(found, kept...)
			return err
		})
		if err != nil {
			return err
		}
	}
	if c.JSON {
		c.Format = "json"
	}
	if err := printFindings(std.out, c.Format, found); err != nil {
		return err
	}
	for _, f := range found {
		if f.Severity == iam.SeverityError.String() {
			return errNo
		}
	}
	return nil
}

// policy lints one policy document.
func (c *lintCmd) policy(file string, src []byte) []finding {
	return findingsOf(file, "", iam.Lint(c.kind(src), file, src))
}

func findingsOf(file, path string, all []iam.Finding) []finding {
	out := make([]finding, 0, len(all))
	for _, f := range all {
		out = append(out, finding{
			File: file, Line: f.Span.Start.Line, Column: f.Span.Start.Column, Code: f.Code,
			Severity: f.Severity.String(), Message: f.Message, Suggestion: f.Suggestion, Path: path, end: f.Span.End,
		})
	}
	return out
}

func (c *lintCmd) kind(src []byte) iam.Kind {
	if kind, ok := iam.ParseKind(c.Kind); ok {
		return kind
	}
	return iam.GuessKind(src)
}

// read reads a document whole, as [readUpTo] does.
func read(name string, in io.Reader) ([]byte, error) {
	return readAtMost(name, in, maxDocument)
}

func readAtMost(name string, in io.Reader, most int) ([]byte, error) {
	src, err := readUpTo(name, in, int64(most)+1)
	if err == nil && len(src) > most {
		return nil, fmt.Errorf("%s is larger than %d bytes, the most that is read", name, most)
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
