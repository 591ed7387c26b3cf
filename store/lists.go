package store

import (
	"context"
	"time"

	"github.com/salesflow/salesflow/engine"
)

// DueBy returns the open suggestions due before the given time in the order of the list.
func (t tx) DueBy(ctx context.Context, before time.Time) ([]engine.Suggestion, error) {
	return many[engine.Suggestion](ctx, t.q, dueBySQL, t.user, before)
}

const dueBySQL = `
	SELECT ` + suggestionColumns + ` FROM suggestions WHERE user_id = $1 AND closed_at IS NULL AND due_at < $2
	ORDER BY rank, score DESC, last_touch_at, lead_id`

// Agenda returns what DueBy does, and the leads of all these suggestions, in one round trip.
func (t tx) Agenda(ctx context.Context, before time.Time) (due []engine.Suggestion, leads []engine.Lead, err error) {
	err = t.q.read(ctx,
		rowsInto(&due, dueBySQL, t.user, before),
		rowsInto(&leads, `
			SELECT `+leadColumns+` FROM leads WHERE user_id = $1 AND id = ANY(ARRAY(
				SELECT lead_id FROM suggestions WHERE user_id = $1 AND closed_at IS NULL AND due_at < $2))`, t.user, before))
	return due, leads, err
}

// Listed returns the open suggestions of a day's list.
func (t tx) Listed(ctx context.Context, day time.Time) ([]engine.Item, error) {
	return many[engine.Item](ctx, t.q, itemSQL+`
		AND s.closed_at IS NULL AND s.listed_on = $2::date ORDER BY s.position`, t.user, day)
}

// Load counts the open suggestions due from the given time on, by local date "2026-11-25" in the zone.
func (t tx) Load(ctx context.Context, from time.Time, zone string) (map[string]int, error) {
	rows, err := many[struct {
		Day   string
		Count int
	}](ctx, t.q, `
		SELECT to_char(day, 'YYYY-MM-DD') AS day, count FROM (
			SELECT (due_at AT TIME ZONE $3)::date AS day, count(*) FROM suggestions
			WHERE user_id = $1 AND closed_at IS NULL AND due_at >= $2 GROUP BY 1) days`, t.user, from, zone)
	load := make(map[string]int, len(rows))
	for _, row := range rows {
		load[row.Day] = row.Count
	}
	return load, err
}

// Unwatched returns the open suggestions without a planned_at or with one after the given time.
func (t tx) Unwatched(ctx context.Context, after time.Time) ([]engine.Suggestion, error) {
	return many[engine.Suggestion](ctx, t.q, `
		SELECT `+suggestionColumns+` FROM suggestions
		WHERE user_id = $1 AND closed_at IS NULL AND coalesce(planned_at, 'infinity') > $2
		ORDER BY rank, score DESC, last_touch_at, lead_id`, t.user, after)
}
