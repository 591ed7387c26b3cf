package store

import (
	"context"
	"time"

	"github.com/salesflow/salesflow/engine"
	"github.com/salesflow/salesflow/engine/timing"
)

// LatestModel returns the newest model if its version is higher than newerThan.
func (w work) LatestModel(ctx context.Context, newerThan int) (m timing.Model, found bool, err error) {
	rows, err := many[struct{ Body timing.Model }](ctx, w.q, `
		SELECT body FROM models WHERE version > $1 ORDER BY version DESC LIMIT 1`, newerThan)
	if err != nil || len(rows) == 0 {
		return m, false, err
	}
	return rows[0].Body, true, nil
}

// Model returns a model by its version.
func (w work) Model(ctx context.Context, version int) (timing.Model, error) {
	row, err := one[struct{ Body timing.Model }](ctx, w.q, `SELECT body FROM models WHERE version = $1`, version)
	return row.Body, err
}

// Fitted returns version and time of the newest model.
func (w work) Fitted(ctx context.Context) (version int, at time.Time, err error) {
	rows, err := many[struct {
		Version int
		MadeAt  time.Time
	}](ctx, w.q, `SELECT version, made_at FROM models ORDER BY version DESC LIMIT 1`)
	if err != nil || len(rows) == 0 {
		return 0, at, err
	}
	return rows[0].Version, rows[0].MadeAt, nil
}

// AddModel adds a model and removes old ones.
func (w work) AddModel(ctx context.Context, m engine.FittedModel, keep int) error {
	return batch(ctx, w.q, `
		WITH old AS (DELETE FROM models WHERE version <= $1::int - $5::int)
		INSERT INTO models (version, made_at, records, body) VALUES ($1, $2, $3, $4)`,
		[][]any{{m.Version, m.MadeAt, m.Records, m.Model, keep}})
}

// UsersBeyond returns users in the order of their ids.
func (w work) UsersBeyond(ctx context.Context, after engine.UserID, limit int) ([]engine.UserID, error) {
	rows, err := many[struct{ ID engine.UserID }](ctx, w.q, `
		SELECT id FROM users WHERE id > $1 ORDER BY id LIMIT $2`, after, limit)
	ids := make([]engine.UserID, len(rows))
	for i, row := range rows {
		ids[i] = row.ID
	}
	return ids, err
}

// Histories returns what a fit sees of the user's leads: of those with a history whose id, read as a number in its
// last 32 bits, lies below share.
func (t tx) Histories(ctx context.Context, share int64) ([]engine.LeadHistory, error) {
	return many[engine.LeadHistory](ctx, t.q, `
		SELECT l.id, u.country, u.region, u.timezone, l.history FROM users u JOIN leads l ON l.user_id = u.id
		WHERE u.id = $1 AND l.user_id = $1 AND l.history <> '' AND ('x' || right(l.id::text, 8))::bit(32)::bigint < $2
		ORDER BY l.id`, t.user, share)
}
