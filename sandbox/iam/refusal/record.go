package refusal

import (
	"encoding/json"
	"errors"
	"fmt"
	"strings"
)

// record is what is read of a CloudTrail record; see "CloudTrail record contents"
// in the CloudTrail User Guide. Records hold much more, which is passed over.
type record struct {
	EventSource  string `json:"eventSource"`
	EventName    string `json:"eventName"`
	ErrorCode    string `json:"errorCode"`
	ErrorMessage string `json:"errorMessage"`
	SourceIP     string `json:"sourceIPAddress"`
	UserIdentity struct {
		Type           string `json:"type"`
		ARN            string `json:"arn"`
		SessionContext struct {
			Attributes struct {
				MFA string `json:"mfaAuthenticated"`
			} `json:"attributes"`
		} `json:"sessionContext"`
	} `json:"userIdentity"`
	Parameters json.RawMessage `json:"requestParameters"`
	Resources  []struct {
		ARN string `json:"ARN"`
	} `json:"resources"`
}

// decoded is what DecodeAuthorizationMessage answers; see its page in the STS API
// Reference.
type decoded struct {
	Allowed      *bool `json:"allowed"`
	ExplicitDeny bool  `json:"explicitDeny"`
	Context      struct {
		Principal struct {
			ARN string `json:"arn"`
		} `json:"principal"`
		Action     string `json:"action"`
		Resource   string `json:"resource"`
		Conditions struct {
			Items []struct {
				Key    string `json:"key"`
				Values struct {
					Items []struct {
						Value string `json:"value"`
					} `json:"items"`
				} `json:"values"`
			} `json:"items"`
		} `json:"conditions"`
	} `json:"context"`
}

func parseJSON(data []byte) (*Refused, error) {
	var top struct {
		Records        []record `json:"Records"`
		DecodedMessage string   `json:"DecodedMessage"`
		Allowed        *bool    `json:"allowed"`
		CloudTrail     string   `json:"CloudTrailEvent"` // as `aws cloudtrail lookup-events` prints it
	}
	if data[0] == '[' {
		if err := json.Unmarshal(data, &top.Records); err != nil {
			return nil, broken(err)
		}
	} else if err := json.Unmarshal(data, &top); err != nil {
		return nil, broken(err)
	}
	switch {
	case top.CloudTrail != "":
		return parseJSONText(top.CloudTrail)
	case top.DecodedMessage != "":
		return parseJSONText(top.DecodedMessage)
	case top.Allowed != nil:
		return parseDecoded(data)
	case len(top.Records) > 0:
		for i := range top.Records {
			if top.Records[i].ErrorCode != "" {
				return top.Records[i].refused()
			}
		}
		return top.Records[0].refused()
	case data[0] == '[':
		return nil, errors.New("the list holds no record")
	}
	var one record
	if err := json.Unmarshal(data, &one); err != nil {
		return nil, broken(err)
	}
	return one.refused()
}

// parseJSONText reads a record inside of a record; it goes no deeper.
func parseJSONText(text string) (*Refused, error) {
	var d decoded
	if err := json.Unmarshal([]byte(text), &d); err == nil && d.Allowed != nil {
		return d.refused()
	}
	var one record
	if err := json.Unmarshal([]byte(text), &one); err != nil {
		return nil, broken(err)
	}
	return one.refused()
}

func parseDecoded(data []byte) (*Refused, error) {
	var d decoded
	if err := json.Unmarshal(data, &d); err != nil {
		return nil, broken(err)
	}
	return d.refused()
}

func broken(err error) error {
	if at, ok := errors.AsType[*json.SyntaxError](err); ok {
		return fmt.Errorf("the JSON breaks off or goes wrong at character %d: %w", at.Offset, err)
	}
	return fmt.Errorf("the JSON is not a CloudTrail record: %w", err)
}

func (e *record) refused() (*Refused, error) {
	service, ok := strings.CutSuffix(e.EventSource, ".amazonaws.com")
	if !ok || e.EventName == "" {
		return nil, errors.New("the JSON is no CloudTrail record: it has no eventSource and eventName. A policy goes into one of the fields below")
	}
	if e.ErrorCode == "" {
		return nil, errors.New("this record tells of a call that went through: it has no errorCode")
	}
	r := &Refused{Source: FromRecord, Code: e.ErrorCode, Operation: e.EventName, Principal: e.UserIdentity.ARN, Action: service + ":" + e.EventName, Context: map[string][]string{}}
	if a := s3Actions[e.EventName]; a != "" && service == "s3" {
		r.Action = a
	}
	fromRecord := *r
	r.message(e.ErrorMessage)
	r.Code, r.Operation = fromRecord.Code, fromRecord.Operation
	if r.Principal == "" {
		r.Principal = fromRecord.Principal
	}
	if r.Resource == "" {
		r.Resource = e.resource(service)
	}
	if strings.Count(e.SourceIP, ".") == 3 && !strings.HasSuffix(e.SourceIP, ".com") || strings.Contains(e.SourceIP, ":") {
		r.Context["aws:SourceIp"] = []string{e.SourceIP}
	}
	if e.UserIdentity.Type == "IAMUser" && e.UserIdentity.SessionContext.Attributes.MFA == "true" {
		r.Context["aws:MultiFactorAuthPresent"] = []string{"true"}
	}
	return r, nil
}

// resource is what the record says the call was for.
func (e *record) resource(service string) string {
	var p struct {
		RoleARN string `json:"roleArn"`
		Bucket  string `json:"bucketName"`
		Key     string `json:"key"`
	}
	if len(e.Parameters) > 0 && json.Unmarshal(e.Parameters, &p) == nil {
		switch {
		case service == "sts" && p.RoleARN != "":
			return p.RoleARN
		case service == "s3" && p.Key != "":
			return "arn:aws:s3:::" + p.Bucket + "/" + p.Key
		case service == "s3" && p.Bucket != "":
			return "arn:aws:s3:::" + p.Bucket
		}
	}
	if len(e.Resources) > 0 {
		return e.Resources[0].ARN
	}
	return ""
}

func (d *decoded) refused() (*Refused, error) {
	if *d.Allowed {
		return nil, errors.New("the decoded message says that the call was allowed")
	}
	r := &Refused{
		Source: FromDecoded, Code: "UnauthorizedOperation", Explicit: d.ExplicitDeny,
		Principal: d.Context.Principal.ARN, Action: d.Context.Action, Resource: d.Context.Resource, Context: map[string][]string{},
	}
	if r.Action == "" {
		return nil, errors.New("the decoded message names no action")
	}
	for _, c := range d.Context.Conditions.Items {
		for _, v := range c.Values.Items {
			r.Context[c.Key] = append(r.Context[c.Key], v.Value)
		}
	}
	return r, nil
}
