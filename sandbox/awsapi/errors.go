package awsapi

import (
	"strings"

	"rolecall/sandbox/iam"
	"rolecall/sandbox/world"
)

// protocol is how a service words the errors that all services share.
type protocol uint8

const (
	queryProtocol protocol = iota // STS, IAM
	restProtocol                  // S3
	jsonProtocol                  // Organizations, KMS, DynamoDB, …
	ec2Protocol
)

func protocolOf(service string) protocol {
	switch service {
	case "sts", "iam", "sns", "sqs":
		return queryProtocol // SQS answers in JSON, with the codes of its query protocol
	case "s3":
		return restProtocol
	case "ec2":
		return ec2Protocol
	}
	return jsonProtocol
}

// credentialsError is what a service answers to credentials it doesn't accept.
func credentialsError(op *Operation, fault world.FaultKind, caller Caller) error {
	e := func(code string, status int, message string) error {
		return &APIError{Code: code, Message: message, Status: status, Operation: op.Name}
	}
	p := protocolOf(op.Service)
	switch fault {
	case world.FaultExpired:
		switch p {
		case restProtocol:
			return e("ExpiredToken", 400, "The provided token has expired.")
		case jsonProtocol:
			return e("ExpiredTokenException", 400, "The security token included in the request is expired")
		case ec2Protocol:
			return e("RequestExpired", 400, "Request has expired.")
		case queryProtocol:
			return e("ExpiredToken", 403, "The security token included in the request is expired")
		}
	case world.FaultSignature:
		const mismatch = "The request signature we calculated does not match the signature you provided. "
		switch p {
		case restProtocol:
			return e("SignatureDoesNotMatch", 403, mismatch+"Check your key and signing method.")
		case jsonProtocol:
			return e("InvalidSignatureException", 400, mismatch+"Check your AWS Secret Access Key and signing method. Consult the service documentation for details.")
		case ec2Protocol:
			return e("AuthFailure", 401, "AWS was not able to validate the provided access credentials")
		case queryProtocol:
			return e("SignatureDoesNotMatch", 403, mismatch+"Check your AWS Secret Access Key and signing method. Consult the service documentation for details.")
		}
	case world.FaultMissing:
		switch p {
		case jsonProtocol:
			return e("MissingAuthenticationTokenException", 400, "Missing Authentication Token")
		case restProtocol:
			return e("AccessDenied", 403, "Access Denied")
		case queryProtocol, ec2Protocol:
			return e("MissingAuthenticationToken", 403, "Request is missing Authentication Token")
		}
	case world.FaultUnknown, world.FaultNone:
	}
	return unknownKey(op, p, caller)
}

func unknownKey(op *Operation, p protocol, caller Caller) error {
	e := func(code string, status int, message string) error {
		return &APIError{Code: code, Message: message, Status: status, Operation: op.Name}
	}
	switch p {
	case restProtocol:
		if caller.Credentials.SessionToken != "" {
			return e("InvalidToken", 400, "The provided token is malformed or otherwise invalid.")
		}
		return e("InvalidAccessKeyId", 403, "The AWS Access Key Id you provided does not exist in our records.")
	case jsonProtocol:
		return e("UnrecognizedClientException", 400, "The security token included in the request is invalid.")
	case ec2Protocol:
		return e("AuthFailure", 401, "AWS was not able to validate the provided access credentials")
	case queryProtocol:
	}
	return e("InvalidClientTokenId", 403, "The security token included in the request is invalid.")
}

// accessDenied is a denial in the service's words. S3 tells a cause only within
// an account or organization; see "Troubleshoot access denied (403 Forbidden)
// errors in Amazon S3".
func accessDenied(c *Call, message string, t world.Target) error {
	code, status := "AccessDenied", 403
	switch protocolOf(c.Op.Service) {
	case restProtocol:
		if !c.near(t.Account) {
			message = "Access Denied"
		}
	case jsonProtocol:
		code, status = "AccessDeniedException", 400
	case ec2Protocol:
		code = "UnauthorizedOperation"
		message = "You are not authorized to perform this operation. " + message
	case queryProtocol:
		if c.Op.Service == "sns" {
			code = "AuthorizationError"
		}
	}
	return c.fail(code, status, "%s", message)
}

func (c *Call) near(account string) bool {
	mine := c.Access.Who.Account
	if mine == "" || account == "" {
		return false
	}
	org := c.World.Organization()
	return mine == account || org.Has(mine) && org.Has(account)
}

func serviceCode(op *Operation, code string) string {
	if code == "AccessDenied" && protocolOf(op.Service) == jsonProtocol {
		return "AccessDeniedException"
	}
	return code
}

func serviceStatus(op *Operation, f *world.Fault) int {
	if f.Code == "AccessDenied" && protocolOf(op.Service) == jsonProtocol {
		return 400
	}
	return f.Status
}

// resourceType is the CloudFormation type of an ARN, as CloudTrail lists it.
func resourceType(arn string) string {
	a, ok := iam.ParseARN(arn)
	if !ok {
		return ""
	}
	kind, _, nested := strings.Cut(a.Resource, "/")
	switch a.Service {
	case "iam":
		switch kind {
		case "role":
			return "AWS::IAM::Role"
		case "user":
			return "AWS::IAM::User"
		case "group":
			return "AWS::IAM::Group"
		case "policy":
			return "AWS::IAM::Policy"
		case "instance-profile":
			return "AWS::IAM::InstanceProfile"
		}
	case "dynamodb":
		if kind == "table" {
			return "AWS::DynamoDB::Table"
		}
	case "s3":
		if nested {
			return "AWS::S3::Object"
		}
		return "AWS::S3::Bucket"
	}
	return ""
}
