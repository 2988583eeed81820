package awsapi_test

import (
	"encoding/json"
	"strings"
	"testing"

	"rolecall/sandbox/awsapi"
	"rolecall/sandbox/iam"
	"rolecall/sandbox/world"
)

func assume(t *testing.T, w *world.World, caller world.Caller) awsapi.Outcome {
	t.Helper()
	_, o := awsapi.Invoke(w, caller, awsapi.LookupName("sts", "AssumeRole"), awsapi.Input{
		"RoleArn": "arn:aws:iam::444455556666:role/Deploy", "RoleSessionName": "ship",
	})
	return o
}

// CloudTrail UG: "CloudTrail record contents"; "Share events across accounts":
// both accounts get a record, tied by sharedEventID.
func TestACallAcrossAccountsLeavesTwoRecords(t *testing.T) {
	w := stage(t)
	o := assume(t, w, who(t, w, "111122223333/admin"))
	if o.Err != nil || o.Credentials == nil {
		t.Fatalf("it was refused: %v", o.Err)
	}
	events := w.Events()
	if len(events) != 2 {
		t.Fatalf("%d records", len(events))
	}
	mine, theirs := events[0], events[1]
	if mine.SharedEventID == "" || mine.SharedEventID != theirs.SharedEventID || mine.EventID == theirs.EventID {
		t.Errorf("shared %q and %q, ids %q and %q", mine.SharedEventID, theirs.SharedEventID, mine.EventID, theirs.EventID)
	}
	if mine.RecipientAccountID != "111122223333" || theirs.RecipientAccountID != "444455556666" {
		t.Errorf("they went to %s and %s", mine.RecipientAccountID, theirs.RecipientAccountID)
	}
	text, err := json.Marshal(mine)
	if err != nil {
		t.Fatal(err)
	}
	for _, secret := range []string{o.Credentials.SecretAccessKey, o.Credentials.SessionToken} {
		if strings.Contains(string(text), secret) {
			t.Error("the record shows a secret")
		}
	}
	for _, want := range []string{`"eventName":"AssumeRole"`, `"accessKeyId":"` + o.Credentials.AccessKeyID, `"roleArn":"arn:aws:iam::444455556666:role/Deploy"`, `"type":"IAMUser"`, `"decision":"allowed"`} {
		if !strings.Contains(string(text), want) {
			t.Errorf("the record lacks %s", want)
		}
	}
}

func TestADeniedCallLeavesARecordWithItsReason(t *testing.T) {
	w := stage(t)
	o := assume(t, w, who(t, w, "111122223333/alice"))
	e := w.Events()[0]
	if len(w.Events()) != 1 || e.ErrorCode != "AccessDenied" || e.ResponseElements != nil || o.Event != e {
		t.Errorf("got %+v", e)
	}
	if e.Rolecall.Decision == nil || *e.Rolecall.Decision != iam.ImplicitDeny || e.Rolecall.Trace == nil {
		t.Errorf("it doesn't say why: %+v", e.Rolecall)
	}
}

func TestExpiredCredentialsAuthorizeNothing(t *testing.T) {
	w := stage(t)
	o := assume(t, w, who(t, w, "expired"))
	e := w.Events()[0]
	if o.Authorized || e.Rolecall.Decision != nil || e.ErrorCode != "ExpiredToken" || e.RecipientAccountID != "444455556666" {
		t.Errorf("got %+v", e)
	}
}

func TestEveryOperationIsDescribed(t *testing.T) {
	seen := map[string]bool{}
	for _, op := range awsapi.Operations() {
		key := op.CLI + " " + op.Command
		if seen[key] {
			t.Errorf("%s comes twice", key)
		}
		seen[key] = true
		if op.Doc == "" || op.Action == "" || awsapi.Lookup(op.CLI, op.Command) != op || awsapi.LookupName(op.Service, op.Name) != op {
			t.Errorf("%s is incomplete", key)
		}
		for _, p := range op.Input {
			if p.Doc == "" || !strings.HasPrefix(p.Option, "--") {
				t.Errorf("%s %s is incomplete", key, p.Name)
			}
		}
	}
	for _, command := range []string{"sts assume-role", "s3api list-objects-v2", "iam list-mfa-devices", "iam list-open-id-connect-providers", "iam list-saml-providers", "iam put-role-permissions-boundary"} {
		if !seen[command] {
			t.Errorf("there is no aws %s", command)
		}
	}
}
