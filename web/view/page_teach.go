package view

import (
	"strconv"
	"time"
)

// TeachPath is where the pages of those who teach begin.
const TeachPath = "/teach"

// BankPath is the address of a bank's page, with more after it.
func BankPath(id int64, rest string) string {
	return TeachPath + "/banks/" + strconv.FormatInt(id, 10) + rest
}

// TeachHome is an instructor's first page.
type TeachHome struct {
	Name    string // theirs
	Banks   []BankLine
	Deleted []BankLine
	Lessons []Hidden // whose objectives a bank's questions may name: slug and title
	Title   string   // of the bank that could not be made
	Problem string

	Browsers []Browser // signed in as the instructor
	Told     string    // what was done with them just now; may be empty
}

// BankLine is a bank in a list.
type BankLine struct {
	ID        int64
	Title     string
	Questions int
	Shared    bool
	Updated   time.Time
}

// words say what is in a bank.
func (b BankLine) words() string {
	w := count(b.Questions, "question")
	if b.Shared {
		w += ", shared"
	}
	return w + ", changed " + dayOf(b.Updated)
}
