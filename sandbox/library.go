package sandbox

import (
	"embed"
	"fmt"
	"io"
	"io/fs"
	"path"
	"slices"
	"strings"
	"sync"
)

//go:embed worlds/*.txtar challenges/*.txtar
var embedded embed.FS

// Library is all scenarios and challenges there are. It is immutable.
type Library struct {
	scenarios  []*Scenario
	challenges []*Challenge
	byName     map[string]*Scenario
	challenge  map[string]*Challenge
}

// Embedded is the library that ships with the program. The error is [Faults].
var Embedded = sync.OnceValues(func() (*Library, error) { return Load(embedded) })

// Load reads worlds/*.txtar and challenges/*.txtar. The error is [Faults], all of
// them at once.
func Load(fsys fs.FS) (*Library, error) {
	l := &Library{byName: map[string]*Scenario{}, challenge: map[string]*Challenge{}}
	var faults Faults
	each(fsys, "worlds/*.txtar", &faults, func(file, name string, src []byte) error {
		s, err := ParseScenario(file, name, src)
		if err == nil {
			l.scenarios = append(l.scenarios, s)
			l.byName[name] = s
		}
		return err
	})
	each(fsys, "challenges/*.txtar", &faults, func(file, name string, src []byte) error {
		c, err := ParseChallenge(file, name, src)
		if err == nil {
			l.challenges = append(l.challenges, c)
			l.challenge[name] = c
		}
		return err
	})
	faults = append(faults, l.gaps()...)
	return l, faults.err()
}

// gaps are the parts of tracks that are missing, or there twice.
func (l *Library) gaps() Faults {
	parts := map[string]map[int]bool{}
	var faults Faults
	for _, c := range l.challenges {
		t := c.Track
		if t.Name == "" {
			continue
		}
		if parts[t.Name] == nil {
			parts[t.Name] = map[int]bool{}
		}
		if parts[t.Name][t.Part] {
			faults = append(faults, Fault{c.file, 1, fmt.Sprintf("part %d of the track %q is there twice", t.Part, t.Name)})
		}
		parts[t.Name][t.Part] = true
	}
	for _, c := range l.challenges {
		if t := c.Track; t.Part > 1 && !parts[t.Name][t.Part-1] {
			faults = append(faults, Fault{c.file, 1, fmt.Sprintf("the track %q has part %d and no part %d", t.Name, t.Part, t.Part-1)})
		}
	}
	return faults
}

// each reads the files of a pattern in order; one that matches nothing is a fault.
func each(fsys fs.FS, pattern string, faults *Faults, read func(file, name string, src []byte) error) {
	files, err := fs.Glob(fsys, pattern)
	if err != nil || len(files) == 0 {
		*faults = append(*faults, Fault{"sandbox/" + pattern, 1, "no such file"})
		return
	}
	for _, file := range files {
		src, err := fs.ReadFile(fsys, file)
		if err == nil {
			err = read("sandbox/"+file, strings.TrimSuffix(path.Base(file), ".txtar"), src)
		}
		if more, ok := err.(Faults); ok {
			*faults = append(*faults, more...)
		} else if err != nil {
			*faults = append(*faults, Fault{"sandbox/" + file, 1, err.Error()})
		}
	}
}

// Scenarios lists the scenarios by name.
func (l *Library) Scenarios() []*Scenario { return l.scenarios }

// Challenges lists the challenges by name.
func (l *Library) Challenges() []*Challenge { return l.challenges }

// Scenario finds a scenario by name; nil when there is none.
func (l *Library) Scenario(name string) *Scenario { return l.byName[name] }

// Challenge finds a challenge by name; nil when there is none.
func (l *Library) Challenge(name string) *Challenge { return l.challenge[name] }

// Tracks lists the names of the tracks that challenges form.
func (l *Library) Tracks() []string {
	var names []string
	for _, c := range l.challenges {
		if c.Track.Name != "" && !slices.Contains(names, c.Track.Name) {
			names = append(names, c.Track.Name)
		}
	}
	return names
}

// Track lists the challenges of a track in the order of its parts.
func (l *Library) Track(name string) []*Challenge {
	var parts []*Challenge
	for _, c := range l.challenges {
		if c.Track.Name == name {
			parts = append(parts, c)
		}
	}
	slices.SortFunc(parts, func(a, b *Challenge) int { return a.Track.Part - b.Track.Part })
	return parts
}

// Checked counts what [Library.Check] ran.
type Checked struct{ Scenarios, Challenges, Steps int }

// Check plays every scenario and verifies every challenge.
func (l *Library) Check() (Checked, Faults) {
	n := Checked{Scenarios: len(l.scenarios), Challenges: len(l.challenges)}
	var faults Faults
	for _, s := range l.scenarios {
		w, err := s.NewWorld(Standing(s.Name))
		if err != nil {
			faults = append(faults, Fault{s.file, 1, err.Error()})
			continue
		}
		results := Play(w, s.Steps)
		n.Steps += len(results)
		for _, r := range results {
			if !r.Met {
				faults = append(faults, Fault{s.file, r.Step.Line, r.Step.Text + ": " + r.Why})
			}
		}
	}
	for _, c := range l.challenges {
		for _, g := range c.Goals {
			n.Steps += len(g.Steps) * (1 + len(c.Wrongs))
		}
		faults = append(faults, c.Verify()...)
	}
	return n, faults
}

// Run plays a scenario file's steps and prints each with its outcome. met is
// false when a step can't be done or a want isn't met, which ends it; err tells
// of a file that can't be read.
func Run(file string, src []byte, out io.Writer) (met bool, err error) {
	name := strings.TrimSuffix(path.Base(file), ".txtar")
	s, err := ParseScenario(file, name, src)
	if err != nil {
		return false, err
	}
	w, err := s.NewWorld(Standing(name))
	if err != nil {
		return false, err
	}
	for _, r := range Play(w, s.Steps) {
		fmt.Fprintf(out, "%s:%d: %s\n", file, r.Step.Line, r.Step.Text)
		if r.Reply != nil && r.Step.Kind != StepWant {
			fmt.Fprintf(out, "    %s\n", Describe(r.Reply))
		}
		if !r.Met {
			fmt.Fprintf(out, "%s:%d: %s\n", file, r.Step.Line, r.Why)
			return false, nil
		}
	}
	return true, nil
}
