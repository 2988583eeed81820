package worlds

import (
	"rolecall/lessons"
	"rolecall/sandbox"
)

// inCourseOrder lists the scenarios in the order in which the course plays in
// them, and then those that it doesn't, by name.
func inCourseOrder(course *lessons.Course, lib *sandbox.Library) []*sandbox.Scenario {
	var list []*sandbox.Scenario
	seen := map[string]bool{}
	add := func(sc *sandbox.Scenario) {
		if sc != nil && !seen[sc.Name] {
			seen[sc.Name] = true
			list = append(list, sc)
		}
	}
	for _, l := range course.Lessons() {
		for _, m := range l.Modes {
			for b := range m.All() {
				add(lib.Scenario(worldOf(b)))
			}
		}
	}
	for _, sc := range lib.Scenarios() {
		add(sc)
	}
	return list
}

// worldOf is the scenario that a block plays in; empty when it plays in none.
func worldOf(b lessons.Block) string {
	switch b := b.(type) {
	case *lessons.Policy:
		return b.World
	case *lessons.Console:
		return b.World
	case *lessons.Frames:
		return b.World
	case *lessons.Diagram:
		return b.World
	case *lessons.Steps:
		return b.World
	default:
		return ""
	}
}
