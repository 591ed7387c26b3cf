package store

import (
	"context"
	"encoding/json"
	"time"

	"github.com/salesflow/salesflow/engine"
)

// Say queues messages to the user and, in the same transaction, the job that delivers them.
func (t tx) Say(ctx context.Context, messages []engine.Outgoing) error {
	if len(messages) == 0 {
		return nil
	}
	address, err := t.ownAddress(ctx)
	if err != nil {
		return err
	}
	sets := make([][]any, len(messages))
	for i, m := range messages {
		args, buttons, err := encode(m)
		if err != nil {
			return err
		}
		sets[i] = []any{m.ID, t.user, address, m.LeadID, m.Key, args, buttons, m.Edits, m.CreatedAt}
	}
	err = batch(ctx, t.q, `
		INSERT INTO outgoing (id, user_id, address_id, lead_id, key, args, buttons, edits, created_at)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)`, sets)
	if err != nil {
		return err
	}
	return t.jobs.insert(ctx, t.q, Deliver{Address: address})
}

// ownAddress is where messages to the user go.
func (t tx) ownAddress(ctx context.Context) (engine.AddressID, error) {
	if t.q.address != nil {
		return *t.q.address, nil
	}
	return value[engine.AddressID](ctx, t.q, `
		SELECT id FROM addresses WHERE user_id = $1 AND lead_id IS NULL ORDER BY created_at DESC, id LIMIT 1`, t.user)
}

func encode(m engine.Outgoing) (args, buttons []byte, err error) {
	if m.Args == nil {
		m.Args = engine.Args{}
	}
	if m.Buttons == nil {
		m.Buttons = [][]engine.Button{}
	}
	if args, err = json.Marshal(m.Args); err != nil {
		return nil, nil, err
	}
	buttons, err = json.Marshal(m.Buttons)
	return args, buttons, err
}

// FetchFile queues the job that fetches an inbound file.
func (t tx) FetchFile(ctx context.Context, id engine.InboundID, author int) error {
	return t.jobs.insert(ctx, t.q, Fetch{Inbound: id, Author: author})
}

// File returns what is known of an inbound file that was not taken over yet.
func (t tx) File(ctx context.Context, id engine.InboundID) (engine.File, error) {
	return one[engine.File](ctx, t.q, `
		SELECT file_ref AS ref, file_name AS name, file_size AS size FROM inbound
		WHERE user_id = $1 AND id = $2 AND kind = 'file' AND processed_at IS NULL`, t.user, id)
}

// FileDone marks an inbound file as taken over and forgets what it was called.
func (t tx) FileDone(ctx context.Context, id engine.InboundID, at time.Time) error {
	return exec(ctx, t.q, `UPDATE inbound SET processed_at = $3, file_ref = '', file_name = '' WHERE user_id = $1 AND id = $2`, t.user, id, at)
}

// Hush withdraws everything that is queued for the user.
func (t tx) Hush(ctx context.Context) error {
	return exec(ctx, t.q, `
		UPDATE outgoing SET state = 'cancelled' WHERE user_id = $1 AND NOT to_lead AND state = 'queued'`, t.user)
}

// Cancel withdraws everything pending for a lead: queued messages, runs, questions to
// the leader, reminders.
func (t tx) Cancel(ctx context.Context, lead engine.LeadID, at time.Time) error {
	if err := exec(ctx, t.q, `
		UPDATE outgoing SET state = 'cancelled' WHERE user_id = $1 AND lead_id = $2 AND state = 'queued'`,
		t.user, lead); err != nil {
		return err
	}
	if err := exec(ctx, t.q, `
		UPDATE followup_sequence_runs SET status = 'cancelled', completed_at = $3
		WHERE user_id = $1 AND lead_id = $2 AND status IN ('active', 'paused')`, t.user, lead, at); err != nil {
		return err
	}
	if err := t.Withdraw(ctx, lead); err != nil {
		return err
	}
	return exec(ctx, t.q, `
		UPDATE smart_reminders SET dismissed_at = $3
		WHERE user_id = $1 AND lead_id = $2 AND completed_at IS NULL AND dismissed_at IS NULL`, t.user, lead, at)
}
