package awsapi

import "testing"

// TestBareLiterals holds --query against what the AWS CLI 1.45 prints for the same
// expression over the same document (its JMESPath still takes words between
// backticks that are no JSON).
func TestBareLiterals(t *testing.T) {
	for src, want := range map[string]string{
		"Roles[?RoleName==`Deploy`]":            "Roles[?RoleName==`\"Deploy\"`]",
		"Roles[?RoleName==` Deploy`]":           "Roles[?RoleName==`\"Deploy\"`]",
		"Roles[?RoleName==`\"Deploy\"`]":        "Roles[?RoleName==`\"Deploy\"`]",
		"Roles[?MaxSessionDuration>`3600`]":     "Roles[?MaxSessionDuration>`3600`]",
		"[?starts_with(Arn, `arn:aws`)].Arn":    "[?starts_with(Arn, `\"arn:aws\"`)].Arn",
		"[?Name=='a`b`c'].\"odd `x` name\"":     "[?Name=='a`b`c'].\"odd `x` name\"",
		"[?a==`x\\`y`]":                         "[?a==`\"x\\`y\"`]",
		"[?a==`true` && b==`null` && c==`[1]`]": "[?a==`true` && b==`null` && c==`[1]`]",
		"[?a==`open":                            "[?a==`open",
	} {
		if got := bareLiterals(src); got != want {
			t.Errorf("%s\n got %s\nwant %s", src, got, want)
		}
		if _, err := compileQuery(want); err != nil && src != "[?a==`open" {
			t.Errorf("%s: %v", want, err)
		}
	}
}
