package iam

import (
	"fmt"
	"strings"
	"testing"
)

// TestCloserLooksAreBounded: looking for near words, for the forms of a value and for
// pairs of actions and resources has a limit for each document, however long it is.
func TestCloserLooksAreBounded(t *testing.T) {
	list := func(n int, format string) string {
		var b strings.Builder
		for i := range n {
			fmt.Fprintf(&b, format+",", i)
		}
		return strings.TrimSuffix(b.String(), ",")
	}
	const gh = "token.actions.githubusercontent.com"
	for name, c := range map[string]struct {
		kind Kind
		doc  string
		code string // its findings are at most mostLooks
		near bool   // no more than two times mostHints of all suggestions are near words
	}{
		"services": {KindTrust, `{"Version":"2012-10-17","Statement":{"Effect":"Allow","Principal":{"Service":[` + list(5000, `"lambd%d.amazonaws.com"`) + `]},"Action":"sts:AssumeRole"}}`, "", true},
		"subjects": {KindTrust, `{"Version":"2012-10-17","Statement":[` + list(3000, `{"Effect":"Allow","Principal":{"Federated":"arn:aws:iam::111122223333:oidc-provider/`+gh+`"},"Action":"sts:AssumeRoleWithWebIdentity","Condition":{"StringEquals":{"`+gh+`:sub":"repo:o/r%d:main"}}}`) + `]}`, codeSubjectForm, false},
		"pods":     {KindTrust, `{"Version":"2012-10-17","Statement":[` + list(3000, `{"Sid":"s%d","Effect":"Allow","Principal":{"Service":"pods.eks.amazonaws.com"},"Action":"sts:AssumeRole"}`) + `]}`, codeTagSession, false},
		"pairs":    {KindIdentity, `{"Version":"2012-10-17","Statement":{"Effect":"Allow","Action":[` + list(3000, `"s3:Get*%d"`) + `],"Resource":[` + list(3000, `"arn:aws:s3:::b%d"`) + `]}}`, codeResourceType, false},
	} {
		said, near := 0, 0
		for _, f := range Lint(c.kind, name, []byte(c.doc)) {
			if f.Code == c.code {
				said++
			}
			if strings.HasPrefix(f.Suggestion, "Did you mean") {
				near++
			}
		}
		if c.code != "" && said > mostLooks || near > 2*mostHints || c.near && near == 0 {
			t.Errorf("%s: %d findings, %d near words", name, said, near)
		}
	}
}
