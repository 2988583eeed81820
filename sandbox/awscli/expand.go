package awscli

import (
	"fmt"
	"regexp"
	"slices"
	"strings"
	"time"

	"rolecall/sandbox/budget"
	"rolecall/sandbox/world"
)

var substitution = regexp.MustCompile(`\$\(([a-z]+)([^()]*)\)`)

// expand replaces $(mfa ACCT/DEVICE) by the code that the device shows now,
// $(mfa ACCT/DEVICE next) by the one after it, and
// $(now), $(now+DURATION) or $(now-DURATION) by the world's time in ISO 8601, and
// $(key SESSION), $(secret SESSION), $(token SESSION) by the parts of the newest
// session of that name, and $(oidc URL claim=value …) and $(saml PROVIDER role=ARN
// session=NAME …) by what an identity provider would sign.
// What is put together counts against the budget.
func expand(b *budget.Budget, w *world.World, line string) (string, error) {
	out := budget.NewText(b)
	at := 0
	for _, m := range substitution.FindAllStringSubmatchIndex(line, -1) {
		word, arg := line[m[2]:m[3]], strings.TrimSpace(line[m[4]:m[5]])
		if err := out.Step(expandSteps(w, word)); err != nil {
			return "", err
		}
		value, err := expandOne(w, word, arg)
		if err != nil {
			return "", fmt.Errorf("%s: %w", line[m[0]:m[1]], err)
		}
		write(out, line[at:m[0]], value)
		at = m[1]
	}
	write(out, line[at:])
	return out.String(), out.Err()
}

// expandSteps is what a substitution costs.
func expandSteps(w *world.World, word string) int {
	switch word {
	case "oidc":
		return 1500 // a signature
	case "saml":
		return 5000 // a signature over XML
	case "key", "secret", "token":
		return 200 + len(w.Sessions())
	}
	return 200
}

func expandOne(w *world.World, word, arg string) (string, error) {
	switch word {
	case "mfa":
		arg, next := strings.CutSuffix(arg, " next")
		account, device, ok := strings.Cut(arg, "/")
		d := w.MFADevice(account, device)
		if !ok || d == nil {
			return "", fmt.Errorf("there is no MFA device %q; it is written ACCOUNT/DEVICE", arg)
		}
		if next {
			return d.Code(w.Now().Add(30 * time.Second)), nil
		}
		return d.Code(w.Now()), nil
	case "now":
		shift := time.Duration(0)
		if arg != "" {
			var err error
			if shift, err = time.ParseDuration(arg); err != nil {
				return "", fmt.Errorf("%q is not a duration such as +1h or -30m", arg)
			}
		}
		return w.Now().Add(shift).Format("2006-01-02T15:04:05Z"), nil
	case "key", "secret", "token":
		return credentialPart(w, word, arg)
	case "oidc":
		return oidcToken(w, arg)
	case "saml":
		return samlAssertion(w, arg)
	}
	return "", fmt.Errorf("the sandbox knows $(mfa ACCOUNT/DEVICE), $(now), $(key|secret|token SESSION), $(oidc URL claim=value …) and $(saml ACCOUNT/PROVIDER role=ARN session=NAME)")
}

// credentialPart is one of the three parts of the newest session of a name.
func credentialPart(w *world.World, part, session string) (string, error) {
	for _, s := range slices.Backward(w.Sessions()) {
		if s.Name != session {
			continue
		}
		switch c := s.Credentials(); part {
		case "key":
			return c.AccessKeyID, nil
		case "secret":
			return c.SecretAccessKey, nil
		default:
			return c.SessionToken, nil
		}
	}
	return "", fmt.Errorf("no session is called %q", session)
}
