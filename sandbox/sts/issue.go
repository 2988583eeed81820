package sts

import (
	"fmt"
	"maps"
	"net/url"
	"strings"
	"time"

	"github.com/golang-jwt/jwt/v5"

	"rolecall/sandbox/world"
)

// tokenLife is how long a token that the world's issuers sign can be used.
const tokenLife = time.Hour

// maxToken is how long a web identity token may be, in characters.
const maxToken = 20000

// SignToken signs a JSON web token as the issuer that its "iss" names would: in
// a world every https URL has an issuer. Its times are the world's; "iat", "nbf",
// "exp" and "jti" can be given to have others. See RFC 7519.
func SignToken(w *world.World, claims map[string]any) (string, error) {
	issuer, _ := claims["iss"].(string)
	u, err := url.Parse(issuer)
	if err != nil || u.Scheme != "https" || u.Host == "" || u.RawQuery != "" || u.Fragment != "" || u.User != nil || len(issuer) > 255 {
		return "", fmt.Errorf("the issuer %q is no https URL without a query, of at most 255 characters", issuer)
	}
	host := strings.TrimPrefix(issuer, "https://")
	key, err := w.IssuerKey(host)
	if err != nil {
		return "", err
	}
	now := w.Now().Unix()
	all := jwt.MapClaims{"iat": now, "nbf": now, "exp": now + int64(tokenLife/time.Second), "jti": w.NewUUID()}
	maps.Copy(all, claims)
	t := jwt.NewWithClaims(jwt.SigningMethodES256, all)
	t.Header["kid"] = host
	signed, err := t.SignedString(key)
	if err != nil {
		return "", fmt.Errorf("signing a token: %w", err)
	}
	if len(signed) > maxToken {
		return "", fmt.Errorf("the token has %d characters; STS takes at most %d", len(signed), maxToken)
	}
	return signed, nil
}
