package awsapi

import "slices"

// skeleton answers --generate-cli-skeleton: an input with empty values.
func (c *awsCommand) skeleton(op *Operation, kind []string) (Reply, *cliError) {
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
	d := &document{order: map[uintptr][]string{}}
	d.root = d.skeleton(&Shape{Type: Structure, Members: op.Input}, 0)
	text, err := d.render("json", op.Name)
	if err != nil {
		return Reply{}, generalError(err.Error())
	}
	return Reply{Stdout: text}, nil
}

func (d *document) skeleton(s *Shape, depth int) any {
	if depth > maxNesting {
		return nil
	}
	switch s.Type {
	case String, Blob:
		if len(s.Enum) > 0 {
			return s.Enum[0]
		}
		return ""
	case Integer:
		return float64(0)
	case Boolean:
		return true
	case Timestamp:
		return "1970-01-01T00:00:00"
	case List:
		return []any{d.skeleton(s.Elem, depth+1)}
	case Map:
		m := map[string]any{"KeyName": d.skeleton(s.Elem, depth+1)}
		d.keep(m, []string{"KeyName"})
		return m
	case Structure:
		m := map[string]any{}
		keys := make([]string, 0, len(s.Members))
		for i := range s.Members {
			p := &s.Members[i]
			m[p.Name] = d.skeleton(&p.Shape, depth+1)
			keys = append(keys, p.Name)
		}
		d.keep(m, keys)
		return m
	}
	return nil
}
