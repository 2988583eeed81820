package world

import (
	"encoding/json"
	"time"

	"rolecall/sandbox/iam"
)

// Event is one record of the log, in the shape of a CloudTrail record; see
// "CloudTrail record contents" in the CloudTrail User Guide. Rolecall is ours.
type Event struct {
	Seq int64 `json:"-"` // counts from 1 within the world

	EventVersion       string          `json:"eventVersion"`
	UserIdentity       UserIdentity    `json:"userIdentity"`
	EventTime          time.Time       `json:"eventTime"`
	EventSource        string          `json:"eventSource"`
	EventName          string          `json:"eventName"`
	AWSRegion          string          `json:"awsRegion"`
	SourceIPAddress    string          `json:"sourceIPAddress"`
	UserAgent          string          `json:"userAgent"`
	ErrorCode          string          `json:"errorCode,omitempty"`
	ErrorMessage       string          `json:"errorMessage,omitempty"`
	RequestParameters  map[string]any  `json:"requestParameters"`
	ResponseElements   any             `json:"responseElements"`
	RequestID          string          `json:"requestID"`
	EventID            string          `json:"eventID"`
	ReadOnly           bool            `json:"readOnly"`
	Resources          []EventResource `json:"resources,omitempty"`
	EventType          string          `json:"eventType"`
	ManagementEvent    bool            `json:"managementEvent"`
	RecipientAccountID string          `json:"recipientAccountId"`
	SharedEventID      string          `json:"sharedEventID,omitempty"`
	EventCategory      string          `json:"eventCategory"`
	Rolecall           EventVerdict    `json:"rolecall"`
}

// UserIdentity says who made a call; see "CloudTrail userIdentity element".
type UserIdentity struct {
	Type           string          `json:"type"` // IAMUser, AssumedRole, FederatedUser, Root, AWSService, AWSAccount
	PrincipalID    string          `json:"principalId,omitempty"`
	ARN            string          `json:"arn,omitempty"`
	AccountID      string          `json:"accountId,omitempty"`
	AccessKeyID    string          `json:"accessKeyId,omitempty"`
	UserName       string          `json:"userName,omitempty"`
	InvokedBy      string          `json:"invokedBy,omitempty"`
	Provider       string          `json:"identityProvider,omitempty"` // of WebIdentityUser and SAMLUser
	SessionContext *SessionContext `json:"sessionContext,omitempty"`
}

// SessionContext tells of the temporary credentials that were used.
type SessionContext struct {
	SessionIssuer  *SessionIssuer    `json:"sessionIssuer,omitempty"`
	Attributes     SessionAttributes `json:"attributes"`
	SourceIdentity string            `json:"sourceIdentity,omitempty"`
	// AssumedRoot is "true" in the record of a session's AssumeRoot; see "Track
	// privileged tasks in AWS CloudTrail" in the IAM User Guide.
	AssumedRoot string `json:"assumedRoot,omitempty"`
}

// SessionIssuer is the role or user that the credentials came from.
type SessionIssuer struct {
	Type        string `json:"type"`
	PrincipalID string `json:"principalId"`
	ARN         string `json:"arn"`
	AccountID   string `json:"accountId"`
	UserName    string `json:"userName,omitempty"`
}

// SessionAttributes are when the credentials were issued and whether MFA was used.
type SessionAttributes struct {
	CreationDate     time.Time `json:"creationDate"`
	MFAAuthenticated string    `json:"mfaAuthenticated"`
}

// EventResource is a resource that an event touched.
type EventResource struct {
	AccountID string `json:"accountId,omitempty"`
	Type      string `json:"type,omitempty"`
	ARN       string `json:"ARN"`
}

// EventVerdict is what the sandbox adds to a record: the decision, which layers
// denied and why. All are null where nothing was authorized.
type EventVerdict struct {
	Decision *iam.Decision `json:"decision"`
	DeniedBy *iam.Layers   `json:"deniedBy"`
	Trace    *iam.Trace    `json:"trace"`
}

// Append adds a record to the log: it gets its ids, and its number in sequence.
func (w *World) Append(e *Event) {
	w.lastEvent++
	e.Seq = w.lastEvent
	if e.EventID == "" {
		e.EventID = w.NewUUID()
	}
	w.events = append(w.events, e)
	if over := len(w.events) - MaxEvents; over > 0 {
		w.events = append([]*Event(nil), w.events[over:]...)
	}
	w.newEvents = append(w.newEvents, e)
}

// Events lists the records in memory, oldest first: all since the world began
// or was loaded, at most [MaxEvents]. [World.Past] has those stored before as well.
func (w *World) Events() []*Event { return w.events }

// JSON is the record as one JSON object.
func (e *Event) JSON() ([]byte, error) { return json.Marshal(e) }

// TrailJSON is the record as CloudTrail itself would keep it: without the verdict
// that the sandbox adds.
func (e *Event) TrailJSON() ([]byte, error) {
	type record Event
	return json.Marshal(struct {
		*record
		Rolecall *struct{} `json:"rolecall,omitempty"`
	}{(*record)(e), nil})
}
