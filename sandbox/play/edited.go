package play

// edited is the last document that was saved, with the text before.
type edited struct {
	Path   string `json:"path"`
	Before string `json:"before,omitempty"`
	New    bool   `json:"new,omitempty"` // there was none before
	After  string `json:"after"`         // names the text that was saved, see baseOf
}

// mostBefore is the longest text of a document that is kept to say what a save changed.
const mostBefore = 24 << 10

// Remember keeps what stood in a document before it was saved.
func (p *World) Remember(path, before, after string, there bool) {
	if there && before == after {
		return
	}
	p.Console.Edited = nil
	if len(before) <= mostBefore {
		p.Console.Edited = &edited{Path: path, Before: before, New: !there, After: BaseOf(after)}
	}
}
