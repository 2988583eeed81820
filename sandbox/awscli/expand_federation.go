package awscli

import (
	"fmt"
	"slices"
	"strings"

	"rolecall/sandbox/sts"
	"rolecall/sandbox/world"
)

// oidcToken is what $(oidc URL k=v…) stands for: a token that the issuer signed,
// with the claims. A claim given twice is a list. Without "aud" it is meant for
// the audience that the world's provider of that URL expects.
func oidcToken(w *world.World, arg string) (string, error) {
	issuer, rest, _ := strings.Cut(arg, " ")
	if !strings.Contains(issuer, "://") {
		issuer = "https://" + issuer
	}
	pairs, err := claimPairs(rest)
	if err != nil {
		return "", err
	}
	claims := map[string]any{"iss": issuer}
	for k, vs := range pairs {
		if len(vs) == 1 {
			claims[k] = vs[0]
		} else {
			claims[k] = vs
		}
	}
	if _, given := claims["aud"]; !given {
		if aud := audienceOf(w, issuer); aud != "" {
			claims["aud"] = aud
		}
	}
	return sts.SignToken(w, claims)
}

func audienceOf(w *world.World, issuer string) string {
	for _, a := range w.Accounts() {
		if p := a.OIDCProvider(issuer); p != nil && len(p.Audiences) > 0 {
			return p.Audiences[0]
		}
	}
	return ""
}

// samlAssertion is what $(saml PROVIDER k=v…) stands for: PROVIDER is an ARN or
// ACCOUNT/NAME; role and session are needed, subject and type can be said, and
// any other key is an attribute's name.
func samlAssertion(w *world.World, arg string) (string, error) {
	name, rest, _ := strings.Cut(arg, " ")
	if account, provider, ok := strings.Cut(name, "/"); ok && !strings.HasPrefix(name, "arn:") {
		name = (&world.SAMLProvider{Account: account, Name: provider}).ARN()
	}
	pairs, err := claimPairs(rest)
	if err != nil {
		return "", err
	}
	in := sts.Assertion{ProviderARN: name, Attributes: map[string][]string{}}
	for k, vs := range pairs {
		switch k {
		case "role":
			in.RoleARN = vs[0]
		case "session":
			in.SessionName = vs[0]
		case "subject":
			in.Subject = vs[0]
		case "type":
			in.SubjectType = vs[0]
		case "source":
			in.Attributes[sts.SAMLAttribute+"SourceIdentity"] = vs
		default:
			if tag, ok := strings.CutPrefix(k, "tag:"); ok {
				k = sts.SAMLAttribute + "PrincipalTag:" + tag
			}
			in.Attributes[k] = vs
		}
	}
	return sts.SignAssertion(w, in)
}

// claimPairs reads k=v pairs apart by blanks.
func claimPairs(text string) (map[string][]string, error) {
	pairs := map[string][]string{}
	for _, field := range strings.Fields(text) {
		k, v, ok := strings.Cut(field, "=")
		if !ok || k == "" {
			return nil, fmt.Errorf("%q is no pair of a name and a value, such as sub=repo:ship/app", field)
		}
		pairs[k] = append(slices.Clip(pairs[k]), v)
	}
	return pairs, nil
}
