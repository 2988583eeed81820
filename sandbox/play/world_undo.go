package play

import (
	"context"
	"encoding/json"

	"rolecall/sandbox/world"
	"rolecall/store"
)

// stepOf makes a change of a world's document one that can be undone, named by
// what it changed; nil when the clock alone moved, or a code was used up.
func stepOf(before, after []byte) (*store.NewStep, error) {
	parts, err := world.Changes(before, after)
	if err != nil || len(parts) == 0 {
		return nil, err
	}
	return &store.NewStep{Title: world.InWords(parts), Before: before}, nil
}

// Turn undoes the step of a number, or does it again. When that isn't the next one
// any more, somebody came before: the error is a [*store.ConflictError] or
// [store.ErrNotFound], before is the world as it is, and nothing is turned. The path
// names the document that changed, if it was one alone.
func (s *Service) Turn(ctx context.Context, o Owner, id string, seq int64, redo bool) (before, after *World, path string, err error) {
	unlock, err := s.locks.Lock(ctx, id)
	if err != nil {
		return nil, nil, "", err
	}
	defer unlock()
	if before, err = s.Look(ctx, o, id); err != nil {
		return nil, nil, "", err
	}
	if after, path, err = s.turned(ctx, before, seq, redo); err == nil {
		s.Publish(id)
	}
	return before, after, path, err
}

// turned turns a step and tells which document it changed, if it was one alone.
func (s *Service) turned(ctx context.Context, p *World, seq int64, redo bool) (after *World, path string, err error) {
	document, err := s.Store.WorldStepDocument(ctx, p.ID, seq)
	if err != nil {
		return nil, "", err
	}
	if after, err = s.backTo(p, document); err != nil {
		return nil, "", err
	}
	change, err := s.change(after)
	if err != nil {
		return nil, "", err
	}
	if change.Document, err = json.Marshal(after.World); err != nil {
		return nil, "", err
	}
	parts, err := world.Changes(p.stored, change.Document)
	if err != nil {
		return nil, "", err
	}
	if len(parts) == 1 {
		path = parts[0].Path
	}
	if err := after.noteTurn(p, path, &change); err != nil {
		return nil, "", err
	}
	change.Turn = &store.Turn{Seq: seq, Redo: redo, Before: p.stored}
	_, err = s.Store.ChangeWorld(ctx, change)
	return after, path, err
}

// backTo is a world in an earlier or a later state, with the console, the clock,
// the sessions and the events of now.
func (s *Service) backTo(p *World, document []byte) (*World, error) {
	w, err := world.Unmarshal(document, s.Env())
	if err != nil {
		return nil, err
	}
	w.Inherit(p.World)
	after := &World{WorldInfo: p.WorldInfo, World: w, Console: p.Console, loaded: p.loaded, Derive: p.Derive, Work: p.Work}
	if after.Console.Shell, err = json.Marshal(p.Shell); err != nil {
		return nil, err
	}
	return after, after.OpenShell()
}

// noteTurn has the page say what the turn changed, as after a save.
func (after *World) noteTurn(p *World, path string, change *store.WorldChange) error {
	after.Console.Judged, after.Console.Edited = nil, nil
	if path != "" {
		was, there := p.Document(path)
		is, _ := after.Document(path)
		after.Remember(path, was, is, there)
	}
	var err error
	change.Shell, err = json.Marshal(after.Console)
	return err
}
