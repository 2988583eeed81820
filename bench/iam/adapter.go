package iam

import (
	"fmt"

	"rolecall/bench/engine"
	"rolecall/sandbox/iam"
)

// Rolecall is the sandbox's engine as the yardsticks plug engines in.
type Rolecall struct{}

// Name is how figures call it.
func (Rolecall) Name() string { return "rolecall" }

// World is a yardstick's world, parsed and compiled.
type World struct {
	policies iam.Policies
	account  string // that owns the resources
}

// Load parses and compiles a world's policies.
func Load(w engine.World) (*World, error) {
	out := &World{account: "111122223333"}
	for _, doc := range w.IdentityJSON() {
		p, fs := iam.Parse(iam.KindIdentity, "identity", doc)
		if p == nil {
			return nil, fmt.Errorf("identity policy: %v", fs)
		}
		out.policies.Identity = append(out.policies.Identity, p)
	}
	if w.Trust != nil {
		out.account = "444455556666"
		p, fs := iam.Parse(iam.KindTrust, "trust", w.TrustJSON())
		if p == nil {
			return nil, fmt.Errorf("trust policy: %v", fs)
		}
		out.policies.Resource = p
	}
	return out, nil
}

// Prepare implements engine.Engine.
func (Rolecall) Prepare(w engine.World) (engine.Decider, error) { return Load(w) }

// Request makes a yardstick's request ready.
func (w *World) Request(r engine.Request) (*iam.Request, error) {
	return iam.NewSimpleRequest(r.Principal, r.Action, r.Resource, w.account, r.Context)
}

// Bind implements engine.Decider.
func (w *World) Bind(r engine.Request) func() bool {
	request, err := w.Request(r)
	if err != nil {
		panic(err)
	}
	return func() bool { return iam.Evaluate(request, &w.policies).Decision == iam.Allowed }
}

// BindTrace is Bind for a decision with its full trace.
func (w *World) BindTrace(r engine.Request) func() bool {
	request, err := w.Request(r)
	if err != nil {
		panic(err)
	}
	var x iam.Explainer
	return func() bool { return x.Explain(request, &w.policies).Decision == iam.Allowed }
}
