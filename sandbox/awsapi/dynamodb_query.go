package awsapi

import (
	"encoding/json"
	"maps"
	"regexp"
	"slices"

	"rolecall/sandbox/world"
)

// keyEquality is the one form of a KeyConditionExpression that the sandbox reads:
// the partition key's name, or what stands for it, and what stands for its value.
var keyEquality = regexp.MustCompile(`^\s*(#[A-Za-z0-9_]+|[A-Za-z][A-Za-z0-9_]*)\s*=\s*(:[A-Za-z0-9_]+)\s*$`)

// keyCondition reads the attribute and the value that a query asks for.
func (c *Call) keyCondition() (attribute string, value any, err error) {
	invalid := func(format string, args ...any) (string, any, error) {
		return "", nil, c.fail("ValidationException", 400, format, args...)
	}
	src := c.str("KeyConditionExpression")
	if src == "" {
		return invalid("Either the KeyConditions or KeyConditionExpression parameter must be specified in the request.")
	}
	m := keyEquality.FindStringSubmatch(src)
	if m == nil {
		return invalid("The sandbox reads a KeyConditionExpression of the form `NAME = :value`, with the table's partition key, and this is another: %s", shorten(src))
	}
	names, _ := c.In["ExpressionAttributeNames"].(map[string]any)
	values, _ := c.In["ExpressionAttributeValues"].(map[string]any)
	attribute = m[1]
	if attribute[0] == '#' {
		name, ok := names[attribute].(string)
		if !ok {
			return invalid("Invalid KeyConditionExpression: An expression attribute name used in the document path is not defined; attribute name: %s", m[1])
		}
		attribute = name
	}
	value, ok := values[m[2]]
	if !ok {
		return invalid("Invalid KeyConditionExpression: An expression attribute value used in expression is not defined; attribute value: %s", m[2])
	}
	for _, k := range slices.Sorted(maps.Keys(names)) {
		if k != m[1] {
			return invalid("Value provided in ExpressionAttributeNames unused in expressions: keys: {%s}", k)
		}
	}
	for _, k := range slices.Sorted(maps.Keys(values)) {
		if k != m[2] {
			return invalid("Value provided in ExpressionAttributeValues unused in expressions: keys: {%s}", k)
		}
	}
	return attribute, value, nil
}

// queryTable finds the items with a partition key's value, which conditions see as the
// leading key, as they do in GetItem.
func queryTable(c *Call) (any, error) {
	attribute, value, err := c.keyCondition()
	if err != nil {
		return nil, err
	}
	r, target := c.resource("tables", c.str("TableName"), c.arnOf("dynamodb", "table/"+c.str("TableName")))
	key, ctx := keyText(value), world.Context{}
	if r != nil && attribute == tableKey(r) {
		ctx["dynamodb:LeadingKeys"] = []string{key}
	}
	if err := c.authorize(c.Op.Action, target, ctx); err != nil {
		return nil, err
	}
	switch {
	case r == nil:
		return nil, c.fail("ResourceNotFoundException", 400, "Requested resource not found")
	case attribute != tableKey(r):
		return nil, c.fail("ValidationException", 400, "Query condition missed key schema element: %s", tableKey(r))
	}
	out := &scanOutput{Items: []json.RawMessage{}}
	if item := r.Values[itemPrefix+key]; key != "" && item != "" {
		out.Items = append(out.Items, json.RawMessage(item))
	}
	out.Count, out.ScannedCount = len(out.Items), len(out.Items)
	return out, nil
}

// keyText is an attribute's value as a key: the string, or the number as it is written.
func keyText(value any) string { return orElse(member(value, "S"), member(value, "N")) }

// deleteItemOutput answers DeleteItem when it was asked for what was there.
type deleteItemOutput struct {
	Attributes json.RawMessage `json:"Attributes,omitempty"`
}

// deleteItem does nothing, and says nothing, when the item isn't there.
func deleteItem(c *Call) (any, error) {
	r, key, err := c.table("Key")
	if err != nil {
		return nil, err
	}
	old, there := r.Values[itemPrefix+key]
	if !there {
		return nil, nil
	}
	delete(r.Values, itemPrefix+key)
	c.World.Touch()
	if c.str("ReturnValues") != "ALL_OLD" {
		return nil, nil
	}
	return &deleteItemOutput{json.RawMessage(old)}, nil
}
