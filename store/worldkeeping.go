package store

import (
	"context"
	"errors"
	"io"
	"time"
)

// Upkeep is what is kept beside a world: the way back and on, its link, and how
// much of its log was put away.
type Upkeep struct {
	Undo, Redo *WorldStep // the next step each way; nil when there is none
	Share      Share
	Archive    Archive
	Began      bool // it has a beginning of its own, see [Store.WorldBeginning]
}

// Share is the link by which others look at a world.
type Share struct {
	Number int64 // how many links were made; 0 when none was
	Open   bool  // the last one still opens
	Made   time.Time
}

// Archive is what was taken out of a world's log.
type Archive struct {
	From, To int64 // the numbers of the first and the last record that are archived; 0 when none is
	Records  int64
	Gone     int64 // records before those, which are kept no longer
}

const (
	queryBegan     = `SELECT COUNT(*) FROM world_beginnings WHERE world = $1`
	queryShare     = `SELECT number, is_open, made FROM world_shares WHERE world = $1`
	queryOpenShare = `INSERT INTO world_shares (world, number, is_open, made) VALUES ($1, 1, 1, $2)
		ON CONFLICT (world) DO UPDATE SET number = world_shares.number + 1, is_open = 1, made = excluded.made
		WHERE world_shares.is_open = 0`
	queryCloseShare = `UPDATE world_shares SET is_open = 0 WHERE world = $1`

	queryEventArchive = `SELECT COALESCE(MIN(from_seq), 0), COALESCE(MAX(to_seq), 0), COALESCE(SUM(records), 0), COALESCE(MAX(gone), 0)
		FROM world_archives WHERE world = $1`
	queryAddArchive    = `INSERT INTO world_archives (world, from_seq, to_seq, records, gone, data) VALUES ($1, $2, $3, $4, $5, $6)`
	queryArchives      = `SELECT to_seq, data FROM world_archives WHERE world = $1 ORDER BY from_seq`
	queryOldestArchive = `SELECT from_seq, records FROM world_archives WHERE world = $1 ORDER BY from_seq LIMIT 1`
	queryDropArchive   = `DELETE FROM world_archives WHERE world = $1 AND from_seq = $2`
	queryDropArchives  = `DELETE FROM world_archives WHERE world = $1`
	queryEventsUpTo    = `SELECT seq, data FROM world_events WHERE world = $1 AND seq <= $2 ORDER BY seq LIMIT $3`
	queryDropEventsTo  = `DELETE FROM world_events WHERE world = $1 AND seq <= $2`

	queryKeepDraft = `INSERT INTO world_drafts (learner, token, made, content) VALUES ($1, $2, $3, $4)
		ON CONFLICT (learner) DO UPDATE SET token = excluded.token, made = excluded.made, content = excluded.content`
	queryDraft      = `SELECT content FROM world_drafts WHERE learner = $1 AND token = $2`
	queryDropDraft  = `DELETE FROM world_drafts WHERE learner = $1 AND token = $2`
	queryDropDrafts = `DELETE FROM world_drafts WHERE made < $1`
	queryDraftMade  = `SELECT made FROM world_drafts WHERE learner = $1`
)

// Upkeep reads what is kept beside a world as of one moment; all of it is empty
// when there is no such world.
func (s *Store) Upkeep(ctx context.Context, id string) (u Upkeep, err error) {
	err = s.reads.atOnce(ctx, func(q querier) (err error) {
		u, err = upkeep(ctx, q, id)
		return err
	})
	return u, err
}

func upkeep(ctx context.Context, q querier, id string) (u Upkeep, err error) {
	undo, err := list(ctx, q, (*WorldStep).fields, queryUndoStep, id)
	if err != nil {
		return u, err
	}
	redo, err := list(ctx, q, (*WorldStep).fields, queryRedoStep, id)
	if err != nil {
		return u, err
	}
	u.Undo, u.Redo = firstStep(undo), firstStep(redo)
	if u.Share, err = share(ctx, q, id); err != nil {
		return u, err
	}
	if u.Archive, err = single(ctx, q, (*Archive).fields, queryEventArchive, id); err != nil {
		return u, err
	}
	n, err := single(ctx, q, func(n *int64) []any { return []any{n} }, queryBegan, id)
	u.Began = n > 0
	return u, err
}

func firstStep(steps []WorldStep) *WorldStep {
	if len(steps) == 0 {
		return nil
	}
	return &steps[0]
}

func share(ctx context.Context, q querier, id string) (Share, error) {
	s, err := single(ctx, q, (*Share).fields, queryShare, id)
	if errors.Is(err, ErrNotFound) {
		return Share{}, nil
	}
	return s, err
}

// Share reads a world's link; it has Number 0 when there never was one.
func (s *Store) Share(ctx context.Context, id string) (Share, error) {
	return share(ctx, s.reads, id)
}

// ShareWorld opens a world to a link: a new one, unless one is open already.
// [ErrNotFound] when there is no such world.
func (s *Store) ShareWorld(ctx context.Context, id string, at time.Time) error {
	return s.Write(ctx, func(tx *Tx) error {
		_, err := tx.exec(queryOpenShare, id, millis(at))
		return err
	})
}

// UnshareWorld closes a world's link for good; the next one is another.
func (s *Store) UnshareWorld(ctx context.Context, id string) error {
	return s.Write(ctx, func(tx *Tx) error {
		_, err := tx.exec(queryCloseShare, id)
		return err
	})
}

// archiveBatch is how many records make a segment of an archive at most, so that
// none keeps the writer or the memory for long.
const archiveBatch = 1000

// ArchiveEvents takes the records up to a number out of a world's log and keeps
// them compressed. Of what is archived the oldest go for good once there are more
// than keep; [Archive.Gone] counts them.
func (s *Store) ArchiveEvents(ctx context.Context, id string, upTo, keep int64) error {
	for {
		rows, err := list(ctx, s.reads, (*Row).fields, queryEventsUpTo, id, upTo, archiveBatch)
		if err != nil || len(rows) == 0 {
			return err
		}
		var lines []byte
		for _, r := range rows {
			lines = append(append(lines, r.Data...), '\n')
		}
		data, err := pack(lines)
		if err != nil {
			return err
		}
		err = s.Write(ctx, func(tx *Tx) error { return tx.archiveEvents(id, rows, data, keep) })
		if err != nil || len(rows) < archiveBatch {
			return err
		}
	}
}

func (tx *Tx) archiveEvents(id string, rows []Row, data []byte, keep int64) error {
	var a Archive
	if err := tx.one(queryEventArchive, a.fields(), id); err != nil {
		return err
	}
	n, to := int64(len(rows)), rows[len(rows)-1].Seq
	for a.Records > 0 && a.Records+n > keep {
		var from, records int64
		if err := tx.one(queryOldestArchive, []any{&from, &records}, id); err != nil {
			return err
		}
		if _, err := tx.exec(queryDropArchive, id, from); err != nil {
			return err
		}
		a.Records, a.Gone = a.Records-records, a.Gone+records
	}
	if _, err := tx.exec(queryAddArchive, id, rows[0].Seq, to, n, a.Gone, data); err != nil {
		return err
	}
	_, err := tx.exec(queryDropEventsTo, id, to)
	return err
}

// WriteArchive writes a world's archived records to w as of one moment, one line of
// JSON each, the oldest first.
func (s *Store) WriteArchive(ctx context.Context, id string, w io.Writer) error {
	return s.downloads.atOnce(ctx, func(q querier) error {
		return every(ctx, q, (*Row).fields, func(segment Row) error {
			lines, err := unpack(segment.Data)
			if err != nil {
				return err
			}
			_, err = w.Write(lines)
			return err
		}, queryArchives, id)
	})
}

// KeepDraft keeps what a learner is about to import, in place of what they looked
// at before.
func (s *Store) KeepDraft(ctx context.Context, learner LearnerID, token string, content []byte, at time.Time) error {
	data, err := pack(content)
	if err != nil {
		return err
	}
	return s.Write(ctx, func(tx *Tx) error {
		_, err := tx.exec(queryKeepDraft, int64(learner), token, millis(at), data)
		return err
	})
}

// Draft reads what a learner is about to import; [ErrNotFound] when it isn't the
// one of that token any more.
func (s *Store) Draft(ctx context.Context, learner LearnerID, token string) ([]byte, error) {
	return unpacked(single(ctx, s.reads, blobFields, queryDraft, int64(learner), token))
}

// DropDraft forgets a draft that was taken, within the write that takes it;
// [ErrNotFound] when it was taken already.
func (tx *Tx) DropDraft(learner LearnerID, token string) error {
	return changed(tx.exec(queryDropDraft, int64(learner), token))
}

// DropDrafts forgets the drafts that were made before a moment.
func (s *Store) DropDrafts(ctx context.Context, before time.Time) error {
	return s.Write(ctx, func(tx *Tx) error {
		_, err := tx.exec(queryDropDrafts, millis(before))
		return err
	})
}

func (s *Share) fields() []any { return []any{&s.Number, &s.Open, moment{&s.Made}} }

func (a *Archive) fields() []any { return []any{&a.From, &a.To, &a.Records, &a.Gone} }
