package embedded

import (
	"encoding/json"
	"fmt"
	"regexp"
	"strings"

	"go.yaml.in/yaml/v3"

	"rolecall/sandbox/iam"
)

// renderer writes a document's node as JSON and notes where each part comes from.
type renderer struct {
	f   *finder
	out []byte
	at  []anchor
}

// add renders a policy document. A text is taken as the JSON of one.
func (f *finder) add(path string, kind iam.Kind, n *yaml.Node, sam bool) {
	if n = plain(n); n == nil || f.err != nil {
		return
	}
	if n.Kind == yaml.ScalarNode {
		if strings.HasPrefix(strings.TrimSpace(n.Value), "{") && isText(n) {
			text := []byte(n.Value)
			f.found = append(f.found, Policy{Path: path, Kind: kind, text: text, at: textAnchors(n)})
		}
		return
	}
	if n.Kind != yaml.MappingNode || intrinsic(n) != "" {
		return
	}
	r := &renderer{f: f}
	r.node(n, "", 0)
	if f.err == nil {
		f.found = append(f.found, Policy{Path: path, Kind: kind, text: r.out, at: r.at, sam: sam})
	}
}

func isText(n *yaml.Node) bool { return n.Tag == "!!str" || n.Tag == "" || n.Tag == "!" }

// textAnchors place the lines of a document that is written as a text: in a block each
// line has its own in the file, in quotes all of them begin with the text.
func textAnchors(n *yaml.Node) []anchor {
	if n.Style != yaml.LiteralStyle {
		return []anchor{{start: 0, end: len(n.Value), line: n.Line, column: n.Column}}
	}
	var at []anchor
	offset := 0
	for i, line := range strings.SplitAfter(n.Value, "\n") {
		at = append(at, anchor{start: offset, end: offset + len(line), line: n.Line + 1 + i, column: 1})
		offset += len(line)
	}
	return at
}

// plain follows aliases.
func plain(n *yaml.Node) *yaml.Node {
	for i := 0; n != nil && n.Kind == yaml.AliasNode && i < mostDepth; i++ {
		n = n.Alias
	}
	return n
}

// intrinsic is the name of a function of CloudFormation's that a node calls: "Sub" of
// !Sub and of {"Fn::Sub": …}; empty for what is written out.
func intrinsic(n *yaml.Node) string {
	if tag := n.Tag; strings.HasPrefix(tag, "!") && !strings.HasPrefix(tag, "!!") && len(tag) > 1 {
		return tag[1:]
	}
	if n.Kind != yaml.MappingNode || len(n.Content) != 2 {
		return ""
	}
	switch key := n.Content[0].Value; {
	case key == "Ref" || key == "Condition" && n.Content[1].Kind == yaml.ScalarNode:
		return key
	case strings.HasPrefix(key, "Fn::"):
		return key[len("Fn::"):]
	}
	return ""
}

// argument is what the function is called with.
func argument(n *yaml.Node) *yaml.Node {
	if n.Kind == yaml.MappingNode && !strings.HasPrefix(n.Tag, "!") || n.Tag == "!!map" {
		return plain(n.Content[1])
	}
	return n
}

// node renders a node that stands under the member of a name.
func (r *renderer) node(n *yaml.Node, under string, depth int) {
	n = plain(n)
	if r.f.left--; r.f.left < 0 || depth > mostDepth || n == nil {
		if r.f.err == nil {
			r.f.err = fmt.Errorf("it is nested too deeply or too large: at most %d parts, %d deep", mostNodes, mostDepth)
		}
		return
	}
	if name := intrinsic(n); name != "" {
		r.call(name, n, under, depth)
		return
	}
	i := r.open(n)
	switch n.Kind {
	case yaml.MappingNode:
		r.mapping(n, under, depth)
	case yaml.SequenceNode:
		r.sequence(n, under, depth)
	case yaml.ScalarNode:
		r.scalar(n)
	case yaml.DocumentNode, yaml.AliasNode:
		r.out = append(r.out, "null"...)
	}
	r.at[i].end = len(r.out)
}

func (r *renderer) open(n *yaml.Node) int {
	r.at = append(r.at, anchor{start: len(r.out), line: n.Line, column: n.Column})
	return len(r.at) - 1
}

func (r *renderer) mapping(n *yaml.Node, under string, depth int) {
	r.out = append(r.out, '{')
	first := true
	for i := 0; i+1 < len(n.Content); i += 2 {
		key, value := n.Content[i], plain(n.Content[i+1])
		if value != nil && isNothing(value) {
			continue
		}
		if !first {
			r.out = append(r.out, ',')
		}
		first = false
		k := r.open(key)
		r.quoted(key.Value)
		r.at[k].end = len(r.out)
		r.out = append(r.out, ':')
		name := key.Value
		switch under {
		case "Principal", "NotPrincipal":
			name = under + "." + key.Value
		case "Condition", "Condition.":
			name = "Condition."
		}
		r.node(value, name, depth+1)
	}
	r.out = append(r.out, '}')
}

func (r *renderer) sequence(n *yaml.Node, under string, depth int) {
	r.out = append(r.out, '[')
	first := true
	for _, m := range n.Content {
		if m = plain(m); m == nil || isNothing(m) {
			continue
		}
		if !first {
			r.out = append(r.out, ',')
		}
		first = false
		r.node(m, under, depth+1)
	}
	r.out = append(r.out, ']')
}

// isNothing reports whether a node is AWS::NoValue.
func isNothing(n *yaml.Node) bool {
	return intrinsic(n) == "Ref" && argument(n).Value == "AWS::NoValue"
}

func (r *renderer) scalar(n *yaml.Node) {
	switch n.Tag {
	case "!!int", "!!float", "!!bool":
		if json.Valid([]byte(n.Value)) {
			r.out = append(r.out, n.Value...)
			return
		}
	case "!!null":
		r.out = append(r.out, "null"...)
		return
	}
	r.quoted(n.Value) // dates, such as a Version without quotes, are texts
}

func (r *renderer) quoted(s string) {
	text, err := json.Marshal(s)
	if err != nil {
		text = []byte(`""`)
	}
	r.out = append(r.out, text...)
}

// pseudo are parameters of which enough is known.
var pseudo = map[string]string{"AWS::Partition": "aws", "AWS::Region": "us-east-1", "AWS::AccountId": "111122223333", "AWS::URLSuffix": "amazonaws.com"}

var subPart = regexp.MustCompile(`\$\{([^!}][^}]*)\}`)

// call renders what a function comes to, as far as the template tells.
func (r *renderer) call(name string, n *yaml.Node, under string, depth int) {
	arg := argument(n)
	switch name {
	case "Sub":
		text := arg
		if arg.Kind == yaml.SequenceNode && len(arg.Content) > 0 {
			text = plain(arg.Content[0])
		}
		if text.Kind == yaml.ScalarNode {
			r.filledIn(n, text.Value, under)
			return
		}
	case "Ref":
		if v, ok := pseudo[arg.Value]; ok {
			i := r.open(n)
			r.quoted(v)
			r.at[i].end = len(r.out)
			return
		}
	case "If":
		if arg.Kind == yaml.SequenceNode && len(arg.Content) == 3 {
			branch := plain(arg.Content[1])
			if branch == nil || isNothing(branch) {
				branch = plain(arg.Content[2])
			}
			r.node(branch, under, depth+1)
			return
		}
	}
	r.unknown(n, under)
}

// filledIn renders a !Sub. What it takes from elsewhere makes the whole text unsure.
func (r *renderer) filledIn(n *yaml.Node, text, under string) {
	sure := true
	text = subPart.ReplaceAllStringFunc(text, func(part string) string {
		v, ok := pseudo[part[2:len(part)-1]]
		if !ok {
			sure = false
		}
		return v
	})
	if !sure {
		r.unknown(n, under)
		return
	}
	i := r.open(n)
	r.quoted(strings.ReplaceAll(text, "${!", "${"))
	r.at[i].end = len(r.out)
}

// unknown stands for what only AWS can say.
func (r *renderer) unknown(n *yaml.Node, under string) {
	text := "*"
	switch under {
	case "Principal.AWS", "NotPrincipal.AWS":
		text = "111122223333"
	case "Principal.Service", "NotPrincipal.Service":
		text = "ec2.amazonaws.com"
	case "Principal.Federated", "NotPrincipal.Federated":
		text = "arn:aws:iam::111122223333:saml-provider/example"
	case "Effect":
		text = "Deny"
	case "Version":
		text = "2012-10-17"
	case "Sid":
		text = "example"
	case "Condition.":
		text = "0"
	}
	i := r.open(n)
	if under == "Statement" {
		r.out = append(r.out, `{"Effect":"Deny","Action":"*","Resource":"*"}`...)
	} else if under == "Condition" || under == "Principal" {
		r.out = append(r.out, `{}`...)
	} else {
		r.quoted(text)
	}
	r.at[i].end, r.at[i].unsure = len(r.out), true
}
