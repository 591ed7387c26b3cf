package store

import (
	"context"
	"time"

	"github.com/salesflow/salesflow/engine"
)

const userColumns = `id, role, leader_id, name, country, region, timezone, language, company_id, list_at, list_limit,
	active_from, active_to, keep_text, asked, next_push_at, last_list_on, ignored_lists, seen_at, stopped_at,
	blocked_at, created_at, lists_a_day, lists_pushed, adapted_on, drafts_off, style`

// User returns the user and holds the row: decisions for one user happen one after the other. NO KEY leaves
// room for the foreign keys of rows that refer to the user: a stronger lock deadlocks two inbounds at once.
func (t tx) User(ctx context.Context) (engine.User, error) {
	return t.reachable(one[reachableUser](ctx, t.q, `
		SELECT `+reachableColumns+` FROM users WHERE id = $1 FOR NO KEY UPDATE`, t.user))
}

// Due returns the user if a push is due and nobody else is deciding it.
func (t tx) Due(ctx context.Context, at time.Time) (engine.User, error) {
	return t.reachable(one[reachableUser](ctx, t.q, `
		SELECT `+reachableColumns+` FROM users WHERE id = $1 AND next_push_at <= $2
		FOR NO KEY UPDATE SKIP LOCKED`, t.user, at))
}

// reachableUser is a user and the address to which messages go: the one the user joined with last.
type reachableUser struct {
	engine.User
	AddressID *engine.AddressID
}

const reachableColumns = userColumns + `, (SELECT a.id FROM addresses a WHERE a.user_id = users.id AND a.lead_id IS NULL
	ORDER BY a.created_at DESC, a.id LIMIT 1) AS address_id`

// reachable remembers the address of a user who was read: what is said to the user goes there.
func (t tx) reachable(u reachableUser, err error) (engine.User, error) {
	t.q.address = u.AddressID
	return u.User, err
}

// AddUser adds the user of the transaction.
func (t tx) AddUser(ctx context.Context, u engine.User) error {
	return exec(ctx, t.q, `
		INSERT INTO users (`+userColumns+`)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20, $21, $22, $23, $24, $25, $26, $27)`,
		userValues(u)...)
}

// SaveUser updates the user of the transaction.
func (t tx) SaveUser(ctx context.Context, u engine.User) error {
	return exec(ctx, t.q, `
		UPDATE users SET role = $2, leader_id = $3, name = $4, country = $5, region = $6, timezone = $7, language = $8,
			company_id = $9, list_at = $10, list_limit = $11, active_from = $12, active_to = $13, keep_text = $14,
			asked = $15, next_push_at = $16, last_list_on = $17, ignored_lists = $18, seen_at = $19,
			stopped_at = $20, blocked_at = $21, created_at = $22, lists_a_day = $23, lists_pushed = $24, adapted_on = $25,
			drafts_off = $26, style = $27
		WHERE id = $1`, userValues(u)...)
}

func userValues(u engine.User) []any {
	return []any{u.ID, u.Role, u.LeaderID, u.Name, u.Country, u.Region, u.Timezone, u.Language, u.CompanyID,
		u.ListAt, u.ListLimit, u.ActiveFrom, u.ActiveTo, u.KeepText, u.Asked, u.NextPushAt, u.LastListOn,
		u.IgnoredLists, u.SeenAt, u.StoppedAt, u.BlockedAt, u.CreatedAt, u.ListsADay, u.ListsPushed, u.AdaptedOn, u.DraftsOff, u.Style}
}

// AddInvite adds an invite of the user.
func (t tx) AddInvite(ctx context.Context, i engine.Invite) error {
	return exec(ctx, t.q, `INSERT INTO invites (hash, user_id, created_at, expires_at) VALUES ($1, $2, $3, $4)`,
		i.Hash, t.user, i.CreatedAt, i.ExpiresAt)
}
