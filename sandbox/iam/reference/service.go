package reference

import (
	"iter"
	"slices"
	"strings"
)

// Service is what the reference holds of one service. Its actions, resource types
// and keys are sorted by name, ignoring case.
type Service struct {
	Prefix    string // stands before the colon of an action: "sts"
	Name      string // what AWS calls it
	Actions   []Action
	Resources []Resource
	Keys      []Key // those that its actions and resource types name, global ones among them
}

// Action is one permission of a service.
type Action struct {
	Name  string // without prefix: "AssumeRole"
	shape *shape
}

// shape is what many actions of a service have in common.
type shape struct {
	level   Level
	keys    []*Key
	targets []Target
	page    string
}

// Target is a resource type that an action takes.
type Target struct {
	*Resource
	// Required is set when the action needs a resource of this type. An action with
	// several required types needs one of each; several optional types are often
	// alternatives.
	Required bool
	// ActionKeys are the condition keys of the action on this type; those of the
	// type itself are in Resource.Keys.
	ActionKeys []*Key
}

// Level is an access level of the reference.
type Level byte

// The access levels, with the letters of reference.bin.
const (
	LevelRead                  Level = 'R'
	LevelWrite                 Level = 'W'
	LevelList                  Level = 'L'
	LevelTagging               Level = 'T' // writes tags
	LevelPermissionsManagement Level = 'P' // writes permissions
)

// String is the level in AWS's words.
func (l Level) String() string {
	switch l {
	case LevelRead:
		return "Read"
	case LevelWrite:
		return "Write"
	case LevelList:
		return "List"
	case LevelTagging:
		return "Tagging"
	case LevelPermissionsManagement:
		return "Permissions management"
	}
	return "Unknown"
}

// Page is where AWS documents the action when the reference lacks it; else "".
func (a *Action) Page() string { return a.shape.page }

// Level is the action's access level.
func (a *Action) Level() Level { return a.shape.level }

// Targets are the resource types that the action takes. None means that it has no
// resource-level permissions: it matches a Resource of `*` alone.
func (a *Action) Targets() []Target { return a.shape.targets }

// Keys are the condition keys that the reference lists for the action itself, not
// those of the resource types it takes, nor the global ones that every call has.
func (a *Action) Keys() []*Key { return a.shape.keys }

// HasKey reports whether the reference lists a condition key for the action or for
// one of the resource types that it takes, ignoring case. Global keys are listed
// for some actions alone, though most calls carry them.
func (a *Action) HasKey(name string) bool {
	has := func(keys []*Key) bool {
		return slices.ContainsFunc(keys, func(k *Key) bool { return k.Is(name) })
	}
	for _, t := range a.Targets() {
		if has(t.ActionKeys) || has(t.Resource.Keys) {
			return true
		}
	}
	return has(a.Keys())
}

// Action finds an action by its name without prefix, ignoring case; nil when it is
// not known.
func (s *Service) Action(name string) *Action {
	i, found := slices.BinarySearchFunc(s.Actions, name, func(a Action, name string) int { return compareFold(a.Name, name) })
	if !found {
		return nil
	}
	return &s.Actions[i]
}

// Matching are the actions that a name with `*` and `?` matches, ignoring case.
func (s *Service) Matching(pattern string) iter.Seq[*Action] {
	return func(yield func(*Action) bool) {
		plain := strings.IndexAny(pattern, "*?")
		if plain < 0 {
			if a := s.Action(pattern); a != nil {
				yield(a)
			}
			return
		}
		first := pattern[:plain]
		from, _ := slices.BinarySearchFunc(s.Actions, first, func(a Action, first string) int { return compareFold(a.Name, first) })
		for i := from; i < len(s.Actions); i++ {
			a := &s.Actions[i]
			if len(a.Name) < plain || !strings.EqualFold(a.Name[:plain], first) {
				return
			}
			if fits(pattern[plain:], a.Name[plain:]) && !yield(a) {
				return
			}
		}
	}
}

// Resource finds a resource type by its name, ignoring case; nil when it is not
// known.
func (s *Service) Resource(name string) *Resource {
	for i := range s.Resources {
		if strings.EqualFold(s.Resources[i].Name, name) {
			return &s.Resources[i]
		}
	}
	return nil
}

// Find finds an action by its whole name, "sts:AssumeRole", ignoring case; nil when
// it is not known.
func Find(action string) *Action {
	prefix, name, _ := strings.Cut(action, ":")
	if s := Lookup(prefix); s != nil {
		return s.Action(name)
	}
	return nil
}
