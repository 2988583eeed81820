package attempt

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"sync"

	"rolecall/quiz"
	"rolecall/quiz/generate"
	"rolecall/store"
)

// maxKept bounds the questions from the archive that stay in memory; each can be
// read again.
const maxKept = 4096

// keptKey names a question as it was asked; only generated ones are an attempt's own.
type keptKey struct {
	attempt store.AttemptID
	store.Question
}

func keptKeyOf(attempt store.AttemptID, q store.Question) keptKey {
	if _, _, made := generate.ParseID(q.ID); !made {
		attempt = 0
	}
	return keptKey{attempt, q}
}

// keptQuestions remembers questions that are not of the bank as it is now: older
// versions and generated ones. One that can't be had is remembered as nil.
type keptQuestions struct {
	mu    sync.Mutex
	known map[keptKey]*quiz.Question
}

func (k *keptQuestions) get(key keptKey) (*quiz.Question, bool) {
	k.mu.Lock()
	defer k.mu.Unlock()
	known, ok := k.known[key]
	return known, ok
}

func (k *keptQuestions) put(key keptKey, q *quiz.Question) {
	k.mu.Lock()
	defer k.mu.Unlock()
	if k.known == nil || len(k.known) >= maxKept {
		k.known = map[keptKey]*quiz.Question{}
	}
	k.known[key] = q
}

// Keep remembers a question that was made for an attempt.
func (s *Questions) Keep(attempt store.AttemptID, q *quiz.Question) {
	s.kept.put(keptKey{attempt, store.Question{ID: q.ID, Version: q.Version}}, q)
}

// Question finds a question of an attempt in the version that was asked: of the
// bank, of the archive, or as it was made for the attempt. nil when it can't be
// had any more.
func (s *Questions) Question(ctx context.Context, attempt store.AttemptID, q store.Question) *quiz.Question {
	if known := s.Bank.Question(q.ID); known != nil && known.Version == q.Version {
		return known
	}
	if store.OfBank(q.ID) {
		return s.OwnQuestion(ctx, q) // its bank keeps every version
	}
	key := keptKeyOf(attempt, q)
	if known, ok := s.kept.get(key); ok {
		return known
	}
	known, err := s.unpack(ctx, key)
	if err != nil {
		if ctx.Err() == nil {
			s.Log.Error("reading a question of the archive", "question", q.ID, "version", q.Version, "err", err)
		}
		return nil // not remembered: the next reader may have more luck
	}
	s.kept.put(key, known)
	return known
}

// unpack reads a question as it was packed. A generated one that was asked before
// any were kept is made again, if its family still makes that version.
func (s *Questions) unpack(ctx context.Context, key keptKey) (*quiz.Question, error) {
	var body []byte
	var err error
	if key.attempt == 0 {
		body, err = s.Store.Archived(ctx, key.Question)
	} else {
		body, err = s.Store.Made(ctx, key.attempt, key.Question)
	}
	switch {
	case err == nil:
		return quiz.Unpack(body)
	case !errors.Is(err, store.ErrNotFound):
		return nil, err
	case !generate.Known(key.ID, key.Version):
		return nil, nil
	}
	m, err := generate.Rebuild(key.ID, key.Version)
	if err != nil {
		return nil, err
	}
	return m.Question, nil
}

// Asks reports whether a question can be had in the version that was asked,
// without making it.
func (s *Questions) Asks(ctx context.Context, attempt store.AttemptID, q store.Question) bool {
	return generate.Known(q.ID, q.Version) || s.Question(ctx, attempt, q) != nil
}

// PackQuestions writes questions down for the archive.
func PackQuestions(list []*quiz.Question) ([]store.PackedQuestion, error) {
	all := make([]store.PackedQuestion, len(list))
	for n, q := range list {
		body, err := quiz.Pack(q)
		if err != nil {
			return nil, err
		}
		all[n] = store.PackedQuestion{Question: store.Question{ID: q.ID, Version: q.Version}, Fingerprint: quiz.Fingerprint(q), Packed: body}
	}
	return all, nil
}

// Archive keeps questions in the versions they have now, so that an attempt shows
// what it asked whatever becomes of them. A question that learners may have
// answered and that now means something else under the same version is an error,
// which says so to its author.
func (s *Questions) Archive(ctx context.Context, list []*quiz.Question) error {
	all, err := PackQuestions(list)
	if err != nil {
		return err
	}
	clashes, err := s.Store.Archive(ctx, all, s.Now())
	if err != nil {
		return fmt.Errorf("keep the questions in the archive: %w", err)
	}
	var lines []string
	for _, c := range clashes {
		place := ""
		if q := s.Bank.Question(c.ID); q != nil {
			place = q.Place() + ": "
		}
		lines = append(lines, fmt.Sprintf("%s%s: its meaning changed, and answers to version %d are kept: raise version to %d", place, c.ID, c.Version, c.Version+1))
	}
	if lines != nil {
		return errors.New(strings.Join(lines, "\n"))
	}
	return nil
}
