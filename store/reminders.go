package store

import (
	"context"
	"time"

	"github.com/salesflow/salesflow/engine"
)

const reminderSQL = `
	SELECT r.id, r.user_id, r.lead_id, coalesce(l.name, '') AS lead_name, r.action_type,
		coalesce(r.metadata ->> 'note', '') AS note, r.scheduled_for, r.instant, coalesce(r.priority, 'normal') AS priority,
		coalesce(r.snooze_count, 0) AS snooze_count, coalesce(r.metadata ->> 'snooze_reason', '') AS reason,
		r.pushed_at, r.completed_at, r.dismissed_at
	FROM smart_reminders r LEFT JOIN leads l ON l.user_id = r.user_id AND l.id = r.lead_id
	WHERE r.user_id = $1 `

// Reminder returns a reminder, open or not.
func (t tx) Reminder(ctx context.Context, id engine.ReminderID) (engine.Reminder, error) {
	return one[engine.Reminder](ctx, t.q, reminderSQL+`AND r.id = $2`, t.user, id)
}

// AddReminder adds a reminder or plans the open one of the same type for the same lead anew.
func (t tx) AddReminder(ctx context.Context, r engine.Reminder) (engine.ReminderID, error) {
	return value[engine.ReminderID](ctx, t.q, `
		INSERT INTO smart_reminders (id, user_id, lead_id, action_type, scheduled_for, priority, instant, metadata)
		VALUES ($1, $2, $3, $4, $5, $6, $7, jsonb_build_object('note', $8::text))
		ON CONFLICT (user_id, lead_id, action_type)
			WHERE completed_at IS NULL AND dismissed_at IS NULL AND lead_id IS NOT NULL
			DO UPDATE SET scheduled_for = excluded.scheduled_for, priority = excluded.priority,
				instant = excluded.instant, metadata = smart_reminders.metadata || excluded.metadata
		RETURNING id`,
		r.ID, t.user, r.LeadID, r.ActionType, r.ScheduledFor, r.Priority, r.Instant, r.Note)
}

// SaveReminder updates a reminder.
func (t tx) SaveReminder(ctx context.Context, r engine.Reminder) error {
	return exec(ctx, t.q, `
		UPDATE smart_reminders SET scheduled_for = $3, instant = $4, snooze_count = $5, pushed_at = $6,
			completed_at = $7, dismissed_at = $8,
			metadata = coalesce(metadata, '{}') || jsonb_build_object('snooze_reason', $9::text)
		WHERE user_id = $1 AND id = $2`,
		t.user, r.ID, r.ScheduledFor, r.Instant, r.SnoozeCount, r.PushedAt, r.CompletedAt, r.DismissedAt, r.Reason)
}

// DueReminders returns the open reminders due by a time.
func (t tx) DueReminders(ctx context.Context, at time.Time) ([]engine.Reminder, error) {
	return many[engine.Reminder](ctx, t.q, reminderSQL+`
		AND r.completed_at IS NULL AND r.dismissed_at IS NULL AND r.scheduled_for <= $2
		ORDER BY array_position(ARRAY['urgent', 'high', 'normal', 'low', 'scheduled'], coalesce(r.priority, 'normal')),
			r.scheduled_for, r.id`, t.user, at)
}

// CompleteReminders completes the reminders of a lead that were pushed.
func (t tx) CompleteReminders(ctx context.Context, lead engine.LeadID, at time.Time) error {
	return exec(ctx, t.q, `
		UPDATE smart_reminders SET completed_at = $3 WHERE user_id = $1 AND lead_id = $2
			AND completed_at IS NULL AND dismissed_at IS NULL AND pushed_at >= scheduled_for`, t.user, lead, at)
}
