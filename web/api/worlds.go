package api

import (
	"encoding/json"
	"net/http"
	"time"

	"github.com/labstack/echo/v4"

	"rolecall/sandbox/advice"
	"rolecall/sandbox/play"
	"rolecall/web/site"
)

// apiCreate makes a world from a scenario or from what was exported.
func (s *API) apiCreate(c echo.Context) error {
	var in struct {
		Scenario string          `json:"scenario"`
		Import   json.RawMessage `json:"import"`
	}
	if err := jsonBody(c, &in); err != nil {
		return err
	}
	if (in.Scenario == "") == (len(in.Import) == 0) {
		return advice.BadInput("Say either %q or %q.", "scenario", "import")
	}
	if err := s.Limits.Take(c, site.NewWorlds); err != nil {
		return err
	}
	id, capability, err := s.Store.NewWorldID()
	if err != nil {
		return err
	}
	var p *play.World
	var left []string
	if in.Scenario != "" {
		p, err = s.Worlds.Seeded(in.Scenario, capability)
	} else {
		p, left, err = s.Worlds.Imported(in.Import)
	}
	if err != nil {
		return err
	}
	p.ID = id
	d := s.describe(c, id, capability, p.World)
	d.LeftOut, d.KeptUntil = left, s.Worlds.KeptUntil(p)
	if err := s.Worlds.Add(c.Request().Context(), p, capability); err != nil {
		return err
	}
	return answerJSON(c, http.StatusCreated, d)
}

// ClockTime is a world's clock.
type ClockTime struct {
	Now    string `json:"now"`
	Offset int64  `json:"offset_seconds"`
}

func clockOf(p *play.World) ClockTime {
	return ClockTime{p.Now().Format("2006-01-02T15:04:05Z"), int64(p.World.Offset() / time.Second)}
}

func (s *API) apiClock(c echo.Context) error {
	p, err := s.byKey(c)
	if err != nil {
		return err
	}
	return answerJSON(c, http.StatusOK, clockOf(p))
}

// maxSeconds keeps seconds from overflowing a duration; the world's own bound is
// far lower.
const maxSeconds = 1 << 32

func (s *API) apiMoveClock(c echo.Context) error {
	var in struct {
		Seconds *int64 `json:"seconds"`
	}
	if err := jsonBody(c, &in); err != nil {
		return err
	}
	if in.Seconds == nil {
		return advice.BadInput("Say by how many %q the clock is to move.", "seconds")
	}
	if *in.Seconds < 0 || *in.Seconds > maxSeconds {
		return advice.BadInput("%q is %d; the clock moves forward only, by at most fifty years.", "seconds", *in.Seconds)
	}
	var now ClockTime
	err := s.playByKey(c, func(p *play.World) error {
		if err := p.Advance(time.Duration(*in.Seconds) * time.Second); err != nil {
			return advice.BadInput("%s", site.Sentence(err))
		}
		now = clockOf(p)
		return nil
	})
	if err != nil {
		return err
	}
	return answerJSON(c, http.StatusOK, now)
}

// apiReset puts the world back to how it began.
func (s *API) apiReset(c echo.Context) error {
	ctx, owner := c.Request().Context(), play.Owner{Key: c.Param("key")}
	p, _, err := s.Worlds.Reset(ctx, owner, c.Param("world"), "")
	if err != nil {
		return err
	}
	if p, err = s.Worlds.Look(ctx, owner, p.ID); err != nil {
		return err
	}
	d := s.describe(c, p.ID, c.Param("key"), p.World)
	d.KeptUntil = s.Worlds.KeptUntil(p)
	return answerJSON(c, http.StatusOK, d)
}
