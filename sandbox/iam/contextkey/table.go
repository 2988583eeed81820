package contextkey

// Pages of AWS's documentation.
const (
	pageGlobal   = "IAM UG: AWS global condition context keys"
	pageSTS      = "IAM UG: IAM and AWS STS condition context keys"
	pageEndpoint = "IAM UG: Control access to AWS STS with VPC endpoint policies"
	pageMFA      = "IAM UG: Secure API access with MFA"
)

// Row is one key of the table.
type Row struct {
	Key   string // in lower case; one that ends in "/" stands for all keys that begin so
	Page  string
	Note  string // what the page adds
	Value string // the one value that such calls carry, where there is only one
	marks string // of each kind of caller: A always, S sometimes, N never, ? pages disagree
}

// Of is how often requests of a kind of caller carry the key.
func (r *Row) Of(c Caller) Availability {
	if int(c) >= len(r.marks) {
		return Sometimes
	}
	switch r.marks[c] {
	case 'A':
		return Always
	case 'N':
		return Never
	case '?':
		return Disputed
	}
	return Sometimes
}

// The marks stand in the order of the kinds of caller: user, role session, federated
// user, root, service, anonymous, web identity, SAML.
var table = [...]Row{
	{Key: "aws:currenttime", marks: "AAAAAAAA", Page: pageGlobal},
	{Key: "aws:epochtime", marks: "AAAAAAAA", Page: pageGlobal},
	{Key: "aws:securetransport", marks: "AAAAAAAA", Page: pageGlobal},
	{Key: "aws:requestedregion", marks: "AAAAAAAA", Page: pageGlobal, Note: "Global services are called in one Region: IAM in us-east-1."},
	{Key: "aws:viaawsservice", marks: "AAAAAAAA", Page: pageGlobal},
	{Key: "aws:sourceip", marks: "SSSSNSSS", Page: pageGlobal, Note: "Present unless the call goes through a VPC endpoint."},
	{Key: "aws:useragent", marks: "SSSSNSSS", Page: pageGlobal},
	{Key: "aws:referer", marks: "SSSSNSSS", Page: pageGlobal},
	{Key: "aws:sourcevpc", marks: "SSSSNSSS", Page: pageGlobal, Note: "Only through a VPC endpoint."},
	{Key: "aws:sourcevpce", marks: "SSSSNSSS", Page: pageGlobal, Note: "Only through a VPC endpoint."},
	{Key: "aws:sourcevpcarn", marks: "SSSSNSSS", Page: pageGlobal, Note: "Only through a VPC endpoint and for the services listed."},
	{Key: "aws:vpcsourceip", marks: "SSSSNSSS", Page: pageGlobal, Note: "Only through a VPC endpoint."},
	{Key: "aws:vpceaccount", marks: "SSSSNSSS", Page: pageGlobal, Note: "Only through a VPC endpoint and for the services listed."},
	{Key: "aws:vpceorgid", marks: "SSSSNSSS", Page: pageGlobal, Note: "Only through a VPC endpoint and for the services listed."},
	{Key: "aws:vpceorgpaths", marks: "SSSSNSSS", Page: pageGlobal, Note: "Only through a VPC endpoint and for the services listed."},
	{Key: "aws:principalarn", marks: "AAAANNNN", Page: pageGlobal, Note: "Signed requests of roles, users, federated users and the root user; of a session it is the role's ARN with its path."},
	{Key: "aws:principalaccount", marks: "AAAANANN", Page: pageEndpoint, Note: "The page of the global keys says: all requests, anonymous ones included; callers with a token or an assertion carry none."},
	{Key: "aws:principaltype", marks: "AAAASASS", Page: pageGlobal},
	{Key: "aws:userid", marks: "AAAASASS", Page: pageGlobal},
	{Key: "aws:username", marks: "ANNNNNNN", Page: pageGlobal},
	{Key: "aws:principalisawsservice", marks: "AAAAANNN", Page: pageEndpoint, Note: "The page of the global keys says: all signed requests, no anonymous ones; callers with a token or an assertion carry none."},
	{Key: "aws:principalservicename", marks: "NNNNANNN", Page: pageGlobal},
	{Key: "aws:principalservicenameslist", marks: "NNNNANNN", Page: pageGlobal},
	{Key: "aws:principalorgid", marks: "SSSSNNNN", Page: pageEndpoint, Note: "Only of members of an organization."},
	{Key: "aws:principalorgpaths", marks: "SSSSNNNN", Page: pageGlobal, Note: "Only of members of an organization."},
	{Key: "aws:principaltag/", marks: "SSSSSNNN", Page: pageGlobal, Note: "Of services only IAM Roles Anywhere passes some."},
	{Key: "aws:tokenissuetime", marks: "SAASNNNN", Page: pageGlobal, Note: "Always with temporary credentials, never with access keys."},
	{Key: "aws:multifactorauthpresent", marks: "S?NSNNNN", Page: pageMFA, Note: "The page of the global keys lists role sessions among those that carry it; this page says that credentials of AssumeRole carry no information about MFA."},
	{Key: "aws:multifactorauthage", marks: "S?NSNNNN", Page: pageMFA, Note: "As aws:MultiFactorAuthPresent."},
	{Key: "aws:sourceidentity", marks: "NSSNNNNN", Page: pageGlobal},
	{Key: "aws:federatedprovider", marks: "NSSNNNNN", Page: pageGlobal},
	{Key: "aws:assumedroot", marks: "NNNSNNNN", Page: pageGlobal, Note: "Sessions of AssumeRoot."},
	{Key: "aws:signinsessionarn", marks: "SSSSNNNN", Page: pageGlobal},
	{Key: "aws:chatbotsourcearn", marks: "NSNNNNNN", Page: pageGlobal},
	{Key: "aws:ec2instancesourcevpc", marks: "NSNNNNNN", Page: pageGlobal},
	{Key: "aws:ec2instancesourceprivateipv4", marks: "NSNNNNNN", Page: pageGlobal},
	{Key: "aws:calledvia", marks: "SSSSNNNN", Page: pageGlobal},
	{Key: "aws:calledviafirst", marks: "SSSSNNNN", Page: pageGlobal},
	{Key: "aws:calledvialast", marks: "SSSSNNNN", Page: pageGlobal},
	{Key: "aws:sourcearn", marks: "NNNNSNNN", Page: pageGlobal, Note: "Only of calls that a service principal makes itself."},
	{Key: "aws:sourceaccount", marks: "NNNNSNNN", Page: pageGlobal, Note: "Only of calls that a service principal makes itself."},
	{Key: "aws:sourceorgid", marks: "NNNNSNNN", Page: pageGlobal, Note: "Only of calls that a service principal makes itself."},
	{Key: "aws:sourceorgpaths", marks: "NNNNSNNN", Page: pageGlobal, Note: "Only of calls that a service principal makes itself."},
	{Key: "sts:externalid", marks: "SSSSNNNN", Page: pageSTS, Note: "Only of AssumeRole."},
	{Key: "sts:rolesessionname", marks: "AAAAAAAA", Page: pageSTS, Note: "Of AssumeRole, AssumeRoleWithSAML and AssumeRoleWithWebIdentity, which all need a session name."},
	{Key: "sts:sourceidentity", marks: "SSSSSNSS", Page: pageSTS},
	{Key: "sts:transitivetagkeys", marks: "SSSSSNSS", Page: pageSTS},
	{Key: "saml:aud", marks: "NNNNNNNA", Page: pageSTS},
	{Key: "saml:iss", marks: "NNNNNNNA", Page: pageSTS},
	{Key: "saml:sub", marks: "NSNNNNNA", Page: pageSTS},
	{Key: "saml:sub_type", marks: "NSNNNNNA", Page: pageSTS},
	{Key: "saml:namequalifier", marks: "NSNNNNNA", Page: pageSTS},
}

// Table lists all rows.
func Table() []Row { return append([]Row(nil), table[:]...) }
