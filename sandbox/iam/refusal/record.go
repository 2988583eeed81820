package refusal

import (
	"encoding/json"
	"errors"
	"fmt"
	"regexp"
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
	Region       string `json:"awsRegion"`
	Endpoint     string `json:"vpcEndpointId"`
	Agent        string `json:"userAgent"`
	UserIdentity struct {
		Type           string `json:"type"`
		ID             string `json:"principalId"`
		ARN            string `json:"arn"`
		Account        string `json:"accountId"`
		UserName       string `json:"userName"`
		Provider       string `json:"identityProvider"`
		InvokedBy      string `json:"invokedBy"`
		SessionContext struct {
			Issuer struct {
				Type string `json:"type"`
				ARN  string `json:"arn"`
			} `json:"sessionIssuer"`
			SourceIdentity string `json:"sourceIdentity"`
			AssumedRoot    string `json:"assumedRoot"`
			Attributes     struct {
				MFA     string `json:"mfaAuthenticated"`
				Created string `json:"creationDate"`
			} `json:"attributes"`
		} `json:"sessionContext"`
	} `json:"userIdentity"`
	TLS        json.RawMessage `json:"tlsDetails"`
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
	r := &Refused{Source: FromRecord, Code: e.ErrorCode, Operation: e.EventName, Action: actionOf(service, e.EventName), Context: e.context(service)}
	r.Principal, r.Account = e.caller()
	r.Absent = e.absent(service)
	fromRecord := *r
	r.message(e.ErrorMessage)
	r.Code, r.Operation = fromRecord.Code, fromRecord.Operation
	if r.Principal == "" {
		r.Principal = fromRecord.Principal
	}
	if r.Resource == "" {
		r.Resource = e.resource(service)
	}
	if r.Code == "VpceAccessDenied" {
		r.Layer = VPCEndpoint
	}
	return r, nil
}

// caller is the principal's ARN, or the account alone: a record in the account
// that owns the resource tells no more of a caller from elsewhere. An AWS service
// goes by its name. See "CloudTrail userIdentity element" in the CloudTrail User
// Guide.
func (e *record) caller() (principal, account string) {
	switch u := e.UserIdentity; u.Type {
	case "AWSService":
		return u.InvokedBy, ""
	case "WebIdentityUser":
		return u.Provider, ""
	case "SAMLUser":
		return e.parameters().SAMLProvider, u.Account
	case "IdentityCenterUser", "Unknown", "Directory":
		return "", u.Account
	case "Root":
		if u.ARN == "" && u.Account != "" {
			return "arn:aws:iam::" + u.Account + ":root", ""
		}
		return u.ARN, ""
	default:
		if u.ARN == "" {
			return "", u.Account
		}
		return u.ARN, ""
	}
}

// prefixes are the services whose actions begin with another word than the name
// their events come under; see the Service Authorization Reference.
var prefixes = map[string]string{"monitoring": "cloudwatch", "email": "ses", "tagging": "tag"}

// dated is how some services date the names of their operations in records.
var dated = regexp.MustCompile(`20[0-9]{6}(v[0-9]+)?$`)

func actionOf(service, event string) string {
	if p := prefixes[service]; p != "" {
		service = p
	}
	event = dated.ReplaceAllString(event, "")
	if a := s3Actions[event]; a != "" && service == "s3" {
		return a
	}
	if service == "lambda" && event == "Invoke" {
		event = "InvokeFunction"
	}
	return service + ":" + event
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
