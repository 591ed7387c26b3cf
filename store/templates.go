package store

import (
	"context"

	"github.com/google/uuid"

	"github.com/salesflow/salesflow/engine"
)

// OwnTemplates returns the user's own templates.
func (t tx) OwnTemplates(ctx context.Context) (engine.Templates, error) {
	rows, err := many[struct{ Said engine.MessageTemplate }](ctx, t.q, `
		SELECT said FROM message_templates WHERE user_id = $1 AND said IS NOT NULL ORDER BY id`, t.user)
	var own engine.Templates
	for _, row := range rows {
		own = append(own, row.Said)
	}
	return own, err
}

// LeadersAnswers returns the answers to objections that the user's leader has written.
func (t tx) LeadersAnswers(ctx context.Context) (engine.Templates, error) {
	rows, err := many[struct{ Said engine.MessageTemplate }](ctx, t.q, `
		SELECT m.said FROM message_templates m JOIN users u ON u.leader_id = m.user_id
		WHERE u.id = $1 AND m.said IS NOT NULL AND starts_with(m.id, $2) ORDER BY m.id`, t.user, engine.AnswerPrefix)
	answers := make(engine.Templates, len(rows))
	for i, row := range rows {
		answers[i] = row.Said
	}
	return answers, err
}

// ChangeTemplates replaces what the user's templates say. Of those that are gone only the last stay, to be taken back:
// whoever makes up ids does not fill the database.
func (t tx) ChangeTemplates(ctx context.Context, c engine.TemplateChange) error {
	sets := make([][]any, len(c.Templates))
	for i, changed := range c.Templates {
		sets[i] = []any{t.user, changed.ID, changed.Said, c.ID, c.At}
	}
	if err := batch(ctx, t.q, `
		INSERT INTO message_templates AS m (user_id, id, said, change_id, changed_at) VALUES ($1, $2, $3, $4, $5)
		ON CONFLICT (user_id, id) DO UPDATE SET before = m.said, said = excluded.said, change_id = excluded.change_id,
			undone = false, changed_at = excluded.changed_at`, sets); err != nil {
		return err
	}
	return exec(ctx, t.q, `
		DELETE FROM message_templates WHERE user_id = $1 AND said IS NULL AND id NOT IN (
			SELECT id FROM message_templates WHERE user_id = $1 AND said IS NULL ORDER BY changed_at DESC, id LIMIT $2)`,
		t.user, engine.MostTemplates)
}

// ChangedTemplates returns the templates that a change was the last one to change.
func (t tx) ChangedTemplates(ctx context.Context, change uuid.UUID) ([]engine.ChangedTemplate, error) {
	return many[engine.ChangedTemplate](ctx, t.q, `
		SELECT id, said, before, undone FROM message_templates WHERE user_id = $1 AND change_id = $2 ORDER BY id`,
		t.user, change)
}

// TurnTemplates exchanges what templates say with what they said before.
func (t tx) TurnTemplates(ctx context.Context, ids []string, undone bool) error {
	return exec(ctx, t.q, `
		UPDATE message_templates SET said = before, before = said, undone = $3
		WHERE user_id = $1 AND id = ANY($2) AND undone <> $3`, t.user, ids, undone)
}

// WordingTallies returns how the wordings of templates fared.
func (t tx) WordingTallies(ctx context.Context, templates []string) ([]engine.StepTally, error) {
	return many[engine.StepTally](ctx, t.q, `
		SELECT 0 AS step, template_id, variant, count(*) AS sent, count(replied_at) AS answered FROM decisions
		WHERE user_id = $1 AND template_id = ANY($2) AND sent_at IS NOT NULL
		GROUP BY template_id, variant ORDER BY template_id, variant`, t.user, templates)
}
