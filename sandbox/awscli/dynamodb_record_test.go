package awscli

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"rolecall/sandbox/world"
)

// TestTableRecords: reads and writes of items are data events, the rest management
// events ("Logging DynamoDB operations by using AWS CloudTrail", DynamoDB Developer
// Guide); values that are no keys don't appear in them ("Understanding DynamoDB log
// file entries").
func TestTableRecords(t *testing.T) {
	w := company(t)
	s := NewShell(w, storyCaller(t, w, "444455556666/admin"))
	type record struct {
		Name, Category string
		ReadOnly       bool
		Parameters     map[string]any
		Resource       world.EventResource
	}
	orders := world.EventResource{AccountID: "444455556666", Type: "AWS::DynamoDB::Table", ARN: "arn:aws:dynamodb:us-east-1:444455556666:table/orders"}
	key := map[string]any{"id": map[string]any{"s": "7"}}
	table := func(more map[string]any) map[string]any {
		m := map[string]any{"tableName": "orders"}
		for k, v := range more {
			m[k] = v
		}
		return m
	}
	for _, step := range []struct {
		line string
		want record
	}{
		{`create-table --table-name orders --billing-mode PAY_PER_REQUEST --key-schema AttributeName=id,KeyType=HASH --attribute-definitions AttributeName=id,AttributeType=S`, record{"CreateTable", "Management", false, table(map[string]any{
			"billingMode": "PAY_PER_REQUEST", "keySchema": []any{map[string]any{"attributeName": "id", "keyType": "HASH"}}, "attributeDefinitions": []any{map[string]any{"attributeName": "id", "attributeType": "S"}}}), orders}},
		{`describe-table --table-name orders`, record{"DescribeTable", "Management", true, table(nil), orders}},
		{`put-item --table-name orders --item '{"id":{"S":"7"},"note":{"S":"secret"}}'`, record{"PutItem", "Data", false, table(nil), orders}},
		{`query --table-name orders --key-condition-expression 'id = :v' --expression-attribute-values '{":v":{"S":"7"}}'`, record{"Query", "Data", true, table(map[string]any{"keyConditionExpression": "id = :v"}), orders}},
		{`scan --table-name orders`, record{"Scan", "Data", true, table(nil), orders}},
		{`delete-item --table-name orders --key '{"id":{"S":"7"}}'`, record{"DeleteItem", "Data", false, table(map[string]any{"key": key}), orders}},
		{`get-resource-policy --resource-arn ` + orders.ARN, record{"GetResourcePolicy", "Management", true, map[string]any{"resourceArn": orders.ARN}, orders}},
		{`delete-table --table-name orders`, record{"DeleteTable", "Management", false, table(nil), orders}},
	} {
		r := s.Exec("aws dynamodb " + step.line)
		if r.Outcome == nil || r.Outcome.Event == nil || len(r.Outcome.Event.Resources) != 1 {
			t.Fatalf("%s: %s%s", step.line, r.Stdout, r.Stderr)
		}
		e := r.Outcome.Event
		got := record{e.EventName, e.EventCategory, e.ReadOnly, e.RequestParameters, e.Resources[0]}
		if diff := cmp.Diff(step.want, got); diff != "" {
			t.Errorf("%s (-want +got):\n%s", step.line, diff)
		}
		if e.EventSource != "dynamodb.amazonaws.com" || e.ManagementEvent != (step.want.Category == "Management") {
			t.Errorf("%s: %s, management event %t", step.line, e.EventSource, e.ManagementEvent)
		}
	}
}

// TestTableAndWaiterCompletion: names and ARNs of tables are offered, and the waiters.
func TestTableAndWaiterCompletion(t *testing.T) {
	w := company(t)
	s := NewShell(w, storyCaller(t, w, "444455556666/admin"))
	if _, err := w.AddResource(w.Account("444455556666"), "tables", "orders"); err != nil {
		t.Fatal(err)
	}
	for line, want := range map[string][]string{
		"aws dynamodb describe-table --table-name ":          {"orders"},
		"aws dynamodb get-resource-policy --resource-arn ":   {"arn:aws:dynamodb:us-east-1:444455556666:table/orders"},
		"aws dynamodb wait ":                                 {"table-exists", "table-not-exists"},
		"aws dynamodb wait table-exists --table-name ":       {"orders"},
		"aws dynamodb wa":                                    {"wait"},
		"aws dynamodb wait nothing --table-name ":            nil,
		"aws iam update-user --user-name c":                  {"carol"},
		"aws iam update-user --user-name carol --new-user-n": {"--new-user-name"},
	} {
		if diff := cmp.Diff(want, texts(s.complete(line, len(line)))); diff != "" {
			t.Errorf("%q (-want +got):\n%s", line, diff)
		}
	}
}
