package interchange

import (
	"strconv"
	"strings"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"

	"rolecall/quiz"
	"rolecall/quiz/prose"
)

// own reads a note that was written here, by the classes of its parts.
func (q *ankiNote) own(fields []string) {
	if len(fields) < 2 {
		q.refuse = "this note has no back"
		return
	}
	front, err := parseNote(fields[0])
	back, err2 := parseNote(fields[1])
	if err != nil || err2 != nil {
		q.refuse = "its HTML is nested too deep to be read"
		return
	}
	q.draft.Stem = prose.Plain(q.inner(front.class(ankiStem)))
	q.title = words(q.draft.Stem.Value)
	if hint := front.class(ankiHint); hint != nil {
		q.draft.Hint = prose.Plain(q.inner(last(hint)))
	}
	key := oneLine(textIn(back.class(ankiKey)))
	switch {
	case front.class(ankiOptions) != nil:
		q.options(front.class(ankiOptions), back.class(ankiWhys), key)
	case back.class(ankiItems) != nil:
		q.draft.Type = prose.Plain(quiz.PutInOrder.String())
		for _, li := range items(back.class(ankiItems)) {
			q.draft.Items = append(q.draft.Items, quiz.DraftItem{Text: prose.Plain(q.inner(li))})
		}
	case front.class(ankiPairs) != nil:
		q.pairs(items(front.class(ankiPairs)), items(front.class(ankiAnswers)), key)
	default:
		q.gap(back)
	}
	takeGeneralFeedback(&q.draft, q.inner(back.class(ankiGeneral)))
}

// noteHTML is a side of a note.
type noteHTML struct{ root *html.Node }

func parseNote(s string) (noteHTML, error) {
	root := &html.Node{Type: html.ElementNode, Data: "body", DataAtom: atom.Body}
	nodes, err := html.ParseFragment(strings.NewReader(s), root)
	for _, n := range nodes {
		root.AppendChild(n)
	}
	return noteHTML{root}, err
}

// class finds the first element of a class, nil when there is none.
func (h noteHTML) class(name string) *html.Node { return findClass(h.root, name) }

func findClass(n *html.Node, name string) *html.Node {
	if n.Type == html.ElementNode && attr(n, "class") == name {
		return n
	}
	for c := n.FirstChild; c != nil; c = c.NextSibling {
		if f := findClass(c, name); f != nil {
			return f
		}
	}
	return nil
}

// items are the items of a list.
func items(list *html.Node) []*html.Node {
	var all []*html.Node
	if list == nil {
		return nil
	}
	for c := list.FirstChild; c != nil; c = c.NextSibling {
		if c.Type == html.ElementNode {
			all = append(all, c)
		}
	}
	return all
}

func last(n *html.Node) *html.Node {
	list := items(n)
	if len(list) == 0 {
		return nil
	}
	return list[len(list)-1]
}

// inner is what stands in an element, as markdown.
func (q *ankiNote) inner(n *html.Node) string {
	if n == nil {
		return ""
	}
	var b strings.Builder
	for c := n.FirstChild; c != nil; c = c.NextSibling {
		if html.Render(&b, c) != nil {
			return fromText(textOf(n)) // not reached: the tree was parsed
		}
	}
	return fromHTML(b.String(), &q.lost)
}

func textIn(n *html.Node) string {
	if n == nil {
		return ""
	}
	return textOf(n)
}

func (q *ankiNote) options(options, whys *html.Node, key string) {
	right := map[string]bool{}
	for _, letter := range strings.Split(key, ",") {
		right[strings.TrimSpace(letter)] = true
	}
	t := quiz.ChooseOne
	if len(right) > 1 {
		t = quiz.ChooseAll
	}
	q.draft.Type = prose.Plain(t.String())
	reasons := items(whys)
	for i, li := range items(options) {
		o := quiz.DraftOption{Text: prose.Plain(q.inner(li)), Right: right[capital(i)]}
		if i < len(reasons) {
			o.Why = prose.Plain(q.inner(reasons[i]))
		}
		q.draft.Options = append(q.draft.Options, o)
	}
}

// pairs reads "1 C, 2 A".
func (q *ankiNote) pairs(pairs, answers []*html.Node, key string) {
	q.draft.Type = prose.Plain(quiz.MatchPairs.String())
	of := map[string]string{}
	for _, p := range strings.Split(key, ",") {
		n, letter, _ := strings.Cut(strings.TrimSpace(p), " ")
		of[n] = letter
	}
	texts := map[string]string{}
	m := &matcher{d: &q.draft}
	for i, li := range answers {
		texts[capital(i)] = fromText(textOf(li))
		m.pair("", "", texts[capital(i)])
	}
	for i, li := range pairs {
		text, ok := texts[of[strconv.Itoa(i+1)]]
		if !ok {
			q.refuse = "the key on its back names no answer for a pair"
			return
		}
		m.pair(q.inner(li), "", text)
	}
}

func (q *ankiNote) gap(back noteHTML) {
	q.draft.Type = prose.Plain(quiz.FillIn.String())
	for _, class := range []string{ankiKey, ankiAlso} {
		for _, n := range allOfClass(back.root, class) {
			q.draft.Accept = append(q.draft.Accept, prose.Plain(oneLine(textOf(n))))
		}
	}
	q.draft.Why = prose.Plain(q.inner(back.class(ankiWhy)))
	for _, n := range items(back.class(ankiTempting)) {
		switch {
		case n.DataAtom == atom.Dt:
			q.draft.Tempting = append(q.draft.Tempting, quiz.DraftText{Text: prose.Plain(oneLine(textOf(n)))})
		case len(q.draft.Tempting) > 0:
			q.draft.Tempting[len(q.draft.Tempting)-1].Why = prose.Plain(q.inner(n))
		}
	}
	takeGap(&q.draft)
}

func allOfClass(n *html.Node, name string) []*html.Node {
	var all []*html.Node
	if n.Type == html.ElementNode && attr(n, "class") == name {
		all = append(all, n)
	}
	for c := n.FirstChild; c != nil; c = c.NextSibling {
		all = append(all, allOfClass(c, name)...)
	}
	return all
}
