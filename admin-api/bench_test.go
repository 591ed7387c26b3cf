package adminapi_test

import (
	"slices"
	"testing"
	"time"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"

	adminapi "github.com/salesflow/salesflow/admin-api"
	"github.com/salesflow/salesflow/store"
	"github.com/salesflow/salesflow/store/storetest"
)

// benchUser is one of 1,000 users with 200 leads each.
var benchUser = uuid.MustParse("00000000-0000-4000-8000-000000000001")

// crowd adds the users. Triggers are off: each lead has its suggestion anyway.
const crowd = `
	SET session_replication_role = replica;
	INSERT INTO users (id, next_push_at, created_at)
	SELECT ('00000000-0000-4000-8000-' || lpad(to_hex(u), 12, '0'))::uuid, '2026-11-26 07:00Z', '2026-11-25 07:59Z'
	FROM generate_series(1, 1000) u;
	INSERT INTO leads (id, user_id, name, name_key, created_at, updated_at)
	SELECT gen_random_uuid(), u.id, 'Lead ' || n, 'lead ' || n, u.created_at, u.created_at
	FROM generate_series(1, 200) n, users u;
	INSERT INTO addresses (id, user_id, lead_id, channel, address, created_at)
	SELECT gen_random_uuid(), user_id, id, 'whatsapp', '+49151' || id, created_at FROM leads;
	INSERT INTO suggestions (id, user_id, lead_id, due_at, priority, score, reason, channel, template_id,
		draft, last_touch_at, created_at)
	SELECT gen_random_uuid(), user_id, id, created_at,
		(ARRAY['urgent', 'high', 'normal', 'low', 'scheduled'])[1 + floor(random() * 5)], floor(random() * 101),
		'no_response', 'whatsapp', 'checkin', 'Hallo, wie geht es dir?', created_at - random() * interval '90 days', created_at
	FROM leads;
	SET session_replication_role = origin;
	ANALYZE`

// BenchmarkSmartSuggestions asks for one user's list over HTTP, one request after the other.
func BenchmarkSmartSuggestions(b *testing.B) {
	url := storetest.New(b, store.Migrate)
	conn, err := pgx.Connect(b.Context(), url)
	if err != nil {
		b.Fatal(err)
	}
	defer conn.Close(b.Context())
	if _, err := conn.Exec(b.Context(), crowd); err != nil {
		b.Fatal(err)
	}
	db, err := store.Open(b.Context(), url)
	if err != nil {
		b.Fatal(err)
	}
	defer db.Close()
	token, err := db.AddToken(b.Context(), benchUser, "bench", now)
	if err != nil {
		b.Fatal(err)
	}
	api := serve(b, adminapi.Deps{Auth: db, Store: db, Clock: stopped{}})
	for name, query := range map[string]string{"all": "", "scheduled": "?priority=scheduled"} {
		b.Run(name, func(b *testing.B) { measure(b, api+list+query, token) })
	}
}

func measure(b *testing.B, url, token string) {
	if n := len(in[[]object](b, get(b, url, token))); n != 20 {
		b.Fatalf("%d suggestions", n)
	}
	var took []time.Duration
	for b.Loop() {
		start := time.Now()
		if a := get(b, url, token); a.status != 200 {
			b.Fatal(a.status)
		}
		took = append(took, time.Since(start))
	}
	slices.Sort(took)
	b.ReportMetric(float64(took[len(took)/2].Microseconds()), "p50-µs")
	b.ReportMetric(float64(took[len(took)*99/100].Microseconds()), "p99-µs")
}
