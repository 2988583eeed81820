package iam

import (
	"net/netip"
	"strings"
	"sync"
)

// valueForms are the forms of a key's values. See "AWS global condition context
// keys", "IAM and AWS STS condition context keys" and "IAM JSON policy elements:
// Principal" in the IAM User Guide.
type valueForms struct {
	what, mend string
	forms      func() []*form
}

const orgMend = "An organization's id begins with o-, as in o-a1b2c3d4e5."

func accountForms(what string, more ...string) valueForms {
	return valueForms{what, "Write the twelve digits of the account, without hyphens.", formsOf(append([]string{"{acct}"}, more...)...)}
}

func orgForms(what string) valueForms {
	return valueForms{what, orgMend, formsOf("o-{an}")}
}

func pathForms(what string) valueForms {
	return valueForms{what, "It begins with the organization's id and ends with a slash, as in o-a1b2c3d4e5/r-ab12/ou-ab12-11111111/; with StringLike end it with /*.", formsOf("o-{an}/{any}/", "o-{an}/")}
}

// principalForms are the values of aws:PrincipalArn; see that key.
var principalForms = valueForms{
	"a value of `aws:PrincipalArn`", "For the sessions of a role it holds the role's own ARN, with the path: arn:aws:iam::111122223333:role/NAME.",
	formsOf("arn:{low}:iam::{acct}:root", "arn:{low}:iam::{acct}:user/{name}", "arn:{low}:iam::{acct}:role/{some}", "arn:{low}:sts::{acct}:federated-user/{name}"),
}

var knownValues = sync.OnceValue(func() map[string]valueForms {
	return map[string]valueForms{
		"aws:principalarn":      principalForms,
		"aws:principalaccount":  accountForms("an account's id", "anonymous"),
		"aws:sourceaccount":     accountForms("an account's id"),
		"aws:sourceowner":       accountForms("an account's id"),
		"aws:resourceaccount":   accountForms("an account's id", "aws", "amazon"),
		"aws:vpceaccount":       accountForms("an account's id"),
		"kms:calleraccount":     accountForms("an account's id"),
		"s3:resourceaccount":    accountForms("an account's id"),
		"aws:principalorgid":    orgForms("an organization's id"),
		"aws:resourceorgid":     orgForms("an organization's id"),
		"aws:sourceorgid":       orgForms("an organization's id"),
		"aws:vpceorgid":         orgForms("an organization's id"),
		"aws:principalorgpaths": pathForms("an organization's path"),
		"aws:resourceorgpaths":  pathForms("an organization's path"),
		"aws:sourceorgpaths":    pathForms("an organization's path"),
		"aws:vpceorgpaths":      pathForms("an organization's path"),
		"aws:sourcevpc":         {"a VPC's id", "It is written like vpc-1a2b3c4d; the id of an endpoint goes with `aws:SourceVpce`.", formsOf("vpc-{an}")},
		"aws:sourcevpce":        {"a VPC endpoint's id", "It is written like vpce-1a2b3c4d; the id of a VPC goes with `aws:SourceVpc`.", formsOf("vpce-{an}")},
		"aws:sourcevpcarn":      {"a VPC's ARN", "It is written like arn:aws:ec2:us-east-1:111122223333:vpc/vpc-1a2b3c4d.", formsOf("arn:{low}:ec2:{low}:{acct}:vpc/vpc-{an}")},
		"aws:sourcearn":         {"an ARN", "Write the ARN of the resource for which the service acts; an account goes with `aws:SourceAccount`.", formsOf("arn:{low}:{name}:{any}:{any}:{some}")},
		"aws:principaltype":     {"a sort of principal", "It is Account, User, FederatedUser, AssumedRole or Anonymous; sessions of a role have AssumedRole.", formsOf("Account", "User", "FederatedUser", "AssumedRole", "Anonymous", "AWSService")},
		"aws:requestedregion":   {"a Region", "Write a Region's code, such as eu-central-1.", formsOf("{low}-{low}-{num}", "aws-global")},
		"iam:permissionsboundary": {"a managed policy's ARN", "Write it like arn:aws:iam::111122223333:policy/NAME.",
			formsOf("arn:{low}:iam::{low}:policy/{some}")},
		"iam:policyarn": {"a managed policy's ARN", "Write it like arn:aws:iam::111122223333:policy/NAME, or arn:aws:iam::aws:policy/NAME for one of AWS's.",
			formsOf("arn:{low}:iam::{low}:policy/{some}")},
		"sts:externalid":      {"an external id", "An external id has letters, digits and + = , . @ : / - _, and no spaces.", formsOf("{ext}")},
		"sts:rolesessionname": {"a session's name", "A session's name has letters, digits and + = , . @ - _, and no spaces, slashes or colons.", formsOf("{word}")},
		"sts:sourceidentity":  {"a source identity", "A source identity has letters, digits and + = , . @ - _, and no spaces, slashes or colons.", formsOf("{word}")},
		"saml:aud": {"an endpoint of AWS for SAML", "It holds the assertion's Recipient, such as https://signin.aws.amazon.com/saml, and not its Audience.",
			formsOf("https://signin.aws.amazon.com/saml", "https://{low}.signin.aws.amazon.com/saml", "https://signin.aws.amazon.com/saml/acs/{some}", "https://{low}.signin.aws.amazon.com/saml/acs/{some}",
				"https://signin.amazonaws-us-gov.com/saml{any}", "https://{low}.signin.amazonaws-us-gov.com/saml{any}", "https://signin.amazonaws.cn/saml{any}", "https://{low}.signin.amazonaws.cn/saml{any}",
				"https://{low}.signin.amazonaws-eusc.eu/saml{any}", "https://signin.amazonaws-eusc.eu/saml{any}")},
		"saml:sub_type":                   {"a sort of subject", "It is persistent, transient, or the full Format of the NameID.", formsOf("persistent", "transient", "urn:{some}", "http{some}")},
		"s3:x-amz-server-side-encryption": {"a sort of encryption", "It is AES256, aws:kms or aws:kms:dsse.", formsOf("AES256", "aws:kms", "aws:kms:dsse", "aws:fsx", "aws:backup")},
	}
})

// serviceKeys hold service principals.
var serviceKeys = map[string]bool{
	"iam:passedtoservice": true, "iam:awsservicename": true, "aws:principalservicename": true, "aws:principalservicenameslist": true,
	"aws:calledvia": true, "aws:calledviafirst": true, "aws:calledvialast": true,
}

// deadValues finds values that a key never has.
func (l *linter) deadValues(c *condition) {
	if len(c.wanted) == 0 {
		return
	}
	low := lowerASCII(c.key.name)
	if low == "aws:sourceip" && c.op == opIPAddress {
		l.privateAddresses(c)
	}
	if !c.op.takesText() {
		return
	}
	if known, ok := knownValues()[low]; ok {
		forms := known.forms()
		l.impossible(c, codeValue, known.what, known.mend, func(v string) bool { return fitsAny(forms, c.op, v) })
	}
	if serviceKeys[low] {
		l.serviceValues(c)
	}
}

// serviceValues holds values against the names of services.
func (l *linter) serviceValues(c *condition) {
	for _, v := range c.wanted {
		if strings.ContainsAny(v, "*?$<") || !l.search() {
			continue
		}
		switch verdict, meant := judgeService(v); verdict {
		case serviceMalformed:
			l.warn(codeValue, c.start, c.end, quote(v)+" is not written as a service principal, so it matches nothing.", didYouMean(l.nearService(meant), "A service principal is written like lambda.amazonaws.com."))
		case serviceRegional:
			l.warn(codeServiceName, c.start, c.end, quote(v)+" has a Region in it, and the service calls by a name without one: it matches nothing.", "Write `"+meant+"`.")
		case serviceUnknown:
			l.warn(codeServiceName, c.start, c.end, quote(v)+" is not a service principal that is known here.", didYouMean(l.nearService(meant), "A service principal is written like lambda.amazonaws.com."))
		case serviceKnown, serviceRefused:
		}
	}
}

// privateRanges are addresses from which no call reaches AWS's public endpoints.
var privateRanges = [...]netip.Prefix{
	netip.MustParsePrefix("10.0.0.0/8"), netip.MustParsePrefix("172.16.0.0/12"), netip.MustParsePrefix("192.168.0.0/16"), netip.MustParsePrefix("100.64.0.0/10"),
	netip.MustParsePrefix("127.0.0.0/8"), netip.MustParsePrefix("169.254.0.0/16"), netip.MustParsePrefix("fc00::/7"), netip.MustParsePrefix("fe80::/10"), netip.MustParsePrefix("::1/128"),
}

func isPrivate(p netip.Prefix) bool {
	for _, r := range privateRanges {
		if r.Bits() <= p.Bits() && r.Contains(p.Addr()) {
			return true
		}
	}
	return false
}

// privateAddresses: aws:SourceIp is an address of the internet. See the policy checks
// "Private IP address" and "Private NotIpAddress".
func (l *linter) privateAddresses(c *condition) {
	for _, p := range c.ranges {
		if !isPrivate(p) {
			return
		}
	}
	if len(c.ranges) == 0 {
		return
	}
	say := l.warn
	if c.neverHoldsThen() {
		say = l.dead
	}
	say(codeValue, c.start, c.end, "`aws:SourceIp` is the caller's public address and never a private one such as "+quote(c.wanted[0])+", so "+c.consequence(true)+".",
		"Write public addresses, or test `aws:VpcSourceIp` together with `aws:SourceVpc` for calls through a VPC endpoint.")
}
