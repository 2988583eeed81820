package interchange

import (
	"fmt"
	"regexp"
	"strings"

	"rolecall/quiz"
	"rolecall/quiz/prose"
)

// The feedback on a question as a whole, which GIFT, Moodle and Anki each have one
// text for, is put together of what we keep apart, under these words.
const (
	underWhy      = "**Why**"
	underWorked   = "**Worked steps**"
	underCheck    = "**Check**"
	underMistakes = "**Common mistakes**"
	underSource   = "**Source**"
)

// generalFeedback is that one text as markdown: the whys of items or pairs, which
// have no other place, the worked steps, the check, the common mistakes, the source.
func generalFeedback(d quiz.Draft) string {
	var parts []string
	section := func(head, body string) {
		if strings.TrimSpace(body) != "" {
			parts = append(parts, head+"\n\n"+strings.Trim(body, "\n"))
		}
	}
	section(underWhy, numbered(partWhys(d)))
	section(underWorked, numbered(d.Worked))
	section(underCheck, d.Verify.Value)
	section(underMistakes, numbered(d.Mistakes))
	if !d.Source.IsZero() {
		section(underSource, "<"+d.Source.Value+">")
	}
	return strings.Join(parts, "\n\n")
}

// partWhys are the whys of items and pairs, nil when none has one.
func partWhys(d quiz.Draft) []prose.Str {
	var whys []prose.Str
	for _, i := range d.Items {
		whys = append(whys, i.Why)
	}
	for _, p := range d.Pairs {
		whys = append(whys, p.Why)
	}
	for _, w := range whys {
		if !w.IsZero() {
			return whys
		}
	}
	return nil
}

// noWhy stands in the list of whys for a part that has none.
const noWhy = "(none)"

// numbered sets texts as a list; one that is empty stands as a dash.
func numbered(texts []prose.Str) string {
	var items []string
	for i, t := range texts {
		head := fmt.Sprintf("%d. ", i+1)
		text := strings.Trim(t.Value, "\n")
		if strings.TrimSpace(text) == "" {
			text = noWhy
		}
		items = append(items, indent(text, head, strings.Repeat(" ", len(head))))
	}
	return strings.Join(items, "\n")
}

// takeGeneralFeedback puts the one text where it came from. What was not put
// together by generalFeedback becomes the worked solution.
func takeGeneralFeedback(d *quiz.Draft, md string) {
	md = strings.TrimSpace(md)
	if md == "" {
		return
	}
	sections, ok := sectionsOf(md)
	whys := unnumbered(sections[underWhy])
	if parts := len(d.Items) + len(d.Pairs); sections[underWhy] != "" && parts != len(whys) {
		ok = false
	}
	if !ok {
		d.Worked = append(d.Worked, prose.Plain(md))
		return
	}
	for i, why := range whys {
		if why.Value == noWhy {
			whys[i] = prose.Str{}
		}
	}
	for i := range d.Items {
		if len(whys) > 0 {
			d.Items[i].Why = whys[i]
		}
	}
	for i := range d.Pairs {
		if len(whys) > 0 {
			d.Pairs[i].Why = whys[i]
		}
	}
	d.Worked, d.Mistakes = unnumbered(sections[underWorked]), unnumbered(sections[underMistakes])
	d.Verify = prose.Plain(sections[underCheck])
	d.Source = prose.Plain(strings.Trim(sections[underSource], "<> \n"))
}

// sectionsOf takes the one text apart at its heads; ok is false when it doesn't
// begin with one, or has one twice.
func sectionsOf(md string) (sections map[string]string, ok bool) {
	sections = map[string]string{}
	head := ""
	for line := range strings.Lines(md + "\n") {
		switch word := strings.TrimRight(line, " \n"); word {
		case underWhy, underWorked, underCheck, underMistakes, underSource:
			if _, twice := sections[word]; twice {
				return nil, false
			}
			head = word
			sections[head] = ""
			continue
		}
		if head == "" {
			return nil, false
		}
		sections[head] += line
	}
	for head, text := range sections {
		sections[head] = strings.Trim(text, "\n")
	}
	return sections, true
}

var itemStart = regexp.MustCompile(`^(\d+[.)]|[-*]) `)

// unnumbered takes a list apart; text that is no list is one item.
func unnumbered(list string) []prose.Str {
	if list == "" {
		return nil
	}
	var items []string
	width := 0
	for line := range strings.Lines(list + "\n") {
		if m := itemStart.FindString(line); m != "" {
			width = len(m)
			items = append(items, line[width:])
			continue
		}
		if len(items) == 0 {
			return []prose.Str{prose.Plain(list)}
		}
		cut := min(width, len(line)-len(strings.TrimLeft(line, " ")))
		items[len(items)-1] += line[cut:]
	}
	var texts []prose.Str
	for _, i := range items {
		texts = append(texts, prose.Plain(strings.Trim(i, "\n")))
	}
	return texts
}
