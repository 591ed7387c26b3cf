package store

import (
	"context"
	"time"

	"github.com/salesflow/salesflow/engine"
)

// Leaders returns leaders whose team's tallies are older than the given time, or were never made.
func (w work) Leaders(ctx context.Context, before time.Time, after engine.UserID, limit int) ([]engine.UserID, error) {
	rows, err := many[struct{ ID engine.UserID }](ctx, w.q, `
		SELECT l.id FROM (SELECT DISTINCT leader_id AS id FROM users WHERE leader_id IS NOT NULL) l
		WHERE l.id > $3 AND NOT EXISTS (SELECT FROM team_variant_tallies t WHERE t.leader_id = l.id AND t.updated_at >= $1)
			AND EXISTS (SELECT FROM variant_tallies v JOIN users u ON u.id = v.user_id
				WHERE u.id = l.id OR u.leader_id = l.id)
		ORDER BY l.id LIMIT $2`, before, limit, after)
	ids := make([]engine.UserID, len(rows))
	for i, row := range rows {
		ids[i] = row.ID
	}
	return ids, err
}

// TalliesOfTeam returns the tallies of a leader and of each member of the team, wording by wording.
func (w work) TalliesOfTeam(ctx context.Context, leader engine.UserID) ([]engine.WordingTally, error) {
	return many[engine.WordingTally](ctx, w.q, `
		SELECT false AS team, template_id, variant, sent, reward, squares, opt_outs, 0::float8 AS kappa, updated_at
		FROM variant_tallies v JOIN users u ON u.id = v.user_id WHERE u.id = $1 OR u.leader_id = $1
		ORDER BY template_id, variant, u.id`, leader)
}

// SaveTeam replaces the tallies of a team.
func (w work) SaveTeam(ctx context.Context, leader engine.UserID, tallies []engine.WordingTally) error {
	if err := exec(ctx, w.q, `DELETE FROM team_variant_tallies WHERE leader_id = $1`, leader); err != nil {
		return err
	}
	sets := make([][]any, len(tallies))
	for i, t := range tallies {
		sets[i] = []any{leader, t.TemplateID, t.Variant, t.Sent, t.Reward, t.Squares, t.OptOuts, t.Kappa, t.UpdatedAt}
	}
	return batch(ctx, w.q, `
		INSERT INTO team_variant_tallies (leader_id, template_id, variant, sent, reward, squares, opt_outs, kappa, updated_at)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)`, sets)
}
