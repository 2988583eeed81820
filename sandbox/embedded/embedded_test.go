package embedded_test

import (
	"errors"
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"rolecall/sandbox/embedded"
)

const cloudFormation = `AWSTemplateFormatVersion: "2010-09-09"
Parameters:
  Bucket: {Type: String}
Resources:
  Deploy:
    Type: AWS::IAM::Role
    Properties:
      AssumeRolePolicyDocument:
        Version: 2012-10-17
        Statement:
          - Effect: Allow
            Principal:
              Federated: !Sub arn:${AWS::Partition}:iam::${AWS::AccountId}:oidc-provider/token.actions.githubusercontent.com
            Action: sts:AssumeRole
            Condition:
              StringEquals:
                token.actions.githubusercontent.com:sub: repo:o/r:ref:main
      Policies:
        - PolicyName: read
          PolicyDocument:
            Version: "2012-10-17"
            Statement:
              - Effect: Allow
                Action: [s3:GetObject, !Ref Extra]
                Resource:
                  - !GetAtt Reports.Arn
                  - !Sub ${Reports.Arn}/*
              - !If [Wide, {Effect: Allow, Action: "iam:PassRole", Resource: "*"}, !Ref AWS::NoValue]
              - Effect: Allow
                Action: s3:GetObject
                Resource: arn:aws:s3:::b
  Queue:
    Type: AWS::SQS::QueuePolicy
    Properties:
      Queues: [!Ref Q]
      PolicyDocument:
        Version: "2012-10-17"
        Statement:
          Effect: Allow
          Principal: "*"
          Action: sqs:SendMessage
          Resource: !GetAtt Q.Arn
          Condition:
            ArnEquals: {"aws:SourceArn": !Ref Topic}
`

const sam = `{
	"Transform": "AWS::Serverless-2016-10-31",
	"Resources": {
		"F": {
			"Type": "AWS::Serverless::Function",
			"Properties": {
				"Policies": [
					"AWSLambdaBasicExecutionRole",
					{"S3ReadPolicy": {"BucketName": "b"}},
					{"Statement": [{"Effect": "Allow", "Action": "s3:ListBucket", "Resource": "arn:aws:s3:::b/*"}]}
				]
			}
		}
	}
}`

const plan = `{
  "format_version": "1.2",
  "terraform_version": "1.9.0",
  "planned_values": {
    "root_module": {
      "resources": [
        {"address": "data.aws_iam_policy_document.x", "mode": "data", "type": "aws_iam_policy_document", "values": {"json": "{}"}},
        {"address": "aws_iam_role.deploy", "mode": "managed", "type": "aws_iam_role", "values": {
          "assume_role_policy": "{\"Version\":\"2012-10-17\",\"Statement\":[{\"Effect\":\"Allow\",\"Principal\":{\"Service\":\"lamda.amazonaws.com\"},\"Action\":\"sts:AssumeRole\",\"Condition\":{\"StringEquals\":{\"aws:SourceAccount\":\"111122223333\"}}}]}",
          "inline_policy": [{"name": "x", "policy": "{\"Version\":\"2012-10-17\",\"Statement\":[{\"Effect\":\"Allow\",\"Action\":[],\"Resource\":\"*\"}]}"}]}}
      ],
      "child_modules": [
        {"address": "module.logs", "resources": [
          {"address": "module.logs.aws_s3_bucket_policy.b", "mode": "managed", "type": "aws_s3_bucket_policy", "values": {"bucket": "b",
            "policy": "{\"Version\":\"2012-10-17\",\"Statement\":[{\"Effect\":\"Allow\",\"Principal\":\"*\",\"Action\":\"s3:GetObject\",\"Resource\":\"arn:aws:s3:::b/*\"}]}"}}
        ]}
      ]
    }
  }
}`

func TestFindAndLint(t *testing.T) {
	for name, c := range map[string]struct {
		src  string
		want []string
	}{
		"CloudFormation": {cloudFormation, []string{
			"Resources.Deploy.Properties.AssumeRolePolicyDocument trust 13:26 action-principal-mismatch",
			"Resources.Deploy.Properties.AssumeRolePolicyDocument trust 17:17 impossible-subject",
			"Resources.Deploy.Properties.Policies[0].PolicyDocument identity 28:78 pass-role-star",
			"Resources.Deploy.Properties.Policies[0].PolicyDocument identity 31:27 resource-not-of-action",
			"Resources.Queue.Properties.PolicyDocument resource",
		}},
		"SAM as JSON, with tabs": {sam, []string{
			"Resources.F.Properties.Policies[2] identity 10:80 resource-not-of-action",
		}},
		"a Terraform plan": {plan, []string{
			"planned_values.aws_iam_role.deploy.assume_role_policy trust 9:33 unknown-service-principal",
			"planned_values.aws_iam_role.deploy.inline_policy[0].policy identity 10:53 empty-element",
			"planned_values.module.logs.aws_s3_bucket_policy.b.policy resource 15:23 open-to-everybody",
		}},
		"a template without policies":  {"Resources: {B: {Type: AWS::S3::Bucket}}", nil},
		"the old way of writing calls": {`{"Resources":{"P":{"Type":"AWS::IAM::ManagedPolicy","Properties":{"PolicyDocument":{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"*:Untag*","Resource":{"Fn::GetAtt":["B","Arn"]}}]}}}}}`, []string{"Resources.P.Properties.PolicyDocument identity 1:148 bad-action"}},
	} {
		t.Run(name, func(t *testing.T) {
			policies, err := embedded.Find([]byte(c.src))
			if err != nil {
				t.Fatal(err)
			}
			var got []string
			for i := range policies {
				p := &policies[i]
				says := p.Path + " " + p.Kind.String()
				fs := p.Lint()
				for _, f := range fs {
					got = append(got, fmt.Sprintf("%s %d:%d %s", says, f.Span.Start.Line, f.Span.Start.Column, f.Code))
				}
				if len(fs) == 0 {
					got = append(got, says)
				}
			}
			if diff := cmp.Diff(c.want, got); diff != "" {
				t.Errorf("(-want +got)\n%s", diff)
			}
		})
	}
}

func TestNeitherTemplateNorPlan(t *testing.T) {
	for _, src := range []string{"", "a", "[]", `{"Version":"2012-10-17","Statement":[]}`, "Resources: []", "a: b", "Resources: {A: {Type: Other}}"} {
		if _, err := embedded.Find([]byte(src)); !errors.Is(err, embedded.ErrNeither) {
			t.Errorf("%q: %v", src, err)
		}
	}
	if _, err := embedded.Find([]byte("a: [")); err == nil || errors.Is(err, embedded.ErrNeither) {
		t.Errorf("broken YAML: %v", err)
	}
}

// TestAliasesAreBounded: aliases of aliases stand for more than a reader may do.
func TestAliasesAreBounded(t *testing.T) {
	var b strings.Builder
	b.WriteString("AWSTemplateFormatVersion: x\na0: &a0 [x, x]\n")
	for i := 1; i < 40; i++ {
		fmt.Fprintf(&b, "a%d: &a%d [*a%d, *a%d]\n", i, i, i-1, i-1)
	}
	b.WriteString("Resources:\n  P:\n    Type: AWS::IAM::Policy\n    Properties: {PolicyDocument: {Statement: *a39}}\n")
	if _, err := embedded.Find([]byte(b.String())); err == nil || !strings.Contains(err.Error(), "too large") {
		t.Errorf("%v", err)
	}
}

func FuzzFind(f *testing.F) {
	for _, seed := range []string{cloudFormation, sam, plan, "Resources: &a {P: *a}", "Resources: {P: {Type: AWS::IAM::Role, Properties: {Policies: [!If [a]]}}}", "Resources: {P: {Type: AWS::IAM::Policy, Properties: {PolicyDocument: {Statement: !Sub []}}}}"} {
		f.Add([]byte(seed))
	}
	f.Fuzz(func(t *testing.T, src []byte) {
		policies, err := embedded.Find(src)
		if err != nil {
			return
		}
		for i := range policies {
			for _, finding := range policies[i].Lint() {
				if finding.Span.Start.Line < 1 || finding.Span.Start.Column < 1 {
					t.Fatalf("%q: %+v", src, finding)
				}
			}
		}
	})
}
