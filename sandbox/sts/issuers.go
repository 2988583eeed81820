package sts

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
)

// builtIn are the OpenID Connect issuers that trust policies name by host alone:
// no account makes a provider for them. See "IAM JSON policy elements: Principal"
// in the IAM User Guide.
var builtIn = []string{"accounts.google.com", "cognito-identity.amazonaws.com"}

// oauthKeys are the providers of OAuth 2.0 access tokens with what their tokens
// become: the claim that names the application and the one that names the user.
// See "AssumeRoleWithWebIdentity" in the STS API Reference, ProviderId.
var oauthKeys = map[string]struct{ app, user string }{
	"graph.facebook.com": {"app_id", "id"},
	"www.amazon.com":     {"app_id", "user_id"},
}

// The claims besides those of every provider that STS makes condition keys of, as
// the Service Authorization Reference lists them by issuer; see also "Available
// keys for AWS OIDC federation" in the IAM User Guide. Claims of other issuers,
// or other claims, are not there.
var (
	githubClaims = []string{"actor", "actor_id", "enterprise_id", "environment", "job_workflow_ref", "ref", "repository",
		"repository_id", "repository_owner_id", "workflow"}
	gitlabClaims = []string{"namespace_id", "pipeline_source", "project_id", "ref_protected", "runner_environment",
		"user_access_level", "user_email", "user_id", "user_login"}
	buildkiteClaims = []string{"build_branch", "cluster_id", "cluster_name", "organization_id", "organization_slug",
		"pipeline_id", "pipeline_slug"}
)

// providerClaims are those of the issuer with the host and path.
func providerClaims(issuer string) []string {
	host, path, _ := strings.Cut(issuer, "/")
	middle := func(prefix, suffix string) bool {
		name, ok := strings.CutPrefix(host, prefix)
		if !ok {
			return false
		}
		name, ok = strings.CutSuffix(name, suffix)
		return ok && name != "" && !strings.Contains(name, ".")
	}
	switch {
	case host == "token.actions.githubusercontent.com", path == "" && middle("token.actions.", ".ghe.com"),
		host == "github.com" && strings.HasPrefix(path, "enterprises/"):
		return githubClaims
	case issuer == "gitlab.com":
		return gitlabClaims
	case issuer == "agent.buildkite.com", path == "" && (middle("agent.", ".buildkite.dev") || middle("agent.", ".buildkite.site")):
		return buildkiteClaims
	case host == "oidc.circleci.com" && strings.HasPrefix(path, "org/"):
		return []string{"oidc.circleci.com/project-id"}
	case path == "" && middle("idcs-", ".identity.oraclecloud.com"):
		return []string{"rpst_id"}
	case issuer == "accounts.google.com":
		return []string{"google/organization_number"}
	}
	return nil
}

// claim reads a claim as the values of a condition key. Numbers and truth values
// are written as JSON does. A name with a slash that is no claim of its own leads
// into an object: google/organization_number.
func (t *webToken) claim(name string) []string {
	if v, ok := t.claims[name]; ok {
		return claimValues(v)
	}
	object, member, ok := strings.Cut(name, "/")
	if m, isObject := t.claims[object].(map[string]any); ok && isObject {
		return claimValues(m[member])
	}
	return nil
}

func claimValues(v any) []string {
	switch v := v.(type) {
	case string:
		return []string{v}
	case bool:
		return []string{strconv.FormatBool(v)}
	case float64:
		return []string{strconv.FormatFloat(v, 'f', -1, 64)}
	case []any:
		var list []string
		for _, e := range v {
			list = append(list, claimValues(e)...)
		}
		return list
	}
	return nil
}

// readAccessToken reads what stands for an access token of an OAuth 2.0 provider
// here: a token signed by it, without an audience, in which the application and
// the user are claims.
func (t *webToken) readAccessToken() error {
	keys := oauthKeys[t.host]
	for _, name := range []string{keys.app, keys.user} {
		if len(t.claim(name)) != 1 {
			return badToken(fmt.Sprintf("The access token of %s has no %s", t.host, name))
		}
	}
	t.audience, t.subject = t.claim(keys.app)[0], t.claim(keys.user)[0]
	return nil
}

func isBuiltIn(host string) bool { return slices.Contains(builtIn, host) }
