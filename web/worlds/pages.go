package worlds

import (
	"rolecall/sandbox"
	"rolecall/web/desk"
)

// Pages are the handlers of the sandbox.
type Pages struct {
	*desk.Desk
	scenarios []*sandbox.Scenario // those of the course first, in its order
}

// New makes the handlers.
func New(d *desk.Desk) *Pages { return &Pages{d, inCourseOrder(d.Course, d.Library)} }

// ChallengePages are the handlers of the challenges.
type ChallengePages struct{ *Pages }
