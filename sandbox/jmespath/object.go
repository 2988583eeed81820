package jmespath

import (
	"bytes"
	"encoding/json"
	"iter"
)

// Values are those of JSON: nil, bool, float64, string, []any and *Object.

// Object is a JSON object that keeps the order of its members.
type Object struct {
	members []member
	index   map[string]int // from a number of members on
}

type member struct {
	key   string
	value any
}

// indexFrom is the number of members from which an object has an index.
const indexFrom = 12

// NewObject returns an object with room for n members.
func NewObject(n int) *Object { return &Object{members: make([]member, 0, n)} }

// Len is the number of members.
func (o *Object) Len() int { return len(o.members) }

func (o *Object) find(key string) int {
	if o.index != nil {
		if i, ok := o.index[key]; ok {
			return i
		}
		return -1
	}
	for i := range o.members {
		if o.members[i].key == key {
			return i
		}
	}
	return -1
}

// Get returns a member's value.
func (o *Object) Get(key string) (any, bool) {
	if i := o.find(key); i >= 0 {
		return o.members[i].value, true
	}
	return nil, false
}

// Set gives a member a value: the member keeps its place, a new one comes last.
func (o *Object) Set(key string, value any) {
	if i := o.find(key); i >= 0 {
		o.members[i].value = value
		return
	}
	o.members = append(o.members, member{key, value})
	if o.index != nil {
		o.index[key] = len(o.members) - 1
		return
	}
	if len(o.members) < indexFrom {
		return
	}
	o.index = make(map[string]int, 2*indexFrom)
	for i := range o.members {
		o.index[o.members[i].key] = i
	}
}

// All ranges over the members in their order.
func (o *Object) All() iter.Seq2[string, any] {
	return func(yield func(string, any) bool) {
		for i := range o.members {
			if !yield(o.members[i].key, o.members[i].value) {
				return
			}
		}
	}
}

// Keys lists the names of the members in their order.
func (o *Object) Keys() []string {
	keys := make([]string, len(o.members))
	for i := range o.members {
		keys[i] = o.members[i].key
	}
	return keys
}

// MarshalJSON writes the members in their order.
func (o *Object) MarshalJSON() ([]byte, error) {
	var b bytes.Buffer
	b.WriteByte('{')
	for i, m := range o.members {
		if i > 0 {
			b.WriteByte(',')
		}
		key, err := json.Marshal(m.key)
		if err != nil {
			return nil, err
		}
		value, err := json.Marshal(m.value)
		if err != nil {
			return nil, err
		}
		b.Write(key)
		b.WriteByte(':')
		b.Write(value)
	}
	b.WriteByte('}')
	return b.Bytes(), nil
}
