package awscli

import (
	"strings"
	"testing"
)

// TestAliasStandsForItsKey follows "Control access to aliases" in the KMS Developer
// Guide: making one is asked of the alias and of the key, and calls may name it.
func TestAliasStandsForItsKey(t *testing.T) {
	w := company(t)
	shell := NewShell(w, storyCaller(t, w, "444455556666/admin"))
	id := strings.TrimSpace(shell.Exec("aws kms create-key --query KeyMetadata.KeyId --output text").Stdout)
	if len(id) != 36 {
		t.Fatalf("the key is %q", id)
	}
	r := shell.Exec("aws kms create-alias --alias-name alias/app --target-key-id " + id)
	if r.Exit != 0 || len(r.Outcome.Traces) != 2 {
		t.Fatalf("%s asked %d times", r.Stderr, len(r.Outcome.Traces))
	}
	for _, name := range []string{id, "alias/app", "arn:aws:kms:us-east-1:444455556666:alias/app"} {
		if got := strings.TrimSpace(shell.Exec("aws kms describe-key --key-id " + name + " --query KeyMetadata.KeyId --output text").Stdout); got != id {
			t.Errorf("%s is %q", name, got)
		}
	}
	cipher := strings.TrimSpace(shell.Exec("aws kms encrypt --key-id alias/app --plaintext aGVsbG8= --query CiphertextBlob --output text").Stdout)
	if got := strings.TrimSpace(shell.Exec("aws kms decrypt --ciphertext-blob " + cipher + " --query Plaintext --output text").Stdout); got != "aGVsbG8=" {
		t.Errorf("it decrypts to %q", got)
	}
	for _, bad := range []string{"alias/app", "alias/aws/s3"} {
		if r := shell.Exec("aws kms create-alias --alias-name " + bad + " --target-key-id " + id); r.Exit == 0 {
			t.Errorf("%s was made", bad)
		}
	}
}
