package sts_test

import (
	"strings"
	"testing"
	"time"

	"github.com/golang-jwt/jwt/v5"
	"github.com/google/go-cmp/cmp"

	"rolecall/sandbox/sts"
	"rolecall/sandbox/world"
)

// TestOutboundToken reads tokens as a service outside AWS would: signature, times and
// the claims of "Understanding token claims" in the IAM User Guide.
func TestOutboundToken(t *testing.T) {
	s := rooted(t)
	s.role(production, "Ship", 3600, `{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":{"AWS":"444455556666"},"Action":"sts:AssumeRole"}]}`)
	s.document(production+"/roles/Ship/policies/token.json", `{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":["sts:GetWebIdentityToken","sts:TagGetWebIdentityToken"],"Resource":"*",
		"Condition":{"ForAllValues:StringEquals":{"sts:IdentityTokenAudience":["https://api.example.com","other"]},"NumericLessThanEquals":{"sts:DurationSeconds":"600"}}}]}`)
	a := s.w.Account(production)
	r := a.Roles["Ship"]
	r.Tags = map[string]string{"team": "ship"}
	session := &world.Session{Kind: world.SessionRole, Account: production, Role: "Ship", Name: "job", PrincipalID: r.ID, UserID: r.ID + ":job",
		ARN: "arn:aws:sts::444455556666:assumed-role/Ship/job", SourceIdentity: "alice",
		Provider: "arn:aws:iam::444455556666:oidc-provider/ci.example"}
	s.w.Issue(session, 10*time.Minute)
	ask := func(in sts.OutboundTokenInput) (*sts.OutboundTokenOutput, error) {
		return sts.GetWebIdentityToken(s.access(world.KeysCaller(session.Credentials())), in)
	}
	in := sts.OutboundTokenInput{Audience: []string{"https://api.example.com"}, Algorithm: "ES384", Tags: []sts.Tag{{Key: "job", Value: "7"}}}
	if _, err := ask(in); err == nil {
		t.Fatal("a token came out before the feature is on")
	} else if got, _ := code(t, err); got != "OutboundWebIdentityFederationDisabledException" {
		t.Fatal(err)
	}
	a.Outbound = &world.Outbound{Issuer: "https://0f3c.tokens.sts.global.api.aws", Enabled: true}
	for _, algorithm := range []string{"ES384", "RS256"} {
		in.Algorithm = algorithm
		out, err := ask(in)
		if err != nil {
			t.Fatal(err)
		}
		claims := jwt.MapClaims{}
		parser := jwt.NewParser(jwt.WithValidMethods([]string{algorithm}), jwt.WithTimeFunc(s.w.Now), jwt.WithAudience("https://api.example.com"), jwt.WithIssuer(a.Outbound.Issuer), jwt.WithExpirationRequired())
		if _, err := parser.ParseWithClaims(out.WebIdentityToken, claims, func(*jwt.Token) (any, error) {
			if algorithm == "RS256" {
				key, err := s.w.OutboundRSA(a.Outbound.Issuer)
				if err != nil {
					return nil, err
				}
				return &key.PublicKey, nil
			}
			key, err := s.w.OutboundKey(a.Outbound.Issuer)
			if err != nil {
				return nil, err
			}
			return &key.PublicKey, nil
		}); err != nil {
			t.Fatalf("%s: %v", algorithm, err)
		}
		if claims["sub"] != "arn:aws:iam::444455556666:role/Ship" {
			t.Errorf("sub is %v", claims["sub"])
		}
		if claims["aud"] != "https://api.example.com" {
			t.Errorf("aud is %#v", claims["aud"])
		}
		want := map[string]any{"org_id": "o-exampleorgid", "ou_path": "o-exampleorgid/r-exam/", "aws_account": production, "source_region": "us-east-1", "principal_tags": map[string]any{"team": "ship"},
			"original_session_exp": session.Expires.Format("2006-01-02T15:04:05Z"), "federated_provider": session.Provider,
			"source_identity": "alice", "request_tags": map[string]any{"job": "7"}}
		if diff := cmp.Diff(want, claims["https://sts.amazonaws.com/"]); diff != "" {
			t.Errorf("(-want +got)\n%s", diff)
		}
		if at := out.Expiration.Sub(s.w.Now()); at != 5*time.Minute {
			t.Errorf("it is good for %s", at)
		}
	}
	for name, tt := range map[string]struct {
		in   sts.OutboundTokenInput
		wait time.Duration
		code string
	}{
		"another audience":   {sts.OutboundTokenInput{Audience: []string{"evil"}, Algorithm: "ES384"}, 0, "AccessDenied"},
		"too long":           {sts.OutboundTokenInput{Audience: []string{"other"}, Algorithm: "ES384", DurationSeconds: 900}, 0, "AccessDenied"},
		"beyond the session": {sts.OutboundTokenInput{Audience: []string{"other"}, Algorithm: "ES384", DurationSeconds: 600}, time.Minute, "SessionDurationEscalationException"},
	} {
		if err := s.w.Advance(tt.wait); err != nil {
			t.Fatal(err)
		}
		if _, err := ask(tt.in); err == nil {
			t.Errorf("%s: a token came out", name)
		} else if got, says := code(t, err); got != tt.code {
			t.Errorf("%s: %s %s", name, got, says)
		}
	}
	s.document(production+"/roles/Ship/policies/token.json", allow("sts:GetWebIdentityToken"))
	_, err := ask(sts.OutboundTokenInput{Audience: []string{"other"}, Algorithm: "ES384", Tags: []sts.Tag{{Key: "job", Value: "7"}}})
	if got, says := code(t, err); got != "AccessDenied" || !strings.Contains(says, "sts:TagGetWebIdentityToken") {
		t.Errorf("tags without sts:TagGetWebIdentityToken: %s %s", got, says)
	}
}
