package sts

import (
	"crypto/ecdsa"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/base64"
	"fmt"
	"maps"
	"math/big"
	"slices"
	"time"

	"github.com/beevik/etree"
	dsig "github.com/russellhaering/goxmldsig"

	"rolecall/sandbox/world"
)

// What AWS wants of an assertion; see "Configure SAML assertions for the
// authentication response" in the IAM User Guide.
const (
	samlAudience  = "urn:amazon:webservices"
	samlRecipient = "https://signin.aws.amazon.com/saml"
	samlResponse  = "urn:oasis:names:tc:SAML:2.0:protocol"
	samlNamespace = "urn:oasis:names:tc:SAML:2.0:assertion"
	samlFormat    = "urn:oasis:names:tc:SAML:2.0:nameid-format:"

	assertionLife = 5 * time.Minute
	maxAssertion  = 100000 // characters, in base64
)

// SAMLAttribute is what the names of the attributes begin with that AWS reads.
const SAMLAttribute = "https://aws.amazon.com/SAML/Attributes/"

// Assertion is what a SAML provider of the world says of a user.
type Assertion struct {
	ProviderARN string
	RoleARN     string // which the user may assume
	SessionName string
	Subject     string              // the session's name unless given
	SubjectType string              // "persistent" unless given
	Attributes  map[string][]string // more attributes, by their names
}

// SAMLIssuer is the issuer that the provider of an ARN signs as.
func SAMLIssuer(providerARN string) string { return "https://idp.example/" + providerARN }

// samlKey is a provider's key and the certificate that goes with it.
func samlKey(w *world.World, providerARN string) (*ecdsa.PrivateKey, *x509.Certificate, error) {
	key, err := w.IssuerKey(providerARN)
	if err != nil {
		return nil, nil, err
	}
	// It holds whatever the world's clock says: the clock may run decades ahead.
	template := &x509.Certificate{
		SerialNumber: big.NewInt(1), Subject: pkix.Name{CommonName: "idp.example"},
		NotBefore: time.Unix(0, 0), NotAfter: time.Date(9999, 1, 1, 0, 0, 0, 0, time.UTC),
	}
	der, err := x509.CreateCertificate(nil, template, template, &key.PublicKey, key)
	if err != nil {
		return nil, nil, fmt.Errorf("making the certificate of %s: %w", providerARN, err)
	}
	cert, err := x509.ParseCertificate(der)
	return key, cert, err
}

// SignAssertion writes and signs a SAML response as a provider of the world
// would, in base64. See "Assertions and Protocols for the OASIS Security
// Assertion Markup Language (SAML) V2.0".
func SignAssertion(w *world.World, in Assertion) (string, error) {
	if w.SAMLProviderByARN(in.ProviderARN) == nil {
		return "", fmt.Errorf("this world has no SAML provider %q", in.ProviderARN)
	}
	if in.RoleARN == "" || in.SessionName == "" {
		return "", fmt.Errorf("an assertion names a role and a session")
	}
	key, cert, err := samlKey(w, in.ProviderARN)
	if err != nil {
		return "", err
	}
	ctx, err := dsig.NewSigningContext(key, [][]byte{cert.Raw})
	if err != nil {
		return "", fmt.Errorf("signing an assertion: %w", err)
	}
	ctx.Canonicalizer = dsig.MakeC14N10ExclusiveCanonicalizerWithPrefixList("")
	signed, err := ctx.SignEnveloped(in.element(w))
	if err != nil {
		return "", fmt.Errorf("signing an assertion: %w", err)
	}
	// The schema has the signature follow the issuer.
	signature := signed.RemoveChildAt(len(signed.Child) - 1)
	signed.InsertChildAt(1, signature)
	doc := etree.NewDocument()
	doc.SetRoot(in.response(w, signed))
	data, err := doc.WriteToBytes()
	if err != nil {
		return "", fmt.Errorf("writing an assertion: %w", err)
	}
	text := base64.StdEncoding.EncodeToString(data)
	if len(text) > maxAssertion {
		return "", fmt.Errorf("the assertion has %d characters; STS takes at most %d", len(text), maxAssertion)
	}
	return text, nil
}

func samlTime(t time.Time) string { return t.UTC().Format("2006-01-02T15:04:05Z") }

func (in Assertion) response(w *world.World, assertion *etree.Element) *etree.Element {
	r := etree.NewElement("samlp:Response")
	r.CreateAttr("xmlns:samlp", samlResponse)
	r.CreateAttr("xmlns:saml", samlNamespace)
	r.CreateAttr("ID", "_"+w.NewUUID())
	r.CreateAttr("Version", "2.0")
	r.CreateAttr("IssueInstant", samlTime(w.Now()))
	r.CreateAttr("Destination", samlRecipient)
	r.CreateElement("saml:Issuer").SetText(SAMLIssuer(in.ProviderARN))
	r.CreateElement("samlp:Status").CreateElement("samlp:StatusCode").CreateAttr("Value", "urn:oasis:names:tc:SAML:2.0:status:Success")
	r.AddChild(assertion)
	return r
}

// element is the assertion, not yet signed.
func (in Assertion) element(w *world.World) *etree.Element {
	now := w.Now()
	end := samlTime(now.Add(assertionLife))
	a := etree.NewElement("saml:Assertion")
	a.CreateAttr("xmlns:saml", samlNamespace)
	a.CreateAttr("ID", "_"+w.NewUUID())
	a.CreateAttr("Version", "2.0")
	a.CreateAttr("IssueInstant", samlTime(now))
	a.CreateElement("saml:Issuer").SetText(SAMLIssuer(in.ProviderARN))
	subject := a.CreateElement("saml:Subject")
	id := subject.CreateElement("saml:NameID")
	id.CreateAttr("Format", samlFormat+orElse(in.SubjectType, "persistent"))
	id.SetText(orElse(in.Subject, in.SessionName))
	confirm := subject.CreateElement("saml:SubjectConfirmation")
	confirm.CreateAttr("Method", "urn:oasis:names:tc:SAML:2.0:cm:bearer")
	data := confirm.CreateElement("saml:SubjectConfirmationData")
	data.CreateAttr("NotOnOrAfter", end)
	data.CreateAttr("Recipient", samlRecipient)
	conditions := a.CreateElement("saml:Conditions")
	conditions.CreateAttr("NotBefore", samlTime(now))
	conditions.CreateAttr("NotOnOrAfter", end)
	conditions.CreateElement("saml:AudienceRestriction").CreateElement("saml:Audience").SetText(samlAudience)
	authn := a.CreateElement("saml:AuthnStatement")
	authn.CreateAttr("AuthnInstant", samlTime(now))
	authn.CreateElement("saml:AuthnContext").CreateElement("saml:AuthnContextClassRef").SetText("urn:oasis:names:tc:SAML:2.0:ac:classes:Password")
	statement := a.CreateElement("saml:AttributeStatement")
	all := map[string][]string{
		SAMLAttribute + "Role":            {in.RoleARN + "," + in.ProviderARN},
		SAMLAttribute + "RoleSessionName": {in.SessionName},
	}
	maps.Copy(all, in.Attributes)
	for _, name := range slices.Sorted(maps.Keys(all)) {
		attribute := statement.CreateElement("saml:Attribute")
		attribute.CreateAttr("Name", name)
		for _, v := range all[name] {
			attribute.CreateElement("saml:AttributeValue").SetText(v)
		}
	}
	return a
}

func orElse(s, other string) string {
	if s == "" {
		return other
	}
	return s
}
