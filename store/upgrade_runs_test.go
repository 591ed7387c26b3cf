package store_test

import (
	"context"
	"testing"

	"github.com/google/uuid"

	"github.com/salesflow/salesflow/engine"
	"github.com/salesflow/salesflow/store"
	"github.com/salesflow/salesflow/store/storetest"
)

// migratedTo6 is the database as it was before sequences ran, with two runs that somebody else has put there.
func migratedTo6(ctx context.Context, url string) error {
	return migratedTo(ctx, url, 6, `
		WITH u AS (INSERT INTO users (id, next_push_at, created_at) VALUES (gen_random_uuid(), $1, $1) RETURNING id),
			l AS (INSERT INTO leads (id, user_id, name, name_key, stage, created_at, updated_at)
				SELECT gen_random_uuid(), id, 'Lisa', 'lisa', 'lost', $1, $1 FROM u RETURNING id, user_id)
		INSERT INTO followup_sequence_runs (lead_id, sequence_id, started_at, status)
		SELECT l.id, r.status, $1, r.status FROM l, (VALUES ('active'), ('paused'), ('completed')) AS r(status)`)
}

func TestAnUpgradeEndsRunsWithoutSteps(t *testing.T) {
	url := storetest.New(t, migratedTo6)
	if err := store.Migrate(t.Context(), url); err != nil {
		t.Fatal(err)
	}
	var id, user uuid.UUID
	if err := connect(t, url, "").QueryRow(t.Context(), `SELECT id, user_id FROM leads`).Scan(&id, &user); err != nil {
		t.Fatal(err)
	}
	db, err := store.Open(t.Context(), url)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(db.Close)
	err = db.As(t.Context(), user, func(tx engine.Tx) error {
		runs, err := tx.RunsOf(t.Context(), id)
		for _, r := range runs {
			want := engine.RunCancelled
			if r.SequenceID == "completed" {
				want = engine.RunCompleted
			}
			if r.Status != want || r.UserID != user {
				t.Errorf("%+v", r)
			}
		}
		if len(runs) != 3 {
			t.Errorf("%d runs", len(runs))
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
}
