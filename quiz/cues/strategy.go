package cues

import (
	"regexp"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"
)

// Strategy is a way to answer that needs no knowledge of the subject.
type Strategy struct {
	Name string
	// ByPosition tells that it looks at the order alone, not at what options say.
	ByPosition bool
	// Telling marks the strategies that find a cue most often: by length and likeness.
	Telling bool
	keep    func(*Item) []int // the options among which it guesses
}

// Alone reports whether the strategy's answer is right; ok is false where it
// singles out no option.
func (s Strategy) Alone(item *Item) (right, ok bool) {
	kept := s.keep(item)
	if len(kept) != 1 {
		return false, false
	}
	return item.Options[kept[0]].Right, true
}

// Strategies lists all strategies. Those of the list's first ten kinds single out
// one option or none; the last one drops what looks wrong and guesses among the rest.
func Strategies() []Strategy {
	return []Strategy{
		{"longest", false, true, most(length)},
		{"shortest", false, true, least(length)},
		{"most specific", false, false, most(specifics)},
		{"least specific", false, false, least(specifics)},
		{"alone with a reason", false, false, alone(reasoned)},
		{"alone without a reason", false, false, alone(not(reasoned))},
		{"repeats words of the stem", false, false, repeats},
		{"alone quotes code", false, false, alone(quotes)},
		{"alone quotes no code", false, false, alone(not(quotes))},
		{"first position", true, false, position(func(int) int { return 0 })},
		{"second position", true, false, position(func(int) int { return 1 })},
		{"last but one", true, false, position(func(n int) int { return n - 2 })},
		{"last position", true, false, position(func(n int) int { return n - 1 })},
		{"alone with an absolute word", false, false, alone(absolute)},
		{"alone without an absolute word", false, false, alone(not(absolute))},
		{"unlike the others", false, false, least(likeness)},
		{"most like the others", false, true, most(likeness)},
		{"grammar apart from the others", false, false, grammarApart},
		{"grammar fits the stem", false, false, grammarFits},
		{"drops the longest and the reasoned", false, false, plainOnes},
	}
}

// measure is a number by which options can be compared.
type measure func(item *Item, i int) int

// most keeps the one option with the greatest measure.
func most(m measure) func(*Item) []int {
	return func(item *Item) []int { return extreme(item, m, 1) }
}

// least keeps the one option with the smallest measure.
func least(m measure) func(*Item) []int {
	return func(item *Item) []int { return extreme(item, m, -1) }
}

func extreme(item *Item, m measure, sign int) []int {
	best, at, tie := 0, -1, false
	for i := range item.Options {
		n := sign * m(item, i)
		switch {
		case at < 0 || n > best:
			best, at, tie = n, i, false
		case n == best:
			tie = true
		}
	}
	if tie || at < 0 {
		return nil
	}
	return []int{at}
}

// property is something that an option has or hasn't.
type property func(Option) bool

func not(p property) property { return func(o Option) bool { return !p(o) } }

// alone keeps the only option that has a property.
func alone(p property) func(*Item) []int {
	return func(item *Item) []int {
		var with []int
		for i, o := range item.Options {
			if p(o) {
				with = append(with, i)
			}
		}
		if len(with) != 1 {
			return nil
		}
		return with
	}
}

// position keeps the option at a place that depends on how many there are.
func position(of func(n int) int) func(*Item) []int {
	return func(item *Item) []int {
		if at := of(len(item.Options)); at >= 0 && at < len(item.Options) {
			return []int{at}
		}
		return nil
	}
}

func length(item *Item, i int) int { return utf8.RuneCountInString(item.Options[i].Text) }

// specifics counts what makes a text look well informed: numbers, names, code.
func specifics(item *Item, i int) int {
	o := item.Options[i]
	n := o.Code
	sentence := true // whether a word begins a sentence, where any word has a capital
	for _, w := range strings.Fields(o.Text) {
		capital := unicode.IsUpper(firstLetter(w))
		if strings.ContainsAny(w, "0123456789*:/") || numbers[bareWord(w)] || capital && !sentence {
			n++
		}
		sentence = strings.HasSuffix(w, ".") || strings.HasSuffix(w, "?")
	}
	return n
}

var numbers = set("one two three four five six ten twelve fifteen thirty forty fifty thirty-six half twice")

var (
	// "for" alone mostly means a time ("for one hour"); after a comma it gives a reason.
	reasonClause = regexp.MustCompile(`(?i)\b(because|since)\b|, (for|as|so|so that|which)\b`)
)

func reasoned(o Option) bool { return reasonClause.MatchString(o.Text) }

func quotes(o Option) bool { return o.Code > 0 }

var absolutes = set("all always alone any anyone anything cannot everybody everyone everything every exactly impossible never no nobody none nothing only whatever whoever")

func absolute(o Option) bool {
	return slices.ContainsFunc(words(o.Text), func(w string) bool { return absolutes[w] })
}

// repeats keeps the option that shares the most words with the stem, of those
// words that not all options have.
func repeats(item *Item) []int {
	stem, in := item.read().stem, map[string]int{}
	for _, set := range item.read().options {
		for w := range set {
			in[w]++
		}
	}
	return extreme(item, func(item *Item, i int) int {
		n := 0
		for w := range item.read().options[i] {
			if utf8.RuneCountInString(w) >= contentLength && stem[w] && in[w] < len(item.Options) {
				n++
			}
		}
		return n
	}, 1)
}

// likeness says, in thousandths, how much of its words an option shares with the
// others: Jaccard's index, added up.
func likeness(item *Item, i int) int {
	own, sum := item.read().options[i], 0
	for j, other := range item.read().options {
		if j == i {
			continue
		}
		both := 0
		for w := range own {
			if other[w] {
				both++
			}
		}
		sum += 1000 * both / max(1, len(own)+len(other)-both)
	}
	return sum
}

// grammarApart keeps the option that is built unlike all others, where the others
// are built alike: a sentence among phrases, a capital among small letters, one
// that alone begins with another word.
func grammarApart(item *Item) []int {
	for _, form := range []func(string) string{ending, opening, firstWord} {
		count, at := map[string][]int{}, 0
		for i, o := range item.Options {
			f := form(o.Text)
			count[f] = append(count[f], i)
		}
		if len(count) != 2 || len(item.Options) < 3 {
			continue
		}
		for _, who := range count {
			if len(who) == 1 {
				at = who[0] + 1
			}
		}
		if at > 0 {
			return []int{at - 1}
		}
	}
	return nil
}

func ending(s string) string {
	if strings.HasSuffix(strings.TrimSpace(s), ".") {
		return "sentence"
	}
	return "phrase"
}

func opening(s string) string {
	switch r := firstLetter(s); {
	case unicode.IsUpper(r):
		return "capital"
	case unicode.IsLower(r):
		return "small"
	}
	return "other"
}

func firstWord(s string) string {
	if w := words(s); len(w) > 0 {
		return w[0]
	}
	return ""
}

// grammarFits keeps the only option that agrees in number with the last question
// of the stem: "Which policies …?" wants several, "Which policy …?" one.
func grammarFits(item *Item) []int {
	asked := words(item.Stem[strings.LastIndexAny(strings.TrimRight(item.Stem, "?* \n"), ".?\n")+1:])
	at := slices.IndexFunc(asked, func(w string) bool { return w == "which" || w == "what" })
	if at < 0 || at+1 >= len(asked) {
		return nil
	}
	many := strings.HasSuffix(asked[at+1], "s") && !strings.HasSuffix(asked[at+1], "ss") && !singular[asked[at+1]]
	return alone(func(o Option) bool {
		return many == slices.ContainsFunc(words(o.Text), func(w string) bool { return w == "and" || w == "both" || w == "all" })
	})(item)
}

var singular = set("is does has this access s3 sts was")

// plainOnes drops the longest option and those that give reasons.
func plainOnes(item *Item) []int {
	long := most(length)(item)
	var kept []int
	for i, o := range item.Options {
		if !reasoned(o) && !slices.Contains(long, i) {
			kept = append(kept, i)
		}
	}
	return kept
}

// contentLength is from how many letters on a word is taken to carry content.
const contentLength = 5

// reading is an item taken apart into words, once for all strategies.
type reading struct {
	stem    map[string]bool
	options []map[string]bool
}

func (item *Item) read() *reading {
	if item.reading == nil {
		r := &reading{stem: setOf(words(item.Stem))}
		for _, o := range item.Options {
			r.options = append(r.options, setOf(words(o.Text)))
		}
		item.reading = r
	}
	return item.reading
}

// words are the words of a text in small letters. Colons, hyphens and apostrophes
// inside a word belong to it.
func words(s string) []string {
	list := strings.FieldsFunc(strings.ToLower(s), func(r rune) bool {
		return !unicode.IsLetter(r) && !unicode.IsDigit(r) && !strings.ContainsRune(":'’-", r)
	})
	kept := list[:0]
	for _, w := range list {
		if w = strings.Trim(w, ":'’-"); w != "" {
			kept = append(kept, w)
		}
	}
	return kept
}

func bareWord(w string) string { return strings.Trim(strings.ToLower(w), ".,;:?!()") }

func firstLetter(s string) rune {
	for _, r := range s {
		if unicode.IsLetter(r) || unicode.IsDigit(r) {
			return r
		}
	}
	return 0
}

func setOf(list []string) map[string]bool {
	m := map[string]bool{}
	for _, s := range list {
		m[s] = true
	}
	return m
}

func set(list string) map[string]bool { return setOf(strings.Fields(list)) }
