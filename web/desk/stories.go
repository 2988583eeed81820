package desk

import (
	"fmt"
	"strings"

	"rolecall/quiz/prose"
	"rolecall/sandbox"
)

// Stories compiles the markdown of the library once: the story of each scenario
// and challenge, and the challenges' hints.
type Stories struct {
	Of    map[*sandbox.Scenario]prose.Text
	Hints map[string][]prose.Text // by challenge
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

func readStories(lib *sandbox.Library) (*Stories, error) {
	r := &storyReader{reader: prose.Reader{Links: storyLinks{}}}
	st := &Stories{Of: map[*sandbox.Scenario]prose.Text{}, Hints: map[string][]prose.Text{}}
	for _, sc := range lib.Scenarios() {
		st.Of[sc] = r.text(sc.Story, "sandbox/worlds/"+sc.Name+".txtar")
	}
	for _, ch := range lib.Challenges() {
		file := "sandbox/challenges/" + ch.Name + ".txtar"
		st.Of[ch.Scenario] = r.text(ch.Story, file)
		for _, h := range ch.Hints {
			st.Hints[ch.Name] = append(st.Hints[ch.Name], r.text(h, file))
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
