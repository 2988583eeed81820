package awsapi

import (
	"net/url"
	"slices"
	"strings"
	"time"

	"rolecall/sandbox/world"
)

// createOIDCProviderOutput answers CreateOpenIDConnectProvider.
type createOIDCProviderOutput struct {
	ARN string `json:"OpenIDConnectProviderArn"`
}

// getOIDCProviderOutput answers GetOpenIDConnectProvider.
type getOIDCProviderOutput struct {
	URL            string    `json:"Url"`
	ClientIDList   []string  `json:"ClientIDList"`
	ThumbprintList []string  `json:"ThumbprintList"`
	CreateDate     time.Time `json:"CreateDate"`
	Tags           []tagItem `json:"Tags,omitempty"`
}

// getSAMLProviderOutput answers GetSAMLProvider.
type getSAMLProviderOutput struct {
	SAMLMetadataDocument string    `json:"SAMLMetadataDocument"`
	CreateDate           time.Time `json:"CreateDate"`
	ValidUntil           time.Time `json:"ValidUntil"`
	Tags                 []tagItem `json:"Tags,omitempty"`
}

// createSAMLProviderOutput answers CreateSAMLProvider.
type createSAMLProviderOutput struct {
	ARN string `json:"SAMLProviderArn"`
}

const maxAudiences = 100

func oidcParam() Param {
	return required(str("OpenIDConnectProviderArn", "The provider's ARN.", arnMin, arnMax, ""))
}

func samlParam() Param {
	return required(str("SAMLProviderArn", "The provider's ARN.", arnMin, arnMax, ""))
}

func identityProviderOperations() []*Operation {
	clientID := str("ClientID", "An audience.", 1, 255, "")
	thumbprints := listOf("ThumbprintList", "Thumbprints of its certificate; the sandbox needs none.", 5, Shape{Type: String, Min: 40, Max: 40})
	saml := samlParam()
	metadata := str("SAMLMetadataDocument", "The provider's metadata; in the sandbox its own keys count.", 1, 65536, "")
	oidc := oidcParam()
	return []*Operation{
		iamOp(Operation{Name: "CreateOpenIDConnectProvider", do: createOIDC, Doc: "Has the account know an OpenID Connect provider.", Input: []Param{
			required(str("Url", "The issuer: an https URL.", 1, 255, "")),
			listOf("ClientIDList", "The audiences that its tokens may be meant for.", maxAudiences, clientID.Shape),
			thumbprints, tagsParam("Tags of the provider."),
		}}),
		iamOp(Operation{Name: "UpdateOpenIDConnectProviderThumbprint", do: updateThumbprints, Doc: "Replaces the thumbprints of an OpenID Connect provider.",
			Input: []Param{oidc, required(thumbprints)}}),
		iamOp(Operation{Name: "GetOpenIDConnectProvider", do: getOIDC, Doc: "Shows an OpenID Connect provider.", Input: []Param{oidc}}),
		iamOp(Operation{Name: "DeleteOpenIDConnectProvider", do: deleteOIDC, Doc: "Removes an OpenID Connect provider; roles that trust it stay.", Input: []Param{oidc}}),
		iamOp(Operation{Name: "AddClientIDToOpenIDConnectProvider", Command: "add-client-id-to-open-id-connect-provider", do: addClientID,
			Doc: "Adds an audience to an OpenID Connect provider.", Input: []Param{oidc, required(clientID)}}),
		iamOp(Operation{Name: "RemoveClientIDFromOpenIDConnectProvider", Command: "remove-client-id-from-open-id-connect-provider", do: removeClientID,
			Doc: "Takes an audience from an OpenID Connect provider.", Input: []Param{oidc, required(clientID)}}),
		iamOp(Operation{Name: "CreateSAMLProvider", do: createSAML, Doc: "Has the account know a SAML provider.", Input: []Param{
			required(metadata), required(str("Name", "The provider's name.", 1, 128, `[\w._-]+`)), tagsParam("Tags of the provider."),
		}}),
		iamOp(Operation{Name: "DeleteSAMLProvider", do: deleteSAML, Doc: "Removes a SAML provider; roles that trust it stay.",
			Input: []Param{saml}}),
		iamOp(Operation{Name: "GetSAMLProvider", do: getSAML, Doc: "Shows a SAML provider.", Input: []Param{saml}}),
		iamOp(Operation{Name: "UpdateSAMLProvider", do: updateSAML, Doc: "Replaces a SAML provider's metadata.", Input: []Param{metadata, saml}}),
	}
}

func createOIDC(c *Call) (any, error) {
	u, err := url.Parse(c.str("Url"))
	if err != nil || u.Scheme != "https" || u.Host == "" || u.RawQuery != "" || u.Fragment != "" || u.User != nil || u.Port() != "" {
		return nil, c.fail("ValidationError", 400, "Invalid Open ID Connect Provider URL")
	}
	host := strings.TrimSuffix(strings.TrimPrefix(c.str("Url"), "https://"), "/")
	if err := c.authorizeTagged(c.iamTarget("oidc-provider", host), "iam:TagOpenIDConnectProvider"); err != nil {
		return nil, err
	}
	if c.account().OIDCProviders[host] != nil {
		return nil, c.exists("Provider with url https://%s already exists.", host)
	}
	p := &world.OIDCProvider{Account: c.account().ID, URL: host, Audiences: c.strs("ClientIDList"), Created: c.World.Now().Truncate(time.Second),
		Thumbprints: c.strs("ThumbprintList"), Tags: c.tagMap()}
	c.account().OIDCProviders[host] = p
	c.World.Touch()
	c.answer("openIDConnectProviderArn", p.ARN())
	return &createOIDCProviderOutput{p.ARN()}, nil
}

// findOIDC is an OpenID Connect provider of the account, nil when there is none, and
// the resource that it is or would be.
func (c *Call) findOIDC(arn string) (*world.OIDCProvider, world.Target) {
	t := world.Target{ARN: arn, Account: c.Access.Who.Account}
	for _, p := range c.account().OIDCProviders {
		if p.ARN() == arn {
			t.Tags = p.Tags
			return p, t
		}
	}
	return nil, t
}

// oidcProvider is the provider that a call is about, once the caller may do it.
func (c *Call) oidcProvider() (*world.OIDCProvider, error) {
	arn := c.str("OpenIDConnectProviderArn")
	p, target := c.findOIDC(arn)
	if err := c.iamAuthorize(target, nil); err != nil {
		return nil, err
	}
	if p == nil {
		return nil, c.noSuch("OpenIDConnect Provider not found for arn %s", arn)
	}
	return p, nil
}

func getOIDC(c *Call) (any, error) {
	p, err := c.oidcProvider()
	if err != nil {
		return nil, err
	}
	return &getOIDCProviderOutput{p.URL, append([]string{}, p.Audiences...), append([]string{}, p.Thumbprints...), p.Created, tagItems(p.Tags)}, nil
}

// deleteOIDC succeeds for a provider that isn't there as well; see its page in the
// IAM API Reference.
func deleteOIDC(c *Call) (any, error) {
	p, target := c.findOIDC(c.str("OpenIDConnectProviderArn"))
	if err := c.iamAuthorize(target, nil); err != nil || p == nil {
		return nil, err
	}
	delete(c.account().OIDCProviders, p.URL)
	c.World.Touch()
	return nil, nil
}

func addClientID(c *Call) (any, error) {
	p, err := c.oidcProvider()
	if err != nil {
		return nil, err
	}
	if id := c.str("ClientID"); !slices.Contains(p.Audiences, id) {
		if len(p.Audiences) >= maxAudiences {
			return nil, c.fail("LimitExceeded", 409, "Cannot exceed quota for ClientIdsPerOpenIdConnectProvider: %d", maxAudiences)
		}
		p.Audiences = append(p.Audiences, id)
		c.World.Touch()
	}
	return nil, nil
}

func removeClientID(c *Call) (any, error) {
	p, err := c.oidcProvider()
	if err != nil {
		return nil, err
	}
	p.Audiences = slices.DeleteFunc(p.Audiences, func(id string) bool { return id == c.str("ClientID") })
	c.World.Touch()
	return nil, nil
}

func createSAML(c *Call) (any, error) {
	name := c.str("Name")
	if err := c.authorizeTagged(c.iamTarget("saml-provider", name), "iam:TagSAMLProvider"); err != nil {
		return nil, err
	}
	if c.account().SAMLProviders[name] != nil {
		return nil, c.exists("Provider with name %s already exists.", name)
	}
	if err := c.World.Room(len(c.str("SAMLMetadataDocument"))); err != nil {
		return nil, c.fail("LimitExceeded", 409, "%s", err.Error())
	}
	p := &world.SAMLProvider{Account: c.account().ID, Name: name, Created: c.World.Now().Truncate(time.Second), Metadata: c.str("SAMLMetadataDocument"), Tags: c.tagMap()}
	c.account().SAMLProviders[name] = p
	c.World.Touch()
	c.answer("sAMLProviderArn", p.ARN())
	return &createSAMLProviderOutput{p.ARN()}, nil
}

func updateThumbprints(c *Call) (any, error) {
	p, err := c.oidcProvider()
	if err != nil {
		return nil, err
	}
	p.Thumbprints = c.strs("ThumbprintList")
	c.World.Touch()
	return nil, nil
}

// findSAML is a SAML provider of the account, nil when there is none, and the
// resource that it is or would be.
func (c *Call) findSAML(arn string) (*world.SAMLProvider, world.Target) {
	t := world.Target{ARN: arn, Account: c.Access.Who.Account}
	p := c.World.SAMLProviderByARN(arn)
	if p == nil || p.Account != t.Account {
		return nil, t
	}
	t.Tags = p.Tags
	return p, t
}

// samlProvider is the provider that a call is about, once the caller may do it.
func (c *Call) samlProvider() (*world.SAMLProvider, error) {
	arn := c.str("SAMLProviderArn")
	p, target := c.findSAML(arn)
	if err := c.iamAuthorize(target, nil); err != nil {
		return nil, err
	}
	if p == nil {
		return nil, c.noSuch("Manifest not found for arn %s", arn)
	}
	return p, nil
}

func getSAML(c *Call) (any, error) {
	p, err := c.samlProvider()
	if err != nil {
		return nil, err
	}
	return &getSAMLProviderOutput{p.Metadata, p.Created, p.Created.AddDate(100, 0, 0), tagItems(p.Tags)}, nil
}

func updateSAML(c *Call) (any, error) {
	p, err := c.samlProvider()
	if err != nil {
		return nil, err
	}
	if c.has("SAMLMetadataDocument") {
		if err := c.World.Room(len(c.str("SAMLMetadataDocument"))); err != nil {
			return nil, c.fail("LimitExceeded", 409, "%s", err.Error())
		}
		p.Metadata = c.str("SAMLMetadataDocument")
		c.World.Touch()
	}
	return &createSAMLProviderOutput{p.ARN()}, nil
}

func deleteSAML(c *Call) (any, error) {
	p, err := c.samlProvider()
	if err != nil {
		return nil, err
	}
	delete(c.account().SAMLProviders, p.Name)
	c.World.Touch()
	return nil, nil
}
