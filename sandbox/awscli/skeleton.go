package awscli

import (
	"slices"

	"rolecall/sandbox/awsapi"
	"rolecall/sandbox/jmespath"
)

// skeleton answers --generate-cli-skeleton: an input with empty values.
func (c *awsCommand) skeleton(op *awsapi.Operation, kind []string) (Reply, *cliError) {
	switch {
	case len(kind) > 1:
		return Reply{}, unknownOptions(kind[1:], nil)
	case len(kind) == 1 && kind[0] != "input":
		known := []string{"input", "output", "yaml-input"}
		if !slices.Contains(known, kind[0]) {
			return Reply{}, checkChoice("argument --generate-cli-skeleton", kind[0], known, false)
		}
		return Reply{}, generalError("the sandbox generates skeletons of the kind `input` only")
	}
	if len(op.Input) == 0 {
		return Reply{Stdout: "{}\n"}, nil
	}
	d := &document{root: emptyInput(&awsapi.Shape{Type: awsapi.Structure, Members: op.Input}, 0), budget: c.shell.budget}
	text, err := d.render("json", op.Name)
	if err != nil {
		return Reply{}, stopped(err)
	}
	return Reply{Stdout: text}, nil
}

// emptyInput is a value of a shape with nothing in it.
func emptyInput(s *awsapi.Shape, depth int) any {
	if depth > maxNesting {
		return nil
	}
	switch s.Type {
	case awsapi.String, awsapi.Blob:
		if len(s.Enum) > 0 {
			return s.Enum[0]
		}
		return ""
	case awsapi.Integer:
		return float64(0)
	case awsapi.Boolean:
		return true
	case awsapi.Timestamp:
		return "1970-01-01T00:00:00"
	case awsapi.List:
		return []any{emptyInput(s.Elem, depth+1)}
	case awsapi.Map:
		o := jmespath.NewObject(1)
		o.Set("KeyName", emptyInput(s.Elem, depth+1))
		return o
	case awsapi.Structure:
		o := jmespath.NewObject(len(s.Members))
		for i := range s.Members {
			p := &s.Members[i]
			o.Set(p.Name, emptyInput(&p.Shape, depth+1))
		}
		return o
	}
	return nil
}
