package awsapi

import (
	"strconv"
	"strings"
	"time"

	"rolecall/sandbox/world"
)

// tableOperations are the calls of DynamoDB that make and remove tables, and those
// about their policies. The sandbox's tables have a partition key and nothing
// else: no sort key, no index, no stream.
func tableOperations() []*Operation {
	existing := required(str("TableName", "The table's name or ARN.", 1, 1024, ""))
	arn := required(str("ResourceArn", "The table's ARN.", 1, 1283, ""))
	revision := str("ExpectedRevisionId", "The revision that the policy must be of; else the call changes nothing.", 1, 255, "")
	keyName := required(str("AttributeName", "The attribute's name.", 1, 255, ""))
	capacity := Shape{Type: Structure, Members: []Param{
		required(integer("ReadCapacityUnits", "Reads a second.", 1, 0)), required(integer("WriteCapacityUnits", "Writes a second.", 1, 0)),
	}}
	op := func(name, doc string, do func(*Call) (any, error), in ...Param) *Operation {
		return &Operation{Service: "dynamodb", Name: name, Doc: doc, Input: in, do: do}
	}
	return []*Operation{
		op("CreateTable", "Makes a table with a partition key.", createTable,
			listOf("AttributeDefinitions", "The type of the key's attribute.", 0, Shape{Type: Structure, Members: []Param{keyName, required(enum("AttributeType", "S for a string, N for a number.", "S", "N", "B"))}}),
			required(str("TableName", "The table's name.", 3, 255, `[a-zA-Z0-9_.-]+`)),
			listOf("KeySchema", "The partition key: one attribute with the key type HASH.", 0, Shape{Type: Structure, Members: []Param{keyName, required(enum("KeyType", "HASH for the partition key.", "HASH", "RANGE"))}}),
			enum("BillingMode", "How reads and writes are paid for; PROVISIONED unless given.", "PROVISIONED", "PAY_PER_REQUEST"),
			Param{Name: "ProvisionedThroughput", Doc: "What is set aside when BillingMode is PROVISIONED.", Shape: capacity},
			tagsParam("Tags of the table."), text("ResourcePolicy", "The table's own policy.")),
		op("DescribeTable", "Shows a table.", describeTable, existing),
		op("DeleteTable", "Removes a table and all of its items.", deleteTable, existing),
		op("PutResourcePolicy", "Sets a table's own policy.", putTablePolicy, arn, required(text("Policy", "The policy.")), revision,
			boolean("ConfirmRemoveSelfResourceAccess", "Confirms that the policy may keep you from changing it again.")),
		op("GetResourcePolicy", "Shows a table's own policy.", getTablePolicy, arn),
		op("DeleteResourcePolicy", "Takes a table's own policy away.", deleteTablePolicy, arn, revision),
	}
}

// attributeDefinition is the type of an attribute that is a key.
type attributeDefinition struct {
	AttributeName string `json:"AttributeName"`
	AttributeType string `json:"AttributeType"`
}

// keySchemaElement says which key an attribute is.
type keySchemaElement struct {
	AttributeName string `json:"AttributeName"`
	KeyType       string `json:"KeyType"`
}

// throughputItem is what is set aside for a table; zero when it is paid for by the request.
type throughputItem struct {
	NumberOfDecreasesToday int64 `json:"NumberOfDecreasesToday"`
	ReadCapacityUnits      int64 `json:"ReadCapacityUnits"`
	WriteCapacityUnits     int64 `json:"WriteCapacityUnits"`
}

// billingModeSummary tells how a table is paid for, when by the request.
type billingModeSummary struct {
	BillingMode string `json:"BillingMode"`
}

// tableItem is a table.
type tableItem struct {
	AttributeDefinitions  []attributeDefinition `json:"AttributeDefinitions"`
	TableName             string                `json:"TableName"`
	KeySchema             []keySchemaElement    `json:"KeySchema"`
	TableStatus           string                `json:"TableStatus"`
	CreationDateTime      time.Time             `json:"CreationDateTime"`
	ProvisionedThroughput throughputItem        `json:"ProvisionedThroughput"`
	TableSizeBytes        int64                 `json:"TableSizeBytes"`
	ItemCount             int64                 `json:"ItemCount"`
	TableARN              string                `json:"TableArn"`
	BillingModeSummary    *billingModeSummary   `json:"BillingModeSummary,omitempty"`
}

// tableDescriptionOutput answers CreateTable and DeleteTable.
type tableDescriptionOutput struct {
	TableDescription tableItem `json:"TableDescription"`
}

// describeTableOutput answers DescribeTable.
type describeTableOutput struct {
	Table tableItem `json:"Table"`
}

// mostTables bounds the tables of an account.
const mostTables = 50

// What a table keeps among its values besides its items. Those that follow from the
// rest are left out: the key `id`, the type S, and no throughput.
const (
	keyValue     = "key"
	keyTypeValue = "key_type"
	readValue    = "read_capacity"
	writeValue   = "write_capacity"
)

func tableKey(r *world.Resource) string { return orElse(r.Values[keyValue], "id") }

func newTableItem(r *world.Resource, status string) tableItem {
	item := tableItem{
		AttributeDefinitions: []attributeDefinition{{tableKey(r), orElse(r.Values[keyTypeValue], "S")}}, TableName: r.Name,
		KeySchema: []keySchemaElement{{tableKey(r), "HASH"}}, TableStatus: status, CreationDateTime: r.Created, TableARN: r.ARN(),
	}
	for k, v := range r.Values {
		if strings.HasPrefix(k, itemPrefix) {
			item.ItemCount++
			item.TableSizeBytes += int64(len(v))
		}
	}
	read, readErr := strconv.ParseInt(r.Values[readValue], 10, 64)
	write, writeErr := strconv.ParseInt(r.Values[writeValue], 10, 64)
	if readErr == nil && writeErr == nil {
		item.ProvisionedThroughput.ReadCapacityUnits, item.ProvisionedThroughput.WriteCapacityUnits = read, write
	} else {
		item.BillingModeSummary = &billingModeSummary{"PAY_PER_REQUEST"}
	}
	return item
}

// createTable: the policy of a new table needs PutResourcePolicy as well; see
// CreateTable in the DynamoDB API Reference.
func createTable(c *Call) (any, error) {
	name := c.str("TableName")
	values, err := c.tableValues()
	if err != nil {
		return nil, err
	}
	old, target := c.resource("tables", name, c.arnOf("dynamodb", "table/"+name))
	target.Policy, target.Tags = "", nil // the one that is there has no say about a new one
	if err := c.authorizeWithTags(target, "dynamodb:TagResource", c.tagMap(), nil); err != nil {
		return nil, err
	}
	if c.has("ResourcePolicy") {
		if err := c.authorize("dynamodb:PutResourcePolicy", target, nil); err != nil {
			return nil, err
		}
	}
	if old != nil {
		return nil, c.fail("ResourceInUseException", 400, "Table already exists: %s", name)
	}
	if len(c.resourcesOf("tables")) >= mostTables {
		return nil, c.fail("LimitExceededException", 400, "An account of the sandbox holds at most %d tables.", mostTables)
	}
	r, err := c.World.AddResource(c.account(), "tables", name)
	if err != nil {
		return nil, c.fail("ValidationException", 400, "%s", err.Error())
	}
	if c.has("ResourcePolicy") {
		if err := c.setPolicy(r, c.str("ResourcePolicy"), "ValidationException"); err != nil {
			c.World.DeleteResource(r)
			return nil, err
		}
	}
	r.Values, r.Tags = orNone(values), c.tagMap()
	c.World.Touch()
	c.answer("tableDescription", map[string]any{"tableName": r.Name, "tableArn": r.ARN(), "tableStatus": "CREATING"})
	return &tableDescriptionOutput{newTableItem(r, "CREATING")}, nil
}

// tableValues reads what a new table is to keep of its key and its throughput.
func (c *Call) tableValues() (map[string]string, error) {
	invalid := func(format string, args ...any) (map[string]string, error) {
		return nil, c.fail("ValidationException", 400, "One or more parameter values were invalid: "+format, args...)
	}
	schema, defined := c.list("KeySchema"), c.list("AttributeDefinitions")
	switch {
	case len(schema) == 0 || member(schema[0], "KeyType") != "HASH":
		return invalid("The first element of KeySchema is the partition key, with the key type HASH.")
	case len(schema) > 1:
		return invalid("A table of the sandbox has a partition key only: leave the sort key (RANGE) out.")
	case len(defined) != 1 || member(defined[0], "AttributeName") != member(schema[0], "AttributeName"):
		return invalid("AttributeDefinitions must define the attribute of KeySchema, %s, and no other.", member(schema[0], "AttributeName"))
	case member(defined[0], "AttributeType") == "B":
		return invalid("The sandbox holds no binary attributes: the key's type is S or N.")
	}
	values := map[string]string{}
	if name := member(schema[0], "AttributeName"); name != "id" {
		values[keyValue] = name
	}
	if member(defined[0], "AttributeType") == "N" {
		values[keyTypeValue] = "N"
	}
	throughput, provisioned := c.In["ProvisionedThroughput"].(map[string]any)
	switch {
	case c.str("BillingMode") == "PAY_PER_REQUEST" && provisioned:
		return invalid("Neither ReadCapacityUnits nor WriteCapacityUnits can be specified when BillingMode is PAY_PER_REQUEST")
	case c.str("BillingMode") != "PAY_PER_REQUEST" && !provisioned:
		return invalid("ReadCapacityUnits and WriteCapacityUnits must both be specified when BillingMode is PROVISIONED")
	}
	if provisioned {
		read, _ := throughput["ReadCapacityUnits"].(int64)
		write, _ := throughput["WriteCapacityUnits"].(int64)
		values[readValue], values[writeValue] = strconv.FormatInt(read, 10), strconv.FormatInt(write, 10)
	}
	return values, nil
}

// authorizedTable is the table that a parameter names once the caller may do the
// operation to it.
func (c *Call) authorizedTable(param string) (*world.Resource, error) {
	named := c.str(param)
	r, target := c.resource("tables", named, c.arnOf("dynamodb", "table/"+named))
	if err := c.authorize(c.Op.Action, target, nil); err != nil {
		return nil, err
	}
	if r == nil {
		return nil, c.fail("ResourceNotFoundException", 400, "Requested resource not found: Table: %s not found", named[strings.LastIndexByte(named, '/')+1:])
	}
	return r, nil
}

func describeTable(c *Call) (any, error) {
	r, err := c.authorizedTable("TableName")
	if err != nil {
		return nil, err
	}
	return &describeTableOutput{newTableItem(r, "ACTIVE")}, nil
}

func deleteTable(c *Call) (any, error) {
	r, err := c.authorizedTable("TableName")
	if err != nil {
		return nil, err
	}
	out := &tableDescriptionOutput{newTableItem(r, "DELETING")}
	c.World.DeleteResource(r)
	c.answer("tableDescription", map[string]any{"tableName": r.Name, "tableArn": r.ARN(), "tableStatus": "DELETING"})
	return out, nil
}
