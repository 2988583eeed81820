package play

import (
	"context"
	"errors"
	"maps"
	"slices"
	"strings"

	"rolecall/sandbox"
	"rolecall/sandbox/iam"
	"rolecall/sandbox/world"
	"rolecall/store"
)

// FileAt describes the document at a path: a policy, or a file that commands read,
// which in a scenario is a session policy.
func FileAt(w *world.World, path string) (world.File, bool) {
	if f, ok := w.File(path); ok {
		return f, true
	}
	name, ok := strings.CutPrefix(path, "files/")
	if _, there := w.Document(path); !ok || !there {
		return world.File{}, false
	}
	return world.File{Path: path, Kind: iam.KindSession, Name: name, Label: "the file " + name}, true
}

// AllFiles lists a world's policies and then its files.
func AllFiles(w *world.World) []world.File {
	list := w.Files()
	for _, name := range slices.Sorted(maps.Keys(w.ScenarioFiles())) {
		if f, ok := FileAt(w, "files/"+name); ok {
			list = append(list, f)
		}
	}
	return list
}

// ScenarioOf is the scenario, or the challenge's, that a world began as.
func (s *Service) ScenarioOf(info store.WorldInfo) *sandbox.Scenario {
	if name, ok := strings.CutPrefix(info.Origin, ChallengeOrigin); ok {
		if ch := s.Library.Challenge(name); ch != nil {
			return ch.Scenario
		}
	}
	return s.Library.Scenario(info.Scenario)
}

// firstDocuments are the documents that a world began with, by path; nil when
// its story is not told any more.
func (s *Service) firstDocuments(ctx context.Context, info store.WorldInfo) map[string]string {
	began, err := s.Store.WorldBeginning(ctx, info.ID)
	if errors.Is(err, store.ErrNotFound) {
		return s.Beginnings[s.ScenarioOf(info)]
	}
	docs := map[string]string(nil)
	if err == nil {
		docs, err = world.Documents(began)
	}
	if err != nil && ctx.Err() == nil {
		s.Log.Error("reading what a world began with", "world", info.ID, "err", err)
	}
	return docs
}

// beginnings are the documents of every scenario and challenge as they begin.
func beginnings(lib *sandbox.Library) (map[*sandbox.Scenario]map[string]string, error) {
	all := map[*sandbox.Scenario]map[string]string{}
	add := func(sc *sandbox.Scenario) error {
		w, err := sc.NewWorld(sandbox.Standing(sc.Name))
		if err != nil {
			return err
		}
		docs := map[string]string{}
		for _, f := range AllFiles(w) {
			docs[f.Path], _ = w.Document(f.Path)
		}
		all[sc] = docs
		return nil
	}
	for _, sc := range lib.Scenarios() {
		if err := add(sc); err != nil {
			return nil, err
		}
	}
	for _, ch := range lib.Challenges() {
		if err := add(ch.Scenario); err != nil {
			return nil, err
		}
	}
	return all, nil
}
