package awsapi

import (
	"regexp"

	"rolecall/sandbox/iam"
	"rolecall/sandbox/world"
)

// Type is the type of a parameter, as the service models name it.
type Type uint8

// The types. The Go values that an [Input] holds for them stand behind each.
const (
	String    Type = iota // string
	Integer               // int64
	Boolean               // bool
	List                  // []any
	Map                   // map[string]any
	Structure             // map[string]any, keyed by the members' names
	Timestamp             // time.Time
	Blob                  // []byte
)

// Shape is what a value may be. Min and Max bound the length of a String or
// Blob in characters or bytes, the value of an Integer and the number of
// members of a List or Map; both zero means unbounded. Pattern is a regular
// expression (RE2) that the whole String must match.
type Shape struct {
	Type     Type
	Min, Max int64
	Pattern  string
	Enum     []string
	Elem     *Shape  // of a List's members or a Map's values
	Members  []Param // of a Structure, in the model's order

	re *regexp.Regexp // Pattern, compiled with the table
}

// Param is one parameter of an operation or one member of a Structure.
type Param struct {
	Name     string // as the API writes it: "RoleArn"
	Option   string // as the CLI writes it: "--role-arn"; empty for members of a Structure
	Required bool
	Doc      string // one plain sentence
	Shape
}

// Input is a call's parameters, keyed by the API's parameter names. Values have
// the Go types listed at [Type]; absent means not given.
type Input map[string]any

// Operation is one call of one service.
type Operation struct {
	Service string // the service's prefix in actions and events: "sts", "s3", "iam"
	CLI     string // the word after `aws`: "sts", "s3api", "iam"
	Command string // the word after that: "assume-role"
	Name    string // as the API writes it: "AssumeRole"
	Doc     string // one plain sentence, for help
	Input   []Param
	// Action is the IAM action that is authorized first, such as
	// "s3:ListAllMyBuckets"; it is Service:Name unless AWS's service
	// authorization reference says otherwise. Empty when nothing is.
	Action string
	// Streams says that the output has a body (see [Streamer]), which the CLI
	// writes to the file named by a last argument without an option.
	Streams bool
	// Bootstraps says that the CLI writes the output's body to the file named by
	// --outfile instead of printing it, as it does with an MFA device's seed.
	Bootstraps bool
	// Unsigned says that the call carries its own proof of who asks, and no
	// signature.
	Unsigned bool

	do func(*Call) (any, error)
}

// Streamer is an output that carries a body besides what is printed.
type Streamer interface{ Body() []byte }

// Outcome is what came of a call besides its output.
type Outcome struct {
	// Err is nil when the call succeeded. It is what the service answered.
	Err *APIError
	// Authorized says that at least one authorization was decided; Decision,
	// DeniedBy and Trace are then those of the first that was denied, or of the
	// first of all when every one was allowed.
	Authorized bool
	Decision   iam.Decision
	DeniedBy   iam.Layers
	Trace      *iam.Trace
	// Traces are all authorizations in the order they were made.
	Traces []*iam.Trace
	// Event is the record that the call left; nil when it never reached the service.
	Event *world.Event
	// Credentials are those the call issued, if any.
	Credentials *world.Session
}

// APIError is an error as a service answers it.
type APIError struct {
	Code      string // "AccessDenied"
	Message   string
	Status    int    // of HTTP
	Operation string // "AssumeRole"
	// Cause is the code that the service meant where the answer can't carry it:
	// a HEAD request of S3 is answered 403 without a word. Empty elsewhere.
	Cause string
}

// Error prints the error as the AWS CLI does, without its leading line break.
func (e *APIError) Error() string {
	return "An error occurred (" + e.Code + ") when calling the " + e.Operation + " operation: " + e.Message
}

// Caller says who makes a call: see [world.Caller].
type Caller = world.Caller

// Operations lists every operation, by CLI service and then command.
// The slice is shared and not to be changed.
func Operations() []*Operation { return table.list }

// Lookup finds an operation by the two words of the command line, such as
// "sts" and "assume-role"; nil when there is none.
func Lookup(service, command string) *Operation { return table.byCommand[service+" "+command] }

// LookupName finds an operation by the API's names, such as "sts" and
// "AssumeRole"; nil when there is none.
func LookupName(service, name string) *Operation { return table.byName[service+":"+name] }
