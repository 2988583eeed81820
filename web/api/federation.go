package api

import (
	"net/http"

	"github.com/labstack/echo/v4"

	"rolecall/sandbox/advice"
	"rolecall/sandbox/play"
	"rolecall/sandbox/sts"
	"rolecall/web/site"
)

// apiOIDC signs a token as an OpenID Connect issuer would. Claims besides the
// issuer's are the caller's to choose: in a world one plays the provider too.
func (s *API) apiOIDC(c echo.Context) error {
	var claims map[string]any
	if err := jsonBody(c, &claims); err != nil {
		return err
	}
	issuer, ok := claims["issuer"].(string)
	if !ok {
		return advice.BadInput("Say who signs as %q, an https URL.", "issuer")
	}
	delete(claims, "issuer")
	claims["iss"] = issuer
	var token string
	err := s.playByKey(c, func(p *play.World) (err error) {
		if token, err = sts.SignToken(p.World, claims); err != nil {
			return advice.BadInput("%s", site.Sentence(err))
		}
		return nil
	})
	if err != nil {
		return err
	}
	return answerJSON(c, http.StatusOK, map[string]string{"token": token})
}

// apiSAML signs an assertion as a SAML provider of the world would.
func (s *API) apiSAML(c echo.Context) error {
	var in struct {
		Provider   string              `json:"provider_arn"`
		Role       string              `json:"role_arn"`
		Session    string              `json:"session_name"`
		Subject    string              `json:"subject"`
		Attributes map[string][]string `json:"attributes"`
	}
	if err := jsonBody(c, &in); err != nil {
		return err
	}
	var assertion string
	err := s.playByKey(c, func(p *play.World) (err error) {
		assertion, err = sts.SignAssertion(p.World, sts.Assertion{
			ProviderARN: in.Provider, RoleARN: in.Role, SessionName: in.Session, Subject: in.Subject, Attributes: in.Attributes,
		})
		if err != nil {
			return advice.BadInput("%s", site.Sentence(err))
		}
		return nil
	})
	if err != nil {
		return err
	}
	return answerJSON(c, http.StatusOK, map[string]string{"assertion": assertion})
}
