package cues_test

import (
	"testing"

	"rolecall/quiz/cues"
)

// Every strategy finds the cue that is planted for it, and keeps still without one.
func TestStrategiesFindPlantedCues(t *testing.T) {
	plain := []string{"Alice may read it", "Bob could list it", "Carol should write it"}
	for name, c := range map[string]struct {
		stem string
		key  string
		code int
	}{
		"longest":                            {"Who?", "Dave, who has been here for a long time, may delete it", 0},
		"shortest":                           {"Who?", "Dave", 0},
		"most specific":                      {"Who?", "Dave may read 15 of the 20 objects in S3", 0},
		"alone with a reason":                {"Who?", "Dave may, because he asked", 0},
		"repeats words of the stem":          {"Who holds credentials of Deploy?", "Dave holds its credentials", 0},
		"alone quotes code":                  {"Who?", "Dave may do it", 1},
		"alone with an absolute word":        {"Who?", "Dave may never do so", 0},
		"unlike the others":                  {"Who?", "Several accounts together", 0},
		"most like the others":               {"Who?", "Alice may list it and should write it", 0},
		"grammar apart from the others":      {"Who?", "Dave may delete it.", 0},
		"grammar fits the stem":              {"Which policies allow it?", "His own and the bucket's", 0},
		"last position":                      {"Who?", "Dave may delete it", 0},
		"drops the longest and the reasoned": {"Who?", "Dave may", 0},
	} {
		item := cues.Item{Stem: c.stem}
		for _, text := range plain {
			if name == "drops the longest and the reasoned" {
				text += ", since it is there"
			}
			item.Options = append(item.Options, cues.Option{Text: text})
		}
		item.Options = append(item.Options, cues.Option{Text: c.key, Code: c.code, Right: true})
		found := false
		for _, s := range cues.Strategies() {
			if s.Name != name {
				continue
			}
			found = true
			if right, ok := s.Alone(&item); !right || !ok {
				t.Errorf("%s: right %v, singles one out %v", name, right, ok)
			}
		}
		if !found {
			t.Errorf("no strategy is called %q", name)
		}
	}
}

// A strategy that is wrong without a cue is silent, not lucky.
func TestStrategiesAreSilentWithoutACue(t *testing.T) {
	item := cues.Item{Stem: "Who?", Options: []cues.Option{{Text: "Ann"}, {Text: "Bob", Right: true}, {Text: "Cem"}, {Text: "Dan"}}}
	for _, s := range cues.Strategies() {
		if _, ok := s.Alone(&item); ok != s.ByPosition {
			t.Errorf("%s: singles one out %v", s.Name, ok)
		}
	}
}

// Hits, chance and standard error are those of a coin with four sides.
func TestScore(t *testing.T) {
	items := make([]cues.Item, 100)
	for i := range items {
		options := []cues.Option{{Text: "a"}, {Text: "b"}, {Text: "c"}, {Text: "the long one"}}
		options[i%4].Right = true
		items[i] = cues.Item{Options: options}
	}
	for _, s := range cues.Strategies() {
		if s.Name != "longest" {
			continue
		}
		got := s.Play(items)
		if got.Items != 100 || got.Hits != 25 || got.Chance != 25 || got.Error < 4.33 || got.Error > 4.34 || got.Above() != 0 {
			t.Errorf("%+v", got)
		}
	}
}
