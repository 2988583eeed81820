package iam

// Code is a sort of finding.
type Code struct {
	Code     string // stable: scripts and tests rely on it
	Severity Severity
	Stops    bool   // found while parsing, so that the document is not evaluated at all
	Text     string // what it says, in a sentence
}

// Codes lists every sort of finding, errors first.
func Codes() []Code { return append([]Code(nil), codes[:]...) }

var codes = [...]Code{
	{codeTooLarge, SeverityError, true, "The document is larger than any policy may be, and is not read."},
	{codeJSON, SeverityError, true, "The text is not JSON."},
	{codeDuplicateKey, SeverityError, true, "A name appears twice in one object; the names of condition keys ignore case."},
	{codeWrongType, SeverityError, true, "A value is of the wrong JSON type."},
	{codeUnknown, SeverityError, true, "An element that the policy language does not know."},
	{codeMissing, SeverityError, true, "An element that has to be there is not."},
	{codeForbidden, SeverityError, true, "An element that this kind of policy may not hold."},
	{codeConflict, SeverityError, true, "An element and its Not… twin in one statement."},
	{codeVersion, SeverityError, true, "No version of the policy language, or one that this kind of policy may not have."},
	{codeEffect, SeverityError, true, "An effect other than Allow and Deny."},
	{codePrincipal, SeverityError, true, "Not a principal, or one that AWS does not store."},
	{codeARN, SeverityError, true, "Not an ARN."},
	{codeOperator, SeverityError, true, "Not a condition operator."},
	{codeEncoding, SeverityError, false, "A character that AWS does not store in a policy."},
	{codeQuota, SeverityError, false, "The document is longer than its kind may be, however it is stored."},
	{codeSid, SeverityError, false, "A Sid with characters AWS does not take, or one that stands twice."},
	{codeAction, SeverityError, false, "Not written as an action, or an action that this kind of policy may not name."},
	{codePartition, SeverityError, false, "An ARN in a partition that there is not."},
	{codeOIDC, SeverityError, false, "Trust in a shared OIDC provider without the claim that AWS demands."},
	{codeRefusedARN, SeverityError, false, "An ARN with a field that AWS does not store: a Region in one of IAM or of a bucket, no type, a variable or wildcard for the service, an account without twelve digits."},
	{codeEmpty, SeverityError, false, "A statement with an empty list of actions, resources or principals."},
	{codeDate, SeverityError, false, "A date that AWS cannot read."},
	{codeNotOfS3, SeverityError, false, "An action in the policy of a bucket or topic that is of another service, or that no resource of the statement takes."},
	{codeNotPrincipal, SeverityError, false, "NotPrincipal with Allow."},

	{codeBadVariable, SeverityWarning, false, "What looks like a policy variable and is none."},
	{codeVariableVersion, SeverityWarning, false, "A policy variable under a version that takes it for text."},
	{codeVariableHere, SeverityWarning, false, "A policy variable where none is filled in."},
	{codeBadValue, SeverityWarning, false, "A value that its operator cannot read, and so matches nothing."},
	{codeMixedTypes, SeverityWarning, false, "Values of several JSON types in one list."},
	{codeNoVersion, SeverityWarning, false, "No Version, which means 2008-10-17, or an old one in an identity policy, which IAM stores inline alone."},
	{codeLiteralWild, SeverityWarning, false, "A wildcard under an operator that takes it literally."},
	{codeStrayID, SeverityWarning, false, "An Id where the grammar has none; IAM stores it."},
	{codeMismatch, SeverityWarning, false, "An action that the principal never calls: a provider with sts:AssumeRole, a service with sts:AssumeRoleWithSAML."},
	{codeTagSession, SeverityWarning, false, "A service that always passes session tags or a source identity, without the permission to."},
	{codeServiceName, SeverityWarning, false, "A service principal that is not known here, or one with a Region that has none."},
	{codeSubjectForm, SeverityWarning, false, "A subject that the provider's tokens never have."},
	{codeAudience, SeverityWarning, false, "An audience that was meant to be another one."},
	{codeValue, SeverityWarning, false, "A value that its key never has."},
	{codeAbsent, SeverityWarning, false, "A key that no call which the statement is about carries."},
	{codeResource, SeverityWarning, false, "An ARN that no resource has."},
	{codeResourceType, SeverityWarning, false, "An action and a resource that never meet: the action takes resources of other types."},

	{codeUnknownService, SeverityAdvice, false, "A service that is not known here: the reference is of one day. Said once for each service."},
	{codeUnknownAction, SeverityAdvice, false, "An action that is not known here, or a pattern that fits none."},
	{codeUnknownKey, SeverityAdvice, false, "A condition key that is not known here."},
	{codeNever, SeverityAdvice, false, "A condition that can never hold."},
	{codeNullSet, SeverityAdvice, false, "Null with a set operator, which is always true or always false."},
	{codeEmptyList, SeverityAdvice, false, "An empty list."},
	{codeEverybody, SeverityAdvice, false, "Everybody is let in, and no condition narrows it."},
	{codeWeak, SeverityAdvice, false, "Everybody is let in, and the conditions keep no stranger out."},
	{codeNegative, SeverityAdvice, false, "Everybody is let in, and the conditions say only who is kept out."},
	{codeSubject, SeverityAdvice, false, "An OIDC provider is trusted whatever the subject."},
	{codeWideSubject, SeverityAdvice, false, "A CI subject that takes in more than one repository or project."},
	{codeExternalID, SeverityAdvice, false, "A whole account is trusted without an external id."},
	{codeSourceARN, SeverityAdvice, false, "A service is let in whomever it acts for."},
	{codeBoolIfExists, SeverityAdvice, false, "Bool where BoolIfExists was meant, or the other way round."},
	{codeForAllValues, SeverityAdvice, false, "ForAllValues alone, which is true when the key is absent."},
	{codePassRole, SeverityAdvice, false, "Any role may be passed to a service."},
	{codeAnyRole, SeverityAdvice, false, "Every role that trusts the account may be assumed."},
	{codeUsersAlone, SeverityAdvice, false, "A variable in Resource that only IAM users fill in."},
	{codeAdmin, SeverityAdvice, false, "Everything is allowed."},
	{codeUnreachable, SeverityAdvice, false, "An Allow that a Deny of the same policy takes away whole."},
	{codeRedundant, SeverityAdvice, false, "A statement that another one covers."},
	{codeLong, SeverityAdvice, false, "An identity-based policy that is longer than a customer's may be."},
}
