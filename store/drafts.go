package store

import (
	"context"
	"time"

	"github.com/riverqueue/river"

	"github.com/salesflow/salesflow/engine"
	"github.com/salesflow/salesflow/engine/timing"
)

const draftColumns = `id, user_id, lead_id, suggestion_id, state, wish, instruction, basis, reason, channel, template_id, variant, draft,
	provider, model, failure, tokens, tries, chat, message_ref, created_at, claimed_at, ended_at`

// AddDrafts adds orders and, in the same transaction, the jobs that carry them out.
func (t tx) AddDrafts(ctx context.Context, drafts []engine.Draft) error {
	if len(drafts) == 0 {
		return nil
	}
	sets := make([][]any, len(drafts))
	for i, d := range drafts {
		sets[i] = t.draftValues(d)
	}
	added, err := many[struct {
		ID   engine.DraftID
		Wish engine.Wish
	}](ctx, t.q, `
		INSERT INTO drafts (`+draftColumns+`)
		SELECT `+draftColumns+` FROM unnest($1::uuid[], $2::uuid[], $3::uuid[], $4::uuid[], $5::text[], $6::text[], $7::text[],
			$8::text[], $9::text[], $10::text[], $11::text[], $12::int[], $13::text[], $14::text[], $15::text[], $16::text[],
			$17::int[], $18::smallint[], $19::text[], $20::text[], $21::timestamptz[], $22::timestamptz[], $23::timestamptz[]) AS v (`+draftColumns+`)
		ON CONFLICT DO NOTHING RETURNING id, wish`, byColumn(sets)...)
	if err != nil {
		return err
	}
	jobs := make([]river.JobArgs, len(added))
	for i, d := range added {
		jobs[i] = WriteDraft{Draft: d.ID, Ahead: d.Wish == engine.NoWish}
	}
	return t.jobs.insert(ctx, t.q, jobs...)
}

func (t tx) draftValues(d engine.Draft) []any {
	return []any{d.ID, t.user, d.LeadID, d.SuggestionID, d.State, d.Wish, d.Instruction, d.Basis, d.Reason, d.Channel, d.TemplateID,
		d.Variant, d.Draft, d.Provider, d.Model, d.Failure, d.Tokens, d.Tries, d.Chat, d.MessageRef, d.CreatedAt, d.ClaimedAt, d.EndedAt}
}

// Draft returns an order.
func (t tx) Draft(ctx context.Context, id engine.DraftID) (engine.Draft, error) {
	return one[engine.Draft](ctx, t.q, `SELECT `+draftColumns+` FROM drafts WHERE user_id = $1 AND id = $2`, t.user, id)
}

// SaveDraft updates an order; what it was given for does not change.
func (t tx) SaveDraft(ctx context.Context, d engine.Draft) error {
	return exec(ctx, t.q, `
		UPDATE drafts SET state = $3, instruction = $4, draft = $5, provider = $6, model = $7, failure = $8, tokens = $9,
			tries = $10, claimed_at = $11, ended_at = $12
		WHERE user_id = $1 AND id = $2`, t.user, d.ID, d.State, d.Instruction, d.Draft, d.Provider, d.Model, d.Failure,
		d.Tokens, d.Tries, d.ClaimedAt, d.EndedAt)
}

// WrittenFor returns what was written ahead for leads.
func (t tx) WrittenFor(ctx context.Context, leads []engine.LeadID) ([]engine.Draft, error) {
	return many[engine.Draft](ctx, t.q, `
		SELECT `+draftColumns+` FROM drafts WHERE user_id = $1 AND lead_id = ANY($2) AND wish = '' AND state = 'written'
		ORDER BY created_at, id`, t.user, leads)
}

// Allowance says what was spent and whether the leader has switched models off. A leader's switch counts for the leader, too.
func (t tx) Allowance(ctx context.Context, since time.Time) (engine.Allowance, error) {
	return one[engine.Allowance](ctx, t.q, `
		SELECT (SELECT coalesce(sum(tokens), 0)::int FROM drafts WHERE user_id = $1 AND claimed_at >= $2) AS spent,
			(SELECT coalesce(sum(tokens), 0)::int FROM drafts WHERE user_id = $1 AND claimed_at >= $2 AND state = 'writing') AS reserved,
			EXISTS (SELECT FROM team_switches s JOIN users u ON s.leader_id IN (u.leader_id, u.id)
				WHERE u.id = $1 AND s.drafts_off) AS team_off`, t.user, since)
}

// SwitchTeamDrafts lets models write for the user's team, or not.
func (t tx) SwitchTeamDrafts(ctx context.Context, off bool) error {
	return exec(ctx, t.q, `
		INSERT INTO team_switches (leader_id, drafts_off) VALUES ($1, $2)
		ON CONFLICT (leader_id) DO UPDATE SET drafts_off = excluded.drafts_off`, t.user, off)
}

// LastTexts returns the last touches with a lead whose text is kept. What was said in a group is not between the two.
func (t tx) LastTexts(ctx context.Context, lead engine.LeadID, limit int) ([]engine.Touch, error) {
	return many[engine.Touch](ctx, t.q, `
		SELECT * FROM (
			SELECT id, user_id, lead_id, at, direction, channel, text, source_key, suggestion_id, template_id, variant, intent
			FROM touches WHERE user_id = $1 AND lead_id = $2 AND text <> '' AND source_key NOT LIKE 'group:%'
			ORDER BY at DESC, id DESC LIMIT $3) last
		ORDER BY at, id`, t.user, lead, limit)
}

// OwnerOfDraft returns whose order it is.
func (w work) OwnerOfDraft(ctx context.Context, id engine.DraftID) (engine.UserID, error) {
	return value[engine.UserID](ctx, w.q, `SELECT user_id FROM drafts WHERE id = $1`, id)
}

// Drafting returns users who get a list soon and for whom a model may write.
func (w work) Drafting(ctx context.Context, within timing.Span, after engine.UserID) ([]engine.UserID, error) {
	rows, err := many[struct{ ID engine.UserID }](ctx, w.q, `
		SELECT id FROM users u WHERE next_push_at BETWEEN $1 AND $2 AND id > $3 AND NOT drafts_off
			AND NOT EXISTS (SELECT FROM team_switches s WHERE s.drafts_off AND s.leader_id IN (u.leader_id, u.id))
		ORDER BY id LIMIT 100`, within.From, within.Until, after)
	ids := make([]engine.UserID, len(rows))
	for i, row := range rows {
		ids[i] = row.ID
	}
	return ids, err
}
