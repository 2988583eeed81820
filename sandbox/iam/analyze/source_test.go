package analyze_test

import (
	"strings"
	"testing"

	"rolecall/sandbox/iam"
	"rolecall/sandbox/iam/analyze"
)

// A queue open to everybody under aws:SourceArn lets in the service whose resource
// the ARN names, for services alone carry that key; see "Fanout to Amazon SQS queues"
// in the SNS Developer Guide.
func TestSourceArnLetsItsServiceIn(t *testing.T) {
	for _, tt := range []struct{ principal, source, want string }{
		{`"*"`, "arn:aws:sns:us-east-1:111122223333:news", "sns.amazonaws.com"},
		{`{"AWS": "*"}`, "arn:aws:s3:::reports", "s3.amazonaws.com"},
		{`"*"`, "arn:aws:events:us-east-1:111122223333:rule/nightly", "events.amazonaws.com"},
	} {
		document := `{"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Principal": ` + tt.principal + `, "Action": "sqs:SendMessage", "Resource": "arn:aws:sqs:us-east-1:111122223333:jobs", "Condition": {"ArnEquals": {"aws:SourceArn": "` + tt.source + `"}}}]}`
		found, err := analyze.WhoGetsIn(analyze.Door{Kind: iam.KindResource, Name: "the queue's policy", Document: []byte(document), Resource: "arn:aws:sqs:us-east-1:111122223333:jobs"})
		if err != nil {
			t.Fatal(err)
		}
		if !strings.Contains(found.Sentence, tt.want) || strings.Contains(found.Sentence, "nobody") {
			t.Errorf("with %s: %s", tt.source, found.Sentence)
		}
	}
}
