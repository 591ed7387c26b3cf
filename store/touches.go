package store

import (
	"context"
	"time"

	"github.com/google/uuid"

	"github.com/salesflow/salesflow/engine"
)

const touchColumns = `id, user_id, lead_id, at, direction, channel, text, source_key, suggestion_id, template_id,
	variant, intent`

// AddTouches adds the touches that are not yet known and returns them.
func (t tx) AddTouches(ctx context.Context, touches []engine.Touch) ([]engine.Touch, error) {
	var c columnsOfTouches
	for _, touch := range touches {
		c.add(touch)
	}
	return many[engine.Touch](ctx, t.q, `
			INSERT INTO touches (`+touchColumns+`)
			SELECT id, $1, lead_id, at, direction, channel, text, source_key, suggestion_id, template_id, variant, intent
			FROM unnest($2::uuid[], $3::uuid[], $4::timestamptz[], $5::text[], $6::text[], $7::text[], $8::text[],
				$9::uuid[], $10::text[], $11::int[], $12::text[])
				AS t(id, lead_id, at, direction, channel, text, source_key, suggestion_id, template_id, variant, intent)
			ON CONFLICT (user_id, lead_id, source_key) DO NOTHING RETURNING `+touchColumns,
		t.user, c.ids, c.leads, c.ats, c.directions, c.channels, c.texts, c.keys, c.suggestions, c.templates, c.variants,
		c.intents)
}

// columnsOfTouches are touches column by column: thousands go into one statement.
type columnsOfTouches struct {
	ids, leads                                            []uuid.UUID
	ats                                                   []time.Time
	directions, channels, texts, keys, templates, intents []string
	suggestions                                           []*uuid.UUID
	variants                                              []int32
}

func (c *columnsOfTouches) add(t engine.Touch) {
	c.ids, c.leads = append(c.ids, t.ID), append(c.leads, t.LeadID)
	c.ats = append(c.ats, t.At)
	c.directions, c.channels = append(c.directions, string(t.Direction)), append(c.channels, string(t.Channel))
	c.texts, c.keys = append(c.texts, t.Text), append(c.keys, t.SourceKey)
	c.suggestions = append(c.suggestions, t.SuggestionID)
	c.templates, c.variants = append(c.templates, t.TemplateID), append(c.variants, int32(t.Variant))
	c.intents = append(c.intents, string(t.Intent))
}

// TouchesOf returns what was recorded for a suggestion, the newest last.
func (t tx) TouchesOf(ctx context.Context, id engine.SuggestionID) ([]engine.Touch, error) {
	return many[engine.Touch](ctx, t.q, `
		SELECT `+touchColumns+` FROM touches WHERE user_id = $1 AND suggestion_id = $2 ORDER BY at, id`, t.user, id)
}

// Reread changes what a touch is taken for, and the suggestion that it answered.
func (t tx) Reread(ctx context.Context, touch engine.Touch) error {
	return exec(ctx, t.q, `
		UPDATE touches SET intent = $3, suggestion_id = $4 WHERE user_id = $1 AND id = $2`,
		t.user, touch.ID, touch.Intent, touch.SuggestionID)
}

// RemoveTouches removes what the user reported for a suggestion. What an import brought took place all the same: only
// what it was taken for is forgotten.
func (t tx) RemoveTouches(ctx context.Context, id engine.SuggestionID) error {
	if err := exec(ctx, t.q, `
		UPDATE touches SET intent = '' WHERE user_id = $1 AND suggestion_id = $2 AND intent <> ''
			AND (source_key LIKE 'chat:%' OR source_key LIKE 'group:%')`, t.user, id); err != nil {
		return err
	}
	return exec(ctx, t.q, `
		DELETE FROM touches WHERE user_id = $1 AND suggestion_id = $2
			AND source_key NOT LIKE 'chat:%' AND source_key NOT LIKE 'group:%'`, t.user, id)
}
