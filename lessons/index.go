package lessons

import (
	"iter"
	"math"
	"slices"
	"strings"
	"sync"
	"unicode"
)

// index is an inverted index over a course.
type index struct {
	entries  []indexEntry
	words    []string // sorted
	postings map[string][]posting
}

type indexEntry struct {
	hit   Hit
	shown string // what an excerpt may be cut from
	size  int    // words
}

type posting struct {
	entry  int
	weight float64
}

// weight is that of a word in a title against one in the text. A card's title is
// its question, which is text like any other.
func (k HitKind) weight() float64 {
	if k == HitCard {
		return 1
	}
	return 6
}

// newIndex defers the indexing to the first search: it isn't needed for a page.
func newIndex(c *Course) func() *index {
	return sync.OnceValue(func() *index {
		ix := &index{postings: map[string][]posting{}}
		for _, t := range c.glossary {
			ix.add(Hit{Kind: HitTerm, URL: "/glossary#" + t.ID, Title: t.Name}, t.Text.Text, "")
		}
		for _, l := range c.lessons {
			ix.add(Hit{Kind: HitLesson, URL: "/lessons/" + l.Slug, Title: l.Title}, l.Summary, "")
			for _, m := range l.Modes {
				ix.addMode(l, m)
			}
		}
		for w := range ix.postings {
			ix.words = append(ix.words, w)
		}
		slices.Sort(ix.words)
		return ix
	})
}

func (ix *index) addMode(l *Lesson, m *Mode) {
	where, url := l.Title+" · "+m.Label, "/lessons/"+l.Slug+"/"+m.Slug
	part := passage{hit: Hit{Kind: HitPassage, URL: url, Title: m.Label, Where: l.Title}}
	var walk func(blocks []Block, gated bool)
	walk = func(blocks []Block, gated bool) {
		for _, b := range blocks {
			switch b := b.(type) {
			case *Heading:
				ix.addPassage(&part)
				part = passage{hit: Hit{Kind: HitPassage, URL: url + "#" + b.ID, Title: b.Text, Where: where}}
			case *Card:
				ix.add(Hit{Kind: HitCard, URL: url, Title: b.Front.Text, Where: where}, "", b.Back.Text)
			default:
				shown, hidden := wordsOf(b)
				part.add(shown, hidden, gated)
			}
			_, isPredict := b.(*Predict)
			walk(inside(b), gated || isPredict)
		}
	}
	walk(m.Blocks, false)
	ix.addPassage(&part)
}

// passage gathers what stands under one heading.
type passage struct {
	hit           Hit
	shown, hidden strings.Builder
}

func (p *passage) add(shown, hidden string, gated bool) {
	to := &p.shown
	if gated {
		to = &p.hidden
	}
	to.WriteString(shown + "\n")
	p.hidden.WriteString(hidden + "\n")
}

func (ix *index) addPassage(p *passage) {
	shown, hidden := strings.TrimSpace(p.shown.String()), p.hidden.String()
	if shown != "" || strings.TrimSpace(hidden) != "" {
		ix.add(p.hit, shown, hidden)
	}
}

// wordsOf is a block's own text: what may be shown in an excerpt, and what a
// reader has to earn.
func wordsOf(b Block) (shown, hidden string) {
	switch b := b.(type) {
	case *HTML:
		return b.Text, ""
	case *Predict:
		return b.Ask.Text, ""
	case *Policy:
		return b.Title, b.JSON
	case *Console:
		return b.Title, ""
	case *Frames:
		return b.Title, ""
	case *Diagram:
		return b.Caption.Text, ""
	case *Steps:
		var say strings.Builder
		for _, s := range b.Steps {
			say.WriteString(s.Say.Text + "\n")
		}
		return say.String(), ""
	case *Myth:
		return b.Belief.Text, b.Reality.Text + "\n" + b.Why.Text
	case *Pitfall:
		return b.Title + "\n" + b.Story.Text, b.Cause.Text
	case *Compare:
		return b.Before.Text.Text + "\n" + b.After.Text.Text, ""
	case *Reveal:
		return b.Title, ""
	case *Heading, *Card, *Callout, *ChallengeRef:
		return "", ""
	}
	return "", ""
}

func (ix *index) add(hit Hit, shown, hidden string) {
	id := len(ix.entries)
	counts := map[string]float64{}
	size := 0
	count := func(text string, weight float64) {
		for w := range splitWords(text) {
			size++
			for _, v := range variants(w.text) {
				counts[v] += weight
			}
		}
	}
	count(hit.Title, hit.Kind.weight())
	count(shown, 1)
	count(hidden, 1)
	for w, n := range counts {
		ix.postings[w] = append(ix.postings[w], posting{id, n})
	}
	ix.entries = append(ix.entries, indexEntry{hit: hit, shown: shown, size: size})
}

// score rates every entry that holds the word or one that begins with it: how
// often, how rare the word is, whole words before beginnings.
func (ix *index) score(word string) map[int]float64 {
	scores := map[int]float64{}
	at, _ := slices.BinarySearch(ix.words, word)
	for _, w := range ix.words[at:] {
		if !strings.HasPrefix(w, word) {
			break
		}
		whole := float64(len(word)) / float64(len(w))
		ps := ix.postings[w]
		rare := math.Log(1 + float64(len(ix.entries))/float64(len(ps)))
		for _, p := range ps {
			long := 0.5 + float64(ix.entries[p.entry].size)/200
			scores[p.entry] = max(scores[p.entry], whole*whole*rare*p.weight/(p.weight+long))
		}
	}
	return scores
}

type word struct {
	text  string
	start int
}

// splitWords yields the runs of letters, digits and inner apostrophes of a text.
func splitWords(text string) iter.Seq[word] {
	return func(yield func(word) bool) {
		start := -1
		for i, r := range text {
			inWord := unicode.IsLetter(r) || unicode.IsDigit(r) || start >= 0 && (r == '\'' || r == '’')
			switch {
			case inWord && start < 0:
				start = i
			case !inWord && start >= 0:
				if !yield(word{text[start:i], start}) {
					return
				}
				start = -1
			}
		}
		if start >= 0 {
			yield(word{text[start:], start})
		}
	}
}

// variants are the forms a word is found under: itself and, for a name such as
// AssumeRole, the words it is made of.
func variants(w string) []string {
	forms := []string{fold(w)}
	start := 0
	for i, r := range w {
		if i > start && unicode.IsUpper(r) && i > 0 && !unicode.IsUpper(rune(w[i-1])) {
			forms = append(forms, fold(w[start:i]))
			start = i
		}
	}
	if start > 0 {
		forms = append(forms, fold(w[start:]))
	}
	return forms
}

// fold makes words that a reader takes for the same equal: case, apostrophes and
// a plural's s.
func fold(w string) string {
	w = strings.ToLower(strings.TrimRight(strings.ReplaceAll(w, "’", "'"), "'"))
	w = strings.TrimSuffix(w, "'s")
	if len(w) > 3 && strings.HasSuffix(w, "s") && !strings.HasSuffix(w, "ss") {
		if strings.HasSuffix(w, "ies") {
			return strings.TrimSuffix(w, "ies") + "y"
		}
		return strings.TrimSuffix(w, "s")
	}
	return w
}
