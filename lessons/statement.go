package lessons

import (
	"bytes"
	"encoding/json"
	"maps"
	"slices"
	"strings"
)

// document is as much of a policy as a drawing needs. What it decides is the
// engine's business alone.
type document struct {
	Statement statements
}

type statement struct {
	Effect    string
	Principal principals
	Action    oneOrMore
	Resource  oneOrMore
}

// does reports whether a statement names an action, given in lower case.
func (s statement) does(action string) bool {
	for _, a := range s.Action {
		if ok, _ := wildcard(strings.ToLower(a), action); ok {
			return true
		}
	}
	return false
}

// names reports whether a statement names a resource. It adds the characters that
// it compared to compared.
func (s statement) names(arn string, compared *int64) bool {
	for _, r := range s.Resource {
		ok, n := wildcard(r, arn)
		if *compared += n + 1; r != "" && ok {
			return true
		}
	}
	return false
}

// wildcard matches * and ?, by going back to the last star alone, and tells how many
// characters it compared: at worst the product of both lengths.
func wildcard(pattern, s string) (ok bool, compared int64) {
	p, i, star, mark := 0, 0, -1, 0
	for i < len(s) {
		compared++
		switch {
		case p < len(pattern) && pattern[p] == '*':
			star, mark = p, i
			p++
		case p < len(pattern) && (pattern[p] == '?' || pattern[p] == s[i]):
			p++
			i++
		case star >= 0:
			mark++
			p, i = star+1, mark
		default:
			return false, compared
		}
	}
	return strings.Trim(pattern[p:], "*") == "", compared
}

// oneOrMore is one text or a list of them.
type oneOrMore []string

func (w *oneOrMore) UnmarshalJSON(b []byte) error {
	var one string
	if json.Unmarshal(b, &one) == nil {
		*w = oneOrMore{one}
		return nil
	}
	var list []string
	if err := json.Unmarshal(b, &list); err != nil {
		return err
	}
	*w = list
	return nil
}

type statements []statement

func (ss *statements) UnmarshalJSON(b []byte) error {
	if bytes.HasPrefix(bytes.TrimSpace(b), []byte("{")) {
		var one statement
		if err := json.Unmarshal(b, &one); err != nil {
			return err
		}
		*ss = statements{one}
		return nil
	}
	var list []statement
	if err := json.Unmarshal(b, &list); err != nil {
		return err
	}
	*ss = list
	return nil
}

type principal struct{ kind, value string }

type principals []principal

func (ps *principals) UnmarshalJSON(b []byte) error {
	var star string
	if json.Unmarshal(b, &star) == nil {
		*ps = principals{{"*", star}}
		return nil
	}
	var byKind map[string]oneOrMore
	if err := json.Unmarshal(b, &byKind); err != nil {
		return err
	}
	for _, kind := range slices.Sorted(maps.Keys(byKind)) {
		for _, v := range byKind[kind] {
			*ps = append(*ps, principal{kind, v})
		}
	}
	return nil
}
