package store

import (
	"context"
	"errors"
	"net"
	"time"

	"github.com/google/uuid"

	"github.com/salesflow/salesflow/engine"
)

func isNetwork(err error) bool {
	var network net.Error
	return errors.As(err, &network)
}

// Remember stores an inbound; the unique key makes a repeated one wait for the first and then change nothing.
func (w work) Remember(ctx context.Context, in engine.Inbound, at time.Time) (id engine.InboundID, fresh bool, err error) {
	ids, err := many[struct{ ID uuid.UUID }](ctx, w.q, `
		INSERT INTO inbound (id, channel, external_id, user_id, kind, received_at, decided_at, file_ref, file_name, file_size)
		VALUES ($1, $2, $3, $9, $4, $5, $5, $6, $7, $8)
		ON CONFLICT (channel, external_id) DO UPDATE SET decided_at = excluded.decided_at
			WHERE inbound.decided_at IS NULL
		RETURNING id`,
		in.ID, in.Channel, in.ExternalID, in.Kind, at, in.File.Ref, in.File.Name, in.File.Size, in.UserID)
	if err != nil || len(ids) == 0 {
		return id, false, err
	}
	return ids[0].ID, true, nil
}

// Failed counts a failed attempt to decide.
func (w work) Failed(ctx context.Context, in engine.Inbound, at time.Time) (int, error) {
	return value[int](ctx, w.q, `
		INSERT INTO inbound (id, channel, external_id, user_id, kind, received_at, failures, file_ref, file_name, file_size)
		VALUES ($1, $2, $3, $9, $4, $5, 1, $6, $7, $8)
		ON CONFLICT (channel, external_id) DO UPDATE SET failures = inbound.failures + 1
		RETURNING failures`,
		in.ID, in.Channel, in.ExternalID, in.Kind, at, in.File.Ref, in.File.Name, in.File.Size, in.UserID)
}

// SetAside marks an inbound as decided although deciding failed; failures tells it apart.
func (w work) SetAside(ctx context.Context, in engine.Inbound, at time.Time) error {
	return exec(ctx, w.q, `UPDATE inbound SET decided_at = $3 WHERE channel = $1 AND external_id = $2`,
		in.Channel, in.ExternalID, at)
}

// UserAt returns the user at an address of their own.
func (w work) UserAt(ctx context.Context, channel engine.Channel, address string) (engine.UserID, error) {
	return value[engine.UserID](ctx, w.q, `
		SELECT user_id FROM addresses WHERE channel = $1 AND address = $2 AND lead_id IS NULL`, channel, address)
}

// Inviter returns the leader whose invite has this hash and has not expired.
func (w work) Inviter(ctx context.Context, hash []byte, at time.Time) (engine.UserID, error) {
	return value[engine.UserID](ctx, w.q, `SELECT user_id FROM invites WHERE hash = $1 AND expires_at > $2`, hash, at)
}

// DueUsers returns users whose next push is due.
func (w work) DueUsers(ctx context.Context, at time.Time, limit int) ([]engine.UserID, error) {
	rows, err := many[struct{ ID engine.UserID }](ctx, w.q, `
		SELECT id FROM users WHERE next_push_at <= $1 ORDER BY next_push_at, id LIMIT $2`, at, limit)
	ids := make([]engine.UserID, len(rows))
	for i, row := range rows {
		ids[i] = row.ID
	}
	return ids, err
}

// OwnerOf returns whose suggestion it is.
func (w work) OwnerOf(ctx context.Context, id engine.SuggestionID) (engine.UserID, error) {
	return value[engine.UserID](ctx, w.q, `SELECT user_id FROM suggestions WHERE id = $1`, id)
}

// SenderOf returns who sent the inbound.
func (w work) SenderOf(ctx context.Context, id engine.InboundID) (engine.UserID, error) {
	return value[engine.UserID](ctx, w.q, `SELECT user_id FROM inbound WHERE id = $1 AND user_id IS NOT NULL`, id)
}

// FirstUser returns the user who joined first; code NotFound when there is none.
func (db *DB) FirstUser(ctx context.Context) (id engine.UserID, err error) {
	err = db.Work(ctx, func(w engine.Work) error {
		id, err = value[engine.UserID](ctx, w.(work).q, `SELECT id FROM users ORDER BY created_at, id LIMIT 1`)
		return err
	})
	return id, err
}
