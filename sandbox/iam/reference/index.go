package reference

import (
	_ "embed"
	"encoding/binary"
	"slices"
	"strings"
	"sync"
	"time"
)

//go:embed reference.bin
var packed string

// index says what there is: it is small, and read whole.
type index struct {
	date       string
	dictionary []byte
	global     []Key
	verbs      map[string]bool // in small letters
	aliases    map[string][]string
	entries    map[string]*entry // by prefix
	prefixes   []string
	inflaters  sync.Pool
}

// entry is a service that may not have been read yet.
type entry struct {
	prefix, name string
	again        func() *Service // reads it
	service      func() *Service // reads it once
}

// theIndex never changes once it is read.
var theIndex = sync.OnceValue(func() *index { return readIndex(packed) })

// readIndex reads what pack in the folder generate wrote: the dictionary and the
// index, each with its length in front, and one deflated block a service. The
// index has four lines (date, global keys, verbs, aliases), then one a service:
// prefix, name and length of the block.
func readIndex(data string) *index {
	x := &index{aliases: map[string][]string{}, entries: map[string]*entry{}, verbs: map[string]bool{}}
	dictionary, data := cutBlock(data)
	x.dictionary = []byte(x.inflate(dictionary, nil))
	text, data := cutBlock(data)
	lines := strings.Split(x.inflate(text, nil), "\n")
	x.date = lines[0]
	x.addGlobalKeys(strings.Fields(lines[1]))
	for _, v := range strings.Fields(lines[2]) {
		x.verbs[strings.ToLower(v)] = true
	}
	for _, pair := range strings.Fields(lines[3]) {
		alias, prefix, _ := strings.Cut(pair, "=")
		x.aliases[alias] = append(x.aliases[alias], prefix)
	}
	for _, line := range lines[4:] {
		prefix, rest, _ := strings.Cut(line, "\t")
		name, length, _ := strings.Cut(rest, "\t")
		n := decimal(length)
		block := data[:n]
		data = data[n:]
		x.addService(prefix, name, func() string { return x.inflate(block, x.dictionary) })
	}
	for i := range supplementServices {
		s := &supplementServices[i]
		if x.entries[s.prefix] == nil {
			x.addService(s.prefix, s.name, func() string { return "\n\n\n" })
		}
	}
	slices.Sort(x.prefixes)
	return x
}

func (x *index) addService(prefix, name string, text func() string) {
	x.prefixes = append(x.prefixes, prefix)
	again := func() *Service { return readService(prefix, name, text()) }
	x.entries[prefix] = &entry{prefix, name, again, sync.OnceValue(again)}
}

func (x *index) addGlobalKeys(words []string) {
	for _, w := range words {
		x.global = append(x.global, newKey(w))
	}
	for _, k := range supplementKeys {
		if service, _, _ := strings.Cut(k.name, ":"); service == "aws" {
			x.global = append(x.global, Key{Name: k.name, Type: k.kind, Page: k.page})
		}
	}
	slices.SortStableFunc(x.global, func(a, b Key) int { return compareFold(a.Name, b.Name) })
	x.global = slices.CompactFunc(x.global, func(a, b Key) bool { return strings.EqualFold(a.Name, b.Name) })
}

// cutBlock cuts off a block that has its length in front.
func cutBlock(data string) (block, rest string) {
	n := 4 + int(binary.LittleEndian.Uint32([]byte(data[:4])))
	return data[4:n], data[n:]
}

func decimal(digits string) int {
	n := 0
	for i := range len(digits) {
		n = 10*n + int(digits[i]-'0')
	}
	return n
}

// Date is the day of the data, "2026-09-26".
func Date() string { return theIndex().date }

// Month is the month of the data as it is said in a sentence: "September 2026".
func Month() string {
	day, err := time.Parse(time.DateOnly, Date())
	if err != nil {
		return Date()
	}
	return day.Format("January 2006")
}

// Prefixes lists the prefix of every service, sorted.
func Prefixes() []string { return slices.Clone(theIndex().prefixes) }

// ServiceName is what AWS calls the service with a prefix, ignoring case: "AWS
// Security Token Service". It is "" when the prefix is not known. The service is
// not read for it.
func ServiceName(prefix string) string {
	if e := theIndex().entry(prefix); e != nil {
		return e.name
	}
	return ""
}

func (x *index) entry(prefix string) *entry {
	if e := x.entries[prefix]; e != nil {
		return e
	}
	return x.entries[strings.ToLower(prefix)]
}

// Known reports whether a prefix is a service's, ignoring case.
func Known(prefix string) bool { return theIndex().entry(prefix) != nil }

// Lookup finds a service by its prefix, ignoring case; nil when it is not known.
func Lookup(prefix string) *Service {
	if e := theIndex().entry(prefix); e != nil {
		return e.service()
	}
	return nil
}
