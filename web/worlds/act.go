package worlds

import (
	"errors"
	"net/http"
	"slices"
	"strings"

	"github.com/labstack/echo/v4"

	"rolecall/sandbox/play"
	"rolecall/sandbox/world"
	"rolecall/web/desk"
	"rolecall/web/site"
	"rolecall/web/view"
)

// worldAct is a form of a world's page: it plays, and says what came of it. The
// browser goes back to the page; htmx gets the parts that changed.
func (s *Pages) worldAct(c echo.Context, anchor string, f func(*play.World, map[string][]string) (view.Said, error)) error {
	values, err := site.Form(c)
	if err != nil {
		return err
	}
	id := c.Param("world")
	var after *play.World
	var said view.Said
	err = s.Play(c, id, func(p *play.World) (err error) {
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
	if !site.IsFragment(c.Request()) {
		return site.SeeOther(c, view.WorldPath(id)+anchor)
	}
	return s.acted(c, after, said)
}

// acted answers htmx with the parts of a world's page that a call changes.
func (s *Pages) acted(c echo.Context, p *play.World, said view.Said) error {
	v, err := s.worldView(c, p, nil)
	if err != nil {
		return err
	}
	return s.Render(c, http.StatusOK, view.WorldActed(v, said))
}

// toDecision leads to the part of the page that says why.
const toDecision = "#decision"

// ran says what came of the line that was run last.
func ran(p *play.World) view.Said {
	t := p.Console.Entries[len(p.Console.Entries)-1]
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
	out := desk.Record{Event: *e}.Outcome()
	return view.Said{Mark: out.Mark, Text: out.Summary(), Href: toDecision, Link: "See why"}
}

// Assume assumes a role from the form, by the command line one would type.
func (s *Pages) Assume(c echo.Context) error {
	return s.worldAct(c, toDecision, func(p *play.World, f map[string][]string) (view.Said, error) {
		if err := p.Become(site.First(f, "who")); err != nil {
			return view.Said{}, err
		}
		line := "aws sts assume-role --role-arn " + quote(site.First(f, "role")) + " --role-session-name " + quote(site.First(f, "session"))
		if d := strings.TrimSpace(site.First(f, "duration")); d != "" {
			line += " --duration-seconds " + quote(d)
		}
		if id := site.First(f, "external"); id != "" {
			line += " --external-id " + quote(id)
		}
		p.Run(line)
		return ran(p), nil
	})
}

// ReadObject prints an object, by the command line one would type.
func (s *Pages) ReadObject(c echo.Context) error {
	return s.worldAct(c, toDecision, func(p *play.World, f map[string][]string) (view.Said, error) {
		if err := p.Become(site.First(f, "who")); err != nil {
			return view.Said{}, err
		}
		p.Run("aws s3 cp " + quote(site.First(f, "object")) + " -")
		return ran(p), nil
	})
}

// quote makes a text one word of a shell's line.
func quote(text string) string { return "'" + strings.ReplaceAll(text, "'", `'\''`) + "'" }

// BecomeActor makes the console somebody else.
func (s *Pages) BecomeActor(c echo.Context) error {
	return s.worldAct(c, "#console", func(p *play.World, f map[string][]string) (view.Said, error) {
		err := p.Become(site.First(f, "who"))
		if refused, ok := errors.AsType[*play.RefusedHandOut](err); ok {
			return cameOf(refused.Event), nil
		}
		if err != nil {
			return view.Said{}, err
		}
		who := p.Who()
		return view.Said{Mark: view.MarkNone, Text: "On the console you are " + who.Words() + ".", Href: "#console", Link: "To the console"}, nil
	})
}
