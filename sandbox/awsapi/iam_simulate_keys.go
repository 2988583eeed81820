package awsapi

import (
	"encoding/json"
	"errors"
	"regexp"
	"slices"
	"strconv"
	"strings"
)

func digits(n int) string { return strconv.Itoa(n) }

// policyVariable is ${key} or ${key, 'default'}; ${*}, ${?} and ${$} are literals.
var policyVariable = regexp.MustCompile(`\$\{\s*([^*?$,}\s][^,}]*?)\s*(?:,[^}]*)?\}`)

// askedKeys lists the condition keys that a statement's text asks for: those of
// its variables and of its conditions, in the order of the text.
func askedKeys(src string) []string {
	var keys []string
	add := func(key string) {
		if !slices.ContainsFunc(keys, func(k string) bool { return strings.EqualFold(k, key) }) {
			keys = append(keys, key)
		}
	}
	w := keyWalk{dec: json.NewDecoder(strings.NewReader(src)), add: add}
	w.dec.UseNumber()
	// A text that breaks off asks for what it asked for until then.
	_ = w.value(nil)
	return keys
}

// variablesIn lists the keys of the policy variables in a text.
func variablesIn(src string) []string {
	var keys []string
	for _, m := range policyVariable.FindAllStringSubmatch(src, 50) {
		keys = append(keys, m[1])
	}
	return keys
}

type keyWalk struct {
	dec *json.Decoder
	add func(string)
}

// value walks a JSON value that stands under the given member names.
func (w *keyWalk) value(under []string) error {
	t, err := w.dec.Token()
	if err != nil {
		return err
	}
	switch t := t.(type) {
	case string:
		for _, m := range policyVariable.FindAllStringSubmatch(t, 20) {
			w.add(m[1])
		}
	case json.Delim:
		return w.members(t, under)
	}
	return nil
}

func (w *keyWalk) members(open json.Delim, under []string) error {
	if len(under) > 16 {
		return errors.New("nested too deeply")
	}
	for w.dec.More() {
		next := under
		if open == '{' {
			key, err := w.dec.Token()
			if err != nil {
				return err
			}
			name, _ := key.(string)
			if len(under) > 1 && under[len(under)-2] == "Condition" {
				w.add(name)
			}
			next = append(under[:len(under):len(under)], name)
		}
		if err := w.value(next); err != nil {
			return err
		}
	}
	_, err := w.dec.Token()
	return err
}

func (c *Call) contextKeys(policies []simulated) (any, error) {
	out := &contextKeysOutput{ContextKeyNames: []string{}}
	for _, p := range policies {
		if !json.Valid([]byte(p.src)) {
			return nil, c.fail("InvalidInput", 400, "The policy document %s is not valid JSON.", p.id)
		}
		for _, key := range askedKeys(p.src) {
			if !slices.Contains(out.ContextKeyNames, key) {
				out.ContextKeyNames = append(out.ContextKeyNames, key)
			}
		}
	}
	return out, nil
}
