package main

import (
	"strings"

	"rolecall/sandbox/iam"
	"rolecall/web/view"
)

const trustPolicy = `{
  "Version": "2012-10-17",
  "Statement": [
    {
      "Sid": "TrustTools",
      "Effect": "Allow",
      "Principal": { "AWS": "arn:aws:iam::111122223333:root" },
      "Action": "sts:AssumeRole",
      "Condition": {
        "Bool": { "aws:MultiFactorAuthPresent": "true" }
      }
    },
    {
      "Effect": "Deny",
      "Principal": "*",
      "Action": "sts:AssumeRole",
      "Condition": {
        "NotIpAddress": { "aws:SourceIp": ["203.0.113.0/24"] }
      }
    }
  ]
}
`

func span(line int) iam.Span {
	return iam.Span{Start: iam.Position{Line: line, Column: 5}, End: iam.Position{Line: line + 8, Column: 6}}
}

// denied is a trace as the engine words them, written by hand so that the
// gallery stands still while the engine moves.
func denied() *iam.Trace {
	return &iam.Trace{
		Decision: iam.ImplicitDeny, DeniedBy: iam.LayersOf(iam.LayerIdentity, iam.LayerResource),
		Sentence:  "Deploy’s trust policy asks for MFA and this call carried none, and nothing in Alice’s own account allows her the call.",
		Principal: "arn:aws:iam::111122223333:user/alice", Action: "sts:AssumeRole",
		Resource: "arn:aws:iam::444455556666:role/Deploy",
		Layers: []iam.LayerTrace{
			{Layer: iam.LayerRCP, Label: "resource control policy (RCP)", Reason: "Production is in no organization."},
			{Layer: iam.LayerSCP, Label: "service control policy (SCP)", Applies: true, Required: true, Verdict: iam.VerdictAllowed, Reason: "Every level allows the call.", Policies: []iam.PolicyTrace{
				{Name: "FullAWSAccess", Kind: iam.KindSCP, Statements: []iam.StatementTrace{{Effect: iam.Allow, Matched: true, Text: "Allows every action on every resource.", Span: span(4)}}},
			}},
			{Layer: iam.LayerResource, Label: "resource-based policy", Applies: true, Required: true, Verdict: iam.VerdictImplicitDeny, Reason: "Across accounts the trust policy must allow the caller, and no statement does.", Policies: []iam.PolicyTrace{
				{Name: "trust.json", Kind: iam.KindTrust, Statements: []iam.StatementTrace{
					{Sid: "TrustTools", Effect: iam.Allow, Failed: "Condition", Operator: "Bool", Key: "aws:MultiFactorAuthPresent", Wanted: []string{"true"}, Text: "The condition is false: the request does not hold the key aws:MultiFactorAuthPresent.", Span: span(4)},
					{Index: 1, Effect: iam.Deny, Failed: "Condition", Operator: "NotIpAddress", Key: "aws:SourceIp", Seen: []string{"203.0.113.7"}, Wanted: []string{"203.0.113.0/24"}, Text: "The address lies inside the range, so NotIpAddress is false.", Span: span(13)},
				}},
			}},
			{Layer: iam.LayerIdentity, Label: "identity-based policy", Applies: true, Required: true, Verdict: iam.VerdictImplicitDeny, Reason: "No policy of Alice’s allows sts:AssumeRole on Deploy.", Policies: []iam.PolicyTrace{
				{Name: "read-reports", Kind: iam.KindIdentity, Statements: []iam.StatementTrace{{Sid: "Read", Effect: iam.Allow, Failed: "Action", Seen: []string{"sts:AssumeRole"}, Wanted: []string{"s3:GetObject", "s3:ListBucket"}, Text: "The statement is about other actions.", Span: span(4)}}},
			}},
			{Layer: iam.LayerBoundary, Label: "permissions boundary", Reason: "Alice has none."},
			{Layer: iam.LayerSession, Label: "session policy", Reason: "Alice calls with her own keys: there is no session."},
		},
		Steps: []iam.TraceStep{
			{Rule: "explicit-deny", Verdict: iam.VerdictNotApplicable, Text: "No statement in any layer denies the call."},
			{Rule: "scp", Layer: "scp", Verdict: iam.VerdictAllowed, Text: "The service control policies allow it at every level."},
			{Rule: "cross-account", Layer: "resource", Verdict: iam.VerdictImplicitDeny, Text: "Caller and role belong to different accounts, so both sides must allow. The role’s side does not."},
			{Rule: "cross-account", Layer: "identity", Verdict: iam.VerdictImplicitDeny, Text: "Neither does the caller’s side."},
		},
	}
}

func livePolicy() view.PolicyBlock {
	t := denied()
	o := view.OutcomeOf(t)
	return view.PolicyBlock{
		ID: "deploy-trust", Title: "Who may become Deploy", Kind: iam.KindTrust, Path: "444455556666/roles/Deploy/trust.json",
		Source: trustPolicy, Asks: "aws sts assume-role --role-arn arn:aws:iam::444455556666:role/Deploy --role-session-name ship", AsksAs: "alice",
		RunPath: "/lessons/temporary-access/run", SandboxPath: "/lessons/temporary-access/open", LintPath: "/api/lint",
		Result: &view.PolicyResultView{Outcome: &o, Trace: t, Open: true, Anchors: map[string]string{"trust.json": "deploy-trust"}},
	}
}

func brokenPolicy() view.PolicyBlock {
	return view.PolicyBlock{
		ID: "broken", Title: "A slip of the pen", Kind: iam.KindIdentity, Edited: true,
		Source:  strings.ReplaceAll("{\n  'Version': '2012-10-17',\n  'Statement': {\n    'Effect': 'Allow',\n    'Action': 'sts:AssumRole',\n    'Resource': 'arn:aws:iam::444455556666:role/Deploy'\n  }\n}", "'", `"`),
		RunPath: "/lessons/temporary-access/run",
		Result: &view.PolicyResultView{Findings: []iam.Finding{
			{Code: "unknown-action", Severity: iam.SeverityAdvice, Span: iam.Span{Start: iam.Position{Line: 5, Column: 15}}, Message: "sts:AssumRole is not known here (reference of September 2026).", Suggestion: "Did you mean sts:AssumeRole?"},
			{Code: "missing-comma", Severity: iam.SeverityError, Span: iam.Span{Start: iam.Position{Line: 6, Column: 5}}, Message: "A comma is missing before this member.", Suggestion: "Put a comma at the end of line 5."},
			{Code: "broad", Severity: iam.SeverityAdvice, Span: iam.Span{Start: iam.Position{Line: 6, Column: 17}}, Message: "The statement names one role.", Suggestion: "That is as narrow as it gets."},
		}},
	}
}

func outcomes() []view.Outcome {
	return []view.Outcome{
		{Mark: view.MarkAllowed, Sentence: "Audit lives in Alice’s own account and trusts her by name, so her own policies weren’t needed."},
		{Mark: view.MarkImplicit, DeniedBy: []iam.Layer{iam.LayerResource}, Sentence: "Alice’s side says yes; Deploy’s trust policy asks for MFA and this call carried none."},
		{Mark: view.MarkExplicit, DeniedBy: []iam.Layer{iam.LayerSCP, iam.LayerBoundary}, Sentence: "A service control policy above Tools denies leaving the region."},
		view.ErrorOutcome("ExpiredToken", "These credentials ended at 10:00:00 UTC, a minute ago. Assume the role again."),
	}
}
