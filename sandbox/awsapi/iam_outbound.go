package awsapi

import (
	"rolecall/sandbox/sts"
	"rolecall/sandbox/world"
)

// outboundOperations switch outbound federation on and off, and issue its tokens;
// see "Getting started with outbound identity federation" in the IAM User Guide.
func outboundOperations() []*Operation {
	return []*Operation{
		iamOp(Operation{Name: "EnableOutboundWebIdentityFederation", do: enableOutbound, Doc: "Lets principals of the account get tokens for services outside AWS."}),
		iamOp(Operation{Name: "DisableOutboundWebIdentityFederation", do: disableOutbound, Doc: "Ends that principals of the account get such tokens."}),
		iamOp(Operation{Name: "GetOutboundWebIdentityFederationInfo", do: outboundInfo, Doc: "Shows the account's issuer of such tokens."}),
		{
			Service: "sts", Name: "GetWebIdentityToken", do: getWebIdentityToken,
			Doc: "Returns a signed token that tells services outside AWS who the caller is.",
			Input: []Param{
				required(listOf("Audience", "Whom the token is meant for.", 10, Shape{Type: String, Min: 1, Max: 1000})),
				integer("DurationSeconds", "How long it is good: 60 to 3600, 300 unless given.", 60, 3600),
				required(Param{Name: "SigningAlgorithm", Doc: "How it is signed: RS256 or ES384.", Shape: Shape{Type: String, Min: 5, Max: 5, Pattern: "RS256|ES384"}}),
				tagsParam("Claims of your own, which come under request_tags."),
			},
		},
	}
}

// outboundOutput answers EnableOutboundWebIdentityFederation.
type outboundOutput struct {
	IssuerIdentifier string `json:"IssuerIdentifier"`
}

// outboundInfoOutput answers GetOutboundWebIdentityFederationInfo.
type outboundInfoOutput struct {
	IssuerIdentifier  string `json:"IssuerIdentifier"`
	JWTVendingEnabled bool   `json:"JwtVendingEnabled"`
}

func enableOutbound(c *Call) (any, error) {
	if err := c.iamAuthorize(c.anyTarget(""), nil); err != nil {
		return nil, err
	}
	a := c.account()
	switch {
	case a.Outbound == nil:
		a.Outbound = &world.Outbound{Issuer: "https://" + c.World.NewUUID() + ".tokens.sts.global.api.aws"}
	case a.Outbound.Enabled:
		return nil, c.fail("FeatureEnabled", 409, "Outbound identity federation is already enabled for your AWS account.")
	}
	a.Outbound.Enabled = true
	c.World.Touch()
	c.answer("issuerIdentifier", a.Outbound.Issuer)
	return &outboundOutput{a.Outbound.Issuer}, nil
}

// outbound is the account's outbound federation once the caller may do the
// operation and it is on.
func (c *Call) outbound() (*world.Outbound, error) {
	if err := c.iamAuthorize(c.anyTarget(""), nil); err != nil {
		return nil, err
	}
	out := c.account().Outbound
	if out == nil || !out.Enabled {
		return nil, c.fail("FeatureDisabled", 404, "Outbound identity federation is not enabled for your AWS account.")
	}
	return out, nil
}

func disableOutbound(c *Call) (any, error) {
	out, err := c.outbound()
	if err != nil {
		return nil, err
	}
	out.Enabled = false
	c.World.Touch()
	return nil, nil
}

func outboundInfo(c *Call) (any, error) {
	out, err := c.outbound()
	if err != nil {
		return nil, err
	}
	return &outboundInfoOutput{out.Issuer, true}, nil
}

func getWebIdentityToken(c *Call) (any, error) {
	return orNil(sts.GetWebIdentityToken(c.Access, sts.OutboundTokenInput{
		Audience: c.strs("Audience"), Algorithm: c.str("SigningAlgorithm"), DurationSeconds: c.num("DurationSeconds"), Tags: c.sessionTags(),
	}))
}
