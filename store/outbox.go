package store

import (
	"context"
	"time"

	"github.com/salesflow/salesflow/engine"
)

// Claim takes the oldest queued message for an address, and nothing while one is under way there. The oldest of
// both kinds is locked and looked at again: a message that is put back into the queue at this very moment must not
// be overtaken by the next one. The unique index on messages under way is the second guard.
func (w work) Claim(ctx context.Context, address engine.AddressID, at time.Time) (engine.Delivery, error) {
	return one[engine.Delivery](ctx, w.q, `
		UPDATE outgoing o SET state = 'sending', attempts = attempts + 1, claimed_at = $2
		FROM addresses a JOIN users u ON u.id = a.user_id
		WHERE a.id = o.address_id AND o.state = 'queued' AND (o.not_before IS NULL OR o.not_before <= $2) AND o.id = (
			SELECT id FROM outgoing WHERE address_id = $1 AND (state = 'queued' OR state = 'sending')
			ORDER BY seq LIMIT 1 FOR UPDATE)
		RETURNING o.id, o.user_id, o.address_id, o.lead_id, o.to_lead, o.key, o.args, o.buttons, o.edits, o.state,
			o.attempts, o.external_id, o.created_at, o.not_before, o.claimed_at, o.sent_at, a.channel, a.address, u.language`,
		address, at)
}

// Settle records how a claimed message ended. A message that was taken back meanwhile keeps its state.
func (w work) Settle(ctx context.Context, r engine.Receipt, at time.Time) error {
	return exec(ctx, w.q, `
		UPDATE outgoing SET state = CASE $2 WHEN 'repeat' THEN 'queued' ELSE $2 END, external_id = $3, not_before = $5, sent_at = CASE WHEN $2 = 'sent' THEN $4::timestamptz END,
			attempts = attempts - CASE WHEN $2 = 'queued' THEN 1 ELSE 0 END
		WHERE id = $1 AND state = 'sending'`, r.ID, r.State, r.ExternalID, at, r.NotBefore)
}

// Stranded returns addresses whose oldest message has waited since before the given time.
func (w work) Stranded(ctx context.Context, before time.Time) ([]engine.AddressID, error) {
	rows, err := many[struct{ AddressID engine.AddressID }](ctx, w.q, `
		SELECT DISTINCT address_id FROM outgoing WHERE state = 'queued' AND created_at < $1 AND (not_before IS NULL OR not_before < $1)`, before)
	ids := make([]engine.AddressID, len(rows))
	for i, row := range rows {
		ids[i] = row.AddressID
	}
	return ids, err
}

// Recover takes back what was claimed before the given time and never settled.
func (w work) Recover(ctx context.Context, before time.Time) (int, error) {
	return value[int](ctx, w.q, `
		WITH recovered AS (
			UPDATE outgoing SET state = CASE WHEN NOT to_lead AND attempts < 2 THEN 'queued' ELSE 'unknown' END
			WHERE state = 'sending' AND claimed_at < $1 RETURNING state)
		SELECT count(*) FILTER (WHERE state = 'unknown') FROM recovered`, before)
}

// Nudge queues one more delivery to an address.
func (w work) Nudge(ctx context.Context, address engine.AddressID) error {
	return w.jobs.nudge(ctx, w.q, Deliver{Address: address})
}
