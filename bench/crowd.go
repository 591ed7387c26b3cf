package main

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"os"
	"strings"
	"time"

	"github.com/jackc/pgx/v5"

	"github.com/salesflow/salesflow/store"
	"github.com/salesflow/salesflow/store/local"
)

// morning is when the lists of the day are due: a Wednesday, 8 o'clock in Berlin.
var morning = time.Date(2026, 11, 25, 7, 0, 0, 0, time.UTC)

// crowd is a database of made-up users with 200 leads each, on a server of its own.
type crowd struct {
	dir    string
	server *local.Server
	users  int
}

// newCrowd starts the server and brings its empty database up to date.
func newCrowd(ctx context.Context) (*crowd, error) {
	dir, err := os.MkdirTemp("", "salesflow-bench-")
	if err != nil {
		return nil, err
	}
	c := &crowd{dir: dir}
	if err = os.Chmod(dir, 0o711); err == nil { // the account Postgres runs as passes through
		c.server, err = local.Start(ctx, dir, slog.New(slog.DiscardHandler))
	}
	if err == nil {
		err = store.Migrate(ctx, c.server.URL())
	}
	if err != nil {
		return nil, errors.Join(err, c.close())
	}
	return c, nil
}

// close stops the server and removes its data.
func (c *crowd) close() error {
	var err error
	if c.server != nil {
		ctx, cancel := context.WithTimeout(context.Background(), time.Minute)
		defer cancel()
		err = c.server.Stop(ctx)
	}
	return errors.Join(err, os.RemoveAll(c.dir))
}

// grow adds users until there are as many. Each has an API token, an address, and 200 open leads with their
// suggestions: nine are due this morning, two more than a list holds, and seven on each day that follows. The few
// first are due a minute before the others.
func (c *crowd) grow(ctx context.Context, users, few int) error {
	if users <= c.users {
		return nil
	}
	progress("adding %d users with %d leads each", users-c.users, leadsOfUser)
	conn, err := pgx.Connect(ctx, c.server.URL())
	if err != nil {
		return err
	}
	defer conn.Close(ctx)
	statements := strings.NewReplacer("FIRST", fmt.Sprint(c.users+1), "LAST", fmt.Sprint(users),
		"FEW", fmt.Sprint(few), "MORNING", "'"+morning.Format(time.RFC3339)+"'::timestamptz").Replace(people)
	c.users = users
	if _, err = conn.Exec(ctx, statements); err != nil {
		return err
	}
	if _, err = conn.Exec(ctx, "VACUUM ANALYZE"); err != nil { // as autovacuum does sooner or later
		return err
	}
	return c.settle(ctx)
}

// settle writes everything to disk: what was done before is not to be paid for by what is measured next, and each
// measurement writes the pages that it touches into the journal as a whole once more.
func (c *crowd) settle(ctx context.Context) error {
	conn, err := pgx.Connect(ctx, c.server.URL())
	if err != nil {
		return err
	}
	defer conn.Close(ctx)
	_, err = conn.Exec(ctx, "CHECKPOINT")
	return err
}

// people adds the users FIRST to LAST. Triggers are off, which would look at every lead by itself; a test looks at
// all that they hold. An id tells what it is of by its fourth group, and the number of the user or lead.
const people = `
SET session_replication_role = replica;
SET synchronous_commit = off;
INSERT INTO users (id, name, list_at, last_list_on, next_push_at, created_at)
SELECT ('00000000-0000-7000-8000-' || lpad(u::text, 12, '0'))::uuid, 'Max', CASE WHEN u > FEW THEN '08:01' ELSE '08:00' END,
	(MORNING - interval '1 day')::date, MORNING + CASE WHEN u > FEW THEN interval '1 minute' ELSE interval '0' END,
	MORNING - interval '100 days'
FROM generate_series(FIRST, LAST) u;
INSERT INTO addresses (id, user_id, channel, address, created_at)
SELECT ('00000000-0000-7000-8004-' || lpad(u::text, 12, '0'))::uuid,
	('00000000-0000-7000-8000-' || lpad(u::text, 12, '0'))::uuid, 'telegram', u, MORNING - interval '100 days'
FROM generate_series(FIRST, LAST) u;
INSERT INTO api_tokens (id, user_id, hash, name, created_at)
SELECT ('00000000-0000-7000-8005-' || lpad(u::text, 12, '0'))::uuid,
	('00000000-0000-7000-8000-' || lpad(u::text, 12, '0'))::uuid, sha256(('sf_' || lpad(u::text, 43, '0'))::bytea),
	'bench', MORNING - interval '100 days'
FROM generate_series(FIRST, LAST) u;
CREATE TEMPORARY TABLE person AS
SELECT ('00000000-0000-7000-8000-' || lpad(u::text, 12, '0'))::uuid AS user_id, i, n,
	('00000000-0000-7000-8001-' || lpad(i::text, 12, '0'))::uuid AS lead_id,
	MORNING - (15 + n * 7 % 60) * interval '1 day' AS touched, greatest(n - 3, 0) / 7 AS day
FROM generate_series(FIRST, LAST) u, generate_series(1, 200) n, LATERAL (SELECT (u - 1) * 200 + n AS i) number;
INSERT INTO leads (id, user_id, name, name_key, stage, sentiment, source, relation, unanswered,
	last_touch_at, last_out_at, created_at, updated_at)
SELECT lead_id, user_id, 'Lisa Meier ' || n, 'lisa meier ' || n,
	(ARRAY['contacted', 'replied', 'interested'])[1 + n % 3], (ARRAY['hot', 'warm', 'warm', 'cold'])[1 + n % 4], 'vcard',
	'friend', n % 3, touched, touched, MORNING - interval '90 days', touched
FROM person;
INSERT INTO addresses (id, user_id, lead_id, channel, address, created_at)
SELECT ('00000000-0000-7000-8002-' || lpad(i::text, 12, '0'))::uuid, user_id, lead_id, 'phone', '+49151' || lpad(i::text, 8, '0'),
	MORNING - interval '90 days'
FROM person;
INSERT INTO suggestions (id, user_id, lead_id, due_at, priority, score, confidence, reason, channel, template_id,
	draft, last_touch_at, created_at)
SELECT ('00000000-0000-7000-8003-' || lpad(i::text, 12, '0'))::uuid, user_id, lead_id,
	MORNING + (day - CASE WHEN n <= 2 THEN 1 ELSE 0 END) * interval '1 day',
	CASE WHEN day > 0 THEN 'scheduled' WHEN n % 2 = 0 THEN 'high' ELSE 'normal' END, n * 37 % 101, 0.3, 'no_response',
	'whatsapp', 'checkin', 'Hallo Lisa, wie geht es dir? Hast du schon Zeit gehabt, dir das Video anzusehen?',
	touched, touched
FROM person;
DROP TABLE person;
SET session_replication_role = origin;
RESET synchronous_commit`
