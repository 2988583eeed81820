package world

import (
	"bytes"
	"encoding/json"
	"fmt"
	"strings"

	"rolecall/sandbox/iam"
)

// named is a string found inside a Principal or NotPrincipal element.
type named struct {
	value      string
	start, end int // byte offsets of the JSON string, its quotes included
}

// principalsOf lists the principals that a policy's text names, with their
// places. A text that isn't JSON names none.
func principalsOf(src string) []named {
	w := principalWalk{dec: json.NewDecoder(strings.NewReader(src)), src: src}
	w.dec.UseNumber()
	if w.value(nil) != nil {
		return nil
	}
	return w.found
}

type principalWalk struct {
	dec   *json.Decoder
	src   string
	found []named
}

// value walks one JSON value that stands under the given member names.
func (w *principalWalk) value(under []string) error {
	before := w.dec.InputOffset()
	t, err := w.dec.Token()
	if err != nil {
		return err
	}
	switch t := t.(type) {
	case json.Delim:
		return w.members(t, under)
	case string:
		if inPrincipal(under) {
			end := int(w.dec.InputOffset())
			start := int(before) + bytes.IndexByte([]byte(w.src[before:end]), '"')
			w.found = append(w.found, named{t, start, end})
		}
	}
	return nil
}

func (w *principalWalk) members(open json.Delim, under []string) error {
	if len(under) > 16 {
		return fmt.Errorf("nested too deeply")
	}
	for w.dec.More() {
		next := under
		if open == '{' {
			key, err := w.dec.Token()
			if err != nil {
				return err
			}
			name, _ := key.(string)
			next = append(under[:len(under):len(under)], name)
		}
		if err := w.value(next); err != nil {
			return err
		}
	}
	_, err := w.dec.Token()
	return err
}

// inPrincipal reports whether the members lead to Statement.Principal,
// Statement.NotPrincipal or their AWS lists.
func inPrincipal(under []string) bool {
	if len(under) < 2 || under[0] != "Statement" {
		return false
	}
	if under[1] != "Principal" && under[1] != "NotPrincipal" {
		return false
	}
	return len(under) == 2 || len(under) == 3 && under[2] == "AWS"
}

// CodeUnknownPrincipal is the code of the finding for a principal that doesn't exist.
const CodeUnknownPrincipal = "unknown-principal"

// unknownPrincipals finds users and roles that a trust or resource policy names
// and that don't exist: AWS stores principals by their unique ids and so refuses
// a policy that names nobody ("Invalid principal in policy"). Accounts outside
// the world can't be looked into and pass.
func (w *World) unknownPrincipals(r ref, src string) []iam.Finding {
	if r.kind() != iam.KindTrust && r.kind() != iam.KindResource {
		return nil
	}
	var fs []iam.Finding
	for _, p := range principalsOf(src) {
		if w.knownPrincipal(p.value) {
			continue
		}
		fs = append(fs, unknownPrincipal(src, p, "Nobody has this ARN. Name a user or role that exists, or its account."))
	}
	return fs
}

func unknownPrincipal(src string, p named, mend string) iam.Finding {
	return iam.Finding{
		Code: CodeUnknownPrincipal, Severity: iam.SeverityError, Span: spanOf(src, p.start, p.end),
		Message:    fmt.Sprintf(`Invalid principal in policy: "AWS":%q.`, p.value),
		Suggestion: mend,
	}
}

// refuseItself refuses a new role's trust policy that names the role: it is not there
// yet. Once it is, its trust policy may name it.
func (w *World) refuseItself(r *Role, trust string) error {
	if w.loading {
		return nil
	}
	for _, p := range principalsOf(trust) {
		if p.value == r.ARN() {
			return &DocumentError{r.TrustPath(), []iam.Finding{unknownPrincipal(trust, p, "The role is not there yet: make it with another trust policy, and name it in an update.")}}
		}
	}
	return nil
}

func (w *World) knownPrincipal(p string) bool {
	for _, typ := range []string{"user", "role"} {
		account, _, ok := splitIAMARN(p, typ)
		if !ok || w.Account(account) == nil {
			continue
		}
		if typ == "user" {
			return w.UserByARN(p) != nil
		}
		return w.RoleByARN(p) != nil
	}
	return true
}

// spanOf turns byte offsets into a span.
func spanOf(src string, start, end int) iam.Span {
	at := func(offset int) iam.Position {
		before := src[:offset]
		line := strings.LastIndexByte(before, '\n') + 1
		return iam.Position{Offset: offset, Line: strings.Count(before, "\n") + 1, Column: len([]rune(before[line:])) + 1}
	}
	return iam.Span{Start: at(start), End: at(end)}
}
