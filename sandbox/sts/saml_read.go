package sts

import (
	"bytes"
	"crypto/x509"
	"encoding/base64"
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"strings"
	"time"

	"github.com/beevik/etree"
	dsig "github.com/russellhaering/goxmldsig"

	"rolecall/sandbox/world"
)

// samlUser is what a signed assertion says.
type samlUser struct {
	issuer, subject, subjectType string
	audience                     string // where the assertion was meant to be sent
	ends                         time.Time
	attributes                   map[string][]string
}

// readAssertion verifies a SAML response and takes out of it what was signed,
// and nothing else.
func readAssertion(w *world.World, provider *world.SAMLProvider, text string) (*samlUser, error) {
	data, err := base64.StdEncoding.DecodeString(strings.Map(dropBlank, text))
	if err != nil {
		return nil, badToken("Invalid base64 SAMLResponse")
	}
	if err := plainXML(data); err != nil {
		return nil, badToken("SAML response is not acceptable: " + err.Error())
	}
	doc := etree.NewDocument()
	if err := doc.ReadFromBytes(data); err != nil || doc.Root() == nil {
		return nil, badToken("SAML response is no XML document")
	}
	signed, err := signedAssertion(w, provider, doc.Root())
	if err != nil {
		return nil, badToken("Response signature invalid: " + err.Error())
	}
	u, err := readUser(signed, w.Now())
	if err != nil {
		return nil, err
	}
	return u, nil
}

func dropBlank(r rune) rune {
	if r == ' ' || r == '\n' || r == '\r' || r == '\t' {
		return -1
	}
	return r
}

const (
	maxDepth    = 40
	maxElements = 5000
)

// plainXML refuses documents that could mean one thing to one parser and another
// to the next: document types (and so entities), processing instructions,
// comments, attributes and ids that come twice, and nesting without end.
func plainXML(data []byte) error {
	d := xml.NewDecoder(bytes.NewReader(data))
	d.Strict = true
	depth, count, ids := 0, 0, map[string]bool{}
	for {
		t, err := d.Token() // with namespaces, so that two prefixes don't hide one name
		if errors.Is(err, io.EOF) {
			return nil
		}
		if err != nil {
			return errors.New("it is not well-formed")
		}
		switch t := t.(type) {
		case xml.Directive:
			return errors.New("it has a document type")
		case xml.Comment:
			return errors.New("it has a comment")
		case xml.ProcInst:
			if t.Target != "xml" {
				return errors.New("it has a processing instruction")
			}
		case xml.EndElement:
			depth--
		case xml.StartElement:
			depth, count = depth+1, count+1
			if depth > maxDepth || count > maxElements {
				return fmt.Errorf("it has more than %d elements or nests more than %d deep", maxElements, maxDepth)
			}
			if twice, ok := repeated(t.Attr); ok {
				line, _ := d.InputPos()
				return fmt.Errorf("line %d: the attribute %s comes twice in <%s>: give it once", line, twice, t.Name.Local)
			}
			for _, a := range t.Attr {
				if !strings.EqualFold(a.Name.Local, "ID") {
					continue
				}
				if ids[a.Value] {
					return fmt.Errorf("the ID %.40q comes twice", a.Value)
				}
				ids[a.Value] = true
			}
		}
	}
}

// repeated is the name of an attribute that an element has twice. XML forbids it,
// and encoding/xml doesn't mind.
func repeated(attrs []xml.Attr) (name string, ok bool) {
	seen := make(map[xml.Name]bool, len(attrs))
	for _, a := range attrs {
		if seen[a.Name] {
			return a.Name.Local, true
		}
		seen[a.Name] = true
	}
	return "", false
}

// signedAssertion returns the one assertion of a response as the provider signed
// it: by itself, or with the whole response. A second assertion anywhere, which
// is how signatures are wrapped, is refused.
func signedAssertion(w *world.World, provider *world.SAMLProvider, root *etree.Element) (*etree.Element, error) {
	if root.Tag != "Response" || root.NamespaceURI() != samlResponse {
		return nil, errors.New("the document is no SAML response")
	}
	assertions := root.FindElements(".//Assertion")
	direct := root.SelectElements("Assertion")
	if len(assertions) != 1 || len(direct) != 1 || direct[0].NamespaceURI() != samlNamespace {
		return nil, errors.New("the response holds not exactly one assertion")
	}
	_, cert, err := samlKey(w, provider.ARN())
	if err != nil {
		return nil, err
	}
	ctx := dsig.NewDefaultValidationContext(&dsig.MemoryX509CertificateStore{Roots: []*x509.Certificate{cert}})
	ctx.Clock = dsig.NewFakeClockAt(w.Now())
	if whole, err := ctx.Validate(root); err == nil {
		if inner := whole.SelectElements("Assertion"); len(inner) == 1 && inner[0].NamespaceURI() == samlNamespace {
			return inner[0], nil
		}
		return nil, errors.New("what is signed holds no assertion")
	}
	signed, err := ctx.Validate(detached(direct[0]))
	if err != nil {
		return nil, errors.New("the assertion is not signed by the provider " + provider.Name)
	}
	return signed, nil
}

// detached is the assertion with the namespaces that it stood in.
func detached(e *etree.Element) *etree.Element {
	own := e.Copy()
	for up := e.Parent(); up != nil; up = up.Parent() {
		for _, a := range up.Attr {
			if a.Space == "xmlns" && own.SelectAttr("xmlns:"+a.Key) == nil {
				own.CreateAttr("xmlns:"+a.Key, a.Value)
			}
		}
	}
	return own
}

// readUser reads a signed assertion and holds it against the clock and against
// what AWS demands. See "Troubleshoot SAML federation with IAM".
func readUser(a *etree.Element, now time.Time) (*samlUser, error) {
	u := &samlUser{issuer: child(a, "Issuer").Text(), attributes: map[string][]string{}}
	subject := child(a, "Subject")
	u.subject = child(subject, "NameID").Text()
	u.subjectType = strings.TrimPrefix(child(subject, "NameID").SelectAttrValue("Format", ""), samlFormat)
	data := child(child(subject, "SubjectConfirmation"), "SubjectConfirmationData")
	u.audience = data.SelectAttrValue("Recipient", "")
	conditions := child(a, "Conditions")
	for _, end := range []string{data.SelectAttrValue("NotOnOrAfter", ""), conditions.SelectAttrValue("NotOnOrAfter", "")} {
		at, err := time.Parse(time.RFC3339, end)
		if err != nil {
			return nil, badToken("The assertion doesn't say when it ends")
		}
		if !now.Before(at) {
			return nil, refused("ExpiredTokenException", "Token must be redeemed within 5 minutes of issuance")
		}
	}
	if from, err := time.Parse(time.RFC3339, conditions.SelectAttrValue("NotBefore", samlTime(now))); err != nil || now.Before(from.Add(-assertionLife)) {
		return nil, badToken("The assertion is not valid yet")
	}
	if end := child(a, "AuthnStatement").SelectAttrValue("SessionNotOnOrAfter", ""); end != "" {
		at, err := time.Parse(time.RFC3339, end)
		if err != nil || !now.Before(at) {
			return nil, refused("ExpiredTokenException", "The provider's session has ended")
		}
		u.ends = at
	}
	for _, at := range child(a, "AttributeStatement").SelectElements("Attribute") {
		name := at.SelectAttrValue("Name", "")
		for _, v := range at.SelectElements("AttributeValue") {
			u.attributes[name] = append(u.attributes[name], strings.TrimSpace(v.Text()))
		}
	}
	return u, u.complete(child(conditions, "AudienceRestriction"))
}

func (u *samlUser) complete(restriction *etree.Element) error {
	meant := false
	for _, aud := range restriction.SelectElements("Audience") {
		meant = meant || aud.Text() == samlAudience || aud.Text() == samlRecipient
	}
	switch {
	case !meant || u.audience != samlRecipient:
		return badToken("Audience is invalid: the assertion is not meant for " + samlRecipient)
	case u.issuer == "" || u.subject == "":
		return badToken("Issuer or subject is missing in the assertion")
	case len(u.attributes[SAMLAttribute+"Role"]) == 0:
		return badToken("https://aws.amazon.com/SAML/Attributes/Role is missing in the assertion")
	case u.first("RoleSessionName") == "":
		return badToken("RoleSessionName is required in AuthnResponse")
	case !sourcePattern.MatchString(u.first("RoleSessionName")):
		return badToken("RoleSessionName in AuthnResponse must match [a-zA-Z_0-9+=,.@-]{2,64}")
	}
	return nil
}

// first is the first value of one of AWS's attributes.
func (u *samlUser) first(name string) string {
	if vs := u.attributes[SAMLAttribute+name]; len(vs) > 0 {
		return vs[0]
	}
	return ""
}

// child is an element's child of a name; an empty one when there is none.
func child(e *etree.Element, name string) *etree.Element {
	if c := e.SelectElement(name); c != nil {
		return c
	}
	return etree.NewElement(name)
}
