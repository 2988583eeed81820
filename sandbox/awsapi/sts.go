package awsapi

import (
	"rolecall/sandbox/sts"
	"rolecall/sandbox/world"
)

// stsOperations are the calls of the Security Token Service. Names, bounds and
// patterns are those of its service model, 2011-06-15.
func stsOperations() []*Operation {
	policyARN := Shape{Type: Structure, Members: []Param{str("arn", "The policy's ARN.", arnMin, arnMax, "")}}
	policy := str("Policy", "A session policy: the session gets no more than it allows.", 1, 0, "")
	policyARNs := listOf("PolicyArns", "Managed policies of the role's account to use as session policies.", 0, policyARN)
	serial := str("SerialNumber", "The ARN of the caller's own MFA device.", 9, 256, `[\w+=/:,.@-]*`)
	size := minimumTokenSize()
	code := str("TokenCode", "The six digits that the MFA device shows.", 6, 6, `[\d]*`)
	return []*Operation{
		{
			Service: "sts", Name: "AssumeRole", do: assumeRole,
			Doc: "Returns temporary credentials of a role.",
			Input: []Param{
				required(str("RoleArn", "The role to assume.", arnMin, arnMax, "")),
				required(str("RoleSessionName", "A name for the session, which shows in its ARN and in CloudTrail.", 2, 64, namePattern)),
				policyARNs, policy,
				integer("DurationSeconds", "How long the session lasts: 900 to the role's maximum, 3600 unless given.", 900, 43200),
				tagsParam("Session tags."),
				listOf("TransitiveTagKeys", "Keys of session tags that go on down a chain of roles.", 50, Shape{Type: String, Min: 1, Max: 128, Pattern: tagPattern}),
				str("ExternalId", "What the role's trust policy may ask for as sts:ExternalId.", 2, 1224, `[\w+=,.@:\/-]*`),
				serial, code,
				str("SourceIdentity", "Who is behind the session; it can't change once set.", 2, 64, namePattern),
				size,
			},
		},
		{
			Service: "sts", Name: "GetCallerIdentity", do: getCallerIdentity,
			Doc: "Says whose credentials the call was signed with; no permission is needed.",
		},
		{
			Service: "sts", Name: "GetSessionToken", do: getSessionToken,
			Doc: "Returns temporary credentials of the user who calls.",
			Input: []Param{
				integer("DurationSeconds", "How long the session lasts: 900 to 129600, 43200 unless given.", 900, 129600),
				serial, code, size,
			},
		},
		{
			Service: "sts", Name: "GetFederationToken", do: getFederationToken,
			Doc: "Returns temporary credentials for somebody whom the calling user vouches for.",
			Input: []Param{
				required(str("Name", "The name of the federated user.", 2, 32, namePattern)),
				str("Policy", "A session policy; without any the session may do nothing by itself here (AWS's pages disagree).", 1, 2048, ""),
				policyARNs,
				integer("DurationSeconds", "How long the session lasts: 900 to 129600, 43200 unless given.", 900, 129600),
				tagsParam("Session tags."), size,
			},
		},
		{
			Service: "sts", Name: "GetAccessKeyInfo", do: getAccessKeyInfo,
			Doc:   "Says which account an access key belongs to.",
			Input: []Param{required(str("AccessKeyId", "The access key's id.", 16, 128, `[\w]*`))},
		},
	}
}

func minimumTokenSize() Param {
	return integer("MinimumSessionTokenSize", "The session token is made at least so many bytes long.", 0, world.MaxToken)
}

func assumeRole(c *Call) (any, error) {
	if r := c.World.RoleByARN(c.str("RoleArn")); r != nil {
		c.touch(r.TrustTarget())
	}
	out, err := sts.AssumeRole(c.Access, sts.AssumeRoleInput{
		RoleARN: c.str("RoleArn"), RoleSessionName: c.str("RoleSessionName"),
		DurationSeconds: c.num("DurationSeconds"), Policy: c.str("Policy"), PolicyARNs: c.policyARNs(),
		Tags: c.sessionTags(), TransitiveTagKeys: c.strs("TransitiveTagKeys"), ExternalID: c.str("ExternalId"),
		SerialNumber: c.str("SerialNumber"), TokenCode: c.str("TokenCode"), SourceIdentity: c.str("SourceIdentity"),
		MinimumTokenSize: c.num("MinimumSessionTokenSize"),
	})
	if err != nil {
		return nil, err
	}
	c.issue(out.Session(), map[string]any{
		"assumedRoleUser": map[string]any{"assumedRoleId": out.AssumedRoleUser.AssumedRoleID, "arn": out.AssumedRoleUser.ARN},
	})
	if out.SourceIdentity != "" {
		c.answered["sourceIdentity"] = out.SourceIdentity
	}
	return out, nil
}

// issue remembers the credentials for the event, which shows all but the secret.
func (c *Call) issue(s *world.Session, answered map[string]any) {
	c.issued = s
	answered["credentials"] = map[string]any{
		"accessKeyId": s.AccessKeyID, "expiration": s.Expires.Format("Jan 2, 2006, 3:04:05 PM"),
	}
	c.answered = answered
}

func (c *Call) policyARNs() []string {
	var arns []string
	for _, v := range c.list("PolicyArns") {
		arns = append(arns, member(v, "arn"))
	}
	return arns
}

func (c *Call) sessionTags() []sts.Tag {
	var tags []sts.Tag
	for _, v := range c.list("Tags") {
		tags = append(tags, sts.Tag{Key: member(v, "Key"), Value: member(v, "Value")})
	}
	return tags
}

func getCallerIdentity(c *Call) (any, error) { return orNil(sts.GetCallerIdentity(c.Access)) }

func getSessionToken(c *Call) (any, error) {
	out, err := sts.GetSessionToken(c.Access, sts.GetSessionTokenInput{
		DurationSeconds: c.num("DurationSeconds"), SerialNumber: c.str("SerialNumber"), TokenCode: c.str("TokenCode"),
		MinimumTokenSize: c.num("MinimumSessionTokenSize"),
	})
	if err != nil {
		return nil, err
	}
	c.issue(out.Session(), map[string]any{})
	return out, nil
}

func getFederationToken(c *Call) (any, error) {
	out, err := sts.GetFederationToken(c.Access, sts.GetFederationTokenInput{
		Name: c.str("Name"), Policy: c.str("Policy"), PolicyARNs: c.policyARNs(),
		Tags: c.sessionTags(), DurationSeconds: c.num("DurationSeconds"),
		MinimumTokenSize: c.num("MinimumSessionTokenSize"),
	})
	if err != nil {
		return nil, err
	}
	c.issue(out.Session(), map[string]any{
		"federatedUser": map[string]any{"federatedUserId": out.FederatedUser.FederatedUserID, "arn": out.FederatedUser.ARN},
	})
	return out, nil
}

func getAccessKeyInfo(c *Call) (any, error) {
	return orNil(sts.GetAccessKeyInfo(c.Access, c.str("AccessKeyId")))
}

// orNil keeps a nil pointer from becoming an output.
func orNil[T any](out *T, err error) (any, error) {
	if err != nil {
		return nil, err
	}
	return out, nil
}
