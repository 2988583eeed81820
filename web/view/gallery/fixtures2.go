package main

import (
	"time"

	"rolecall/lessons"
	"rolecall/quiz/prose"
	"rolecall/sandbox/iam"
	"rolecall/web/view"
)

var morning = time.Date(2026, 11, 21, 9, 0, 0, 0, time.UTC)

func text(s string) prose.Text { return prose.Text{HTML: "<p>" + s + "</p>", Text: s} }

func picture() *lessons.Picture {
	const alice, bob = "111122223333/users/alice", "111122223333/users/bob"
	const deploy, reports = "444455556666/roles/Deploy", "444455556666/buckets/reports"
	return &lessons.Picture{
		Accounts: []lessons.Room{
			{ID: "111122223333", Name: "Tools", Members: []lessons.Member{
				{ID: alice, Kind: lessons.MemberUser, Name: "alice", Detail: "boundary OnlyReports"},
				{ID: bob, Kind: lessons.MemberUser, Name: "bob", Detail: "contractor"},
				{ID: "111122223333/services/ci", Kind: lessons.MemberService, Name: "lambda.amazonaws.com"},
			}},
			{ID: "444455556666", Name: "Production", Members: []lessons.Member{
				{ID: deploy, Kind: lessons.MemberRole, Name: "Deploy", Marked: true},
				{ID: deploy + "/ship", Kind: lessons.MemberSession, Name: "ship", Detail: "a session of Deploy"},
				{ID: reports, Kind: lessons.MemberResource, Name: "reports", Detail: "bucket"},
				{ID: "444455556666/oidc", Kind: lessons.MemberProvider, Name: "token.actions.example"},
			}},
		},
		Arrows: []lessons.Arrow{
			{ID: "t1", Kind: lessons.ArrowTrust, From: "111122223333", To: deploy, Label: "sts:AssumeRole", Path: "444455556666/roles/Deploy/trust.json"},
			{ID: "a1", Kind: lessons.ArrowAllow, From: alice, To: deploy, Label: "sts:AssumeRole"},
			{ID: "s1", Kind: lessons.ArrowAssume, From: alice, To: deploy + "/ship"},
			{ID: "r1", Kind: lessons.ArrowAllow, From: deploy + "/ship", To: reports, Label: "s3:GetObject"},
		},
	}
}

func exchange() *lessons.Exchange {
	return &lessons.Exchange{
		Actors: []lessons.Actor{{ID: "alice", Kind: lessons.MemberUser, Name: "Alice"}, {ID: "sts", Kind: lessons.MemberService, Name: "STS"}, {ID: "s3", Kind: lessons.MemberResource, Name: "S3, bucket reports"}},
		Messages: []lessons.Message{
			{From: "alice", To: "sts", Text: "AssumeRole: Deploy, session name ship"},
			{From: "sts", To: "sts", Text: "Identity policy: Alice may call AssumeRole on Deploy", Verdict: iam.VerdictAllowed},
			{From: "sts", To: "sts", Text: "Trust policy: Deploy trusts account 111122223333", Verdict: iam.VerdictAllowed},
			{From: "sts", To: "alice", Text: "Access key, secret key, session token; good until 10:00"},
			{From: "alice", To: "s3", Text: "GetObject, signed with the new keys, token in X-Amz-Security-Token"},
			{From: "s3", To: "s3", Text: "Deploy’s permissions allow s3:GetObject", Verdict: iam.VerdictAllowed},
			{From: "s3", To: "alice", Text: "The report"},
		},
	}
}

func frames() *lessons.Frames {
	alice := lessons.Actor{ID: "111122223333/users/alice", Kind: lessons.MemberUser, Name: "alice"}
	sts := lessons.Actor{ID: "sts", Kind: lessons.MemberService, Name: "STS"}
	trust := denied().Layers[2].Policies[0].Statements[0]
	refused := lessons.Outcome{Decision: iam.ImplicitDeny, DeniedBy: iam.LayersOf(iam.LayerResource), Error: "AccessDenied", Message: "User alice is not authorized to perform sts:AssumeRole."}
	return &lessons.Frames{
		ID: "two-sides", Title: "Alice asks for Deploy", Scene: picture(),
		Frames: []lessons.Frame{
			{Kind: lessons.FrameRequest, Step: 1, Title: "Alice asks STS for Deploy", Text: "The call is signed with Alice’s own long-term keys.", From: alice, To: sts, Command: "aws sts assume-role --role-arn arn:aws:iam::444455556666:role/Deploy --role-session-name ship", At: morning, Lit: []string{alice.ID}},
			{Kind: lessons.FrameCheck, Step: 1, Title: "Her own side is asked", Text: "Her identity policy allows sts:AssumeRole on Deploy.", Layer: iam.LayerIdentity, Verdict: iam.VerdictAllowed, At: morning, Lit: []string{"a1", alice.ID}, Say: text("The badge is in order: Tools lets Alice try.")},
			{Kind: lessons.FrameCheck, Step: 1, Title: "Production’s side is asked", Text: "The trust policy wants MFA, and the call carries none.", Layer: iam.LayerResource, Label: "Trust policy", Policy: "trust.json", Statement: &trust, Verdict: iam.VerdictImplicitDeny, At: morning, Lit: []string{"t1"}},
			{Kind: lessons.FrameDecision, Step: 1, Title: "The answer is no", Outcome: refused, At: morning},
			{Kind: lessons.FrameAnswer, Step: 1, Title: "Alice gets a refusal", From: sts, To: alice, Answer: "An error occurred (AccessDenied) when calling the AssumeRole operation", Outcome: refused, At: morning},
			{Kind: lessons.FrameClock, Step: 2, Title: "An hour passes", Text: "Nothing ends, because nothing began.", At: morning.Add(time.Hour)},
			{Kind: lessons.FrameAnswer, Step: 3, Title: "With MFA, keys come back", From: sts, To: alice, Answer: "{\n  \"Credentials\": { \"AccessKeyId\": \"ASIA…\" }\n}", At: morning.Add(time.Hour), Expires: morning.Add(2 * time.Hour), Lit: []string{"s1"}},
		},
	}
}

func entries() []lessons.Entry {
	return []lessons.Entry{
		{Kind: lessons.EntryAs, Who: "alice (111122223333)", At: morning},
		{Kind: lessons.EntryCommand, Line: "aws sts get-caller-identity", Stdout: "{\n    \"UserId\": \"AIDAQ3EXAMPLE\",\n    \"Account\": \"111122223333\",\n    \"Arn\": \"arn:aws:iam::111122223333:user/alice\"\n}", At: morning},
		{Kind: lessons.EntryAdvance, Line: "advance 61m", At: morning.Add(61 * time.Minute)},
		{Kind: lessons.EntryCommand, Line: "aws sts assume-role --role-arn arn:aws:iam::444455556666:role/Deploy --role-session-name ship", Stderr: "An error occurred (AccessDenied) when calling the AssumeRole operation: User: arn:aws:iam::111122223333:user/alice is not authorized to perform: sts:AssumeRole on resource: arn:aws:iam::444455556666:role/Deploy", Exit: 254, Trace: denied(), At: morning.Add(61 * time.Minute)},
	}
}

func question(answered bool) view.ChoiceView {
	c := view.ChoiceView{
		ID: "q1", Label: "Before you read on", Ask: text("Alice works in Tools. The role she needs lives in Production. What has to change, and where?"),
		Options: []view.ChoiceOption{
			{Value: "a", Text: text("Production only: <code>Deploy</code>’s trust policy")},
			{Value: "b", Text: text("Tools only: Alice’s own policy")},
			{Value: "c", Text: text("Both accounts")},
		},
		Path: "/lessons/temporary-access/predict", Button: "Commit", Hint: text("Count the walls between Alice and the role."),
	}
	if !answered {
		c.Problem = "Choose an answer first."
		return c
	}
	c.ID, c.Answered, c.Hint = "q2", true, prose.Text{}
	c.Options[0].Chosen = true
	c.Options[0].Why = text("Tempting, for inside one account a trust policy that names Alice is enough. Across accounts her own side must say yes as well.")
	c.Options[1].Why = text("Then anybody could walk into any account by allowing themselves to.")
	c.Options[2].Right = true
	c.Options[2].Why = text("Two accounts, two sides to convince.")
	return c
}

func modes() []view.ModeLink {
	return []view.ModeLink{
		{Slug: "why", Name: "Why", Href: "#", Took: view.ModeTook(3, view.ModeDone)},
		{Slug: "deep-dive", Name: "Deep dive", Href: "#", Took: view.ModeTook(15, view.ModeNew), Current: true},
		{Slug: "visualize", Name: "Visualize", Href: "#", Took: view.ModeTook(5, view.ModeNew)},
		{Slug: "try", Name: "Try it", Href: "#", Took: view.ModeTook(8, view.ModeNew)},
		{Slug: "challenge", Name: "Challenge", Href: "#", Took: view.ModeTook(10, view.ModeNew)},
		{Slug: "project", Name: "Project", Href: "#", Took: view.ModeTook(30, view.ModeNew)},
		{Slug: "myths", Name: "Myths", Href: "#", Took: view.ModeTook(4, view.ModeNew)},
		{Slug: "pitfalls", Name: "Pitfalls", Href: "#", Took: view.ModeTook(5, view.ModeNew)},
		{Slug: "recall", Name: "Recall", Href: "#", Took: view.ModeTook(5, view.ModeDone)},
		{Slug: "cheat-sheet", Name: "Cheat sheet", Href: "#", Took: view.ModeTook(2, view.ModeNew)},
	}
}

func comparison() *lessons.Compare {
	return &lessons.Compare{
		Before: lessons.CompareSide{Title: "Before", Text: text("A user with fixed permissions. Somebody changes them by hand, and somebody forgets to.")},
		After:  lessons.CompareSide{Title: "After", Text: text("Assume the role, do the work; the permission ends by itself.")},
	}
}
