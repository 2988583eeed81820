package awsapi

import (
	"slices"

	"rolecall/sandbox/world"
)

// rootAccessOperations switch centralized root access on and off; see "Centralize
// root access for member accounts" in the IAM User Guide.
func rootAccessOperations() []*Operation {
	op := func(name, doc, feature string, on bool) *Operation {
		return iamOp(Operation{Name: name, Doc: doc, do: func(c *Call) (any, error) { return c.rootFeature(feature, on) }})
	}
	return []*Operation{
		op("EnableOrganizationsRootSessions", "Lets the management account do privileged tasks in member accounts.", world.RootSessions, true),
		op("DisableOrganizationsRootSessions", "Ends that the management account does privileged tasks in member accounts.", world.RootSessions, false),
		op("EnableOrganizationsRootCredentialsManagement", "Lets the management account manage root credentials of member accounts.", world.RootCredentialsManagement, true),
		op("DisableOrganizationsRootCredentialsManagement", "Ends that the management account manages root credentials of member accounts.", world.RootCredentialsManagement, false),
		iamOp(Operation{Name: "ListOrganizationsFeatures", do: listRootFeatures, Doc: "Lists what of centralized root access is on."}),
	}
}

// rootFeaturesOutput answers the calls about centralized root access.
type rootFeaturesOutput struct {
	OrganizationID  string   `json:"OrganizationId"`
	EnabledFeatures []string `json:"EnabledFeatures"`
}

// rootOrganization is the caller's organization, which its account must
// administer for IAM and in which IAM must have trusted access.
func (c *Call) rootOrganization() (*world.Organization, error) {
	if err := c.iamAuthorize(c.anyTarget(""), nil); err != nil {
		return nil, err
	}
	const iam = "iam.amazonaws.com"
	o := c.World.Organization()
	switch account := c.Access.Who.Account; {
	case !o.Has(account):
		return nil, c.fail("OrganizationNotFoundException", 400, "No organization is associated with your account.")
	case !o.Administers(account, iam):
		return nil, c.fail("AccountNotManagementOrDelegatedAdministratorException", 400, "The account making the request is not the management account or delegated administrator account for centralized root access.")
	case !slices.Contains(o.Services, iam):
		return nil, c.fail("ServiceAccessNotEnabledException", 400, "Trusted access is not enabled for IAM in AWS Organizations.")
	}
	return o, nil
}

func (c *Call) rootFeature(feature string, on bool) (any, error) {
	o, err := c.rootOrganization()
	if err != nil {
		return nil, err
	}
	if on && c.Access.Who.Account != o.Management {
		return nil, c.fail("CallerIsNotManagementAccountException", 400, "The account making the request is not the management account for the organization.")
	}
	o.RootFeatures = slices.DeleteFunc(o.RootFeatures, func(f string) bool { return f == feature })
	if on {
		o.RootFeatures = append(o.RootFeatures, feature)
	}
	c.World.Touch()
	return rootFeatures(o), nil
}

func listRootFeatures(c *Call) (any, error) {
	o, err := c.rootOrganization()
	if err != nil {
		return nil, err
	}
	return rootFeatures(o), nil
}

func rootFeatures(o *world.Organization) *rootFeaturesOutput {
	return &rootFeaturesOutput{o.ID, append([]string{}, slices.Sorted(slices.Values(o.RootFeatures))...)}
}
