package quiz

import (
	"fmt"
	"slices"
	"strings"

	"rolecall/quiz/prose"
)

// Ordering is the body of [PutInOrder]: an answer names every item once, first
// to last.
type Ordering struct {
	Items []Item // in the right order
}

// Item is one step of an [Ordering].
type Item struct {
	ID   string
	Text prose.Text
	Why  prose.Text // why it stands where it stands, and what tempts one to put it elsewhere
}

// ItemResult says what became of one item; items count from 1.
type ItemResult struct {
	Item
	Place int // where it belongs
	Given int // where the answer has it; 0 when there is none
}

// Good reports whether the item was put where it belongs.
func (r ItemResult) Good() bool { return r.Place == r.Given }

func (o *Ordering) ids() []string {
	var ids []string
	for _, i := range o.Items {
		ids = append(ids, i.ID)
	}
	return ids
}

func (o *Ordering) valid(answer []string) error {
	ids := o.ids()
	for i, id := range answer {
		if !slices.Contains(ids, id) {
			return fmt.Errorf("this question has no step %q", id)
		}
		if slices.Contains(answer[:i], id) {
			return fmt.Errorf("step %q is given twice", id)
		}
	}
	if len(answer) != len(ids) {
		return fmt.Errorf("give each of the %d steps its place", len(ids))
	}
	return nil
}

func (o *Ordering) tell(answer []string) Result {
	r := Result{Right: slices.Equal(answer, o.ids())}
	for i, item := range o.Items {
		r.Items = append(r.Items, ItemResult{Item: item, Place: i + 1, Given: slices.Index(answer, item.ID) + 1})
	}
	return r
}

// orderPart names one order of the items as a part of a key.
func orderPart(ids []string) string { return strings.Join(ids, ", ") }

func (o *Ordering) key() map[string]bool { return map[string]bool{orderPart(o.ids()): true} }

// moved lists the keys with two items swapped.
func (o *Ordering) moved() []map[string]bool {
	var keys []map[string]bool
	for i := range o.Items {
		for j := range i {
			ids := o.ids()
			ids[i], ids[j] = ids[j], ids[i]
			keys = append(keys, map[string]bool{orderPart(ids): true})
		}
	}
	return keys
}

func (o *Ordering) words() string {
	var w []string
	for _, i := range o.Items {
		w = append(w, i.Text.Text)
	}
	return strings.Join(w, "\n")
}

// permutations calls f with every order of the ids.
func permutations(ids []string, f func([]string)) {
	var walk func(k int)
	walk = func(k int) {
		if k == len(ids) {
			f(slices.Clone(ids))
			return
		}
		for i := k; i < len(ids); i++ {
			ids[k], ids[i] = ids[i], ids[k]
			walk(k + 1)
			ids[k], ids[i] = ids[i], ids[k]
		}
	}
	walk(0)
}
