package interchange

import (
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"strings"
)

// node is an element of a file. Its text is all that stands in it directly.
type node struct {
	name     string
	attrs    map[string]string
	text     strings.Builder
	children []*node
	line     int
}

// What an XML file may have at most.
const (
	maxDepth = 24
	maxNodes = 200_000
)

// readXML reads a file into elements. A document type is refused, so that there is
// nothing to expand and nothing outside to load; depth and number are limited.
func readXML(src string) (*node, error) {
	dec := xml.NewDecoder(strings.NewReader(src))
	dec.CharsetReader = func(charset string, _ io.Reader) (io.Reader, error) {
		return nil, fmt.Errorf("it says that it is in %s: save it as UTF-8", charset)
	}
	root := &node{}
	open := []*node{root}
	for count := 0; ; {
		token, err := dec.Token()
		if errors.Is(err, io.EOF) {
			break
		}
		line, _ := dec.InputPos()
		if err != nil {
			return nil, badXML(err, line)
		}
		top := open[len(open)-1]
		switch t := token.(type) {
		case xml.Directive:
			return nil, fmt.Errorf("line %d: a document type (<!DOCTYPE) or another declaration isn't read: take it out", line)
		case xml.StartElement:
			if count++; count > maxNodes || len(open) > maxDepth {
				return nil, fmt.Errorf("line %d: this file has more elements, or deeper ones, than are taken: %d in all, %d one in another", line, maxNodes, maxDepth)
			}
			n, err := element(t, line)
			if err != nil {
				return nil, err
			}
			top.children = append(top.children, n)
			open = append(open, n)
		case xml.EndElement:
			open = open[:len(open)-1]
		case xml.CharData:
			top.text.Write(t)
		}
	}
	if len(root.children) != 1 || root.children[0].name != "quiz" {
		return nil, errors.New("this isn't Moodle XML: its outermost element is <quiz>")
	}
	return root.children[0], nil
}

// badXML says where a file isn't well-formed.
func badXML(err error, line int) error {
	var syntax *xml.SyntaxError
	if errors.As(err, &syntax) {
		return fmt.Errorf("line %d: this isn't well-formed XML: %s", syntax.Line, syntax.Msg)
	}
	return fmt.Errorf("line %d: this can't be read: %s", line, strings.TrimPrefix(err.Error(), "xml: "))
}

// element takes an element's name and attributes. XML forbids an attribute that
// comes twice; encoding/xml doesn't mind, and which of them counts is anybody's guess.
func element(t xml.StartElement, line int) (*node, error) {
	n := &node{name: t.Name.Local, line: line, attrs: map[string]string{}}
	for _, a := range t.Attr {
		if _, twice := n.attrs[a.Name.Local]; twice {
			return nil, fmt.Errorf("line %d: the attribute %s comes twice in <%s>: keep one of them", line, a.Name.Local, n.name)
		}
		n.attrs[a.Name.Local] = a.Value
	}
	return n, nil
}

// child is the first element of a name, nil when there is none.
func (n *node) child(name string) *node {
	if n == nil {
		return nil
	}
	for _, c := range n.children {
		if c.name == name {
			return c
		}
	}
	return nil
}

// all are the elements of a name.
func (n *node) all(name string) []*node {
	var list []*node
	for _, c := range n.children {
		if c.name == name {
			list = append(list, c)
		}
	}
	return list
}

// value is the text of a node, of nil nothing.
func (n *node) value() string {
	if n == nil {
		return ""
	}
	return strings.TrimSpace(n.text.String())
}
