package iam

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/cedar-policy/cedar-go"
	"github.com/cedar-policy/cedar-go/types"

	"rolecall/bench/engine"
)

// cedarWorld is a yardstick's world in Cedar's language, for orientation: the
// same statements, conditions and requests. A trust policy is a policy set of its
// own, for both sides must allow.
type cedarWorld struct{ sets []*cedar.PolicySet }

func newCedarWorld(w engine.World) (*cedarWorld, error) {
	out := &cedarWorld{}
	add := func(name string, ps []engine.Policy) error {
		var b strings.Builder
		for _, p := range ps {
			for _, s := range p.Statement {
				b.WriteString(cedarStatement(s))
			}
		}
		set, err := cedar.NewPolicySetFromBytes(name, []byte(b.String()))
		out.sets = append(out.sets, set)
		return err
	}
	if err := add("identity", w.Identity); err != nil {
		return nil, err
	}
	if w.Trust == nil {
		return out, nil
	}
	return out, add("trust", []engine.Policy{*w.Trust})
}

func cedarStatement(s engine.Statement) string {
	effect := map[string]string{"Allow": "permit", "Deny": "forbid"}[s.Effect]
	any := func(key string, values []string) string {
		var out []string
		for _, v := range values {
			out = append(out, fmt.Sprintf("%s like %q", key, v))
		}
		return "(" + strings.Join(out, " || ") + ")"
	}
	all := []string{any("context.action", s.Action)}
	if s.Resource != nil {
		all = append(all, any("context.resource", s.Resource))
	}
	if s.Principal != nil {
		all = append(all, any("context.principal", s.Principal["AWS"]))
	}
	for op, keys := range s.Condition {
		for key, values := range keys {
			all = append(all, cedarCondition(op, fmt.Sprintf("context[%q]", key), values))
		}
	}
	return effect + " (principal, action, resource) when { " + strings.Join(all, " && ") + " };\n"
}

func cedarCondition(op, key string, values []string) string {
	form := map[string]string{
		"StringEquals": "%s == %q", "Bool": "%s == %q", "StringLike": "%s like %q", "IpAddress": "%s.isInRange(ip(%q))", "NotIpAddress": "%s.isInRange(ip(%q))",
		"DateLessThan": "%s < datetime(%q)",
	}[op]
	var out []string
	for _, v := range values {
		out = append(out, fmt.Sprintf(form, key, v))
	}
	text := "(" + strings.Join(out, " || ") + ")"
	if op == "NotIpAddress" {
		return "!" + text
	}
	return text
}

// bind makes a request ready and returns its decision.
func (w *cedarWorld) bind(r engine.Request) func() bool {
	context := types.RecordMap{"action": types.String(r.Action), "resource": types.String(r.Resource), "principal": types.String(r.Principal)}
	for k, v := range r.Context {
		context[types.String(k)] = cedarValue(k, v)
	}
	request := cedar.Request{
		Principal: types.NewEntityUID("Caller", types.String(r.Principal)), Action: types.NewEntityUID("Action", types.String(r.Action)),
		Resource: types.NewEntityUID("Resource", types.String(r.Resource)), Context: types.NewRecord(context),
	}
	entities := types.EntityMap{}
	return func() bool {
		for _, set := range w.sets {
			if decision, _ := cedar.Authorize(set, entities, request); decision != cedar.Allow {
				return false
			}
		}
		return true
	}
}

func cedarValue(key, value string) types.Value {
	switch key {
	case "aws:SourceIp":
		if ip, err := types.ParseIPAddr(value); err == nil {
			return ip
		}
	case "aws:CurrentTime":
		if at, err := time.Parse(time.RFC3339, value); err == nil {
			return types.NewDatetime(at)
		}
	}
	return types.String(value)
}

// TestPairedCedar shows how cedar-go takes the same workloads: times the floor,
// and times Rolecall. Nothing is held.
func TestPairedCedar(t *testing.T) {
	for _, w := range worlds() {
		floor, err := engine.Floor{}.Prepare(w)
		if err != nil {
			t.Fatal(err)
		}
		ours, err := Load(w)
		if err != nil {
			t.Fatal(err)
		}
		theirs, err := newCedarWorld(w)
		if err != nil {
			t.Fatal(err)
		}
		var base, decide, cedars []func() bool
		for _, r := range w.Requests {
			base, decide, cedars = append(base, floor.Bind(r)), append(decide, ours.Bind(r)), append(cedars, theirs.bind(r))
			if got := theirs.bind(r)(); got != r.Want {
				t.Errorf("%s/%s: cedar-go says %v, want %v", w.Name, r.Name, got, r.Want)
			}
		}
		turn := func(fs []func() bool) func(int) { return func(i int) { fs[i&3]() } }
		for _, p := range []pairing{
			{name: w.Name + " cedar-go to the floor", base: turn(base), ours: turn(cedars)},
			{name: w.Name + " cedar-go to Rolecall", base: turn(decide), ours: turn(cedars)},
		} {
			ratios := measure(p)
			t.Logf("%-28s x base: min %5.2f med %5.2f max %5.2f (for orientation)", p.name, slices.Min(ratios), ratios[len(ratios)/2], slices.Max(ratios))
		}
	}
}
