package analyze

import (
	"slices"
	"strings"

	"rolecall/sandbox/iam"
)

// risks says what is to worry about an entrance.
func (w *watch) risks(cl *iam.Clause, n iam.ClausePrincipal, e *Entrance) {
	add := func(code string, level RiskLevel, sentence, mend string) {
		e.Risks = append(e.Risks, Risk{code, level, sentence, mend, cl.Span})
	}
	if e.Class == "nobody" {
		add(riskNobody, RiskLow, "The statement names "+n.Value+", whom no call can come from.", "Take the entry away, or name the successor.")
		return
	}
	if !e.Open {
		return
	}
	if e.Class == "everybody" {
		if w.publicRisk(cl, e, add); len(e.Risks) > 0 && startsFold(e.Witness.Action, "s3:") {
			e.Assumes = append(e.Assumes, blockOff)
		}
	}
	if verbs := rewriting(w.p, cl, e); e.Outside && verbs != "" {
		add(riskRewrite, RiskHigh, upperFirst(e.Who)+" may call "+verbs+", and so rewrite this very policy.", "List the actions that are needed.")
	}
	if w.door.Kind == iam.KindTrust && e.Outside && e.Class != "service" && w.allowsTags(cl) {
		add(riskAnyTags, RiskMedium, upperFirst(e.Who)+" may pass any session tags: nothing says which keys or values.", "Add a condition on `aws:TagKeys` or `aws:RequestTag/…`.")
	}
	w.lintRisks(cl, n, e)
}

// blockOff is what a public bucket takes for granted. All settings of Block Public
// Access are on for buckets made since April 2023; see "Blocking public access to
// your Amazon S3 storage" in the S3 User Guide.
const blockOff = "Block Public Access is off for the bucket and its account; it is on for new buckets, and then S3 does not store such a policy"

func (w *watch) publicRisk(cl *iam.Clause, e *Entrance, add func(string, RiskLevel, string, string)) {
	who, err := iam.ParsePrincipal(e.Witness.Principal)
	stranger := err == nil && (who.Type() == iam.PrincipalAnonymous || strings.Contains(w.f.fresh[who.ARN()], "any AWS account"))
	if err == nil && who.Type() == iam.PrincipalService { // a service acts for strangers where a resource of any account may send it
		open, _ := cl.OpenSource()
		stranger = len(open) > 0
	}
	o := cl.Openness()
	if !stranger && !namesNoAccount(cl) || !w.found(cl, o.Code) {
		return
	}
	add(o.Code, RiskHigh, upperFirst(e.Who)+" can "+predicate(e.Witness.Action, e.Witness.Resource)+": "+o.Why, o.Mend)
}

// found reports whether the linter has a finding of the code about the statement. A
// NotPrincipal, which it refuses, counts as everybody.
func (w *watch) found(cl *iam.Clause, code string) bool {
	return code != "" && (cl.NotPrincipal || slices.ContainsFunc(w.findings, func(f iam.Finding) bool { return f.Code == code && within(f, cl) }))
}

// Denies reports whether a finding says that the entrance's statement lets in
// everybody where no request that was tried gets in by it.
func (e *Entrance) Denies(f iam.Finding) bool {
	open := f.Code == riskPublic || f.Code == riskWeak || f.Code == riskNegative
	return open && e.Class == "everybody" && !e.Open && f.Span.Start.Offset >= e.Span.Start.Offset && f.Span.End.Offset <= e.Span.End.Offset
}

// within reports whether a finding is about a statement.
func within(f iam.Finding, cl *iam.Clause) bool {
	return f.Span.Start.Offset >= cl.Span.Start.Offset && f.Span.End.Offset <= cl.Span.End.Offset
}

// dead is the linter's finding that keeps an entry of a statement's Principal from
// ever calling, nil when there is none.
func (w *watch) dead(cl *iam.Clause, n iam.ClausePrincipal) *iam.Finding {
	for i := range w.findings {
		f := &w.findings[i]
		ofOne := f.Code == "action-principal-mismatch" || f.Code == "missing-tag-session"
		if f.Dead && within(*f, cl) && (!ofOne || strings.HasPrefix(f.Message, "`"+n.Value+"`")) {
			return f
		}
	}
	return nil
}

// rewriters are the actions that change the policy of the resource itself.
var rewriters = [...]string{
	"s3:PutBucketPolicy", "kms:PutKeyPolicy", "sqs:SetQueueAttributes", "sqs:AddPermission", "sns:SetTopicAttributes", "sns:AddPermission",
	"lambda:AddPermission", "secretsmanager:PutResourcePolicy", "ecr:SetRepositoryPolicy", "dynamodb:PutResourcePolicy",
}

func rewriting(p *iam.Policy, cl *iam.Clause, e *Entrance) string {
	service, _, _ := strings.Cut(e.Witness.Action, ":")
	var out []string
	for _, a := range rewriters {
		if !startsFold(a, service+":") {
			continue
		}
		req := *e.Witness
		req.Action = a
		if bucket, _, ok := strings.Cut(strings.TrimPrefix(req.Resource, "arn:aws:s3:::"), "/"); ok && strings.EqualFold(service, "s3") {
			req.Resource = "arn:aws:s3:::" + bucket
		}
		if r, err := req.Ready(); err == nil && p.MatchClause(cl.Index, r, false).All() && iam.Evaluate(r, e.policies).Decision == iam.Allowed {
			out = append(out, a)
		}
	}
	return listWords(out, "and")
}

func (w *watch) allowsTags(cl *iam.Clause) bool {
	for _, c := range cl.Conditions {
		if low := strings.ToLower(c.Key); low == "aws:tagkeys" || strings.HasPrefix(low, "aws:requesttag/") {
			return false
		}
	}
	for _, a := range cl.Actions {
		if fits(strings.ToLower(a), "sts:tagsession") {
			return !cl.NotAction
		}
	}
	return cl.NotAction
}

// sharedClaim is the linter's code for a provider that many share, without a word
// of which of its users are meant: AWS no longer stores such a policy, and one that
// was stored before lets all of them in.
const sharedClaim = "shared-oidc-claim"

// lintRisks takes over the linter's advice about this statement.
func (w *watch) lintRisks(cl *iam.Clause, n iam.ClausePrincipal, e *Entrance) {
	for _, f := range w.findings {
		if f.Severity != iam.SeverityAdvice && f.Code != sharedClaim || !within(f, cl) {
			continue
		}
		level := RiskMedium
		switch f.Code {
		case riskPublic, riskWeak, riskNegative:
			continue // told by the witness
		case "missing-external-id":
			if !e.Outside || !strings.Contains(f.Message, accountIn(n.Value)) {
				continue
			}
			level = RiskLow
		case "missing-source-arn":
			if e.Class != "service" || !strings.Contains(f.Message, n.Value) {
				continue
			}
		case "missing-subject", "wildcard-subject", sharedClaim:
			if e.Class != "provider" {
				continue
			}
			level = RiskHigh
		case "unreachable-statement", "redundant-statement":
			level = RiskLow
		}
		e.Risks = append(e.Risks, Risk{f.Code, level, f.Message, f.Suggestion, f.Span})
	}
}

func accountIn(value string) string { return accountOf(value, value) }
