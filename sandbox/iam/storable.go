package iam

import (
	"strings"
	"unicode/utf8"
)

// The codes of what AWS refuses to store though it could be evaluated.
const (
	codeQuota     = "over-quota"
	codeSid       = "bad-sid"
	codeAction    = "bad-action"
	codeOIDC      = "shared-oidc-claim"
	codePartition = "bad-partition"

	codeRefusedARN = "refused-arn"
	codeEmpty      = "empty-element"
	codeDate       = "bad-date"
	codeNotOfS3    = "action-without-resource"

	codeNotPrincipal = "allow-not-principal"
)

// Storable returns the errors for which AWS would refuse to store a document, in
// source order: those of [Parse], AWS's size quotas, malformed actions and Sids,
// and the claim that a trust policy must test when it trusts a shared OIDC
// provider. See "IAM and AWS STS quotas" and "Identity-provider controls for
// shared OIDC providers" in the IAM User Guide.
func Storable(kind Kind, name string, src []byte) []Finding {
	p, fs := read(kind, name, src)
	storable(p, fs)
	return fs.located(string(clip(src)))
}

func storable(p *Policy, fs *faults) {
	if len(p.text) == 0 {
		return
	}
	checkQuota(p, fs)
	checkCharacters(p, fs)
	checkVersion(p, fs)
	sids := make(map[string]bool)
	hints := mostHints
	for i := range p.statements {
		s := &p.statements[i]
		checkSid(p, s, sids, fs)
		checkActions(p, s, fs)
		checkPartitions(s, fs)
		checkResources(p, s, fs)
		checkEmpty(p, s, fs)
		checkDates(s, fs)
		checkServices(p, s, &hints, fs)
		checkMissingResource(p, s, fs)
		checkResourceActions(p, s, fs)
		checkUniqueIDs(s, fs)
		checkNotPrincipal(s, fs)
		if p.kind == KindTrust {
			checkSharedOIDC(s, fs)
		}
	}
}

// checkCharacters: documents of IAM hold tabs, line breaks and the characters
// from U+0020 to U+00FF. See "IAM name requirements" on the page "IAM and AWS STS
// quotas, name requirements, and character limits".
func checkCharacters(p *Policy, fs *faults) {
	if p.kind == KindResource || p.kind == KindSCP || p.kind == KindRCP {
		return
	}
	for i, r := range p.text {
		if r > 0xFF || r < ' ' && r != '\t' && r != '\n' && r != '\r' {
			fs.add(codeEncoding, i, i+utf8.RuneLen(r), "IAM does not store the character "+quote(string(r))+".", "Its documents hold the characters up to U+00FF.")
			return
		}
	}
}

// checkVersion: "Every SCP must include a Version element with the value 2012-10-17",
// and every RCP. A boundary is a managed policy, which IAM refuses with "Policy
// document must be version 2012-10-17 or greater".
func checkVersion(p *Policy, fs *faults) {
	if (p.kind == KindSCP || p.kind == KindRCP || p.kind == KindBoundary) && p.version != version2012 && len(p.statements) > 0 {
		fs.add(codeVersion, 0, 1, "As "+p.kind.label()+", this document needs the current version of the policy language.", `Write "Version": "2012-10-17".`)
	}
}

// checkSid: IAM takes letters and digits alone, and no Sid twice.
func checkSid(p *Policy, s *statement, seen map[string]bool, fs *faults) {
	if s.sid == "" {
		return
	}
	start := s.span.Start.Offset
	if seen[s.sid] {
		fs.add(codeSid, start, s.span.End.Offset, "The Sid "+quote(s.sid)+" is given to two statements.", "Give each a Sid of its own.")
	}
	seen[s.sid] = true
	if p.kind == KindResource {
		return
	}
	for i := range len(s.sid) {
		if !isAlnum(s.sid[i]) {
			fs.add(codeSid, start, s.span.End.Offset, "The Sid "+quote(s.sid)+" holds more than letters and digits.", "Write it without spaces and signs.")
			return
		}
	}
}

func checkActions(p *Policy, s *statement, fs *faults) {
	for i := range s.actions {
		a, raw := &s.actions[i], s.actionTexts[i]
		switch prefix, name, found := strings.Cut(raw, ":"); {
		case isStar(raw) && p.kind != KindTrust && p.kind != KindRCP:
		case isStar(raw) && p.kind == KindRCP, p.kind == KindRCP && found && !reachesRCPService(a.text):
			fs.add(codeAction, int(a.start), int(a.end), quote(raw)+" is not an action that resource control policies reach.", "Write the prefix of a service that they do reach, such as s3:*, sts:AssumeRole or kms:Decrypt; a bare `*` is not taken.")
		case !found || prefix == "" || name == "" || strings.Contains(name, ":") || strings.ContainsAny(raw, " /"):
			fs.add(codeAction, int(a.start), int(a.end), quote(raw)+" is not an action.", "Write it as service:Name, such as s3:GetObject or s3:Get*.")
		case strings.ContainsAny(prefix, "*?") && !isStarPair(raw):
			fs.add(codeAction, int(a.start), int(a.end), quote(raw)+" has a wildcard in its service, which AWS refuses.", "Write one action for each service, such as s3:Untag*; only `*` stands for all services.")
		case !isVendor(prefix):
			fs.add(codeAction, int(a.start), int(a.end), quote(prefix)+" is not written as the prefix of a service.", "It has letters, digits, hyphens and dots, as in s3:GetObject.")
		case p.kind == KindTrust && strings.EqualFold(prefix, "sts") && !hasWildcard(name) && !isTrustCall(lowerASCII(raw)):
			fs.add(codeAction, int(a.start), int(a.end), quote(raw)+" cannot stand in a trust policy, which is about assuming the role.", "A trust policy is about `sts:AssumeRole`, `sts:AssumeRoleWithSAML`, `sts:AssumeRoleWithWebIdentity`, `sts:TagSession`, `sts:SetSourceIdentity` or `sts:SetContext`.")
		case p.kind == KindTrust && !strings.EqualFold(prefix, "sts"):
			fs.add(codeAction, int(a.start), int(a.end), quote(raw)+" cannot stand in a trust policy.", "A trust policy is about assuming the role: `sts:AssumeRole`, `sts:AssumeRoleWithSAML`, `sts:AssumeRoleWithWebIdentity`, `sts:TagSession` or `sts:SetSourceIdentity`.")
		}
	}
}

// isStarPair reports whether an action is *:*, which means the same as `*`.
func isStarPair(raw string) bool {
	prefix, name, _ := strings.Cut(raw, ":")
	return isStar(prefix) && isStar(name)
}

// isVendor reports whether a text is written as a service's prefix.
func isVendor(prefix string) bool {
	for i := range len(prefix) {
		if c := prefix[i]; !isAlnum(c) && c != '-' && c != '.' && c != '*' {
			return false
		}
	}
	return true
}

var partitions = [...]string{"aws", "aws-cn", "aws-us-gov", "aws-iso", "aws-iso-b", "aws-iso-e", "aws-iso-f", "aws-eusc"}

func checkPartitions(s *statement, fs *faults) {
	for i := range s.resources {
		rest, ok := strings.CutPrefix(s.resourceTexts[i], "arn:")
		partition, _, _ := strings.Cut(rest, ":")
		if !ok || strings.ContainsAny(partition, "*?$") {
			continue
		}
		known := false
		for _, name := range partitions {
			known = known || partition == name
		}
		if !known {
			fs.add(codePartition, int(s.resources[i].start), int(s.resources[i].end), quote(partition)+" is not a partition of AWS.", "An ARN's second field is aws, aws-cn or aws-us-gov.")
		}
	}
}

// checkUniqueIDs: AWS shows the id of a deleted principal in what is stored, but
// takes none in what is to be stored.
func checkUniqueIDs(s *statement, fs *faults) {
	for i := range s.principals {
		if n := &s.principals[i]; n.kind == namedUniqueID {
			fs.add(codePrincipal, int(n.start), int(n.end), quote(n.raw)+" is what a deleted user or role left behind.", "Name its successor by ARN.")
		}
	}
}

// checkNotPrincipal: AWS takes NotPrincipal with Deny alone. What it once stored
// is evaluated all the same.
func checkNotPrincipal(s *statement, fs *faults) {
	if s.notPrincipal && s.effect == Allow {
		fs.add(codeNotPrincipal, s.span.Start.Offset, s.span.End.Offset, "Allow with `NotPrincipal` lets in everybody else, strangers without credentials too; AWS no longer takes it.", "Name in `Principal` who may come in.")
	}
}

// sharedProviders are the OIDC providers that many organizations share, each
// with the claim that a trust policy must test. See "Identity-provider controls
// for shared OIDC providers" in the IAM User Guide.
var sharedProviders = [...]struct {
	host, claim string
	or          string // a claim that will do instead
}{
	{"agent.buildkite.com", "sub", ""},
	{"api.pulumi.com/oidc", "aud", ""},
	{"app.terraform.io", "sub", ""},
	{"cognito-identity.amazonaws.com", "aud", ""},
	{"gitlab.com", "sub", ""},
	{"oidc-configuration.audit-log.githubusercontent.com", "sub", ""},
	{"oidc.codefresh.io", "sub", ""},
	{"oidc.vercel.com", "aud", ""},
	{"proidc.upbound.io", "sub", ""},
	{"sandboxes.cloud", "aud", ""},
	{"oidc.op1.openshiftapps.com/2c51blsaqa9gkjt0o9rt11mle8mmropu", "sub", ""},
	{"oidc.op1.openshiftapps.com/2f785sojlpb85i7402pk3qogugim5nfb", "sub", ""},
	{"rh-oidc.s3.us-east-1.amazonaws.com/22ejnvnnturfmt6km08idd0nt4hekbn7", "sub", ""},
	{"rh-oidc.s3.us-east-1.amazonaws.com/23e3sd27sju1hoou6ohfs68vbno607tr", "sub", ""},
	{"rh-oidc.s3.us-east-1.amazonaws.com/23ne21h005qjl3n33d8dui5dlrmv2tmg", "sub", ""},
	{"rh-oidc.s3.us-east-1.amazonaws.com/24jrf12m5dj7ljlfb4ta2frhrcoadm26", "sub", ""},
	{"scalr.io", "sub", ""},
	{"sts.windows.net/33e01921-4d64-4f8c-a055-5bdaffd5e33d", "", ""}, // tests sts:RoleSessionName
	{"studio.datachain.ai/api", "sub", ""},
	{"token.actions.githubusercontent.com", "sub", "job_workflow_ref"},
	{"tokens.cloud.shisho.dev", "sub", ""},
	{"vstoken.actions.githubusercontent.com", "sub", ""},
}

// sharedClaim returns the condition key that trust in a provider must test, or
// nothing. provider is an entry of Federated.
func sharedClaim(provider string) string {
	key, _ := sharedClaims(provider)
	return key
}

// sharedClaims is sharedClaim with the key that will do instead, where there is one.
func sharedClaims(provider string) (key, or string) {
	host := provider
	if _, rest, ok := strings.Cut(provider, ":oidc-provider/"); ok {
		host = rest
	}
	for _, s := range sharedProviders {
		switch {
		case host != s.host:
		case s.claim == "":
			return "sts:RoleSessionName", ""
		case s.or != "":
			return host + ":" + s.claim, host + ":" + s.or
		default:
			return host + ":" + s.claim, ""
		}
	}
	return "", ""
}

func checkSharedOIDC(s *statement, fs *faults) {
	if s.effect != Allow {
		return
	}
	for i := range s.principals {
		n := &s.principals[i]
		if n.kind != namedProvider {
			continue
		}
		key, or := sharedClaims(n.raw)
		if key == "" || s.testsClaim(key) || or != "" && s.testsClaim(or) {
			continue
		}
		instead := ""
		if or != "" {
			instead = " or on `" + or + "`"
		}
		fs.add(codeOIDC, int(n.start), int(n.end), "Many organizations share this provider, and the statement does not say which of them may come in: it tests no value of `"+key+"`.",
			"Add a condition on `"+key+"`"+instead+", with more in it than wildcards. Roles stored before AWS asked for it stand until they are edited.")
	}
}

// testsClaim reports whether some condition narrows a key: a positive String
// operator, every value of which holds more than wildcards.
func (s *statement) testsClaim(key string) bool {
	k := newContextKey(key)
	for i := range s.conditions {
		c := &s.conditions[i]
		if !c.key.same(&k) || c.negated || c.ifExists || c.quant == quantAll || len(c.wanted) == 0 {
			continue
		}
		if c.op != opStringEquals && c.op != opStringLike && c.op != opStringEqualsIgnoreCase {
			continue
		}
		narrow := true
		for _, v := range c.wanted {
			narrow = narrow && strings.Trim(v, "*?") != ""
		}
		if narrow {
			return true
		}
	}
	return false
}
