package awsapi

import (
	"crypto/md5"
	"encoding/base64"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"strconv"
	"strings"
	"time"

	"rolecall/sandbox/world"
)

// queueOperations are the calls of the Simple Queue Service that show a permission
// at work, on the caller's side or by the queue's own policy.
func queueOperations() []*Operation {
	url := required(text("QueueUrl", "The queue's URL."))
	name := required(str("QueueName", "The queue's name.", 1, 80, `[A-Za-z0-9_-]+(\.fifo)?`))
	attributes := mapOf("Attributes", "Attributes, such as Policy and VisibilityTimeout.", Shape{Type: String})
	op := func(name, doc string, do func(*Call) (any, error), in ...Param) *Operation {
		return &Operation{Service: "sqs", Name: name, Doc: doc, Input: in, do: do}
	}
	return []*Operation{
		op("CreateQueue", "Makes a queue.", createQueue, name, attributes, mapOf("tags", "Tags of the queue.", Shape{Type: String, Max: 256})),
		op("ListQueues", "Lists the queues of the account.", listQueues, text("QueueNamePrefix", "Only those whose name begins so.")),
		op("GetQueueUrl", "Finds a queue's URL.", getQueueURL, name, str("QueueOwnerAWSAccountId", "The account that owns it; the caller's own unless given.", 0, 12, `\d{12}`)),
		op("GetQueueAttributes", "Shows a queue's attributes, its policy among them.", getQueueAttributes, url, listOf("AttributeNames", "Which; All for all.", 20, Shape{Type: String})),
		op("SetQueueAttributes", "Sets a queue's attributes; an empty Policy takes the policy away.", setQueueAttributes, url, required(attributes)),
		op("SendMessage", "Puts a message into a queue.", sendMessage, url, required(text("MessageBody", "The message."))),
		op("ReceiveMessage", "Takes messages out of sight and reads them.", receiveMessage, url,
			integer("MaxNumberOfMessages", "How many at most: 1 to 10, 1 unless given.", 1, 10), integer("VisibilityTimeout", "For how many seconds they stay out of sight.", 0, 43200)),
		op("DeleteMessage", "Removes a message that was received.", deleteMessage, url, required(text("ReceiptHandle", "The handle that came with it."))),
		op("DeleteQueue", "Removes a queue.", deleteQueue, url),
	}
}

// queueURLOutput answers CreateQueue and GetQueueUrl.
type queueURLOutput struct {
	QueueURL string `json:"QueueUrl"`
}

// listQueuesOutput answers ListQueues.
type listQueuesOutput struct {
	QueueURLs []string `json:"QueueUrls,omitempty"`
}

// attributesOutput answers GetQueueAttributes and GetTopicAttributes.
type attributesOutput struct {
	Attributes map[string]string `json:"Attributes"`
}

// sendMessageOutput answers SendMessage.
type sendMessageOutput struct {
	MD5       string `json:"MD5OfMessageBody"`
	MessageID string `json:"MessageId"`
}

// messageItem is a message that was received.
type messageItem struct {
	MessageID     string `json:"MessageId"`
	ReceiptHandle string `json:"ReceiptHandle"`
	MD5           string `json:"MD5OfBody"`
	Body          string `json:"Body"`
}

// receiveMessageOutput answers ReceiveMessage.
type receiveMessageOutput struct {
	Messages []messageItem `json:"Messages,omitempty"`
}

// queuedMessage is how a queue keeps a message among its values.
type queuedMessage struct {
	ID    string    `json:"id"`
	Body  string    `json:"body"`
	Shown time.Time `json:"shown"` // when it can be received again
}

const (
	messagePrefix = "message:"
	mostMessages  = 100
	queueHost     = "https://sqs." + world.Region + ".amazonaws.com/"
)

func queueURL(r *world.Resource) string { return queueHost + r.Account + "/" + r.Name }

// queue finds the queue that a URL names.
func (c *Call) queue(url string) (*world.Resource, world.Target) {
	account, name, ok := strings.Cut(strings.TrimPrefix(url, queueHost), "/")
	if !ok || len(account) != 12 {
		account, name = c.Access.Who.Account, url[strings.LastIndexByte(url, '/')+1:]
	}
	arn := "arn:aws:sqs:" + world.Region + ":" + account + ":" + name
	return c.resource("queues", arn, arn)
}

// authorizedQueue is the call's queue once the caller may do the operation to it.
// Managing a queue can't be granted to another account; see "Limitations of Amazon
// SQS custom policies" in the SQS Developer Guide.
func (c *Call) authorizedQueue(own bool) (*world.Resource, error) {
	r, target := c.queue(c.str("QueueUrl"))
	if err := c.authorize(c.Op.Action, target, nil); err != nil {
		return nil, err
	}
	if own && target.Account != c.Access.Who.Account {
		return nil, c.fail("AccessDenied", 403, "User: %s is not authorized to perform: %s on resource: %s", c.Access.Who.ARN, c.Op.Action, target.ARN)
	}
	if r == nil {
		return nil, c.noQueue()
	}
	return r, nil
}

func (c *Call) noQueue() error {
	return c.fail("AWS.SimpleQueueService.NonExistentQueue", 400, "The specified queue does not exist.")
}

func createQueue(c *Call) (any, error) {
	name := c.str("QueueName")
	arn := c.arnOf("sqs", name)
	old, target := c.resource("queues", arn, arn)
	tags := map[string]string{}
	given, _ := c.In["tags"].(map[string]any)
	for k, v := range given {
		tags[k], _ = v.(string)
	}
	if err := c.authorizeWithTags(target, "sqs:TagQueue", tags, nil); err != nil {
		return nil, err
	}
	if old != nil {
		return &queueURLOutput{queueURL(old)}, c.sameQueue(old)
	}
	r, err := c.World.AddResource(c.account(), "queues", name)
	if err != nil {
		return nil, c.fail("InvalidParameterValue", 400, "%s", err.Error())
	}
	if err := c.queueAttributes(r); err != nil {
		c.World.DeleteResource(r)
		return nil, err
	}
	r.Tags = orNone(tags)
	c.answer("queueUrl", queueURL(r))
	return &queueURLOutput{queueURL(r)}, nil
}

// sameQueue refuses to make a queue that is there with other attributes; see
// CreateQueue in the SQS API Reference.
func (c *Call) sameQueue(r *world.Resource) error {
	m, _ := c.In["Attributes"].(map[string]any)
	for _, name := range slices.Sorted(maps.Keys(m)) {
		now := strconv.FormatInt(queueSetting(r, name), 10)
		if name == "Policy" {
			now, _ = c.World.Document(r.PolicyPath())
		}
		if m[name] != now {
			return c.fail("QueueAlreadyExists", 400, "A queue already exists with the same name and a different value for attribute %s", name)
		}
	}
	return nil
}

func listQueues(c *Call) (any, error) {
	if err := c.authorize("sqs:ListQueues", c.anyTarget(""), nil); err != nil {
		return nil, err
	}
	out := &listQueuesOutput{}
	for _, r := range c.resourcesOf("queues") {
		if strings.HasPrefix(r.Name, c.str("QueueNamePrefix")) {
			out.QueueURLs = append(out.QueueURLs, queueURL(r))
		}
	}
	return out, nil
}

func getQueueURL(c *Call) (any, error) {
	r, target := c.queue(queueHost + orElse(c.str("QueueOwnerAWSAccountId"), c.Access.Who.Account) + "/" + c.str("QueueName"))
	if err := c.authorize("sqs:GetQueueUrl", target, nil); err != nil {
		return nil, err
	}
	if r == nil {
		return nil, c.noQueue()
	}
	return &queueURLOutput{queueURL(r)}, nil
}

// settable are the attributes of a queue that the sandbox keeps, besides Policy:
// what each is at first, and from where to where it goes. See SetQueueAttributes in
// the SQS API Reference.
var settable = map[string]struct{ first, least, most int64 }{
	"VisibilityTimeout": {30, 0, 43200}, "DelaySeconds": {0, 0, 900}, "MaximumMessageSize": {1048576, 1024, 1048576},
	"MessageRetentionPeriod": {345600, 60, 1209600}, "ReceiveMessageWaitTimeSeconds": {0, 0, 20},
}

// queueSetting is what one of those attributes is now.
func queueSetting(r *world.Resource, name string) int64 {
	if n, err := strconv.ParseInt(r.Values[name], 10, 64); err == nil {
		return n
	}
	return settable[name].first
}

func getQueueAttributes(c *Call) (any, error) {
	r, err := c.authorizedQueue(false)
	if err != nil {
		return nil, err
	}
	all := map[string]string{
		"QueueArn": r.ARN(), "CreatedTimestamp": strconv.FormatInt(r.Created.Unix(), 10),
		"ApproximateNumberOfMessages": strconv.Itoa(len(c.messages(r))),
	}
	for name := range settable {
		all[name] = strconv.FormatInt(queueSetting(r, name), 10)
	}
	if src, ok := c.World.Document(r.PolicyPath()); ok {
		all["Policy"] = src
	}
	wanted := c.strs("AttributeNames")
	if !slices.Contains(wanted, "All") {
		for name := range all {
			if !slices.Contains(wanted, name) {
				delete(all, name)
			}
		}
	}
	if len(all) == 0 {
		return nil, nil
	}
	return &attributesOutput{all}, nil
}

func setQueueAttributes(c *Call) (any, error) {
	r, err := c.authorizedQueue(true)
	if err != nil {
		return nil, err
	}
	return nil, c.queueAttributes(r)
}

// queueAttributes sets what a call says of a queue. All is checked before anything
// is set.
func (c *Call) queueAttributes(r *world.Resource) error {
	m, _ := c.In["Attributes"].(map[string]any)
	for _, name := range slices.Sorted(maps.Keys(m)) {
		value, _ := m[name].(string)
		bounds, known := settable[name]
		if name == "Policy" {
			continue
		}
		if !known {
			return c.fail("InvalidAttributeName", 400, "Unknown Attribute %s.", name)
		}
		if n, err := strconv.ParseInt(value, 10, 64); err != nil || n < bounds.least || n > bounds.most {
			return c.fail("InvalidAttributeValue", 400, "Invalid value for the parameter %s.", name)
		}
	}
	if policy, given := m["Policy"].(string); given {
		if err := c.setPolicy(r, policy, "InvalidAttributeValue"); err != nil {
			return err
		}
	}
	for _, name := range slices.Sorted(maps.Keys(m)) {
		if value, _ := m[name].(string); name != "Policy" {
			c.setValue(r, name, value)
		}
	}
	return nil
}

// messages are a queue's messages by the keys of its values, oldest first.
func (c *Call) messages(r *world.Resource) []string {
	var keys []string
	for _, k := range slices.Sorted(maps.Keys(r.Values)) {
		if strings.HasPrefix(k, messagePrefix) {
			keys = append(keys, k)
		}
	}
	return keys
}

// putMessage puts a message into a queue, where it shows once the queue's delay is over.
func (c *Call) putMessage(r *world.Resource, body string) (*sendMessageOutput, error) {
	if err := c.tooBig("InvalidParameterValue", body); err != nil {
		return nil, err
	}
	keys := c.messages(r)
	if len(keys) >= mostMessages {
		return nil, c.fail("OverLimit", 403, "A queue of the sandbox holds at most %d messages.", mostMessages)
	}
	next := 1
	if len(keys) > 0 {
		last, _ := strconv.Atoi(strings.TrimPrefix(keys[len(keys)-1], messagePrefix))
		next = last + 1
	}
	delay := time.Duration(queueSetting(r, "DelaySeconds")) * time.Second
	m := queuedMessage{ID: c.World.NewUUID(), Body: body, Shown: c.Access.Time.Add(delay)}
	data, err := json.Marshal(m)
	if err != nil {
		return nil, c.fail("InvalidMessageContents", 400, "The message contains characters outside the allowed set.")
	}
	c.setValue(r, fmt.Sprintf("%s%08d", messagePrefix, next), string(data))
	return &sendMessageOutput{md5Hex(body), m.ID}, nil
}

func md5Hex(s string) string {
	sum := md5.Sum([]byte(s))
	return hex.EncodeToString(sum[:])
}

func sendMessage(c *Call) (any, error) {
	r, err := c.authorizedQueue(false)
	if err != nil {
		return nil, err
	}
	if c.str("MessageBody") == "" {
		return nil, c.fail("MissingParameter", 400, "The request must contain the parameter MessageBody.")
	}
	return orNil(c.putMessage(r, c.str("MessageBody")))
}

func receiveMessage(c *Call) (any, error) {
	r, err := c.authorizedQueue(false)
	if err != nil {
		return nil, err
	}
	timeout := queueSetting(r, "VisibilityTimeout")
	if c.has("VisibilityTimeout") {
		timeout = c.num("VisibilityTimeout")
	}
	out := &receiveMessageOutput{}
	for _, key := range c.messages(r) {
		var m queuedMessage
		if json.Unmarshal([]byte(r.Values[key]), &m) != nil || m.Shown.After(c.Access.Time) {
			continue
		}
		m.Shown = c.Access.Time.Add(time.Duration(timeout) * time.Second)
		data, err := json.Marshal(m)
		if err != nil {
			continue
		}
		c.setValue(r, key, string(data))
		handle := base64.StdEncoding.EncodeToString([]byte(m.ID + " " + key))
		out.Messages = append(out.Messages, messageItem{m.ID, handle, md5Hex(m.Body), m.Body})
		if int64(len(out.Messages)) >= max(1, c.num("MaxNumberOfMessages")) {
			break
		}
	}
	if out.Messages == nil {
		return nil, nil
	}
	return out, nil
}

func deleteMessage(c *Call) (any, error) {
	r, err := c.authorizedQueue(false)
	if err != nil {
		return nil, err
	}
	raw, err := base64.StdEncoding.DecodeString(c.str("ReceiptHandle"))
	id, key, ok := strings.Cut(string(raw), " ")
	if err != nil || !ok || !strings.HasPrefix(key, messagePrefix) {
		return nil, c.fail("ReceiptHandleIsInvalid", 404, "The input receipt handle is invalid.")
	}
	// The place may have gone to another message since this one was deleted.
	var m queuedMessage
	if json.Unmarshal([]byte(r.Values[key]), &m) == nil && m.ID == id {
		delete(r.Values, key)
		c.World.Touch()
	}
	return nil, nil
}

func deleteQueue(c *Call) (any, error) {
	r, err := c.authorizedQueue(true)
	if err != nil {
		return nil, err
	}
	c.World.DeleteResource(r)
	return nil, nil
}
