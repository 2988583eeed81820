package analyze

import (
	"slices"
	"strings"

	"rolecall/sandbox/iam"
)

// wayUp is an action by which few permissions become many, when it may be done
// to anything of its kind.
type wayUp struct{ action, about, sentence, mend string }

// waysUp follow from what the actions do; see "Actions, resources, and condition
// keys for AWS Identity and Access Management" in the Service Authorization
// Reference, and "Principal" in the IAM user guide for the trust policy that
// names a user or role of its own account.
var waysUp = [...]wayUp{
	{"iam:UpdateAssumeRolePolicy", "role/SomeRole", "any role's trust policy may be rewritten, so that it names the holder", "Name the roles whose trust policy may be changed."},
	{"iam:CreatePolicyVersion", "policy/SomePolicy", "any customer managed policy may be rewritten, one that the holder has among them", "Name the policies that may be changed."},
	{"iam:SetDefaultPolicyVersion", "policy/SomePolicy", "any older version of a customer managed policy may be put in force again, a wider one among them", "Name the policies that may be changed."},
	{"iam:PutRolePolicy", "role/SomeRole", "any role may be given any permissions", "Name the roles, and ask for a permissions boundary by a condition on `iam:PermissionsBoundary`."},
	{"iam:AttachRolePolicy", "role/SomeRole", "any managed policy may be attached to any role, AdministratorAccess among them", "Name the roles, and the policies in a condition on `iam:PolicyARN`."},
	{"iam:PutUserPolicy", "user/some-user", "any user may be given any permissions, the holder among them", "Name the users, and ask for a permissions boundary by a condition on `iam:PermissionsBoundary`."},
	{"iam:AttachUserPolicy", "user/some-user", "any managed policy may be attached to any user, the holder among them", "Name the users, and the policies in a condition on `iam:PolicyARN`."},
	{"iam:PutGroupPolicy", "group/some-group", "any group may be given any permissions, one that the holder is in among them", "Name the groups."},
	{"iam:AttachGroupPolicy", "group/some-group", "any managed policy may be attached to any group, one that the holder is in among them", "Name the groups, and the policies in a condition on `iam:PolicyARN`."},
	{"iam:AddUserToGroup", "group/some-group", "any user may be put into any group, and so have its permissions", "Name the groups."},
	{"iam:CreateAccessKey", "user/some-user", "access keys of any user may be made, and used", "Let users make their own alone: end the ARN in `user/${aws:username}`."},
	{"iam:CreateLoginProfile", "user/some-user", "any user without a password may be given one, and be signed in as", "Name the users."},
	{"iam:UpdateLoginProfile", "user/some-user", "the password of any user may be changed, and be signed in with", "Name the users."},
	{"iam:DeleteRolePermissionsBoundary", "role/SomeRole", "the permissions boundary of any role may be taken away", "Deny it, so that a boundary stays."},
	{"iam:DeleteUserPermissionsBoundary", "user/some-user", "the permissions boundary of any user may be taken away", "Deny it, so that a boundary stays."},
	{"lambda:UpdateFunctionCode", "", "the code of any Lambda function may be replaced, and run with the role that the function has", "Name the functions."},
}

// WaysUp lists by which actions an identity policy lets its holder get more than
// it says: each was tried on a user, a role, a policy, a group or a function that
// the policy does not name, with nothing brought along. They are of the account of
// holder, an ARN; where that is unknown, of each account that the policy names: one
// cannot change the identities of another. What allows everything is one risk of
// the linter's, not sixteen.
func WaysUp(p *iam.Policy, holder string) []Risk {
	clauses := p.Clauses()
	accounts := accountsOf(clauses, holder)
	var out []Risk
	for _, way := range waysUp {
		for _, account := range accounts {
			cl := way.open(p, clauses, account)
			if cl == nil {
				continue
			}
			if everything(*cl) {
				return nil
			}
			out = append(out, Risk{riskWayUp, RiskMedium, "By `" + way.action + "` " + way.sentence + ".", way.mend, cl.Span})
			break
		}
	}
	return out
}

// accountsOf are the accounts that a policy's holder may be of.
func accountsOf(clauses []iam.Clause, holder string) []string {
	if account := accountOf(holder, ""); account != "" {
		return []string{account}
	}
	var named []string
	for _, cl := range clauses {
		for _, resource := range cl.Resources {
			if account := accountOf(resource, ""); account != "" && !slices.Contains(named, account) {
				named = append(named, account)
			}
		}
	}
	if named == nil {
		return []string{"111122223333"}
	}
	return named
}

// open is the statement that lets a holder in the account go this way; nil when
// none does.
func (way wayUp) open(p *iam.Policy, clauses []iam.Clause, account string) *iam.Clause {
	resource := "arn:aws:iam::" + account + ":" + way.about
	if way.about == "" {
		resource = "arn:aws:lambda:us-east-1:" + account + ":function:some-function"
	}
	r, err := Request{Principal: "arn:aws:iam::" + account + ":user/holder", Action: way.action, Resource: resource, ResourceAccount: account}.Ready()
	if err != nil || iam.Evaluate(r, &iam.Policies{Identity: []*iam.Policy{p}}).Decision != iam.Allowed {
		return nil
	}
	for i := range clauses {
		if clauses[i].Effect == iam.Allow && p.MatchClause(i, r, false).All() {
			return &clauses[i]
		}
	}
	return nil
}

// everything reports whether a statement is about each action there is.
func everything(cl iam.Clause) bool {
	for _, a := range cl.Actions {
		if !cl.NotAction && strings.Trim(a, "*:") == "" {
			return true
		}
	}
	return false
}
