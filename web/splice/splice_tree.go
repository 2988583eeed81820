package splice

import (
	"bytes"
	"context"
	"fmt"

	"github.com/a-h/templ"

	"rolecall/web/view"
)

// Tree is a page cut into pieces and slots. It is immutable, apart from the
// pieces being compressed.
type Tree []node

// node is either a piece or a slot.
type node struct {
	piece *piece
	Slot  *Slot
}

// Slot is a place whose content depends on the reader: one of a few variants
// that were rendered at start-up, or a part made for this one answer.
type Slot struct {
	view.SlotKey
	Variants []Tree
}

// growTree renders a component and cuts it at its slot marks. variants gives the
// forms of each slot, in the order that readers' choices number them.
func growTree(ctx context.Context, part templ.Component, variants func(view.SlotKey) []templ.Component) (Tree, error) {
	b, err := RenderTo(ctx, part)
	if err != nil {
		return nil, err
	}
	defer Buffers.Put(b)
	return CutTree(ctx, bytes.Clone(b.Bytes()), variants)
}

// CutTree cuts rendered HTML at its slot marks.
func CutTree(ctx context.Context, html []byte, variants func(view.SlotKey) []templ.Component) (Tree, error) {
	var t Tree
	for {
		before, rest, found := bytes.Cut(html, []byte{view.SlotMark})
		if len(before) > 0 {
			t = append(t, node{piece: newPiece(before)})
		}
		if !found {
			return t, nil
		}
		name, after, found := bytes.Cut(rest, []byte{view.SlotMark})
		if !found {
			return nil, fmt.Errorf("a slot's mark does not end: %.40q", rest)
		}
		key, err := view.ParseSlotKey(string(name))
		if err != nil {
			return nil, err
		}
		sl := &Slot{SlotKey: key}
		for _, form := range variants(key) {
			sub, err := growTree(ctx, form, variants)
			if err != nil {
				return nil, err
			}
			sl.Variants = append(sl.Variants, sub)
		}
		t = append(t, node{Slot: sl})
		html = after
	}
}

// Compress compresses every piece of the tree.
func (t Tree) Compress() error {
	for _, n := range t {
		if n.piece != nil {
			if err := n.piece.compress(); err != nil {
				return err
			}
			continue
		}
		for _, v := range n.Slot.Variants {
			if err := v.Compress(); err != nil {
				return err
			}
		}
	}
	return nil
}

// Chooser fills a slot for one reader: with a part made now, or else with the
// numbered variant. A number that the slot does not have leaves it empty.
type Chooser interface {
	Part(*Slot) []byte
	Variant(*Slot) int
}

// Write puts the tree together for one reader.
func (t Tree) Write(s *Splicer, ch Chooser) {
	for i := range t {
		n := &t[i]
		if n.piece != nil {
			s.add(n.piece)
			continue
		}
		if part := ch.Part(n.Slot); part != nil {
			s.dyn(part)
			continue
		}
		if v := ch.Variant(n.Slot); v >= 0 && v < len(n.Slot.Variants) {
			n.Slot.Variants[v].Write(s, ch)
		}
	}
}
