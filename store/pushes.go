package store

import (
	"context"
	"time"

	"github.com/google/uuid"

	"github.com/salesflow/salesflow/engine"
	"github.com/salesflow/salesflow/engine/timing"
)

// Push takes the next number of a kind on a day, if there is one left. The check of the table is the second guard.
func (t tx) Push(ctx context.Context, kind engine.PushKind, day, at time.Time) (bool, error) {
	most := timing.MostLists
	if kind == engine.InstantPush {
		most = timing.MostInstants
	}
	taken, err := many[struct{ Number int }](ctx, t.q, `
		INSERT INTO pushes (user_id, day, kind, number, at)
		SELECT $1::uuid, $2::date, $3::text, count(*) + 1, $4::timestamptz FROM pushes WHERE user_id = $1 AND day = $2 AND kind = $3
		HAVING count(*) < $5
		RETURNING number`, t.user, day, kind, at, most)
	return len(taken) == 1, err
}

// Acted notes that the user acted on what was pushed on a day, once.
func (t tx) Acted(ctx context.Context, day, at time.Time) error {
	return exec(ctx, t.q, `
		UPDATE pushes SET acted_at = $3 WHERE user_id = $1 AND day = $2 AND acted_at IS NULL`, t.user, day, at)
}

// Acts counts the pushes since a day, and forgets older ones.
func (t tx) Acts(ctx context.Context, since time.Time) (timing.Acts, error) {
	if err := exec(ctx, t.q, `DELETE FROM pushes WHERE user_id = $1 AND day < $2`, t.user, since); err != nil {
		return timing.Acts{}, err
	}
	return one[timing.Acts](ctx, t.q, `
		SELECT count(*) AS pushed, count(acted_at) AS acted, 0 AS ignored FROM pushes WHERE user_id = $1`, t.user)
}

// PushedSince counts the pushes since a day.
func (t tx) PushedSince(ctx context.Context, day time.Time) (int, error) {
	return value[int](ctx, t.q, `SELECT count(*) FROM pushes WHERE user_id = $1 AND day >= $2`, t.user, day)
}

// Instants returns the instant pushes between two times: those that were, and those to come but for one lead's or
// reminder's.
func (t tx) Instants(ctx context.Context, from, to time.Time, except uuid.UUID) ([]time.Time, error) {
	rows, err := many[struct{ At time.Time }](ctx, t.q, `
		SELECT at FROM pushes WHERE user_id = $1 AND kind = 'instant' AND at >= $2 AND at < $3
		UNION ALL
		SELECT due_at FROM suggestions WHERE user_id = $1 AND closed_at IS NULL AND timed AND due_at >= $2
			AND due_at < $3 AND lead_id <> $4 AND (shown_at IS NULL OR shown_at < due_at)
		UNION ALL
		SELECT scheduled_for FROM smart_reminders WHERE user_id = $1 AND completed_at IS NULL AND dismissed_at IS NULL
			AND instant AND scheduled_for >= $2 AND scheduled_for < $3 AND id <> $4
			AND (pushed_at IS NULL OR pushed_at < scheduled_for)`, t.user, from, to, except)
	times := make([]time.Time, len(rows))
	for i, row := range rows {
		times[i] = row.At
	}
	return times, err
}

// NextInstant returns when the next timed suggestion or instant reminder after the given time is due.
func (t tx) NextInstant(ctx context.Context, after time.Time) (*time.Time, error) {
	return value[*time.Time](ctx, t.q, `
		SELECT least(
			(SELECT min(due_at) FROM suggestions
				WHERE user_id = $1 AND closed_at IS NULL AND timed AND due_at > $2),
			(SELECT min(scheduled_for) FROM smart_reminders
				WHERE user_id = $1 AND completed_at IS NULL AND dismissed_at IS NULL AND instant AND scheduled_for > $2))`,
		t.user, after)
}

// Snoozes returns the user's counts.
func (t tx) Snoozes(ctx context.Context) (s timing.Snoozes, err error) {
	rows, err := many[struct {
		Context int
		Counts  []float64
	}](ctx, t.q, `SELECT context, counts FROM snooze_habits WHERE user_id = $1`, t.user)
	for _, row := range rows {
		copy(s[row.Context][:], row.Counts)
	}
	return s, err
}

// SaveSnoozes saves the counts of one context.
func (t tx) SaveSnoozes(ctx context.Context, s timing.Snoozes, context int) error {
	return exec(ctx, t.q, `
		INSERT INTO snooze_habits (user_id, context, counts) VALUES ($1, $2, $3)
		ON CONFLICT (user_id, context) DO UPDATE SET counts = excluded.counts`, t.user, context, s[context][:])
}
