package store

import (
	"context"

	"github.com/salesflow/salesflow/engine"
)

// AddressesOf returns how several leads can be reached.
func (t tx) AddressesOf(ctx context.Context, leads []engine.LeadID) ([]engine.Address, error) {
	return many[engine.Address](ctx, t.q, `
		SELECT id, user_id, lead_id, channel, address, created_at FROM addresses
		WHERE user_id = $1 AND lead_id = ANY($2) ORDER BY lead_id, channel, address`, t.user, leads)
}

// Owners returns those of the given addresses that belong to leads of the user.
func (t tx) Owners(ctx context.Context, addresses []engine.Address) ([]engine.Address, error) {
	channels, values := make([]string, len(addresses)), make([]string, len(addresses))
	for i, a := range addresses {
		channels[i], values[i] = string(a.Channel), a.Address
	}
	return many[engine.Address](ctx, t.q, `
		SELECT a.id, a.user_id, a.lead_id, a.channel, a.address, a.created_at
		FROM unnest($2::text[], $3::text[]) AS wanted(channel, address)
		JOIN addresses a USING (channel, address)
		WHERE a.user_id = $1 AND a.lead_id IS NOT NULL`, t.user, channels, values)
}

// Namesakes returns the leads with one of the name keys.
func (t tx) Namesakes(ctx context.Context, keys []string) ([]engine.Namesake, error) {
	return many[engine.Namesake](ctx, t.q, `
		SELECT id, name_key, EXISTS (SELECT FROM addresses a WHERE a.user_id = l.user_id AND a.lead_id = l.id) AS reachable,
			opted_out_at IS NOT NULL AS opted_out
		FROM leads l WHERE user_id = $1 AND name_key = ANY($2) ORDER BY created_at, id`, t.user, keys)
}

// AddAddresses adds addresses of the user (LeadID nil) or of leads; those already known are left as they are.
func (t tx) AddAddresses(ctx context.Context, addresses []engine.Address) error {
	t.q.address = nil // there may be a newer one now
	sets := make([][]any, len(addresses))
	for i, a := range addresses {
		sets[i] = []any{a.ID, t.user, a.LeadID, a.Channel, a.Address, a.CreatedAt}
	}
	return batch(ctx, t.q, `
		INSERT INTO addresses (id, user_id, lead_id, channel, address, created_at) VALUES ($1, $2, $3, $4, $5, $6)
		ON CONFLICT (user_id, channel, address) WHERE lead_id IS NOT NULL DO NOTHING`, sets)
}
