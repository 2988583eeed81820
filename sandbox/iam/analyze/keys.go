package analyze

import (
	"strings"

	"rolecall/sandbox/iam"
	"rolecall/sandbox/iam/contextkey"
)

// standing says what a key may be in a request of a caller.
type standing uint8

const (
	keyAbsent standing = iota // such a call never carries it
	keyGiven                  // the caller or the resource decides the value
	keyFree                   // the call may carry any value, or none
	keyAlways                 // the call carries some value
)

// standingOf says how a key stands to a caller and an action, with its values
// when they are given. See "AWS global condition context keys" and "IAM and AWS
// STS condition context keys" in the IAM User Guide, which tell for each key when
// a request carries it.
func standingOf(key string, who iam.Principal, action, resourceAccount, roleARN string) (standing, []string) {
	low := strings.ToLower(key)
	if contextkey.Find(low) != nil {
		switch contextkey.Of(low, CallerKind(who.Type()), action) {
		case contextkey.Never, contextkey.Disputed:
			return keyAbsent, nil
		case contextkey.Sometimes, contextkey.Always:
		}
	}
	if s, v, ok := identityKey(low, who, roleARN); ok {
		return s, v
	}
	switch low {
	case "aws:resourceaccount":
		return keyGiven, []string{resourceAccount}
	case "aws:currenttime", "aws:epochtime", "aws:securetransport", "aws:viaawsservice", "aws:requestedregion":
		return keyAlways, nil
	case "aws:sourceip", "aws:useragent", "aws:referer", "aws:sourcevpc", "aws:sourcevpce", "aws:vpcsourceip":
		if who.Type() == iam.PrincipalService {
			return keyAbsent, nil
		}
		return keyFree, nil
	case "aws:sourcearn", "aws:sourceaccount", "aws:sourceorgid", "aws:sourceorgpaths":
		return freeIf(who.Type() == iam.PrincipalService), nil
	case "kms:calleraccount":
		return callersAccount(who, startsFold(action, "kms:"))
	case "aws:sourceowner": // older than aws:SourceAccount; of SNS's calls alone, whose first policies ask for it
		if who.Type() == iam.PrincipalService {
			return freeIf(startsFold(action, "sns:")), nil
		}
		return callersAccount(who, startsFold(action, "sns:"))
	case "sts:externalid":
		return freeIf(strings.EqualFold(action, "sts:AssumeRole") && hasAccount(who)), nil
	case "sts:rolesessionname":
		return freeIf(startsFold(action, "sts:AssumeRole")), nil
	}
	return scopedKey(low, who, action), nil
}

// callersAccount is how a key stands that holds the caller's account, in the calls
// that carry it.
func callersAccount(who iam.Principal, carried bool) (standing, []string) {
	if !carried || !hasAccount(who) {
		return keyAbsent, nil
	}
	return keyGiven, []string{who.Account()}
}

// rolesAnywhere calls with what a certificate says as principal tags; see "Trust
// policy" in the IAM Roles Anywhere User Guide.
const rolesAnywhere = "rolesanywhere.amazonaws.com"

// identityKey are the keys that tell who calls.
func identityKey(low string, who iam.Principal, roleARN string) (standing, []string, bool) {
	given := func(on bool, values ...string) (standing, []string, bool) {
		if !on {
			return keyAbsent, nil, true
		}
		return keyGiven, values, true
	}
	typ := who.Type()
	session := typ == iam.PrincipalAssumedRole || typ == iam.PrincipalFederatedUser
	if typ == iam.PrincipalAnonymous && (low == "aws:principalaccount" || low == "aws:userid") {
		return given(true, "anonymous") // as the page on global condition keys says of both
	}
	switch low {
	case "aws:principalarn":
		arn := who.ARN()
		if typ == iam.PrincipalAssumedRole {
			arn = roleARN
		}
		return given(hasAccount(who), arn)
	case "aws:principalaccount":
		return given(hasAccount(who), who.Account())
	case "aws:username":
		return given(typ == iam.PrincipalUser, who.Name())
	case "aws:principaltype":
		return given(true, principalType(typ))
	case "aws:principalisawsservice":
		if typ == iam.PrincipalService {
			return given(true, "true")
		}
		return given(hasAccount(who), "false") // unsigned requests, tokens and assertions carry none
	case "aws:principalservicename", "aws:principalservicenameslist":
		return given(typ == iam.PrincipalService, who.Name())
	case "aws:multifactorauthpresent", "aws:multifactorauthage":
		return freeIf(typ == iam.PrincipalUser), nil, true
	case "aws:tokenissuetime":
		if session {
			return keyAlways, nil, true
		}
		return freeIf(typ == iam.PrincipalUser), nil, true
	case "aws:sourceidentity", "aws:federatedprovider":
		return freeIf(session), nil, true
	case "aws:userid", "aws:principalorgid", "aws:principalorgpaths":
		return freeIf(hasAccount(who)), nil, true
	}
	if strings.HasPrefix(low, "aws:principaltag/") {
		return freeIf(hasAccount(who) || who.ARN() == rolesAnywhere), nil, true
	}
	return 0, nil, false
}

// workloadKeys have a service's prefix and are carried by the calls that its
// workloads make with their role.
var workloadKeys = map[string]bool{
	"ec2:sourceinstancearn": true, "ec2:roledelivery": true, "lambda:sourcefunctionarn": true, "ssm:sourceinstancearn": true,
	"glue:roleassumedby": true, "glue:credentialissuingservice": true, "identitystore:userid": true,
}

// scopedKey are the keys of a service or of an identity provider.
func scopedKey(low string, who iam.Principal, action string) standing {
	prefix, _, _ := strings.Cut(low, ":")
	service, _, _ := strings.Cut(action, ":")
	typ := who.Type()
	switch {
	case prefix == "aws":
		return keyFree
	case workloadKeys[low]:
		return freeIf(typ == iam.PrincipalAssumedRole)
	case prefix == "saml":
		return freeIf(typ == iam.PrincipalSAML)
	case strings.Contains(prefix, "."):
		host := strings.ToLower(providerHost(who))
		return freeIf(typ == iam.PrincipalOIDC && strings.HasPrefix(low, host+":"))
	}
	return freeIf(strings.EqualFold(prefix, service))
}

func providerHost(who iam.Principal) string {
	if _, host, ok := strings.Cut(who.ARN(), ":oidc-provider/"); ok {
		return host
	}
	return who.ARN()
}

func freeIf(on bool) standing {
	if on {
		return keyFree
	}
	return keyAbsent
}

func startsFold(s, prefix string) bool {
	return len(s) >= len(prefix) && strings.EqualFold(s[:len(prefix)], prefix)
}

// hasAccount reports whether the caller has a side of its own.
func hasAccount(who iam.Principal) bool {
	switch who.Type() {
	case iam.PrincipalUser, iam.PrincipalAssumedRole, iam.PrincipalFederatedUser, iam.PrincipalRoot:
		return true
	case iam.PrincipalAnonymous, iam.PrincipalService, iam.PrincipalSAML, iam.PrincipalOIDC:
		return false
	}
	return false
}

func principalType(t iam.PrincipalType) string {
	switch t {
	case iam.PrincipalUser:
		return "User"
	case iam.PrincipalAssumedRole:
		return "AssumedRole"
	case iam.PrincipalFederatedUser:
		return "FederatedUser"
	case iam.PrincipalRoot:
		return "Account"
	case iam.PrincipalAnonymous, iam.PrincipalService, iam.PrincipalSAML, iam.PrincipalOIDC:
	}
	return "Anonymous"
}
