package awsapi

import (
	"rolecall/sandbox/sts"
)

// federationOperations are the calls of STS that a proof of an identity provider
// stands for a signature in.
func federationOperations() []*Operation {
	policyARN := Shape{Type: Structure, Members: []Param{str("arn", "The policy's ARN.", arnMin, arnMax, "")}}
	policyARNs := listOf("PolicyArns", "Managed policies of the role's account to use as session policies.", 0, policyARN)
	policy := str("Policy", "A session policy: the session gets no more than it allows.", 1, 2048, "")
	duration := integer("DurationSeconds", "How long the session lasts: 900 to the role's maximum, 3600 unless given.", 900, 43200)
	role := required(str("RoleArn", "The role to assume.", arnMin, arnMax, ""))
	return []*Operation{
		{
			Service: "sts", Name: "AssumeRoleWithWebIdentity", Unsigned: true, do: assumeWithWebIdentity,
			Doc: "Returns temporary credentials of a role for a token of an OpenID Connect provider.",
			Input: []Param{
				role,
				required(str("RoleSessionName", "A name for the session, which shows in its ARN and in CloudTrail.", 2, 64, namePattern)),
				required(str("WebIdentityToken", "The provider's token, a JSON web token.", 4, 20000, "")),
				str("ProviderId", "The domain of an OAuth 2.0 provider, graph.facebook.com or www.amazon.com; not for OpenID Connect tokens.", 4, 2048, ""),
				policyARNs, policy, duration, minimumTokenSize(),
			},
		},
		{
			Service: "sts", Name: "AssumeRoleWithSAML", Unsigned: true, do: assumeWithSAML,
			Doc: "Returns temporary credentials of a role for an assertion of a SAML provider.",
			Input: []Param{
				role,
				required(str("PrincipalArn", "The SAML provider in IAM.", arnMin, arnMax, "")),
				required(str("SAMLAssertion", "The provider's response, in base64.", 4, 100000, "")),
				policyARNs, policy, duration, minimumTokenSize(),
			},
		},
	}
}

func assumeWithWebIdentity(c *Call) (any, error) {
	c.touchRole()
	out, err := sts.AssumeRoleWithWebIdentity(c.Access, sts.WebIdentityInput{
		RoleARN: c.str("RoleArn"), RoleSessionName: c.str("RoleSessionName"), WebIdentityToken: c.str("WebIdentityToken"), ProviderID: c.str("ProviderId"),
		Policy: c.str("Policy"), PolicyARNs: c.policyARNs(), DurationSeconds: c.num("DurationSeconds"),
		MinimumTokenSize: c.num("MinimumSessionTokenSize"),
	})
	if err != nil {
		return nil, err
	}
	c.issue(out.Session(), map[string]any{
		"assumedRoleUser":             map[string]any{"assumedRoleId": out.AssumedRoleUser.AssumedRoleID, "arn": out.AssumedRoleUser.ARN},
		"subjectFromWebIdentityToken": out.Subject, "provider": out.Provider, "audience": out.Audience,
	})
	return out, nil
}

func assumeWithSAML(c *Call) (any, error) {
	c.touchRole()
	out, err := sts.AssumeRoleWithSAML(c.Access, sts.SAMLInput{
		RoleARN: c.str("RoleArn"), PrincipalARN: c.str("PrincipalArn"), SAMLAssertion: c.str("SAMLAssertion"),
		Policy: c.str("Policy"), PolicyARNs: c.policyARNs(), DurationSeconds: c.num("DurationSeconds"),
		MinimumTokenSize: c.num("MinimumSessionTokenSize"),
	})
	if err != nil {
		return nil, err
	}
	c.issue(out.Session(), map[string]any{
		"assumedRoleUser": map[string]any{"assumedRoleId": out.AssumedRoleUser.AssumedRoleID, "arn": out.AssumedRoleUser.ARN},
		"subject":         out.Subject, "subjectType": out.SubjectType, "issuer": out.Issuer,
		"audience": out.Audience, "nameQualifier": out.NameQualifier,
	})
	return out, nil
}

// touchRole remembers the role that a call asks for.
func (c *Call) touchRole() {
	if r := c.World.RoleByARN(c.str("RoleArn")); r != nil {
		c.touch(r.TrustTarget())
	}
}
