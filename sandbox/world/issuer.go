package world

import (
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/hmac"
	"crypto/rand"
	"crypto/rsa"
	"crypto/sha256"
	"crypto/sha512"
	"crypto/x509"
	"fmt"
	"hash"
	"strings"
)

// IssuerKey is the key with which the identity provider of a name signs in this
// world: an OpenID Connect issuer's host and path, or a SAML provider's ARN. The
// world plays every issuer there is, and no world has the keys of another.
func (w *World) IssuerKey(name string) (*ecdsa.PrivateKey, error) {
	return w.derivedKey(elliptic.P256(), sha256.New, "issuer", name)
}

// OutboundKey is the key with which an account's issuer of outbound tokens signs by
// ES384.
func (w *World) OutboundKey(issuer string) (*ecdsa.PrivateKey, error) {
	return w.derivedKey(elliptic.P384(), sha512.New384, "outbound", issuer)
}

const rsaBits = 2048

// OutboundRSA is the key with which such an issuer signs by RS256. An RSA key can't
// be made of the world's secret as the others are, so it is kept from its first use.
func (w *World) OutboundRSA(issuer string) (*rsa.PrivateKey, error) {
	// What an imported world has there need not be a key, nor one of this size.
	if der := w.state.RSA[issuer]; len(der) < rsaBits {
		if key, err := x509.ParsePKCS1PrivateKey(der); err == nil && key.N.BitLen() == rsaBits {
			return key, nil
		}
	}
	key, err := rsa.GenerateKey(rand.Reader, rsaBits)
	if err != nil {
		return nil, err
	}
	orMake(&w.state.RSA)
	w.state.RSA[issuer] = x509.MarshalPKCS1PrivateKey(key)
	w.changed()
	return key, nil
}

// derivedKey makes a key of the world's secret for a use and a name. Nearly all
// strings of bits are keys; the few that aren't are passed over.
func (w *World) derivedKey(curve elliptic.Curve, h func() hash.Hash, use, name string) (*ecdsa.PrivateKey, error) {
	for try := range 8 {
		mac := hmac.New(h, w.secret())
		fmt.Fprintf(mac, "%s %d %s", use, try, name)
		if key, err := ecdsa.ParseRawPrivateKey(curve, mac.Sum(nil)); err == nil {
			return key, nil
		}
	}
	return nil, fmt.Errorf("no key can be made for the issuer %s", name)
}

// secret is what the world's keys are made of. It comes into being with the first
// of them.
func (w *World) secret() []byte {
	if len(w.state.Secret) == 0 {
		w.state.Secret = w.random(32)
		w.changed()
	}
	return w.state.Secret
}

// OIDCProvider finds the account's provider for an issuer's URL; nil when there
// is none.
func (a *Account) OIDCProvider(issuer string) *OIDCProvider {
	host, ok := strings.CutPrefix(issuer, "https://")
	if !ok {
		return nil
	}
	return a.OIDCProviders[host]
}

// SAMLProviderByARN finds a SAML provider; nil when there is none.
func (w *World) SAMLProviderByARN(arn string) *SAMLProvider {
	account, name, ok := splitIAMARN(arn, "saml-provider")
	if !ok || w.Account(account) == nil {
		return nil
	}
	return w.Account(account).SAMLProviders[name]
}
