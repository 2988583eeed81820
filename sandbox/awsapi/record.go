package awsapi

import (
	"strings"
	"time"

	"rolecall/sandbox/world"
)

// dataEvents are the operations that CloudTrail counts as data events.
var dataEvents = map[string]bool{
	"GetObject": true, "PutObject": true, "DeleteObject": true, "HeadObject": true, "ListObjectsV2": true,
	"GetItem": true, "PutItem": true, "DeleteItem": true, "Query": true, "Scan": true,
	"Invoke": true, "SendMessage": true, "ReceiveMessage": true, "DeleteMessage": true, "Publish": true,
}

// record appends the call's record to the log and returns it. A call that used
// another account's resource leaves a second one there, tied to the first by a
// shared event id.
func (c *Call) record(o Outcome) *world.Event {
	e := &world.Event{
		EventVersion: "1.11", UserIdentity: c.userIdentity(), EventTime: c.Access.Time.Truncate(time.Second),
		EventSource: c.Op.Service + ".amazonaws.com", EventName: eventName(c.Op.Name), AWSRegion: world.Region,
		SourceIPAddress: c.sourceAddress(), UserAgent: orElse(c.Access.Caller.UserAgent, "aws-cli"),
		RequestParameters: requestParameters(c.Op, c.In), RequestID: c.World.NewUUID(),
		ReadOnly: readOnly(c.Op.Name), EventType: "AwsApiCall", RecipientAccountID: c.Access.Who.Account,
		EventCategory: "Management", ManagementEvent: true, Resources: c.resources,
	}
	if dataEvents[c.Op.Name] {
		e.EventCategory, e.ManagementEvent = "Data", false
	}
	if o.Err != nil {
		e.ErrorCode, e.ErrorMessage = eventError(o.Err.Code), o.Err.Message
	} else if c.answered != nil {
		e.ResponseElements = c.answered
	}
	if o.Authorized {
		decision, deniedBy := o.Decision, o.DeniedBy
		e.Rolecall = world.EventVerdict{Decision: &decision, DeniedBy: &deniedBy, Trace: o.Trace}
	}
	if e.RecipientAccountID == "" {
		e.RecipientAccountID = orElse(c.elsewhere, keyAccount(c))
		c.World.Append(e)
		return e
	}
	if c.elsewhere != "" && o.Err == nil {
		e.SharedEventID = c.World.NewUUID()
	}
	c.World.Append(e)
	if e.SharedEventID != "" {
		twin := *e
		twin.EventID, twin.RecipientAccountID = "", c.elsewhere
		c.World.Append(&twin)
	}
	return e
}

// eventName is what CloudTrail calls an operation.
func eventName(name string) string {
	if name == "ListObjectsV2" {
		return "ListObjects"
	}
	return name
}

// eventError is the code as CloudTrail writes it: it drops the word Exception
// of AccessDeniedException.
func eventError(code string) string {
	if code == "AccessDeniedException" {
		return "AccessDenied"
	}
	return code
}

func readOnly(name string) bool {
	for _, p := range []string{"Get", "List", "Head", "Describe", "Simulate", "AssumeRole", "Lookup", "Scan", "Query", "Encrypt", "Decrypt", "GenerateDataKey"} {
		if strings.HasPrefix(name, p) {
			return true
		}
	}
	return false
}

func keyAccount(c *Call) string { return c.World.KeyAccount(c.Access.Caller.Credentials.AccessKeyID) }

func (c *Call) sourceAddress() string {
	if c.Access.Who.Type == world.IdentityService {
		return c.Access.Who.ARN
	}
	return orElse(c.Access.Caller.SourceIP, world.DefaultSourceIP)
}

func orElse(s, other string) string {
	if s == "" {
		return other
	}
	return s
}

// userIdentity is the record's userIdentity; see "CloudTrail userIdentity
// element" in the CloudTrail User Guide.
func (c *Call) userIdentity() world.UserIdentity {
	who := c.Access.Who
	u := world.UserIdentity{PrincipalID: who.UserID, ARN: who.ARN, AccountID: who.Account, AccessKeyID: who.KeyID}
	switch who.Type {
	case world.IdentityUser:
		u.Type, u.UserName = "IAMUser", who.User.Name
	case world.IdentityRole:
		u.Type = "AssumedRole"
	case world.IdentityFederated:
		u.Type = "FederatedUser"
	case world.IdentityRoot:
		u.Type = "Root"
	case world.IdentityService:
		return world.UserIdentity{Type: "AWSService", InvokedBy: who.ARN}
	case world.IdentityProvider:
		u = world.UserIdentity{Type: "WebIdentityUser", PrincipalID: who.UserID, UserName: who.Name, Provider: who.ARN}
		if c.Op.Name == "AssumeRoleWithSAML" {
			u.Type, u.Provider = "SAMLUser", who.UserID[:max(0, len(who.UserID)-len(who.Name)-1)]
		}
		return u
	case world.IdentityAnonymous:
		return world.UserIdentity{Type: "AWSAccount", PrincipalID: "", AccountID: "anonymous", AccessKeyID: c.Access.Caller.Credentials.AccessKeyID}
	}
	if u.SessionContext = sessionContext(c.World, who); u.SessionContext != nil && c.Op.Name == "AssumeRoot" {
		u.SessionContext.AssumedRoot = "true"
	}
	return u
}

func sessionContext(w *world.World, who world.Identity) *world.SessionContext {
	s := who.Session
	if s == nil {
		return nil
	}
	mfa := "false"
	if !s.MFA.IsZero() {
		mfa = "true"
	}
	ctx := &world.SessionContext{Attributes: world.SessionAttributes{CreationDate: s.Issued, MFAAuthenticated: mfa}, SourceIdentity: s.SourceIdentity}
	switch {
	case who.Role != nil:
		ctx.SessionIssuer = &world.SessionIssuer{Type: "Role", PrincipalID: who.Role.ID, ARN: who.Role.ARN(), AccountID: who.Account, UserName: who.Role.Name}
	case who.Type == world.IdentityFederated && who.User != nil:
		ctx.SessionIssuer = &world.SessionIssuer{Type: "IAMUser", PrincipalID: who.User.ID, ARN: who.User.ARN(), AccountID: who.Account, UserName: who.User.Name}
	}
	return ctx
}

// hidden are parameters that no log shows.
var hidden = map[string]bool{"TokenCode": true, "Body": true, "SecretString": true, "Password": true, "MessageBody": true, "Message": true, "EncodedMessage": true, "AuthenticationCode1": true, "AuthenticationCode2": true,
	"WebIdentityToken": true, "SAMLAssertion": true, "Item": true, "ExpressionAttributeValues": true}

// requestParameters are the call's parameters as CloudTrail writes them: names
// begin with a small letter, secrets stay out.
func requestParameters(op *Operation, in Input) map[string]any {
	if len(in) == 0 {
		return nil
	}
	m := map[string]any{}
	for _, p := range op.Input {
		v, given := in[p.Name]
		if !given || hidden[p.Name] || p.Type == Blob {
			continue
		}
		m[lowerFirst(p.Name)] = lowerNames(v)
	}
	return m
}

func lowerNames(v any) any {
	switch v := v.(type) {
	case map[string]any:
		m := map[string]any{}
		for k, e := range v {
			m[lowerFirst(k)] = lowerNames(e)
		}
		return m
	case []any:
		l := make([]any, len(v))
		for i, e := range v {
			l[i] = lowerNames(e)
		}
		return l
	}
	return v
}
