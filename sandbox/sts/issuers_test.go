package sts_test

import (
	"strings"
	"testing"

	"rolecall/sandbox/sts"
	"rolecall/sandbox/world"
)

// TestKeysOfWellKnownIssuers holds which claims become condition keys, by the list
// of the Service Authorization Reference ("Condition keys for AWS Security Token
// Service") and "Available keys for AWS OIDC federation" in the IAM User Guide. A
// claim that is none must be absent, whatever the token says.
func TestKeysOfWellKnownIssuers(t *testing.T) {
	for _, tt := range []struct {
		issuer string
		claims map[string]any
		key    string // after the issuer and a colon
		value  string
		absent string // a claim of the token that is no key
	}{
		{"token.actions.githubusercontent.com", map[string]any{"repository_owner_id": "42", "event_name": "push"}, "repository_owner_id", "42", "event_name"},
		{"token.actions.githubusercontent.com/octo", map[string]any{"actor": "mona", "run_id": "1"}, "actor", "mona", "run_id"},
		{"token.actions.octo.ghe.com", map[string]any{"enterprise_id": "9", "run_id": "1"}, "enterprise_id", "9", "run_id"},
		{"gitlab.com", map[string]any{"project_id": "22", "ref_protected": true, "project_path": "g/p"}, "project_id", "22", "project_path"},
		{"gitlab.com", map[string]any{"ref_protected": true, "namespace_path": "g"}, "ref_protected", "true", "namespace_path"},
		{"gitlab.example.com", map[string]any{"sub": "project_path:g/p", "project_id": "22"}, "sub", "project_path:g/p", "project_id"},
		{"agent.buildkite.com", map[string]any{"pipeline_slug": "ship", "step_key": "x"}, "pipeline_slug", "ship", "step_key"},
		{"oidc.circleci.com/org/o-1", map[string]any{"oidc.circleci.com/project-id": "p-1", "oidc.circleci.com/vcs-ref": "main"}, "oidc.circleci.com/project-id", "p-1", "oidc.circleci.com/vcs-ref"},
		{"oidc.eks.us-east-1.amazonaws.com/id/EXAMPLED539D4633E53DE1B71EXAMPLE", map[string]any{"sub": "system:serviceaccount:shop:cart", "kubernetes.io": map[string]any{"namespace": "shop"}}, "sub", "system:serviceaccount:shop:cart", "kubernetes.io"},
		{"idp.example.com", map[string]any{"azp": "client", "groups": "admins"}, "oaud", "sts.amazonaws.com", "groups"},
		{"idp.example.com", map[string]any{"amr": []string{"pwd", "mfa"}, "groups": "admins"}, "amr", "mfa", "groups"},
	} {
		t.Run(tt.issuer+" "+tt.key, func(t *testing.T) {
			s := newScene(t)
			s.w.Account(production).OIDCProviders[tt.issuer] = &world.OIDCProvider{Account: production, URL: tt.issuer, Audiences: []string{"sts.amazonaws.com", "client"}}
			s.role(production, "Ship", 3600, `{"Version":"2012-10-17","Statement":[{"Effect":"Allow",
				"Principal":{"Federated":"arn:aws:iam::444455556666:oidc-provider/`+tt.issuer+`"},"Action":"sts:AssumeRoleWithWebIdentity",
				"Condition":{"StringLike":{"`+tt.issuer+`:sub":["s*","project*"]},"ForAnyValue:StringEquals":{"`+tt.issuer+":"+tt.key+`":"`+tt.value+`"},
				"Null":{"`+tt.issuer+":"+tt.absent+`":"true"}}}]}`)
			claims := map[string]any{"iss": "https://" + tt.issuer, "sub": "somebody", "aud": "sts.amazonaws.com"}
			for k, v := range tt.claims {
				claims[k] = v
			}
			if _, err := s.withToken(s.token(claims)); err != nil {
				t.Error(err)
			}
			if tt.key == "oaud" {
				return
			}
			claims[tt.key] = "something else"
			if _, err := s.withToken(s.token(claims)); err == nil {
				t.Error("another value came in")
			}
		})
	}
}

// TestIssuersThatNobodyMakes: Google and Cognito are named by host alone, the
// OAuth 2.0 providers by ProviderId; "AssumeRoleWithWebIdentity" in the STS API
// Reference, "IAM JSON policy elements: Principal" and "Available keys for AWS OIDC
// federation" in the IAM User Guide.
func TestIssuersThatNobodyMakes(t *testing.T) {
	s := newScene(t)
	trust := func(host, condition string) {
		s.document(production+"/roles/Ship/trust.json", `{"Version":"2012-10-17","Statement":[{"Effect":"Allow",
			"Principal":{"Federated":"`+host+`"},"Action":"sts:AssumeRoleWithWebIdentity","Condition":`+condition+`}]}`)
	}
	s.role(production, "Ship", 3600, `{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":{"AWS":"444455556666"},"Action":"sts:AssumeRole"}]}`)
	ask := func(provider string, claims map[string]any) (*sts.WebIdentityOutput, error) {
		return sts.AssumeRoleWithWebIdentity(s.anonymous(), sts.WebIdentityInput{RoleARN: shipRole, RoleSessionName: "app", WebIdentityToken: s.token(claims), ProviderID: provider})
	}
	google := map[string]any{"iss": "https://accounts.google.com", "sub": "1234", "aud": "app", "azp": "client", "google": map[string]any{"organization_number": 77}}
	trust("accounts.google.com", `{"StringEquals":{"accounts.google.com:aud":"client","accounts.google.com:oaud":"app","accounts.google.com:sub":"1234"},"NumericEquals":{"accounts.google.com:google/organization_number":"77"}}`)
	out, err := ask("", google)
	if err != nil {
		t.Fatal(err)
	}
	if out.Provider != "accounts.google.com" || out.Subject != "1234" {
		t.Errorf("Google answers %+v", out)
	}
	cognito := map[string]any{"iss": "https://cognito-identity.amazonaws.com", "sub": "us-east-1:u", "aud": "us-east-1:pool", "amr": []string{"authenticated"}}
	trust("cognito-identity.amazonaws.com", `{"StringEquals":{"cognito-identity.amazonaws.com:aud":"us-east-1:pool"},"ForAnyValue:StringLike":{"cognito-identity.amazonaws.com:amr":"authenticated"}}`)
	if _, err := ask("", cognito); err != nil {
		t.Error(err)
	}
	cognito["amr"] = []string{"unauthenticated"}
	if _, err := ask("", cognito); err == nil {
		t.Error("a guest of Cognito came in")
	}
	if _, err := ask("", google); err == nil {
		t.Error("Google came in where Cognito is trusted")
	}
	facebook := map[string]any{"iss": "https://graph.facebook.com", "app_id": "9", "id": "7"}
	trust("graph.facebook.com", `{"StringEquals":{"graph.facebook.com:app_id":"9","graph.facebook.com:id":"7"}}`)
	if out, err = ask("graph.facebook.com", facebook); err != nil {
		t.Fatal(err)
	}
	if out.Provider != "graph.facebook.com" || out.Subject != "7" || out.Audience != "9" {
		t.Errorf("Facebook answers %+v", out)
	}
	for _, tt := range []struct{ name, provider, code string }{
		{"as if it were an OpenID Connect token", "", "InvalidIdentityToken"},
		{"as another provider's", "www.amazon.com", "InvalidIdentityToken"},
		{"as that of a provider there isn't", "example.com", "ValidationError"},
	} {
		if _, err := ask(tt.provider, facebook); err == nil {
			t.Errorf("Facebook's token came in %s", tt.name)
		} else if got, says := code(t, err); got != tt.code {
			t.Errorf("%s: %s %s", tt.name, got, says)
		}
	}
	if _, err := ask("graph.facebook.com", map[string]any{"iss": "https://graph.facebook.com", "app_id": "9"}); err == nil || !strings.Contains(err.Error(), "no id") {
		t.Errorf("a token of nobody: %v", err)
	}
}
