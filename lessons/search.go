package lessons

// Hit is one result of a search.
type Hit struct {
	URL   string
	Title string // "Trust policies · Deep dive · Across accounts"
	Kind  string // "lesson", "term" or "card"
	HTML  string // an excerpt with the words found in <mark>; safe to send
}

// Search finds the passages that hold every word of q, words still being typed
// too, the best first. It returns at most limit hits.
func (c *Course) Search(q string, limit int) []Hit { return nil }
