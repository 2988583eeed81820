package sandbox

import (
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"
	"time"

	"rolecall/sandbox/world"
)

// Scenario is a world that can be made as often as one likes, with its story.
type Scenario struct {
	Name  string
	Title string
	Story string   // markdown
	Edit  []string // paths of the documents that a page opens first
	Steps []Step   // the story played; may be empty

	// Chapters are the slugs of the lessons that the scenario belongs to, the
	// closest first; none for a world to begin in. A challenge has a lesson instead.
	Chapters []string

	file      string
	src       string
	spec      worldYAML
	yaml      section
	legible   bool      // world.yaml could be read, so the world can be tried
	documents []section // paths and texts, in the file's order
}

// Start is where the clock stands when steps are played alone.
var Start = time.Date(2026, time.November, 21, 9, 0, 0, 0, time.UTC)

// Standing is an environment whose clock stands at [Start] and whose ids and keys
// depend on the seed alone.
func Standing(seed string) world.Env {
	return world.Env{Now: func() time.Time { return Start }, Rand: world.Seeded(seed)}
}

// ParseScenario reads a scenario file. file is its name for faults, name the
// scenario's. The world is built once, so that every fault shows.
func ParseScenario(file, name string, src []byte) (*Scenario, error) {
	a, faults := parseArchive(file, src)
	if len(faults) > 0 {
		return nil, faults
	}
	s, rest, faults := readScenario(a, name)
	s.src = string(src)
	for _, sec := range rest {
		if sec.name != "scenario.yaml" {
			faults = append(faults, Fault{file, sec.line - 1, fmt.Sprintf("%s is no part of a scenario", sec.name)})
			continue
		}
		var y struct {
			Chapters []string `yaml:"chapters"`
		}
		faults = append(faults, decodeYAML(file, sec, &y)...)
		s.Chapters = y.Chapters
	}
	if s.legible {
		faults = append(faults, s.try()...)
	}
	return s, faults.err()
}

// Source is the scenario's file, which [ParseScenario] reads; empty of a challenge.
func (s *Scenario) Source() string { return s.src }

// readScenario takes from an archive what makes a scenario; rest is what it
// doesn't know.
func readScenario(a archive, name string) (s *Scenario, rest []section, faults Faults) {
	s = &Scenario{Name: name, file: a.file}
	var ok bool
	if s.Title, s.Story, ok = a.title(); !ok {
		faults = append(faults, Fault{a.file, 1, "the file begins with its title: # Title"})
	}
	for _, sec := range a.sections {
		switch {
		case sec.name == "world.yaml":
			s.yaml = sec
			more := decodeYAML(a.file, sec, &s.spec)
			s.legible = len(more) == 0
			faults = append(faults, more...)
		case sec.name == "edit":
			for _, line := range strings.Split(sec.text, "\n") {
				if line = strings.TrimSpace(line); line != "" {
					s.Edit = append(s.Edit, line)
				}
			}
		case sec.name == "steps":
			steps, err := ParseSteps(sec.text)
			faults = append(faults, stepFaults(a.file, sec, err)...)
			s.Steps = shiftSteps(steps, sec.line-1)
		case isDocumentPath(sec.name):
			s.documents = append(s.documents, sec)
		default:
			rest = append(rest, sec)
		}
	}
	if s.yaml.name == "" {
		faults = append(faults, Fault{a.file, 1, "there is no world.yaml"})
	}
	return s, rest, faults
}

func isDocumentPath(name string) bool {
	first, _, _ := strings.Cut(name, "/")
	return first == "organization" || first == "files" || len(first) == 12 && strings.Trim(first, "0123456789") == ""
}

// stepFaults turns the faults of steps into those of their file.
func stepFaults(file string, sec section, err error) Faults {
	var bad StepErrors
	if !errors.As(err, &bad) {
		return nil
	}
	var faults Faults
	for _, e := range bad {
		faults = append(faults, Fault{file, sec.line + e.Line - 1, e.Message})
	}
	return faults
}

func shiftSteps(steps []Step, by int) []Step {
	for i := range steps {
		steps[i].Line += by
	}
	return steps
}

// try builds the world once and looks whether all that the file names is there.
func (s *Scenario) try() Faults {
	w, faults := s.build(Standing(s.Name))
	if len(faults) > 0 {
		return faults
	}
	for _, path := range s.Edit {
		if _, ok := w.File(path); !ok && !strings.HasPrefix(path, "files/") {
			faults = append(faults, Fault{s.file, 1, fmt.Sprintf("edit names %s, which is no document of this world", path)})
		}
	}
	return faults
}

// NewWorld makes the scenario's world. It is the same world for the same
// sequence of random bytes.
func (s *Scenario) NewWorld(env world.Env) (*world.World, error) {
	w, faults := s.build(env)
	return w, faults.err()
}

// Fresh makes the scenario's world with files laid over it, by path.
func (s *Scenario) Fresh(env world.Env, files map[string]string) (*world.World, error) {
	w, err := s.NewWorld(env)
	if err != nil {
		return nil, err
	}
	return w, Overlay(w, files)
}

// Overlay lays files over a world, by path: policies, objects and files/NAME. The
// error names the file that wasn't taken and why; managed policies come first.
func Overlay(w *world.World, files map[string]string) error {
	for _, path := range slices.Sorted(maps.Keys(files)) {
		if _, err := w.SetDocument(path, files[path]); err != nil {
			return fmt.Errorf("laying %s over the world: %w", path, err)
		}
	}
	return nil
}
