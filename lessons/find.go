package lessons

import (
	"iter"
	"strconv"
)

// All walks a mode's blocks in reading order, those inside other blocks too.
func (m *Mode) All() iter.Seq[Block] {
	return func(yield func(Block) bool) { walk(m.Blocks, yield) }
}

func walk(blocks []Block, yield func(Block) bool) bool {
	for _, b := range blocks {
		if !yield(b) || !walk(inside(b), yield) {
			return false
		}
	}
	return true
}

// inside lists the blocks that stand in a block.
func inside(b Block) []Block {
	switch b := b.(type) {
	case *Predict:
		return b.Gated
	case *Callout:
		return b.Blocks
	case *Reveal:
		return b.Blocks
	case *HTML, *Heading, *Policy, *Console, *Frames, *Diagram, *Steps, *ChallengeRef, *Myth, *Pitfall, *Card, *Compare:
		return nil
	}
	return nil
}

// Find finds the block of type T that has the id in the mode.
//
//	p, ok := lessons.Find[*lessons.Predict](mode, "no-setup")
func Find[T Block](m *Mode, id string) (found T, ok bool) {
	for b := range m.All() {
		if t, is := b.(T); is && BlockID(b) == id {
			return t, true
		}
	}
	return found, false
}

// BlockID is the id that progress on a block is kept under, empty for those
// without one.
func BlockID(b Block) string {
	switch b := b.(type) {
	case *Predict:
		return b.ID
	case *Policy:
		return b.ID
	case *Console:
		return b.ID
	case *Frames:
		return b.ID
	case *Diagram:
		return b.ID
	case *Steps:
		return b.ID
	case *ChallengeRef:
		return b.ID
	case *Myth:
		return b.ID
	case *Pitfall:
		return b.ID
	case *Card:
		return b.ID
	case *HTML, *Heading, *Compare, *Callout, *Reveal:
		return ""
	}
	return ""
}

// LineID is the id of a line of the policy's code, counted from 1.
func (p *Policy) LineID(line int) string { return p.ID + "-L" + strconv.Itoa(line) }

// Block finds a block of the mode by its id, at any depth; nil when there is none.
func (m *Mode) Block(id string) Block {
	for b := range m.All() {
		if BlockID(b) == id {
			return b
		}
	}
	return nil
}

// Mode finds a mode of a lesson; nil when there is none.
func (c *Course) Mode(lesson, mode string) *Mode {
	if l := c.Lesson(lesson); l != nil {
		return l.Mode(mode)
	}
	return nil
}
