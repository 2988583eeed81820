package api

import (
	"crypto/hmac"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"io"
	"net/http"

	"github.com/labstack/echo/v4"

	"rolecall/sandbox/advice"
	"rolecall/sandbox/play"
)

// apiBindContainer names the role of a container.
func (s *API) apiBindContainer(c echo.Context) error {
	var in struct {
		RoleARN string `json:"role_arn"`
	}
	if err := jsonBody(c, &in); err != nil {
		return err
	}
	p, err := s.byKey(c)
	if err != nil {
		return err
	}
	if p.RoleByARN(in.RoleARN) == nil {
		return advice.BadInput("This world has no role %q; say it as %q.", in.RoleARN, "role_arn")
	}
	text, err := play.Binding{Role: in.RoleARN}.Text()
	if err != nil {
		return err
	}
	return answerJSON(c, http.StatusOK, map[string]string{
		"uri":   s.Public(c, "/container/"+p.ID+"/"+text),
		"token": hex.EncodeToString(p.Derive("container " + text)),
	})
}

// containerCredentials answers a container's program, as Amazon ECS does; see
// "Container credential provider" in the AWS SDKs and Tools Reference Guide.
func (s *API) containerCredentials(c echo.Context) error {
	b, err := s.boundAddress(c, "container ", c.Request().Header.Get("Authorization"))
	if _, refused := errors.AsType[*advice.Error](err); refused {
		return answerJSON(c, http.StatusUnauthorized, map[string]string{
			"code": "Unauthorized", "message": "The Authorization header doesn't hold this container's token.",
		})
	}
	if err != nil {
		return err
	}
	creds, _, err := s.Worlds.HandedOut(c.Request().Context(), b, "ecs-tasks.amazonaws.com", "container")
	if refused := (*play.RefusedError)(nil); errors.As(err, &refused) {
		return answerJSON(c, http.StatusForbidden, map[string]string{"code": "AccessDenied", "message": refused.Message})
	}
	if err != nil {
		return err
	}
	return answerJSON(c, http.StatusOK, map[string]string{
		"RoleArn": b.Role, "AccessKeyId": creds.AccessKeyID, "SecretAccessKey": creds.SecretAccessKey,
		"Token": creds.SessionToken, "Expiration": creds.Expires.UTC().Format("2006-01-02T15:04:05Z"),
	})
}

// sign is a signature over a short text.
func sign(secret []byte, text string) []byte {
	mac := hmac.New(sha256.New, secret)
	mac.Write([]byte(text)) // a hash's Write never fails
	return mac.Sum(nil)
}

// requestID makes the id of an answer in AWS's form.
func (s *API) requestID() (string, error) {
	b := make([]byte, 16)
	if _, err := io.ReadFull(s.Rand, b); err != nil {
		return "", err
	}
	h := hex.EncodeToString(b)
	return h[:8] + "-" + h[8:12] + "-" + h[12:16] + "-" + h[16:20] + "-" + h[20:], nil
}
