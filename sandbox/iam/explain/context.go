package explain

import (
	"strings"

	"rolecall/sandbox/iam"
	"rolecall/sandbox/iam/analyze"
	"rolecall/sandbox/iam/contextkey"
	"rolecall/sandbox/iam/refusal"
)

// context is what is known of the call's context: what the text tells, and what
// follows from who calls what.
func (t *trial) context() map[string][]string {
	ctx := map[string][]string{}
	p, err := iam.ParsePrincipal(t.request.Principal)
	if err == nil {
		t.callerContext(ctx, p)
	}
	if region := contextkey.GlobalRegion(t.request.Action); region != "" {
		ctx["aws:RequestedRegion"] = []string{region}
	} else if parts := strings.SplitN(t.request.Resource, ":", 6); len(parts) == 6 && parts[3] != "" && !strings.ContainsAny(parts[3], "*?") {
		ctx["aws:RequestedRegion"] = []string{parts[3]}
	}
	if t.owner {
		ctx["aws:ResourceAccount"] = []string{t.request.ResourceAccount}
	}
	for key, values := range t.r.Context {
		for have := range ctx {
			if strings.EqualFold(have, key) {
				delete(ctx, have)
			}
		}
		ctx[key] = values
	}
	return ctx
}

// callerContext is what follows from the caller. A session's ARN does not tell the
// path of its role, so it does not tell aws:PrincipalArn.
func (t *trial) callerContext(ctx map[string][]string, p iam.Principal) {
	kind := analyze.CallerKind(p.Type())
	if contextkey.Of("aws:PrincipalIsAWSService", kind, t.request.Action) == contextkey.Always {
		ctx["aws:PrincipalIsAWSService"] = []string{"false"}
		if p.Type() == iam.PrincipalService {
			ctx["aws:PrincipalIsAWSService"] = []string{"true"}
		}
	}
	switch p.Type() {
	case iam.PrincipalUser:
		ctx["aws:PrincipalArn"], ctx["aws:username"], ctx["aws:PrincipalType"] = []string{p.ARN()}, []string{p.Name()}, []string{"User"}
	case iam.PrincipalAssumedRole:
		ctx["aws:PrincipalType"] = []string{"AssumedRole"}
	case iam.PrincipalFederatedUser:
		ctx["aws:PrincipalArn"], ctx["aws:PrincipalType"] = []string{p.ARN()}, []string{"FederatedUser"}
	case iam.PrincipalRoot:
		ctx["aws:PrincipalArn"], ctx["aws:PrincipalType"] = []string{p.ARN()}, []string{"Account"}
	case iam.PrincipalService:
		ctx["aws:PrincipalServiceName"], ctx["aws:PrincipalServiceNamesList"] = []string{p.ARN()}, []string{p.ARN()}
		return
	case iam.PrincipalAnonymous:
		ctx["aws:PrincipalAccount"], ctx["aws:PrincipalType"] = []string{"anonymous"}, []string{"Anonymous"}
		return
	case iam.PrincipalSAML, iam.PrincipalOIDC:
		return
	}
	ctx["aws:PrincipalAccount"] = []string{p.Account()}
}

// usual are keys that every call carries and that have one value in all but a few
// calls. They are left open only where the usual value explains nothing.
var usual = map[string]string{"aws:SecureTransport": "true", "aws:ViaAWSService": "false"}

// absent are the keys that the call is known not to carry.
func (t *trial) absent() []string {
	list := append([]string(nil), t.r.Absent...)
	if t.r.Source == refusal.FromDecoded { // it holds the whole context
		for _, p := range t.docs {
			for _, cl := range p.Clauses() {
				for _, c := range cl.Conditions {
					if !hasKey(t.request.Context, c.Key) {
						list = append(list, c.Key)
					}
				}
			}
		}
	}
	return list
}

func hasKey(ctx map[string][]string, key string) bool {
	for k := range ctx {
		if strings.EqualFold(k, key) {
			return true
		}
	}
	return false
}
