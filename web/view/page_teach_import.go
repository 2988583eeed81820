package view

import (
	"strconv"

	"rolecall/quiz"
	"rolecall/quiz/prose"
)

// BankImport is where a file is brought in.
type BankImport struct {
	Bank    Link
	Action  string
	Formats []Hidden // name and title
	Format  string   // as chosen
	Text    string   // as pasted
	Most    int      // KB
	Problem string
}

// BankImported is what a file holds.
type BankImported struct {
	Bank    Link
	Action  string
	Again   string // where another file is brought in
	File    string
	Format  string // its title
	Items   []ImportItem
	Problem string
	Taken   bool // before, with so many
	Count   int
}

// ImportItem is a question of a file.
type ImportItem struct {
	Number   int // from 1
	Line     int
	Title    string
	Question *quiz.Question // nil when there are faults
	Faults   prose.Faults
	Losses   []string
	Near     string // of a question that says nearly the same; empty when none does
	Ticked   bool
}

// good is how many of a file's questions can be taken.
func (v BankImported) good() int {
	n := 0
	for _, i := range v.Items {
		if i.Question != nil {
			n++
		}
	}
	return n
}

// source names the file and its format.
func (v BankImported) source() string {
	name := v.File
	if name == "" {
		name = "What was pasted"
	}
	return name + ", read as " + v.Format
}

// words say where a question of a file is, and what kind it is.
func (i ImportItem) words() string {
	w := "line " + strconv.Itoa(i.Line)
	if i.Question != nil {
		w += ", " + typeWord(i.Question.Type)
	}
	return w
}

// faultAt is a fault with its line, when that isn't the question's own.
func (i ImportItem) faultAt(f prose.Fault) string {
	if f.Line > 0 && f.Line != i.Line {
		return "Line " + strconv.Itoa(f.Line) + ": "
	}
	return ""
}

func (i ImportItem) name() string {
	if i.Title == "" {
		return "Question " + strconv.Itoa(i.Number)
	}
	return i.Title
}

// BankExport says what a bank loses in a format.
type BankExport struct {
	Bank      Link
	Format    string // its title
	File      string // where the file is
	Questions int
	Written   int
	Items     []ExportItem // that lose something
}

// ExportItem is a question that loses something.
type ExportItem struct {
	Number  int
	Stem    string
	LeftOut string // why it isn't in the file; empty when it is
	Losses  []string
}
