package iam_test

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"rolecall/sandbox/iam"
)

// The examples are those of "Identify AWS resources with Amazon Resource Names (ARNs)"
// in the IAM User Guide, and of each service's page in the Service Authorization
// Reference.
func TestParseARN(t *testing.T) {
	for _, tt := range []struct {
		text    string
		want    iam.ARN
		account string
	}{
		{"arn:aws:iam::123456789012:user/Development/product_1234/*", iam.ARN{"aws", "iam", "", "123456789012", "user/Development/product_1234/*"}, "123456789012"},
		{"arn:aws:s3:::amzn-s3-demo-bucket/my-data", iam.ARN{"aws", "s3", "", "", "amzn-s3-demo-bucket/my-data"}, ""},
		{"arn:aws-cn:sns:cn-north-1:123456789012:example-sns-topic-name", iam.ARN{"aws-cn", "sns", "cn-north-1", "123456789012", "example-sns-topic-name"}, "123456789012"},
		{"arn:aws:iam::aws:policy/AdministratorAccess", iam.ARN{"aws", "iam", "", "aws", "policy/AdministratorAccess"}, ""},
		{"arn:aws:logs:us-east-1:123456789012:log-group:/app/web:*", iam.ARN{"aws", "logs", "us-east-1", "123456789012", "log-group:/app/web:*"}, "123456789012"},
		{"arn:aws:iam::*:role/x", iam.ARN{"aws", "iam", "", "*", "role/x"}, ""},
		{text: ""}, {text: "*"}, {text: "arn:aws:iam::123456789012"}, {text: "xrn:aws:iam::123456789012:root"}, {text: "ARN:aws:iam::123456789012:root"},
	} {
		got, ok := iam.ParseARN(tt.text)
		if diff := cmp.Diff(tt.want, got); diff != "" || ok != (tt.want != iam.ARN{}) {
			t.Errorf("%q: ok is %t: %s", tt.text, ok, diff)
		}
		if got := iam.AccountOf(tt.text); got != tt.account {
			t.Errorf("the account of %q is %q, want %q", tt.text, got, tt.account)
		}
	}
}

// TestARNsComeBack: what was parsed is written again as it stood, and any five fields,
// the first four without a colon, are parsed as they were written.
func TestARNsComeBack(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		text := rapid.StringMatching(`(arn|aws|:|\*|[a-z/]){0,12}`).Draw(t, "text")
		if a, ok := iam.ParseARN(text); ok && a.String() != text {
			t.Fatalf("%q comes back as %q", text, a)
		} else if want := strings.HasPrefix(text, "arn:") && strings.Count(text, ":") >= 5; ok != want {
			t.Fatalf("%q: ok is %t, want %t", text, ok, want)
		}
		field := rapid.StringMatching(`[^:]{0,9}`)
		a := iam.ARN{field.Draw(t, "partition"), field.Draw(t, "service"), field.Draw(t, "region"), field.Draw(t, "account"), rapid.String().Draw(t, "resource")}
		if back, ok := iam.ParseARN(a.String()); !ok || back != a {
			t.Fatalf("%q is parsed as %+v", a, back)
		}
	})
}
