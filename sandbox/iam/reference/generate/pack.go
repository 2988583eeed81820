package main

import (
	"bytes"
	"compress/flate"
	"encoding/binary"
	"fmt"
	"slices"
	"strconv"
	"strings"
)

// pack writes the file: the dictionary and the index, each with its length in
// front, then one block a service. All are deflated by themselves, so that one
// service can be read alone; the dictionary holds what many services share.
// Package reference describes the texts.
func pack(s *source) ([]byte, error) {
	texts := make([]string, len(s.services))
	for i := range s.services {
		text, err := serviceText(&s.services[i])
		if err != nil {
			return nil, fmt.Errorf("%s: %w", s.services[i].prefix, err)
		}
		texts[i] = text
	}
	dictionary := sharedWords(texts)
	var blocks bytes.Buffer
	index := []string{s.date, keysText(s.global), strings.Join(verbs(s), " "), aliasText(s)}
	for i, text := range texts {
		block := deflate(text, dictionary)
		blocks.Write(block)
		index = append(index, fmt.Sprintf("%s\t%s\t%d", s.services[i].prefix, s.services[i].name, len(block)))
	}
	var out []byte
	for _, part := range [][]byte{deflate(dictionary, ""), deflate(strings.Join(index, "\n"), "")} {
		out = binary.LittleEndian.AppendUint32(out, uint32(len(part)))
		out = append(out, part...)
	}
	return append(out, blocks.Bytes()...), nil
}

func deflate(text, dictionary string) []byte {
	var b bytes.Buffer
	w, err := flate.NewWriterDict(&b, flate.BestCompression, []byte(dictionary))
	if err == nil {
		if _, err = w.Write([]byte(text)); err == nil {
			err = w.Close()
		}
	}
	if err != nil {
		panic(err) // a buffer takes every byte
	}
	return b.Bytes()
}

// typeLetters are the types of condition keys; a list of one is its small letter.
var typeLetters = map[string]string{
	"String": "S", "ARN": "A", "Bool": "B", "Numeric": "N", "Date": "D", "IPAddress": "I", "Binary": "X",
	"ArrayOfString": "s", "ArrayOfARN": "a", "ArrayOfBool": "b", "ArrayOfNumeric": "n", "ArrayOfDate": "d", "ArrayOfIPAddress": "i", "ArrayOfBinary": "x",
}

func keysText(keys []key) string {
	var out []string
	for _, k := range keys {
		out = append(out, k.Key+typeLetters[k.Type])
	}
	return strings.Join(out, " ")
}

// levelLetters are the access levels; those of tagging and of permissions
// management are Write as well.
func levelLetter(level string) (string, error) {
	switch level {
	case "Read", "Write", "List":
		return level[:1], nil
	case "Tagging, Write":
		return "T", nil
	case "Permissions management, Write":
		return "P", nil
	}
	return "", fmt.Errorf("access level %q is not known", level)
}

// serviceText is the block of a service: its keys, its resource types, its
// shapes and its actions, a blank line between the four.
func serviceText(s *service) (string, error) {
	p := &packer{keyNumbers: map[string]int{}, resourceNumbers: map[string]int{}, shapeNumbers: map[string]int{}}
	var b strings.Builder
	for i, k := range s.keys {
		if typeLetters[k.Type] == "" {
			return "", fmt.Errorf("type %q of key %s is not known", k.Type, k.Key)
		}
		p.keyNumbers[strings.ToLower(k.Key)] = i
		b.WriteString(shorten(k.Key, s.prefix) + typeLetters[k.Type] + "\n")
	}
	b.WriteByte('\n')
	for i, r := range s.resources {
		p.resourceNumbers[strings.ToLower(r.Key)] = i
		keys, err := p.keyList(r.ConditionKeys)
		if err != nil {
			return "", err
		}
		b.WriteString(r.Key + "\t" + shortFormats(r.ARN, s.prefix) + "\t" + keys + "\n")
	}
	b.WriteByte('\n')
	actions, err := p.actions(s.actions)
	if err != nil {
		return "", err
	}
	for _, shape := range p.shapes {
		b.WriteString(shape + "\n")
	}
	b.WriteString("\n" + actions)
	return b.String(), nil
}

// packer numbers the keys, resource types and shapes of a service. A shape is
// what many actions have in common: access level, resource types and keys.
type packer struct {
	keyNumbers, resourceNumbers, shapeNumbers map[string]int
	shapes                                    []string
}

func (p *packer) actions(actions []action) (string, error) {
	var b strings.Builder
	for _, a := range actions {
		shape, err := p.shape(a)
		if err != nil {
			return "", fmt.Errorf("%s: %w", a.Name, err)
		}
		n, ok := p.shapeNumbers[shape]
		if !ok {
			n = len(p.shapes)
			p.shapeNumbers[shape] = n
			p.shapes = append(p.shapes, shape)
		}
		b.WriteString(a.Name + " " + number(n) + "\n")
	}
	return b.String(), nil
}

// shape is "W;keys;resource!keys;resource;…": a ! marks what is required.
func (p *packer) shape(a action) (string, error) {
	level, err := levelLetter(a.AccessLevel)
	if err != nil {
		return "", err
	}
	keys, err := p.keyList(a.ConditionKeys)
	if err != nil {
		return "", err
	}
	out := level + keys
	for _, r := range a.ResourceTypes {
		n, ok := p.resourceNumbers[strings.ToLower(r.Name)]
		if !ok {
			return "", fmt.Errorf("resource type %q is not described", r.Name)
		}
		keys, err := p.keyList(r.ConditionKeys)
		if err != nil {
			return "", err
		}
		mark := ":"
		if r.Required {
			mark = "!"
		}
		out += ";" + number(n) + mark + keys
	}
	return out, nil
}

func (p *packer) keyList(keys []string) (string, error) {
	var numbers []int
	for _, k := range keys {
		n, ok := p.keyNumbers[strings.ToLower(withVariable(k))]
		if !ok {
			return "", fmt.Errorf("key %q is not described", k)
		}
		numbers = append(numbers, n)
	}
	slices.Sort(numbers)
	var out []string
	for _, n := range slices.Compact(numbers) {
		out = append(out, number(n))
	}
	return strings.Join(out, ","), nil
}

func number(n int) string { return strconv.FormatInt(int64(n), 36) }

// shorten leaves a service's own prefix out of a key: ":ExternalId".
func shorten(key, prefix string) string {
	if rest, ok := strings.CutPrefix(key, prefix+":"); ok {
		return ":" + rest
	}
	return key
}

// shortFormats writes the beginning that most ARN formats share as ~, and that of
// services without Regions as ^.
func shortFormats(formats, prefix string) string {
	var out []string
	for _, f := range strings.Split(formats, ", ") {
		if rest, ok := strings.CutPrefix(f, "arn:${Partition}:"+prefix+":${Region}:${Account}:"); ok {
			f = "~" + rest
		} else if rest, ok := strings.CutPrefix(f, "arn:${Partition}:"+prefix+"::${Account}:"); ok {
			f = "^" + rest
		}
		out = append(out, f)
	}
	return strings.Join(out, ", ")
}
