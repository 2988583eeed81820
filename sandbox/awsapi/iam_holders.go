package awsapi

import (
	"slices"
	"strings"

	"rolecall/sandbox/world"
)

// holder is what policies hang on: a role, a user or a group.
type holder struct {
	class    string // "Role"
	name     string
	account  string
	attached *[]string
	boundary *string            // nil for groups
	tags     *map[string]string // nil for groups
}

// dir is the holder's folder among the world's documents.
func (h *holder) dir() string { return strings.ToLower(h.class) + "s" }

func (h *holder) path(policy string) string {
	return h.account + "/" + h.dir() + "/" + h.name + "/policies/" + policy + ".json"
}

// holderOperations are the calls that roles, users and groups share, each with
// its own name: PutRolePolicy, PutUserPolicy, PutGroupPolicy.
func holderOperations(class string) []*Operation {
	lower := strings.ToLower(class)
	name := nameParam(class)
	op := func(verb, noun, doc string, do func(*Call, *holder) (any, error), params ...Param) *Operation {
		return iamOp(Operation{
			Name: verb + class + noun, Doc: strings.ReplaceAll(doc, "HOLDER", lower), Input: append([]Param{name}, params...),
			do: func(c *Call) (any, error) { return c.withHolder(class, do) },
		})
	}
	ops := []*Operation{
		op("Put", "Policy", "Writes an inline policy of a HOLDER.", putInline, policyNameParam(), documentParam("PolicyDocument", "The policy document.")),
		op("Get", "Policy", "Shows an inline policy of a HOLDER.", getInline, policyNameParam()),
		op("List", "Policies", "Lists the inline policies of a HOLDER.", listInline),
		op("Delete", "Policy", "Removes an inline policy of a HOLDER.", deleteInline, policyNameParam()),
		op("Attach", "Policy", "Attaches a managed policy to a HOLDER.", attach, policyARNParam()),
		op("Detach", "Policy", "Takes a managed policy off a HOLDER.", detach, policyARNParam()),
		op("ListAttached", "Policies", "Lists the managed policies attached to a HOLDER.", listAttached),
	}
	if class == "Group" {
		return ops
	}
	return append(ops,
		op("Put", "PermissionsBoundary", "Sets the permissions boundary of a HOLDER.", putBoundary, required(boundaryParam())),
		op("Delete", "PermissionsBoundary", "Takes the permissions boundary off a HOLDER.", deleteBoundary),
		op("Tag", "", "Adds tags to a HOLDER.", tagHolder, required(tagsParam("The tags."))),
		op("Untag", "", "Removes tags from a HOLDER.", untagHolder, required(listOf("TagKeys", "The keys of the tags.", 50, Shape{Type: String, Min: 1, Max: 128}))),
		op("List", "Tags", "Lists the tags of a HOLDER.", listTags),
	)
}

// withHolder finds the call's role, user or group, authorizes and goes on.
func (c *Call) withHolder(class string, do func(*Call, *holder) (any, error)) (any, error) {
	name := c.str(class + "Name")
	var target world.Target
	var h *holder
	switch class {
	case "Role":
		target = c.roleTarget(name)
		if r := c.account().Roles[name]; r != nil {
			h = &holder{class, name, r.Account, &r.Attached, &r.Boundary, &r.Tags}
		}
	case "User":
		target = c.userTarget(name)
		if u := c.account().Users[name]; u != nil {
			h = &holder{class, name, u.Account, &u.Attached, &u.Boundary, &u.Tags}
		}
	default:
		target = c.groupTarget(name)
		if g := c.account().Groups[name]; g != nil {
			h = &holder{class, name, g.Account, &g.Attached, nil, nil}
		}
	}
	if err := c.iamAuthorize(target, c.holderContext(h)); err != nil {
		return nil, err
	}
	if h == nil {
		return nil, c.noSuch("The %s with name %s cannot be found.", strings.ToLower(class), name)
	}
	return do(c, h)
}

// holderContext are the condition keys of calls about policies: the policy that
// is attached, and the boundary that is set, or stands already.
func (c *Call) holderContext(h *holder) world.Context {
	ctx := c.tagContext()
	if c.has("PolicyArn") {
		ctx["iam:PolicyARN"] = []string{c.str("PolicyArn")}
	}
	if h != nil && h.boundary != nil && *h.boundary != "" && !c.has("PermissionsBoundary") {
		ctx["iam:PermissionsBoundary"] = []string{*h.boundary}
	}
	if keys := c.strs("TagKeys"); len(keys) > 0 {
		ctx["aws:TagKeys"] = keys
	}
	return ctx
}

func putInline(c *Call, h *holder) (any, error) {
	if _, err := c.World.SetDocument(h.path(c.str("PolicyName")), c.str("PolicyDocument")); err != nil {
		return nil, c.malformed("MalformedPolicyDocument", err)
	}
	return nil, nil
}

func (c *Call) inline(h *holder) (string, error) {
	src, ok := c.World.Document(h.path(c.str("PolicyName")))
	if !ok {
		return "", c.noSuch("The %s policy with name %s cannot be found.", strings.ToLower(h.class), c.str("PolicyName"))
	}
	return src, nil
}

func getInline(c *Call, h *holder) (any, error) {
	src, err := c.inline(h)
	if err != nil {
		return nil, err
	}
	out := &inlinePolicyOutput{PolicyName: c.str("PolicyName"), PolicyDocument: policyJSON(src)}
	switch h.class {
	case "Role":
		out.RoleName = h.name
	case "User":
		out.UserName = h.name
	default:
		out.GroupName = h.name
	}
	return out, nil
}

func listInline(c *Call, h *holder) (any, error) {
	return &policyNamesOutput{append([]string{}, c.World.InlinePolicies(h.account, h.dir(), h.name)...)}, nil
}

func deleteInline(c *Call, h *holder) (any, error) {
	if _, err := c.inline(h); err != nil {
		return nil, err
	}
	return nil, c.World.RemoveDocument(h.path(c.str("PolicyName")))
}

// mostAttached is how many managed policies a user, group or role takes without a
// raised quota. See "IAM and AWS STS quotas" in the IAM User Guide.
func mostAttached(class string) int {
	if class == "Role" {
		return 20
	}
	return 10
}

func attach(c *Call, h *holder) (any, error) {
	arn := c.str("PolicyArn")
	if !c.attachable(arn) {
		return nil, c.noSuch("Policy %s does not exist or is not attachable.%s", arn, notKept(arn))
	}
	if slices.Contains(*h.attached, arn) {
		return nil, nil
	}
	if most := mostAttached(h.class); len(*h.attached) >= most {
		return nil, c.fail("LimitExceeded", 409, "Cannot exceed quota for PoliciesPer%s: %d", h.class, most)
	}
	*h.attached = append(*h.attached, arn)
	c.World.Touch()
	return nil, nil
}

// attachable says whether a managed policy exists and is the account's own or AWS's.
func (c *Call) attachable(arn string) bool {
	_, ok := c.World.ManagedDocumentPath(arn)
	// The policies of root tasks belong to sessions of AssumeRoot alone.
	return ok && !strings.HasPrefix(arn, world.RootTaskPrefix) && (strings.HasPrefix(arn, "arn:aws:iam::aws:") || strings.HasPrefix(arn, "arn:aws:iam::"+c.Access.Who.Account+":"))
}

func detach(c *Call, h *holder) (any, error) {
	arn := c.str("PolicyArn")
	if !slices.Contains(*h.attached, arn) {
		return nil, c.noSuch("Policy %s was not found.", arn)
	}
	*h.attached = slices.DeleteFunc(*h.attached, func(a string) bool { return a == arn })
	c.World.Touch()
	return nil, nil
}

func listAttached(_ *Call, h *holder) (any, error) {
	out := &attachedPoliciesOutput{AttachedPolicies: []attachedPolicy{}}
	for _, arn := range *h.attached {
		out.AttachedPolicies = append(out.AttachedPolicies, attachedPolicy{arn[strings.LastIndexByte(arn, '/')+1:], arn})
	}
	return out, nil
}

func putBoundary(c *Call, h *holder) (any, error) {
	arn, err := c.boundary()
	if err != nil {
		return nil, err
	}
	*h.boundary = arn
	c.World.Touch()
	return nil, nil
}

func deleteBoundary(c *Call, h *holder) (any, error) {
	if *h.boundary == "" {
		return nil, c.noSuch("The %s with name %s does not have a permissions boundary.", strings.ToLower(h.class), h.name)
	}
	*h.boundary = ""
	c.World.Touch()
	return nil, nil
}

func tagHolder(c *Call, h *holder) (any, error) {
	tags := map[string]string{}
	for k, v := range *h.tags {
		tags[k] = v
	}
	for k, v := range c.tagMap() {
		tags[k] = v
	}
	if len(tags) > 50 {
		return nil, c.fail("LimitExceeded", 409, "The number of tags has reached the maximum limit.")
	}
	*h.tags = tags
	c.World.Touch()
	return nil, nil
}

func untagHolder(c *Call, h *holder) (any, error) {
	for _, k := range c.strs("TagKeys") {
		delete(*h.tags, k)
	}
	c.World.Touch()
	return nil, nil
}

func listTags(_ *Call, h *holder) (any, error) {
	return &tagsOutput{append([]tagItem{}, tagItems(*h.tags)...)}, nil
}
