package sts_test

import (
	"encoding/base64"
	"maps"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"rolecall/sandbox/sts"
	"rolecall/sandbox/world"
)

const (
	github   = "token.actions.githubusercontent.com"
	shipRole = "arn:aws:iam::444455556666:role/Ship"
	corp     = "arn:aws:iam::444455556666:saml-provider/corp"
)

// federated is a world in which Production knows GitHub and a SAML provider.
func federated(t *testing.T) *scene {
	s := newScene(t)
	a := s.w.Account(production)
	a.OIDCProviders[github] = &world.OIDCProvider{Account: production, URL: github, Audiences: []string{"sts.amazonaws.com"}}
	a.SAMLProviders["corp"] = &world.SAMLProvider{Account: production, Name: "corp"}
	s.role(production, "Ship", 7200, `{"Version":"2012-10-17","Statement":[{"Effect":"Allow",
		"Principal":{"Federated":"arn:aws:iam::444455556666:oidc-provider/`+github+`"},
		"Action":"sts:AssumeRoleWithWebIdentity",
		"Condition":{"StringEquals":{"`+github+`:sub":"repo:ship/app:ref:refs/heads/main","`+github+`:aud":"sts.amazonaws.com"}}}]}`)
	s.role(production, "Staff", 7200, `{"Version":"2012-10-17","Statement":[{"Effect":"Allow",
		"Principal":{"Federated":"`+corp+`"},"Action":"sts:AssumeRoleWithSAML",
		"Condition":{"StringEquals":{"saml:aud":"https://signin.aws.amazon.com/saml"}}}]}`)
	return s
}

func (s *scene) anonymous() *world.Access { return s.access(world.Caller{}) }

func pipeline(more map[string]any) map[string]any {
	c := map[string]any{"iss": "https://" + github, "sub": "repo:ship/app:ref:refs/heads/main", "aud": "sts.amazonaws.com"}
	maps.Copy(c, more)
	for k, v := range c {
		if v == nil {
			delete(c, k)
		}
	}
	return c
}

func (s *scene) token(claims map[string]any) string {
	s.Helper()
	token, err := sts.SignToken(s.w, claims)
	if err != nil {
		s.Fatal(err)
	}
	return token
}

func (s *scene) withToken(token string) (*sts.WebIdentityOutput, error) {
	return sts.AssumeRoleWithWebIdentity(s.anonymous(), sts.WebIdentityInput{RoleARN: shipRole, RoleSessionName: "build", WebIdentityToken: token})
}

// STS API: AssumeRoleWithWebIdentity; IAM UG: Create a role for OpenID Connect federation.
func TestWebIdentity(t *testing.T) {
	s := federated(t)
	good := s.token(pipeline(nil))
	head, body, _ := strings.Cut(good, ".")
	body, mac, _ := strings.Cut(body, ".")
	other := s.token(pipeline(map[string]any{"sub": "repo:ship/app:ref:refs/heads/other"}))
	_, otherBody, _ := strings.Cut(other, ".")
	otherBody, _, _ = strings.Cut(otherBody, ".")
	none := base64.RawURLEncoding.EncodeToString([]byte(`{"alg":"none","typ":"JWT"}`))
	stranger := newScene(t)
	for _, tt := range []struct{ name, token, code, says string }{
		{"the pipeline's own", good, "", ""},
		{"with the newline of a token file", good + "\n", "", ""},
		{"of another branch", other, "AccessDenied", "Not authorized to perform sts:AssumeRoleWithWebIdentity"},
		{"with another body", head + "." + otherBody + "." + mac, "InvalidIdentityToken", "could not be validated by AWS: its signature is not its issuer's"},
		{"without a signature", none + "." + body + ".", "InvalidIdentityToken", ""},
		{"signed in another world", stranger.token(pipeline(nil)), "InvalidIdentityToken", "could not be validated"},
		{"of an issuer nobody knows here", s.token(pipeline(map[string]any{"iss": "https://evil.example"})), "InvalidIdentityToken", "No OpenIDConnect provider found"},
		{"for another audience", s.token(pipeline(map[string]any{"aud": "evil"})), "InvalidIdentityToken", "Incorrect token audience"},
		{"for another authorized party", s.token(pipeline(map[string]any{"azp": "evil"})), "InvalidIdentityToken", "Incorrect token audience"},
		{"without a subject", s.token(pipeline(map[string]any{"sub": nil})), "InvalidIdentityToken", "sub"},
		{"without an audience", s.token(pipeline(map[string]any{"aud": nil})), "InvalidIdentityToken", "aud"},
		{"that has ended", s.token(pipeline(map[string]any{"exp": start.Add(-time.Second).Unix()})), "ExpiredTokenException", "Token expired"},
		{"that begins later", s.token(pipeline(map[string]any{"nbf": start.Add(time.Hour).Unix()})), "InvalidIdentityToken", "not valid yet"},
		{"no token at all", "nothing", "InvalidIdentityToken", "not a valid JWT"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			_, err := s.withToken(tt.token)
			if got, says := code(t, err); got != tt.code || !strings.Contains(says, tt.says) {
				t.Errorf("got %q %q, want %q %q", got, says, tt.code, tt.says)
			}
		})
	}
}

// IAM UG: Available keys for AWS OIDC federation; global key aws:FederatedProvider.
func TestWebIdentitySession(t *testing.T) {
	s := federated(t)
	out, err := s.withToken(s.token(pipeline(nil)))
	if err != nil {
		t.Fatal(err)
	}
	provider := "arn:aws:iam::444455556666:oidc-provider/" + github
	if out.Provider != provider || out.Audience != "sts.amazonaws.com" || out.Subject != "repo:ship/app:ref:refs/heads/main" {
		t.Errorf("the answer is %+v", out)
	}
	session := out.Session()
	if session.ARN != "arn:aws:sts::444455556666:assumed-role/Ship/build" || session.Expires.Sub(session.Issued) != time.Hour {
		t.Errorf("the session is %+v", session)
	}
	want := world.Context{github + ":aud": {"sts.amazonaws.com"}, github + ":sub": {"repo:ship/app:ref:refs/heads/main"}}
	if diff := cmp.Diff(want, session.Claims); diff != "" {
		t.Error(diff)
	}
	// The keys come with each request of the session.
	s.document(production+"/roles/Ship/policies/p.json", `{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"sts:GetAccessKeyInfo","Resource":"*",
		"Condition":{"StringEquals":{"aws:FederatedProvider":"`+provider+`","`+github+`:sub":"repo:ship/app:ref:refs/heads/main"}}}]}`)
	if _, err := sts.GetAccessKeyInfo(s.session(session), session.AccessKeyID); err != nil {
		t.Error(err)
	}
	in := sts.WebIdentityInput{RoleARN: shipRole, RoleSessionName: "build", WebIdentityToken: s.token(pipeline(nil)), DurationSeconds: 7201}
	_, err = sts.AssumeRoleWithWebIdentity(s.anonymous(), in)
	if _, says := code(t, err); !strings.Contains(says, "MaxSessionDuration") {
		t.Errorf("longer than the role allows: %v", err)
	}
	in.RoleARN = "arn:aws:iam::444455556666:role/Nobody"
	_, err = sts.AssumeRoleWithWebIdentity(s.anonymous(), in)
	if _, says := code(t, err); says != "Not authorized to perform sts:AssumeRoleWithWebIdentity" {
		t.Errorf("a role that isn't there: %v", err)
	}
}

// IAM UG: Available keys for AWS OIDC federation, GitHub.
func TestWebIdentityProviderClaims(t *testing.T) {
	s := federated(t)
	s.document(production+"/roles/Ship/trust.json", `{"Version":"2012-10-17","Statement":[{"Effect":"Allow",
		"Principal":{"Federated":"arn:aws:iam::444455556666:oidc-provider/`+github+`"},"Action":"sts:AssumeRoleWithWebIdentity",
		"Condition":{"StringLike":{"`+github+`:sub":"repo:ship/*"},"StringEquals":{"`+github+`:repository_id":"7"},"Null":{"`+github+`:runner":"true"}}}]}`)
	if _, err := s.withToken(s.token(pipeline(map[string]any{"repository_id": "7", "runner": "mine"}))); err != nil {
		t.Errorf("repository_id is a key, runner is none: %v", err)
	}
	if _, err := s.withToken(s.token(pipeline(map[string]any{"repository_id": "8"}))); err == nil {
		t.Error("another repository came in")
	}
}

// IAM UG: Pass session tags in AWS STS, "Pass session tags using AssumeRoleWithWebIdentity".
func TestWebIdentityTagsNeedTheirOwnTrust(t *testing.T) {
	s := federated(t)
	tagged := pipeline(map[string]any{
		"https://aws.amazon.com/tags":            map[string]any{"principal_tags": map[string]any{"team": []string{"ship"}}, "transitive_tag_keys": []string{"team"}},
		"https://aws.amazon.com/source_identity": "alice",
	})
	_, err := s.withToken(s.token(tagged))
	if _, says := code(t, err); says != "Not authorized to perform sts:TagSession" {
		t.Errorf("tags without sts:TagSession: %v", err)
	}
	trust, _ := s.w.Document(production + "/roles/Ship/trust.json")
	s.document(production+"/roles/Ship/trust.json", strings.Replace(trust, `"sts:AssumeRoleWithWebIdentity"`, `["sts:AssumeRoleWithWebIdentity","sts:TagSession","sts:SetSourceIdentity"]`, 1))
	out, err := s.withToken(s.token(tagged))
	if err != nil {
		t.Fatal(err)
	}
	session := out.Session()
	if session.Tags["team"] != "ship" || !slices.Equal(session.Transitive, []string{"team"}) || session.SourceIdentity != "alice" {
		t.Errorf("the session is %+v", session)
	}
}

func TestIssuersAreHTTPSOnly(t *testing.T) {
	s := federated(t)
	for _, iss := range []any{"http://" + github, "ftp://x.example", "https://", "x", "", 7, "https://a.example/?q", "https://u@a.example", "https://" + strings.Repeat("a", 300)} {
		if _, err := sts.SignToken(s.w, map[string]any{"iss": iss}); err == nil {
			t.Errorf("%v signs", iss)
		}
	}
}

func staff() sts.Assertion {
	return sts.Assertion{ProviderARN: corp, RoleARN: "arn:aws:iam::444455556666:role/Staff", SessionName: "carol"}
}

func (s *scene) assertion(in sts.Assertion) string {
	s.Helper()
	text, err := sts.SignAssertion(s.w, in)
	if err != nil {
		s.Fatal(err)
	}
	return text
}

func (s *scene) withAssertion(text string) (*sts.SAMLOutput, error) {
	return sts.AssumeRoleWithSAML(s.anonymous(), sts.SAMLInput{RoleARN: "arn:aws:iam::444455556666:role/Staff", PrincipalARN: corp, SAMLAssertion: text})
}

// rewritten is an assertion whose XML was changed.
func rewritten(t *testing.T, text string, change func(string) string) string {
	t.Helper()
	data, err := base64.StdEncoding.DecodeString(text)
	if err != nil {
		t.Fatal(err)
	}
	changed := change(string(data))
	if changed == string(data) {
		t.Fatalf("nothing changed in %s", data)
	}
	return base64.StdEncoding.EncodeToString([]byte(changed))
}

// STS API: AssumeRoleWithSAML; IAM UG: Troubleshoot SAML federation with IAM.
func TestSAML(t *testing.T) {
	s := federated(t)
	good := s.assertion(staff())
	change := func(old, new string) string {
		return rewritten(t, good, func(x string) string { return strings.ReplaceAll(x, old, new) })
	}
	// wrapped puts a forged assertion beside the one that was signed.
	wrapped := func(before bool) string {
		return rewritten(t, good, func(x string) string {
			i, j := strings.Index(x, "<saml:Assertion"), strings.Index(x, "</saml:Assertion>")+len("</saml:Assertion>")
			forged := strings.ReplaceAll(strings.Replace(x[i:j], `ID="_`, `ID="_f`, 1), ">carol<", ">mallory<")
			if before {
				return x[:i] + forged + x[i:]
			}
			return x[:j] + forged + x[j:]
		})
	}
	inside := rewritten(t, good, func(x string) string {
		i, j := strings.Index(x, "<saml:Assertion"), strings.Index(x, "</saml:Assertion>")+len("</saml:Assertion>")
		forged := strings.ReplaceAll(strings.Replace(x[i:j], `ID="_`, `ID="_f`, 1), ">carol<", ">mallory<")
		return x[:i] + strings.Replace(forged, "</saml:Assertion>", "<saml:Advice>"+x[i:j]+"</saml:Advice></saml:Assertion>", 1) + x[j:]
	})
	otherRole := staff()
	otherRole.RoleARN = shipRole
	noName := staff()
	noName.SessionName = "a b"
	for _, tt := range []struct{ name, text, code, says string }{
		{"as it was signed", good, "", ""},
		{"with another session name", change(">carol<", ">mallory<"), "InvalidIdentityToken", "signature"},
		{"for another role", s.assertion(otherRole), "AccessDenied", "Not authorized"},
		{"a name that can't be", s.assertion(noName), "InvalidIdentityToken", "RoleSessionName"},
		{"wrapped, forged first", wrapped(true), "InvalidIdentityToken", "one assertion"},
		{"wrapped, forged last", wrapped(false), "InvalidIdentityToken", "one assertion"},
		{"wrapped inside", inside, "InvalidIdentityToken", "one assertion"},
		{"a comment in a name", change(">carol<", ">ca<!-- -->rol<"), "InvalidIdentityToken", "comment"},
		{"a document type", change("<samlp:Response", `<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]><samlp:Response`), "InvalidIdentityToken", "document type"},
		{"an entity", change(">carol<", ">&e;<"), "InvalidIdentityToken", ""},
		{"an attribute twice", change("<saml:Subject>", `<saml:Subject a="1" a="2">`), "InvalidIdentityToken", "the attribute a comes twice in <Subject>: give it once"},
		{"an attribute twice by two prefixes", change("<saml:Subject>", `<saml:Subject xmlns:p="urn:x" xmlns:q="urn:x" p:a="1" q:a="2">`), "InvalidIdentityToken", "the attribute a comes twice"},
		{"a namespace twice", change("<saml:Subject>", `<saml:Subject xmlns:p="urn:x" xmlns:p="urn:y">`), "InvalidIdentityToken", "the attribute p comes twice"},
		{"a recipient twice", change("<saml:SubjectConfirmationData ", `<saml:SubjectConfirmationData Recipient="https://evil.example" `), "InvalidIdentityToken", "the attribute Recipient comes twice in <SubjectConfirmationData>"},
		{"a processing instruction", change("<saml:Subject>", "<?x y?><saml:Subject>"), "InvalidIdentityToken", "processing instruction"},
		{"without a signature", rewritten(t, good, func(x string) string {
			i, j := strings.Index(x, "<ds:Signature"), strings.Index(x, "</ds:Signature>")+len("</ds:Signature>")
			return x[:i] + x[j:]
		}), "InvalidIdentityToken", "signature"},
		{"no base64", "%%%%", "InvalidIdentityToken", "base64"},
		{"no XML", base64.StdEncoding.EncodeToString([]byte("hello")), "InvalidIdentityToken", ""},
		{"nested deep", base64.StdEncoding.EncodeToString([]byte(strings.Repeat("<a>", 5000))), "InvalidIdentityToken", "deep"},
		{"signed in another world", federatedElsewhere(t), "InvalidIdentityToken", "signature"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			_, err := s.withAssertion(tt.text)
			if got, says := code(t, err); got != tt.code || !strings.Contains(says, tt.says) {
				t.Errorf("got %q %q, want %q %q", got, says, tt.code, tt.says)
			}
		})
	}
	if err := s.w.Advance(6 * time.Minute); err != nil {
		t.Fatal(err)
	}
	_, err := s.withAssertion(good)
	if got, _ := code(t, err); got != "ExpiredTokenException" {
		t.Errorf("after six minutes: %v", err)
	}
}

func federatedElsewhere(t *testing.T) string {
	s := newScene(t)
	s.w.Account(production).SAMLProviders["corp"] = &world.SAMLProvider{Account: production, Name: "corp"}
	return s.assertion(staff())
}

// IAM UG: Available keys for SAML-based AWS STS federation; Pass session tags in AWS STS.
func TestSAMLSession(t *testing.T) {
	s := federated(t)
	in := staff()
	in.Subject, in.SubjectType = "carol@corp.example", "transient"
	in.Attributes = map[string][]string{sts.SAMLAttribute + "PrincipalTag:team": {"ship"}}
	_, err := s.withAssertion(s.assertion(in))
	if _, says := code(t, err); says != "Not authorized to perform sts:TagSession" {
		t.Errorf("tags without sts:TagSession: %v", err)
	}
	trust, _ := s.w.Document(production + "/roles/Staff/trust.json")
	s.document(production+"/roles/Staff/trust.json", strings.Replace(trust, `"sts:AssumeRoleWithSAML"`, `["sts:AssumeRoleWithSAML","sts:TagSession"]`, 1))
	out, err := s.withAssertion(s.assertion(in))
	if err != nil {
		t.Fatal(err)
	}
	in.Attributes[sts.SAMLAttribute+"SourceIdentity"] = []string{"carol"}
	_, err = s.withAssertion(s.assertion(in))
	if _, says := code(t, err); says != "Not authorized to perform sts:SetSourceIdentity" {
		t.Errorf("a source identity without sts:SetSourceIdentity: %v", err)
	}
	if out.Subject != "carol@corp.example" || out.SubjectType != "transient" || out.Issuer != sts.SAMLIssuer(corp) || out.Audience != "https://signin.aws.amazon.com/saml" || len(out.NameQualifier) != 28 {
		t.Errorf("the answer is %+v", out)
	}
	session := out.Session()
	if session.Name != "carol" || session.Tags["team"] != "ship" || session.Provider != corp {
		t.Errorf("the session is %+v", session)
	}
	want := world.Context{"saml:namequalifier": {out.NameQualifier}, "saml:sub": {"carol@corp.example"}, "saml:sub_type": {"transient"}}
	if diff := cmp.Diff(want, session.Claims); diff != "" {
		t.Error(diff)
	}
}

// TestSAMLAttributesAreKeys asks the trust policy for attributes by the keys that
// "Configure SAML assertions for the authentication response" in the IAM User Guide
// gives them.
func TestSAMLAttributesAreKeys(t *testing.T) {
	s := federated(t)
	for attribute, key := range map[string]string{
		"urn:oid:1.3.6.1.4.1.5923.1.1.1.1": "saml:edupersonaffiliation", "urn:oid:1.3.6.1.4.1.5923.1.2.1.6": "saml:eduorgwhitepagesuri",
		"http://schemas.microsoft.com/ws/2008/06/identity/claims/primarygroupsid": "saml:uid", "2.4.5.42": "saml:givenName",
		"0.9.2342.19200300100.1.3": "saml:mail", "0.9.2342.19200300.100.1.45": "saml:organizationStatus",
	} {
		s.document(production+"/roles/Staff/trust.json", `{"Version":"2012-10-17","Statement":{"Effect":"Allow","Principal":{"Federated":"arn:aws:iam::`+production+`:saml-provider/corp"},
			"Action":"sts:AssumeRoleWithSAML","Condition":{"ForAnyValue:StringEquals":{"`+key+`":"faculty"}}}}`)
		in := staff()
		if _, err := s.withAssertion(s.assertion(in)); err == nil {
			t.Errorf("%s: an assertion without %s will do", key, attribute)
		}
		in.Attributes = map[string][]string{attribute: {"alumni", "faculty"}}
		if _, err := s.withAssertion(s.assertion(in)); err != nil {
			t.Errorf("%s is not %s: %v", attribute, key, err)
		}
	}
}

func FuzzSAML(f *testing.F) {
	f.Add([]byte(`<samlp:Response xmlns:samlp="urn:oasis:names:tc:SAML:2.0:protocol"><saml:Assertion xmlns:saml="urn:oasis:names:tc:SAML:2.0:assertion"/></samlp:Response>`))
	w := world.New(world.Env{Now: func() time.Time { return start }, Rand: world.Seeded("fuzz")})
	a, err := w.AddAccount(production, "Production")
	if err != nil {
		f.Fatal(err)
	}
	a.SAMLProviders["corp"] = &world.SAMLProvider{Account: production, Name: "corp"}
	text, err := sts.SignAssertion(w, staff())
	if err != nil {
		f.Fatal(err)
	}
	data, err := base64.StdEncoding.DecodeString(text)
	if err != nil {
		f.Fatal(err)
	}
	f.Add(data)
	f.Fuzz(func(t *testing.T, data []byte) {
		access, _ := w.Begin(world.Caller{})
		_, err := sts.AssumeRoleWithSAML(access, sts.SAMLInput{RoleARN: "arn:aws:iam::444455556666:role/Staff", PrincipalARN: corp, SAMLAssertion: base64.StdEncoding.EncodeToString(data)})
		if err == nil {
			t.Error("there is no such role, and it was issued")
		}
	})
}

func FuzzWebIdentity(f *testing.F) {
	w := world.New(world.Env{Now: func() time.Time { return start }, Rand: world.Seeded("fuzz")})
	a, err := w.AddAccount(production, "Production")
	if err != nil {
		f.Fatal(err)
	}
	a.OIDCProviders[github] = &world.OIDCProvider{Account: production, URL: github, Audiences: []string{"sts.amazonaws.com"}}
	token, err := sts.SignToken(w, pipeline(nil))
	if err != nil {
		f.Fatal(err)
	}
	f.Add(token)
	f.Add("a.b.c")
	f.Fuzz(func(t *testing.T, token string) {
		access, _ := w.Begin(world.Caller{})
		_, err := sts.AssumeRoleWithWebIdentity(access, sts.WebIdentityInput{RoleARN: shipRole, RoleSessionName: "build", WebIdentityToken: token})
		if err == nil {
			t.Error("there is no such role, and it was issued")
		}
	})
}
