package view

import (
	"strconv"
	"time"
)

// SettingsPath is where somebody sees and ends the browsers that open their progress.
const SettingsPath = "/settings"

// Browsers are the browsers that open a learner's progress.
type Browsers struct {
	List   []Browser
	Back   string // the page that the forms lead back to
	Phrase bool   // there is a recovery phrase
	Told   string // what was done just now; may be empty
}

// Browser is one of them.
type Browser struct {
	Here    bool
	Since   time.Time
	Used    time.Time // the hour of its last use; zero when that isn't known
	Today   time.Time
	Teaches bool // it is signed in as an instructor as well
}

// Last reports whether nothing but this browser opens the progress.
func (b Browsers) Last() bool { return len(b.List) == 1 && !b.Phrase }

func (b Browser) name() string {
	if b.Here {
		return "This browser"
	}
	return "Another browser"
}

// words say since when a browser is signed in, and when it was last used.
func (b Browser) words() string {
	w := "signed in on " + dayOf(b.Since)
	switch {
	case b.Here:
		w += ", in use now"
	case b.Used.IsZero():
		w += ", last use not known"
	case dayOf(b.Used) == dayOf(b.Today):
		w += ", last used today between " + hourOf(b.Used) + " and " + hourOf(b.Used.Add(time.Hour)) + " UTC"
	default:
		w += ", last used on " + dayOf(b.Used)
	}
	return w
}

func hourOf(t time.Time) string { return t.UTC().Format("15:04") }

func (b Browsers) here() Browser {
	for _, d := range b.List {
		if d.Here {
			return d
		}
	}
	return Browser{}
}

// Phrase is a recovery phrase that was just made.
type Phrase struct {
	Words  string
	Others int    // browsers that open the same progress, besides this one
	Told   string // that others were signed out; may be empty
}

// others are "one other browser" or "3 other browsers".
func others(n int) string {
	if n == 1 {
		return "one other browser"
	}
	return strconv.Itoa(n) + " other browsers"
}
