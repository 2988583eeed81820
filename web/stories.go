package web

import (
	"fmt"
	"strings"

	"rolecall/lessons"
	"rolecall/quiz/prose"
	"rolecall/sandbox"
)

// stories compiles the markdown of the library once: the story of each scenario
// and challenge, and the challenges' hints.
type stories struct {
	of    map[*sandbox.Scenario]prose.Text
	hints map[string][]prose.Text // by challenge
}

// storyLinks resolves the links that stories use.
type storyLinks struct{}

// Resolve implements [prose.Links].
func (storyLinks) Resolve(dest string, _ prose.Place) prose.Target {
	if id, ok := strings.CutPrefix(dest, "term:"); ok {
		return prose.Target{Href: "/glossary#" + id, Class: "term"}
	}
	if slug, ok := strings.CutPrefix(dest, "lesson:"); ok {
		return prose.Target{Href: "/lessons/" + slug}
	}
	if fault := prose.CheckURL(dest); fault != "" {
		return prose.Target{Fault: fault}
	}
	return prose.Target{Href: dest}
}

func readStories(lib *sandbox.Library) (*stories, error) {
	r := &storyReader{reader: prose.Reader{Links: storyLinks{}}}
	st := &stories{of: map[*sandbox.Scenario]prose.Text{}, hints: map[string][]prose.Text{}}
	for _, sc := range lib.Scenarios() {
		st.of[sc] = r.text(sc.Story, "sandbox/worlds/"+sc.Name+".txtar")
	}
	for _, ch := range lib.Challenges() {
		file := "sandbox/challenges/" + ch.Name + ".txtar"
		st.of[ch.Scenario] = r.text(ch.Story, file)
		for _, h := range ch.Hints {
			st.hints[ch.Name] = append(st.hints[ch.Name], r.text(h, file))
		}
	}
	if err := r.faults.Err(); err != nil {
		return nil, fmt.Errorf("stories of the sandbox: %w", err)
	}
	return st, nil
}

type storyReader struct {
	reader prose.Reader
	faults prose.Faults
}

func (r *storyReader) text(src, file string) prose.Text {
	t, faults := r.reader.Text(src, prose.Place{File: file})
	r.faults = append(r.faults, faults...)
	return t
}

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
