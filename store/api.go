package store

import (
	"context"

	"github.com/jackc/pgx/v5"

	"github.com/salesflow/salesflow/engine"
)

// OpenItems returns the user whose API token the credential is, and up to limit open suggestions in the order of the
// list: the most urgent first, then the highest score, then the longest silence. An empty priority means all of them.
// The items have no address.
// It is asked for most often, so that it finds out who asks in the same round trip; code NotFound as by Authenticate.
func (db *DB) OpenItems(
	ctx context.Context, credential string, priority engine.Priority, limit int,
) (engine.User, []engine.Item, error) {
	if !isToken(credential) {
		return engine.User{}, nil, &engine.Error{Code: engine.NotFound}
	}
	sql, args := OpenItemsSQL, []any{limit}
	if priority != "" { // asking for the rank and not for the priority keeps to the index of the list
		sql = openSQL + ofPriority + inOrder
		args = append(args, string(priority))
	}
	var bearers []bearer
	var items []engine.Item
	err := db.read(ctx, asBearer(credential, &bearers), rowsInto(&items, sql, args...))
	found, err := first(bearers, err)
	if err != nil {
		return engine.User{}, nil, err
	}
	return found.User, items, nil
}

// openSQL are the open suggestions of whoever the scope is of: the statement is sent before anybody knows. To nobody
// belongs none. The address of each is left out: looking it up takes a third of the time, and the API does not show it.
const openSQL = itemColumns + `, '' AS address` + fromItems + `WHERE s.user_id = (SELECT app_user()) AND s.closed_at IS NULL`

const ofPriority = ` AND s.rank = array_position(ARRAY['urgent', 'high', 'normal', 'low', 'scheduled'], $2) - 1`

// inOrder is the order of the list; an index has it.
const inOrder = ` ORDER BY s.rank, s.score DESC, s.last_touch_at, s.lead_id LIMIT $1`

// OpenItemsSQL is the statement of OpenItems for all priorities: $1 is the limit. It is there to be measured by itself.
const OpenItemsSQL = openSQL + inOrder

// LeadCard returns a lead of the user, how it can be reached, and its open suggestion, none when it is closed;
// code NotFound when the user has no such lead.
func (db *DB) LeadCard(
	ctx context.Context, user engine.UserID, id engine.LeadID,
) (lead engine.Lead, addresses []engine.Address, open []engine.Item, err error) {
	var leads []engine.Lead
	err = db.read(ctx, asUser(user),
		rowsInto(&leads, `SELECT `+leadColumns+` FROM leads WHERE user_id = $1 AND id = $2`, user, id),
		rowsInto(&addresses, `
			SELECT id, user_id, lead_id, channel, address, created_at FROM addresses
			WHERE user_id = $1 AND lead_id = $2 ORDER BY channel, address`, user, id),
		rowsInto(&open, itemSQL+`AND s.lead_id = $2 AND s.closed_at IS NULL`, user, id))
	lead, err = first(leads, err)
	return lead, addresses, open, err
}

// query puts one statement into a batch.
type query func(*pgx.Batch)

// read sets the scope and runs queries in one round trip. The batch is a transaction of its own, so that the
// scope ends with it.
func (db *DB) read(ctx context.Context, scope query, queries ...query) error {
	b := &pgx.Batch{}
	scope(b)
	for _, q := range queries {
		q(b)
	}
	return meaning(db.pool.SendBatch(ctx, b).Close())
}

// asUser gives the batch the rights of one user.
func asUser(user engine.UserID) query {
	return func(b *pgx.Batch) {
		b.Queue(`SELECT set_config('app.scope', '', true), set_config('app.user_id', $1, true)`, user.String())
	}
}

// bearer is a user, read by asBearer.
type bearer struct {
	engine.User
	SetUser, SetScope string // of no use
}

// asBearer gives the batch the rights of the user whose API token the credential is, and reads the user. Where there is
// none, the batch keeps the rights to find one, and app_user() is nobody.
func asBearer(credential string, found *[]bearer) query {
	lookup := rowsInto(found, `
		SELECT `+userColumns+`, set_config('app.user_id', id::text, true) AS set_user,
			set_config('app.scope', '', true) AS set_scope`+byToken, tokenHash(credential))
	return func(b *pgx.Batch) {
		acrossUsers(b)
		lookup(b)
	}
}

// acrossUsers gives the batch the narrow rights of work across users.
func acrossUsers(b *pgx.Batch) { b.Queue(`SELECT set_config('app.scope', 'work', true)`) }

// rowsInto reads all rows of a statement into values, by column name.
func rowsInto[T any](values *[]T, sql string, args ...any) query {
	return func(b *pgx.Batch) {
		b.Queue(sql, args...).Query(func(rows pgx.Rows) (err error) {
			*values, err = collect[T](rows)
			return err
		})
	}
}

// first is the row of a query that must have found one.
func first[T any](rows []T, err error) (row T, _ error) {
	if err != nil {
		return row, err
	}
	if len(rows) == 0 {
		return row, &engine.Error{Code: engine.NotFound}
	}
	return rows[0], nil
}
