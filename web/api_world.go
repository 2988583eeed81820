package web

import (
	"encoding/json"
	"errors"
	"net/http"
	"time"

	"github.com/labstack/echo/v4"

	"rolecall/sandbox/world"
	"rolecall/store"
)

// maxUnclaimed bounds how many worlds wait for somebody to open them. Beyond it a
// new one takes the place of the oldest in which nothing was done or, where all were
// used, of the one used longest ago. So nobody keeps others out by filling the place.
const maxUnclaimed = 50_000

// inUseFor is how long after its last change a world is not taken away for another.
const inUseFor = 10 * time.Minute

// apiCreate makes a world from a scenario or from what was exported.
func (s *server) apiCreate(c echo.Context) error {
	var in struct {
		Scenario string          `json:"scenario"`
		Import   json.RawMessage `json:"import"`
	}
	if err := jsonBody(c, &in); err != nil {
		return err
	}
	if (in.Scenario == "") == (len(in.Import) == 0) {
		return badInput("Say either %q or %q.", "scenario", "import")
	}
	if err := s.clients.take(c, newWorlds); err != nil {
		return err
	}
	s.tidy(c.Request().Context())
	id, capability, err := s.Store.NewWorldID()
	if err != nil {
		return err
	}
	var p *playing
	var left []string
	if in.Scenario != "" {
		p, err = s.apiScenario(in.Scenario, capability)
	} else {
		p, left, err = s.imported(in.Import)
	}
	if err != nil {
		return err
	}
	p.ID = id
	d := s.describe(c, id, capability, p.World)
	d.LeftOut, d.KeptUntil = left, s.keptUntil(p)
	if err := s.addWorld(c, p, capability); err != nil {
		return err
	}
	return answerJSON(c, http.StatusCreated, d)
}

// apiScenario begins a scenario's world whose keys follow from its capability,
// so that it is the same world after each reset.
func (s *server) apiScenario(name, capability string) (*playing, error) {
	sc := s.Library.Scenario(name)
	if sc == nil {
		return nil, badInput("There is no scenario called %q; %q is an empty one.", beginning(name), "blank")
	}
	w, err := sc.NewWorld(world.Env{Now: s.Now, Rand: seeded(store.Derive(capability, seedPurpose))})
	if err != nil {
		return nil, err
	}
	p := &playing{WorldInfo: store.WorldInfo{Scenario: name, Title: sc.Title}, World: w}
	p.console.Seeded = true
	return p, nil
}

// addWorld keeps a world that nobody owns yet, with the sessions it came with.
func (s *server) addWorld(c echo.Context, p *playing, capability string) error {
	document, err := json.Marshal(p.World)
	if err != nil {
		return err
	}
	if len(document) > world.MaxDocument {
		return fullWorld(len(document))
	}
	shell, err := p.firstConsole("")
	if err != nil {
		return err
	}
	unclaimed, err := s.Store.UnclaimedWorlds(c.Request().Context())
	if err != nil {
		return err
	}
	n := store.NewWorld{Scenario: p.WorldInfo.Scenario, Title: p.Title, Document: document, Shell: shell, At: s.Now(),
		Evict: unclaimed >= s.maxUnclaimed, EvictUsed: s.Now().Add(-inUseFor)}
	if p.imported {
		n.Beginning = document
	}
	rows, err := s.change(p)
	if err != nil {
		return err
	}
	err = s.Store.AddWorldWith(c.Request().Context(), p.ID, capability, n, func(tx *store.Tx) error {
		_, err := tx.ChangeWorld(rows)
		return err
	})
	if errors.Is(err, store.ErrTooMany) {
		return tooMany("%d worlds are in use that nobody has taken in a browser, which is as many as are kept. Take some, or try again in %d minutes: a world that isn't used makes room.", s.maxUnclaimed, inUseFor/time.Minute)
	}
	return err
}

// apiTime is a world's clock.
type apiTime struct {
	Now    string `json:"now"`
	Offset int64  `json:"offset_seconds"`
}

func (p *playing) time() apiTime {
	return apiTime{p.Now().Format("2006-01-02T15:04:05Z"), int64(p.World.Offset() / time.Second)}
}

func (s *server) apiClock(c echo.Context) error {
	p, err := s.byKey(c)
	if err != nil {
		return err
	}
	return answerJSON(c, http.StatusOK, p.time())
}

// maxSeconds keeps seconds from overflowing a duration; the world's own bound is
// far lower.
const maxSeconds = 1 << 32

func (s *server) apiMoveClock(c echo.Context) error {
	var in struct {
		Seconds *int64 `json:"seconds"`
	}
	if err := jsonBody(c, &in); err != nil {
		return err
	}
	if in.Seconds == nil {
		return badInput("Say by how many %q the clock is to move.", "seconds")
	}
	if *in.Seconds < 0 || *in.Seconds > maxSeconds {
		return badInput("%q is %d; the clock moves forward only, by at most fifty years.", "seconds", *in.Seconds)
	}
	var now apiTime
	err := s.playByKey(c, func(p *playing) error {
		if err := p.Advance(time.Duration(*in.Seconds) * time.Second); err != nil {
			return badInput("%s", sentence(err))
		}
		now = p.time()
		return nil
	})
	if err != nil {
		return err
	}
	return answerJSON(c, http.StatusOK, now)
}

// apiReset puts the world back to how it began.
func (s *server) apiReset(c echo.Context) error {
	unlock, err := s.worlds.lock(c.Request().Context(), c.Param("world"))
	if err != nil {
		return err
	}
	defer unlock()
	p, err := s.byKey(c)
	if err != nil {
		return err
	}
	if err := s.restart(c, p); err != nil {
		return err
	}
	if p, err = s.byKey(c); err != nil {
		return err
	}
	d := s.describe(c, p.ID, c.Param("key"), p.World)
	d.KeptUntil = s.keptUntil(p)
	return answerJSON(c, http.StatusOK, d)
}
