package analyze_test

import (
	"slices"
	"strings"
	"testing"

	"rolecall/sandbox/iam"
	"rolecall/sandbox/iam/analyze"
)

// TestConditionsThatKeepNobodyOut: with everybody as the principal, a condition
// counts only when a stranger with an account of their own can't meet it. See
// "Sensitive condition keys" in "AWS global condition context keys", and "The
// meaning of 'public'" in the S3 User Guide.
func TestConditionsThatKeepNobodyOut(t *testing.T) {
	tests := []struct {
		condition string
		high      bool
		says      string
	}{
		{`"StringEquals": {"aws:PrincipalOrgID": "o-a1b2c3d4e5"}`, false, "the organization o-a1b2c3d4e5"},
		{`"StringEquals": {"aws:PrincipalOrgID": ["o-a1b2c3d4e5", "o-f6g7h8i9j0"]}`, false, "the organizations o-a1b2c3d4e5 or o-f6g7h8i9j0"},
		{`"StringLike": {"aws:PrincipalOrgID": "o-*"}`, true, "any organization"},
		{`"StringLike": {"aws:PrincipalOrgID": ["o-a1b2c3d4e5", "*"]}`, true, "any organization"},
		{`"StringLike": {"aws:PrincipalOrgID": "o-*"}, "StringEquals": {"aws:PrincipalOrgID": "o-a1b2c3d4e5"}`, false, "o-a1b2c3d4e5"},
		{`"ForAnyValue:StringLike": {"aws:PrincipalOrgPaths": "o-a1b2c3d4e5/*"}`, false, ""},
		{`"ForAnyValue:StringLike": {"aws:PrincipalOrgPaths": "o-*/r-ab12/*"}`, true, "aws:PrincipalOrgPaths"},
		{`"StringLike": {"aws:PrincipalAccount": "*"}`, true, "aws:PrincipalAccount"},
		{`"StringEquals": {"aws:PrincipalAccount": "111122223333"}`, false, ""},
		{`"ArnLike": {"aws:PrincipalArn": "arn:aws:iam::*:role/Deploy"}`, true, "aws:PrincipalArn"},
		{`"StringLike": {"aws:PrincipalArn": "*:role/Deploy"}`, true, "aws:PrincipalArn"},
		{`"ArnLike": {"aws:PrincipalArn": "arn:aws:iam::111122223333:role/*"}`, false, ""},
		{`"ArnLike": {"aws:PrincipalArn": "arn:aws:iam::*:role/Deploy"}, "StringEquals": {"aws:PrincipalAccount": "111122223333"}`, false, ""},
		{`"ArnLike": {"aws:PrincipalArn": "arn:aws:iam::*:role/Deploy"}, "StringEquals": {"aws:PrincipalOrgID": "o-a1b2c3d4e5"}`, false, ""},
		{`"StringEquals": {"aws:PrincipalTag/team": "ship"}`, true, "aws:PrincipalTag/team, which whoever calls sets"},
		{`"StringEquals": {"aws:PrincipalTag/team": "ship", "aws:PrincipalOrgID": "o-a1b2c3d4e5"}`, false, ""},
		{`"StringEquals": {"aws:username": "alice"}`, true, "aws:username"},
		{`"IpAddress": {"aws:SourceIp": "0.0.0.0/0"}`, true, "aws:SourceIp"},
		{`"IpAddress": {"aws:SourceIp": "203.0.113.0/24"}`, false, ""},
		{`"StringEquals": {"aws:SourceVpce": "vpce-1a2b3c4d"}`, false, ""},
		{`"StringLike": {"aws:SourceVpce": "vpce-*"}`, true, "aws:SourceVpce"},
		{`"StringLike": {"aws:userid": "*:alice"}`, true, "aws:userid"},
		{`"StringLike": {"aws:userid": "AROAEXAMPLEID12345678:*"}`, false, ""},
	}
	for _, tt := range tests {
		for kind, at := range map[iam.Kind][3]string{
			iam.KindTrust:    {"sts:AssumeRole", "", "arn:aws:iam::444455556666:role/Deploy"},
			iam.KindResource: {"s3:GetObject", `"Resource": "arn:aws:s3:::reports/*", `, "arn:aws:s3:::reports"},
		} {
			doc := `{"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Principal": "*", "Action": "` + at[0] + `", ` + at[1] + `"Condition": {` + tt.condition + `}}]}`
			got, err := analyze.WhoGetsIn(analyze.Door{Kind: kind, Document: []byte(doc), Resource: at[2]})
			if err != nil {
				t.Fatal(err)
			}
			enters(t, got)
			high := slices.ContainsFunc(got.Risks, func(r analyze.Risk) bool { return r.Level == analyze.RiskHigh })
			if high != tt.high || !strings.Contains(got.Sentence, tt.says) {
				t.Errorf("%v %s: high %v, %q", kind, tt.condition, high, got.Sentence)
			}
		}
	}
}

// TestServicesThatActForAnybody: a service says for whom it acts, and the answer
// counts only where it singles an account out. See "The confused deputy problem".
func TestServicesThatActForAnybody(t *testing.T) {
	for condition, risky := range map[string]bool{
		`"ArnLike": {"aws:SourceArn": "arn:aws:cloudtrail:us-east-1:111122223333:trail/*"}`:                     false,
		`"ArnLike": {"aws:SourceArn": "arn:aws:cloudtrail:*:*:trail/Main"}`:                                     true,
		`"ArnLike": {"aws:SourceArn": "arn:aws:s3:*:*:reports"}`:                                                false,
		`"ArnLike": {"aws:SourceArn": "arn:aws:s3:::*"}`:                                                        true,
		`"StringLike": {"aws:SourceAccount": "*"}`:                                                              true,
		`"StringEquals": {"aws:SourceAccount": "111122223333"}, "ArnLike": {"aws:SourceArn": "arn:aws:s3:::*"}`: false,
	} {
		doc := `{"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Principal": {"Service": "cloudtrail.amazonaws.com"}, "Action": "s3:PutObject", "Resource": "arn:aws:s3:::logs/*", "Condition": {` + condition + `}}]}`
		got, err := analyze.WhoGetsIn(analyze.Door{Kind: iam.KindResource, Document: []byte(doc), Resource: "arn:aws:s3:::logs"})
		if err != nil {
			t.Fatal(err)
		}
		if (len(got.Risks) > 0) != risky {
			t.Errorf("%s: %+v", condition, got.Risks)
		}
	}
}

// TestDoorsOfOneAccount: the first policies of SNS topics, and those of the keys that
// AWS manages, let in everybody of one account by a key that holds the caller's. See
// "aws:SourceAccount versus aws:SourceOwner" in the SNS Developer Guide, and
// "kms:CallerAccount" in the KMS Developer Guide.
func TestDoorsOfOneAccount(t *testing.T) {
	for _, tt := range []struct{ action, resource, condition, says string }{
		{"kms:*", "arn:aws:kms:us-east-1:111122223333:key/1234abcd-12ab-34cd-56ef-1234567890ab", `"StringEquals": {"kms:CallerAccount": "111122223333", "kms:ViaService": "s3.us-east-1.amazonaws.com"}`, "Anyone in 111122223333 can"},
		{"SNS:Publish", "arn:aws:sns:us-east-1:111122223333:news", `"StringEquals": {"AWS:SourceOwner": "111122223333"}`, "Anyone in 111122223333 can"},
		{"SNS:Publish", "arn:aws:sns:us-east-1:111122223333:news", `"StringLike": {"AWS:SourceOwner": "*"}`, "any AWS account"},
	} {
		doc := `{"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Principal": {"AWS": "*"}, "Action": "` + tt.action + `", "Resource": "` + tt.resource + `", "Condition": {` + tt.condition + `}}]}`
		got, err := analyze.WhoGetsIn(analyze.Door{Kind: iam.KindResource, Document: []byte(doc), Resource: tt.resource})
		if err != nil {
			t.Fatal(err)
		}
		enters(t, got)
		if stranger := strings.Contains(tt.says, "any AWS"); !strings.Contains(got.Sentence, tt.says) || (len(got.Risks) > 0) != stranger {
			t.Errorf("%s: %q, %+v", tt.condition, got.Sentence, got.Risks)
		}
	}
}
