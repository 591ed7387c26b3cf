package store

import (
	"context"
	"time"

	"github.com/salesflow/salesflow/engine"
)

// writtenLead are the columns that the program writes; the database keeps the history by itself.
const (
	writtenLead = `id, user_id, name, name_key, stage, sentiment, source, note, open_question, relation, consent,
	unanswered, last_touch_at, last_out_at, last_in_at, opted_out_at, created_at, updated_at, resting_until,
	closed_channels, country, address_form, address_source, salutation, objection`
	leadColumns = writtenLead + `, history`
)

// Lead returns a lead of the user.
func (t tx) Lead(ctx context.Context, id engine.LeadID) (engine.Lead, error) {
	return one[engine.Lead](ctx, t.q, `SELECT `+leadColumns+` FROM leads WHERE user_id = $1 AND id = $2`, t.user, id)
}

// LeadsByID returns several leads of the user.
func (t tx) LeadsByID(ctx context.Context, ids []engine.LeadID) ([]engine.Lead, error) {
	return many[engine.Lead](ctx, t.q, `
		SELECT `+leadColumns+` FROM leads WHERE user_id = $1 AND id = ANY($2) ORDER BY id`, t.user, ids)
}

// LeadNames returns id and name of every lead.
func (t tx) LeadNames(ctx context.Context) ([]engine.LeadName, error) {
	return many[engine.LeadName](ctx, t.q, `
		SELECT id, name, is_open AS open FROM leads WHERE user_id = $1 ORDER BY name_key, id`, t.user)
}

// AddLeads adds leads; each open one needs its suggestion before the transaction ends.
func (t tx) AddLeads(ctx context.Context, leads []engine.Lead) error {
	sets := make([][]any, len(leads))
	for i, l := range leads {
		sets[i] = t.leadValues(l)
	}
	return batch(ctx, t.q, `
		INSERT INTO leads (`+writtenLead+`)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20, $21, $22, $23, $24, $25)`, sets)
}

// SaveLead updates a lead.
func (t tx) SaveLead(ctx context.Context, l engine.Lead) error {
	return exec(ctx, t.q, `
		UPDATE leads SET name = $3, name_key = $4, stage = $5, sentiment = $6, source = $7, note = $8,
			open_question = $9, relation = $10, consent = $11, unanswered = $12, last_touch_at = $13,
			last_out_at = $14, last_in_at = $15, opted_out_at = $16, created_at = $17, updated_at = $18, resting_until = $19, closed_channels = $20,
			country = $21, address_form = $22, address_source = $23, salutation = $24, objection = $25
		WHERE id = $1 AND user_id = $2`, t.leadValues(l)...)
}

func (t tx) leadValues(l engine.Lead) []any {
	return []any{l.ID, t.user, l.Name, l.NameKey, l.Stage, l.Sentiment, l.Source, l.Note, l.OpenQuestion, l.Relation,
		l.Consent, l.Unanswered, l.LastTouchAt, l.LastOutAt, l.LastInAt, l.OptedOutAt, l.CreatedAt, l.UpdatedAt,
		l.RestingUntil, l.ClosedChannels, l.Country, l.AddressForm, l.AddressSource, l.Salutation, l.Objection}
}

// Recount derives unanswered and the last times from the touches, and the stage of a lead that has just
// begun to talk. What is written on one day is one attempt; what was written to a group waits for nobody, and an
// automatic reply is none.
func (t tx) Recount(ctx context.Context, ids []engine.LeadID, zone string, at time.Time) error {
	return exec(ctx, t.q, `
		WITH last AS (
			SELECT lead_id, max(at) AS touch, max(at) FILTER (WHERE direction = 'out' AND source_key NOT LIKE 'group:%') AS outbound,
				max(at) FILTER (WHERE direction = 'in' AND source_key NOT LIKE 'group:%') AS inbound
			FROM touches WHERE user_id = $1 AND lead_id = ANY($2) AND intent <> 'auto_reply' GROUP BY lead_id)
		UPDATE leads l SET last_touch_at = last.touch, last_out_at = last.outbound, last_in_at = last.inbound,
			unanswered = (SELECT least(count(DISTINCT (t.at AT TIME ZONE $4)::date), 1000) FROM touches t WHERE t.user_id = l.user_id AND t.lead_id = l.id
				AND t.direction = 'out' AND t.source_key NOT LIKE 'group:%' AND (last.inbound IS NULL OR t.at > last.inbound)),
			stage = CASE WHEN l.stage NOT IN ('new', 'contacted') OR last.touch IS NULL THEN l.stage
				WHEN last.inbound IS NOT NULL THEN 'replied' ELSE 'contacted' END,
			updated_at = $3
		FROM unnest($2::uuid[]) AS wanted(id) LEFT JOIN last ON last.lead_id = wanted.id
		WHERE l.user_id = $1 AND l.id = wanted.id`, t.user, ids, at, zone)
}
