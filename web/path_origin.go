package web

import (
	"fmt"
	"strings"

	"rolecall/lessons"
	"rolecall/sandbox"
	"rolecall/sandbox/world"
	"rolecall/web/view"
)

// A guided path is walked in a world of its own, whose origin names the path.

func pathOrigin(lesson, mode, id string) string {
	return lessonOrigin + lesson + "/" + mode + "/" + view.PathID(id)
}

// pathOf finds the path that a world belongs to; nil when it belongs to none.
func pathOf(course *lessons.Course, origin string) *lessons.Steps {
	rest, ok := strings.CutPrefix(origin, lessonOrigin)
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
		if steps, ok := b.(*lessons.Steps); ok && pathOrigin(lesson, mode, steps.ID) == origin {
			return steps
		}
	}
	return nil
}

// pathWorld begins the world that the path's author describes.
func pathWorld(library *sandbox.Library, steps *lessons.Steps, env world.Env) (*world.World, error) {
	sc := library.Scenario(steps.World)
	if sc == nil {
		return nil, fmt.Errorf("path %s: there is no scenario %s", steps.ID, steps.World)
	}
	return sc.Fresh(env, steps.Files())
}

// pathBeginnings begins the worlds of paths again, see [WorldConfig].
func pathBeginnings(course *lessons.Course, library *sandbox.Library) func(string, world.Env) (*world.World, error) {
	return func(origin string, env world.Env) (*world.World, error) {
		steps := pathOf(course, origin)
		if steps == nil {
			return nil, nil
		}
		return pathWorld(library, steps, env)
	}
}
