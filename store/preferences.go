package store

import (
	"context"
	"errors"
)

// Preferences are what a learner chose last. Empty means: not chosen yet.
type Preferences struct {
	Mode  string // slug of the learning mode
	Theme string // "light", "dark", or empty for the system's

	Certainty bool // to be asked how sure one is of an answer
}

const (
	queryPreferences    = `SELECT mode, theme, certainty FROM preferences WHERE learner = $1`
	querySetPreferences = `INSERT INTO preferences (learner, mode, theme, certainty) VALUES ($1, $2, $3, $4)
		ON CONFLICT (learner) DO UPDATE SET mode = excluded.mode, theme = excluded.theme, certainty = excluded.certainty`
	querySetMode = `INSERT INTO preferences (learner, mode, theme) VALUES ($1, $2, '')
		ON CONFLICT (learner) DO UPDATE SET mode = excluded.mode`
	querySetCertainty = `INSERT INTO preferences (learner, mode, theme, certainty) VALUES ($1, '', '', $2)
		ON CONFLICT (learner) DO UPDATE SET certainty = excluded.certainty`
	querySetTheme = `INSERT INTO preferences (learner, mode, theme) VALUES ($1, '', $2)
		ON CONFLICT (learner) DO UPDATE SET theme = excluded.theme`
)

// Preferences reads the learner's preferences; the zero value when none are set.
func (s *Store) Preferences(ctx context.Context, id LearnerID) (Preferences, error) {
	return preferences(ctx, s.reads, id)
}

// SetPreferences replaces the learner's preferences.
func (s *Store) SetPreferences(ctx context.Context, id LearnerID, p Preferences) error {
	return s.Write(ctx, func(tx *Tx) error {
		_, err := tx.exec(querySetPreferences, int64(id), p.Mode, p.Theme, bit(p.Certainty))
		return err
	})
}

// SetMode remembers the mode and leaves the theme.
func (s *Store) SetMode(ctx context.Context, id LearnerID, mode string) error {
	return s.Write(ctx, func(tx *Tx) error {
		_, err := tx.exec(querySetMode, int64(id), mode)
		return err
	})
}

// SetTheme remembers the theme and leaves the mode.
func (s *Store) SetTheme(ctx context.Context, id LearnerID, theme string) error {
	return s.Write(ctx, func(tx *Tx) error {
		_, err := tx.exec(querySetTheme, int64(id), theme)
		return err
	})
}

// SetCertainty remembers whether the learner wants to be asked how sure they are
// of an answer, and leaves the rest.
func (s *Store) SetCertainty(ctx context.Context, id LearnerID, ask bool) error {
	return s.Write(ctx, func(tx *Tx) error {
		_, err := tx.exec(querySetCertainty, int64(id), bit(ask))
		return err
	})
}

func preferences(ctx context.Context, q querier, id LearnerID) (Preferences, error) {
	p, err := single(ctx, q, (*Preferences).fields, queryPreferences, int64(id))
	if errors.Is(err, ErrNotFound) {
		return Preferences{}, nil
	}
	return p, err
}

func (p *Preferences) fields() []any { return []any{&p.Mode, &p.Theme, &p.Certainty} }
