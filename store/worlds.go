package store

import (
	"context"
	"crypto/hmac"
	"crypto/sha256"
	"crypto/subtle"
	"encoding/base32"
	"errors"
	"fmt"
	"io"
	"math"
	"strings"
	"time"
)

// WorldInfo is what is listed of a world.
type WorldInfo struct {
	ID       string    // [a-z0-9-]+, can't be guessed
	Learner  LearnerID // the owner; 0 until somebody claimed it
	Scenario string    // the scenario it began as
	Origin   string    // where it belongs, as a path: "lesson/SLUG/MODE/BLOCK", "challenge/NAME"; empty for the sandbox
	Title    string
	Version  int64         // counts the changes of the document, from 1
	Offset   time.Duration // of the world's clock, to the second
	Created  time.Time
	Updated  time.Time
}

// World is a stored world with its sessions. Its events are read apart.
type World struct {
	WorldInfo
	Document []byte
	Shell    []byte // state of the console, as its owner writes it; may be empty
	Sessions []Row

	capability []byte
}

// Row is an append-only row of a world: a session or an event.
type Row struct {
	Seq  int64 // given by the world, unique in it, rising
	Data []byte
}

// Opens tells whether the capability is the world's.
func (w World) Opens(capability string) bool {
	return subtle.ConstantTimeCompare(w.capability, hash(capability)) == 1
}

// Derive makes a secret of 32 bytes out of the world's capability, for one
// purpose: whoever holds it can't reach the capability or what is made for
// another purpose. It stays the same for as long as the world lives.
func (w World) Derive(purpose string) []byte { return derive(w.capability, purpose) }

// Derive is [World.Derive] for a world that isn't stored yet.
func Derive(capability, purpose string) []byte { return derive(hash(capability), purpose) }

func derive(key []byte, purpose string) []byte {
	mac := hmac.New(sha256.New, key)
	mac.Write([]byte(purpose)) // a hash's Write never fails
	return mac.Sum(nil)
}

// NewWorld is what a world begins with.
type NewWorld struct {
	Learner  LearnerID // 0 when nobody owns it yet
	Scenario string
	Origin   string
	Title    string
	Document []byte
	Shell    []byte
	// Beginning is what the world is reset to, where no scenario tells; nil for none.
	Beginning []byte
	// Most bounds how many worlds without an Origin the learner has; 0 for no bound.
	Most int64
	// Evict makes room for the world by removing one that nobody claimed. Of those
	// changed before EvictUsed the oldest goes in which nothing was done, or else the
	// one changed longest ago. Where all were changed since, the oldest goes in which
	// nothing was done.
	Evict     bool
	EvictUsed time.Time
	At        time.Time

	began []byte // Beginning, compressed
}

// NewWorldID draws an id and a capability for a world: "w-" and 26 characters,
// and 43 characters of base64url. They are drawn before the world is made, for
// a world's document may name its own URLs.
func (s *Store) NewWorldID() (id, capability string, err error) {
	b := make([]byte, 16)
	if _, err := io.ReadFull(s.rand, b); err != nil {
		return "", "", fmt.Errorf("store: make a world's id: %w", err)
	}
	id = "w-" + strings.ToLower(base32.StdEncoding.WithPadding(base32.NoPadding).EncodeToString(b))
	capability, err = s.newToken()
	return id, capability, err
}

const worldColumns = `id, learner, scenario, origin, title, version, clock_offset, created, updated`

const (
	queryAddWorld = `INSERT INTO worlds (id, learner, capability_hash, scenario, origin, title, document, shell,
			version, clock_offset, created, updated)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8, 1, 0, $9, $9)`
	queryWorld         = `SELECT ` + worldColumns + `, capability_hash, document, shell FROM worlds WHERE id = $1`
	queryWorlds        = `SELECT ` + worldColumns + ` FROM worlds WHERE learner = $1 ORDER BY updated DESC, id`
	queryWorldByOrigin = `SELECT ` + worldColumns + ` FROM worlds WHERE learner = $1 AND origin = $2
		ORDER BY updated DESC, id LIMIT 1`
	queryCountWorlds  = `SELECT COUNT(*) FROM worlds WHERE learner = $1 AND origin = ''`
	queryAddBeginning = `INSERT INTO world_beginnings (world, document) VALUES ($1, $2)`
	queryBeginning    = `SELECT document FROM world_beginnings WHERE world = $1`
	queryUnclaimed    = `SELECT COUNT(*) FROM worlds WHERE learner IS NULL`
	queryClaimWorld   = `UPDATE worlds SET learner = $1 WHERE id = $2 AND learner IS NULL`
	queryWorldOwner   = `SELECT learner FROM worlds WHERE id = $1`
	queryRenameWorld  = `UPDATE worlds SET title = $1, updated = $2 WHERE id = $3`
	queryDeleteWorld  = `DELETE FROM worlds WHERE id = $1`
	queryDropIdle     = `DELETE FROM worlds WHERE id = (
		SELECT id FROM worlds WHERE learner IS NULL AND version = 1 AND created = updated AND clock_offset = 0 AND updated < $1
			AND NOT EXISTS (SELECT 1 FROM world_events WHERE world_events.world = worlds.id)
		ORDER BY updated LIMIT 1)`
	// A world without owner has no origin, which the index on both begins with.
	queryDropUsed = `DELETE FROM worlds WHERE id = (
		SELECT id FROM worlds WHERE learner IS NULL AND origin = '' AND updated < $1 ORDER BY updated LIMIT 1)`
	queryDropUnclaimed = `DELETE FROM worlds WHERE id IN (
		SELECT id FROM worlds WHERE learner IS NULL AND updated < $1 ORDER BY updated LIMIT $2)`
)

// AddWorld keeps a new world under an id and capability of [Store.NewWorldID].
// [ErrTooMany] when the learner has Most worlds already, or when none could be
// removed to make room.
func (s *Store) AddWorld(ctx context.Context, id, capability string, w NewWorld) error {
	return s.AddWorldWith(ctx, id, capability, w, nil)
}

// AddWorldWith keeps a new world, and in the same write whatever else belongs to it.
func (s *Store) AddWorldWith(ctx context.Context, id, capability string, w NewWorld, with func(tx *Tx) error) (err error) {
	if w.Beginning != nil {
		if w.began, err = pack(w.Beginning); err != nil {
			return err
		}
	}
	return s.Write(ctx, func(tx *Tx) error {
		if err := tx.addWorld(id, capability, w); err != nil || with == nil {
			return err
		}
		return with(tx)
	})
}

func (tx *Tx) addWorld(id, capability string, w NewWorld) error {
	if err := tx.room(w.Learner, w.Most); err != nil {
		return err
	}
	if w.Evict {
		if err := tx.evict(w.EvictUsed); err != nil {
			return err
		}
	}
	_, err := tx.exec(queryAddWorld, id, owner(w.Learner), hash(capability), w.Scenario, w.Origin, w.Title,
		blob(w.Document), blob(w.Shell), millis(w.At))
	if err == nil && w.began != nil {
		_, err = tx.exec(queryAddBeginning, id, w.began)
	}
	return err
}

// room makes sure that a learner has fewer than most worlds of the sandbox.
func (tx *Tx) room(learner LearnerID, most int64) error {
	if most == 0 || learner == 0 {
		return nil
	}
	var n int64
	if err := tx.one(queryCountWorlds, []any{&n}, int64(learner)); err != nil {
		return err
	}
	if n >= most {
		return ErrTooMany
	}
	return nil
}

// evict removes a world as [NewWorld.Evict] says; [ErrTooMany] when there is none.
func (tx *Tx) evict(usedBefore time.Time) error {
	if !usedBefore.IsZero() {
		if n, err := tx.exec(queryDropIdle, millis(usedBefore)); err != nil || n > 0 {
			return err
		}
		if n, err := tx.exec(queryDropUsed, millis(usedBefore)); err != nil || n > 0 {
			return err
		}
	}
	n, err := tx.exec(queryDropIdle, int64(math.MaxInt64))
	if err == nil && n == 0 {
		return ErrTooMany
	}
	return err
}

// WorldBeginning reads what a world began as; [ErrNotFound] when its scenario tells.
func (s *Store) WorldBeginning(ctx context.Context, id string) ([]byte, error) {
	return unpacked(single(ctx, s.reads, blobFields, queryBeginning, id))
}

// World reads a world with its sessions as of one moment; [ErrNotFound] when
// there is none. Whether the reader may see it is for the caller to say, by
// Learner or [World.Opens].
func (s *Store) World(ctx context.Context, id string) (w World, err error) {
	err = s.reads.atOnce(ctx, func(q querier) (err error) {
		if w, err = single(ctx, q, (*World).fields, queryWorld, id); err != nil {
			return err
		}
		w.Sessions, err = list(ctx, q, (*Row).fields, queryWorldSessions, id)
		return err
	})
	return w, err
}

// Worlds lists the learner's worlds, the last changed first.
func (s *Store) Worlds(ctx context.Context, learner LearnerID) ([]WorldInfo, error) {
	return list(ctx, s.reads, (*WorldInfo).fields, queryWorlds, int64(learner))
}

// WorldByOrigin finds the learner's world of a place in a lesson or challenge,
// the last changed when there are several; [ErrNotFound] when there is none.
func (s *Store) WorldByOrigin(ctx context.Context, learner LearnerID, origin string) (WorldInfo, error) {
	return single(ctx, s.reads, (*WorldInfo).fields, queryWorldByOrigin, int64(learner), origin)
}

// UnclaimedWorlds counts the worlds that nobody owns yet.
func (s *Store) UnclaimedWorlds(ctx context.Context) (int64, error) {
	return single(ctx, s.reads, func(n *int64) []any { return []any{n} }, queryUnclaimed)
}

// DropUnclaimed removes at most limit worlds that nobody owns and that were last
// changed before a moment, and returns how many.
func (s *Store) DropUnclaimed(ctx context.Context, before time.Time, limit int) (n int64, err error) {
	err = s.Write(ctx, func(tx *Tx) (err error) {
		n, err = tx.exec(queryDropUnclaimed, millis(before), limit)
		return err
	})
	return n, err
}

// ClaimWorld makes the learner the owner of a world that has none. It answers
// whether the learner owns it now; [ErrNotFound] when there is no such world,
// [ErrTooMany] when the learner has most worlds already (0 for no bound).
func (s *Store) ClaimWorld(ctx context.Context, id string, learner LearnerID, most int64) (owns bool, err error) {
	err = s.Write(ctx, func(tx *Tx) error {
		if err := tx.room(learner, most); err != nil {
			return err
		}
		if _, err := tx.exec(queryClaimWorld, int64(learner), id); err != nil {
			return err
		}
		var by LearnerID
		err := tx.one(queryWorldOwner, []any{ownedBy{&by}}, id)
		owns = by == learner
		return err
	})
	return owns, err
}

// RenameWorld gives the world a title; its version stays.
func (s *Store) RenameWorld(ctx context.Context, id, title string, at time.Time) error {
	return s.Write(ctx, func(tx *Tx) error {
		return changed(tx.exec(queryRenameWorld, title, millis(at), id))
	})
}

// DeleteWorld removes a world with its sessions and events.
func (s *Store) DeleteWorld(ctx context.Context, id string) error {
	return s.Write(ctx, func(tx *Tx) error { return changed(tx.exec(queryDeleteWorld, id)) })
}

func (w *WorldInfo) fields() []any {
	return []any{&w.ID, ownedBy{&w.Learner}, &w.Scenario, &w.Origin, &w.Title, &w.Version,
		seconds{&w.Offset}, moment{&w.Created}, moment{&w.Updated}}
}

func (w *World) fields() []any {
	return append(w.WorldInfo.fields(), &w.capability, &w.Document, &w.Shell)
}

func (r *Row) fields() []any { return []any{&r.Seq, &r.Data} }

// owner is none for nobody.
func owner(id LearnerID) any {
	if id == 0 {
		return nil
	}
	return int64(id)
}

// ownedBy scans an owner; none is 0.
type ownedBy struct{ id *LearnerID }

// Scan implements [sql.Scanner].
func (o ownedBy) Scan(v any) error {
	n, ok := v.(int64)
	if v != nil && !ok {
		return errors.New("an owner is no number")
	}
	*o.id = LearnerID(n)
	return nil
}

// seconds scans a duration in seconds.
type seconds struct{ d *time.Duration }

// Scan implements [sql.Scanner].
func (s seconds) Scan(v any) error {
	n, ok := v.(int64)
	if !ok {
		return errors.New("a duration is no number")
	}
	*s.d = time.Duration(n) * time.Second
	return nil
}

// blob is never none: the columns are NOT NULL.
func blob(b []byte) []byte {
	if b == nil {
		return []byte{}
	}
	return b
}
