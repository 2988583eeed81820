package play

import (
	"context"
	"errors"

	"rolecall/sandbox"
	"rolecall/sandbox/world"
	"rolecall/store"
)

// Where a world belongs, as its origin says.
const (
	ChallengeOrigin = "challenge/"
	LessonOrigin    = "lesson/"
)

// judgement is what a check found about a goal, kept with the world.
type judgement struct {
	Goal string `json:"goal"`
	Met  bool   `json:"met"`
	Why  string `json:"why,omitempty"`
}

// Judgements are what a check found about each goal.
func Judgements(results []sandbox.GoalResult) []judgement {
	var list []judgement
	for _, r := range results {
		list = append(list, judgement{Goal: r.Goal.Name, Met: r.Met, Why: unmet(r)})
	}
	return list
}

// unmet says why a goal isn't met: in the engine's own sentence where the call
// that failed it was decided.
func unmet(r sandbox.GoalResult) string {
	if r.Met || len(r.Steps) == 0 {
		return ""
	}
	reply := r.Steps[len(r.Steps)-1].Reply
	if reply == nil || reply.Outcome == nil || reply.Outcome.Trace == nil {
		return r.Why
	}
	return reply.Outcome.Trace.Sentence
}

// CarryOver lays a learner's documents of an earlier challenge over a world; an
// unknown name leaves it as it is.
func (s *Service) CarryOver(ctx context.Context, learner store.LearnerID, challenge string, w *world.World) error {
	earlier := s.Library.Challenge(challenge)
	if earlier == nil {
		return nil
	}
	info, err := s.Store.WorldByOrigin(ctx, learner, ChallengeOrigin+earlier.Name)
	if errors.Is(err, store.ErrNotFound) {
		return nil
	}
	if err != nil {
		return err
	}
	stored, err := s.Store.World(ctx, info.ID)
	if err != nil {
		return err
	}
	from, err := s.Load(ctx, stored)
	if err != nil {
		return err
	}
	for _, path := range earlier.Edit {
		text, ok := from.Document(path)
		if _, there := w.Document(path); !ok || !there {
			continue
		}
		if _, err := w.SetDocument(path, text); err != nil {
			return err
		}
	}
	return nil
}
