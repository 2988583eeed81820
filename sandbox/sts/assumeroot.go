package sts

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"rolecall/sandbox/world"
)

// AssumeRootInput is what AssumeRoot takes. Duration is nil when not given.
type AssumeRootInput struct {
	TargetPrincipal string
	TaskPolicyARN   string
	Duration        *int64 // seconds
}

// AssumeRootOutput answers AssumeRoot.
type AssumeRootOutput struct {
	Credentials    Credentials `json:"Credentials"`
	SourceIdentity string      `json:"SourceIdentity,omitempty"`
	session        *world.Session
}

// Session is the session that was issued.
func (o *AssumeRootOutput) Session() *world.Session { return o.session }

const rootSession = 900 // seconds, the default and the most

// iamService is the service principal under which IAM's administration is
// delegated.
const iamService = "iam.amazonaws.com"

// AssumeRoot issues credentials of a member account's root user that are good for
// one task. The caller's identity-based policies decide; they must be of the
// management account or of a delegated administrator for IAM, of an organization
// in which root sessions are enabled. The task policy only denies: what it leaves
// is the root user's. See "AssumeRoot" in the STS API Reference and "Perform a
// privileged task on an AWS Organizations member account" in the IAM User Guide.
func AssumeRoot(a *world.Access, in AssumeRootInput) (*AssumeRootOutput, error) {
	member, err := memberOf(in.TargetPrincipal)
	if err != nil {
		return nil, err
	}
	if err := checkTask(in.TaskPolicyARN); err != nil {
		return nil, err
	}
	target := world.Target{ARN: "arn:aws:iam::" + member + ":root", Account: a.Who.Account}
	refusal := denied("User: " + a.Who.Principal() + " is not authorized to perform: sts:AssumeRoot on resource: " + target.ARN)
	if a.Who.Type == world.IdentityRoot {
		return nil, refusal
	}
	// No policy of the member account has a say, so the target counts as the
	// caller's own; the keys still tell where it stands.
	ctx := a.World.Where(member)
	ctx["sts:TaskPolicyArn"] = []string{in.TaskPolicyARN}
	if err := a.Authorize("sts:AssumeRoot", target, ctx); err != nil {
		return nil, err
	}
	org := a.World.Organization()
	switch {
	case !org.Administers(a.Who.Account, iamService), !org.Has(member), member == org.Management, a.World.Account(member) == nil:
		return nil, refusal
	case !slices.Contains(org.RootFeatures, rootFeature(in.TaskPolicyARN)):
		return nil, refusal
	}
	s := &world.Session{
		Kind: world.SessionRoot, Account: member, ARN: target.ARN, UserID: member, PrincipalID: member, Name: "root",
		PolicyARNs: []string{in.TaskPolicyARN}, IssuedBy: a.Who.Principal(),
	}
	if from := a.Who.Session; from != nil {
		s.SourceIdentity = from.SourceIdentity
	}
	life := int64(rootSession)
	if in.Duration != nil {
		life = *in.Duration
	}
	a.World.Issue(s, time.Duration(life)*time.Second)
	return &AssumeRootOutput{credentialsOf(s), s.SourceIdentity, s}, nil
}

// rootFeature is the part of centralized root access that a task belongs to: root
// credentials are looked at and deleted under one, and recovered under the other as
// S3 and SQS policies are unlocked. See "Centralize root access for member accounts"
// in the IAM User Guide, on the capabilities to enable.
func rootFeature(task string) string {
	switch strings.TrimPrefix(task, world.RootTaskPrefix) {
	case "IAMAuditRootUserCredentials", "IAMDeleteRootUserCredentials":
		return world.RootCredentialsManagement
	}
	return world.RootSessions
}

// memberOf is the account that a target principal names: by its id or by its root
// user's ARN.
func memberOf(principal string) (string, error) {
	id := strings.TrimSuffix(strings.TrimPrefix(principal, "arn:aws:iam::"), ":root")
	if len(id) != 12 || strings.Trim(id, "0123456789") != "" {
		return "", invalid(principal + " is not a valid target principal: it is a member account's id or the ARN of its root user")
	}
	return id, nil
}

func checkTask(arn string) error {
	name, ok := strings.CutPrefix(arn, world.RootTaskPrefix)
	if !ok || !slices.Contains(world.RootTaskPolicies(), name) {
		return invalid(fmt.Sprintf("%s is not a root task policy. Choose one of %s%s.", arn, world.RootTaskPrefix, strings.Join(world.RootTaskPolicies(), ", ")))
	}
	return nil
}
