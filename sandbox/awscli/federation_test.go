package awscli

import (
	"encoding/json"
	"strings"
	"testing"

	"rolecall/sandbox/awsapi"
	"rolecall/sandbox/world"
)

// TestFederationAtThePrompt gets credentials without a key: as a pipeline with a
// token, as an employee with an assertion. The records are those of "CloudTrail
// userIdentity element" in the CloudTrail User Guide.
func TestFederationAtThePrompt(t *testing.T) {
	w, s := crossAccount(t)
	a := w.Account("444455556666")
	a.OIDCProviders["ci.example"] = &world.OIDCProvider{Account: a.ID, URL: "ci.example", Audiences: []string{"sts.amazonaws.com"}}
	a.SAMLProviders["corp"] = &world.SAMLProvider{Account: a.ID, Name: "corp"}
	for name, statement := range map[string]string{
		"Ship":  `"Principal":{"Federated":"arn:aws:iam::444455556666:oidc-provider/ci.example"},"Action":"sts:AssumeRoleWithWebIdentity","Condition":{"StringEquals":{"ci.example:sub":"app"}}`,
		"Staff": `"Principal":{"Federated":"arn:aws:iam::444455556666:saml-provider/corp"},"Action":"sts:AssumeRoleWithSAML"`,
	} {
		if _, err := w.AddRole(a, name, "/", `{"Version":"2012-10-17","Statement":[{"Effect":"Allow",`+statement+`}]}`); err != nil {
			t.Fatal(err)
		}
	}
	s.Caller = awsapi.Caller{} // neither call is signed
	for _, tt := range []struct{ line, code, typ, name string }{
		{"aws sts assume-role-with-web-identity --role-arn arn:aws:iam::444455556666:role/Ship --role-session-name build --web-identity-token $(oidc https://ci.example sub=app)", "", "WebIdentityUser", "app"},
		{"aws sts assume-role-with-web-identity --role-arn arn:aws:iam::444455556666:role/Ship --role-session-name build --web-identity-token $(oidc https://ci.example sub=other)", "AccessDenied", "WebIdentityUser", "other"},
		{"aws sts assume-role-with-saml --role-arn arn:aws:iam::444455556666:role/Staff --principal-arn arn:aws:iam::444455556666:saml-provider/corp --saml-assertion $(saml 444455556666/corp role=arn:aws:iam::444455556666:role/Staff session=carol)", "", "SAMLUser", "carol"},
	} {
		r := s.Exec(tt.line)
		if r.Outcome == nil || r.Outcome.Event == nil {
			t.Fatalf("%.60s: %d %s", tt.line, r.Exit, r.Stderr)
		}
		e := r.Outcome.Event
		if e.ErrorCode != tt.code || e.UserIdentity.Type != tt.typ || e.UserIdentity.UserName != tt.name || e.UserIdentity.Provider == "" {
			t.Errorf("%.60s: %q %+v", tt.line, e.ErrorCode, e.UserIdentity)
		}
		data, err := json.Marshal(e.RequestParameters)
		if err != nil || strings.Contains(string(data), "oken\"") || strings.Contains(strings.ToLower(string(data)), "assertion") {
			t.Errorf("the record shows the proof: %v %s", err, data)
		}
		if e.RecipientAccountID != a.ID {
			t.Errorf("the record goes to %q", e.RecipientAccountID)
		}
	}
	for _, line := range []string{"echo $(oidc http://ci.example)", "echo $(oidc https://ci.example sub)", "echo $(saml nobody role=x session=y)", "echo $(saml 444455556666/corp)"} {
		if r := s.Exec(line); r.Exit == 0 {
			t.Errorf("%s: %s", line, r.Stdout)
		}
	}
}

// TestProvidersComeAndGo makes providers as "CreateOpenIDConnectProvider" and
// "CreateSAMLProvider" of the IAM API Reference have it. A shared issuer must be
// narrowed: "Identity-provider controls for shared OIDC providers".
func TestProvidersComeAndGo(t *testing.T) {
	w, s := crossAccount(t)
	admin, err := w.AddUser(w.Account("444455556666"), "admin", "/")
	if err != nil {
		t.Fatal(err)
	}
	admin.Attached = []string{"arn:aws:iam::aws:policy/AdministratorAccess"}
	if _, err := w.AddKey(admin); err != nil {
		t.Fatal(err)
	}
	s.Caller, _ = world.UserCaller(admin)
	const gh, arn = "token.actions.githubusercontent.com", "arn:aws:iam::444455556666:oidc-provider/token.actions.githubusercontent.com"
	trust := `'{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":{"Federated":"` + arn + `"},"Action":"sts:AssumeRoleWithWebIdentity","Condition":{"StringEquals":{"` + gh + `:CLAIM":"repo:ship/app:ref:refs/heads/main"}}}]}'`
	for _, tt := range []struct{ line, code string }{
		{"aws iam create-open-id-connect-provider --url https://" + gh + " --client-id-list sts.amazonaws.com", ""},
		{"aws iam create-open-id-connect-provider --url https://" + gh, "EntityAlreadyExists"},
		{"aws iam create-open-id-connect-provider --url http://" + gh, "ValidationError"},
		{"aws iam get-open-id-connect-provider --open-id-connect-provider-arn " + arn, ""},
		{"aws iam add-client-id-to-open-id-connect-provider --client-id other --open-id-connect-provider-arn " + arn, ""},
		{"aws iam create-role --role-name CI --assume-role-policy-document " + strings.ReplaceAll(trust, "CLAIM", "aud"), "MalformedPolicyDocument"},
		{"aws iam create-role --role-name CI --assume-role-policy-document " + strings.ReplaceAll(trust, "CLAIM", "sub"), ""},
		{"aws sts assume-role-with-web-identity --role-arn arn:aws:iam::444455556666:role/CI --role-session-name build --web-identity-token $(oidc https://" + gh + " sub=repo:ship/app:ref:refs/heads/main)", ""},
		{"aws iam remove-client-id-from-open-id-connect-provider --client-id other --open-id-connect-provider-arn " + arn, ""},
		{"aws iam delete-open-id-connect-provider --open-id-connect-provider-arn " + arn, ""},
		{"aws iam get-open-id-connect-provider --open-id-connect-provider-arn " + arn, "NoSuchEntity"},
		{"aws iam create-saml-provider --name corp --saml-metadata-document '<EntityDescriptor/>'", ""},
		{"aws iam create-saml-provider --name corp --saml-metadata-document '<EntityDescriptor/>'", "EntityAlreadyExists"},
		{"aws iam delete-saml-provider --saml-provider-arn arn:aws:iam::444455556666:saml-provider/corp", ""},
		{"aws iam delete-saml-provider --saml-provider-arn arn:aws:iam::444455556666:saml-provider/corp", "NoSuchEntity"},
	} {
		r := s.Exec(tt.line)
		got := ""
		if r.Outcome != nil && r.Outcome.Err != nil {
			got = r.Outcome.Err.Code
		}
		if got != tt.code || r.Outcome == nil {
			t.Errorf("%.80s: %q, want %q\n%s", tt.line, got, tt.code, r.Stderr)
		}
	}
}
