package main

import (
	"errors"
	"fmt"
	"math/rand/v2"
	"net/url"
	"os"
	"strings"
	"sync"
	"time"

	"golang.org/x/net/html"

	"rolecall/lessons"
	"rolecall/quiz"
	"rolecall/quiz/generate"
)

const lesson = "temporary-access"

// The limits that the program is held to, at the 95th of a hundred.
const (
	feedbackLimit = 100 * time.Millisecond
	evaluateLimit = 50 * time.Millisecond
	pageLimit     = 50 * time.Millisecond
	questionLimit = 5 * time.Millisecond
)

// warming is how long a crowd is at work before it is timed: the program
// compresses its lessons after a start, and everybody comes at once.
const warming = 5 * time.Second

// times gathers durations of many at once.
type times struct {
	from time.Time
	mu   sync.Mutex
	all  map[string][]time.Duration
}

func (t *times) add(what string, d time.Duration) {
	t.mu.Lock()
	defer t.mu.Unlock()
	if time.Now().Before(t.from) {
		return
	}
	if t.all == nil {
		t.all = map[string][]time.Duration{}
	}
	t.all[what] = append(t.all[what], d)
}

// served runs many learners at once on a program with new data, each until the
// time is over; the first mishap is returned.
func served(o options, learners int, learn func(b *browser, rng *rand.Rand, until time.Time) error) error {
	dir, err := os.MkdirTemp("", "rolecall-crowd")
	if err != nil {
		return err
	}
	defer os.RemoveAll(dir)
	p, err := startProgram(o.bin, dir)
	if err != nil {
		return err
	}
	until := time.Now().Add(warming + o.lasting)
	errs := make([]error, learners)
	var wg sync.WaitGroup
	for i := range learners {
		wg.Go(func() {
			b, err := newBrowser(p.url)
			rng := rand.New(rand.NewPCG(uint64(i), 7))
			think(rng, o.thinking) // they don't all come at once
			if err == nil {
				err = learn(b, rng, until)
			}
			errs[i] = err
		})
	}
	wg.Wait()
	return errors.Join(errors.Join(errs...), p.stop())
}

func think(rng *rand.Rand, longest time.Duration) {
	if longest > 0 {
		time.Sleep(time.Duration(rng.Int64N(int64(longest))))
	}
}

// answering measures how long feedback takes: the answer's POST, and the page
// with the feedback that it leads to.
func answering(o options) (bool, error) {
	content, err := lessons.Embedded().Load()
	if err != nil {
		return false, err
	}
	t := times{from: time.Now().Add(warming)}
	err = served(o, o.answering, func(b *browser, rng *rand.Rand, until time.Time) error {
		for time.Now().Before(until) {
			if err := practise(b, content.Bank, rng, o.thinking, until, &t); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		return false, err
	}
	who := fmt.Sprintf("%d learners: ", o.answering)
	stored := row(who+"answer taken (POST)", t.all["post"], feedbackLimit)
	told := row(who+"answer and feedback (POST, GET)", t.all["both"], feedbackLimit)
	asked := row(who+"next question (GET)", t.all["next"], feedbackLimit)
	return stored && told && asked, nil
}

// practise answers a practice, mostly right.
func practise(b *browser, bank *quiz.Bank, rng *rand.Rand, longest time.Duration, until time.Time, t *times) error {
	_, page, err := b.follow("/quiz/"+lesson, url.Values{"kind": {"practice"}})
	for err == nil && time.Now().Before(until) {
		action := attemptOf(page.body)
		if action == "" {
			return nil // the result
		}
		think(rng, longest)
		f := fields(page.body, action)
		know(bank, page.body, f)
		var posted, told answer
		if posted, told, err = b.follow(action, f); err != nil {
			return err
		}
		t.add("post", posted.took)
		t.add("both", posted.took+told.took)
		think(rng, longest)
		if page, err = b.get(action); err == nil {
			t.add("next", page.took)
		}
	}
	return err
}

// attemptOf is the action of the form that asks a question; empty when none does.
func attemptOf(page string) string {
	doc, err := html.Parse(strings.NewReader(page))
	if err != nil {
		return ""
	}
	form := find(doc, func(n *html.Node) bool {
		return n.Data == "form" && strings.HasPrefix(attr(n, "action"), "/attempts/") && find(n, func(i *html.Node) bool { return attr(i, "name") == "question" }) != nil &&
			strings.Count(attr(n, "action"), "/") == 2
	})
	if form == nil {
		return ""
	}
	return attr(form, "action")
}

// know puts the right options into an answer, where options are to be chosen:
// wrong answers in a row are held back, for that is guessing. A page doesn't name
// its options, so they are known by what they say.
func know(bank *quiz.Bank, page string, f url.Values) {
	q := known(bank, f.Get("question"))
	if q == nil || len(q.Options()) == 0 {
		return
	}
	var right []string
	for said, value := range labels(page) {
		for _, o := range q.Options() {
			if o.Right && (said == bare(o.Text.Text)+value || said == bare(o.Output)+value || o.Line > 0 && strings.HasPrefix(said, fmt.Sprintf("Line%d\"", o.Line))) {
				right = append(right, value)
			}
		}
	}
	if len(right) > 0 {
		f["option"] = right
	}
}

// known is the lesson's question of a handle; nil when there is none.
func known(bank *quiz.Bank, handle string) *quiz.Question {
	for _, q := range bank.Questions(lesson) {
		if quiz.Handle(q.ID) == handle {
			return q
		}
	}
	return nil
}

// labels are the values of a page's options by what their labels say, bare.
func labels(page string) map[string]string {
	doc, err := html.Parse(strings.NewReader(page))
	if err != nil {
		return nil
	}
	said := map[string]string{}
	find(doc, func(n *html.Node) bool {
		if n.Data != "label" {
			return false
		}
		if input := find(n, func(i *html.Node) bool { return attr(i, "name") == "option" }); input != nil {
			said[bare(text(n))] = attr(input, "value")
		}
		return false
	})
	return said
}

func text(n *html.Node) string {
	if n.Type == html.TextNode {
		return n.Data
	}
	var b strings.Builder
	for c := n.FirstChild; c != nil; c = c.NextSibling {
		b.WriteString(text(c))
	}
	return b.String()
}

// bare is a text without its white space.
func bare(s string) string { return strings.Join(strings.Fields(s), "") }

// asking measures the Evaluate panel.
func asking(o options) (bool, error) {
	t := times{from: time.Now().Add(warming)}
	err := served(o, o.looking, func(b *browser, rng *rand.Rand, until time.Time) error {
		_, page, err := b.follow("/sandbox", url.Values{"scenario": {"cross-account"}})
		if err != nil {
			return err
		}
		path, f := evaluateForm(page.body)
		if path == "" {
			return errors.New("the world's page has no Evaluate panel")
		}
		f.Set("action", "sts:AssumeRole")
		for n := 0; time.Now().Before(until); n++ {
			think(rng, o.thinking)
			f.Set("resource", fmt.Sprintf("arn:aws:iam::444455556666:role/%s", []string{"Deploy", "Audit", "Ship" + fmt.Sprint(n)}[n%3]))
			got, err := b.get(path + "?" + f.Encode())
			if err != nil {
				return err
			}
			if !strings.Contains(strings.ToLower(got.body), "allowed") {
				return fmt.Errorf("the panel says no verdict: %.200s", got.body)
			}
			t.add("evaluate", got.took)
		}
		return nil
	})
	if err != nil {
		return false, err
	}
	return row(fmt.Sprintf("%d learners: Evaluate in the page", o.looking), t.all["evaluate"], evaluateLimit), nil
}

// evaluateForm is where htmx sends the Evaluate panel, and its fields as they stand.
func evaluateForm(page string) (path string, f url.Values) {
	doc, err := html.Parse(strings.NewReader(page))
	if err != nil {
		return "", nil
	}
	form := find(doc, func(n *html.Node) bool { return n.Data == "form" && strings.HasSuffix(attr(n, "hx-get"), "/evaluate") })
	if form == nil {
		return "", nil
	}
	return attr(form, "hx-get"), fields(page, attr(form, "action"))
}

// madeQuestions measures how long it takes to make a question: the best of three
// for each seed, which is the question's own cost and not its neighbours' on the
// machine.
func madeQuestions(o options) (bool, error) {
	ok := true
	for _, f := range generate.Families() {
		if !f.Newest() {
			continue
		}
		var took []time.Duration
		for seed := range o.seeds {
			best := time.Hour
			for range 3 {
				began := time.Now()
				if _, err := f.Make(uint64(seed)); err != nil {
					return false, err
				}
				best = min(best, time.Since(began))
			}
			took = append(took, best)
		}
		ok = row("generated question: "+f.ID, took, questionLimit) && ok
	}
	return ok, nil
}
