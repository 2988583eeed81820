package sandbox

import (
	"context"
	"encoding/json"
	"fmt"
	"regexp"
	"slices"
	"strings"

	"rolecall/sandbox/awscli"
	"rolecall/sandbox/budget"
	"rolecall/sandbox/iam"
	"rolecall/sandbox/jmespath"
)

// WantKind says what a claim is about.
type WantKind uint8

// The kinds of claims.
const (
	WantAllowed WantKind = iota // the command succeeded
	WantDenied                  // it was denied so, by these layers
	WantError                   // it failed with this code
	WantValue                   // this part of its answer is this
)

// Want is an author's claim about a command.
type Want struct {
	Kind     WantKind
	Text     string // as written
	Decision iam.Decision
	Layers   []string // exactly these denied; none: whichever
	Code     string
	Path     string // JMESPath
	Value    string
}

var codePattern = regexp.MustCompile(`^[A-Za-z0-9][A-Za-z0-9.]{2,63}$`)

// ParseWant reads a claim, as it stands after `want`.
func ParseWant(s string) (Want, error) {
	w := Want{Text: s}
	if path, value, ok := strings.Cut(s, " = "); ok {
		w.Kind, w.Path, w.Value = WantValue, strings.TrimSpace(path), strings.TrimSpace(value)
		if _, err := jmespath.Compile(w.Path); err != nil || len(w.Path) > 256 {
			return w, fmt.Errorf("%q is not a JMESPath expression", w.Path)
		}
		return w, nil
	}
	fields := strings.Fields(s)
	if len(fields) == 0 {
		return w, fmt.Errorf("want is followed by allowed, implicitDeny, explicitDeny, an error code, or JMESPATH = VALUE")
	}
	switch fields[0] {
	case "allowed":
		w.Kind = WantAllowed
	case "implicitDeny", "explicitDeny":
		w.Kind, w.Decision, w.Layers = WantDenied, iam.ImplicitDeny, fields[1:]
		if fields[0] == "explicitDeny" {
			w.Decision = iam.ExplicitDeny
		}
		slices.Sort(w.Layers)
		return w, checkLayers(w.Layers)
	default:
		w.Kind, w.Code = WantError, fields[0]
		if !codePattern.MatchString(w.Code) {
			return w, fmt.Errorf("%q is not an error code", w.Code)
		}
	}
	if len(fields) > 1 {
		return w, fmt.Errorf("nothing follows `want %s`", fields[0])
	}
	return w, nil
}

var allLayers = iam.LayersOf(iam.LayerBoundary, iam.LayerIdentity, iam.LayerRCP, iam.LayerResource, iam.LayerSCP, iam.LayerSession).Strings()

func checkLayers(layers []string) error {
	for _, l := range layers {
		if !slices.Contains(allLayers, l) {
			return fmt.Errorf("%q is not a layer; there are %s", l, strings.Join(allLayers, ", "))
		}
	}
	return nil
}

// Check compares a reply with the claim; why is a plain sentence when they differ.
func (w Want) Check(r *awscli.Reply) (ok bool, why string) {
	if r == nil {
		return false, "No command was run."
	}
	switch w.Kind {
	case WantAllowed:
		ok = succeeded(r)
	case WantDenied:
		o := r.Outcome
		ok = o != nil && o.Authorized && o.Err != nil && o.Decision == w.Decision &&
			(len(w.Layers) == 0 || slices.Equal(o.DeniedBy.Strings(), w.Layers))
	case WantError:
		ok = slices.Contains(errorCodes(r), w.Code)
	case WantValue:
		return w.checkValue(r)
	}
	if ok {
		return true, ""
	}
	return false, fmt.Sprintf("It was to be %s, and it was %s.", w.Text, Describe(r))
}

// errorCodes are the names of what went wrong. The CLI finds some bad parameters
// itself, where the service would answer with a ValidationError.
func errorCodes(r *awscli.Reply) []string {
	if r.Outcome != nil && r.Outcome.Err != nil {
		return []string{r.Outcome.Err.Code, r.Outcome.Err.Cause}
	}
	if r.Fault == "ParamValidation" {
		return []string{r.Fault, "ValidationError"}
	}
	return []string{r.Fault}
}

func (w Want) checkValue(r *awscli.Reply) (bool, string) {
	if !succeeded(r) {
		return false, fmt.Sprintf("%s was to be %s, but the command was %s.", w.Path, w.Value, Describe(r))
	}
	got, err := valueAt(r.Output, w.Path)
	if err != nil {
		return false, fmt.Sprintf("%s can't be looked up: %v.", w.Path, err)
	}
	if got != w.Value {
		return false, fmt.Sprintf("%s was to be %s, and it was %s.", w.Path, w.Value, got)
	}
	return true, ""
}

// valueAt looks a path up in an output and writes what it finds as text: a string
// as it is, anything else as JSON.
func valueAt(output any, path string) (string, error) {
	data, err := json.Marshal(output)
	if err != nil {
		return "", err
	}
	tree, err := jmespath.Decode(string(data))
	if err != nil {
		return "", err
	}
	query, err := jmespath.Compile(path)
	if err != nil {
		return "", err
	}
	found, err := query.Search(budget.New(context.Background(), awscli.LineLimits), tree)
	if err != nil {
		return "", err
	}
	if s, ok := found.(string); ok {
		return s, nil
	}
	text, err := json.Marshal(found)
	return string(text), err
}

func succeeded(r *awscli.Reply) bool {
	return r.Exit == 0 && (r.Outcome == nil || r.Outcome.Err == nil)
}

// Describe is what a reply came to, in the words of `want`.
func Describe(r *awscli.Reply) string {
	o := r.Outcome
	switch {
	case o == nil && r.Exit != 0:
		return "no command that can be run: " + strings.TrimSpace(r.Stderr)
	case succeeded(r):
		return "allowed"
	case o.Err == nil:
		return "a failure: " + strings.TrimSpace(r.Stderr)
	case o.Authorized && o.Decision != iam.Allowed:
		return strings.TrimSpace(o.Decision.String() + " " + strings.Join(o.DeniedBy.Strings(), " "))
	case o.Err.Cause != "":
		return o.Err.Cause
	}
	return o.Err.Code
}
