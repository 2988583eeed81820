package web

import (
	"context"
	"crypto/subtle"
	"encoding/base64"
	"encoding/json"
	"errors"
	"fmt"

	"rolecall/sandbox/advice"
	"rolecall/sandbox/play"
	"rolecall/sandbox/world"
	"rolecall/store"
)

// shareToken is the secret in a world's link of a number.
func shareToken(derive func(string) []byte, number int64) string {
	return base64.RawURLEncoding.EncodeToString(derive(fmt.Sprintf("share %d", number)))
}

// shared loads the world that an open link leads to. To everybody else, and once
// the link is withdrawn, it isn't there.
func (s *worldService) shared(ctx context.Context, id, token string) (*playing, error) {
	missing := advice.NotFound("There is no such world, or its link was withdrawn.")
	stored, err := s.Store.World(ctx, id)
	if errors.Is(err, store.ErrNotFound) {
		return nil, missing
	}
	if err != nil {
		return nil, err
	}
	sh, err := s.Store.Share(ctx, id)
	if err != nil {
		return nil, err
	}
	if !sh.Open || subtle.ConstantTimeCompare([]byte(shareToken(stored.Derive, sh.Number)), []byte(token)) != 1 {
		return nil, missing
	}
	return s.takeOut(ctx, stored)
}

// copyTitle names a copy; it never grows over the limit.
func copyTitle(title string) string {
	const prefix = "Copy of "
	if r := []rune(title); len(r) > play.MaxTitle-len(prefix) {
		title = string(r[:play.MaxTitle-len(prefix)-1]) + "…"
	}
	return prefix + title
}

// copied is a copy of a world: its principals, policies and clock, with keys of
// its own, without sessions, events and the way back.
func (s *worldService) copied(p *playing, title string) (*world.World, store.NewWorld, error) {
	w, err := world.Unmarshal(p.stored, s.env())
	if err != nil {
		return nil, store.NewWorld{}, err
	}
	w.Rekey()
	document, err := json.Marshal(w)
	return w, store.NewWorld{Scenario: p.WorldInfo.Scenario, Title: title, Beginning: document}, err
}
