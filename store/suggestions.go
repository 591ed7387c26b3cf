package store

import (
	"context"

	"github.com/salesflow/salesflow/engine"
	"github.com/salesflow/salesflow/engine/timing"
)

const suggestionColumns = `id, user_id, lead_id, due_at, timed, priority, score, confidence, reason,
	channel, template_id, variant, draft, blocked_by, laters,
	lead_stage, lead_consent, lead_question, last_touch_at, listed_on, position, shown_at, created_at,
	closed_at, outcome, chosen, planned_at, longest_days, best_at, evidence,
	lead_sentiment, lead_resting_until, lead_closed_channels, lead_address_form, lead_address_source,
	draft_by, lead_objection`

// itemSQL joins a suggestion with what a card shows of its lead. The address is the one that the channel
// uses; a call or a text message goes to the phone number, WhatsApp too where it has no id of its own.
const itemSQL = itemColumns + `,
		coalesce((SELECT a.address FROM addresses a WHERE a.user_id = s.user_id AND a.lead_id = s.lead_id
			AND (a.channel = s.channel OR (a.channel = 'phone' AND s.channel IN ('whatsapp', 'sms', 'call')))
			ORDER BY a.channel = s.channel DESC, a.created_at, a.id LIMIT 1), '') AS address` + fromItems + `WHERE s.user_id = $1 `

const itemColumns = `
	SELECT s.id, s.user_id, s.lead_id, s.due_at, s.timed, s.priority, s.score, s.confidence, s.reason,
		s.channel, s.template_id, s.variant, s.draft, s.blocked_by, s.laters,
		s.lead_stage, s.lead_consent, s.lead_question, s.last_touch_at, s.listed_on, s.position, s.shown_at,
		s.created_at, s.closed_at, s.outcome, s.chosen, s.planned_at, s.longest_days,
		s.best_at, s.evidence, s.lead_sentiment, s.lead_resting_until, s.lead_closed_channels,
		s.lead_address_form, s.lead_address_source, s.draft_by, s.lead_objection,
		l.name AS lead_name, l.open_question, l.relation, l.address_form`

const fromItems = `
	FROM suggestions s JOIN leads l ON l.user_id = s.user_id AND l.id = s.lead_id
	`

// Item returns a suggestion, open or closed.
func (t tx) Item(ctx context.Context, id engine.SuggestionID) (engine.Item, error) {
	return one[engine.Item](ctx, t.q, itemSQL+`AND s.id = $2`, t.user, id)
}

// OpenItem returns the open suggestion of a lead.
func (t tx) OpenItem(ctx context.Context, lead engine.LeadID) (engine.Item, error) {
	return one[engine.Item](ctx, t.q, itemSQL+`AND s.lead_id = $2 AND s.closed_at IS NULL`, t.user, lead)
}

// Current returns the open suggestion whose card was shown last.
func (t tx) Current(ctx context.Context) (engine.Item, error) {
	return one[engine.Item](ctx, t.q, itemSQL+`
		AND s.closed_at IS NULL AND s.shown_at IS NOT NULL ORDER BY s.shown_at DESC, s.id DESC LIMIT 1`, t.user)
}

// CardAt returns the open suggestion of the lead that a message was about.
func (t tx) CardAt(ctx context.Context, message string) (engine.Item, error) {
	return one[engine.Item](ctx, t.q, itemSQL+`
		AND s.closed_at IS NULL AND s.lead_id = (SELECT o.lead_id FROM outgoing o
			WHERE o.user_id = $1 AND o.external_id = $2 AND o.external_id <> '' AND o.lead_id IS NOT NULL ORDER BY o.seq DESC LIMIT 1)`,
		t.user, message)
}

// LastClosed returns the suggestion that the user answered last.
func (t tx) LastClosed(ctx context.Context) (engine.Item, error) {
	return one[engine.Item](ctx, t.q, itemSQL+`
		AND s.closed_at IS NOT NULL AND s.outcome <> 'replaced' ORDER BY s.closed_at DESC, s.id DESC LIMIT 1`, t.user)
}

// AddSuggestions adds suggestions.
func (t tx) AddSuggestions(ctx context.Context, suggestions []engine.Suggestion) error {
	return batch(ctx, t.q, `
		INSERT INTO suggestions (`+suggestionColumns+`)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13,
			$14, $15, $16, $17, $18, $19, $20, $21, $22, $23, $24, $25, $26, $27, $28, $29, $30, $31, $32, $33, $34, $35, $36, $37)`,
		t.suggestionValues(suggestions))
}

// SaveSuggestions updates suggestions, all by one statement: a list has many.
func (t tx) SaveSuggestions(ctx context.Context, suggestions []engine.Suggestion) error {
	if len(suggestions) == 0 {
		return nil
	}
	return exec(ctx, t.q, `
		UPDATE suggestions s SET lead_id = v.lead_id, due_at = v.due_at, timed = v.timed, priority = v.priority,
			score = v.score, confidence = v.confidence, reason = v.reason, channel = v.channel,
			template_id = v.template_id, variant = v.variant, draft = v.draft, blocked_by = v.blocked_by,
			laters = v.laters, lead_stage = v.lead_stage, lead_consent = v.lead_consent,
			lead_question = v.lead_question, last_touch_at = v.last_touch_at, listed_on = v.listed_on,
			position = v.position, shown_at = v.shown_at, created_at = v.created_at, closed_at = v.closed_at,
			outcome = v.outcome, chosen = v.chosen, planned_at = v.planned_at, longest_days = v.longest_days,
			best_at = v.best_at, evidence = v.evidence, lead_sentiment = v.lead_sentiment,
			lead_resting_until = v.lead_resting_until, lead_closed_channels = v.lead_closed_channels,
			lead_address_form = v.lead_address_form, lead_address_source = v.lead_address_source,
			draft_by = v.draft_by, lead_objection = v.lead_objection
		FROM unnest($1::uuid[], $2::uuid[], $3::uuid[], $4::timestamptz[], $5::boolean[], $6::text[], $7::smallint[],
			$8::real[], $9::text[], $10::text[], $11::text[], $12::int[], $13::text[], $14::text[], $15::smallint[],
			$16::text[], $17::text[], $18::text[], $19::timestamptz[], $20::date[], $21::smallint[], $22::timestamptz[],
			$23::timestamptz[], $24::timestamptz[], $25::text[], $26::boolean[],
			$27::timestamptz[], $28::smallint[], $29::timestamptz[], $30::real[], $31::text[], $32::timestamptz[], $33::text[],
			$34::text[], $35::text[], $36::text[], $37::text[]) AS v (`+suggestionColumns+`)
		WHERE s.id = v.id AND s.user_id = v.user_id`, byColumn(t.suggestionValues(suggestions))...)
}

func (t tx) suggestionValues(suggestions []engine.Suggestion) [][]any {
	sets := make([][]any, len(suggestions))
	for i, s := range suggestions {
		longest := s.LongestDays
		if longest == 0 { // not planned by the engine
			longest = timing.LongestRest
		}
		sets[i] = []any{s.ID, t.user, s.LeadID, s.DueAt, s.Timed, s.Priority, s.Score, s.Confidence,
			s.Reason, s.Channel, s.TemplateID, s.Variant, s.Draft, s.BlockedBy, s.Laters, s.LeadStage,
			s.LeadConsent, s.LeadQuestion, s.LastTouchAt, s.ListedOn, s.Position,
			s.ShownAt, s.CreatedAt, s.ClosedAt, s.Outcome, s.Chosen, s.PlannedAt, longest, s.BestAt, s.Evidence,
			s.LeadSentiment, s.LeadRestingUntil, s.LeadClosedChannels, s.LeadAddressForm, s.LeadAddressSource,
			s.DraftBy, s.LeadObjection}
	}
	return sets
}

// RemoveSuggestion removes a suggestion that an undo makes void.
func (t tx) RemoveSuggestion(ctx context.Context, id engine.SuggestionID) error {
	return exec(ctx, t.q, `DELETE FROM suggestions WHERE user_id = $1 AND id = $2`, t.user, id)
}
