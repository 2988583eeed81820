package export

import (
	"encoding/json"
	"fmt"
	"io"
	"strings"
)

// nodeKind is what a JSON value is.
type nodeKind uint8

const (
	nodeNull nodeKind = iota
	nodeBool
	nodeNumber
	nodeString
	nodeList
	nodeObject
)

// node is a JSON value whose members keep the order they were written in.
type node struct {
	kind    nodeKind
	text    string // of a string or a number
	truth   bool
	items   []node // of a list; the values of an object's members
	members []string
}

// deepest is how many lists and objects may be inside one another. Policies take
// about six.
const deepest = 64

// parseJSON reads one JSON value.
func parseJSON(src string) (node, error) {
	dec := json.NewDecoder(strings.NewReader(src))
	dec.UseNumber()
	n, err := readNode(dec, deepest)
	if err != nil {
		return node{}, err
	}
	if _, err := dec.Token(); err != io.EOF {
		return node{}, fmt.Errorf("something follows the document's end")
	}
	return n, nil
}

func readNode(dec *json.Decoder, depth int) (node, error) {
	if depth == 0 {
		return node{}, fmt.Errorf("lists and objects are more than %d deep inside one another", deepest)
	}
	t, err := dec.Token()
	if err != nil {
		return node{}, err
	}
	switch v := t.(type) {
	case bool:
		return node{kind: nodeBool, truth: v}, nil
	case json.Number:
		return node{kind: nodeNumber, text: v.String()}, nil
	case string:
		return node{kind: nodeString, text: v}, nil
	case json.Delim:
		return readComposed(dec, v, depth)
	}
	return node{kind: nodeNull}, nil
}

func readComposed(dec *json.Decoder, open json.Delim, depth int) (node, error) {
	n := node{kind: nodeList}
	if open == '{' {
		n.kind = nodeObject
	}
	for dec.More() {
		if n.kind == nodeObject {
			key, err := dec.Token()
			if err != nil {
				return node{}, err
			}
			name, _ := key.(string)
			n.members = append(n.members, name)
		}
		item, err := readNode(dec, depth-1)
		if err != nil {
			return node{}, err
		}
		n.items = append(n.items, item)
	}
	_, err := dec.Token()
	return n, err
}

// isPrincipal reports whether a member holds principals.
func isPrincipal(member string) bool {
	return strings.EqualFold(member, "Principal") || strings.EqualFold(member, "NotPrincipal")
}

// principals lists the strings of a policy's Principal and NotPrincipal elements.
func principals(n node) []string {
	var list []string
	for i, item := range n.items {
		if n.kind == nodeObject && isPrincipal(n.members[i]) {
			list = append(list, leaves(item)...)
			continue
		}
		list = append(list, principals(item)...)
	}
	return list
}

func leaves(n node) []string {
	if n.kind == nodeString {
		return []string{n.text}
	}
	var list []string
	for _, item := range n.items {
		list = append(list, leaves(item)...)
	}
	return list
}
