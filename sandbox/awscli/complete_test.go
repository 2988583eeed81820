package awscli

import (
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func texts(list []Candidate) []string {
	var out []string
	for _, c := range list {
		out = append(out, c.Text)
	}
	return out
}

func TestComplete(t *testing.T) {
	_, s := crossAccount(t)
	s.Profiles["deploy"] = map[string]string{"role_arn": "arn:aws:iam::444455556666:role/Deploy"}
	s.Env["AWS_PROFILE"] = "deploy"
	cases := []struct {
		line string
		want []string
	}{
		{"a", []string{"aws"}},
		{"aws st", []string{"sts"}},
		{"aws sts get-c", []string{"get-caller-identity"}},
		{"aws sts assume-role --role-", []string{"--role-arn", "--role-session-name"}},
		{"aws sts assume-role --role-arn x --role-", []string{"--role-session-name"}},
		{"aws sts assume-role --role-arn ", []string{"arn:aws:iam::444455556666:role/Deploy"}},
		{"aws --output t", []string{"text", "table"}},
		{"aws sts get-caller-identity --profile d", []string{"default", "deploy"}},
		{"aws sts assume-role --policy file", []string{"file://policy.json"}},
		{"aws s3 ls s3://r", []string{"s3://reports/"}},
		{"aws s3 cp s3://reports/2", []string{"s3://reports/2026/q3.csv"}},
		{"aws s3api get-object --bucket reports --key r", []string{"readme.txt"}},
		{"aws s3 cp p", []string{"policy.json"}},
		{"cat ", []string{"policy.json"}},
		{"unset ", []string{"AWS_PROFILE"}},
		{"aws iam get-user --user-name ", []string{"alice"}},
		{"aws iam simulate-principal-policy --action-names sts:AssumeRoo", []string{"sts:AssumeRoot"}},
		{"aws iam simulate-principal-policy --action-names devops", []string{"devops-guru:"}},
		{"nothing ", nil},
	}
	for _, c := range cases {
		if diff := cmp.Diff(c.want, texts(s.complete(c.line, len(c.line)))); diff != "" {
			t.Errorf("%q: -want +got\n%s", c.line, diff)
		}
	}
}

// TestCompleteLine holds what the Tab key makes of a line: the whole word where
// there is one way on, as far as all ways agree where there are several.
func TestCompleteLine(t *testing.T) {
	_, s := crossAccount(t)
	cases := []struct {
		line, want string
		ways       []string
		more       int
	}{
		{line: "aws sts get-c", want: "aws sts get-caller-identity "},
		{line: "aws sts get-caller-identity", want: "aws sts get-caller-identity "},
		{line: "aws sts assume-r", want: "aws sts assume-ro", ways: []string{"assume-role", "assume-role-with-saml", "assume-role-with-web-identity", "assume-root"}},
		{line: "aws sts assume-role --role-arn a", want: "aws sts assume-role --role-arn arn:aws:iam::444455556666:role/Deploy "},
		{line: "aws s3 ls s3://r", want: "aws s3 ls s3://reports/"},
		{line: "export AWS_P", want: "export AWS_PROFILE="},
		{line: "A=b aws s", want: "A=b aws s", ways: []string{"s3", "s3api", "secretsmanager", "sns", "sqs", "ssm", "sts"}},
		{line: "nothing x", want: "nothing x"},
		{line: "", want: "", ways: []string{"aws", "cat", "clear", "date", "echo", "env", "export", "help", "ls", "unset"}},
	}
	for _, c := range cases {
		got := s.CompleteLine(c.line)
		if got.Line != c.want || got.More != c.more {
			t.Errorf("%q: %q and %d more, want %q", c.line, got.Line, got.More, c.want)
		}
		if diff := cmp.Diff(c.ways, texts(got.Candidates)); diff != "" {
			t.Errorf("%q: -want +got\n%s", c.line, diff)
		}
	}
	got := s.CompleteLine("aws iam ")
	if all := len(got.Candidates) + got.More; len(got.Candidates) != maxWays || all < 100 {
		t.Errorf("%d ways told of %d", len(got.Candidates), all)
	}
	if got := s.CompleteLine("aws iam put-"); got.Line != "aws iam put-" || len(got.Candidates) < 3 {
		t.Errorf("%q, %d ways", got.Line, len(got.Candidates))
	}
}

// TestCompleteMidLine holds that the cursor, not the end of the line, counts.
func TestCompleteMidLine(t *testing.T) {
	_, s := crossAccount(t)
	line := "aws sts assu --role-session-name ship"
	cursor := strings.Index(line, " --")
	if got := texts(s.complete(line, cursor)); !slices.Contains(got, "assume-role") {
		t.Errorf("got %v", got)
	}
	if got := wordStart(line, cursor); got != len("aws sts ") {
		t.Errorf("the word starts at %d", got)
	}
}
