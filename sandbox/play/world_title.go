package play

import (
	"context"
	"strings"
	"unicode"
	"unicode/utf8"

	"rolecall/sandbox/advice"
	"rolecall/store"
)

// TitleOf reads a world's title from what somebody typed: one line of 1 to
// [MaxTitle] characters.
func TitleOf(text string) (string, error) {
	title := strings.Join(strings.Fields(text), " ")
	switch n := utf8.RuneCountInString(title); {
	case n == 0:
		return "", advice.BadInput("A world needs a title.")
	case n > MaxTitle:
		return "", advice.BadInput("A world’s title has at most %d characters; this one has %d.", MaxTitle, n)
	case !utf8.ValidString(title) || strings.ContainsFunc(title, func(r rune) bool { return !unicode.IsPrint(r) }):
		return "", advice.BadInput("A world’s title holds letters, digits, signs and spaces alone.")
	}
	return title, nil
}

// OwnSandbox checks that a world is its owner's, and of the sandbox and not of a
// lesson or challenge. It is not loaded, so that one that can't be read can go.
func (s *Service) OwnSandbox(ctx context.Context, o Owner, id string) (store.World, error) {
	w, err := s.Own(ctx, o, id)
	if err == nil && w.Origin != "" {
		err = advice.Conflict("This world belongs to a lesson or a challenge. Duplicate it, and do this with the copy.")
	}
	return w, err
}

// Rename gives a world another title. was is the title that the form showed; when
// the world has another by now, it keeps that and done is false.
func (s *Service) Rename(ctx context.Context, o Owner, id, was, title string) (w store.World, done bool, err error) {
	unlock, err := s.locks.Lock(ctx, id)
	if err != nil {
		return w, false, err
	}
	defer unlock()
	if w, err = s.OwnSandbox(ctx, o, id); err != nil {
		return w, false, err
	}
	if was != w.Title && title != w.Title {
		return w, false, nil
	}
	return w, true, s.Store.RenameWorld(ctx, w.ID, title, s.Now())
}

// Remove deletes a world.
func (s *Service) Remove(ctx context.Context, o Owner, id string) error {
	unlock, err := s.locks.Lock(ctx, id)
	if err != nil {
		return err
	}
	defer unlock()
	w, err := s.OwnSandbox(ctx, o, id)
	if err != nil {
		return err
	}
	if err := s.Store.DeleteWorld(ctx, w.ID); err != nil {
		return err
	}
	s.Publish(w.ID)
	return nil
}
