package attempt

import (
	"context"
	"crypto/sha256"
	"errors"
	"fmt"
	"strings"
	"sync"

	"rolecall/quiz"
	"rolecall/quiz/prose"
	"rolecall/store"
)

// Questions of instructors' banks. The store keeps what was written; here it is
// read, by the same reader as the course's own questions.

// maxSteps is how many lines of steps a question of an instructor's may have, for
// the engine plays them while somebody waits.
const (
	MaxSteps        = 120
	maxOrderedSteps = 24 // of six items, which are played in every order
)

// OwnPlace is where the first line of a question that somebody writes here is.
var OwnPlace = prose.Place{Line: 1}

// ownQuestions remembers what came of reading questions, by what was written.
type ownQuestions struct {
	mu    sync.Mutex
	known map[[sha256.Size]byte]OwnRead
}

// OwnRead is what came of reading a question.
type OwnRead struct {
	Draft  quiz.Draft
	Asked  *quiz.Question // nil when it is at fault
	Faults prose.Faults
}

// maxOwn bounds the questions kept in memory; each can be read again.
const maxOwn = 4096

// OwnReading is what questions of a bank are held against.
func (s *Questions) OwnReading(lesson string) quiz.Reading {
	return quiz.Reading{Rules: quiz.OwnRules, Lesson: lesson, Site: s.Course, Library: s.Library}
}

// ReadOwn reads a question by itself. The engine is not asked; see [proveOwn].
func (s *Questions) ReadOwn(body, lesson string, id store.Question) OwnRead {
	key := sha256.Sum256(fmt.Appendf(nil, "%s\x00%d\x00%s\x00%s", id.ID, id.Version, lesson, body))
	s.owned.mu.Lock()
	r, ok := s.owned.known[key]
	s.owned.mu.Unlock()
	if ok {
		return r
	}
	if r.Draft, r.Faults = quiz.ParseDraft([]byte(body), OwnPlace); r.Faults == nil {
		r.Asked, r.Faults = s.OwnOf(r.Draft, lesson, id)
	}
	s.owned.mu.Lock()
	defer s.owned.mu.Unlock()
	if s.owned.known == nil || len(s.owned.known) >= maxOwn {
		s.owned.known = map[[sha256.Size]byte]OwnRead{}
	}
	s.owned.known[key] = r
	return r
}

// OwnOf makes a question of a draft, under an id and a version of ours.
func (s *Questions) OwnOf(d quiz.Draft, lesson string, id store.Question) (*quiz.Question, prose.Faults) {
	d.ID, d.Version = prose.Plain(id.ID), id.Version
	q, fs := s.OwnReading(lesson).Question(d, OwnPlace)
	if n := stepLines(d); n > MaxSteps {
		return nil, append(fs, OwnPlace.Fault("this question has %d lines of steps; it can have at most %d", n, MaxSteps)).Sort()
	} else if len(d.Items) > 5 && n > maxOrderedSteps {
		return nil, append(fs, OwnPlace.Fault("the engine plays six items in 720 orders: these %d lines of steps are too many, %d are not", n, maxOrderedSteps)).Sort()
	}
	return q, fs
}

// ProveOwn asks the engine about every part of a question that it can decide.
func ProveOwn(q *quiz.Question) prose.Faults {
	fs := quiz.Prove(q)
	for i := range fs {
		fs[i].Message = strings.TrimPrefix(strings.TrimPrefix(fs[i].Message, q.ID), ": ")
		fs[i].Message = strings.TrimPrefix(fs[i].Message, ", ")
	}
	return fs
}

func stepLines(d quiz.Draft) int {
	n := strings.Count(d.Steps.Value, "\n")
	for _, o := range d.Options {
		n += strings.Count(o.Steps.Value, "\n")
	}
	for _, i := range d.Items {
		n += strings.Count(i.Steps.Value, "\n")
	}
	for _, p := range d.Pairs {
		n += strings.Count(p.Steps.Value, "\n")
	}
	for _, a := range d.Answers {
		n += strings.Count(a.Steps.Value, "\n")
	}
	return n
}

// OwnQuestion finds a question of an instructor's bank in the version that was
// asked, deleted or not; nil when it can't be had.
func (s *Questions) OwnQuestion(ctx context.Context, id store.Question) *quiz.Question {
	b, err := s.Store.BankBody(ctx, id)
	if err != nil {
		if !errors.Is(err, store.ErrNotFound) && ctx.Err() == nil {
			s.Log.Error("reading a bank's question", "question", id.ID, "version", id.Version, "err", err)
		}
		return nil
	}
	return s.AskableOwn(b.Body, b.Lesson, id)
}

// AskableOwn is a question as it is asked; nil when it is at fault. One that names
// objectives its bank's lesson hasn't any more is asked all the same.
func (s *Questions) AskableOwn(body, lesson string, id store.Question) *quiz.Question {
	r := s.ReadOwn(body, lesson, id)
	if r.Faults != nil && lesson != "" {
		r = s.ReadOwn(body, "", id)
	}
	if r.Faults != nil {
		s.Log.Error("a bank's question is at fault", "question", id.ID, "version", id.Version, "err", r.Faults)
		return nil
	}
	return r.Asked
}

// OwnPool reads the questions of a bank that can be asked, in their order.
func (s *Questions) OwnPool(ctx context.Context, b store.Bank) ([]*quiz.Question, error) {
	all, err := s.Store.BankQuestions(ctx, b.ID)
	if err != nil {
		return nil, err
	}
	var pool []*quiz.Question
	for _, q := range all {
		if !q.Deleted.IsZero() {
			continue
		}
		if known := s.AskableOwn(q.Body, b.Lesson, store.Question{ID: q.ID, Version: q.Version}); known != nil {
			pool = append(pool, known)
		}
	}
	return pool, nil
}
