package awscli

import (
	"fmt"
	"maps"
	"slices"
	"strings"

	"rolecall/sandbox/awsapi"
)

// The help texts are made from the operation table. They stand in for the
// manual pages of the AWS CLI and don't repeat them.

func helpAWS() string {
	var b strings.Builder
	b.WriteString("aws [options] <command> <subcommand> [parameters]\n\nThe AWS CLI, as this sandbox speaks it. Commands:\n\n")
	for _, name := range commands() {
		if name != "help" {
			fmt.Fprintf(&b, "  %-16s %s\n", name, commandDoc(name))
		}
	}
	b.WriteString("\nOptions that every command takes:\n\n")
	rows := []struct{ name, doc string }{
		{"--output FORMAT", "json, text, table, yaml, yaml-stream or off"},
		{"--query JMESPATH", "prints only what the expression picks from the answer"},
		{"--profile NAME", "uses the credentials of a profile; see `aws configure`"},
		{"--region NAME", "is taken and changes nothing: a sandbox has one region"},
		{"--no-sign-request", "calls without credentials"},
		{"--cli-input-json JSON", "takes the parameters from JSON or file://NAME"},
		{"--generate-cli-skeleton", "prints an empty input for --cli-input-json"},
	}
	for _, r := range rows {
		fmt.Fprintf(&b, "  %-24s %s\n", r.name, r.doc)
	}
	b.WriteString("\nMore: aws <command> help, aws <command> <subcommand> help\n")
	return b.String()
}

func commandDoc(name string) string {
	switch name {
	case "configure":
		return "Settings and profiles, and where credentials come from."
	case "s3":
		return "Lists, copies and deletes objects with short commands."
	}
	n := 0
	for _, op := range awsapi.Operations() {
		if op.CLI == name {
			n++
		}
	}
	if n == 1 {
		return "1 operation"
	}
	return fmt.Sprintf("%d operations", n)
}

func helpService(service string) string {
	var b strings.Builder
	fmt.Fprintf(&b, "aws %s <operation> [parameters]\n\nOperations:\n\n", service)
	for _, op := range awsapi.Operations() {
		if op.CLI == service {
			fmt.Fprintf(&b, "  %-34s %s\n", op.Command, op.Doc)
		}
	}
	if waitersOf(service) != nil {
		fmt.Fprintf(&b, "  %-34s %s\n", "wait", "Waits until something is there, or gone.")
	}
	return b.String()
}

func helpOperation(op *awsapi.Operation) string {
	var b strings.Builder
	fmt.Fprintf(&b, "aws %s %s", op.CLI, op.Command)
	for _, p := range op.Input {
		form := p.Option + valueForm(&p.Shape)
		if p.Type == awsapi.Boolean {
			form = p.Option + " | --no-" + strings.TrimPrefix(p.Option, "--")
		}
		if !p.Required {
			form = "[" + form + "]"
		}
		b.WriteString("\n    " + form)
	}
	if op.Streams {
		b.WriteString("\n    outfile")
	}
	b.WriteString("\n\n" + op.Doc + "\n")
	if op.Action != "" {
		b.WriteString("IAM action: " + op.Action + "\n")
	}
	for _, p := range op.Input {
		fmt.Fprintf(&b, "\n%s (%s)\n    %s\n", p.Option, strings.Join(facts(&p), ", "), p.Doc)
		if form := shorthandForm(&p.Shape, 0); form != "" && p.Type != awsapi.String {
			b.WriteString("    Shorthand: " + p.Option + " " + form + "\n")
		}
	}
	return b.String()
}

// valueForm is what stands after an option in a synopsis.
func valueForm(s *awsapi.Shape) string {
	switch s.Type {
	case awsapi.Boolean:
		return ""
	case awsapi.List:
		return " <value> ..."
	case awsapi.String, awsapi.Integer, awsapi.Map, awsapi.Structure, awsapi.Timestamp, awsapi.Blob:
	}
	return " <value>"
}

// typeNames are the types as the CLI's help calls them.
var typeNames = [...]string{
	awsapi.String: "string", awsapi.Integer: "integer", awsapi.Boolean: "boolean", awsapi.List: "list",
	awsapi.Map: "map", awsapi.Structure: "structure", awsapi.Timestamp: "timestamp", awsapi.Blob: "blob",
}

// facts says of a parameter what it may be.
func facts(p *awsapi.Param) []string {
	list := []string{typeNames[p.Type]}
	if p.Required {
		list = append(list, "required")
	}
	unit := map[awsapi.Type]string{awsapi.String: " characters", awsapi.List: " members", awsapi.Map: " members", awsapi.Blob: " bytes"}[p.Type]
	switch {
	case p.Min > 0 && p.Max > 0 && p.Min == p.Max:
		list = append(list, fmt.Sprintf("%d%s", p.Max, unit))
	case p.Max > 0 && p.Min == 0:
		list = append(list, fmt.Sprintf("at most %d%s", p.Max, unit))
	case p.Max > 0:
		list = append(list, fmt.Sprintf("%d to %d%s", p.Min, p.Max, unit))
	case p.Min > 1:
		list = append(list, fmt.Sprintf("at least %d%s", p.Min, unit))
	}
	if len(p.Enum) > 0 {
		list = append(list, "one of "+strings.Join(p.Enum, ", "))
	}
	return list
}

// shorthandForm shows how a value is written in shorthand syntax; empty for a
// scalar.
func shorthandForm(s *awsapi.Shape, depth int) string {
	switch s.Type {
	case awsapi.Structure:
		parts := make([]string, len(s.Members))
		for i, m := range s.Members {
			parts[i] = m.Name + "=" + orScalar(&m.Shape, depth+1)
		}
		form := strings.Join(parts, ",")
		if depth > 0 {
			form = "{" + form + "}"
		}
		return form
	case awsapi.Map:
		form := "KEY=" + orScalar(s.Elem, depth+1)
		if depth > 0 {
			form = "{" + form + "}"
		}
		return form
	case awsapi.List:
		if depth > 0 {
			return "[" + orScalar(s.Elem, depth+1) + ",...]"
		}
		return orScalar(s.Elem, 0) + " ..."
	case awsapi.String, awsapi.Integer, awsapi.Boolean, awsapi.Timestamp, awsapi.Blob:
	}
	return ""
}

func orScalar(s *awsapi.Shape, depth int) string {
	if depth > 5 {
		return "..."
	}
	if form := shorthandForm(s, depth); form != "" {
		return form
	}
	return typeNames[s.Type]
}

func helpS3() string {
	var b strings.Builder
	b.WriteString("aws s3 <subcommand> [parameters]\n\nShort commands that are made of several calls to S3:\n\n")
	verbs := s3Verbs()
	for _, name := range slices.Sorted(maps.Keys(verbs)) {
		fmt.Fprintf(&b, "  %-4s %s\n", name, verbs[name].doc)
	}
	b.WriteString("\nThe calls themselves: aws s3api help\n")
	return b.String()
}

func helpS3Verb(name string, v s3Verb) string {
	var b strings.Builder
	fmt.Fprintf(&b, "aws s3 %s %s\n\n%s\n", name, v.usage, v.doc)
	if len(v.options) == 0 {
		return b.String()
	}
	var names []string
	for _, o := range v.options {
		n := o.name
		if o.arity == oneValue {
			n += " <value>"
		}
		names = append(names, n)
	}
	slices.Sort(names)
	b.WriteString("\nOptions:\n\n  " + strings.Join(names, "\n  ") + "\n")
	return b.String()
}
