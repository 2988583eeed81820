package web

import (
	"bytes"
	"encoding/json"
	"net/http"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"rolecall/sandbox/play"
	"rolecall/sandbox/world"
	"rolecall/store"
	"rolecall/web/api"
	"rolecall/web/view"
)

func TestUnclaimedWorldsAreForgotten(t *testing.T) {
	s := testServer(t)
	var ahead atomic.Int64 // the server reads the clock on its own goroutines
	s.Now = func() time.Time { return fixedNow().Add(time.Duration(ahead.Load())) }
	s.worlds.Now = s.Now
	p := newScript(t, s)
	old, claimed := p.world("blank"), p.world("blank")
	r := newReader(t, s.handler())
	r.claim(t, claimed)
	ahead.Store(int64(play.UnclaimedFor + time.Second))
	p.refused("GET", old.ClockURL, nil, 404, "no such world")
	if status := p.call("GET", claimed.ClockURL, nil, nil); status != 200 {
		t.Errorf("the claimed world: %d", status)
	}
	if n, err := s.Store.UnclaimedWorlds(t.Context()); err != nil || n != 1 {
		t.Errorf("%d worlds wait (%v)", n, err)
	}
	p.world("blank") // whoever makes one sweeps
	if n, err := s.Store.UnclaimedWorlds(t.Context()); err != nil || n != 1 {
		t.Errorf("%d worlds wait after the sweep (%v)", n, err)
	}
	if _, err := s.Store.World(t.Context(), old.ID); err == nil {
		t.Error("the old world is still stored")
	}
}

func TestWorldsALearnerHasAreCapped(t *testing.T) {
	s := testServer(t)
	r := newReader(t, s.handler())
	w := r.world("blank")
	for range play.MaxOwnWorlds - 1 {
		r.post(w + "/duplicate")
	}
	for path, fields := range map[string][]string{
		w + "/duplicate": nil, "/sandbox": {"scenario", "blank"},
	} {
		p := r.send(path, fields...)
		if p.Code != http.StatusConflict {
			t.Errorf("%s: %d", path, p.Code)
		}
		p.has(t, "You have 50 worlds", "Delete one")
	}
	api := newScript(t, s).world("blank")
	if p := r.send(view.ClaimPath(api.ID), "key", keyOf(t, api)); p.Code != http.StatusConflict {
		t.Errorf("claiming one more: %d", p.Code)
	}
	r.post(w + "/delete")
	r.claim(t, api)
}

// TestLongLogsAreArchivedWithNotice brings a log over its limit.
func TestLongLogsAreArchivedWithNotice(t *testing.T) {
	s := testServer(t)
	p := newScript(t, s)
	w := p.world("blank")
	r := newReader(t, s.handler())
	r.claim(t, w)
	path := "/sandbox/" + w.ID
	r.post(path+"/console", "line", "aws sts get-caller-identity")
	sample, err := s.Store.WorldEvents(t.Context(), w.ID, 0, 1)
	if err != nil || len(sample) != 1 {
		t.Fatalf("%d events (%v)", len(sample), err)
	}
	var many []store.Row
	for i := int64(2); i < world.MaxEvents; i++ {
		many = append(many, store.Row{Seq: i, Data: sample[0].Data})
	}
	put := taken(t, s, w.ID)
	put.Console.LastEvent = world.MaxEvents - 1
	shell, err := json.Marshal(put.Console)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := s.Store.ChangeWorld(t.Context(), store.WorldChange{ID: w.ID, Shell: shell, Events: many, At: s.Now()}); err != nil {
		t.Fatal(err)
	}
	r.get(path).lacks(t, "are in the archive")
	if p := r.do("GET", path+"/events.jsonl", nil); p.Code != 404 {
		t.Errorf("an archive before there is one: %d", p.Code)
	}
	r.post(path+"/console", "line", "aws sts get-caller-identity").has(t, "Records 1 to 500 are in the archive")

	lines := strings.Split(strings.TrimSpace(r.get(path+"/events.jsonl").body), "\n")
	if len(lines) != 500 || !json.Valid([]byte(lines[0])) {
		t.Errorf("%d lines, the first %.80s", len(lines), lines[0])
	}
	var got struct {
		Records  []json.RawMessage
		Next     int64
		Archived *api.ArchivedRecords `json:"archived"`
	}
	p.call("GET", w.EventsURL, nil, &got)
	if got.Archived == nil || got.Archived.Records != 500 || got.Archived.To != 500 || got.Next != 1500 {
		t.Fatalf("the API answers %+v", got.Archived)
	}
	if status, data := p.raw("GET", got.Archived.URL, nil); status != 200 || bytes.Count(data, []byte("\n")) != 500 {
		t.Errorf("the API's archive: %d, %d bytes", status, len(data))
	}
	left, err := s.Store.WorldEvents(t.Context(), w.ID, 0, 20_000)
	if err != nil || len(left) != world.MaxEvents-500 || left[0].Seq != 501 {
		t.Errorf("%d events are left (%v)", len(left), err)
	}
}
