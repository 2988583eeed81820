package lessons

import (
	"bytes"
	"encoding/json"
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

// speaksOf reports whether a statement names an action (in lower case) and a resource.
func (s statement) speaksOf(action, arn string) bool {
	for _, a := range s.Action {
		if wildcard(strings.ToLower(a), action) {
			return s.names(arn)
		}
	}
	return false
}

func (s statement) names(arn string) bool {
	for _, r := range s.Resource {
		if r != "" && wildcard(r, arn) {
			return true
		}
	}
	return false
}

// wildcard matches * and ? in linear time, by going back to the last star alone.
func wildcard(pattern, s string) bool {
	p, i, star, mark := 0, 0, -1, 0
	for i < len(s) {
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
			return false
		}
	}
	return strings.Trim(pattern[p:], "*") == ""
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
	for _, kind := range sorted(byKind) {
		for _, v := range byKind[kind] {
			*ps = append(*ps, principal{kind, v})
		}
	}
	return nil
}
