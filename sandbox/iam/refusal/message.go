package refusal

import (
	"cmp"
	"errors"
	"regexp"
	"strings"
)

var (
	called  = regexp.MustCompile(`\(([A-Za-z0-9.]{3,80})\) when calling the ([A-Za-z0-9]{2,80}) operation`)
	perform = regexp.MustCompile(`(?i)(?:User|Principal): (\S+) is not authorized to perform: ([A-Za-z0-9-]+:[A-Za-z0-9*]+)`)
	// CloudFormation's events name the call before its bare answer.
	stackAPI = regexp.MustCompile(`\bAPI: ([a-z0-9-]{2,40}:[A-Za-z0-9]{2,80}) (?:Access Denied|You are not authorized)`)
	refused  = regexp.MustCompile(`(?i)\baccess denied\b|\bdenied by service control policy\b`)
	// Federated callers are told the action alone.
	bare = regexp.MustCompile(`(?i)not authorized to perform:? ([a-z0-9-]+:[A-Za-z0-9]+)`)
	// The resource ends where the cause begins, or what an SDK adds to a message.
	onWhat    = regexp.MustCompile(`^ on resource: (?:"([^"]+)"|(.+?))(?: because | (?:with|due to) an explicit deny|\. |, | \(Service| - | status code:|"?\}|</|$)`)
	becauseNo = regexp.MustCompile(`(?i)(?:because|context:) no ([A-Za-z -]{3,40}?) allows the ([a-z0-9-]+:[A-Za-z0-9*]+)?`)
	// The console's own words for it.
	denies   = regexp.MustCompile(`(?i)\b(?:an? |the )([a-z -]{3,40}?(?:policy|boundary)) explicitly denies`)
	withDeny = regexp.MustCompile(`(?i)(?:with|due to) an explicit deny(?: in (?:an? |the )?([a-z -]{3,40}?(?:policy|boundary)))?(?: transitively through (?:an? |the )?([a-z -]{3,40}?(?:policy|boundary)))?(?:: (arn:[^\s,"<]+))?(?:[\s.,<"]|$)`)
	encoded  = regexp.MustCompile(`(?i)encoded (?:authorization )?failure(?: message)?:`)
	// A link and an id follow the cause where AWS kept how it decided; see
	// "Troubleshoot access denied error messages with authorization ID" in the IAM
	// User Guide.
	keptLink = regexp.MustCompile(`\?region=([a-z0-9-]{3,30})#/authorization-details/[A-Za-z0-9]`)
	keptID   = regexp.MustCompile(`(?i)authorization id: ([a-z0-9]{1,256})\b`)
)

// layerNames are the words by which messages name the layers.
var layerNames = map[string]Layer{
	"identity-based policy":   Identity,
	"resource-based policy":   Resource,
	"role trust policy":       Trust,
	"permissions boundary":    Boundary,
	"session policy":          Session,
	"sessions policy":         Session, // so the explicit one, in the page's example
	"service control policy":  SCP,
	"resource control policy": RCP,
	"vpc endpoint policy":     VPCEndpoint,
}

// s3Actions are the actions behind operations of S3 whose name is not the action's,
// or that S3 refuses with a bare "Access Denied". Records of CloudTrail leave the
// word Configuration out of some names. See "Required permissions for Amazon S3 API
// operations" in the S3 User Guide.
var s3Actions = map[string]string{
	"GetObject": "s3:GetObject", "HeadObject": "s3:GetObject", "PutObject": "s3:PutObject", "DeleteObject": "s3:DeleteObject", "DeleteObjects": "s3:DeleteObject",
	"CreateMultipartUpload": "s3:PutObject", "UploadPart": "s3:PutObject", "CompleteMultipartUpload": "s3:PutObject",
	"ListParts": "s3:ListMultipartUploadParts", "ListMultipartUploads": "s3:ListBucketMultipartUploads",
	"ListObjectsV2": "s3:ListBucket", "ListObjects": "s3:ListBucket", "HeadBucket": "s3:ListBucket", "ListObjectVersions": "s3:ListBucketVersions", "ListBuckets": "s3:ListAllMyBuckets",
	"GetBucketPolicy": "s3:GetBucketPolicy", "PutBucketPolicy": "s3:PutBucketPolicy", "DeleteBucketPolicy": "s3:DeleteBucketPolicy",
	"GetBucketEncryption": "s3:GetEncryptionConfiguration", "PutBucketEncryption": "s3:PutEncryptionConfiguration", "DeleteBucketEncryption": "s3:PutEncryptionConfiguration",
	"GetBucketLifecycle": "s3:GetLifecycleConfiguration", "PutBucketLifecycle": "s3:PutLifecycleConfiguration", "DeleteBucketLifecycle": "s3:PutLifecycleConfiguration",
	"GetBucketLifecycleConfiguration": "s3:GetLifecycleConfiguration", "PutBucketLifecycleConfiguration": "s3:PutLifecycleConfiguration",
	"GetBucketReplication": "s3:GetReplicationConfiguration", "PutBucketReplication": "s3:PutReplicationConfiguration", "DeleteBucketReplication": "s3:PutReplicationConfiguration",
	"GetBucketNotificationConfiguration": "s3:GetBucketNotification", "PutBucketNotificationConfiguration": "s3:PutBucketNotification",
	"DeleteBucketTagging": "s3:PutBucketTagging", "DeleteBucketCors": "s3:PutBucketCORS", "DeleteBucketPublicAccessBlock": "s3:PutBucketPublicAccessBlock",
}

// codePattern is what an error code looks like.
var codePattern = regexp.MustCompile(`^[A-Z][A-Za-z0-9.]{2,79}$`)

func parseMessage(text string) (*Refused, error) {
	r := &Refused{Source: FromMessage}
	r.message(text)
	if r.Action == "" && r.Code == "" {
		if _, known := MeaningOf(r); !known {
			return nil, errors.New("this is neither an AWS error message nor a CloudTrail record: such a message says “is not authorized to perform”, or names an error code in brackets")
		}
		r.Code = unnamedCode
	}
	return r, nil
}

// unnamedCode stands for a tool's own error, which has no code of AWS's.
const unnamedCode = "NoCredentials"

// message takes the words of an error apart.
func (r *Refused) message(text string) {
	line := strings.Join(strings.Fields(strings.NewReplacer(`\"`, `"`, "&quot;", `"`, "&#34;", `"`).Replace(text)), " ")
	r.Message = line
	if m := called.FindStringSubmatch(line); m != nil {
		r.Code, r.Operation = m[1], m[2]
	} else if r.Code == "" {
		r.Code = codeIn(line)
	}
	if m := operation.FindStringSubmatch(line); m != nil && r.Operation == "" {
		r.Operation = m[1]
	}
	r.Encoded = r.Encoded || encoded.MatchString(line)
	if m := keptID.FindStringSubmatch(line); m != nil {
		r.AuthorizationID = m[1]
		if m := keptLink.FindStringSubmatch(line); m != nil {
			r.Region = m[1]
		}
	}
	rest := line
	if m := perform.FindStringSubmatchIndex(line); m != nil {
		r.Principal, r.Action, rest = line[m[2]:m[3]], line[m[4]:m[5]], line[m[1]:]
		if m := onWhat.FindStringSubmatch(rest); m != nil {
			r.Resource = strings.TrimRight(m[1]+m[2], ".,;\"")
		}
	} else if !r.console(line) && !r.serviceAssumes(line) {
		if m := bare.FindStringSubmatch(line); m != nil {
			r.Action = m[1]
		} else if m := stackAPI.FindStringSubmatch(line); m != nil {
			r.Action = m[1]
		} else if r.Action == "" {
			r.Action = s3Actions[r.Operation]
		}
	}
	if r.Code == "" {
		r.Code = byWords(line)
	}
	switch {
	case r.Code != "":
	case strings.Contains(line, "You are not authorized to perform this operation"):
		r.Code = "UnauthorizedOperation"
	case refused.MatchString(line):
		r.Code = guessedCode
	}
	if r.Code == "" && r.Action != "" {
		r.Code = guessedCode
	}
	r.cause(rest)
}

// cause reads which sort of policy the message blames. Where it says that another
// action was not allowed than the one that was called, that one counts; and where a
// VPC endpoint's policy denies by way of another policy, that other one, which is
// where AWS's page has its reader look.
func (r *Refused) cause(text string) {
	if m := becauseNo.FindStringSubmatch(text); m != nil {
		r.Layer = layerNames[strings.ToLower(m[1])]
		if m[2] != "" && r.Action != "" && !strings.EqualFold(m[2], r.Action) {
			r.Asked, r.Action = r.Action, m[2]
		}
		return
	}
	if m := denies.FindStringSubmatch(text); m != nil {
		r.Explicit, r.Layer = true, layerNames[strings.ToLower(m[1])]
		return
	}
	if m := withDeny.FindStringSubmatch(text); m != nil {
		r.Explicit = true
		r.Layer = layerNames[strings.ToLower(cmp.Or(m[2], m[1]))]
		r.PolicyARN = strings.TrimRight(m[3], ".,;")
	}
}
