package learn

import (
	"context"

	"rolecall/web/desk"
)

// Pages are the handlers of the lessons.
type Pages struct {
	*desk.Desk
	Lessons *LessonSite
}

// New renders every lesson.
func New(ctx context.Context, d *desk.Desk) (*Pages, error) {
	s := &Pages{Desk: d}
	var err error
	s.Lessons, err = s.buildLessons(ctx)
	return s, err
}
