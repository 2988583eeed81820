package web

import (
	"bytes"
	"context"
	"fmt"

	"github.com/a-h/templ"

	"rolecall/web/view"
)

// tree is a page cut into pieces and slots. It is immutable, apart from the
// pieces being compressed.
type tree []node

// node is either a piece or a slot.
type node struct {
	piece *piece
	slot  *slot
}

// slot is a place whose content depends on the reader: one of a few variants
// that were rendered at start-up, or a part made for this one answer.
type slot struct {
	view.SlotKey
	variants []tree
}

// growTree renders a component and cuts it at its slot marks. variants gives the
// forms of each slot, in the order that readers' choices number them.
func growTree(ctx context.Context, part templ.Component, variants func(view.SlotKey) []templ.Component) (tree, error) {
	b, err := renderTo(ctx, part)
	if err != nil {
		return nil, err
	}
	defer buffers.Put(b)
	return cutTree(ctx, bytes.Clone(b.Bytes()), variants)
}

// cutTree cuts rendered HTML at its slot marks.
func cutTree(ctx context.Context, html []byte, variants func(view.SlotKey) []templ.Component) (tree, error) {
	var t tree
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
		sl := &slot{SlotKey: key}
		for _, form := range variants(key) {
			sub, err := growTree(ctx, form, variants)
			if err != nil {
				return nil, err
			}
			sl.variants = append(sl.variants, sub)
		}
		t = append(t, node{slot: sl})
		html = after
	}
}

// compress compresses every piece of the tree.
func (t tree) compress() error {
	for _, n := range t {
		if n.piece != nil {
			if err := n.piece.compress(); err != nil {
				return err
			}
			continue
		}
		for _, v := range n.slot.variants {
			if err := v.compress(); err != nil {
				return err
			}
		}
	}
	return nil
}

// chooser fills a slot for one reader: with a part made now, or else with the
// numbered variant. A number that the slot does not have leaves it empty.
type chooser interface {
	part(*slot) []byte
	variant(*slot) int
}

// write puts the tree together for one reader.
func (t tree) write(s *splicer, ch chooser) {
	for i := range t {
		n := &t[i]
		if n.piece != nil {
			s.add(n.piece)
			continue
		}
		if part := ch.part(n.slot); part != nil {
			s.dyn(part)
			continue
		}
		if v := ch.variant(n.slot); v >= 0 && v < len(n.slot.variants) {
			n.slot.variants[v].write(s, ch)
		}
	}
}
