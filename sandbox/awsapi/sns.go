package awsapi

import (
	"strings"

	"rolecall/sandbox/world"
)

// topicOperations are the calls of the Simple Notification Service that show a
// permission at work. A topic made here has no policy until one is set; AWS gives
// it one that lets its owner's account in.
func topicOperations() []*Operation {
	topic := required(str("TopicArn", "The topic's ARN.", 1, 1024, ""))
	op := func(name, doc string, do func(*Call) (any, error), in ...Param) *Operation {
		return &Operation{Service: "sns", Name: name, Doc: doc, Input: in, do: do}
	}
	return []*Operation{
		op("CreateTopic", "Makes a topic.", createTopic, required(str("Name", "The topic's name.", 1, 256, `[A-Za-z0-9_-]+(\.fifo)?`)), tagsParam("Tags of the topic.")),
		op("ListTopics", "Lists the topics of the account.", listTopics),
		op("GetTopicAttributes", "Shows a topic's attributes, its policy among them.", getTopicAttributes, topic),
		op("SetTopicAttributes", "Sets an attribute of a topic, such as Policy.", setTopicAttributes, topic,
			required(text("AttributeName", "Which: Policy or DisplayName.")), text("AttributeValue", "Its value.")),
		op("Publish", "Sends a message to a topic.", publish, topic, required(text("Message", "The message.")), text("Subject", "Its subject.")),
		op("DeleteTopic", "Removes a topic.", deleteTopic, topic),
	}
}

// topicOutput answers CreateTopic, and is a topic in a list.
type topicOutput struct {
	TopicARN string `json:"TopicArn"`
}

// listTopicsOutput answers ListTopics.
type listTopicsOutput struct {
	Topics []topicOutput `json:"Topics"`
}

// publishOutput answers Publish.
type publishOutput struct {
	MessageID string `json:"MessageId"`
}

func createTopic(c *Call) (any, error) {
	name := c.str("Name")
	arn := c.arnOf("sns", name)
	old, target := c.resource("topics", arn, arn)
	tags := c.tagMap()
	if err := c.authorizeWithTags(target, "sns:TagResource", tags, nil); err != nil {
		return nil, err
	}
	if old == nil {
		var err error
		if old, err = c.World.AddResource(c.account(), "topics", name); err != nil {
			return nil, c.fail("InvalidParameter", 400, "Invalid parameter: Topic Name: %s", err.Error())
		}
		old.Tags = tags
	}
	c.answer("topicArn", old.ARN())
	return &topicOutput{old.ARN()}, nil
}

func listTopics(c *Call) (any, error) {
	if err := c.authorize("sns:ListTopics", c.anyTarget(""), nil); err != nil {
		return nil, err
	}
	out := &listTopicsOutput{Topics: []topicOutput{}}
	for _, r := range c.resourcesOf("topics") {
		out.Topics = append(out.Topics, topicOutput{r.ARN()})
	}
	return out, nil
}

// topic is the call's topic once the caller may do the operation to it.
func (c *Call) topic() (*world.Resource, error) {
	r, err := c.topicIfAny()
	if err == nil && r == nil {
		err = c.fail("NotFound", 404, "Topic does not exist")
	}
	return r, err
}

// topicIfAny is [Call.topic], or nil for a topic that doesn't exist.
func (c *Call) topicIfAny() (*world.Resource, error) {
	arn := c.str("TopicArn")
	if !strings.HasPrefix(arn, "arn:") {
		return nil, c.fail("InvalidParameter", 400, "Invalid parameter: TopicArn")
	}
	r, target := c.resource("topics", arn, arn)
	if err := c.authorize(c.Op.Action, target, nil); err != nil {
		return nil, err
	}
	return r, nil
}

func getTopicAttributes(c *Call) (any, error) {
	r, err := c.topic()
	if err != nil {
		return nil, err
	}
	m := map[string]string{"TopicArn": r.ARN(), "Owner": r.Account, "DisplayName": r.Values["DisplayName"],
		"SubscriptionsConfirmed": "0", "SubscriptionsPending": "0", "SubscriptionsDeleted": "0"}
	if src, ok := c.World.Document(r.PolicyPath()); ok {
		m["Policy"] = src
	}
	return &attributesOutput{m}, nil
}

func setTopicAttributes(c *Call) (any, error) {
	r, err := c.topic()
	if err != nil {
		return nil, err
	}
	switch name := c.str("AttributeName"); name {
	case "Policy":
		if err := c.setPolicy(r, c.str("AttributeValue"), "InvalidParameter"); err != nil {
			return nil, err
		}
	case "DisplayName":
		if err := c.tooBig("InvalidParameter", c.str("AttributeValue")); err != nil {
			return nil, err
		}
		c.setValue(r, name, c.str("AttributeValue"))
	default:
		return nil, c.fail("InvalidParameter", 400, "Invalid parameter: AttributeName")
	}
	return nil, nil
}

func publish(c *Call) (any, error) {
	if _, err := c.topic(); err != nil {
		return nil, err
	}
	if err := c.tooBig("InvalidParameter", c.str("Message")); err != nil {
		return nil, err
	}
	return &publishOutput{c.World.NewUUID()}, nil
}

// deleteTopic succeeds for a topic that isn't there as well; see its page in the
// Amazon SNS API Reference.
func deleteTopic(c *Call) (any, error) {
	r, err := c.topicIfAny()
	if err != nil || r == nil {
		return nil, err
	}
	c.World.DeleteResource(r)
	return nil, nil
}
