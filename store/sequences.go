package store

import (
	"context"
	"time"

	"github.com/salesflow/salesflow/engine"
)

// AddSequence keeps a version of a sequence.
func (t tx) AddSequence(ctx context.Context, v engine.SequenceVersion, current bool) error {
	if current {
		if err := exec(ctx, t.q, `
			UPDATE sequences SET is_current = false WHERE user_id = $1 AND id = $2 AND is_current AND version <> $3`,
			t.user, v.ID, v.Version); err != nil {
			return err
		}
	}
	return exec(ctx, t.q, `
		INSERT INTO sequences (user_id, id, version, source, is_current, created_at) VALUES ($1, $2, $3, $4, $5, $6)
		ON CONFLICT (user_id, id, version) DO UPDATE SET is_current = sequences.is_current OR excluded.is_current`,
		t.user, v.ID, v.Version, v.Source, current, v.CreatedAt)
}

// SequenceVersion returns a version of a sequence.
func (t tx) SequenceVersion(ctx context.Context, id, version string) (engine.SequenceVersion, error) {
	return one[engine.SequenceVersion](ctx, t.q, `
		SELECT id, version, source, created_at FROM sequences WHERE user_id = $1 AND ($2 = '' OR id = $2) AND starts_with(version, $3)
		ORDER BY id, version LIMIT 1`,
		t.user, id, version)
}

// CurrentSequences returns the user's own sequences.
func (t tx) CurrentSequences(ctx context.Context) ([]engine.SequenceVersion, error) {
	return many[engine.SequenceVersion](ctx, t.q, `
		SELECT id, version, source, created_at FROM sequences WHERE user_id = $1 AND is_current ORDER BY id`, t.user)
}

// RunsOn returns the runs of a sequence that keep to other versions than this one.
func (t tx) RunsOn(ctx context.Context, id, version string) ([]engine.ShownRun, error) {
	return many[engine.ShownRun](ctx, t.q, `
		SELECT `+readRun+`, coalesce((SELECT s.shown_at IS NOT NULL FROM suggestions s WHERE s.user_id = $1
			AND s.id = r.suggestion_id AND s.closed_at IS NULL), false) AS shown
		FROM followup_sequence_runs r WHERE r.user_id = $1 AND r.sequence_id = $2 AND r.version <> $3
			AND r.status IN ('active', 'paused') ORDER BY r.id`, t.user, id, version)
}

// Idle returns the leads with which a sequence may begin: those that have been silent for a day or more, but not for a
// year, whose satisfaction is known, or that have changed. Who has an active run, or one that somebody paused, is none.
func (t tx) Idle(ctx context.Context, since, at time.Time) ([]engine.Lead, error) {
	return many[engine.Lead](ctx, t.q, `
		SELECT `+leadColumns+` FROM leads l WHERE user_id = $1 AND is_open
			AND (unanswered > 0 AND last_out_at BETWEEN $3::timestamptz - interval '365 days' AND $3::timestamptz - interval '24 hours'
				OR satisfaction > 0 OR updated_at >= $2)
			AND NOT EXISTS (SELECT FROM followup_sequence_runs r
				WHERE r.user_id = $1 AND r.lead_id = l.id AND (r.status = 'active' OR r.status = 'paused' AND r.outcome <> 'reply'))
		ORDER BY last_out_at, id`, t.user, since, at)
}

// Triggered returns which sequences have begun by themselves with leads.
func (t tx) Triggered(ctx context.Context, leads []engine.LeadID) ([]engine.TriggeredRun, error) {
	return many[engine.TriggeredRun](ctx, t.q, `
		SELECT lead_id, sequence_id FROM followup_sequence_runs WHERE user_id = $1 AND lead_id = ANY($2) AND triggered`,
		t.user, leads)
}

// StepTallies returns how the messages of a sequence fared.
func (t tx) StepTallies(ctx context.Context, sequence string) ([]engine.StepTally, error) {
	return many[engine.StepTally](ctx, t.q, `
		SELECT step, template_id, variant, count(*) AS sent, count(replied_at) AS answered FROM decisions
		WHERE user_id = $1 AND sequence_id = $2 AND sequence_id <> '' AND sent_at IS NOT NULL
		GROUP BY step, template_id, variant ORDER BY step, template_id, variant`, t.user, sequence)
}
