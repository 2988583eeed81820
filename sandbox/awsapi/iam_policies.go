package awsapi

import (
	"fmt"
	"maps"
	"slices"
	"strings"
	"time"

	"rolecall/sandbox/world"
)

func managedPolicyOperations() []*Operation {
	version := required(str("VersionId", "The version, such as v2.", 0, 0, versionIDForm))
	doc := documentParam("PolicyDocument", "The policy document.")
	return []*Operation{
		iamOp(Operation{Name: "CreatePolicy", do: createPolicy, Doc: "Makes a managed policy.",
			Input: []Param{policyNameParam(), str("Path", "The path, which becomes part of the ARN.", 1, 512, `((/[A-Za-z0-9\.,\+@=_-]+)*)/`), doc, str("Description", "What the policy is for.", 0, 1000, ""), tagsParam("Tags of the policy.")}}),
		iamOp(Operation{Name: "GetPolicy", do: getPolicy, Doc: "Shows a managed policy.", Input: []Param{policyARNParam()}}),
		iamOp(Operation{Name: "ListPolicies", do: listPolicies, Doc: "Lists managed policies.",
			Input: []Param{enum("Scope", "Whose: all, AWS's or the account's own.", "All", "AWS", "Local"), boolean("OnlyAttached", "Only those in use.")}}),
		iamOp(Operation{Name: "DeletePolicy", do: deletePolicy, Doc: "Removes a managed policy that is attached nowhere.", Input: []Param{policyARNParam()}}),
		iamOp(Operation{Name: "GetPolicyVersion", do: getPolicyVersion, Doc: "Shows a version of a managed policy.", Input: []Param{policyARNParam(), version}}),
		iamOp(Operation{Name: "ListPolicyVersions", do: listPolicyVersions, Doc: "Lists the versions of a managed policy.", Input: []Param{policyARNParam()}}),
		iamOp(Operation{Name: "CreatePolicyVersion", do: createPolicyVersion, Doc: "Adds a version to a managed policy.",
			Input: []Param{policyARNParam(), doc, boolean("SetAsDefault", "Whether the new version is in force at once.")}}),
		iamOp(Operation{Name: "SetDefaultPolicyVersion", do: setDefaultVersion, Doc: "Puts a version of a managed policy in force.", Input: []Param{policyARNParam(), version}}),
	}
}

// ownPolicy is the account's own managed policy of an ARN; nil when there is none.
func (c *Call) ownPolicy(arn string) *world.ManagedPolicy {
	if p := c.World.ManagedPolicy(arn); p != nil && p.Account == c.Access.Who.Account {
		return p
	}
	return nil
}

// policyTarget is a managed policy as a resource, with its tags.
func (c *Call) policyTarget(arn string) world.Target {
	t := world.Target{ARN: arn, Account: c.Access.Who.Account}
	if p := c.ownPolicy(arn); p != nil {
		t.Tags = p.Tags
	}
	return t
}

// managed finds the account's own managed policy once the caller may do the
// operation to it. AWS's can be read by anyone; changing them is refused.
func (c *Call) managed() (*world.ManagedPolicy, error) {
	arn := c.str("PolicyArn")
	if err := c.iamAuthorize(c.policyTarget(arn), nil); err != nil {
		return nil, err
	}
	if strings.HasPrefix(arn, "arn:aws:iam::aws:") && readOnly(c.Op.Name) {
		return nil, c.noSuch("Policy %s was not found.%s", arn, notKept(arn))
	}
	if strings.HasPrefix(arn, "arn:aws:iam::aws:") {
		return nil, c.fail("AccessDenied", 403, "Cannot perform the operation on an AWS managed policy: %s", arn)
	}
	p := c.ownPolicy(arn)
	if p == nil {
		return nil, c.noSuch("Policy %s was not found.", arn)
	}
	return p, nil
}

// notKept says of an AWS managed policy that it is the sandbox that hasn't got it.
func notKept(arn string) string {
	if !strings.HasPrefix(arn, "arn:aws:iam::aws:policy/") {
		return ""
	}
	return " Of AWS's managed policies this sandbox has " + strings.Join(world.AWSManagedPolicies(), ", ") + "."
}

func (c *Call) policyItem(p *world.ManagedPolicy) policyItem {
	attached, bounds := c.World.Uses(p.ARN())
	return policyItem{
		PolicyName: p.Name, PolicyID: p.ID, ARN: p.ARN(), Path: p.Path, DefaultVersionID: versionID(p.Default),
		AttachmentCount: attached, PermissionsBoundaryUsageCount: bounds, IsAttachable: true,
		Description: p.Description, CreateDate: p.Created, UpdateDate: p.Updated,
	}
}

// awsPolicyItem tells of an AWS managed policy.
func (c *Call) awsPolicyItem(name string) policyItem {
	arn := "arn:aws:iam::aws:policy/" + name
	attached, bounds := c.World.Uses(arn)
	launch := time.Date(2015, time.February, 6, 18, 40, 0, 0, time.UTC)
	return policyItem{
		PolicyName: name, PolicyID: "ANPAAWSMANAGEDEXAMPLE", ARN: arn, Path: "/", DefaultVersionID: "v1",
		AttachmentCount: attached, PermissionsBoundaryUsageCount: bounds, IsAttachable: true, CreateDate: launch, UpdateDate: launch,
	}
}

func versionID(n int) string { return fmt.Sprintf("v%d", n) }

func createPolicy(c *Call) (any, error) {
	name, path := c.str("PolicyName"), orElse(c.str("Path"), "/")
	target := c.iamTarget("policy"+strings.TrimSuffix(path, "/"), name)
	if err := c.authorizeTagged(target, "iam:TagPolicy"); err != nil {
		return nil, err
	}
	a := c.account()
	if taken(a.Policies, name, "") {
		return nil, c.exists("A policy called %s already exists. Duplicate names are not allowed.", name)
	}
	if _, err := c.World.SetDocument(a.ID+"/policies/"+name+".json", c.str("PolicyDocument")); err != nil {
		return nil, c.malformed("MalformedPolicyDocument", err)
	}
	p := a.Policies[name]
	p.Path, p.Description, p.Tags = path, c.str("Description"), c.tagMap()
	c.World.Touch()
	c.answer("policy", map[string]any{"policyName": p.Name, "policyId": p.ID, "arn": p.ARN()})
	return &policyOutput{c.policyItem(p)}, nil
}

func getPolicy(c *Call) (any, error) {
	arn := c.str("PolicyArn")
	if name, ok := strings.CutPrefix(arn, "arn:aws:iam::aws:policy/"); ok && slices.Contains(world.AWSManagedPolicies(), name) {
		if err := c.iamAuthorize(c.policyTarget(arn), nil); err != nil {
			return nil, err
		}
		return withTags(c.awsPolicyItem(name), nil), nil
	}
	p, err := c.managed()
	if err != nil {
		return nil, err
	}
	return withTags(c.policyItem(p), p.Tags), nil
}

func withTags(item policyItem, tags map[string]string) *policyOutput {
	list := append([]tagItem{}, tagItems(tags)...)
	item.Tags = &list
	return &policyOutput{item}
}

func listPolicies(c *Call) (any, error) {
	if err := c.iamAuthorize(c.anyTarget("policy"), nil); err != nil {
		return nil, err
	}
	out := &listPoliciesOutput{Policies: []policyItem{}}
	only, _ := c.In["OnlyAttached"].(bool)
	add := func(item policyItem) {
		item.Description = "" // ListPolicies leaves it out
		if !only || item.AttachmentCount > 0 {
			out.Policies = append(out.Policies, item)
		}
	}
	if scope := c.str("Scope"); scope != "AWS" {
		for _, name := range slices.Sorted(maps.Keys(c.account().Policies)) {
			add(c.policyItem(c.account().Policies[name]))
		}
	}
	if c.str("Scope") != "Local" {
		for _, name := range world.AWSManagedPolicies() {
			add(c.awsPolicyItem(name))
		}
	}
	return out, nil
}

func deletePolicy(c *Call) (any, error) {
	p, err := c.managed()
	if err != nil {
		return nil, err
	}
	if attached, bounds := c.World.Uses(p.ARN()); attached+bounds > 0 {
		return nil, c.fail("DeleteConflict", 409, "Cannot delete a policy attached to entities.")
	}
	if len(p.Others) > 0 {
		return nil, c.fail("DeleteConflict", 409, "This policy has more than one version. Before you delete a policy, you must delete the policy's versions. The default version is deleted with the policy.")
	}
	return nil, c.World.RemoveDocument(p.DocumentPath())
}

func getPolicyVersion(c *Call) (any, error) {
	list, err := c.readVersions()
	if err != nil {
		return nil, err
	}
	for _, v := range list {
		if v.VersionID == c.str("VersionId") {
			return &policyVersionOutput{v}, nil
		}
	}
	return nil, c.noSuch("Policy %s version %s does not exist or is not attachable.", c.str("PolicyArn"), c.str("VersionId"))
}

// readVersions lists the versions of the policy that the call reads, which may be
// one of AWS's: of those the world knows one.
func (c *Call) readVersions() ([]policyVersionItem, error) {
	arn := c.str("PolicyArn")
	if name, ok := strings.CutPrefix(arn, "arn:aws:iam::aws:policy/"); ok && slices.Contains(world.AWSManagedPolicies(), name) {
		if err := c.iamAuthorize(c.policyTarget(arn), nil); err != nil {
			return nil, err
		}
		src, _ := c.World.PolicyText(arn)
		return []policyVersionItem{{policyJSON(src), "v1", true, c.awsPolicyItem(name).CreateDate}}, nil
	}
	p, err := c.managed()
	if err != nil {
		return nil, err
	}
	return c.versions(p), nil
}

// versions lists a policy's versions, newest first.
func (c *Call) versions(p *world.ManagedPolicy) []policyVersionItem {
	src, _ := c.World.Document(p.DocumentPath())
	list := []policyVersionItem{{policyJSON(src), versionID(p.Default), true, p.Updated}}
	for _, v := range p.Others {
		list = append(list, policyVersionItem{policyJSON(v.Document), versionID(v.Number), false, v.Created})
	}
	slices.SortFunc(list, func(a, b policyVersionItem) int {
		if len(a.VersionID) != len(b.VersionID) {
			return len(b.VersionID) - len(a.VersionID)
		}
		return strings.Compare(b.VersionID, a.VersionID)
	})
	return list
}

func listPolicyVersions(c *Call) (any, error) {
	list, err := c.readVersions()
	if err != nil {
		return nil, err
	}
	out := &listPolicyVersionsOutput{Versions: list}
	for i := range out.Versions {
		out.Versions[i].Document = nil // the list leaves the texts out
	}
	return out, nil
}

func createPolicyVersion(c *Call) (any, error) {
	p, err := c.managed()
	if err != nil {
		return nil, err
	}
	if len(p.Others) >= 4 {
		return nil, c.fail("LimitExceeded", 409, "A managed policy can have up to 5 versions. Before you create a new version, you must delete an existing version.")
	}
	inForce, _ := c.In["SetAsDefault"].(bool)
	number, err := c.World.AddPolicyVersion(p, c.str("PolicyDocument"), inForce)
	if err != nil {
		return nil, c.malformed("MalformedPolicyDocument", err)
	}
	return &policyVersionOutput{policyVersionItem{nil, versionID(number), inForce, c.Access.Time.Truncate(time.Second)}}, nil
}

func setDefaultVersion(c *Call) (any, error) {
	p, err := c.managed()
	if err != nil {
		return nil, err
	}
	var number int
	_, _ = fmt.Sscanf(c.str("VersionId"), "v%d", &number)
	if err := c.World.SetDefaultVersion(p, number); err != nil {
		return nil, c.noSuch("Policy %s version %s does not exist or is not attachable.", p.ARN(), c.str("VersionId"))
	}
	return nil, nil
}
