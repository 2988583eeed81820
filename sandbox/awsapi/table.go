package awsapi

import (
	"regexp"
	"sort"
)

// operations is the table in its three orders.
type operations struct {
	list      []*Operation
	byCommand map[string]*Operation
	byName    map[string]*Operation
}

var table = buildTable(
	stsOperations(), federationOperations(), privilegedOperations(), outboundOperations(), s3Operations(), iamOperations(), organizationOperations(), accessOperations(), treeOperations(), controlOperations(),
	secretOperations(), computeOperations(), dynamoOperations(), tableOperations(), queueOperations(), topicOperations(),
	keyOperations(), aliasOperations(), vaultOperations(), workloadOperations(), trailOperations(),
)

func buildTable(groups ...[]*Operation) operations {
	t := operations{byCommand: map[string]*Operation{}, byName: map[string]*Operation{}}
	for _, group := range groups {
		for _, op := range group {
			complete(op)
			t.list = append(t.list, op)
			t.byCommand[op.CLI+" "+op.Command] = op
			t.byName[op.Service+":"+op.Name] = op
		}
	}
	sort.SliceStable(t.list, func(i, j int) bool {
		a, b := t.list[i], t.list[j]
		if a.CLI != b.CLI {
			return a.CLI < b.CLI
		}
		return a.Command < b.Command
	})
	return t
}

// complete fills in what follows from the rest: the CLI's words, the options
// and the action.
func complete(op *Operation) {
	if op.CLI == "" {
		op.CLI = op.Service
	}
	if op.Command == "" {
		op.Command = kebab(op.Name)
	}
	if op.Action == "" {
		op.Action = op.Service + ":" + op.Name
	}
	for i := range op.Input {
		if op.Input[i].Option == "" {
			op.Input[i].Option = "--" + kebab(op.Input[i].Name)
		}
		compile(&op.Input[i].Shape)
	}
}

// compile makes a shape's pattern ready, and those of what it holds.
func compile(s *Shape) {
	if s.Pattern != "" {
		s.re = regexp.MustCompile(`^(?:` + s.Pattern + `)$`)
	}
	if s.Elem != nil {
		compile(s.Elem)
	}
	for i := range s.Members {
		compile(&s.Members[i].Shape)
	}
}

// kebab turns an API name into the CLI's: "PolicyArns" into "policy-arns".
// Runs of capitals stay together, as in "ListMFADevices" and "list-mfa-devices".
func kebab(name string) string {
	var b []byte
	for i := range len(name) {
		ch := name[i]
		upper := ch >= 'A' && ch <= 'Z'
		if upper && i > 0 && startsWord(name, i) {
			b = append(b, '-')
		}
		if upper {
			ch += 'a' - 'A'
		}
		b = append(b, ch)
	}
	return string(b)
}

// startsWord reports whether the capital at i begins a word: after a small
// letter or digit, or before a small one at the end of a run of capitals.
func startsWord(name string, i int) bool {
	before := name[i-1]
	if before < 'A' || before > 'Z' {
		return true
	}
	return i+1 < len(name) && name[i+1] >= 'a' && name[i+1] <= 'z'
}

// The shapes that many operations share.

func str(name, doc string, min, max int64, pattern string) Param {
	return Param{Name: name, Doc: doc, Shape: Shape{Type: String, Min: min, Max: max, Pattern: pattern}}
}

func text(name, doc string) Param { return str(name, doc, 0, 0, "") }

func integer(name, doc string, min, max int64) Param {
	return Param{Name: name, Doc: doc, Shape: Shape{Type: Integer, Min: min, Max: max}}
}

func boolean(name, doc string) Param {
	return Param{Name: name, Doc: doc, Shape: Shape{Type: Boolean}}
}

func blob(name, doc string) Param { return Param{Name: name, Doc: doc, Shape: Shape{Type: Blob}} }

func listOf(name, doc string, max int64, elem Shape) Param {
	return Param{Name: name, Doc: doc, Shape: Shape{Type: List, Max: max, Elem: &elem}}
}

func mapOf(name, doc string, elem Shape) Param {
	return Param{Name: name, Doc: doc, Shape: Shape{Type: Map, Elem: &elem}}
}

func enum(name, doc string, values ...string) Param {
	return Param{Name: name, Doc: doc, Shape: Shape{Type: String, Enum: values}}
}

func required(p Param) Param { p.Required = true; return p }

const (
	tagPattern  = `[\p{L}\p{Z}\p{N}_.:/=+\-@]*`
	namePattern = `[\w+=,.@-]*`
	arnMin      = 20
	arnMax      = 2048
)

func tagShape() Shape {
	return Shape{Type: Structure, Members: []Param{
		required(str("Key", "The tag's key.", 1, 128, tagPattern)),
		required(str("Value", "The tag's value.", 0, 256, tagPattern)),
	}}
}

func tagsParam(doc string) Param { return listOf("Tags", doc, 50, tagShape()) }
