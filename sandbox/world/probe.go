package world

import "rolecall/sandbox/iam"

// ContextOf is the request context that an authorization of the call would carry,
// for analyses that ask the engine without making a call. The context is a copy.
func (a *Access) ContextOf(t Target, extra Context) Context { return a.context(t, extra) }

// PoliciesOf are the policies that would decide an authorization of the call, as
// they stand now.
func (a *Access) PoliciesOf(t Target) *iam.Policies { return a.policies(t) }

// Where are the condition keys that tell where a resource of an account stands.
func (w *World) Where(account string) Context {
	c := Context{}
	c.set("aws:ResourceAccount", account)
	if org := w.state.Organization; org.Has(account) {
		c.set("aws:ResourceOrgID", org.ID)
		c.set("aws:ResourceOrgPaths", org.Path(account))
	}
	return c
}

// ServiceControls are the service control policies above an account, root first;
// nil outside an organization and for the management account.
func (w *World) ServiceControls(account string) [][]*iam.Policy { return w.controls(account, false) }
