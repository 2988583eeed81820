package awsapi

import (
	"maps"
	"slices"

	"rolecall/sandbox/world"
)

// accessOperations are the calls that let a service work across an organization
// and that hand its administration to a member account.
func accessOperations() []*Operation {
	service := required(str("ServicePrincipal", "The service, such as iam.amazonaws.com.", 1, 128, `[\w+=,.@-]*`))
	account := required(str("AccountId", "The member account's id.", 0, 12, `\d{12}`))
	op := func(name, doc string, do func(*Call) (any, error), in ...Param) *Operation {
		return &Operation{Service: "organizations", Name: name, Doc: doc, Input: in, do: do}
	}
	return []*Operation{
		op("EnableAWSServiceAccess", "Gives a service trusted access to the organization.", enableAccess, service),
		op("DisableAWSServiceAccess", "Takes a service's trusted access away.", disableAccess, service),
		op("ListAWSServiceAccessForOrganization", "Lists the services with trusted access.", listAccess),
		op("RegisterDelegatedAdministrator", "Has a member account administer a service for the organization.", registerDelegate, account, service),
		op("DeregisterDelegatedAdministrator", "Takes a member account's administration of a service away.", deregisterDelegate, account, service),
		op("ListDelegatedAdministrators", "Lists the accounts that administer services for the organization.", listDelegates,
			str("ServicePrincipal", "Only those of this service.", 1, 128, `[\w+=,.@-]*`)),
		op("ListDelegatedServicesForAccount", "Lists the services that a member account administers.", listDelegatedServices, account),
	}
}

// serviceAccessItem is a service with trusted access.
type serviceAccessItem struct {
	ServicePrincipal string `json:"ServicePrincipal"`
}

// listServiceAccessOutput answers ListAWSServiceAccessForOrganization.
type listServiceAccessOutput struct {
	EnabledServicePrincipals []serviceAccessItem `json:"EnabledServicePrincipals"`
}

// listDelegatesOutput answers ListDelegatedAdministrators.
type listDelegatesOutput struct {
	DelegatedAdministrators []accountItem `json:"DelegatedAdministrators"`
}

// listDelegatedServicesOutput answers ListDelegatedServicesForAccount.
type listDelegatedServicesOutput struct {
	DelegatedServices []serviceAccessItem `json:"DelegatedServices"`
}

func enableAccess(c *Call) (any, error) {
	o, err := c.organization(true)
	if err != nil {
		return nil, err
	}
	if s := c.str("ServicePrincipal"); !slices.Contains(o.Services, s) {
		if len(o.Services) >= 100 {
			return nil, c.fail("ConstraintViolationException", 400, "An organization of the sandbox trusts at most 100 services.")
		}
		o.Services = append(o.Services, s)
		c.World.Touch()
	}
	return nil, nil
}

func disableAccess(c *Call) (any, error) {
	o, err := c.organization(true)
	if err != nil {
		return nil, err
	}
	o.Services = slices.DeleteFunc(o.Services, func(s string) bool { return s == c.str("ServicePrincipal") })
	c.World.Touch()
	return nil, nil
}

func listAccess(c *Call) (any, error) {
	o, err := c.organization(true)
	if err != nil {
		return nil, err
	}
	return &listServiceAccessOutput{services(slices.Sorted(slices.Values(o.Services)))}, nil
}

func services(names []string) []serviceAccessItem {
	items := []serviceAccessItem{}
	for _, s := range names {
		items = append(items, serviceAccessItem{s})
	}
	return items
}

// memberAccount is the call's member account, once the caller may do the operation.
func (c *Call) memberAccount() (*world.Organization, string, error) {
	o, err := c.organization(true)
	if err != nil {
		return nil, "", err
	}
	id := c.str("AccountId")
	if !o.Has(id) {
		return nil, "", c.fail("AccountNotFoundException", 400, "You specified an account that doesn't exist.")
	}
	return o, id, nil
}

func registerDelegate(c *Call) (any, error) {
	o, id, err := c.memberAccount()
	if err != nil {
		return nil, err
	}
	service := c.str("ServicePrincipal")
	switch {
	case id == o.Management:
		return nil, c.fail("ConstraintViolationException", 400, "You cannot register the management account of an organization as a delegated administrator for a service integrated with Organizations. Delegated administrators can only be member accounts.")
	case slices.Contains(o.Delegated[service], id):
		return nil, c.fail("AccountAlreadyRegisteredException", 400, "The specified account is already a delegated administrator for this service.")
	}
	if o.Delegated == nil {
		o.Delegated = map[string][]string{}
	}
	o.Delegated[service] = append(o.Delegated[service], id)
	c.World.Touch()
	return nil, nil
}

func deregisterDelegate(c *Call) (any, error) {
	o, id, err := c.memberAccount()
	if err != nil {
		return nil, err
	}
	service := c.str("ServicePrincipal")
	if !slices.Contains(o.Delegated[service], id) {
		return nil, c.fail("AccountNotRegisteredException", 400, "The specified account is not a delegated administrator for this service.")
	}
	o.Delegated[service] = slices.DeleteFunc(o.Delegated[service], func(a string) bool { return a == id })
	c.World.Touch()
	return nil, nil
}

func listDelegates(c *Call) (any, error) {
	o, err := c.organization(true)
	if err != nil {
		return nil, err
	}
	out := &listDelegatesOutput{DelegatedAdministrators: []accountItem{}}
	for _, a := range c.World.Accounts() {
		for _, service := range slices.Sorted(maps.Keys(o.Delegated)) {
			if slices.Contains(o.Delegated[service], a.ID) && (!c.has("ServicePrincipal") || service == c.str("ServicePrincipal")) {
				out.DelegatedAdministrators = append(out.DelegatedAdministrators, newAccountItem(o, a))
				break
			}
		}
	}
	return out, nil
}

func listDelegatedServices(c *Call) (any, error) {
	o, id, err := c.memberAccount()
	if err != nil {
		return nil, err
	}
	var names []string
	for _, service := range slices.Sorted(maps.Keys(o.Delegated)) {
		if slices.Contains(o.Delegated[service], id) {
			names = append(names, service)
		}
	}
	if names == nil {
		return nil, c.fail("AccountNotRegisteredException", 400, "The specified account is not a delegated administrator for a service.")
	}
	return &listDelegatedServicesOutput{services(names)}, nil
}
