package awscli

import (
	"encoding/json"
	"testing"

	"github.com/google/go-cmp/cmp"

	"rolecall/sandbox/world"
)

// TestRecordsOfRootSessions holds the two records of "Track privileged tasks in AWS
// CloudTrail" in the IAM User Guide: the caller's AssumeRoot, and the root user's
// task, tied by the access key id.
func TestRecordsOfRootSessions(t *testing.T) {
	w := company(t)
	o := w.Organization()
	o.Services, o.RootFeatures = []string{"iam.amazonaws.com"}, []string{world.RootSessions}
	r, err := w.AddRole(w.Account("999999999999"), "John", "/", `{"Version":"2012-10-17","Statement":{"Effect":"Allow","Principal":{"AWS":"999999999999"},"Action":"sts:AssumeRole"}}`)
	if err != nil {
		t.Fatal(err)
	}
	r.Attached = []string{"arn:aws:iam::aws:policy/AdministratorAccess"}
	shell := NewShell(w, storyCaller(t, w, "999999999999/admin"))
	exec := func(line string) *world.Event {
		t.Helper()
		reply := shell.Exec(line)
		if reply.Outcome == nil || reply.Outcome.Event == nil || reply.Exit != 0 {
			t.Fatalf("%s: %s", line, reply.Stderr)
		}
		if c := reply.Outcome.Credentials; c != nil {
			shell = NewShell(w, world.KeysCaller(c.Credentials()))
		}
		return reply.Outcome.Event
	}
	exec("aws sts assume-role --role-arn arn:aws:iam::999999999999:role/John --role-session-name JohnRole1")
	asked := exec("aws sts assume-root --target-principal 444455556666 --task-policy-arn arn=arn:aws:iam::aws:policy/root-task/S3UnlockBucketPolicy")
	done := exec("aws s3api list-buckets")
	want := map[string]any{"targetPrincipal": "444455556666", "taskPolicyArn": map[string]any{"arn": "arn:aws:iam::aws:policy/root-task/S3UnlockBucketPolicy"}}
	if diff := cmp.Diff(want, asked.RequestParameters); diff != "" {
		t.Errorf("the parameters (-want +got)\n%s", diff)
	}
	u := asked.UserIdentity
	if u.Type != "AssumedRole" || u.SessionContext == nil || u.SessionContext.AssumedRoot != "true" || asked.RecipientAccountID != "999999999999" {
		t.Errorf("AssumeRoot was called by %+v for %s", u, asked.RecipientAccountID)
	}
	data, err := json.Marshal(asked.ResponseElements)
	if err != nil {
		t.Fatal(err)
	}
	var answered struct {
		Credentials struct {
			AccessKeyID string `json:"accessKeyId"`
		} `json:"credentials"`
	}
	if err := json.Unmarshal(data, &answered); err != nil {
		t.Fatal(err)
	}
	root := done.UserIdentity
	if root.Type != "Root" || root.ARN != "arn:aws:iam::444455556666:root" || root.PrincipalID != "444455556666" ||
		root.AccessKeyID != answered.Credentials.AccessKeyID || done.RecipientAccountID != "444455556666" {
		t.Errorf("the task was done by %+v for %s; the key was %q", root, done.RecipientAccountID, answered.Credentials.AccessKeyID)
	}
}
