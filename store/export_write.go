package store

import (
	"bufio"
	"bytes"
	"context"
	"errors"
	"io"
	"time"
)

// exportBuffer is how many bytes of an export are collected before they are
// written.
const exportBuffer = 32 << 10

// WriteExport writes everything of one learner as of one moment, as the JSON of an
// [Export]. Memory holds one attempt, one world's document or one piece of its
// archive at a time. [ErrNotFound] when there is no such learner: nothing is
// written then. After any other error what was written is of no use.
func (s *Store) WriteExport(ctx context.Context, id LearnerID, to io.Writer) error {
	return s.downloads.atOnce(ctx, func(q querier) error {
		l, err := single(ctx, q, (*Learner).fields, queryLearner, int64(id))
		if err != nil {
			return err
		}
		buffer := bufio.NewWriterSize(to, exportBuffer)
		e := &exporter{jsonWriter: jsonWriter{w: buffer}, ctx: ctx, q: q, id: id}
		e.object(func() {
			e.set("format", ExportFormat)
			e.set("created", l.Created)
			e.maybe("recoveryPhraseMade", given(l.PhraseAt))
			e.person()
			e.progress()
			e.attempts()
			e.review()
			e.worlds()
		})
		e.text("\n")
		return errors.Join(e.err, buffer.Flush())
	})
}

// exporter writes an [Export]. It does nothing more after its first error.
type exporter struct {
	jsonWriter
	ctx context.Context
	q   querier
	id  LearnerID
}

// check keeps the first error and tells whether to go on.
func (e *exporter) check(err error) bool {
	if e.err == nil {
		e.err = err
	}
	return e.err == nil
}

// maybe writes a moment that there may not be.
func (e *exporter) maybe(name string, at *time.Time) {
	if at != nil {
		e.set(name, at)
	}
}

// rowsAs writes a list of the rows of a query, each as as says.
func rowsAs[T, E any](e *exporter, name string, scan func(*T) []any, as func(T) E, query string, args ...any) {
	e.member(name)
	e.array(func() { itemsAs(e, scan, as, query, args...) })
}

func itemsAs[T, E any](e *exporter, scan func(*T) []any, as func(T) E, query string, args ...any) {
	if e.err != nil {
		return
	}
	e.check(every(e.ctx, e.q, scan, func(v T) error {
		e.item()
		e.value(as(v))
		return e.err
	}, query, args...))
}

func (e *exporter) person() {
	rowsAs(e, "devices", (*Device).fields, func(d Device) time.Time { return d.Created }, queryDevices, hash(""), int64(e.id))
	rowsAs(e, "devicesLastUsed", (*Device).fields, func(d Device) *time.Time { return given(d.Used) }, queryDevices, hash(""), int64(e.id))
	p, err := preferences(e.ctx, e.q, e.id)
	if e.check(err) {
		e.set("preferences", ExportedChoice(p))
	}
}

func (e *exporter) progress() {
	id := int64(e.id)
	rowsAs(e, "read", (*Read).fields, func(r Read) ExportedRead { return ExportedRead(r) }, queryReads, id)
	rowsAs(e, "predicted", (*Prediction).fields, func(r Prediction) ExportedGuess { return ExportedGuess(r) }, queryPredictions, id)
	rowsAs(e, "tried", (*Try).fields, func(r Try) ExportedTry { return ExportedTry(r) }, queryTries, id)
	rowsAs(e, "challenges", (*ChallengeResult).fields, func(r ChallengeResult) ExportedResult { return ExportedResult(r) }, queryChallengeResults, id)
	rowsAs(e, "cardReviews", (*Review).fields, func(r Review) ExportedReview { return ExportedReview(r) }, queryReviews, id)
}

// attempts tells of each attempt what its keys let it, see [KeyRule].
func (e *exporter) attempts() {
	rules, err := keyRules(e.ctx, e.q, e.id)
	e.check(err)
	over := map[AttemptID]bool{}
	rowsAs(e, "attempts", (*Attempt).fields, func(a Attempt) ExportedQuiz {
		over[a.ID] = !a.Finished.IsZero() && rules.Of(a).Tells(a.Kind, true, true)
		return e.quiz(a, rules.Of(a))
	}, queryAttempts, int64(e.id))
	rowsAs(e, "refusedAnswers", (*Refusal).fields, func(r Refusal) ExportedRefusal {
		if !over[r.Attempt] {
			r.Chosen = nil
		}
		return ExportedRefusal(r)
	}, queryRefusals, int64(e.id))
}

func (e *exporter) quiz(a Attempt, rule KeyRule) ExportedQuiz {
	answers, err := list(e.ctx, e.q, (*Answer).fields, queryAnswers, int64(a.ID), int64(e.id))
	e.check(err)
	first, err := list(e.ctx, e.q, (*shown).fields, queryAttemptTimes, int64(a.ID))
	e.check(err)
	return exportedQuiz(a, rule, answers, first)
}

func (e *exporter) review() {
	percent, err := retention(e.ctx, e.q, e.id)
	if e.check(err) && percent != 0 {
		e.set("retentionPercent", percent)
	}
}

func (e *exporter) worlds() {
	worlds, err := list(e.ctx, e.q, (*WorldInfo).fields, queryWorlds, int64(e.id))
	e.check(err)
	e.member("worlds")
	e.array(func() {
		for _, info := range worlds {
			e.item()
			e.world(info.ID)
		}
	})
	drafts, err := list(e.ctx, e.q, func(t *time.Time) []any { return []any{moment{t}} }, queryDraftMade, int64(e.id))
	if e.check(err) && len(drafts) > 0 {
		e.set("importLookedAt", drafts[0])
	}
}

func (e *exporter) world(id string) {
	if e.err != nil {
		return
	}
	w, err := single(e.ctx, e.q, (*World).fields, queryWorld, id)
	if !e.check(err) {
		return
	}
	e.object(func() {
		e.set("id", w.ID)
		e.set("scenario", w.Scenario)
		e.set("origin", w.Origin)
		e.set("title", w.Title)
		e.set("version", w.Version)
		e.set("clockOffsetSeconds", int64(w.Offset/time.Second))
		e.set("created", w.Created)
		e.set("updated", w.Updated)
		e.set("document", asJSON(w.Document))
		e.set("shell", asJSON(w.Shell))
		rowsAs(e, "sessions", (*Row).fields, Row.json, queryWorldSessions, id)
		rowsAs(e, "events", (*Row).fields, Row.json, queryAllWorldEvents, id)
		e.upkeep(id)
	})
}

func (e *exporter) upkeep(id string) {
	rowsAs(e, "steps", (*WorldStep).fields, func(s WorldStep) ExportedStep { return ExportedStep{s.Seq, s.Title, s.Undone, s.Made} }, queryAllSteps, id)
	link, err := share(e.ctx, e.q, id)
	if e.check(err) && link.Open {
		e.set("shared", link.Made)
	}
	e.archived(id)
	began, err := unpacked(single(e.ctx, e.q, blobFields, queryBeginning, id))
	if !errors.Is(err, ErrNotFound) && e.check(err) {
		e.set("beginning", asJSON(began))
	}
}

func (e *exporter) archived(id string) {
	e.member("archivedEvents")
	e.array(func() {
		if e.err != nil {
			return
		}
		e.check(every(e.ctx, e.q, (*Row).fields, func(segment Row) error {
			lines, err := unpack(segment.Data)
			if err != nil {
				return err
			}
			for line := range bytes.Lines(lines) {
				e.item()
				e.value(asJSON(bytes.TrimSuffix(line, []byte("\n"))))
			}
			return e.err
		}, queryArchives, id))
	})
}
