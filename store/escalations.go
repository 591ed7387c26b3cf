package store

import (
	"context"
	"time"

	"github.com/salesflow/salesflow/engine"
)

const escalationColumns = `id, user_id, leader_id, lead_id, user_name, lead_name, leader_name, days, created_at,
	not_before, told_at, confirmed_at`

// AddEscalation adds a question of the user.
func (t tx) AddEscalation(ctx context.Context, e engine.Escalation) error {
	return exec(ctx, t.q, `
		INSERT INTO escalations (id, user_id, leader_id, lead_id, user_name, lead_name, days, created_at, not_before)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)`,
		e.ID, t.user, e.LeaderID, e.LeadID, e.UserName, e.LeadName, e.Days, e.CreatedAt, e.NotBefore)
}

// LastEscalation returns when the user asked about a lead last.
func (t tx) LastEscalation(ctx context.Context, lead engine.LeadID) (time.Time, error) {
	return value[time.Time](ctx, t.q, `
		SELECT created_at FROM escalations WHERE user_id = $1 AND lead_id = $2 ORDER BY created_at DESC LIMIT 1`, t.user, lead)
}

// Withdraw removes the questions about a lead that the leader has not got yet.
func (t tx) Withdraw(ctx context.Context, lead engine.LeadID) error {
	return exec(ctx, t.q, `
		DELETE FROM escalations WHERE user_id = $1 AND lead_id = $2 AND told_at IS NULL`, t.user, lead)
}

// Questions returns what others want to ask the user as their leader by now.
func (t tx) Questions(ctx context.Context, at time.Time) ([]engine.Escalation, error) {
	return many[engine.Escalation](ctx, t.q, `
		SELECT `+escalationColumns+` FROM escalations
		WHERE leader_id = $1 AND told_at IS NULL AND not_before <= $2 ORDER BY created_at, id`, t.user, at)
}

// SaveQuestion keeps what became of a question. A told one gets the day's next number; without one left it stays
// as it is.
func (t tx) SaveQuestion(ctx context.Context, e engine.Escalation, day time.Time) (bool, error) {
	if e.ToldAt == nil {
		return true, exec(ctx, t.q, `
			UPDATE escalations SET not_before = $3 WHERE leader_id = $1 AND id = $2 AND told_at IS NULL`,
			t.user, e.ID, e.NotBefore)
	}
	told, err := many[struct{ Number int }](ctx, t.q, `
		UPDATE escalations SET told_at = $3, told_on = $4, leader_name = $5, number = already.n + 1
		FROM (SELECT count(*) AS n FROM escalations WHERE leader_id = $1 AND told_on = $4) AS already
		WHERE leader_id = $1 AND id = $2 AND told_at IS NULL AND already.n < 3
		RETURNING number`, t.user, e.ID, e.ToldAt, day, e.LeaderName)
	return len(told) == 1, err
}

// Confirm marks the user's questions that the leader has as confirmed and returns them.
func (t tx) Confirm(ctx context.Context, at time.Time) ([]engine.Escalation, error) {
	return many[engine.Escalation](ctx, t.q, `
		UPDATE escalations SET confirmed_at = $2
		WHERE user_id = $1 AND told_at IS NOT NULL AND confirmed_at IS NULL
		RETURNING `+escalationColumns, t.user, at)
}

// Unsettled returns users with something that would be forgotten. A week's list and the holidays around it are the
// furthest that a push is planned ahead; a question is told to a leader within a week or not at all.
func (w work) Unsettled(ctx context.Context, at time.Time, limit int) ([]engine.UserID, error) {
	rows, err := many[struct{ UserID engine.UserID }](ctx, w.q, `
		SELECT DISTINCT user_id FROM (
			(SELECT user_id FROM suggestions
			WHERE closed_at IS NULL AND coalesce(planned_at, 'infinity') > $1::timestamptz + interval '1 minute'
			ORDER BY coalesce(planned_at, 'infinity') DESC LIMIT 10 * $2) -- the order keeps to the index
			UNION ALL
			SELECT id FROM users WHERE next_push_at > $1::timestamptz + interval '14 days'
			UNION ALL
			SELECT leader_id FROM escalations
			WHERE told_at IS NULL AND not_before <= $1 AND created_at > $1::timestamptz - interval '7 days'
			UNION ALL
			SELECT user_id FROM escalations
			WHERE told_at IS NOT NULL AND confirmed_at IS NULL AND told_at > $1::timestamptz - interval '1 hour'
				AND told_at < created_at + interval '1 hour'
		) AS unsettled LIMIT $2`, at, limit)
	ids := make([]engine.UserID, len(rows))
	for i, row := range rows {
		ids[i] = row.UserID
	}
	return ids, err
}
