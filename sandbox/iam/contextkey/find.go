package contextkey

import "strings"

// Find is the row of a key, whatever its case; nil when the table has none.
func Find(key string) *Row {
	low := strings.ToLower(key)
	for i := range table {
		r := &table[i]
		if r.Key == low || strings.HasSuffix(r.Key, "/") && strings.HasPrefix(low, r.Key) && len(low) > len(r.Key) {
			return r
		}
	}
	return nil
}

// Of says how often calls of an action by a kind of caller carry a key. Of a key that
// the table does not hold it says Sometimes where the key's prefix is the action's
// service or "aws", and Never elsewhere.
func Of(key string, c Caller, action string) Availability {
	low, act := strings.ToLower(key), strings.ToLower(action)
	prefix, name, _ := strings.Cut(low, ":")
	service, verb, _ := strings.Cut(act, ":")
	switch {
	case low == "sts:externalid" && act != "sts:assumerole",
		low == "sts:rolesessionname" && !assumes(act),
		prefix == "saml" && c == SAML && act != "sts:assumerolewithsaml":
		return Never
	}
	if r := Find(low); r != nil {
		return r.Of(c)
	}
	switch {
	case prefix == "aws" || crossService[low]:
		return Sometimes
	case prefix == "saml":
		return sometimesIf(c == SAML || c == RoleSession)
	case strings.Contains(prefix, "."):
		return ofProvider(name, c)
	}
	return sometimesIf(prefix == service || service == "iam" && verb == "passrole" && prefix == "iam")
}

// assumes reports whether the action is one of the AssumeRole family, or is checked
// along with one.
func assumes(action string) bool {
	return strings.HasPrefix(action, "sts:assumerole") || action == "sts:tagsession" || action == "sts:setsourceidentity"
}

// ofProvider is how a key of a web identity provider is carried: subject and audience
// by every token, and some of them also by the session.
func ofProvider(name string, c Caller) Availability {
	switch c {
	case WebIdentity:
		if name == "sub" || name == "aud" || strings.HasSuffix(name, ":sub") || strings.HasSuffix(name, ":aud") {
			return Always
		}
		return Sometimes
	case RoleSession:
		return Sometimes
	case User, FederatedUser, Root, Service, Anonymous, SAML:
	}
	return Never
}

// crossService have a service's prefix and are carried by calls of other services.
var crossService = map[string]bool{
	"ec2:sourceinstancearn": true, "ec2:roledelivery": true, "lambda:sourcefunctionarn": true, "ssm:sourceinstancearn": true,
	"glue:roleassumedby": true, "glue:credentialissuingservice": true, "identitystore:userid": true, "codebuild:buildarn": true, "codebuild:projectarn": true,
}

func sometimesIf(on bool) Availability {
	if on {
		return Sometimes
	}
	return Never
}

// globalRegions are the Regions of the services that are called in one Region only,
// whatever the caller chooses; see "aws:RequestedRegion" on the page of the global
// keys and "IAM and AWS STS quotas".
var globalRegions = map[string]string{
	"iam": "us-east-1", "organizations": "us-east-1", "account": "us-east-1", "cloudfront": "us-east-1", "route53": "us-east-1", "route53domains": "us-east-1",
	"support": "us-east-1", "shield": "us-east-1", "waf": "us-east-1", "ce": "us-east-1", "budgets": "us-east-1", "cur": "us-east-1", "health": "us-east-1",
	"artifact": "us-east-1", "trustedadvisor": "us-east-1", "globalaccelerator": "us-west-2", "networkmanager": "us-west-2", "importexport": "us-east-1", "billing": "us-east-1",
}

// GlobalRegion is the one Region that calls of a global service are made in; empty for
// services that have Regions.
func GlobalRegion(action string) string {
	service, _, _ := strings.Cut(strings.ToLower(action), ":")
	return globalRegions[service]
}
