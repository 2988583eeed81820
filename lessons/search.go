package lessons

import (
	"cmp"
	"html"
	"slices"
	"strings"
)

// HitKind says what a [Hit] is.
type HitKind string

// The kinds of hits.
const (
	HitLesson  HitKind = "lesson"  // a lesson as a whole
	HitPassage HitKind = "passage" // a part of a mode
	HitTerm    HitKind = "term"
	HitCard    HitKind = "card"
)

// Hit is one result of a search.
type Hit struct {
	Kind  HitKind
	URL   string
	Title string // "Across accounts"
	Where string // "Trust policies · Deep dive"; empty for a term
	HTML  string // an excerpt with the words found in <mark>; safe to send. May be empty
}

const (
	maxQuery      = 200 // bytes
	maxQueryWords = 8
	excerptBytes  = 180
)

// Search finds the passages, terms and cards that hold every word of q, or a word
// that begins with it, the best first. It returns at most limit hits. What a
// reader has yet to commit to is found, but not shown in an excerpt.
func (c *Course) Search(q string, limit int) []Hit {
	if c.index == nil || limit <= 0 {
		return nil
	}
	words := queryWords(q)
	if len(words) == 0 {
		return nil
	}
	ix := c.index()
	scores := ix.score(words[0])
	for _, w := range words[1:] {
		next := ix.score(w)
		for id, s := range scores {
			if n, ok := next[id]; ok {
				scores[id] = s + n
			} else {
				delete(scores, id)
			}
		}
	}
	ids := make([]int, 0, len(scores))
	for id := range scores {
		ids = append(ids, id)
	}
	slices.SortFunc(ids, func(a, b int) int { return cmp.Or(cmp.Compare(scores[b], scores[a]), cmp.Compare(a, b)) })
	hits := make([]Hit, 0, min(limit, len(ids)))
	for _, id := range ids[:min(limit, len(ids))] {
		e := ix.entries[id]
		hit := e.hit
		hit.HTML = excerpt(e.shown, words)
		hits = append(hits, hit)
	}
	return hits
}

func queryWords(q string) []string {
	var words []string
	for w := range splitWords(q[:min(len(q), maxQuery)]) {
		if t := fold(w.text); !slices.Contains(words, t) && len(words) < maxQueryWords {
			words = append(words, t)
		}
	}
	return words
}

// excerpt cuts the part of a text around the first word found and marks the words.
func excerpt(text string, words []string) string {
	first := -1
	for w := range splitWords(text) {
		if matches(w.text, words) {
			first = w.start
			break
		}
	}
	if first < 0 {
		first = 0
	}
	start, end := window(text, first)
	var b strings.Builder
	if start > 0 {
		b.WriteString("… ")
	}
	at := start
	for w := range splitWords(text[start:end]) {
		if !matches(w.text, words) {
			continue
		}
		b.WriteString(html.EscapeString(text[at : start+w.start]))
		b.WriteString("<mark>" + html.EscapeString(w.text) + "</mark>")
		at = start + w.start + len(w.text)
	}
	b.WriteString(html.EscapeString(text[at:end]))
	if end < len(text) {
		b.WriteString(" …")
	}
	return strings.TrimSpace(strings.ReplaceAll(b.String(), "\n", " "))
}

// window is the stretch of text around an offset, cut between words.
func window(text string, around int) (start, end int) {
	start = max(0, around-excerptBytes/3)
	if start > 0 {
		if sp := strings.IndexAny(text[start:around], " \n"); sp >= 0 {
			start += sp + 1
		} else {
			start = around
		}
	}
	end = min(len(text), start+excerptBytes)
	if end < len(text) {
		if sp := strings.LastIndexAny(text[start:end], " \n"); sp > around-start {
			end = start + sp
		} else if sp := strings.IndexAny(text[end:], " \n"); sp >= 0 {
			end += sp
		} else {
			end = len(text)
		}
	}
	return start, end
}

func matches(word string, words []string) bool {
	for _, t := range variants(word) {
		for _, w := range words {
			if strings.HasPrefix(t, w) {
				return true
			}
		}
	}
	return false
}
