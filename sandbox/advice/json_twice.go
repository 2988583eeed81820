package advice

import (
	"bytes"
	"encoding/json"
	"fmt"
	"strings"
)

// twiceError says that a name comes twice in one object of a JSON text.
type twiceError struct {
	name   string
	offset int64 // of the second one
}

func (e *twiceError) Error() string {
	return fmt.Sprintf("%q comes twice in one object; keep one of them", e.name)
}

// GivenOnce refuses a JSON text in which an object has a name twice: encoding/json
// takes the last one, other programs the first. In the outermost object, whose names
// are ours, case makes no difference, as it makes none to encoding/json. A text that
// isn't JSON passes, for whoever decodes it says so better.
func GivenOnce(data []byte) error {
	dec := json.NewDecoder(bytes.NewReader(data))
	dec.UseNumber()
	var open []*names
	for {
		token, err := dec.Token()
		if err != nil {
			return nil
		}
		if len(open) > 0 && open[len(open)-1].due() {
			if name, ok := token.(string); ok {
				if open[len(open)-1].add(name, len(open) == 1) {
					continue
				}
				quoted := int64(bytes.LastIndexByte(data[:dec.InputOffset()-1], '"'))
				return &twiceError{name, quoted}
			}
		}
		switch token {
		case json.Delim('{'):
			open = append(open, &names{seen: map[string]bool{}})
		case json.Delim('['):
			open = append(open, &names{})
		case json.Delim('}'), json.Delim(']'):
			open = open[:len(open)-1]
		}
		if len(open) > 0 {
			open[len(open)-1].value = false
		}
	}
}

// names are those of an object that is being read; an array has none.
type names struct {
	seen  map[string]bool
	value bool // a name was read, and its value is due
}

func (n *names) due() bool { return n.seen != nil && !n.value }

// add is false when the name was there.
func (n *names) add(name string, fold bool) bool {
	if fold {
		name = strings.ToLower(name)
	}
	n.value = true
	if n.seen[name] {
		return false
	}
	n.seen[name] = true
	return true
}
