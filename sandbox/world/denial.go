package world

import (
	"strings"

	"rolecall/sandbox/iam"
)

// Authorize decides as [Access.Decide] does and turns a denial into AWS's
// AccessDenied, a *[Fault].
func (a *Access) Authorize(action string, target Target, extra Context) error {
	t, err := a.Decide(action, target, extra)
	if err != nil {
		return &Fault{"ValidationError", err.Error(), 400}
	}
	if t.Decision == iam.Allowed {
		return nil
	}
	return &Fault{"AccessDenied", a.DenialMessage(t, action, target, false), 403}
}

// DenialMessage words a denial as AWS does; see "Troubleshoot access denied
// error messages" in the IAM User Guide. AWS names one cause, the trace all of
// them. A cause that lies in another account is named only within one
// organization; quoted puts quotes round the resource, as S3 does.
func (a *Access) DenialMessage(t *iam.Trace, action string, target Target, quoted bool) string {
	who := a.Who.ARN
	if a.Who.Type == IdentityAnonymous {
		who = "anonymous"
	}
	msg := "User: " + who + " is not authorized to perform: " + action
	layer, named := a.nameable(t, target)
	trust := named && layer == iam.LayerResource && strings.HasSuffix(target.Policy, "/trust.json")
	if res := target.shown(quoted); res != "*" && !trust {
		msg += " on resource: " + res
	}
	if !named {
		return msg
	}
	return msg + a.cause(t, action, layer, trust)
}

// shown is how messages write the resource.
func (t Target) shown(quoted bool) string {
	if t.Shown != "" {
		return t.Shown
	}
	if quoted && t.ARN != "*" {
		return `"` + t.ARN + `"`
	}
	return t.ARN
}

func (a *Access) cause(t *iam.Trace, action string, layer iam.Layer, trust bool) string {
	words := layerWords(layer)
	if trust {
		words = "role trust policy"
	}
	switch {
	case t.Decision == iam.ImplicitDeny:
		return " because no " + words + " allows the " + action + " action"
	case trust:
		return " with an explicit deny in the role trust policy"
	}
	return " with an explicit deny in " + article(layer) + " " + words + a.World.denyingARN(t, layer)
}

// nameable picks the layer that the message names: the first that denied and
// that the caller may learn of.
func (a *Access) nameable(t *iam.Trace, target Target) (iam.Layer, bool) {
	near := a.Who.Account == target.Account || a.World.state.Organization.same(a.Who.Account, target.Account)
	for _, l := range []iam.Layer{iam.LayerSCP, iam.LayerRCP, iam.LayerIdentity, iam.LayerBoundary, iam.LayerSession, iam.LayerResource} {
		if !t.DeniedBy.Has(l) {
			continue
		}
		if !near && (l == iam.LayerResource || l == iam.LayerRCP) {
			continue
		}
		return l, true
	}
	return 0, false
}

func layerWords(l iam.Layer) string {
	switch l {
	case iam.LayerBoundary:
		return "permissions boundary"
	case iam.LayerIdentity:
		return "identity-based policy"
	case iam.LayerRCP:
		return "resource control policy"
	case iam.LayerResource:
		return "resource-based policy"
	case iam.LayerSCP:
		return "service control policy"
	case iam.LayerSession:
		return "session policy"
	}
	return "policy"
}

func article(l iam.Layer) string {
	if l == iam.LayerIdentity {
		return "an"
	}
	return "a"
}

// denyingARN is ": ARN" of the policy whose statement denied, for those that
// have an ARN. AWS appends it within an account and an organization since 2026.
func (w *World) denyingARN(t *iam.Trace, layer iam.Layer) string {
	for _, l := range t.Layers {
		if l.Layer != layer {
			continue
		}
		for _, p := range l.Policies {
			for _, s := range p.Statements {
				if s.Matched && s.Effect == iam.Deny {
					if arn := w.documentARN(p.Name); arn != "" {
						return ": " + arn
					}
					return ""
				}
			}
		}
	}
	return ""
}

// documentARN is the ARN of the policy at a path; empty for inline, trust and
// resource policies, which have none.
func (w *World) documentARN(path string) string {
	if name, ok := strings.CutPrefix(path, "aws/policies/"); ok {
		return awsManagedPrefix + strings.TrimSuffix(name, ".json")
	}
	r, err := parsePath(path)
	if err != nil {
		return ""
	}
	org := w.state.Organization
	switch r.place {
	case placeManaged:
		if p := w.Account(r.account).Policies[r.name]; p != nil {
			return p.ARN()
		}
	case placeSCP:
		return controlARN(org, "service_control_policy", r.name)
	case placeRCP:
		return controlARN(org, "resource_control_policy", r.name)
	case placeInline, placeTrust, placeBucket, placeResource, placeObject, placeFile:
	}
	return ""
}

func controlARN(o *Organization, typ, name string) string {
	if o == nil {
		return ""
	}
	return "arn:aws:organizations::" + o.Management + ":policy/" + o.ID + "/" + typ + "/" + ControlID(name)
}

// ControlID is the id of an organization policy, made from its name.
func ControlID(name string) string {
	if name == FullAccess || name == FullResourceAccess {
		return "p-" + name
	}
	id := strings.Map(func(r rune) rune {
		switch {
		case r >= 'A' && r <= 'Z':
			return r + 'a' - 'A'
		case r >= 'a' && r <= 'z', r >= '0' && r <= '9':
			return r
		}
		return -1
	}, name)
	if len(id) < 8 {
		id += "examples"[:8-len(id)]
	}
	return "p-" + id
}
