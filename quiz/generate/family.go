package generate

import (
	"fmt"
	"hash/fnv"
	"math/rand/v2"
	"regexp"
	"strconv"

	"rolecall/quiz"
)

// Lesson is the lesson whose objectives the questions are about.
const Lesson = "temporary-access"

// Family is one thing to ask.
type Family struct {
	ID        string // stable: "who-assumes"
	Version   int    // counted up when what a seed means changes
	Title     string // for people: "Who can assume this role?"
	Objective string // the objective that it is mainly about
	draft     func(dice) draft
}

// Families lists the families, in the order in which their subjects are taught.
func Families() []Family { return families }

// find returns the family of an id in a version.
func find(id string, version int) (Family, bool) {
	for _, f := range families {
		if f.ID == id && f.Version == version {
			return f, true
		}
	}
	return Family{}, false
}

// Current returns the family of an id as it is now.
func Current(id string) (Family, bool) {
	for i := len(families) - 1; i >= 0; i-- {
		if families[i].ID == id {
			return families[i], true
		}
	}
	return Family{}, false
}

// Newest reports whether new questions are made by this version of the family.
func (f Family) Newest() bool {
	now, ok := Current(f.ID)
	return ok && now.Version == f.Version
}

// Made is a generated question and what is known of it beyond the question.
type Made struct {
	Question *quiz.Question
	Family   Family
	Seed     uint64
	Key      string // the same for questions that mean the same, whatever the names in them
	Features Features
	// Beliefs are the misconceptions that the wrong options stand for, by option id.
	Beliefs map[string]Misconception
}

// dice are the family's random numbers for a seed. From a family's second version
// on, neighbouring seeds are spread; the attempts that asked the first are kept by
// the seed as it is.
func (f Family) dice(seed uint64) dice {
	h := fnv.New64a()
	h.Write([]byte(f.ID))
	if f.Version > 2 {
		return dice{rand.New(rand.NewPCG(mixed(seed^h.Sum64()), mixed(seed+h.Sum64())))}
	}
	if f.Version > 1 {
		seed = mixed(seed)
	}
	return dice{rand.New(rand.NewPCG(seed, h.Sum64()))}
}

// mixed spreads neighbouring seeds, whose first numbers would be much alike: the
// finalizer of SplitMix64.
func mixed(seed uint64) uint64 {
	seed += 0x9e3779b97f4a7c15
	seed = (seed ^ seed>>30) * 0xbf58476d1ce4e5b9
	seed = (seed ^ seed>>27) * 0x94d049bb133111eb
	return seed ^ seed>>31
}

// Make makes the question of a seed. It errs when the engine doesn't agree with
// the family about every option, which the tests rule out.
func (f Family) Make(seed uint64) (*Made, error) {
	dice := f.dice(seed)
	d := f.draft(dice)
	q, beliefs, err := d.finish(dice.Perm(1 + len(d.wrong)))
	if err != nil {
		return nil, fmt.Errorf("generate %s: %w", ID(f.ID, seed), err)
	}
	q.ID, q.Version = ID(f.ID, seed), f.Version
	return &Made{q, f, seed, f.key(&d), d.features(), beliefs}, nil
}

func (f Family) key(d *draft) string { return f.ID + "/" + d.shape }

// Glance says what the question of a seed is like without asking the engine:
// which others mean the same, and how hard it is. It costs a fraction of Make.
func (f Family) Glance(seed uint64) (key string, difficulty quiz.Difficulty) {
	d := f.draft(f.dice(seed))
	return f.key(&d), d.features().Difficulty()
}

// ID is the question id of a family's seed: "gen:who-assumes:42". Ids of the bank
// hold no colon, so the two never meet.
func ID(family string, seed uint64) string {
	return "gen:" + family + ":" + strconv.FormatUint(seed, 10)
}

var idPattern = regexp.MustCompile(`^gen:([a-z]+(?:-[a-z]+)*):(0|[1-9][0-9]{0,19})$`)

// ParseID takes an [ID] apart; ok is false for any other question's id.
func ParseID(id string) (family string, seed uint64, ok bool) {
	m := idPattern.FindStringSubmatch(id)
	if m == nil {
		return "", 0, false
	}
	seed, err := strconv.ParseUint(m[2], 10, 64)
	return m[1], seed, err == nil
}

// Known reports whether the question of an id can be made in a version.
func Known(id string, version int) bool {
	family, _, ok := ParseID(id)
	if !ok {
		return false
	}
	_, ok = find(family, version)
	return ok
}

// Rebuild makes the question of an id in the version that was asked. It errs for
// an id that isn't one of ours and a version that is no longer kept.
func Rebuild(id string, version int) (*Made, error) {
	family, seed, ok := ParseID(id)
	if !ok {
		return nil, fmt.Errorf("%q is not the id of a generated question", id)
	}
	f, ok := find(family, version)
	if !ok {
		return nil, fmt.Errorf("no family makes %s in version %d", id, version)
	}
	return f.Make(seed)
}
