package store

import (
	"context"
	"time"

	"github.com/salesflow/salesflow/engine"
)

const runColumns = `id, user_id, lead_id, sequence_id, version, started_at, current_step, status, outcome, completed_at,
	triggered, step_on, settled_on, ends_on, paused_on, last_step, sent, sent_at, heard, response, suggestion_id, undo`

// readRun are the columns as a Run has them; the customer's table knows runs without an outcome.
const readRun = `r.id, r.user_id, r.lead_id, r.sequence_id, r.version, r.started_at, r.current_step, r.status,
	coalesce(r.outcome, '') AS outcome, r.completed_at, r.triggered, r.step_on, r.settled_on, r.ends_on, r.paused_on,
	r.last_step, r.sent, r.sent_at, r.heard, r.response, r.suggestion_id, r.undo`

// OpenRuns returns the active and paused runs of leads.
func (t tx) OpenRuns(ctx context.Context, leads []engine.LeadID) ([]engine.Run, error) {
	if len(leads) == 0 {
		return nil, nil
	}
	return many[engine.Run](ctx, t.q, `
		SELECT `+readRun+` FROM followup_sequence_runs r
		WHERE r.user_id = $1 AND r.lead_id = ANY($2) AND r.status IN ('active', 'paused')
		ORDER BY r.lead_id, r.status, r.started_at DESC, r.id`, t.user, leads)
}

// RunsOf returns all runs of a lead.
func (t tx) RunsOf(ctx context.Context, lead engine.LeadID) ([]engine.Run, error) {
	return many[engine.Run](ctx, t.q, `
		SELECT `+readRun+` FROM followup_sequence_runs r WHERE r.user_id = $1 AND r.lead_id = $2
		ORDER BY r.started_at DESC, r.id DESC`, t.user, lead)
}

// AddRuns adds the runs that the constraints let in.
func (t tx) AddRuns(ctx context.Context, runs []engine.Run) ([]engine.LeadID, error) {
	if len(runs) == 0 {
		return nil, nil
	}
	rows, err := many[struct{ LeadID engine.LeadID }](ctx, t.q, `
		INSERT INTO followup_sequence_runs (`+runColumns+`) SELECT `+runColumns+` FROM `+runValues+`
		ON CONFLICT DO NOTHING RETURNING lead_id`, byColumn(t.valuesOf(runs))...)
	leads := make([]engine.LeadID, len(rows))
	for i, row := range rows {
		leads[i] = row.LeadID
	}
	return leads, err
}

// runValues are rows of arguments, one array a column.
const runValues = `unnest($1::uuid[], $2::uuid[], $3::uuid[], $4::text[], $5::text[], $6::timestamptz[], $7::int[], $8::text[],
	$9::text[], $10::timestamptz[], $11::boolean[], $12::date[], $13::date[], $14::date[], $15::date[], $16::int[],
	$17::int[], $18::timestamptz[], $19::boolean[], $20::text[], $21::uuid[], $22::jsonb[]) AS v (` + runColumns + `)`

func (t tx) valuesOf(runs []engine.Run) [][]any {
	sets := make([][]any, len(runs))
	for i, r := range runs {
		sets[i] = []any{r.ID, t.user, r.LeadID, r.SequenceID, r.Version, r.StartedAt, r.CurrentStep, r.Status, r.Outcome,
			r.CompletedAt, r.Triggered, r.StepOn, r.SettledOn, r.EndsOn, r.PausedOn, r.LastStep, r.Sent, r.SentAt,
			r.Heard, r.Response, r.SuggestionID, r.Undo}
	}
	return sets
}

// SaveRuns updates runs, all by one statement: a morning may move many.
func (t tx) SaveRuns(ctx context.Context, runs []engine.Run) error {
	if len(runs) == 0 {
		return nil
	}
	return exec(ctx, t.q, `
		UPDATE followup_sequence_runs r SET version = v.version, current_step = v.current_step, status = v.status,
			outcome = v.outcome, completed_at = v.completed_at, step_on = v.step_on, settled_on = v.settled_on,
			ends_on = v.ends_on, paused_on = v.paused_on, last_step = v.last_step, sent = v.sent, sent_at = v.sent_at,
			heard = v.heard, response = v.response, suggestion_id = v.suggestion_id, undo = v.undo
		FROM `+runValues+` WHERE r.id = v.id AND r.user_id = v.user_id`, byColumn(t.valuesOf(runs))...)
}

// RemoveRun removes a run that an undo makes void.
func (t tx) RemoveRun(ctx context.Context, id engine.RunID) error {
	return exec(ctx, t.q, `DELETE FROM followup_sequence_runs WHERE user_id = $1 AND id = $2`, t.user, id)
}

// SaveParticular keeps what a user tells of a lead. What changes may fulfil a trigger.
func (t tx) SaveParticular(ctx context.Context, p engine.Particular, at time.Time) error {
	return exec(ctx, t.q, `UPDATE leads SET watched_video = $3, satisfaction = $4, updated_at = $5 WHERE user_id = $1 AND id = $2`,
		t.user, p.LeadID, p.WatchedVideo, p.Satisfaction, at)
}

// Particulars returns what conditions ask about leads.
func (t tx) Particulars(ctx context.Context, leads []engine.LeadID) ([]engine.Particular, error) {
	return many[engine.Particular](ctx, t.q, `
		SELECT l.id AS lead_id, l.watched_video, l.satisfaction,
			l.has_objections OR EXISTS (SELECT FROM touches o WHERE o.user_id = $1 AND o.lead_id = l.id
				AND o.intent = 'objection') AS has_objections,
			coalesce((SELECT m.template_id FROM touches m WHERE m.user_id = $1 AND m.lead_id = l.id AND m.direction = 'out'
				AND m.source_key NOT LIKE 'group:%' ORDER BY m.at DESC, m.id DESC LIMIT 1), '') AS previous_template,
			coalesce((SELECT m.intent IN ('positive', 'question') FROM touches m WHERE m.user_id = $1 AND m.lead_id = l.id
				AND m.direction = 'in' AND m.intent NOT IN ('', 'auto_reply') AND m.source_key NOT LIKE 'group:%'
				ORDER BY m.at DESC, m.id DESC LIMIT 1), false) AS response_positive
		FROM leads l WHERE l.user_id = $1 AND l.id = ANY($2)`, t.user, leads)
}
