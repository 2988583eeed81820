package embedded

import (
	"strings"

	"go.yaml.in/yaml/v3"

	"rolecall/sandbox/iam"
)

// isPlan reports whether a document is the JSON of a Terraform plan or state. See "JSON
// output format" in Terraform's documentation.
func isPlan(root *yaml.Node) bool {
	return member(root, "format_version") != nil && (member(root, "planned_values") != nil || member(root, "values") != nil)
}

// planSlots are the attributes of the AWS provider's resources that hold documents.
var planSlots = map[string][]slot{
	"aws_iam_role":                              {{"assume_role_policy", iam.KindTrust}, {"inline_policy[].policy", iam.KindIdentity}},
	"aws_iam_policy":                            {{"policy", iam.KindIdentity}},
	"aws_iam_role_policy":                       {{"policy", iam.KindIdentity}},
	"aws_iam_user_policy":                       {{"policy", iam.KindIdentity}},
	"aws_iam_group_policy":                      {{"policy", iam.KindIdentity}},
	"aws_ssoadmin_permission_set_inline_policy": {{"inline_policy", iam.KindIdentity}},
}

// resourceAttributes hold the policies of resources of all other types.
var resourceAttributes = []string{"policy", "access_policies", "access_policy", "resource_policy", "policy_document", "repository_policy"}

// plan finds the documents of a plan.
func (f *finder) plan(root *yaml.Node) {
	values := member(root, "planned_values")
	path := "planned_values."
	if values == nil {
		values, path = member(root, "values"), "values."
	}
	f.module(path, member(values, "root_module"), 0)
}

func (f *finder) module(path string, n *yaml.Node, depth int) {
	if n == nil || depth > mostDepth {
		return
	}
	if list := member(n, "resources"); list != nil && list.Kind == yaml.SequenceNode {
		for _, r := range list.Content {
			f.planned(path, plain(r))
		}
	}
	if list := member(n, "child_modules"); list != nil && list.Kind == yaml.SequenceNode {
		for _, m := range list.Content {
			f.module(path, plain(m), depth+1)
		}
	}
}

func (f *finder) planned(path string, r *yaml.Node) {
	typ, values := text(r, "type"), member(r, "values")
	if text(r, "mode") == "data" || !strings.HasPrefix(typ, "aws_") {
		return
	}
	path += text(r, "address") + "."
	list, known := planSlots[typ]
	for _, s := range list {
		f.slot(path, s, values)
	}
	switch {
	case typ == "aws_organizations_policy":
		kind, ok := organizationKind(text(values, "type"))
		if text(values, "type") == "" {
			kind, ok = iam.KindSCP, true
		}
		if ok {
			f.add(path+"content", kind, member(values, "content"), false)
		}
	case !known:
		for _, name := range resourceAttributes {
			f.slot(path, slot{name, iam.KindResource}, values)
		}
	}
}
