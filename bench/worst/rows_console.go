package worst

import (
	"fmt"
	"net/http"
	"strings"
)

// Lines are console lines that make a world's console work hardest, by what they do.
func Lines() map[string]string {
	file := strings.Repeat(" f", 400)
	return map[string]string{
		"a query that doubles":      "aws sts get-caller-identity --query '" + strings.Repeat("[@,@]|", 24) + "@'",
		"a query of many functions": "aws iam list-roles --query '" + strings.Repeat("sort(", 400) + "@" + strings.Repeat(")", 400) + "'",
		"a query of many filters":   "aws iam list-roles --query 'Roles" + strings.Repeat("[?RoleName!=`x`]", 900) + "'",
		"a file again and again":    "cat" + file,
		"a variable again":          "A=" + strings.Repeat("x", 4000) + "; echo " + strings.Repeat("$A", 4000),
		"pipes":                     "echo x" + strings.Repeat(" | cat", 2000),
		"commands":                  strings.Repeat("aws sts get-caller-identity; ", 500),
		"loops in words":            strings.Repeat("$(echo ", 300) + "x" + strings.Repeat(")", 300),
		"simulate":                  "aws iam simulate-custom-policy --policy-input-list '" + policy(`{"Effect":"Allow","Action":"*","Resource":"*"}`) + "' --action-names" + words("iam:A", 1500) + " --resource-arns" + words("arn:aws:s3:::b", 400),
		"account details":           "aws iam get-account-authorization-details --output table",
	}
}

func words(prefix string, n int) string {
	var b strings.Builder
	for i := range n {
		fmt.Fprintf(&b, " %s%d", prefix, i)
	}
	return b.String()
}

// consoleRows are lines typed in a console, in a small world and in one with a large
// file.
func consoleRows() []Row {
	var rows []Row
	withFile := func(s *Site) string {
		return s.once("world with a file", func() string {
			path := s.scenario("blank")
			s.answerTo(s.form(path+"/console", "line", "echo "+strings.Repeat("x", 15<<10)+" > f"))
			return path
		})
	}
	for _, name := range keys(Lines()) {
		rows = append(rows, Row{Route: "POST /sandbox/:world/console", Name: name, Request: func(s *Site) *http.Request {
			return s.form(withFile(s)+"/console", "line", Lines()[name])
		}})
	}
	lesson := func(s *Site) string { return s.action("/line") }
	rows = append(rows,
		Row{Route: "POST /sandbox/:world/console", Name: "account details of a large world", Import: true, Request: func(s *Site) *http.Request {
			return s.form(s.imported("acts", RealAccount(1500, 300, 200))+"/console", "line", Lines()["account details"])
		}},
		post("/lessons/:lesson/:mode/path/:block/line", "on a console: a query that doubles", lesson, "line", Lines()["a query that doubles"]),
	)
	return rows
}
