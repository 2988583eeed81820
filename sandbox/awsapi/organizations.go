package awsapi

import (
	"slices"
	"strings"

	"rolecall/sandbox/world"
)

// organizationOperations are the calls of Organizations about the tree and the
// policies on it. All but DescribeOrganization and DescribeEffectivePolicy belong to
// the management account; those that read, to delegated administrators as well.
func organizationOperations() []*Operation {
	filter := required(enum("Filter", "Which kind of policy.", scpType, rcpType))
	policy := required(str("PolicyId", "The policy's id: p-….", 0, 130, ""))
	target := required(str("TargetId", "The root, the unit or the account.", 0, 100, ""))
	return []*Operation{
		{Service: "organizations", Name: "DescribeOrganization", do: describeOrganization, Doc: "Shows the organization of the caller's account."},
		{Service: "organizations", Name: "ListAccounts", do: listAccounts, Doc: "Lists the accounts of the organization."},
		{Service: "organizations", Name: "ListPolicies", do: listControls, Doc: "Lists the organization's policies.", Input: []Param{filter}},
		{Service: "organizations", Name: "ListPoliciesForTarget", do: controlsForTarget, Doc: "Lists the policies attached to a root, a unit or an account.", Input: []Param{target, filter}},
		{Service: "organizations", Name: "DescribePolicy", do: describeControl, Doc: "Shows a policy of the organization.", Input: []Param{policy}},
		{Service: "organizations", Name: "CreatePolicy", do: createControl, Doc: "Makes a policy of the organization.",
			Input: []Param{required(str("Content", "The policy document.", 1, 0, "")), required(str("Description", "What it is for.", 0, 512, "")), required(str("Name", "The policy's name.", 1, 128, iamName)), required(enum("Type", "Which kind.", scpType, rcpType))}},
		{Service: "organizations", Name: "AttachPolicy", do: attachControl, Doc: "Attaches a policy to a root, a unit or an account.", Input: []Param{policy, target}},
		{Service: "organizations", Name: "DetachPolicy", do: detachControl, Doc: "Takes a policy off a root, a unit or an account.", Input: []Param{policy, target}},
	}
}

// organizationItem is an organization.
type organizationItem struct {
	ID               string `json:"Id"`
	ARN              string `json:"Arn"`
	FeatureSet       string `json:"FeatureSet"`
	MasterAccountARN string `json:"MasterAccountArn"`
	MasterAccountID  string `json:"MasterAccountId"`
}

// describeOrganizationOutput answers DescribeOrganization.
type describeOrganizationOutput struct {
	Organization organizationItem `json:"Organization"`
}

// accountItem is an account of an organization.
type accountItem struct {
	ID     string `json:"Id"`
	ARN    string `json:"Arn"`
	Name   string `json:"Name"`
	Status string `json:"Status"`
}

// listAccountsOutput answers ListAccounts.
type listAccountsOutput struct {
	Accounts []accountItem `json:"Accounts"`
}

// controlSummary is a policy of an organization without its text.
type controlSummary struct {
	ID         string `json:"Id"`
	ARN        string `json:"Arn"`
	Name       string `json:"Name"`
	Type       string `json:"Type"`
	AWSManaged bool   `json:"AwsManaged"`
}

// listControlsOutput answers ListPolicies and ListPoliciesForTarget.
type listControlsOutput struct {
	Policies []controlSummary `json:"Policies"`
}

// controlItem is a policy of an organization with its text.
type controlItem struct {
	PolicySummary controlSummary `json:"PolicySummary"`
	Content       string         `json:"Content"`
}

// controlOutput answers CreatePolicy and DescribePolicy.
type controlOutput struct {
	Policy controlItem `json:"Policy"`
}

// organization is the caller's, once the caller may do the operation.
func (c *Call) organization(management bool) (*world.Organization, error) {
	o := c.World.Organization()
	if !o.Has(c.Access.Who.Account) {
		return nil, c.fail("AWSOrganizationsNotInUseException", 400, "Your account is not a member of an organization.")
	}
	if err := c.authorizeInOrganization(o); err != nil {
		return nil, err
	}
	reads := readOnly(c.Op.Name) && o.Delegates(c.Access.Who.Account)
	if management && c.Access.Who.Account != o.Management && !reads {
		return nil, c.fail("AccessDeniedException", 400, "You don't have permissions to access this resource.")
	}
	return o, nil
}

func describeOrganization(c *Call) (any, error) {
	o, err := c.organization(false)
	if err != nil {
		return nil, err
	}
	prefix := "arn:aws:organizations::" + o.Management + ":"
	return &describeOrganizationOutput{organizationItem{o.ID, prefix + "organization/" + o.ID, "ALL", prefix + "account/" + o.ID + "/" + o.Management, o.Management}}, nil
}

func listAccounts(c *Call) (any, error) {
	o, err := c.organization(true)
	if err != nil {
		return nil, err
	}
	out := &listAccountsOutput{Accounts: []accountItem{}}
	for _, a := range c.World.Accounts() {
		if o.Has(a.ID) {
			out.Accounts = append(out.Accounts, newAccountItem(o, a))
		}
	}
	return out, nil
}

func newAccountItem(o *world.Organization, a *world.Account) accountItem {
	return accountItem{a.ID, "arn:aws:organizations::" + o.Management + ":account/" + o.ID + "/" + a.ID, a.Name, "ACTIVE"}
}

// control is a policy of an organization: its name, and whether it is an RCP.
type control struct {
	name string
	rcp  bool
}

// The types of policy that the sandbox knows, as Organizations writes them.
const (
	scpType = "SERVICE_CONTROL_POLICY"
	rcpType = "RESOURCE_CONTROL_POLICY"
)

func (p control) typ() string {
	if p.rcp {
		return rcpType
	}
	return scpType
}

// attached are the names of the policies of a type that hang on a root, a unit or an
// account, whose lists are given. None do while the type is off.
func attached(o *world.Organization, typ string, scps, rcps []string) []string {
	switch {
	case slices.Contains(o.PoliciesOff, typ):
		return nil
	case typ == rcpType:
		return world.EffectiveRCPs(rcps)
	}
	return world.EffectiveSCPs(scps)
}

func (p control) path() string {
	if p.rcp {
		return "organization/rcps/" + p.name + ".json"
	}
	return "organization/scps/" + p.name + ".json"
}

// full is AWS's own policy of a type, which lets everything pass.
func full(rcp bool) control {
	if rcp {
		return control{world.FullResourceAccess, true}
	}
	return control{world.FullAccess, false}
}

// managedByAWS reports whether a policy is AWS's: nobody changes or deletes it.
func (p control) managedByAWS() bool { return p == full(p.rcp) }

func (p control) summary(o *world.Organization) controlSummary {
	id, owner := world.ControlID(p.name), o.Management+":policy/"+o.ID
	if p.managedByAWS() {
		owner = "aws:policy"
	}
	return controlSummary{id, "arn:aws:organizations::" + owner + "/" + strings.ToLower(p.typ()) + "/" + id, p.name, p.typ(), p.managedByAWS()}
}

// controls are all policies of the organization.
func (c *Call) controls() []control {
	all := []control{full(false)}
	if !slices.Contains(c.World.Organization().PoliciesOff, rcpType) {
		all = append(all, full(true))
	}
	for _, f := range c.World.Files() {
		p := control{f.Name, f.Class == "rcps"}
		if (f.Class == "scps" || f.Class == "rcps") && !p.managedByAWS() {
			all = append(all, p)
		}
	}
	return all
}

func listControls(c *Call) (any, error) {
	o, err := c.organization(true)
	if err != nil {
		return nil, err
	}
	out := &listControlsOutput{Policies: []controlSummary{}}
	for _, p := range c.controls() {
		if p.typ() == c.str("Filter") {
			out.Policies = append(out.Policies, p.summary(o))
		}
	}
	return out, nil
}

// control finds the call's policy by its id.
func (c *Call) control() (control, error) {
	for _, p := range c.controls() {
		if world.ControlID(p.name) == c.str("PolicyId") {
			return p, nil
		}
	}
	return control{}, c.fail("PolicyNotFoundException", 400, "We can't find a policy with the PolicyId that you specified.")
}

// knownControl is the call's policy, once the caller may do the operation to it.
func (c *Call) knownControl() (*world.Organization, control, error) {
	o, err := c.organization(true)
	if err != nil {
		return nil, control{}, err
	}
	p, err := c.control()
	return o, p, err
}

// attachments are the lists that hang on the call's target.
func (c *Call) attachments(o *world.Organization) (scps, rcps *[]string, err error) {
	if scps, rcps := o.Attachments(c.str("TargetId")); scps != nil {
		return scps, rcps, nil
	}
	return nil, nil, c.fail("TargetNotFoundException", 400, "You specified a target that doesn't exist.")
}

func controlsForTarget(c *Call) (any, error) {
	o, err := c.organization(true)
	if err != nil {
		return nil, err
	}
	scps, rcps, err := c.attachments(o)
	if err != nil {
		return nil, err
	}
	out := &listControlsOutput{Policies: []controlSummary{}}
	typ := c.str("Filter")
	for _, name := range attached(o, typ, *scps, *rcps) {
		out.Policies = append(out.Policies, control{name, typ == rcpType}.summary(o))
	}
	return out, nil
}

func (c *Call) controlOutput(o *world.Organization, p control) *controlOutput {
	src, ok := c.World.Document(p.path())
	switch {
	case ok:
	case p == full(false):
		src = world.FullAccessDocument
	case p == full(true):
		src = world.FullResourceAccessDocument
	}
	return &controlOutput{controlItem{p.summary(o), src}}
}

func describeControl(c *Call) (any, error) {
	o, p, err := c.knownControl()
	if err != nil {
		return nil, err
	}
	return c.controlOutput(o, p), nil
}

func createControl(c *Call) (any, error) {
	o, err := c.organization(true)
	if err != nil {
		return nil, err
	}
	p := control{c.str("Name"), c.str("Type") == rcpType}
	if slices.Contains(c.controls(), p) {
		return nil, c.fail("DuplicatePolicyException", 400, "A policy with the same name already exists.")
	}
	if _, err := c.World.SetDocument(p.path(), c.str("Content")); err != nil {
		return nil, c.malformed("MalformedPolicyDocumentException", err)
	}
	return c.controlOutput(o, p), nil
}

func attachControl(c *Call) (any, error) {
	o, p, err := c.knownControl()
	if err != nil {
		return nil, err
	}
	scps, rcps, err := c.attachments(o)
	if err != nil {
		return nil, err
	}
	if slices.Contains(o.PoliciesOff, p.typ()) {
		return nil, c.policyTypeOff()
	}
	list := rcps
	if !p.rcp {
		*scps, list = world.EffectiveSCPs(*scps), scps
	}
	if slices.Contains(*list, p.name) || p == full(true) {
		return nil, c.fail("DuplicatePolicyAttachmentException", 400, "The selected policy is already attached to the specified target.")
	}
	if most := mostControls(p.rcp); len(*list) >= most {
		return nil, c.fail("ConstraintViolationException", 400, "At most %d policies of this type can be attached to a root, a unit or an account.", most)
	}
	*list = append(*list, p.name)
	c.World.Touch()
	return nil, nil
}

// mostControls is how many SCPs or RCPs a root, a unit or an account takes. Of the
// five RCPs one is RCPFullAWSAccess, which stands in no list. See "Quotas and
// service limits for AWS Organizations" in the AWS Organizations User Guide.
func mostControls(rcp bool) int {
	if rcp {
		return 5 - 1
	}
	return 10
}

func detachControl(c *Call) (any, error) {
	o, p, err := c.knownControl()
	if err != nil {
		return nil, err
	}
	scps, rcps, err := c.attachments(o)
	if err != nil {
		return nil, err
	}
	if p == full(true) {
		return nil, c.fail("ConstraintViolationException", 400, "You can't detach %s: it stays attached to the root, every unit and every account while resource control policies are enabled.", p.name)
	}
	list := rcps
	if !p.rcp {
		*scps, list = world.EffectiveSCPs(*scps), scps
		if len(*list) == 1 {
			return nil, c.fail("ConstraintViolationException", 400, "You must leave at least one service control policy attached to each root, unit and account.")
		}
	}
	if !slices.Contains(*list, p.name) {
		return nil, c.fail("PolicyNotAttachedException", 400, "The policy isn't attached to the specified target.")
	}
	*list = slices.DeleteFunc(slices.Clone(*list), func(n string) bool { return n == p.name })
	c.World.Touch()
	return nil, nil
}
