package store

import (
	"context"
	"time"

	"github.com/google/uuid"

	"github.com/salesflow/salesflow/engine"
)

// AddTouches adds the touches that are not yet known and returns the lead of each.
func (t tx) AddTouches(ctx context.Context, touches []engine.Touch) ([]engine.LeadID, error) {
	var c touchColumns
	for _, touch := range touches {
		c.add(touch)
	}
	rows, err := many[struct{ LeadID engine.LeadID }](ctx, t.q, `
			INSERT INTO touches (id, user_id, lead_id, at, direction, channel, text, source_key, suggestion_id,
				template_id, variant)
			SELECT id, $1, lead_id, at, direction, channel, text, source_key, suggestion_id, template_id, variant
			FROM unnest($2::uuid[], $3::uuid[], $4::timestamptz[], $5::text[], $6::text[], $7::text[], $8::text[],
				$9::uuid[], $10::text[], $11::smallint[])
				AS t(id, lead_id, at, direction, channel, text, source_key, suggestion_id, template_id, variant)
			ON CONFLICT (user_id, lead_id, source_key) DO NOTHING RETURNING lead_id`,
		t.user, c.ids, c.leads, c.ats, c.directions, c.channels, c.texts, c.keys, c.suggestions, c.templates, c.variants)
	leads := make([]engine.LeadID, len(rows))
	for i, row := range rows {
		leads[i] = row.LeadID
	}
	return leads, err
}

// touchColumns are touches column by column: thousands go into one statement.
type touchColumns struct {
	ids, leads                                   []uuid.UUID
	ats                                          []time.Time
	directions, channels, texts, keys, templates []string
	suggestions                                  []*uuid.UUID
	variants                                     []int16
}

func (c *touchColumns) add(t engine.Touch) {
	c.ids, c.leads = append(c.ids, t.ID), append(c.leads, t.LeadID)
	c.ats = append(c.ats, t.At)
	c.directions, c.channels = append(c.directions, string(t.Direction)), append(c.channels, string(t.Channel))
	c.texts, c.keys = append(c.texts, t.Text), append(c.keys, t.SourceKey)
	c.suggestions = append(c.suggestions, t.SuggestionID)
	c.templates, c.variants = append(c.templates, t.TemplateID), append(c.variants, int16(t.Variant))
}

// RemoveTouches removes what was recorded for a suggestion.
func (t tx) RemoveTouches(ctx context.Context, id engine.SuggestionID) error {
	return exec(ctx, t.q, `DELETE FROM touches WHERE user_id = $1 AND suggestion_id = $2`, t.user, id)
}
