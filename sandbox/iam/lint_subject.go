package iam

import (
	"strings"
	"sync"

	"rolecall/sandbox/iam/reference"
)

// issuerForms are the subjects that an OIDC provider issues, and how it writes them.
type issuerForms struct {
	name  string
	is    func(host string) bool
	forms func() []*form
	shape string // for the finding's advice
}

// formsOf reads a provider's forms when they are first asked for.
func formsOf(texts ...string) func() []*form {
	return sync.OnceValue(func() []*form { return newForms(texts...) })
}

func under(parts ...string) func(string) bool {
	return func(host string) bool {
		for _, p := range parts {
			if host == p || strings.HasPrefix(host, p+"/") {
				return true
			}
		}
		return false
	}
}

// issuers are the providers whose documentation says how the subject is written.
//
//   - GitHub: "OpenID Connect reference", sections "Example subject claims",
//     "Immutable subject claims" and "Customizing the token claims". Templates of an
//     organization's own begin with the name of a claim and are left alone.
//   - EKS: "Assign IAM roles to Kubernetes service accounts" in the EKS User Guide.
//   - GitLab: "OpenID Connect (OIDC) Authentication Using ID Tokens".
//   - Bitbucket: "Use Pipelines to deploy to AWS using OIDC".
//   - HCP Terraform: "Workload identity tokens", section "Subject".
//   - CircleCI: "Using OpenID Connect tokens in jobs".
//   - Buildkite: "OIDC in Buildkite Pipelines"; a step may put one claim, such as an
//     id, in place of the subject.
//   - Vercel: "OpenID Connect (OIDC) federation reference".
//   - Spacelift: "OpenID Connect (OIDC)".
//   - Google: "Validate an ID token": the account's number. Cognito: "Identity pools
//     console overview": the identity's id.
var issuers = [...]issuerForms{
	{"GitHub", isGitHub, githubForms, "It is written repo:ORG/REPO:ref:refs/heads/BRANCH, repo:ORG/REPO:ref:refs/tags/TAG, repo:ORG/REPO:environment:NAME or repo:ORG/REPO:pull_request."},
	{"EKS", func(h string) bool {
		return strings.HasPrefix(h, "oidc.eks.") && strings.Contains(h, "/id/") || strings.HasPrefix(h, "oidc-eks.")
	}, formsOf("system:serviceaccount:{k8s}:{k8s}"), "It is written system:serviceaccount:NAMESPACE:NAME, in lower case."},
	{"GitLab", func(h string) bool { return under("gitlab.com")(h) || strings.HasPrefix(h, "gitlab.") }, gitlabForms,
		"It is written project_path:GROUP/PROJECT:ref_type:branch:ref:BRANCH (or ref_type:tag), the branch without refs/heads/."},
	{"Bitbucket", under("api.bitbucket.org"), formsOf("{{uuid}}:{{uuid}}", "{{uuid}}:{{uuid}}:{{uuid}}"),
		"It is written {REPOSITORY-UUID}:{STEP-UUID}, or {REPOSITORY-UUID}:{ENVIRONMENT-UUID}:{STEP-UUID}, with the braces."},
	{"HCP Terraform", under("app.terraform.io", "app.eu.terraform.io"), formsOf(
		"organization:{name}:project:{name}:workspace:{name}:run_phase:plan", "organization:{name}:project:{name}:workspace:{name}:run_phase:apply",
		"organization:{name}:project:{name}:stack:{any}", "organization:{name}:project:{name}:module:{any}"),
		"It is written organization:ORG:project:PROJECT:workspace:WORKSPACE:run_phase:plan (or apply)."},
	{"CircleCI", under("oidc.circleci.com"), formsOf("org/{uuid}/project/{uuid}/user/{some}"), "It is written org/ORG-ID/project/PROJECT-ID/user/USER-ID."},
	{"Buildkite", under("agent.buildkite.com"), formsOf("organization:{name}:pipeline:{name}:ref:{any}", "{uuid}", "{word}"),
		"It is written organization:ORG:pipeline:PIPELINE:ref:REF:commit:COMMIT:step:STEP."},
	{"Vercel", under("oidc.vercel.com"), formsOf("owner:{name}:project:{name}:environment:{name}"), "It is written owner:TEAM:project:PROJECT:environment:ENVIRONMENT."},
	{"Spacelift", func(h string) bool { return strings.HasSuffix(h, ".app.spacelift.io") }, formsOf("space:{name}:stack:{name}:run_type:{any}", "space:{name}:module:{name}:run_type:{any}"),
		"It is written space:SPACE:stack:STACK:run_type:TYPE:scope:SCOPE."},
	{"Google", under("accounts.google.com"), formsOf("{num}"), "It is the number of the account or service account, not its mail address."},
	{"Cognito", under("cognito-identity.amazonaws.com"), formsOf("{low}:{uuid}"), "It is an identity's id, such as us-east-1:12345678-1234-1234-1234-123456790ab."},
	{"a Cognito user pool", func(h string) bool { return strings.HasPrefix(h, "cognito-idp.") }, formsOf("{uuid}"), "It is a user's id, such as 12345678-1234-1234-1234-1234567890ab."},
}

// isGitHub reports whether a host is the token service of GitHub, of one enterprise
// of it, of ghe.com or of a GitHub Enterprise Server.
func isGitHub(host string) bool {
	return under("token.actions.githubusercontent.com")(host) || strings.HasPrefix(host, "token.actions.") && strings.HasSuffix(host, ".ghe.com") || strings.HasSuffix(host, "/_services/token")
}

// githubClaims are the claims that a subject of one's own making may be put together
// from, besides repo and context.
var githubClaims = [...]string{
	"actor", "actor_id", "base_ref", "check_run_id", "enterprise", "enterprise_id", "environment", "event_name", "head_ref", "job_workflow_ref",
	"job_workflow_sha", "ref", "ref_protected", "ref_type", "repository", "repository_id", "repository_owner", "repository_owner_id", "repository_visibility",
	"run_attempt", "run_id", "run_number", "runner_environment", "sha", "workflow", "workflow_ref", "workflow_sha",
}

var githubForms = sync.OnceValue(func() []*form {
	var texts []string
	for _, claim := range githubClaims {
		texts = append(texts, claim+":{any}")
	}
	texts = append(texts, "repo_property_{name}:{any}", "iss:{any}", "sub:{any}", "aud:{any}")
	for _, repo := range [...]string{"repo:{seg}/{seg}:", "repo:{seg}@{num}/{seg}@{num}:"} {
		for _, rest := range [...]string{"ref:refs/heads/{some}", "ref:refs/tags/{some}", "ref:refs/pull/{some}", "pull_request", "pull_request:{some}", "environment:{some}"} {
			texts = append(texts, repo+rest)
		}
		for _, claim := range githubClaims {
			if claim != "ref" && claim != "environment" {
				texts = append(texts, repo+claim+":{any}")
			}
		}
	}
	return newForms(texts...)
})

var gitlabForms = sync.OnceValue(func() []*form {
	const path = "project_path:{name}/{name}"
	texts := []string{path, path + ":ref_type:branch", path + ":ref_type:tag", path + ":ref_type:branch:{some}", path + ":ref_type:tag:{some}"}
	for _, part := range [...]string{"ref", "environment", "environment_protected", "deployment_tier", "deployment_action", "pipeline_source", "ref_protected", "user_login", "user_email", "job_config", "ci_config_ref_uri"} {
		texts = append(texts, path+":"+part+":{some}")
	}
	return newForms(texts...)
})

// deadSubjects finds subjects and audiences that no token of the named provider has.
func (l *linter) deadSubjects(c *condition) {
	if !c.op.takesText() {
		return
	}
	host, claim, ok := claimOf(c.key.name)
	if !ok {
		return
	}
	switch {
	case equalFoldASCII(claim, "sub"):
		for i := range issuers {
			if is := &issuers[i]; is.is(lowerASCII(host)) {
				l.impossible(c, codeSubjectForm, "the subject of any token of "+is.name, is.shape, func(v string) bool {
					return fitsAny(is.forms(), c.op, v) && !(is.name == "GitLab" && strings.Contains(v, ":ref:refs/"))
				})
				return
			}
		}
	case equalFoldASCII(claim, "aud"):
		l.audience(c, lowerASCII(host))
	case equalFoldASCII(claim, "amr") && strings.EqualFold(host, "cognito-identity.amazonaws.com"):
		l.impossible(c, codeValue, "a value of `"+c.key.name+"`", "It holds authenticated or unauthenticated, and the provider's name.", func(v string) bool {
			return v == "authenticated" || v == "unauthenticated" || strings.ContainsAny(v, ".*?$")
		})
	}
}

// takesText reports whether the operator compares texts or ARNs.
func (o operator) takesText() bool {
	return o == opStringEquals || o == opStringEqualsIgnoreCase || o == opStringLike || o == opARN
}

// claimOf takes the key of a provider's claim apart: HOST:claim, where the host may
// have a path.
func claimOf(key string) (host, claim string, ok bool) {
	i := strings.LastIndexByte(key, ':')
	if i < 0 || !strings.ContainsRune(key[:i], '.') {
		return "", "", false
	}
	return key[:i], key[i+1:], true
}

const stsAudience = "sts.amazonaws.com"

var cognitoPoolForms = formsOf("{low}:{low}")

// audience finds audiences that were meant to be STS's, and those of Cognito and
// Google that are of the wrong sort. A token's audience is otherwise whatever was
// asked of the provider.
func (l *linter) audience(c *condition, host string) {
	switch {
	case host == "cognito-identity.amazonaws.com":
		l.impossible(c, codeAudience, "the id of an identity pool", "Write the identity pool's id, such as us-east-1:12345678-1234-1234-1234-1234567890ab; a user pool's id or a client's is not it.",
			func(v string) bool { return fitsAny(cognitoPoolForms(), c.op, v) })
	default:
		l.impossible(c, codeAudience, "the audience that AWS asks for", "Write `"+stsAudience+"`, the audience that the provider is asked for when its tokens are for STS.",
			func(v string) bool { return !nearlySTS(v) })
	}
}

// nearlySTS reports whether a text was meant to be the audience of STS and is not.
func nearlySTS(v string) bool {
	if v == stsAudience || v == stsAudience+".cn" || strings.ContainsAny(v, "*?$") || len(v) > longestName {
		return false
	}
	low := lowerASCII(strings.TrimSuffix(strings.TrimPrefix(strings.TrimPrefix(lowerASCII(v), "https://"), "http://"), "/"))
	return low == stsAudience || strings.HasPrefix(low, "sts.") && strings.Contains(low, "amazon") || reference.Distance(low, stsAudience) <= 3
}

// impossible reports the values of a condition that can match nothing.
func (l *linter) impossible(c *condition, code, what, mend string, possible func(string) bool) {
	if c.op == opNull || len(c.wanted) == 0 {
		return
	}
	var bad []string
	for _, v := range c.wanted {
		if !possible(v) && l.search() {
			bad = append(bad, v)
		}
	}
	if len(bad) == 0 {
		return
	}
	all := len(bad) == len(c.wanted)
	say := l.warn
	if all && c.neverHoldsThen() {
		say = l.dead
	}
	for _, v := range bad[:min(len(bad), mostValuesTold)] {
		say(code, c.start, c.end, quote(v)+" is not "+what+", so "+c.consequence(all)+".", mend)
	}
}

// mostValuesTold is how many values of one condition are named.
const mostValuesTold = 10

// neverHoldsThen reports whether a condition all of whose values match nothing holds
// for no call.
func (c *condition) neverHoldsThen() bool {
	return !c.negated && !c.ifExists && c.quant != quantAll
}

// consequence says what becomes of a condition some or all of whose values can match
// nothing.
func (c *condition) consequence(all bool) string {
	switch {
	case !all:
		return "it matches nothing"
	case c.negated:
		return "the condition always holds"
	case c.ifExists:
		return "the condition holds only for calls without `" + c.key.name + "`"
	case c.quant == quantAll:
		return "the condition holds only for calls without `" + c.key.name + "`"
	}
	return "the condition never holds"
}
