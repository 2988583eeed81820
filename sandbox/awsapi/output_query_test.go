package awsapi

import (
	"strings"
	"testing"
)

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

// TestQueryFaults holds that what is wrong with a --query is said in JMESPath's
// words, as jmespath.py does for the AWS CLI, and not in the library's.
func TestQueryFaults(t *testing.T) {
	_, s := crossAccount(t)
	for src, want := range map[string]string{
		"":                      "Bad value for --query : Invalid JMESPath expression: cannot be empty.",
		"[0":                    "Incomplete expression:\n\"[0\"\n   ^",
		"Arn | [0":              "Incomplete expression:\n\"Arn | [0\"\n         ^",
		"a b":                   "Unexpected token at the end of the expression: unquoted_identifier, for expression:",
		"||a":                   "Invalid token: or, for expression:",
		"[a b]":                 "Expected comma, received: unquoted_identifier, for expression:",
		"{}":                    "Expected quoted_identifier or unquoted_identifier, for expression:",
		"nosuch(Arn)":           "Unknown function: nosuch()",
		"sum(`[\"a\"]`)":        "Invalid type for value: [a], expected one of: ['array-number']",
		"length(Nope)":          "Invalid type for value: null, expected one of: ['string', 'array', 'object']",
		"length('x', 'y')":      "A function was called with the wrong number of arguments",
		"not_null()":            "A function was called with the wrong number of arguments",
		"Arn == `\"ASTEmpty\"`": "",
	} {
		r := s.Exec("aws sts get-caller-identity --query " + shellQuote(src))
		if want == "" {
			if r.Exit != 0 {
				t.Errorf("%s: %s", src, r.Stderr)
			}
			continue
		}
		if !strings.Contains(r.Stderr, want) || strings.Contains(r.Stderr, "jmespath.") || strings.Contains(r.Stderr, "AST") {
			t.Errorf("%s:%s want %q", src, r.Stderr, want)
		}
	}
}

func shellQuote(text string) string { return "'" + strings.ReplaceAll(text, "'", `'\''`) + "'" }
