package play

import (
	"context"
	"encoding/json"
	"fmt"

	"rolecall/sandbox/world"
	"rolecall/store"
)

// Draft is an import that was looked at: the very world that is taken, if it is.
type Draft struct {
	Title    string           `json:"title"`
	Scenario string           `json:"scenario,omitempty"`
	World    json.RawMessage  `json:"world"`
	Sessions []*world.Session `json:"sessions,omitempty"`
}

// KeepDraft keeps an import that was looked at; the token takes it.
func (s *Service) KeepDraft(ctx context.Context, learner store.LearnerID, d Draft) (token string, err error) {
	content, err := json.Marshal(d)
	if err != nil {
		return "", err
	}
	token, _, err = s.Store.NewWorldID() // as hard to guess, and never used as one
	if err != nil {
		return "", err
	}
	return token, s.Store.KeepDraft(ctx, learner, token, content, s.Now())
}

// TakeDraft makes a world of a draft and forgets the draft, in one write.
func (s *Service) TakeDraft(ctx context.Context, learner store.LearnerID, token, title string) (string, error) {
	content, err := s.Store.Draft(ctx, learner, token)
	if err != nil {
		return "", err
	}
	var d Draft
	if err := json.Unmarshal(content, &d); err != nil {
		return "", fmt.Errorf("an import that was looked at: %w", err)
	}
	w, err := world.Unmarshal(d.World, s.Env())
	if err != nil {
		return "", err
	}
	if err := w.Adopt(d.Sessions); err != nil {
		return "", err
	}
	id, capability, err := s.Store.NewWorldID()
	if err != nil {
		return "", err
	}
	p := &World{WorldInfo: store.WorldInfo{ID: id, Learner: learner, Scenario: d.Scenario, Title: title}, World: w}
	n := store.NewWorld{Learner: learner, Scenario: d.Scenario, Title: title, Document: d.World, Beginning: d.World, Most: MaxOwnWorlds, At: s.Now()}
	if n.Shell, err = p.firstConsole(""); err != nil {
		return "", err
	}
	change, err := s.change(p)
	if err != nil {
		return "", err
	}
	err = s.Store.AddWorldWith(ctx, id, capability, n, func(tx *store.Tx) error {
		if err := tx.DropDraft(learner, token); err != nil {
			return err
		}
		_, err := tx.ChangeWorld(change)
		return err
	})
	return id, TooManyWorlds(err)
}
