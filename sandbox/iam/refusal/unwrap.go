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

// unwrap finds the refusals in a JSON value.
func unwrap(data json.RawMessage, depth int) ([]*Refused, error) {
	if depth == 0 {
		return nil, errors.New("the record lies too deep inside of others; paste it alone")
	}
	var text string
	if json.Unmarshal(data, &text) == nil {
		return unwrapText(text, depth)
	}
	var list []json.RawMessage
	if json.Unmarshal(data, &list) == nil {
		return allOf(list, depth)
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
		return single(one.refused())
	}
	if m["allowed"] != nil {
		var d decoded
		if err := json.Unmarshal(data, &d); err != nil {
			return nil, broken(err)
		}
		if d.Allowed == nil {
			return nil, errors.New("the decoded message doesn't say whether the call was allowed")
		}
		return single(d.refused())
	}
	return unwrapMember(m, depth)
}

func unwrapMember(m map[string]json.RawMessage, depth int) ([]*Refused, error) {
	for _, name := range lists {
		if m[name] == nil {
			continue
		}
		var list []json.RawMessage
		if err := json.Unmarshal(m[name], &list); err != nil {
			return nil, broken(err)
		}
		return allOf(list, depth)
	}
	var failed error
	for _, name := range inner {
		if m[name] == nil {
			continue
		}
		list, err := unwrap(m[name], depth-1)
		if err == nil {
			for _, r := range list {
				r.coded(m)
			}
			return list, nil
		}
		failed = err
	}
	if r := codeAlone(m); r != nil {
		return []*Refused{r}, nil
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
func unwrapText(text string, depth int) ([]*Refused, error) {
	text = strings.TrimSpace(text)
	if strings.HasPrefix(text, "{") && json.Valid([]byte(text)) {
		return unwrap(json.RawMessage(text), depth-1)
	}
	return parseMessages(text)
}

// codeAlone is an error of which the JSON tells the code and words that say no more.
func codeAlone(m map[string]json.RawMessage) *Refused {
	r := &Refused{Source: FromMessage}
	for _, name := range [...]string{"message", "Message", "errorMessage"} {
		var text string
		if m[name] != nil && json.Unmarshal(m[name], &text) == nil {
			r.Message = strings.Join(strings.Fields(text), " ")
		}
	}
	for _, name := range codeMembers {
		var code string
		if m[name] == nil || json.Unmarshal(m[name], &code) != nil {
			continue
		}
		code = code[strings.LastIndexByte(code, '#')+1:]
		if codePattern.MatchString(code) && (Denied(code) || knownCode[baseCode(code)] || strings.HasSuffix(code, "Exception")) {
			r.Code = code
			return r
		}
	}
	return nil
}

func single(r *Refused, err error) ([]*Refused, error) {
	if err != nil {
		return nil, err
	}
	return []*Refused{r}, nil
}

// allOf finds the refusals of a list.
func allOf(list []json.RawMessage, depth int) ([]*Refused, error) {
	var found []*Refused
	var failed error
	for _, item := range list {
		rs, err := unwrap(item, depth-1)
		if err != nil && failed == nil {
			failed = err
		}
		if found = append(found, rs...); len(found) > 4*MaxRefusals {
			break
		}
	}
	switch {
	case len(found) > 0:
		return found, nil
	case failed == nil:
		return nil, errors.New("the list holds no record")
	}
	return nil, failed
}
