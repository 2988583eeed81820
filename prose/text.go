package prose

// Text is markdown that has been compiled. HTML is safe to send as it is: raw HTML
// is refused in the source and everything else is escaped. Text is the same in
// plain words, for search, labels and counting. The zero value is no text.
type Text struct {
	HTML string
	Text string
}

// Empty reports whether there is nothing to show.
func (t Text) Empty() bool { return t.HTML == "" }
