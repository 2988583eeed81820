package desk

import (
	"fmt"
	"strings"

	"rolecall/lessons"
	"rolecall/sandbox"
	"rolecall/sandbox/play"
	"rolecall/sandbox/world"
	"rolecall/web/view"
)

// A guided path is walked in a world of its own, whose origin names the path.

// PathOrigin names a path as the origin of its world.
func PathOrigin(lesson, mode, id string) string {
	return play.LessonOrigin + lesson + "/" + mode + "/" + view.PathID(id)
}

// PathOf finds the path that a world belongs to; nil when it belongs to none.
func PathOf(course *lessons.Course, origin string) *lessons.Steps {
	rest, ok := strings.CutPrefix(origin, play.LessonOrigin)
	if !ok {
		return nil
	}
	lesson, rest, _ := strings.Cut(rest, "/")
	mode, _, _ := strings.Cut(rest, "/")
	m := course.Mode(lesson, mode)
	if m == nil {
		return nil
	}
	for b := range m.All() {
		if steps, ok := b.(*lessons.Steps); ok && PathOrigin(lesson, mode, steps.ID) == origin {
			return steps
		}
	}
	return nil
}

// PathWorld begins the world that the path's author describes.
func PathWorld(library *sandbox.Library, steps *lessons.Steps, env world.Env) (*world.World, error) {
	sc := library.Scenario(steps.World)
	if sc == nil {
		return nil, fmt.Errorf("path %s: there is no scenario %s", steps.ID, steps.World)
	}
	return sc.Fresh(env, steps.Files())
}

// PathBeginnings begins the worlds of paths again, see [play.Config].
func PathBeginnings(course *lessons.Course, library *sandbox.Library) func(string, world.Env) (*world.World, error) {
	return func(origin string, env world.Env) (*world.World, error) {
		steps := PathOf(course, origin)
		if steps == nil {
			return nil, nil
		}
		return PathWorld(library, steps, env)
	}
}
