package store_test

import (
	"context"
	"slices"
	"testing"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/stdlib"
	"github.com/pressly/goose/v3"

	"github.com/salesflow/salesflow/engine"
	"github.com/salesflow/salesflow/engine/timing"
	"github.com/salesflow/salesflow/migrations"
	"github.com/salesflow/salesflow/store"
	"github.com/salesflow/salesflow/store/storetest"
)

// migratedTo is the database as it was at a version, with what a statement puts there; $1 is now.
func migratedTo(ctx context.Context, url string, version int64, sql string) error {
	config, err := pgx.ParseConfig(url)
	if err != nil {
		return err
	}
	db := stdlib.OpenDB(*config)
	defer db.Close()
	provider, err := goose.NewProvider(goose.DialectPostgres, db, migrations.Files)
	if err != nil {
		return err
	}
	if _, err := provider.UpTo(ctx, version); err != nil {
		return err
	}
	_, err = db.ExecContext(ctx, sql, now)
	return err
}

// migratedTo4 is the database as it was before histories were kept, with one lead and two touches.
func migratedTo4(ctx context.Context, url string) error {
	return migratedTo(ctx, url, 4, `
		WITH u AS (INSERT INTO users (id, next_push_at, created_at) VALUES (gen_random_uuid(), $1, $1) RETURNING id),
			l AS (INSERT INTO leads (id, user_id, name, name_key, stage, created_at, updated_at)
				SELECT gen_random_uuid(), id, 'Lisa', 'lisa', 'lost', $1, $1 FROM u RETURNING id, user_id)
		INSERT INTO touches (id, user_id, lead_id, at, direction, channel, source_key)
		SELECT gen_random_uuid(), l.user_id, l.id, t.at, t.direction, t.channel, t.direction
		FROM l, (VALUES ($1::timestamptz, 'in', 'email'), ($1 - interval '1 hour', 'out', 'whatsapp')) AS t(at, direction, channel)`)
}

func TestAnUpgradeFillsHistories(t *testing.T) {
	url := storetest.New(t, migratedTo4)
	if err := store.Migrate(t.Context(), url); err != nil {
		t.Fatal(err)
	}
	var id, user uuid.UUID
	owner := connect(t, url, "")
	if err := owner.QueryRow(t.Context(), `SELECT id, user_id FROM leads`).Scan(&id, &user); err != nil {
		t.Fatal(err)
	}
	db, err := store.Open(t.Context(), url)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(db.Close)
	got := member{t, db, user}.lead(id).Touches()
	want := touchLog{
		{At: now, Direction: engine.In, Channel: engine.Email}, {At: now.Add(-3600e9), Direction: engine.Out, Channel: engine.WhatsApp},
	}.told()
	if !slices.Equal[[]timing.Touch](got, want) {
		t.Errorf("%v, want %v", got, want)
	}
}
