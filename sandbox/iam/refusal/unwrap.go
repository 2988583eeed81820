package refusal

import (
	"encoding/json"
	"errors"
	"strings"
)

// maxWraps is how deep a record is looked for inside of others: a log event in a
// list, whose message is a record, whose message is an error.
const maxWraps = 5

// lists are the members under which tools put several records: CloudTrail's own
// files, `aws cloudtrail lookup-events`, `aws logs filter-log-events`, a
// subscription of CloudWatch Logs.
var lists = []string{"Records", "Events", "events", "logEvents"}

// inner are the members that hold one record or message: an entry of
// lookup-events, DecodeAuthorizationMessage's answer, an event of EventBridge,
// errors as SDKs and programs log them, an event of CloudFormation.
var inner = []string{"CloudTrailEvent", "DecodedMessage", "detail", "Error", "errorMessage", "message", "Message", "msg", "error", "ResourceStatusReason", "StatusReason"}

// codeMembers hold AWS's error code where a program logs an error as JSON.
var codeMembers = []string{"__type", "code", "Code", "errorCode", "name"}

func parseJSON(data []byte) (*Refused, error) {
	if !json.Valid(data) {
		var v any
		return nil, broken(json.Unmarshal(data, &v))
	}
	return unwrap(data, maxWraps)
}

// unwrap finds the refusal in a JSON value.
func unwrap(data json.RawMessage, depth int) (*Refused, error) {
	if depth == 0 {
		return nil, errors.New("the record lies too deep inside of others; paste it alone")
	}
	var text string
	if json.Unmarshal(data, &text) == nil {
		return unwrapText(text, depth)
	}
	var list []json.RawMessage
	if json.Unmarshal(data, &list) == nil {
		return firstOf(list, depth)
	}
	var m map[string]json.RawMessage
	if err := json.Unmarshal(data, &m); err != nil {
		return nil, broken(err)
	}
	if m["eventSource"] != nil || m["eventName"] != nil {
		var one record
		if err := json.Unmarshal(data, &one); err != nil {
			return nil, broken(err)
		}
		return one.refused()
	}
	if m["allowed"] != nil {
		var d decoded
		if err := json.Unmarshal(data, &d); err != nil {
			return nil, broken(err)
		}
		if d.Allowed == nil {
			return nil, errors.New("the decoded message doesn't say whether the call was allowed")
		}
		return d.refused()
	}
	return unwrapMember(m, depth)
}

func unwrapMember(m map[string]json.RawMessage, depth int) (*Refused, error) {
	for _, name := range lists {
		if m[name] == nil {
			continue
		}
		var list []json.RawMessage
		if err := json.Unmarshal(m[name], &list); err != nil {
			return nil, broken(err)
		}
		return firstOf(list, depth)
	}
	var failed error
	for _, name := range inner {
		if m[name] == nil {
			continue
		}
		r, err := unwrap(m[name], depth-1)
		if err == nil {
			r.coded(m)
			return r, nil
		}
		failed = err
	}
	if failed != nil {
		return nil, failed
	}
	return nil, errors.New("the JSON is no CloudTrail record: it has no eventSource and eventName. A policy goes into one of the fields below")
}

// coded takes the error code from beside the message, where the message has none
// of its own.
func (r *Refused) coded(m map[string]json.RawMessage) {
	for _, name := range codeMembers {
		var code string
		if m[name] == nil || json.Unmarshal(m[name], &code) != nil || r.Source != FromMessage {
			continue
		}
		code = code[strings.LastIndexByte(code, '#')+1:] // a namespace may stand before it
		if r.Code == "" || r.Code == guessedCode && codePattern.MatchString(code) {
			r.Code = code
			return
		}
	}
}

// unwrapText reads a text inside of JSON: JSON again, or words.
func unwrapText(text string, depth int) (*Refused, error) {
	text = strings.TrimSpace(text)
	if strings.HasPrefix(text, "{") && json.Valid([]byte(text)) {
		return unwrap(json.RawMessage(text), depth-1)
	}
	return parseMessage(text)
}

// firstOf finds the first refusal of a list.
func firstOf(list []json.RawMessage, depth int) (*Refused, error) {
	var failed error
	for _, item := range list {
		r, err := unwrap(item, depth-1)
		if err == nil {
			return r, nil
		}
		if failed == nil {
			failed = err
		}
	}
	if failed == nil {
		return nil, errors.New("the list holds no record")
	}
	return nil, failed
}
