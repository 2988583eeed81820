package web

import (
	"errors"
	"math"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/labstack/echo/v4"

	"rolecall/quiz/prose"
	"rolecall/sandbox/advice"
	"rolecall/sandbox/world"
	"rolecall/web/view"
)

// worldAct is a form of a world's page: it plays, and says what came of it. The
// browser goes back to the page; htmx gets the parts that changed.
func (s *server) worldAct(c echo.Context, anchor string, f func(*playing, map[string][]string) (view.Said, error)) error {
	values, err := form(c)
	if err != nil {
		return err
	}
	id := c.Param("world")
	var after *playing
	var said view.Said
	err = s.play(c, id, func(p *playing) (err error) {
		after = p
		said, err = f(p, values)
		return err
	})
	if err != nil {
		return err
	}
	if said.Href == toDecision {
		anchor = toDecision
	}
	if !isFragment(c.Request()) {
		return seeOther(c, view.WorldPath(id)+anchor)
	}
	return s.acted(c, after, said)
}

// acted answers htmx with the parts of a world's page that a call changes.
func (s *server) acted(c echo.Context, p *playing, said view.Said) error {
	v, err := s.worldView(c, p, nil)
	if err != nil {
		return err
	}
	return s.render(c, http.StatusOK, view.WorldActed(v, said))
}

// toDecision leads to the part of the page that says why.
const toDecision = "#decision"

// ran says what came of the line that was run last.
func (p *playing) ran() view.Said {
	t := p.console.Entries[len(p.console.Entries)-1]
	said := view.Said{Mark: view.MarkAllowed, Text: "Done.", Href: toDecision, Link: "See why"}
	if t.Exit != 0 {
		said.Mark, said.Text = view.MarkError, strings.TrimSpace(t.Stderr)
	}
	i := slices.IndexFunc(p.Events(), func(e *world.Event) bool { return e.Seq == t.Event })
	if i < 0 {
		return said
	}
	return cameOf(p.Events()[i])
}

// cameOf says what came of a call.
func cameOf(e *world.Event) view.Said {
	out := record{Event: *e}.outcome()
	return view.Said{Mark: out.Mark, Text: out.Summary(), Href: toDecision, Link: "See why"}
}

// assume assumes a role from the form, by the command line one would type.
func (s *server) assume(c echo.Context) error {
	return s.worldAct(c, toDecision, func(p *playing, f map[string][]string) (view.Said, error) {
		if err := p.become(first(f, "who")); err != nil {
			return view.Said{}, err
		}
		line := "aws sts assume-role --role-arn " + quote(first(f, "role")) + " --role-session-name " + quote(first(f, "session"))
		if d := strings.TrimSpace(first(f, "duration")); d != "" {
			line += " --duration-seconds " + quote(d)
		}
		if id := first(f, "external"); id != "" {
			line += " --external-id " + quote(id)
		}
		p.run(line)
		return p.ran(), nil
	})
}

// readObject prints an object, by the command line one would type.
func (s *server) readObject(c echo.Context) error {
	return s.worldAct(c, toDecision, func(p *playing, f map[string][]string) (view.Said, error) {
		if err := p.become(first(f, "who")); err != nil {
			return view.Said{}, err
		}
		p.run("aws s3 cp " + quote(first(f, "object")) + " -")
		return p.ran(), nil
	})
}

// quote makes a text one word of a shell's line.
func quote(text string) string { return "'" + strings.ReplaceAll(text, "'", `'\''`) + "'" }

// becomeActor makes the console somebody else.
func (s *server) becomeActor(c echo.Context) error {
	return s.worldAct(c, "#console", func(p *playing, f map[string][]string) (view.Said, error) {
		err := p.become(first(f, "who"))
		if refused, ok := errors.AsType[*refusedHandOut](err); ok {
			return cameOf(refused.event), nil
		}
		if err != nil {
			return view.Said{}, err
		}
		who := p.who()
		return view.Said{Mark: view.MarkNone, Text: "On the console you are " + who.Words() + ".", Href: "#console", Link: "To the console"}, nil
	})
}

// typeLine runs a line on the console.
func (s *server) typeLine(c echo.Context) error {
	f, err := form(c)
	if err != nil {
		return err
	}
	if first(f, "complete") != "" {
		return s.completeLine(c, newlines(first(f, "line")))
	}
	line := strings.TrimSpace(newlines(first(f, "line")))
	id := c.Param("world")
	var after *playing
	err = s.play(c, id, func(p *playing) error {
		after = p
		if line != "" {
			p.run(line)
		}
		return nil
	})
	if err != nil {
		return err
	}
	if !isFragment(c.Request()) {
		return seeOther(c, view.WorldPath(id)+"#console")
	}
	v, err := s.worldView(c, after, nil)
	if err != nil {
		return err
	}
	return s.render(c, http.StatusOK, view.WorldTyped(v))
}

// typedKey is the query parameter of a world's page that says which line of the
// console is to be completed.
const typedKey = "typed"

// completeLine writes a line of the console on. Nothing is run by it.
func (s *server) completeLine(c echo.Context, line string) error {
	if !isFragment(c.Request()) {
		return seeOther(c, view.WorldPath(c.Param("world"))+"?"+url.Values{typedKey: {line}}.Encode()+"#console")
	}
	p, err := s.view(c, c.Param("world"))
	if err != nil {
		return err
	}
	v, err := s.worldView(c, p, nil)
	if err != nil {
		return err
	}
	p.complete(&v.Console, line)
	return s.render(c, http.StatusOK, view.Terminal(v.Console))
}

// complete puts a line on the console, written on as far as it can be.
func (p *playing) complete(v *view.TerminalView, line string) {
	done := p.shell.CompleteLine(line)
	v.Value, v.Completed = done.Line, &view.Completed{Stuck: done.Line == line, More: done.More}
	for _, way := range done.Candidates {
		v.Completed.Ways = append(v.Completed.Ways, view.Way(way))
	}
}

// moveClock moves a world's clock forward, by a while or to a moment.
func (s *server) moveClock(c echo.Context) error {
	return s.worldAct(c, "#clock", func(p *playing, f map[string][]string) (view.Said, error) {
		by, err := p.moveBy(first(f, "seconds"), first(f, "to"))
		if err != nil {
			return view.Said{}, err
		}
		if err := p.Advance(by); err != nil {
			return view.Said{}, advice.BadInput("%s", sentence(err))
		}
		said := view.Said{Mark: view.MarkNone, Text: "It is " + view.Day(p.Now()) + " now."}
		if n := p.endedBy(by); n > 0 {
			said.Text += " " + prose.Count(n, "session") + " ended meanwhile."
			said.Href, said.Link = "#keys", "See the keys"
		}
		return said, nil
	})
}

// endedBy counts the sessions that ended during the last while.
func (p *playing) endedBy(while time.Duration) (n int) {
	for _, session := range p.Sessions() {
		if session.Expired(p.Now()) && !session.Expired(p.Now().Add(-while)) {
			n++
		}
	}
	return n
}

// moveBy reads how far the clock is to move: seconds, or to a moment in UTC.
func (p *playing) moveBy(seconds, to string) (time.Duration, error) {
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
