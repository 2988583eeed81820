package awsapi

import (
	"slices"
	"strconv"
	"strings"
	"time"

	"rolecall/sandbox/world"
)

// trailOperations are CloudTrail's event history and the few calls of CloudWatch
// Logs that show a permission at work.
func trailOperations() []*Operation {
	attribute := Shape{Type: Structure, Members: []Param{
		required(enum("AttributeKey", "What to look at.", "EventId", "EventName", "ReadOnly", "Username", "ResourceType", "ResourceName", "EventSource", "AccessKeyId")),
		required(str("AttributeValue", "What it must be.", 1, 2000, "")),
	}}
	return []*Operation{
		{Service: "cloudtrail", Name: "LookupEvents", do: lookupEvents, Doc: "Looks into the account's management events, the newest first.", Input: []Param{
			listOf("LookupAttributes", "Which events: AttributeKey=…,AttributeValue=….", 1, attribute),
			{Name: "StartTime", Doc: "From when.", Shape: Shape{Type: Timestamp}}, {Name: "EndTime", Doc: "Until when.", Shape: Shape{Type: Timestamp}},
		}},
		{Service: "logs", Name: "CreateLogGroup", do: createLogGroup, Doc: "Makes a log group.", Input: []Param{required(str("logGroupName", "Its name.", 1, 512, `[\.\-_/#A-Za-z0-9]+`))}},
		{Service: "logs", Name: "DescribeLogGroups", do: describeLogGroups, Doc: "Lists the log groups of the account.", Input: []Param{str("logGroupNamePrefix", "Only those whose name begins so.", 1, 512, `[\.\-_/#A-Za-z0-9]+`)}},
		{Service: "logs", Name: "DeleteLogGroup", do: deleteLogGroup, Doc: "Removes a log group.", Input: []Param{required(str("logGroupName", "Its name.", 1, 512, `[\.\-_/#A-Za-z0-9]+`))}},
	}
}

// trailResource is a resource in the event history.
type trailResource struct {
	ResourceType string `json:"ResourceType,omitempty"`
	ResourceName string `json:"ResourceName"`
}

// trailEvent is an event in the event history.
type trailEvent struct {
	EventID         string          `json:"EventId"`
	EventName       string          `json:"EventName"`
	ReadOnly        string          `json:"ReadOnly"`
	AccessKeyID     string          `json:"AccessKeyId,omitempty"`
	EventTime       time.Time       `json:"EventTime"`
	EventSource     string          `json:"EventSource"`
	Username        string          `json:"Username,omitempty"`
	Resources       []trailResource `json:"Resources"`
	CloudTrailEvent string          `json:"CloudTrailEvent"` // JSON
}

// lookupEventsOutput answers LookupEvents.
type lookupEventsOutput struct {
	Events []trailEvent `json:"Events"`
}

// logGroupItem is a log group.
type logGroupItem struct {
	LogGroupName string `json:"logGroupName"`
	CreationTime int64  `json:"creationTime"` // milliseconds since 1970
	ARN          string `json:"arn"`
	StoredBytes  int64  `json:"storedBytes"`
}

// logGroupsOutput answers DescribeLogGroups.
type logGroupsOutput struct {
	LogGroups []logGroupItem `json:"logGroups"`
}

// history is how far back the event history goes; see "Working with CloudTrail
// event history" in the CloudTrail User Guide.
const history = 90 * 24 * time.Hour

func lookupEvents(c *Call) (any, error) {
	if err := c.authorize("cloudtrail:LookupEvents", c.anyTarget(""), nil); err != nil {
		return nil, err
	}
	from, _ := c.In["StartTime"].(time.Time)
	to, until := c.In["EndTime"].(time.Time)
	if until && to.Before(from) {
		return nil, c.fail("InvalidTimeRangeException", 400, "The start time is later than the end time.")
	}
	past, err := c.World.Past()
	if err != nil {
		return nil, c.fail("InternalError", 500, "%s", err.Error())
	}
	out := &lookupEventsOutput{Events: []trailEvent{}}
	for _, e := range slices.Backward(past) {
		switch {
		case e.RecipientAccountID != c.Access.Who.Account, !e.ManagementEvent,
			e.EventTime.Before(from), until && e.EventTime.After(to), c.Access.Time.Sub(e.EventTime) > history:
			continue
		}
		item, err := newTrailEvent(e)
		if err != nil {
			return nil, c.fail("InternalError", 500, "%s", err.Error())
		}
		if err := c.spendEvent(item); err != nil {
			return nil, c.fail("ThrottlingException", 400, "The sandbox stopped this call: %s. Ask for a shorter time or in fewer calls.", err.Error())
		}
		if lookedFor(item, c.list("LookupAttributes")) {
			out.Events = append(out.Events, *item)
		}
	}
	return out, nil
}

// eventSteps is what it costs to write an event of the history.
const eventSteps = 200

func (c *Call) spendEvent(item *trailEvent) error {
	if err := c.budget.Step(eventSteps); err != nil {
		return err
	}
	return c.budget.Grow(int64(len(item.CloudTrailEvent)))
}

func newTrailEvent(e *world.Event) (*trailEvent, error) {
	text, err := e.TrailJSON()
	if err != nil {
		return nil, err
	}
	item := &trailEvent{
		EventID: e.EventID, EventName: e.EventName, ReadOnly: strconv.FormatBool(e.ReadOnly), AccessKeyID: e.UserIdentity.AccessKeyID,
		EventTime: e.EventTime, EventSource: e.EventSource, Username: trailUser(e), Resources: []trailResource{}, CloudTrailEvent: string(text),
	}
	for _, r := range e.Resources {
		item.Resources = append(item.Resources, trailResource{r.Type, r.ARN})
	}
	return item, nil
}

// trailUser is the name under which the history lists an event: a user's own, or a
// session's.
func trailUser(e *world.Event) string {
	if u := e.UserIdentity; u.UserName != "" || u.Type != "AssumedRole" {
		return u.UserName
	}
	return e.UserIdentity.ARN[strings.LastIndexByte(e.UserIdentity.ARN, '/')+1:]
}

func lookedFor(e *trailEvent, attributes []any) bool {
	for _, v := range attributes {
		value := member(v, "AttributeValue")
		var have []string
		switch member(v, "AttributeKey") {
		case "EventId":
			have = []string{e.EventID}
		case "EventName":
			have = []string{e.EventName}
		case "ReadOnly":
			have = []string{e.ReadOnly}
		case "Username":
			have = []string{e.Username}
		case "EventSource":
			have = []string{e.EventSource}
		case "AccessKeyId":
			have = []string{e.AccessKeyID}
		case "ResourceType":
			for _, r := range e.Resources {
				have = append(have, r.ResourceType)
			}
		case "ResourceName":
			for _, r := range e.Resources {
				have = append(have, r.ResourceName)
			}
		}
		if !slices.Contains(have, value) {
			return false
		}
	}
	return true
}

func (c *Call) logGroup() (*world.Resource, error) {
	name := c.str("logGroupName")
	r, target := c.resource("log_groups", name, c.arnOf("logs", "log-group:"+name+":*"))
	return r, c.authorize(c.Op.Action, target, nil)
}

func createLogGroup(c *Call) (any, error) {
	r, err := c.logGroup()
	if err != nil {
		return nil, err
	}
	if r != nil {
		return nil, c.fail("ResourceAlreadyExistsException", 400, "The specified log group already exists")
	}
	if _, err := c.World.AddResource(c.account(), "log_groups", c.str("logGroupName")); err != nil {
		return nil, c.fail("InvalidParameterException", 400, "%s", err.Error())
	}
	return nil, nil
}

func describeLogGroups(c *Call) (any, error) {
	target := world.Target{ARN: c.arnOf("logs", "log-group::log-stream:"), Account: c.Access.Who.Account}
	if err := c.authorize("logs:DescribeLogGroups", target, nil); err != nil {
		return nil, err
	}
	out := &logGroupsOutput{LogGroups: []logGroupItem{}}
	for _, r := range c.resourcesOf("log_groups") {
		if strings.HasPrefix(r.Name, c.str("logGroupNamePrefix")) {
			out.LogGroups = append(out.LogGroups, logGroupItem{r.Name, r.Created.UnixMilli(), r.ARN(), 0})
		}
	}
	return out, nil
}

func deleteLogGroup(c *Call) (any, error) {
	r, err := c.logGroup()
	if err != nil {
		return nil, err
	}
	if r == nil {
		return nil, c.fail("ResourceNotFoundException", 400, "The specified log group does not exist.")
	}
	c.World.DeleteResource(r)
	return nil, nil
}
