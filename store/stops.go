package store

import (
	"context"

	"github.com/google/uuid"

	"github.com/salesflow/salesflow/engine"
)

// AddConsent adds a record of proof.
func (t tx) AddConsent(ctx context.Context, c engine.Consent) error {
	id, err := uuid.NewV7()
	if err != nil {
		return err
	}
	return exec(ctx, t.q, `
		INSERT INTO consents (id, user_id, lead_id, channel, purpose, state, method, at)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8)`, id, t.user, c.LeadID, c.Channel, c.Purpose, c.State, c.Method, c.At)
}

// Suppress adds hashes of addresses that must never be contacted.
func (t tx) Suppress(ctx context.Context, hashes []engine.Suppression) error {
	sets := make([][]any, len(hashes))
	for i, s := range hashes {
		sets[i] = []any{t.user, s.Hash, s.KeyVersion, s.CreatedAt}
	}
	return batch(ctx, t.q, `
		INSERT INTO suppressions (user_id, hash, key_version, created_at) VALUES ($1, $2, $3, $4)
		ON CONFLICT DO NOTHING`, sets)
}

// Unsuppress removes hashes again: only an undo does.
func (t tx) Unsuppress(ctx context.Context, hashes []engine.Suppression) error {
	sets := make([][]any, len(hashes))
	for i, s := range hashes {
		sets[i] = []any{t.user, s.Hash}
	}
	return batch(ctx, t.q, `DELETE FROM suppressions WHERE user_id = $1 AND hash = $2`, sets)
}

// Suppressed returns those of the hashes that are suppressed.
func (t tx) Suppressed(ctx context.Context, hashes [][]byte) ([][]byte, error) {
	rows, err := many[struct{ Hash []byte }](ctx, t.q, `
		SELECT hash FROM suppressions WHERE user_id = $1 AND hash = ANY($2)`, t.user, hashes)
	found := make([][]byte, len(rows))
	for i, row := range rows {
		found[i] = row.Hash
	}
	return found, err
}
