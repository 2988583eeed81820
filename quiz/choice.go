package quiz

import (
	"fmt"
	"slices"
	"strings"

	"rolecall/quiz/prose"
)

// Choice is the body of the types that choose among options: [ChooseOne],
// [ChooseAll], [PredictCLI], [PickLine] and [SpotFault].
type Choice struct {
	Options []Option
	Many    bool // choose all that apply

	Command  string    // of PredictCLI: the command whose answer is asked for
	Document *Document // of PickLine and SpotFault: its lines are the options
}

// Option is one option of a [Choice].
type Option struct {
	ID     string
	Text   prose.Text
	Output string // of PredictCLI: what the CLI prints, "…" for what changes from run to run
	Line   int    // of PickLine and SpotFault: the line of the document, from 1
	Right  bool
	Why    prose.Text // why it holds, or what makes it tempting and why it fails
}

func (c *Choice) valid(answer []string) error {
	if len(answer) == 0 && c.Document != nil {
		return fmt.Errorf("choose a line first")
	}
	if len(answer) == 0 {
		return fmt.Errorf("choose an option first")
	}
	if len(answer) > 1 && !c.Many {
		return fmt.Errorf("choose one option")
	}
	seen := map[string]bool{}
	for _, id := range answer {
		if c.option(id) == nil {
			return fmt.Errorf("this question has no option %q", id)
		}
		if seen[id] {
			return fmt.Errorf("option %q is given twice", id)
		}
		seen[id] = true
	}
	return nil
}

func (c *Choice) tell(answer []string) Result {
	r := Result{Right: len(answer) > 0}
	for _, o := range c.Options {
		result := OptionResult{Option: o, Chosen: slices.Contains(answer, o.ID)}
		r.Right = r.Right && result.Good()
		r.Options = append(r.Options, result)
	}
	return r
}

func (c *Choice) key() map[string]bool {
	key := map[string]bool{}
	for _, o := range c.Options {
		key[o.ID] = o.Right
	}
	return key
}

// moved lists the keys with the right option elsewhere or, where several may be
// right, with one option turned about.
func (c *Choice) moved() []map[string]bool {
	var keys []map[string]bool
	for _, o := range c.Options {
		key := c.key()
		switch {
		case c.Many:
			key[o.ID] = !o.Right
		case o.Right:
			continue
		default:
			for id := range key {
				key[id] = id == o.ID
			}
		}
		keys = append(keys, key)
	}
	return keys
}

func (c *Choice) words() string {
	w := []string{c.Command}
	if c.Document != nil {
		w = append(w, c.Document.JSON)
	}
	return strings.Join(w, "\n")
}

func (c *Choice) option(id string) *Option {
	for i := range c.Options {
		if c.Options[i].ID == id {
			return &c.Options[i]
		}
	}
	return nil
}
