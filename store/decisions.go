package store

import (
	"context"

	"github.com/salesflow/salesflow/engine"
)

const decisionColumns = `id, lead_id, suggestion_id, at, nth, template_id, variant, channel, channel_reason,
	channel_chance, propensity, due_at, confidence, seed, kappa, candidates,
	model_version, history, basis, explored, time_propensity, sequence_id, step`

// AddDecisions adds decisions.
func (t tx) AddDecisions(ctx context.Context, decisions []engine.Decision) error {
	sets := make([][]any, len(decisions))
	for i, d := range decisions {
		sets[i] = []any{d.ID, d.LeadID, d.SuggestionID, d.At, d.Nth, d.TemplateID, d.Variant, d.Channel,
			d.ChannelReason, d.ChannelChance, d.Propensity, d.DueAt, d.Confidence, d.Seed, d.Kappa, d.Candidates,
			d.ModelVersion, d.History, d.Basis, d.Explored, d.TimePropensity,
			d.SequenceID, d.Step, t.user}
	}
	return batch(ctx, t.q, `
		INSERT INTO decisions (`+decisionColumns+`, user_id)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20, $21, $22, $23, $24)`, sets)
}

// DecisionsOf returns the decisions of suggestions, each suggestion's in their order.
func (t tx) DecisionsOf(ctx context.Context, ids ...engine.SuggestionID) ([]engine.Decision, error) {
	return many[engine.Decision](ctx, t.q, `
		SELECT `+decisionColumns+`, sent_at, reward, replied_at, opted_out_at
		FROM decisions WHERE user_id = $1 AND suggestion_id = ANY($2) ORDER BY suggestion_id, nth, at`, t.user, ids)
}

// RecentTouches returns the last touches of leads, the newest last. What was said in a group tells nothing of
// where one person answers.
func (t tx) RecentTouches(ctx context.Context, leads []engine.LeadID, limit int) ([]engine.Touch, error) {
	return many[engine.Touch](ctx, t.q, `
		SELECT r.* FROM unnest($2::uuid[]) AS wanted(lead_id) CROSS JOIN LATERAL (
			SELECT id, user_id, lead_id, at, direction, channel, '' AS text, source_key, suggestion_id, template_id, variant, intent
			FROM touches t WHERE t.user_id = $1 AND t.lead_id = wanted.lead_id AND t.source_key NOT LIKE 'group:%'
			ORDER BY at DESC, id DESC LIMIT $3) r
		ORDER BY r.lead_id, r.at, r.id`, t.user, leads, limit)
}
