package quiz

import "fmt"

func (c *Choice) valid(answer []string) error {
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

func (c *Choice) right(answer []string) bool {
	chosen := map[string]bool{}
	for _, id := range answer {
		chosen[id] = true
	}
	for _, o := range c.Options {
		if o.Right != chosen[o.ID] {
			return false
		}
	}
	return true
}

func (c *Choice) option(id string) *Option {
	for i := range c.Options {
		if c.Options[i].ID == id {
			return &c.Options[i]
		}
	}
	return nil
}
