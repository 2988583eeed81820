package awsapi

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
		{"nothing ", nil},
	}
	for _, c := range cases {
		if diff := cmp.Diff(c.want, texts(s.Complete(c.line, len(c.line)))); diff != "" {
			t.Errorf("%q: -want +got\n%s", c.line, diff)
		}
	}
}

// TestCompleteMidLine holds that the cursor, not the end of the line, counts.
func TestCompleteMidLine(t *testing.T) {
	_, s := crossAccount(t)
	line := "aws sts assu --role-session-name ship"
	cursor := strings.Index(line, " --")
	if got := texts(s.Complete(line, cursor)); !slices.Contains(got, "assume-role") {
		t.Errorf("got %v", got)
	}
	if got := WordStart(line, cursor); got != len("aws sts ") {
		t.Errorf("the word starts at %d", got)
	}
}
