package iam

import (
	"fmt"
	"testing"
)

// IAM UG: "Identity-provider controls for shared OIDC providers"; of GitHub, IAM
// UG: "Document history", 12 May 2026.
func TestSharedProvidersDemandTheirClaim(t *testing.T) {
	demanded := map[string][]string{ // every issuer of AWS's list, with the claims that will do
		"agent.buildkite.com": {"sub"}, "oidc.codefresh.io": {"sub"}, "studio.datachain.ai/api": {"sub"},
		"token.actions.githubusercontent.com":                {"sub", "job_workflow_ref"},
		"oidc-configuration.audit-log.githubusercontent.com": {"sub"}, "vstoken.actions.githubusercontent.com": {"sub"},
		"gitlab.com": {"sub"}, "scalr.io": {"sub"}, "tokens.cloud.shisho.dev": {"sub"}, "app.terraform.io": {"sub"}, "proidc.upbound.io": {"sub"},
		"rh-oidc.s3.us-east-1.amazonaws.com/22ejnvnnturfmt6km08idd0nt4hekbn7": {"sub"},
		"rh-oidc.s3.us-east-1.amazonaws.com/23e3sd27sju1hoou6ohfs68vbno607tr": {"sub"},
		"rh-oidc.s3.us-east-1.amazonaws.com/23ne21h005qjl3n33d8dui5dlrmv2tmg": {"sub"},
		"rh-oidc.s3.us-east-1.amazonaws.com/24jrf12m5dj7ljlfb4ta2frhrcoadm26": {"sub"},
		"oidc.op1.openshiftapps.com/2f785sojlpb85i7402pk3qogugim5nfb":         {"sub"},
		"oidc.op1.openshiftapps.com/2c51blsaqa9gkjt0o9rt11mle8mmropu":         {"sub"},
		"cognito-identity.amazonaws.com":                                      {"aud"}, "api.pulumi.com/oidc": {"aud"}, "sandboxes.cloud": {"aud"}, "oidc.vercel.com": {"aud"},
	}
	if len(demanded)+1 != len(sharedProviders) {
		t.Errorf("%d providers are tested, and Azure Sentinel below; the list has %d", len(demanded), len(sharedProviders))
	}
	for host, claims := range demanded {
		refused(t, host, "a claim that does not tell customers apart", host+":other", true)
		for _, claim := range claims {
			refused(t, host, claim, host+":"+claim, false)
		}
	}
	const sentinel = "sts.windows.net/33e01921-4d64-4f8c-a055-5bdaffd5e33d"
	refused(t, sentinel, "sub", sentinel+":sub", true)
	refused(t, sentinel, "the session's name", "sts:RoleSessionName", false)
	refused(t, "gitlab.example.com", "nothing, for it is nobody else's", "gitlab.example.com:other", false)
	refused(t, "gitlab.com", "job_workflow_ref, which is GitHub's", "gitlab.com:job_workflow_ref", true)
}

// refused tests one key of a provider in a trust policy and looks whether AWS would
// refuse to store it.
func refused(t *testing.T, host, say, key string, want bool) {
	t.Helper()
	arn := "arn:aws:iam::111122223333:oidc-provider/" + host
	if host == "cognito-identity.amazonaws.com" {
		arn = host
	}
	doc := fmt.Sprintf(`{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":{"Federated":%q},"Action":"sts:AssumeRoleWithWebIdentity","Condition":{"StringEquals":{%q:"octo-org"}}}]}`, arn, key)
	findings := Storable(KindTrust, "trust", []byte(doc))
	got := false
	for _, f := range findings {
		got = got || f.Code == codeOIDC
	}
	if got != want {
		t.Errorf("%s, testing %s: refused %t, want %t", host, say, got, want)
	}
}
