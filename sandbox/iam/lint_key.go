package iam

import (
	"strings"

	"rolecall/sandbox/iam/reference"
)

// deadKeys finds keys that no call which the statement is about can carry.
func (l *linter) deadKeys(s *statement, who *callers, c *condition) {
	if c.op == opNull {
		return
	}
	why, mend := l.neverCarried(who, c)
	if why == "" {
		l.actionsLack(s, c)
		return
	}
	then, say := "so the condition never holds", l.dead
	if c.ifExists || c.quant == quantAll || c.negated && c.quant == quantNone {
		then, say = "so the condition always holds", l.warn
	}
	say(codeAbsent, c.start, c.end, why+", "+then+".", mend)
}

// neverCarried says why a key is never there, or nothing.
func (l *linter) neverCarried(who *callers, c *condition) (why, mend string) {
	low := lowerASCII(c.key.name)
	switch low {
	case "aws:principaltag", "aws:principaltag/", "aws:resourcetag", "aws:resourcetag/", "aws:requesttag", "aws:requesttag/", "iam:resourcetag", "iam:resourcetag/", "s3:existingobjecttag", "s3:existingobjecttag/", "s3:requestobjecttag", "s3:requestobjecttag/":
		return quote(c.key.name) + " names no tag, and no call carries such a key", "Write the tag's key behind a slash, as in " + strings.TrimSuffix(c.key.name, "/") + "/team."
	}
	if strings.HasPrefix(low, "https://") || strings.HasPrefix(low, "http://") {
		return "No call carries " + quote(c.key.name), "A provider's key is written without https://, as in token.actions.githubusercontent.com:sub."
	}
	return l.principalsLack(who, low, c)
}

// principalKeys say who a principal of an account is; services and users of an
// identity provider are none. See "Properties of the principal" on the page on global
// condition keys, and "STS VPC endpoint policies".
var principalKeys = map[string]bool{
	"aws:principalorgid": true, "aws:principalorgpaths": true, "aws:principalaccount": true, "aws:principalarn": true,
	"aws:username": true, "aws:multifactorauthpresent": true, "aws:multifactorauthage": true, "aws:principaltype": true,
}

// serviceOnlyKeys are there when a service principal calls, for somebody's resource.
// See "Properties of the request" on the page on global condition keys.
var serviceOnlyKeys = map[string]bool{
	"aws:sourcearn": true, "aws:sourceaccount": true, "aws:sourceorgid": true, "aws:sourceorgpaths": true,
	"aws:principalservicename": true, "aws:principalservicenameslist": true,
}

// callers sums up the principals of a statement.
type callers struct {
	first              string // as written
	classes            uint8  // one bit a class
	users, roles, tags bool   // all are users, all are roles, some service passes session tags
	accounts           bool   // some is a whole account
	hosts              map[string]bool
}

func (s *statement) callers() *callers {
	c := &callers{users: true, roles: true}
	if s.notPrincipal || len(s.principals) == 0 {
		return c
	}
	c.first = quote(s.principals[0].raw)
	for i := range s.principals {
		n := &s.principals[i]
		c.classes |= 1 << n.class()
		c.users, c.roles = c.users && n.kind == namedUser, c.roles && n.kind == namedRole
		c.accounts = c.accounts || n.kind == namedAccount
		c.tags = c.tags || n.raw == "rolesanywhere.amazonaws.com" || n.raw == "pods.eks.amazonaws.com"
		if n.class() == callerOIDC {
			if c.hosts == nil {
				c.hosts = map[string]bool{}
			}
			c.hosts[lowerASCII(providerHost(n.raw))] = true
		}
	}
	return c
}

// only reports whether all principals are of the classes.
func (c *callers) only(classes ...callerClass) bool {
	rest := c.classes
	for _, k := range classes {
		rest &^= 1 << k
	}
	return c.classes != 0 && rest == 0
}

// principalsLack says why none of the statement's principals carries a key.
func (l *linter) principalsLack(who *callers, low string, c *condition) (why, mend string) {
	trust, first, key := l.policy.kind == KindTrust, who.first, quote(c.key.name)
	host, claim, isClaim := claimOf(low)
	saml := strings.HasPrefix(low, "saml:")
	switch {
	case who.only(callerService) && (principalKeys[low] || strings.HasPrefix(low, "aws:principaltag/") && !who.tags):
		return first + " is a service, and a call of a service carries no " + key, "Say for whom it may act: a condition on `aws:SourceAccount`, `aws:SourceArn` or `aws:SourceOrgID`."
	case principalKeys[low] && trust && who.only(callerSAML, callerOIDC):
		return "A user of an identity provider is no principal of an account yet, and the call carries no " + key, "Test what the provider says of its user, such as the subject, or `aws:ResourceOrgID` for the role's own organization."
	case (isClaim || saml) && who.only(callerService):
		return first + " is a service, and its calls carry no " + key, "Remove the condition, or name the identity provider in `Federated`."
	case isClaim && who.only(callerSAML):
		return first + " is a SAML provider, whose calls carry no " + key, "Keys of a SAML provider begin with saml:, as in saml:aud."
	case saml && who.only(callerOIDC):
		return first + " is an OIDC provider, whose calls carry no " + key, "Its keys are written HOST:claim, as in token.actions.githubusercontent.com:sub."
	case isClaim && trust && who.only(callerOIDC) && !who.hosts[host]:
		return "The calls of " + first + " carry the keys of that provider and no " + key, "Write the key with the provider's own host, as in `HOST:sub` for `oidc-provider/HOST`."
	case isClaim && trust && who.only(callerOIDC) && isGitHub(host) && !passedOn(claim):
		return "AWS does not list " + key + " among the claims that it passes on (list of 2026): no call is known to carry it",
			"AWS passes on sub, aud, actor, actor_id, environment, enterprise_id, job_workflow_ref, ref, repository, repository_id, repository_owner_id and workflow."
	case (isClaim || saml) && trust && who.only(callerAccount) && who.users:
		return first + " is an IAM user, and its calls carry no " + key, "Name the identity provider in `Federated`, or remove the condition."
	case serviceOnlyKeys[low] && who.only(callerAccount) && !who.accounts: // a page of AWS's has an account, with SNS
		return key + " is there when a service calls by its own name, and " + first + " is no service", `Name the service, as in {"Service": "s3.amazonaws.com"}, or test ` + "`aws:PrincipalAccount` or `aws:PrincipalArn`."
	case low == "sts:externalid" && trust && who.only(callerSAML, callerOIDC):
		return "Calls of an identity provider's users pass no external id: the call carries no " + key, "Test what the provider says of its user, such as the subject."
	case low == "aws:username" && who.only(callerAccount) && who.roles:
		return first + " is a role, and its sessions carry no `aws:username`", "Test `aws:userid`, `sts:RoleSessionName` or `aws:PrincipalArn`."
	}
	return "", ""
}

// passedOn reports whether AWS passes on a claim of GitHub's tokens. See "Available
// keys for AWS OIDC federation", tab GitHub, in the IAM User Guide.
func passedOn(claim string) bool {
	switch claim {
	case "aud", "sub", "amr", "actor", "actor_id", "environment", "enterprise_id", "job_workflow_ref", "ref", "repository", "repository_id", "repository_owner", "repository_owner_id", "workflow":
		return true
	}
	return false
}

// providerHost is the host of an entry of Federated, with its path.
func providerHost(raw string) string {
	if _, host, ok := strings.Cut(raw, ":oidc-provider/"); ok {
		return host
	}
	return raw
}

// actionKeys are keys that few calls carry. See "IAM and AWS STS condition context
// keys" in the IAM User Guide.
var actionKeys = map[string][]string{
	"iam:passedtoservice":       {"iam:PassRole"},
	"iam:associatedresourcearn": {"iam:PassRole"},
	"iam:awsservicename":        {"iam:CreateServiceLinkedRole", "iam:DeleteServiceLinkedRole"},
	"sts:externalid":            {"sts:AssumeRole", "sts:TagSession", "sts:SetSourceIdentity", "sts:SetContext"},
	"sts:rolesessionname":       {"sts:AssumeRole", "sts:AssumeRoleWithSAML", "sts:AssumeRoleWithWebIdentity", "sts:TagSession", "sts:SetSourceIdentity", "sts:SetContext"},
	"sts:transitivetagkeys":     {"sts:AssumeRole", "sts:AssumeRoleWithSAML", "sts:AssumeRoleWithWebIdentity", "sts:TagSession", "sts:SetSourceIdentity", "sts:GetFederationToken", "sts:GetSessionToken"},
	"sts:taskpolicyarn":         {"sts:AssumeRoot"},
	"sts:identitytokenaudience": {"sts:GetWebIdentityToken"},
	"sts:signingalgorithm":      {"sts:GetWebIdentityToken"},
	"kms:granteeprincipal":      {"kms:CreateGrant"},
	"kms:grantoperations":       {"kms:CreateGrant"},
	"kms:grantconstrainttype":   {"kms:CreateGrant"},
	"kms:grantisforawsresource": {"kms:CreateGrant", "kms:ListGrants", "kms:RevokeGrant"},
}

// wellKnown are services of whose keys the reference of AWS's actions says for certain
// which calls carry them.
var wellKnown = map[string]bool{"s3": true, "iam": true, "sts": true, "kms": true, "dynamodb": true, "lambda": true, "sqs": true, "sns": true, "ec2": true, "organizations": true}

// lacks reports whether a call of the action carries no such key, as far as is known.
func lacks(a *pattern, raw, key string) bool {
	low := lowerASCII(key)
	if carry := actionKeys[low]; carry != nil {
		for _, call := range carry {
			if a.matches(nil, lowerASCII(call)) {
				return false
			}
		}
		return true
	}
	service, name, _ := strings.Cut(low, ":")
	if !wellKnown[service] || strings.Contains(name, "/") || hasWildcard(raw) || low == "ec2:sourceinstancearn" || low == "kms:viaservice" || low == "kms:calleraccount" || low == "lambda:sourcefunctionarn" {
		return false
	}
	if prefix, _, _ := strings.Cut(a.text, ":"); prefix != service {
		return false
	}
	if known, ok := reference.FindKey(key); !ok || known == nil {
		return false // told as unknown
	}
	found := reference.Find(raw)
	return found != nil && !found.HasKey(key)
}

// actionsLack finds actions that carry no key that the statement asks for, so that
// it never applies to them.
func (l *linter) actionsLack(s *statement, c *condition) {
	if s.notAction || s.anyAction || c.ifExists || c.negated || c.quant == quantAll {
		return
	}
	for i := range s.actions {
		a := &s.actions[i]
		refused := l.policy.kind == KindTrust && !strings.HasPrefix(a.text, "sts:")
		if l.pairs--; l.pairs < 0 {
			return
		}
		if !refused && lacks(a, s.actionTexts[i], c.key.name) {
			l.warn(codeAbsent, c.start, c.end, "A call of "+quote(s.actionTexts[i])+" carries no "+quote(c.key.name)+", by "+byReference()+": the statement never applies to it.",
				"Keep in the statement what carries the key, and put the other actions in one of their own.")
			return
		}
	}
}
