package reference

import (
	"slices"
	"strings"
)

// Key is a condition key.
type Key struct {
	Name string // with prefix; "${TagKey}" stands for what the caller chooses
	Type KeyType
	Page string // where AWS documents it, when the data lacks it; else ""
}

// KeyType is the type of a condition key's values: a letter of reference.bin.
type KeyType byte

// The types of one value. A key that holds a set has the small letter; see Multi.
const (
	TypeString  KeyType = 'S'
	TypeARN     KeyType = 'A'
	TypeBool    KeyType = 'B'
	TypeNumeric KeyType = 'N'
	TypeDate    KeyType = 'D'
	TypeIP      KeyType = 'I'
	TypeBinary  KeyType = 'X'
)

// Multi reports whether a request may hold several values of the key.
func (t KeyType) Multi() bool { return 'a' <= t && t <= 'z' }

// One is the type of one value: TypeString for a set of strings.
func (t KeyType) One() KeyType {
	if t.Multi() {
		return t - 'a' + 'A'
	}
	return t
}

func newKey(word string) Key {
	n := len(word) - 1
	return Key{Name: word[:n], Type: KeyType(word[n])}
}

// Is reports whether a name is this key's, ignoring case. What stands for a
// variable may be anything but nothing: "aws:PrincipalTag/team".
func (k *Key) Is(name string) bool {
	if !strings.Contains(k.Name, "${") {
		return strings.EqualFold(k.Name, name)
	}
	pattern := k.Name
	for {
		before, rest, found := strings.Cut(pattern, "${")
		if !found {
			return strings.EqualFold(before, name)
		}
		_, after, _ := strings.Cut(rest, "}")
		if len(name) <= len(before) || !strings.EqualFold(name[:len(before)], before) {
			return false
		}
		name = name[len(before):]
		if after == "" {
			return name != ""
		}
		next, _, _ := strings.Cut(after, "${")
		at := indexFold(name[1:], next)
		if !strings.Contains(after, "${") { // the last one reaches to the end
			at = len(name) - 1 - len(next)
		}
		if at < 0 {
			return false
		}
		name, pattern = name[1+at:], after
	}
}

func indexFold(s, sub string) int { return strings.Index(strings.ToLower(s), strings.ToLower(sub)) }

// Stem is the key up to its variable: "aws:PrincipalTag/" of
// "aws:PrincipalTag/${TagKey}". It is the whole name where there is none.
func (k *Key) Stem() string {
	stem, _, _ := strings.Cut(k.Name, "${")
	return stem
}

// GlobalKeys lists the global condition keys, sorted, those of
// supplement.go among them.
func GlobalKeys() []Key { return slices.Clone(theIndex().global) }

// FindKey finds a condition key by its whole name, ignoring case: a global one, or
// one of the service that its prefix names.
func FindKey(name string) (*Key, bool) {
	x := theIndex()
	for i := range x.global {
		if x.global[i].Is(name) {
			return &x.global[i], true
		}
	}
	for s := range x.listing(name) {
		for i := range s.Keys {
			if s.Keys[i].Is(name) {
				return &s.Keys[i], true
			}
		}
	}
	return nil, false
}

// listing are the services that list the keys with the prefix of a name.
func (x *index) listing(name string) func(yield func(*Service) bool) {
	prefix, _, _ := strings.Cut(strings.ToLower(name), ":")
	return func(yield func(*Service) bool) {
		if e := x.entries[prefix]; e != nil && !yield(e.service()) {
			return
		}
		for _, p := range x.aliases[prefix] {
			if !yield(x.entries[p].service()) {
				return
			}
		}
	}
}
