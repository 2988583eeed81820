package worlds

import (
	"math"
	"strconv"
	"strings"
	"time"

	"github.com/labstack/echo/v4"

	"rolecall/quiz/prose"
	"rolecall/sandbox/advice"
	"rolecall/sandbox/play"
	"rolecall/web/site"
	"rolecall/web/view"
)

// MoveClock moves a world's clock forward, by a while or to a moment.
func (s *Pages) MoveClock(c echo.Context) error {
	return s.worldAct(c, "#clock", func(p *play.World, f map[string][]string) (view.Said, error) {
		by, err := moveBy(p, site.First(f, "seconds"), site.First(f, "to"))
		if err != nil {
			return view.Said{}, err
		}
		if err := p.Advance(by); err != nil {
			return view.Said{}, advice.BadInput("%s", site.Sentence(err))
		}
		said := view.Said{Mark: view.MarkNone, Text: "It is " + view.Day(p.Now()) + " now."}
		if n := endedBy(p, by); n > 0 {
			said.Text += " " + prose.Count(n, "session") + " ended meanwhile."
			said.Href, said.Link = "#keys", "See the keys"
		}
		return said, nil
	})
}

// endedBy counts the sessions that ended during the last while.
func endedBy(p *play.World, while time.Duration) (n int) {
	for _, session := range p.Sessions() {
		if session.Expired(p.Now()) && !session.Expired(p.Now().Add(-while)) {
			n++
		}
	}
	return n
}

// moveBy reads how far the clock is to move: seconds, or to a moment in UTC.
func moveBy(p *play.World, seconds, to string) (time.Duration, error) {
	if to == "" {
		n, err := strconv.ParseInt(seconds, 10, 32)
		if err != nil {
			return 0, advice.BadInput("Say by how many seconds the clock is to move.")
		}
		return time.Duration(n) * time.Second, nil
	}
	at, ok := readMoment(to)
	if !ok {
		return 0, advice.BadInput("%q is no moment. Write it as 2026-11-22T09:30, in UTC.", to)
	}
	if !at.After(p.Now()) {
		return 0, advice.BadInput("The clock moves forward only, and it is %s already. Choose a later moment, or reset the world.", view.Day(p.Now()))
	}
	// Up to a whole second, for the clock must not stand before the moment.
	by := min(at.Sub(p.Now()), math.MaxInt64-time.Second) // what is centuries off must not wrap round
	return (by + time.Second - 1).Truncate(time.Second), nil
}

// readMoment reads what a field for date and time sends, with or without seconds
// and a Z.
func readMoment(text string) (time.Time, bool) {
	text = strings.TrimSuffix(strings.TrimSpace(text), "Z")
	for _, form := range []string{"2006-01-02T15:04", "2006-01-02T15:04:05", "2006-01-02 15:04"} {
		if at, err := time.Parse(form, text); err == nil {
			return at, true
		}
	}
	return time.Time{}, false
}
