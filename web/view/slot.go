package view

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"slices"
	"strings"

	"github.com/a-h/templ"
)

// SlotMark stands before and after a slot's key in a rendered page. Neither
// templ nor goldmark lets the byte through from anywhere else.
const SlotMark = 0

// SlotKind says what a slot's content depends on.
type SlotKind string

// The kinds of slots.
const (
	SlotGate  SlotKind = "gate"  // a prediction: closed, or open with option n chosen
	SlotMyth  SlotKind = "myth"  // a belief: closed, judged true, judged false
	SlotGated SlotKind = "gated" // a line of the contents: behind a closed gate, or open
	SlotMode  SlotKind = "mode"  // a mode's mark: none, begun, done
	SlotRead  SlotKind = "read"  // the end of the page: not marked as read, read
	SlotPart  SlotKind = "part"  // a block that is made anew when the reader has used it
	SlotTheme SlotKind = "theme" // an attribute of the html element: none, light, dark
	SlotNote  SlotKind = "note"  // a word about what was just done; empty otherwise
)

// SlotKey names a slot of a page.
type SlotKey struct {
	Kind SlotKind
	ID   string
}

// ParseSlotKey reads what [Slot] writes.
func ParseSlotKey(s string) (SlotKey, error) {
	kind, id, ok := strings.Cut(s, " ")
	if !ok {
		return SlotKey{}, fmt.Errorf("a slot's key has a kind and an id, not %q", s)
	}
	return SlotKey{SlotKind(kind), id}, nil
}

// Slot marks the place for a reader's own part in a page that is made once for all.
func Slot(kind SlotKind, id string) templ.Component {
	return templ.ComponentFunc(func(_ context.Context, w io.Writer) error {
		_, err := fmt.Fprintf(w, "%c%s %s%c", SlotMark, kind, id, SlotMark)
		return err
	})
}

// The beginning of every page, at which [MarkTheme] puts its slot.
const htmlOpening = `<html lang="en"`

// MarkTheme puts a slot for the reader's colours into a page rendered without.
func MarkTheme(page []byte) ([]byte, error) {
	before, after, found := bytes.Cut(page, []byte(htmlOpening))
	if !found {
		return nil, fmt.Errorf("the page does not begin with %s", htmlOpening)
	}
	mark := fmt.Sprintf("%s%c%s attr%c", htmlOpening, SlotMark, SlotTheme, SlotMark)
	return slices.Concat(before, []byte(mark), after), nil
}

// ThemeVariants are the forms of [SlotTheme].
func ThemeVariants() []templ.Component {
	return []templ.Component{templ.NopComponent, themeAttr(ThemeLight), themeAttr(ThemeDark)}
}

// ThemeVariant numbers the form of a theme.
func ThemeVariant(t Theme) int {
	switch t {
	case ThemeLight:
		return 1
	case ThemeDark:
		return 2
	case ThemeSystem:
	}
	return 0
}

func themeAttr(t Theme) templ.Component { return templ.Raw(` data-theme="` + string(t) + `"`) }
