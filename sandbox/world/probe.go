package world

import "rolecall/sandbox/iam"

// ContextOf is the request context that an authorization of the call would carry,
// for analyses that ask the engine without making a call. The context is a copy.
func (a *Access) ContextOf(t Target, extra Context) Context { return a.context(t, extra) }

// PoliciesOf are the policies that would decide an authorization of the call, as
// they stand now.
func (a *Access) PoliciesOf(t Target) *iam.Policies { return a.policies(t) }
