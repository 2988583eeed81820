// Package advice has the errors that are meant for people: what happened, where,
// and what to do next. The rooms below the pages return them, and the pages turn
// them into an answer. The package knows nothing of AWS, worlds or HTTP.
package advice

import "fmt"

// Kind is what sort of answer an error is.
type Kind int

const (
	KindBadInput Kind = iota // what was sent can't be used
	KindNotFound             // it isn't there, or not for this person
	KindConflict             // it changed meanwhile, or its state doesn't allow this
	KindTooMany              // a limit is reached
)

// Error is an error whose texts can be shown to people.
type Error struct {
	Kind    Kind
	Title   string // what happened; empty for the usual one of the kind
	Message string // where and why
	Fix     string // what to do next; empty for the usual one of the kind
	Cause   error
}

func (e *Error) Error() string {
	if e.Cause != nil {
		return e.Message + ": " + e.Cause.Error()
	}
	return e.Message
}

// Unwrap implements errors.Unwrap.
func (e *Error) Unwrap() error { return e.Cause }

// BadInput says why what was sent can't be used.
func BadInput(format string, args ...any) error {
	return &Error{Kind: KindBadInput, Message: fmt.Sprintf(format, args...)}
}

// NotFound says that something isn't there, or not for whoever asks.
func NotFound(message string) error { return &Error{Kind: KindNotFound, Message: message} }

// Conflict says that the state of things doesn't allow what was asked for.
func Conflict(format string, args ...any) error {
	return &Error{Kind: KindConflict, Message: fmt.Sprintf(format, args...)}
}

// TooMany says that a limit is reached.
func TooMany(format string, args ...any) error {
	return &Error{Kind: KindTooMany, Message: fmt.Sprintf(format, args...)}
}
