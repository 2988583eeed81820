package iam

import (
	"fmt"
	"slices"
	"strings"
	"unicode"
)

// Storage says as what a document of a kind is stored, as far as its size quota
// depends on it.
type Storage struct {
	As StoredAs
	// Others are the characters besides white space of the other inline policies
	// that the same user, group or role has: the quota is for all of them.
	Others int
}

// StoredAs is a way to store a document.
type StoredAs uint8

// The ways to store a document.
const (
	StoredSomehow     StoredAs = iota // not known
	StoredAlone                       // the one of its kind: a managed policy, a trust policy, an SCP, a bucket's policy
	StoredInUser                      // an inline policy of a user
	StoredInGroup                     // an inline policy of a group
	StoredInRole                      // an inline policy of a role
	StoredByAWSItself                 // an AWS managed policy
)

// StorableAs is [Storable] for a document of which is known as what it is stored.
func StorableAs(kind Kind, at Storage, name string, src []byte) []Finding {
	p, fs := read(kind, name, src)
	storable(p, fs)
	if len(p.text) > 0 {
		checkStored(p, at, fs)
	}
	return fs.located(string(clip(src)))
}

// LintAs is [Lint] for a document of which is known as what it is stored.
func LintAs(kind Kind, at Storage, name string, src []byte) []Finding {
	all := Lint(kind, name, src)
	isQuota := func(f Finding) bool { return f.Code == codeQuota }
	if slices.ContainsFunc(all, isQuota) {
		return all
	}
	stored := StorableAs(kind, at, name, src)
	if i := slices.IndexFunc(stored, isQuota); i >= 0 {
		all = slices.Insert(all, 0, stored[i]) // it is about the whole document
	}
	return all
}

// CountedCharacters is the size of a document of IAM against its quotas: "IAM
// doesn't count white space when calculating the size of a policy". See "IAM and
// AWS STS character limits" on the page "IAM and AWS STS quotas".
func CountedCharacters(text string) int {
	n := 0
	for _, r := range text {
		if !unicode.IsSpace(r) {
			n++
		}
	}
	return n
}

// quota is a size limit.
type quota struct {
	most      int
	what, fix string
	counts    counting
}

type counting uint8

const (
	countSigns      counting = iota // characters besides white space
	countCharacters                 // characters
	countBytes
)

func (c counting) of(text string) int {
	switch c {
	case countCharacters:
		return len([]rune(text))
	case countBytes:
		return len(text)
	case countSigns:
	}
	return CountedCharacters(text)
}

func (c counting) String() string {
	return [...]string{"characters besides white space", "characters", "bytes"}[c]
}

// longestOwn is what a customer can store as identity-based policy at most: the
// inline policies of a role, together. AWS's own managed policies are longer.
const longestOwn = 10240

// quotaOf is the quota that every way to store a document of its kind keeps to;
// none when there is no such. Quotas of IAM: "IAM and AWS STS quotas" in the IAM
// User Guide. Of organizations: "Quotas and service limits for AWS Organizations".
// The white space of SCPs and RCPs counts unless the console stores them.
func quotaOf(p *Policy) (q quota, ok bool) {
	switch p.kind {
	case KindIdentity:
		return quota{}, false
	case KindBoundary:
		return quota{6144, "a permissions boundary", "Use wildcards: a user or role has one boundary.", countSigns}, true
	case KindTrust:
		return quota{2048, "a role's trust policy, unless the account's quota has been raised", "Ask AWS for a higher quota (8,192 at most), or trust accounts rather than single principals.", countSigns}, true
	case KindSession:
		return quota{2048, "a session policy", "Pass managed policies by ARN instead.", countCharacters}, true
	case KindSCP:
		return quota{10240, "a service control policy", "Split it: ten may be attached to a root, a unit or an account.", countSigns}, true
	case KindRCP:
		return quota{5120, "a resource control policy", "Split it: five may be attached to a root, a unit or an account, RCPFullAWSAccess among them.", countSigns}, true
	case KindResource:
		return resourceQuota(p.service())
	}
	return quota{}, false
}

// resourceQuotas are those of the policies of resources, by service, each with the
// page that says so.
var resourceQuotas = [...]struct {
	service, what string
	most          int
	counts        counting
	page          string
}{
	{"dynamodb", "a table's policy", 20 << 10, countBytes, "DynamoDB API reference: PutResourcePolicy, \"DynamoDB counts whitespaces\""},
	{"ecr", "a repository's policy", 10240, countCharacters, "Amazon ECR API reference: SetRepositoryPolicy, policyText"},
	{"kms", "a key policy", 32 << 10, countBytes, "AWS KMS API reference: PutKeyPolicy, Policy"},
	{"lambda", "a function's policy", 20 << 10, countBytes, "AWS Lambda Developer Guide: Lambda quotas, \"Function resource-based policy\""},
	{"logs", "a resource policy of CloudWatch Logs", 5120, countCharacters, "CloudWatch Logs API reference: PutResourcePolicy, policyDocument"},
	{"s3", "a bucket policy", 20 << 10, countBytes, "Amazon S3 User Guide: Policies and permissions in Amazon S3"},
	{"secretsmanager", "a secret's policy", 20480, countCharacters, "Secrets Manager API reference: PutResourcePolicy, ResourcePolicy"},
	{"sns", "a topic's policy", 30 << 10, countBytes, "Amazon SNS Developer Guide: Amazon SNS API permissions, \"Policy quotas\""},
	{"sqs", "a queue's policy", 8192, countBytes, "Amazon SQS Developer Guide: Amazon SQS policy quotas"},
}

func resourceQuota(service string) (quota, bool) {
	for _, r := range resourceQuotas {
		if r.service == service {
			return quota{r.most, r.what, "Use conditions such as `aws:PrincipalOrgID` instead of lists of principals.", r.counts}, true
		}
	}
	return quota{}, false
}

// service is the one that all actions of a resource's policy are of, or "".
func (p *Policy) service() string {
	service := ""
	for i := range p.statements {
		for _, raw := range p.statements[i].actionTexts {
			prefix, _, found := strings.Cut(lowerASCII(raw), ":")
			if !found || service != "" && service != prefix {
				return ""
			}
			service = prefix
		}
	}
	return service
}

// checkQuota finds what is too long however it is stored.
func checkQuota(p *Policy, fs *faults) {
	if q, ok := quotaOf(p); ok {
		q.check(p.text, 0, fs)
	}
}

func (q quota) check(text string, others int, fs *faults) {
	if len(text)+others <= q.most {
		return
	}
	n := q.counts.of(text)
	switch {
	case n+others <= q.most:
	case others > 0:
		fs.add(codeQuota, 0, 1, fmt.Sprintf("The document has %d %s, the others %d; %s may have %d.", n, q.counts, others, q.what, q.most), q.fix)
	default:
		fs.add(codeQuota, 0, 1, fmt.Sprintf("The document has %d %s; %s may have %d.", n, q.counts, q.what, q.most), q.fix)
	}
}

// checkStored finds what is too long as what it is stored.
func checkStored(p *Policy, at Storage, fs *faults) {
	switch {
	case at.As == StoredSomehow || at.As == StoredByAWSItself:
	case p.kind == KindIdentity:
		inlineQuota(at.As).check(p.text, at.Others, fs)
	case p.kind == KindSCP || p.kind == KindRCP:
		if q, _ := quotaOf(p); q.counts.of(p.text) <= q.most { // else it is told already
			q.counts = countCharacters
			q.fix += " White space counts here; the console takes it out."
			q.check(p.text, 0, fs)
		}
	}
}

func inlineQuota(as StoredAs) quota {
	switch as {
	case StoredInUser:
		return quota{2048, "a user's inline policies together", "Put it into a managed policy, which may have 6,144.", countSigns}
	case StoredInGroup:
		return quota{5120, "a group's inline policies together", "Put it into a managed policy, which may have 6,144.", countSigns}
	case StoredInRole:
		return quota{longestOwn, "a role's inline policies together", "Split it into several managed policies, or use wildcards.", countSigns}
	case StoredSomehow, StoredAlone, StoredByAWSItself:
	}
	return quota{6144, "a managed policy", "Split it into several policies, or use wildcards; a role's inline policies may have 10,240 together.", countSigns}
}

// tooLongForYou tells of an identity policy that nobody but AWS can store.
func (l *linter) tooLongForYou() {
	if l.policy.kind != KindIdentity || len(l.policy.text) <= longestOwn {
		return
	}
	if n := CountedCharacters(l.policy.text); n > longestOwn {
		l.advise(codeLong, 0, 1, fmt.Sprintf("The document has %d %s: more than a policy of your own may have. Only AWS's managed policies are that long.", n, countSigns),
			"Split it: a managed policy may have 6,144, a role's inline policies 10,240 together.")
	}
}
