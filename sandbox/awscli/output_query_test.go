package awscli

import (
	"strings"
	"testing"
)

// TestQueryFaults holds that what is wrong with a --query is said as the AWS CLI
// says it: "Bad value for --query" before it runs, and the words of jmespath.py.
func TestQueryFaults(t *testing.T) {
	_, s := crossAccount(t)
	for src, want := range map[string]struct {
		exit   int
		stderr string
	}{
		"":                 {exitParams, "Bad value for --query : Invalid JMESPath expression: cannot be empty."},
		"[0":               {exitParams, "Bad value for --query [0: Invalid jmespath expression: Incomplete expression:\n\"[0\"\n   ^"},
		"Arn | [0":         {exitParams, "Bad value for --query Arn | [0: Invalid jmespath expression: Incomplete expression:\n\"Arn | [0\"\n         ^"},
		"a b":              {exitParams, "Bad value for --query a b: Unexpected token: b: Parse error at column 2, token \"b\" (UNQUOTED_IDENTIFIER), for expression:\n\"a b\"\n   ^"},
		"||a":              {exitParams, "Bad value for --query ||a: invalid token: Parse error at column 0, token \"||\" (OR), for expression:\n\"||a\"\n ^"},
		"nosuch(Arn)":      {exitGeneral, "Unknown function: nosuch()"},
		"sum(`[\"a\"]`)":   {exitGeneral, "In function sum(), invalid type for value: a, expected one of: ['array-number'], received: \"str\""},
		"length(Nope)":     {exitGeneral, "In function length(), invalid type for value: None, expected one of: ['string', 'array', 'object'], received: \"null\""},
		"length('x', 'y')": {exitGeneral, "Expected 1 argument for function length(), received 2"},
		"not_null()":       {exitGeneral, "Expected at least 1 argument for function not_null(), received 0"},
		"Arn == `Deploy`":  {0, ""},
	} {
		r := s.Exec("aws sts get-caller-identity --query " + shellQuote(src))
		if r.Exit != want.exit || !strings.Contains(r.Stderr, want.stderr) {
			t.Errorf("%s: exit %d and %s\nwant exit %d and %s", src, r.Exit, r.Stderr, want.exit, want.stderr)
		}
	}
}

func shellQuote(text string) string { return "'" + strings.ReplaceAll(text, "'", `'\''`) + "'" }
