package refusal

const (
	malformedDo = "Correct the document that the call sends, and have it read first: paste it into the field for its kind below, or run rolecall lint."
	trustTerm   = "trust-policy"
	trustLesson = "trust-policies"
	polTerm     = "identity-based-policy"
	polLesson   = "users-roles-policies"
)

// policyMeanings are the faults of documents that AWS refuses to store. The call was
// allowed; its document was not taken.
var policyMeanings = []Meaning{
	malformed("statement with no principals", "A statement names no principal. A trust policy or a resource’s policy has to say in each statement whom it is about.", "Give the statement a Principal: {\"AWS\": …}, {\"Service\": …} or {\"Federated\": …}.", trustTerm, trustLesson),
	malformed("must contain principals", "A statement names no principal. A trust policy or a resource’s policy has to say in each statement whom it is about.", "Give the statement a Principal: {\"AWS\": …}, {\"Service\": …} or {\"Federated\": …}.", trustTerm, trustLesson),
	malformed("Missing required field Principal", "A statement names no principal. A trust policy or a resource’s policy has to say in each statement whom it is about.", "Give the statement a Principal: {\"AWS\": …}, {\"Service\": …} or {\"Federated\": …}.", trustTerm, trustLesson),
	malformed("contained an invalid principal", "The trust policy names a principal of a form that is not taken there, such as everybody (*) by itself or an unknown sort.", "Name the account, the role or the user as {\"AWS\": …}, and narrow it by conditions.", trustTerm, trustLesson),
	malformed("Invalid principal in policy", "The policy names a user, role, account or service that does not exist, or not in this form. A role that is only now being made does not exist yet, the role itself included.", "Create the user or role first (wait some seconds after it), correct the name with its path, or name the account. A deleted one shows as an id that begins with AIDA or AROA.", trustTerm, trustLesson),
	malformed("should not specify a principal", "An identity policy names a Principal, and it may not: it is about whoever it is attached to.", "Take the Principal out, or put the document where it belongs: in the role’s trust policy or the resource’s policy.", polTerm, polLesson),
	malformed("prohibited field Principal", "An identity policy names a Principal, and it may not: it is about whoever it is attached to.", "Take the Principal out, or put the document where it belongs: in the role’s trust policy or the resource’s policy.", polTerm, polLesson),
	malformed("prohibited field Resource", "A trust policy has a Resource, and it may not: the role it belongs to is the resource.", "Take the Resource out of the trust policy.", trustTerm, trustLesson),
	malformed("must contain resources", "A statement names no resource.", "Give each statement a Resource (or NotResource): the ARNs it is about, or \"*\".", polTerm, polLesson),
	malformed("Missing required field Resource", "A statement names no resource.", "Give each statement a Resource (or NotResource): the ARNs it is about, or \"*\".", polTerm, polLesson),
	malformed("must contain actions", "A statement names no action.", "Give each statement an Action (or NotAction), such as \"s3:GetObject\".", polTerm, polLesson),
	malformed("Missing required field Action", "A statement names no action.", "Give each statement an Action (or NotAction), such as \"s3:GetObject\".", polTerm, polLesson),
	malformed("Missing required field Effect", "A statement does not say Allow or Deny.", "Give each statement an Effect: \"Allow\" or \"Deny\".", polTerm, polLesson),
	malformed("may only specify STS AssumeRole", "A trust policy allows an action that is none of a trust policy’s: sts:AssumeRole, AssumeRoleWithSAML, AssumeRoleWithWebIdentity, TagSession, SetSourceIdentity.", "Put the other actions into the role’s permissions policy.", trustTerm, trustLesson),
	malformed("must be in ARN format", "A Resource is not an ARN.", "Write the whole ARN, or \"*\". Where a variable was to fill it in, see that it was not empty.", "arn", polLesson),
	malformed("is not valid for resource", "A Resource is not an ARN of the form that AWS knows: its partition, service or account part is wrong or empty.", "Write the whole ARN: arn:aws:SERVICE:REGION:ACCOUNT:RESOURCE. Where a variable was to fill it in, see that it was not empty.", "arn", polLesson),
	malformed("prefaced by a vendor", "An action or a condition key has no service before the colon, or an unknown one.", "Write it as service:Name, such as s3:GetObject.", polTerm, polLesson),
	malformed("IDs (SID) in a single policy must be unique", "Two statements have the same Sid.", "Give each statement its own Sid, or none.", polTerm, polLesson),
	malformed("SID must conform", "A Sid holds characters that IAM does not take.", "Use letters and digits alone.", polTerm, polLesson),
	malformed("region information", "An ARN of IAM names a Region, and IAM has none.", "Leave the Region empty: arn:aws:iam::ACCOUNT:….", "arn", polLesson),
	malformed("resource path must either be", "An ARN of IAM names no type that IAM knows.", "Begin its last part with user/, role/, group/, policy/, mfa/, oidc-provider/ or another type of IAM.", "arn", polLesson),
	malformed("Federated principals must be", "A Federated principal is neither a web identity provider nor the ARN of a provider in IAM.", "Name the ARN: arn:aws:iam::ACCOUNT:oidc-provider/HOST or arn:aws:iam::ACCOUNT:saml-provider/NAME.", "federation", "federation"),
	malformed("uses the OIDC provider", "The trust policy lets in a provider that many organizations share, and does not test the claim by which AWS tells them apart.", "Add the condition that the message names: for GitHub on token.actions.githubusercontent.com:sub, with your organization and repository.", "oidc", "federation"),
	malformed("Invalid Condition type", "A condition’s operator is not known.", "Write one of AWS’s operators, such as StringEquals, StringLike, ArnLike, Bool or IpAddress.", "condition-key", "conditions"),
	malformed("Syntax error", "The document breaks the grammar of policies.", malformedDo, polTerm, polLesson),
	malformed("failed legacy parsing", "The document breaks the grammar of policies, often by an empty value.", malformedDo, polTerm, polLesson),
	malformed("JSON", "The document is not JSON.", "Correct it where the error names a place: often a comma too many, a quote too few, or a variable that was not filled in.", polTerm, polLesson),
	malformed("", "The call was allowed, but AWS does not take the policy that it sends: "+"the document is not well formed, or not of the kind that belongs there.", malformedDo, polTerm, polLesson),
	{"MalformedPolicy", "", nil, "The call was allowed, but the service does not take the policy that it sends.", malformedDo, pageS3, polTerm, polLesson},
	{"InvalidPolicyDocument", "", nil, "The call was allowed, but the service does not take the policy that it sends.", malformedDo, pageIAM, polTerm, polLesson},
}

func malformed(part, sentence, fix, term, lesson string) Meaning {
	return Meaning{Code: "MalformedPolicyDocument", Part: part, Sentence: sentence, Fix: fix, Page: pageTrouble, Term: term, Lesson: lesson}
}

// iamMeanings are the errors of the IAM API.
var iamMeanings = []Meaning{
	iamError("NoSuchEntity", "What the call names does not exist in this account: a user, role, policy, provider or device. No policy refused it.", "Compare the name with its path and capitals, and see in which account the call is made. What was made a moment ago may take some seconds."),
	iamError("EntityAlreadyExists", "Something of this name is there already. Names are unique in the account whatever their capitals.", "Choose another name, or take over or delete the one that is there."),
	iamError("LimitExceeded", "The account is at a quota of IAM.", "Delete what is no longer used, or ask for a higher quota where AWS raises it."),
	iamError("DeleteConflict", "What is to be deleted still has things attached.", "Detach its policies, take it out of its groups and instance profiles, delete its keys and devices, and try again."),
	iamError("UnmodifiableEntity", "Only the service that owns this service-linked role may change it.", "Change it by way of the service. A boundary cannot be set on it either."),
	iamError("PolicyNotAttachable", "This managed policy may be attached only to what its service means it for.", "Attach another policy, or make one of your own from it."),
	iamError("InvalidAuthenticationCode", "The MFA codes do not fit the device.", "Wait for the next two codes in a row and enter both; compare the device’s clock."),
	iamError("EntityTemporarilyUnmodifiable", "A user of this name was deleted and is being made again.", "Try again in some minutes."),
	iamError("ConcurrentModification", "Something else changed the same thing at the same time.", "Try again."),
	iamError("InvalidInput", "A value of the call is not of the form that IAM takes.", "Read the message’s own words: they name the value."),
	iamError("InvalidUserType", "The user is the account’s root user or of another sort than this call is for.", "Call it for an IAM user."),
	iamError("PasswordPolicyViolation", "The password does not meet the account’s password policy.", "Choose one that does."),
	iamError("InvalidPublicKey", "The public key is not well formed.", "Upload an RSA key in the form that the message names."),
	iamError("MalformedCertificate", "The certificate is not well formed.", "Upload it in PEM form."),
	iamError("InvalidCertificate", "The certificate is not valid.", "Upload one that is."),
	iamError("KeyPairMismatch", "The public key and the private key do not belong together.", "Upload the two of one pair."),
	iamError("DuplicateCertificate", "The certificate is there already for another user.", "Use another one."),
	iamError("DuplicateSSHPublicKey", "The key is there already for this user.", "Use another one."),
	iamError("CredentialReportNotPresent", "There is no credential report yet.", "Call GenerateCredentialReport first."),
	iamError("CredentialReportNotReady", "The credential report is still being made.", "Try again in some seconds."),
	iamError("CredentialReportExpired", "The credential report is too old.", "Call GenerateCredentialReport again."),
	iamError("ReportGenerationLimitExceeded", "Too many reports are being made.", "Try again later."),
	iamError("PolicyEvaluation", "The policy simulator could not evaluate one of the policies.", "Read the message’s own words: they name the policy."),
	iamError("OpenIdIdpCommunicationError", "IAM could not reach the identity provider’s address.", "See that the address answers publicly over https, with a valid certificate."),
	iamError("ServiceNotSupported", "The service has no credentials of its own in IAM.", "Use access keys or a role."),
	iamError("OrganizationNotFound", "The account is in no organization.", "Call from an account of the organization."),
	iamError("OrganizationNotInAllFeaturesMode", "The organization does not have all features enabled.", "Enable all features first."),
	iamError("ServiceAccessNotEnabled", "The organization has not enabled trusted access for IAM.", "Enable it in AWS Organizations."),
	iamError("AccountNotManagementOrDelegatedAdministrator", "The call has to come from the management account or the delegated administrator.", "Call from one of them."),
	iamError("CallerIsNotManagementAccount", "The call has to come from the organization’s management account.", "Call from there."),
	iamError("FeatureEnabled", "The feature is enabled already.", "Nothing is left to do."),
	iamError("FeatureDisabled", "The feature is not enabled in this account.", "Enable it first."),
}

func iamError(code, sentence, fix string) Meaning {
	return Meaning{Code: code, Sentence: sentence, Fix: fix, Page: pageIAM, Term: "iam", Lesson: polLesson}
}

// commonMeanings are the errors that all services share.
var commonMeanings = []Meaning{
	common("ValidationError", "A value of the call is not of the form or within the limits that the service takes. No policy was asked.", "Read the message’s own words: they name the value and what it may be."),
	common("Validation", "A value of the call is not of the form or within the limits that the service takes. No policy was asked.", "Read the message’s own words: they name the value and what it may be."),
	common("InvalidParameterValue", "A value of the call is not one that the service takes. No policy was asked.", "Read the message’s own words: they name the value."),
	common("InvalidParameter", "A value of the call is not one that the service takes. No policy was asked.", "Read the message’s own words: they name the value."),
	common("Throttling", throttled, slower),
	common("ThrottledClient", throttled, slower),
	common("TooManyRequests", throttled, slower),
	common("RequestLimitExceeded", throttled, slower),
	common("SlowDown", throttled, slower),
	common("ProvisionedThroughputExceeded", throttled, slower),
	common("RequestExpired", "The credentials, or the request’s signature, have ended. No policy was asked.", "Get new credentials and compare the machine’s clock."),
	common("InvalidClientTokenId", noSuchKey, whichKey),
	common("InvalidAccessKeyId", noSuchKey, whichKey),
	common("UnrecognizedClient", noSuchKey, whichKey),
	common("AuthFailure", noSuchKey, whichKey),
	common("InvalidToken", noSuchKey, whichKey),
	common("SignatureDoesNotMatch", "The signature does not fit: the secret key is another one’s, or the machine’s clock is off: most services take a request that was signed within five minutes.", "Set the secret key again and compare the clock."),
	common("InvalidSignature", "The signature does not fit: the secret key is another one’s, or the machine’s clock is off: most services take a request that was signed within five minutes.", "Set the secret key again and compare the clock."),
	common("RequestTimeTooSkewed", "The machine’s clock is off: the request’s time is too far from AWS’s.", "Set the clock, and keep it set."),
	common("IncompleteSignature", "The request’s signature lacks a part.", "Send the request by an SDK or the CLI, or compare how it is signed with AWS’s page on Signature Version 4."),
	common("MissingAuthenticationToken", "The request was not signed, or went to an address that the API does not have.", "Send it with credentials; with API Gateway, compare path and method."),
	common("OptInRequired", "The account has not signed up for the service, or not enabled the Region.", "Sign up, or enable the Region for the account."),
	common("InvalidAction", "The service does not know the operation.", "Compare its name and version; it may be another service’s."),
	common("UnknownOperation", "The service does not know the operation.", "Compare its name and version; it may be another service’s."),
	common("InternalFailure", failed, again),
	common("InternalError", failed, again),
	common("ServiceFailure", failed, again),
	common("ServiceUnavailable", failed, again),
	common("ResourceNotFound", "What the call names does not exist, at least in this Region and account. No policy refused it.", "Compare the name, the Region and the account."),
	common("NoSuchBucket", "There is no bucket of this name.", "Compare the name."),
	common("NoSuchKey", "There is no object of this name in the bucket. (Who may not list the bucket is told AccessDenied in place of this.)", "Compare the key, capitals included."),
	common("NoSuchBucketPolicy", "The bucket has no policy.", "Nothing is wrong with that: there is none to read."),
	common("PermanentRedirect", "The bucket is in another Region.", "Call the Region that the message names."),
	common("AuthorizationHeaderMalformed", "The request was signed for another Region than the bucket’s.", "Call the Region that the message names."),
	common("DryRunOperation", "The call would have been allowed: it was a dry run.", "Leave --dry-run out to make it."),
}

const (
	throttled = "Too many calls came at once: the service answers some with this. No policy refused it."
	slower    = "Wait and try again, each time longer, as the SDKs do. Keep session credentials until they end in place of asking STS for each call."
	failed    = "Something failed on AWS’s side. No policy refused it."
	again     = "Try again."
)

func common(code, sentence, fix string) Meaning {
	return Meaning{Code: code, Sentence: sentence, Fix: fix, Page: pageCommon, Term: "access-denied", Lesson: "temporary-credentials"}
}
