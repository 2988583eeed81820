package view

import "strconv"

// DocDiff is what became of a document since its world began, line by line.
type DocDiff struct {
	Lines          []DiffLine
	Added, Removed int  // lines
	Coarse         bool // so many differ that they are not compared one by one
}

// DiffOp is what became of a line.
type DiffOp uint8

// What becomes of lines. A run of lines that stayed is skipped as one.
const (
	DiffSame DiffOp = iota
	DiffAdded
	DiffRemoved
	DiffSkipped
)

// DiffLine is a line of a document, or of what it was.
type DiffLine struct {
	Op   DiffOp
	No   int // in the document as it is now, and of a removed line in what it was
	Text string
}

func (l DiffLine) number() string { return strconv.Itoa(l.No) }

func (o DiffOp) sign() string {
	switch o {
	case DiffAdded:
		return "+"
	case DiffRemoved:
		return "−"
	case DiffSame, DiffSkipped:
	}
	return ""
}

func (o DiffOp) word() string {
	switch o {
	case DiffAdded:
		return "Added"
	case DiffRemoved:
		return "Removed"
	case DiffSame, DiffSkipped:
	}
	return ""
}

func (o DiffOp) class() string {
	switch o {
	case DiffAdded:
		return "added"
	case DiffRemoved:
		return "removed"
	case DiffSkipped:
		return "skipped"
	case DiffSame:
	}
	return "same"
}

// words counts what changed: "2 lines added, 1 line removed".
func (d DocDiff) words() string {
	return count(d.Added, "line") + " added, " + count(d.Removed, "line") + " removed"
}
