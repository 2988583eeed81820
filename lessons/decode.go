package lessons

import (
	"strings"

	"rolecall/quiz/prose"
)

// The YAML of each directive, as docs/authoring.md describes it.

type runYAML struct {
	World prose.Str            `yaml:"world"`
	Files map[string]prose.Str `yaml:"files"`
	Steps prose.Str            `yaml:"steps"`
}

type predictYAML struct {
	ID      string       `yaml:"id"`
	Ask     prose.Str    `yaml:"ask"`
	Options []optionYAML `yaml:"options"`
}

type optionYAML struct {
	Text  prose.Str `yaml:"text"`
	Right bool      `yaml:"right"`
	Why   prose.Str `yaml:"why"`
}

type policyYAML struct {
	ID      string       `yaml:"id"`
	Title   string       `yaml:"title"`
	Path    string       `yaml:"path"`
	Kind    prose.Str    `yaml:"kind"`
	Request *requestYAML `yaml:"request"`
	Want    prose.Str    `yaml:"want"`
	Faults  []string     `yaml:"faults"`
	Run     runYAML      `yaml:",inline"`
}

type requestYAML struct {
	Principal prose.Str           `yaml:"principal"`
	Action    string              `yaml:"action"`
	Resource  string              `yaml:"resource"`
	Account   string              `yaml:"account"`
	Context   map[string][]string `yaml:"context"`
}

type consoleYAML struct {
	ID    string               `yaml:"id"`
	Title string               `yaml:"title"`
	World prose.Str            `yaml:"world"`
	Files map[string]prose.Str `yaml:"files"`
}

type framesYAML struct {
	ID    string               `yaml:"id"`
	Title string               `yaml:"title"`
	World prose.Str            `yaml:"world"`
	Files map[string]prose.Str `yaml:"files"`
	Say   map[int]prose.Str    `yaml:"say"`
}

type diagramYAML struct {
	ID      string      `yaml:"id"`
	Shows   prose.Str   `yaml:"shows"`
	Caption prose.Str   `yaml:"caption"`
	Mark    []prose.Str `yaml:"mark"`
	Run     runYAML     `yaml:",inline"`
}

type stepsYAML struct {
	ID    string               `yaml:"id"`
	World prose.Str            `yaml:"world"`
	Files map[string]prose.Str `yaml:"files"`
	Steps []stepYAML           `yaml:"steps"`
}

type stepYAML struct {
	ID       prose.Str `yaml:"id"`
	Say      prose.Str `yaml:"say"`
	As       string    `yaml:"as"`
	Console  prose.Str `yaml:"console"`
	Want     prose.Str `yaml:"want"`
	Edit     prose.Str `yaml:"edit"`
	Solution prose.Str `yaml:"solution"`
	Goals    prose.Str `yaml:"goals"`
	Advance  prose.Str `yaml:"advance"`
	Hint     prose.Str `yaml:"hint"`
	Done     prose.Str `yaml:"done"`
}

type challengeYAML struct {
	ID    string    `yaml:"id"`
	Name  prose.Str `yaml:"name"`
	Carry prose.Str `yaml:"carry"`
}

type mythYAML struct {
	ID      string    `yaml:"id"`
	Belief  prose.Str `yaml:"belief"`
	Truth   bool      `yaml:"truth"`
	Reality prose.Str `yaml:"reality"`
	Why     prose.Str `yaml:"why"`
	Source  prose.Str `yaml:"source"`
	Proof   *runYAML  `yaml:"proof"`
}

type pitfallYAML struct {
	ID     string    `yaml:"id"`
	Title  string    `yaml:"title"`
	Story  prose.Str `yaml:"story"`
	Wrong  sideYAML  `yaml:"wrong"`
	Right  sideYAML  `yaml:"right"`
	Cause  prose.Str `yaml:"cause"`
	Source prose.Str `yaml:"source"`
}

type sideYAML struct {
	Say  prose.Str   `yaml:"say"`
	Show []prose.Str `yaml:"show"`
	Run  runYAML     `yaml:",inline"`
}

type cardYAML struct {
	ID        string    `yaml:"id"`
	Front     prose.Str `yaml:"front"`
	Back      prose.Str `yaml:"back"`
	Objective prose.Str `yaml:"objective"`
	Source    prose.Str `yaml:"source"`
}

type compareYAML struct {
	Before compareSideYAML `yaml:"before"`
	After  compareSideYAML `yaml:"after"`
}

type compareSideYAML struct {
	Title string    `yaml:"title"`
	Text  prose.Str `yaml:"text"`
}

type lessonYAML struct {
	Title         string          `yaml:"title"`
	Summary       string          `yaml:"summary"`
	Level         prose.Str       `yaml:"level"`
	Prerequisites []prose.Str     `yaml:"prerequisites"`
	Objectives    []objectiveYAML `yaml:"objectives"`
}

type objectiveYAML struct {
	ID   prose.Str `yaml:"id"`
	Text prose.Str `yaml:"text"`
	Read prose.Str `yaml:"read"`
}

type glossaryYAML struct {
	Terms []termYAML `yaml:"terms"`
}

type termYAML struct {
	ID   prose.Str `yaml:"id"`
	Name prose.Str `yaml:"name"`
	Text prose.Str `yaml:"text"`
}

// decodeHead reads a directive made of a YAML head, a line "---" and a body, and
// returns the body with its place.
func decodeHead(f *prose.Fence, into any) (body string, at prose.Place, faults prose.Faults) {
	head, body, ok := strings.Cut("\n"+f.Body, "\n---\n")
	if !ok {
		return "", f.Start, prose.Faults{f.Place.Fault("a %s has a head, a line \"---\" and a body", f.Name)}
	}
	head = strings.TrimPrefix(head, "\n")
	at = f.Start.Down(strings.Count(head, "\n") + 2)
	if head == "" {
		at = f.Start.Down(1)
	}
	return body, at, prose.YAML([]byte(head), f.Start, into)
}
