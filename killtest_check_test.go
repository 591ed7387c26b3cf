package main_test

import (
	"encoding/json"
	"net/http"

	"github.com/jackc/pgx/v5"
)

// check compares the database with what people did and with what arrived on their phones.
func (k *killing) check() verdict {
	k.t.Helper()
	conn, err := pgx.Connect(k.ctx, k.postgres.URL())
	if err != nil {
		k.t.Fatal(err)
	}
	defer func() { _ = conn.Close(k.ctx) }() // it only read
	k.conn = conn
	k.checkInbox()
	k.checkLeads()
	k.expect("users without exactly one summary", 0, `
		SELECT count(*) FROM users u WHERE EXISTS (SELECT FROM leads l WHERE l.user_id = u.id AND l.source = 'vcard')
			AND 1 <> (SELECT count(*) FROM outgoing o WHERE o.user_id = u.id AND o.key LIKE 'summary%')`)
	return k.checkArrivals()
}

// checkInbox looks at whether each update was decided once. A kill is no failure to decide.
func (k *killing) checkInbox() {
	k.t.Helper()
	taps := len(k.people.taps)
	k.expect("updates remembered", k.people.updates, `SELECT count(*) FROM inbound`)
	k.expect("updates in a row", k.people.updates, `SELECT max(external_id::bigint) - min(external_id::bigint) + 1 FROM inbound`)
	k.expect("updates undecided or with failures", 0, `SELECT count(*) FROM inbound WHERE decided_at IS NULL OR failures > 0`)
	k.expect("users", k.size.users+k.people.newcomers, `SELECT count(*) FROM users`)
	k.expect("welcomes", k.people.newcomers, `SELECT count(*) FROM outgoing WHERE key = 'welcome'`)
	k.expect("acknowledgements", taps, `SELECT count(*) FROM outgoing WHERE key = 'ack'`)
	k.expect("acknowledged taps", taps, `SELECT count(DISTINCT args ->> 'tap') FROM outgoing WHERE key = 'ack'`)
}

func (k *killing) checkLeads() {
	k.t.Helper()
	names := k.people.typed
	typed := len(names)
	k.expect("leads", k.size.users*leadsAtFirst+typed, `SELECT count(*) FROM leads`)
	k.expect("leads with a typed name", typed, `SELECT count(*) FROM leads WHERE name = ANY($1)`, names)
	k.expect("names of typed leads", typed, `SELECT count(DISTINCT name) FROM leads WHERE name = ANY($1)`, names)
	k.expect("answers to typed leads", typed, `SELECT count(*) FROM outgoing WHERE key = 'lead_report'`)
	k.expect("typed leads with an answer", typed, `
		SELECT count(DISTINCT args ->> 'name') FROM outgoing WHERE key = 'lead_report' AND args ->> 'name' = ANY($1)`, names)
	k.expect("leads without exactly one next action", 0, `
		SELECT count(*) FROM leads l WHERE NOT is_open OR 1 <> (
			SELECT count(*) FROM suggestions s WHERE s.user_id = l.user_id AND s.lead_id = l.id AND s.closed_at IS NULL)`)
}

// expect compares a number in the database.
func (k *killing) expect(what string, want int, sql string, args ...any) {
	k.t.Helper()
	got := 0
	if err := k.conn.QueryRow(k.ctx, sql, args...).Scan(&got); err != nil {
		k.t.Fatal(err)
	}
	if got != want {
		k.t.Errorf("%s: %d, want %d", what, got, want)
	}
}

// underWay is how many users wait for their list, and messages to be said; -1 while the database is away.
func (k *killing) underWay() (n int) {
	conn, err := pgx.Connect(k.ctx, k.postgres.URL())
	if err != nil {
		return -1
	}
	defer func() { _ = conn.Close(k.ctx) }() // it only read
	err = conn.QueryRow(k.ctx, `
		SELECT (SELECT count(*) FROM outgoing WHERE state IN ('queued', 'sending'))
			+ (SELECT count(*) FROM users WHERE next_push_at <= $1)`, k.clock.Now()).Scan(&n)
	if err != nil {
		return -1
	}
	return n
}

// pendingUpdates is how many updates Telegram still has, by its own word; -1 when that cannot be known.
func (k *killing) pendingUpdates() int {
	response, err := http.Get(k.api + "/bot" + killToken + "/getWebhookInfo")
	if err != nil {
		return -1
	}
	defer func() { _ = response.Body.Close() }() // read to the end or given up
	var info struct {
		Result struct {
			Pending int `json:"pending_update_count"`
		} `json:"result"`
	}
	if json.NewDecoder(response.Body).Decode(&info) != nil {
		return -1
	}
	return info.Result.Pending
}
