package awscli

import (
	"strings"
	"testing"
)

// TestPermissionsJoinAPolicyOfOneStatement adds to a function's policy that was
// written in the editor with a single statement instead of a list.
func TestPermissionsJoinAPolicyOfOneStatement(t *testing.T) {
	w := company(t)
	a := w.Account("444455556666")
	r, err := w.AddResource(a, "functions", "ship")
	if err != nil {
		t.Fatal(err)
	}
	if _, err := w.SetDocument(r.PolicyPath(), `{"Version":"2012-10-17","Statement":{"Sid":"own","Effect":"Allow","Principal":{"AWS":"111122223333"},"Action":"lambda:InvokeFunction","Resource":"`+r.ARN()+`"}}`); err != nil {
		t.Fatal(err)
	}
	s := NewShell(w, storyCaller(t, w, "444455556666/admin"))
	for _, line := range []string{
		"aws lambda add-permission --function-name ship --statement-id s3 --action lambda:InvokeFunction --principal s3.amazonaws.com",
		"aws lambda remove-permission --function-name ship --statement-id own",
	} {
		before, _ := w.Document(r.PolicyPath())
		if r := s.Exec(line); r.Exit != 0 {
			t.Fatalf("%s: %s", line, r.Stderr)
		}
		if !strings.Contains(before, `"own"`) {
			t.Fatalf("the statement that was there is gone before: %s", line)
		}
	}
	if src, _ := w.Document(r.PolicyPath()); strings.Contains(src, `"own"`) || !strings.Contains(src, `"s3"`) {
		t.Errorf("the policy is now %s", src)
	}
}
