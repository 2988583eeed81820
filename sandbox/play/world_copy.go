package play

import (
	"context"
	"crypto/subtle"
	"encoding/base64"
	"encoding/json"
	"errors"
	"fmt"

	"rolecall/sandbox/advice"
	"rolecall/sandbox/world"
	"rolecall/store"
)

// ShareToken is the secret in a world's link of a number.
func ShareToken(derive func(string) []byte, number int64) string {
	return base64.RawURLEncoding.EncodeToString(derive(fmt.Sprintf("share %d", number)))
}

// Shared loads the world that an open link leads to. To everybody else, and once
// the link is withdrawn, it isn't there.
func (s *Service) Shared(ctx context.Context, id, token string) (*World, error) {
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
	if !sh.Open || subtle.ConstantTimeCompare([]byte(ShareToken(stored.Derive, sh.Number)), []byte(token)) != 1 {
		return nil, missing
	}
	return s.Load(ctx, stored)
}

// CopyTitle names a copy; it never grows over the limit.
func CopyTitle(title string) string {
	const prefix = "Copy of "
	if r := []rune(title); len(r) > MaxTitle-len(prefix) {
		title = string(r[:MaxTitle-len(prefix)-1]) + "…"
	}
	return prefix + title
}

// Copied is a copy of a world: its principals, policies and clock, with keys of
// its own, without sessions, events and the way back.
func (s *Service) Copied(p *World, title string) (*world.World, store.NewWorld, error) {
	w, err := world.Unmarshal(p.stored, s.Env())
	if err != nil {
		return nil, store.NewWorld{}, err
	}
	w.Rekey()
	document, err := json.Marshal(w)
	return w, store.NewWorld{Scenario: p.WorldInfo.Scenario, Title: title, Beginning: document}, err
}
