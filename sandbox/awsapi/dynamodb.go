package awsapi

import (
	"encoding/json"
	"maps"
	"slices"

	"rolecall/sandbox/world"
)

// dynamoOperations are the few calls of DynamoDB that show permissions on a table
// and on its items. A table's partition key is the attribute that its values name
// as `key`, else `id`.
func dynamoOperations() []*Operation {
	table := required(str("TableName", "The table's name or ARN.", 1, 1024, ""))
	attribute := Shape{Type: Structure, Members: []Param{text("S", "A string."), text("N", "A number, written as a string."), boolean("BOOL", "True or false.")}}
	item := func(name, doc string) Param { return required(mapOf(name, doc, attribute)) }
	return []*Operation{
		{Service: "dynamodb", Name: "GetItem", do: getItem, Doc: "Reads an item of a table.", Input: []Param{table, item("Key", "The item's key.")}},
		{Service: "dynamodb", Name: "PutItem", do: putItem, Doc: "Writes an item of a table.", Input: []Param{table, item("Item", "The item.")}},
		{Service: "dynamodb", Name: "Scan", do: scan, Doc: "Lists the items of a table.", Input: []Param{table}},
		{Service: "dynamodb", Name: "DeleteItem", do: deleteItem, Doc: "Removes an item of a table.", Input: []Param{table, item("Key", "The item's key."),
			enum("ReturnValues", "ALL_OLD to see the item once more.", "NONE", "ALL_OLD")}},
		{Service: "dynamodb", Name: "Query", do: queryTable, Doc: "Finds the items with a partition key's value.", Input: []Param{table,
			text("KeyConditionExpression", "Which items: NAME = :value, with the table's partition key."),
			mapOf("ExpressionAttributeNames", "What #names in the expression stand for.", Shape{Type: String}),
			mapOf("ExpressionAttributeValues", "What :values in the expression stand for.", attribute)}},
		{Service: "dynamodb", Name: "ListTables", do: listTables, Doc: "Lists the tables of the account."},
	}
}

// getItemOutput answers GetItem.
type getItemOutput struct {
	Item json.RawMessage `json:"Item,omitempty"`
}

// scanOutput answers Scan and Query.
type scanOutput struct {
	Items        []json.RawMessage `json:"Items"`
	Count        int               `json:"Count"`
	ScannedCount int               `json:"ScannedCount"`
}

// listTablesOutput answers ListTables.
type listTablesOutput struct {
	TableNames []string `json:"TableNames"`
}

// itemPrefix marks the values of a table that are items.
const itemPrefix = "item:"

// table finds the call's table; key is the leading key that conditions may ask for.
func (c *Call) table(param string) (r *world.Resource, key string, err error) {
	r, target := c.resource("tables", c.str("TableName"), c.arnOf("dynamodb", "table/"+c.str("TableName")))
	ctx := world.Context{}
	if param != "" && r != nil {
		attributes, _ := c.In[param].(map[string]any)
		key = keyText(attributes[tableKey(r)])
		ctx["dynamodb:LeadingKeys"] = []string{key}
	}
	if err := c.authorize(c.Op.Action, target, ctx); err != nil {
		return nil, "", err
	}
	if r == nil {
		return nil, "", c.fail("ResourceNotFoundException", 400, "Requested resource not found")
	}
	if param != "" && key == "" {
		return nil, "", c.fail("ValidationException", 400, "One of the required keys was not given a value")
	}
	return r, key, nil
}

func getItem(c *Call) (any, error) {
	r, key, err := c.table("Key")
	if err != nil {
		return nil, err
	}
	return &getItemOutput{json.RawMessage(r.Values[itemPrefix+key])}, nil
}

func putItem(c *Call) (any, error) {
	r, key, err := c.table("Item")
	if err != nil {
		return nil, err
	}
	text, err := json.Marshal(c.In["Item"])
	if err != nil {
		return nil, c.fail("ValidationException", 400, "%s", err.Error())
	}
	if err := c.tooBig("ValidationException", string(text)); err != nil {
		return nil, err
	}
	if len(r.Values) >= 200 && r.Values[itemPrefix+key] == "" {
		return nil, c.fail("ItemCollectionSizeLimitExceededException", 400, "A table of the sandbox holds at most 200 items.")
	}
	c.setValue(r, itemPrefix+key, string(text))
	return nil, nil
}

func scan(c *Call) (any, error) {
	r, _, err := c.table("")
	if err != nil {
		return nil, err
	}
	out := &scanOutput{Items: []json.RawMessage{}}
	for _, k := range slices.Sorted(maps.Keys(r.Values)) {
		if len(k) > len(itemPrefix) && k[:len(itemPrefix)] == itemPrefix {
			out.Items = append(out.Items, json.RawMessage(r.Values[k]))
		}
	}
	out.Count, out.ScannedCount = len(out.Items), len(out.Items)
	return out, nil
}

func listTables(c *Call) (any, error) {
	if err := c.authorize("dynamodb:ListTables", c.anyTarget(""), nil); err != nil {
		return nil, err
	}
	out := &listTablesOutput{TableNames: []string{}}
	for _, r := range c.resourcesOf("tables") {
		out.TableNames = append(out.TableNames, r.Name)
	}
	return out, nil
}
