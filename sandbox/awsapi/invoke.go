package awsapi

import (
	"errors"
	"fmt"
	"net/http"
	"strconv"
	"strings"

	"rolecall/sandbox/budget"
	"rolecall/sandbox/sts"
	"rolecall/sandbox/world"
)

// Call is one run of an operation: what it was asked, who asks and what was
// decided about it so far.
type Call struct {
	World  *world.World
	Op     *Operation
	In     Input
	Access *world.Access

	budget    *budget.Budget
	issued    *world.Session
	resources []world.EventResource
	elsewhere string         // account other than the caller's whose resource was used
	answered  map[string]any // responseElements of the event; nil for reads
}

// Invoke runs an operation for a caller. The output is a pointer to a struct
// whose JSON form is what `aws --output json` prints; it is nil when the
// operation answers nothing or failed. Every call that reaches the service
// leaves an event, whether or not it was allowed.
func Invoke(w *world.World, caller Caller, op *Operation, in Input) (any, Outcome) {
	return InvokeWithin(nil, w, caller, op, in)
}

// InvokeWithin is [Invoke] with a budget for the operations whose work grows with
// what they are asked, such as simulating policies.
func InvokeWithin(b *budget.Budget, w *world.World, caller Caller, op *Operation, in Input) (any, Outcome) {
	if op.Unsigned {
		caller = Caller{Kind: world.CallerAnonymous, SourceIP: caller.SourceIP, UserAgent: caller.UserAgent}
	}
	access, fault := w.Begin(caller)
	c := &Call{World: w, Op: op, In: in, Access: access, budget: b}
	out, err := c.run(fault)
	outcome := c.outcome(err)
	outcome.Event = c.record(outcome)
	if err != nil {
		outcome.Err = headless(op, outcome.Err)
		return nil, outcome
	}
	return out, outcome
}

func (c *Call) run(fault world.FaultKind) (any, error) {
	if fault != world.FaultNone {
		return nil, credentialsError(c.Op, fault, c.Access.Caller)
	}
	if c.Access.Who.Type == world.IdentityAnonymous && c.Op.Service != "s3" && !c.Op.Unsigned {
		return nil, credentialsError(c.Op, world.FaultMissing, c.Access.Caller)
	}
	if who := c.Access.Who; who.Type == world.IdentityService && c.Op.Service != "s3" && c.Op.Name != "AssumeRole" {
		return nil, c.fail("AccessDenied", 403, "Service %s does not call %s in the sandbox: it assumes roles and reaches for objects", who.ARN, c.Op.Name)
	}
	if err := validate(c.Op, c.In); err != nil {
		return nil, err
	}
	if err := c.sessionMayCall(); err != nil {
		return nil, err
	}
	return c.Op.do(c)
}

// headless is an error as a HEAD request of S3 answers it: a status without a
// body, of which clients make a code and a message.
func headless(op *Operation, e *APIError) *APIError {
	if op.Service != "s3" || !strings.HasPrefix(op.Name, "Head") {
		return e
	}
	return &APIError{Code: strconv.Itoa(e.Status), Message: http.StatusText(e.Status), Status: e.Status, Operation: e.Operation, Cause: e.Code}
}

func (c *Call) outcome(err error) Outcome {
	o := Outcome{Traces: c.Access.Traces, Credentials: c.issued}
	if t := c.Access.Deciding(); t != nil {
		o.Authorized, o.Trace, o.Decision, o.DeniedBy = true, t, t.Decision, t.DeniedBy
	}
	if err != nil {
		o.Err = apiError(c.Op, err)
	}
	return o
}

// apiError makes any error one that a service answers.
func apiError(op *Operation, err error) *APIError {
	var api *APIError
	if errors.As(err, &api) {
		return api
	}
	var f *world.Fault
	if errors.As(err, &f) {
		return &APIError{Code: serviceCode(op, f.Code), Message: f.Message, Status: serviceStatus(op, f), Operation: op.Name}
	}
	return &APIError{Code: "ValidationError", Message: err.Error(), Status: 400, Operation: op.Name}
}

// authorize asks for one authorization and answers a denial in the service's words.
func (c *Call) authorize(action string, t world.Target, extra world.Context) error {
	c.touch(t)
	trace, err := c.Access.Decide(action, t, extra)
	if err != nil {
		return c.fail("ValidationError", 400, "%s", err.Error())
	}
	if trace.Decision.String() == "allowed" {
		return nil
	}
	message := c.Access.DenialMessage(trace, action, t, c.Op.Service == "s3")
	if c.Op.Service == "ec2" && !readOnly(c.Op.Name) {
		if encoded := sts.EncodeMessage(c.Access, trace, t, c.Access.ContextOf(t, extra)); encoded != "" {
			message += ". Encoded authorization failure message: " + encoded
		}
	}
	return accessDenied(c, message, t)
}

// touch remembers whose resource a call reached for.
func (c *Call) touch(t world.Target) {
	if t.Account != "" && t.Account != c.Access.Who.Account {
		c.elsewhere = t.Account
	}
	if t.ARN != "*" && t.ARN != "" {
		for _, r := range c.resources {
			if r.ARN == t.ARN {
				return
			}
		}
		c.resources = append(c.resources, world.EventResource{AccountID: t.Account, Type: resourceType(t.ARN), ARN: t.ARN})
	}
}

// fail is an error of the operation.
func (c *Call) fail(code string, status int, format string, args ...any) error {
	return &APIError{Code: code, Message: fmt.Sprintf(format, args...), Status: status, Operation: c.Op.Name}
}

// sessionMayCall keeps sessions from calling what AWS keeps them from whatever
// their policies say; see "Compare AWS STS credentials" in the IAM User Guide.
func (c *Call) sessionMayCall() error {
	s := c.Access.Who.Session
	if s == nil || s.Kind == world.SessionRole || s.Kind == world.SessionRoot {
		return nil
	}
	switch c.Op.Service {
	case "iam":
		if s.Kind == world.SessionFederated || s.MFA.IsZero() {
			return c.fail("InvalidClientTokenId", 403, "The security token included in the request is invalid")
		}
	case "sts":
		return c.sessionMayCallSTS(s.Kind)
	}
	return nil
}

// sessionMayCallSTS: a federated user's session may ask who it is, one of
// GetSessionToken may assume roles as well. GetFederationToken and
// GetSessionToken say for themselves that they take no session.
func (c *Call) sessionMayCallSTS(kind world.SessionKind) error {
	switch c.Op.Name {
	case "GetCallerIdentity", "GetFederationToken", "GetSessionToken":
		return nil
	case "AssumeRole":
		if kind == world.SessionUser {
			return nil
		}
	}
	if c.Op.Unsigned {
		return nil
	}
	return c.fail("AccessDenied", 403, "User: %s is not authorized to perform: %s", c.Access.Who.ARN, c.Op.Action)
}

// str, num and flag read a parameter; absent gives the zero value.
func (c *Call) str(name string) string {
	s, _ := c.In[name].(string)
	return s
}

func (c *Call) num(name string) int64 {
	n, _ := c.In[name].(int64)
	return n
}

func (c *Call) has(name string) bool {
	_, ok := c.In[name]
	return ok
}

func (c *Call) list(name string) []any {
	l, _ := c.In[name].([]any)
	return l
}

func (c *Call) strs(name string) []string {
	var out []string
	for _, v := range c.list(name) {
		if s, ok := v.(string); ok {
			out = append(out, s)
		}
	}
	return out
}

// member reads a string member of a structure in a list.
func member(v any, name string) string {
	m, _ := v.(map[string]any)
	s, _ := m[name].(string)
	return s
}
