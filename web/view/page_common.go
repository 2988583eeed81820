package view

// Link is a link with its text.
type Link struct {
	Href, Text string
}

// Problem is what an error page tells.
type Problem struct {
	Status  int
	Title   string // what happened
	Message string // where and why
	Mend    string // what to do next; may be empty
	Near    []Link // pages that may have been meant
}
