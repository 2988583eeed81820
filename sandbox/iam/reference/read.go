package reference

import (
	"slices"
	"strings"
)

// readService reads a service's block, which serviceText in the folder generate
// wrote: four lists, an empty line after each but the last. Numbers have base 36.
//
//	keys       name and type letter; ":X" is short for "prefix:X"
//	resources  name, formats and numbers of keys, a tab between them
//	shapes     level letter and numbers of keys; then for each resource type a ;,
//	           its number, a ! when it is required or a :, and numbers of keys
//	actions    name and number of its shape
func readService(prefix, name, text string) *Service {
	s := &Service{Prefix: prefix, Name: name}
	r := &reader{text: text, service: s, lists: map[string][]*Key{}}
	r.keys()
	r.resources()
	r.shapes()
	r.actions()
	r.supplement()
	return s
}

type reader struct {
	text    string // what is left to read
	service *Service
	shaped  []shape
	lists   map[string][]*Key // by their text: many actions share one
}

// line is the next line of a list; ok is false after the last.
func (r *reader) line() (line string, ok bool) {
	line, r.text, _ = strings.Cut(r.text, "\n")
	return line, line != ""
}

// rest counts the lines left in this list, or the few more of those behind it.
func (r *reader) rest() int {
	list, _, _ := strings.Cut(r.text, "\n\n")
	return strings.Count(list, "\n") + 1
}

func (r *reader) keys() {
	all := make([]Key, 0, r.rest())
	for {
		line, ok := r.line()
		if !ok {
			break
		}
		if line[0] == ':' {
			line = r.service.Prefix + line
		}
		all = append(all, newKey(line))
	}
	r.service.Keys = all
}

func (r *reader) resources() {
	all := make([]Resource, r.rest())
	n := 0
	for ; ; n++ {
		line, ok := r.line()
		if !ok {
			break
		}
		name, rest, _ := strings.Cut(line, "\t")
		formats, keys, _ := strings.Cut(rest, "\t")
		all[n].Name, all[n].Formats, all[n].Keys = name, r.formats(formats), r.keyList(keys)
	}
	r.service.Resources = all[:n]
}

// formats writes ~ and ^ out: see shortFormats in the folder generate.
func (r *reader) formats(list string) []string {
	var out []string
	for f := range strings.SplitSeq(list, ", ") {
		switch f[0] {
		case '~':
			f = "arn:${Partition}:" + r.service.Prefix + ":${Region}:${Account}:" + f[1:]
		case '^':
			f = "arn:${Partition}:" + r.service.Prefix + "::${Account}:" + f[1:]
		}
		out = append(out, f)
	}
	return out
}

func (r *reader) keyList(list string) []*Key {
	if list == "" {
		return nil
	}
	if known, ok := r.lists[list]; ok {
		return known
	}
	out := make([]*Key, 0, strings.Count(list, ",")+1)
	for n := range strings.SplitSeq(list, ",") {
		out = append(out, &r.service.Keys[number(n)])
	}
	r.lists[list] = out
	return out
}

func (r *reader) shapes() {
	r.shaped = make([]shape, 0, r.rest())
	for {
		line, ok := r.line()
		if !ok {
			return
		}
		own, rest, more := strings.Cut(line, ";")
		one := shape{level: Level(own[0]), keys: r.keyList(own[1:])}
		if more {
			one.targets = make([]Target, 0, strings.Count(rest, ";")+1)
			for t := range strings.SplitSeq(rest, ";") {
				one.targets = append(one.targets, r.target(t))
			}
		}
		r.shaped = append(r.shaped, one)
	}
}

func (r *reader) target(text string) Target {
	at := strings.IndexAny(text, "!:")
	return Target{&r.service.Resources[number(text[:at])], text[at] == '!', r.keyList(text[at+1:])}
}

func (r *reader) actions() {
	all := make([]Action, 0, r.rest()+len(supplementActions))
	for {
		line, ok := r.line()
		if !ok {
			break
		}
		name, n, _ := strings.Cut(line, " ")
		all = append(all, Action{Name: name, shape: &r.shaped[number(n)]})
	}
	r.service.Actions = all
}

// supplement adds what the data lacks.
func (r *reader) supplement() {
	s := r.service
	for _, more := range supplementActions {
		prefix, name, _ := strings.Cut(more.name, ":")
		if prefix != s.Prefix || s.Action(name) != nil {
			continue
		}
		one := &shape{level: more.level, page: more.page}
		i, _ := slices.BinarySearchFunc(s.Actions, name, func(a Action, name string) int { return compareFold(a.Name, name) })
		s.Actions = slices.Insert(s.Actions, i, Action{name, one})
	}
	// Keys are pointed at, so they are added behind the others and not sorted in.
	for _, k := range supplementKeys {
		if prefix, _, _ := strings.Cut(k.name, ":"); prefix == s.Prefix {
			s.Keys = append(s.Keys, Key{Name: k.name, Type: k.kind, Page: k.page})
		}
	}
}

// number reads a number of base 36.
func number(digits string) int {
	n := 0
	for i := range len(digits) {
		c := digits[i]
		if c >= 'a' {
			c -= 'a' - '9' - 1
		}
		n = 36*n + int(c-'0')
	}
	return n
}
