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
	// Again is the form that was sent, to send it again; nil when there is none.
	Again *SentAgain
}

// SentAgain is a form that couldn't be taken, kept so that nobody has to type it
// again.
type SentAgain struct {
	Action string // a path of this site
	Fields []SentField
}

// SentField is a field of a form as it was sent.
type SentField struct{ Name, Value string }
