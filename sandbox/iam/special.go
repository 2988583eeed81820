package iam

import "strings"

// specialAction marks the actions that AWS decides by rules of their own.
type specialAction uint8

const (
	ordinaryAction      specialAction = iota
	alwaysAllowed                     // sts:GetCallerIdentity, sts:GetSessionToken
	assumeRole                        // sts:AssumeRole
	assumeRoleFederated               // sts:AssumeRoleWithSAML, sts:AssumeRoleWithWebIdentity
	tagSession                        // sts:TagSession, sts:SetContext
	setSourceIdentity                 // sts:SetSourceIdentity
	kmsAction                         // kms:*
	bucketPolicyAction                // s3:GetBucketPolicy, s3:PutBucketPolicy, s3:DeleteBucketPolicy; sqs:GetQueueAttributes, sqs:SetQueueAttributes; dynamodb:DeleteResourcePolicy
	rcpExemptAction                   // kms:RetireGrant
)

// specialActionOf takes an action in lower case.
func specialActionOf(folded string) specialAction {
	switch folded {
	case "sts:getcalleridentity", "sts:getsessiontoken":
		return alwaysAllowed
	case "sts:assumerole":
		return assumeRole
	case "sts:assumerolewithsaml", "sts:assumerolewithwebidentity":
		return assumeRoleFederated
	case "sts:tagsession", "sts:setcontext":
		return tagSession
	case "sts:setsourceidentity":
		return setSourceIdentity
	case "kms:retiregrant":
		return rcpExemptAction
	case "s3:getbucketpolicy", "s3:putbucketpolicy", "s3:deletebucketpolicy",
		"sqs:getqueueattributes", "sqs:setqueueattributes",
		"dynamodb:deleteresourcepolicy":
		return bucketPolicyAction
	}
	if strings.HasPrefix(folded, "kms:") {
		return kmsAction
	}
	return ordinaryAction
}

// AsksTrustPolicy reports whether an action on a resource is decided by a
// role's trust policy: sts:AssumeRole, sts:AssumeRoleWithSAML and
// sts:AssumeRoleWithWebIdentity always, sts:TagSession, sts:SetContext and
// sts:SetSourceIdentity when the resource is a role.
func AsksTrustPolicy(action, resourceARN string) bool {
	return asksTrust(specialActionOf(lowerASCII(action)), isRoleARN(resourceARN))
}

func asksTrust(a specialAction, onRole bool) bool {
	switch a {
	case assumeRole, assumeRoleFederated:
		return true
	case tagSession, setSourceIdentity:
		return onRole
	case ordinaryAction, alwaysAllowed, kmsAction, bucketPolicyAction, rcpExemptAction:
		return false
	}
	return false
}

// needsOwnPolicy reports whether the resource's own policy must allow even
// within one account: a role's trust policy, a KMS key's policy.
func (r *Request) needsOwnPolicy() bool { return r.isTrust() || r.isKMS() }

func (r *Request) isTrust() bool { return asksTrust(r.special, r.onRole) }

// isKMS reports whether the request is for a KMS key, which its own policy
// guards. kms:CreateKey, kms:ListKeys and the like ask for no key, and an alias is
// none: identity-based policies decide those. See "Key policies in AWS KMS" in the
// KMS Developer Guide.
func (r *Request) isKMS() bool {
	return r.onKey && (r.special == kmsAction || r.special == rcpExemptAction)
}

// rcpService reports whether resource control policies reach a service, named by
// its prefix. See "List of AWS services that support RCPs" in the Organizations
// User Guide. EC2, Lambda, SNS and SSM are not among them.
func rcpService(prefix string) bool {
	switch prefix {
	case "aoss", "appconfig", "appstream", "autoscaling", "autoscaling-plans", "budgets", "clouddirectory",
		"cloudfront", "cloudsearch", "cloudtrail-data", "codeartifact", "codebuild", "codecommit", "codepipeline",
		"cognito-identity", "cognito-idp", "comprehend", "comprehendmedical", "compute-optimizer",
		"cost-optimization-hub", "dax", "dsql", "dynamodb", "ecr", "ecr-public", "events", "firehose", "fis", "fms",
		"gamelift", "health", "inspector-scan", "kendra", "kinesisvideo", "kms", "logs", "memorydb",
		"networkmonitor", "notifications", "opensearch", "pca-connector-ad", "personalize", "polly", "pricing",
		"resource-groups", "rolesanywhere", "s3", "secretsmanager", "servicediscovery", "signin", "sqs", "sts",
		"support", "swf", "textract", "timestream-influxdb", "transcribe", "transfer", "translate", "wafv2",
		"workspaces", "xray":
		return true
	}
	return false
}

// reachedByRCP reports whether resource control policies count for the request.
// They spare kms:RetireGrant and the keys that AWS manages, which are known here
// by their alias.
func (r *Request) reachedByRCP() bool {
	if r.special == rcpExemptAction || r.principal.serviceLinked() {
		return false
	}
	if r.isTrust() && strings.HasPrefix(lastPart(r.resource), "AWSServiceRoleFor") {
		return false
	}
	if r.service() == "kms" && strings.Contains(r.resource, ":alias/aws/") {
		return false
	}
	return rcpService(r.service())
}
