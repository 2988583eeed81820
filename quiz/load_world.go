package quiz

import (
	"errors"
	"maps"

	"rolecall/quiz/prose"
	"rolecall/sandbox"
)

// world reads what a question says about a world and the documents it shows.
func (r *questionReader) world(q *Question, y Draft) {
	r.files = map[string]string{}
	if q.World == "" {
		if len(y.Files) > 0 || len(y.Show) > 0 {
			r.failAt("files and show belong to a world: name it with world:")
		}
		return
	}
	if r.lib != nil {
		r.scenario = r.lib.Scenario(q.World)
	}
	if r.scenario == nil {
		r.fail(y.World.Place(r.doc).Fault("there is no world %q: sandbox/worlds has no file of that name", q.World))
		return
	}
	r.files = values(y.Files)
	if len(y.Show) == 0 && y.Path.Value == "" {
		return
	}
	w, err := r.scenario.Fresh(sandbox.Standing(q.World), r.files)
	if err != nil {
		r.failAt("%v", err)
		return
	}
	for _, path := range y.Show {
		src, ok := w.Document(path.Value)
		if !ok {
			r.fail(path.Place(r.doc).Fault("the world %s has no document %s", q.World, path.Value))
			continue
		}
		q.Show = append(q.Show, document(path.Value, src))
	}
	if src, ok := w.Document(y.Path.Value); ok {
		r.pathed = src
	}
}

func document(path, src string) Document {
	return Document{Path: path, JSON: src, HTML: prose.Code("json", src, "")}
}

// check makes a check of a part that has steps and maybe files of its own.
func (r *questionReader) check(part, name string, files map[string]prose.Str, src prose.Str) check {
	own := maps.Clone(r.files)
	maps.Copy(own, values(files))
	return check{part: part, name: name, scenario: r.scenario, files: own, steps: r.steps(src), at: src.Place(r.doc)}
}

func (r *questionReader) steps(src prose.Str) []sandbox.Step {
	steps, fs := StepsAt(src.Value, src.Place(r.doc))
	r.fail(fs...)
	return steps
}

// StepsAt parses steps that stand at a place of a file.
func StepsAt(src string, at prose.Place) ([]sandbox.Step, prose.Faults) {
	steps, err := sandbox.ParseSteps(src)
	var bad sandbox.StepErrors
	if err == nil {
		return steps, nil
	}
	if !errors.As(err, &bad) {
		return nil, prose.Faults{at.Fault("%v", err)}
	}
	var fs prose.Faults
	for _, e := range bad {
		fs = append(fs, at.Down(e.Line-1).Fault("%s", e.Message))
	}
	return nil, fs
}

// engine tells whether the parts of a question give steps, and finds fault with
// those that do it by halves: of n parts, with have steps.
func (r *questionReader) engine(q *Question, n, with int, parts string) bool {
	switch {
	case with > 0 && q.World == "":
		r.failAt("steps and files belong to a world: name it with world:")
	case r.scenario == nil:
	case with == n:
		return true
	case with > 0:
		r.failAt("the engine is asked about every %s or none: %d of %d have steps", parts, with, n)
	case len(q.Show) == 0:
		r.failAt("this question names a world but neither shows of it nor asks it: add steps to every %s, or show:", parts)
	}
	return false
}

func values(m map[string]prose.Str) map[string]string {
	out := make(map[string]string, len(m))
	for k, v := range m {
		out[k] = v.Value
	}
	return out
}
