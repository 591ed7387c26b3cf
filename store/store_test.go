package store_test

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"

	"github.com/salesflow/salesflow/engine"
	"github.com/salesflow/salesflow/store"
	"github.com/salesflow/salesflow/store/storetest"
)

var now = time.Date(2026, 11, 23, 8, 0, 0, 0, time.UTC)

// open returns an empty database and its URL.
func open(t testing.TB) (*store.DB, string) {
	t.Helper()
	url := storetest.New(t, store.Migrate)
	db, err := store.Open(t.Context(), url)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(db.Close)
	return db, url
}

// connect opens a connection beside the store; role "" is the owner of the schema.
func connect(t testing.TB, url, role string) *pgx.Conn {
	t.Helper()
	config, err := pgx.ParseConfig(url)
	if err != nil {
		t.Fatal(err)
	}
	if role != "" {
		config.RuntimeParams["role"] = role
	}
	conn, err := pgx.ConnectConfig(t.Context(), config)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { conn.Close(context.Background()) })
	return conn
}

// join adds a user who is reached on Telegram.
func join(t testing.TB, db *store.DB, address string) engine.User {
	t.Helper()
	user := engine.NewUser("Max", now)
	err := db.As(t.Context(), user.ID, func(tx engine.Tx) error {
		return engine.Join(t.Context(), tx, user, engine.Address{Channel: engine.Telegram, Address: address})
	})
	if err != nil {
		t.Fatal(err)
	}
	return user
}

// addLead adds an open lead with its suggestion.
func addLead(t testing.TB, db *store.DB, user engine.UserID, name string) (engine.Lead, engine.Suggestion) {
	t.Helper()
	lead := engine.Lead{
		ID: uuid.Must(uuid.NewV7()), Name: name, NameKey: strings.ToLower(name), Stage: engine.StageNew,
		Sentiment: engine.Warm, Source: "typed", Consent: "none", CreatedAt: now, UpdatedAt: now,
	}
	suggestion := engine.Suggestion{
		ID: uuid.Must(uuid.NewV7()), LeadID: lead.ID, DueAt: now, Priority: engine.Normal,
		Reason: "periodic_checkin", Channel: engine.WhatsApp, LastTouchAt: now, CreatedAt: now,
	}
	err := db.As(t.Context(), user, func(tx engine.Tx) error {
		if err := tx.AddLeads(t.Context(), []engine.Lead{lead}); err != nil {
			return err
		}
		return tx.AddSuggestions(t.Context(), []engine.Suggestion{suggestion})
	})
	if err != nil {
		t.Fatal(err)
	}
	return lead, suggestion
}

func tables(t testing.TB, conn *pgx.Conn) []string {
	t.Helper()
	rows, _ := conn.Query(t.Context(), `SELECT tablename::text FROM pg_tables WHERE schemaname = 'public'
		AND tablename NOT LIKE 'river%' AND tablename <> 'goose_db_version' ORDER BY 1`)
	names, err := pgx.CollectRows(rows, pgx.RowTo[string])
	if err != nil || len(names) < 15 {
		t.Fatal(names, err)
	}
	return names
}

func TestMigratingTwiceChangesNothing(t *testing.T) {
	_, url := open(t)
	if err := store.Migrate(t.Context(), url); err != nil {
		t.Fatal(err)
	}
}

func TestTheCustomersTablesKeepTheirColumns(t *testing.T) {
	_, url := open(t)
	conn := connect(t, url, "")
	for table, columns := range map[string]string{
		"followup_sequence_runs": "id lead_id sequence_id started_at current_step status outcome completed_at metadata",
		"team_templates":         "id name description created_by company_id config is_public version times_cloned created_at updated_at",
		"template_clones":        "id template_id user_id cloned_at is_synced",
		"smart_reminders":        "id user_id lead_id action_type scheduled_for priority snooze_count completed_at dismissed_at metadata",
	} {
		query := fmt.Sprintf("SELECT %s FROM %s", strings.ReplaceAll(columns, " ", ", "), table)
		if _, err := conn.Exec(t.Context(), query); err != nil {
			t.Error(err)
		}
	}
}

func TestRowLevelSecurityIsForcedOnEveryTable(t *testing.T) {
	_, url := open(t)
	conn := connect(t, url, "")
	for _, table := range tables(t, conn) {
		var enabled, forced bool
		err := conn.QueryRow(t.Context(), `SELECT relrowsecurity, relforcerowsecurity FROM pg_class WHERE oid = $1::regclass`, table).
			Scan(&enabled, &forced)
		if err != nil || !enabled || !forced {
			t.Errorf("%s: enabled %v, forced %v, %v", table, enabled, forced, err)
		}
	}
	var owned, bypass bool
	err := conn.QueryRow(t.Context(), `SELECT EXISTS (SELECT FROM pg_class WHERE relowner = r.oid), rolbypassrls OR rolsuper
		FROM pg_roles r WHERE rolname = 'salesflow_app'`).Scan(&owned, &bypass)
	if err != nil || owned || bypass {
		t.Errorf("salesflow_app owns something (%v) or passes row-level security (%v): %v", owned, bypass, err)
	}
}

func TestAConnectionWithoutAScopeSeesNothing(t *testing.T) {
	db, url := open(t)
	addLead(t, db, join(t, db, "1").ID, "Lisa")
	owner, app := connect(t, url, ""), connect(t, url, "salesflow_app")
	for _, table := range tables(t, owner) {
		var count int
		if err := app.QueryRow(t.Context(), "SELECT count(*) FROM "+table).Scan(&count); err != nil || count != 0 {
			t.Errorf("%s shows %d rows: %v", table, count, err)
		}
	}
}

func TestWorkSeesNoLeadsAndNoTouches(t *testing.T) {
	db, url := open(t)
	addLead(t, db, join(t, db, "1").ID, "Lisa")
	app := connect(t, url, "salesflow_app")
	if _, err := app.Exec(t.Context(), "SET app.scope = 'work'"); err != nil {
		t.Fatal(err)
	}
	for table, want := range map[string]int{"users": 1, "suggestions": 1, "leads": 0, "touches": 0, "consents": 0} {
		var count int
		if err := app.QueryRow(t.Context(), "SELECT count(*) FROM "+table).Scan(&count); err != nil || count != want {
			t.Errorf("%s shows %d rows, want %d: %v", table, count, want, err)
		}
	}
}

func TestOneUserNeverSeesAnothersLead(t *testing.T) {
	db, url := open(t)
	max, anna := join(t, db, "1"), join(t, db, "2")
	lead, _ := addLead(t, db, max.ID, "Lisa")
	err := db.As(t.Context(), anna.ID, func(tx engine.Tx) error {
		_, err := tx.Lead(t.Context(), lead.ID)
		return err
	})
	if engine.CodeOf(err) != engine.NotFound {
		t.Errorf("a foreign lead: %v", err)
	}
	app := connect(t, url, "salesflow_app") // the same without any WHERE
	if _, err := app.Exec(t.Context(), fmt.Sprintf("SET app.user_id = '%s'", anna.ID)); err != nil {
		t.Fatal(err)
	}
	for _, statement := range []string{"UPDATE leads SET name = 'x'", "DELETE FROM leads", "UPDATE suggestions SET score = 1"} {
		tag, err := app.Exec(t.Context(), statement)
		if err != nil || tag.RowsAffected() != 0 {
			t.Errorf("%s: %d rows, %v", statement, tag.RowsAffected(), err)
		}
	}
	forged := `INSERT INTO suppressions (user_id, hash, key_version, created_at) VALUES ($1, decode(repeat('00', 32), 'hex'), 1, now())`
	if _, err := app.Exec(t.Context(), forged, max.ID); err == nil {
		t.Error("a row was written for somebody else")
	}
}

func TestAnOpenLeadCannotBeWithoutANextAction(t *testing.T) {
	db, _ := open(t)
	user := join(t, db, "1")
	lead, suggestion := addLead(t, db, user.ID, "Lisa")
	done, again := engine.Done, suggestion
	again.ID = uuid.Must(uuid.NewV7())
	suggestion.ClosedAt, suggestion.Outcome = &now, &done
	lead.OptedOutAt = &now
	for name, change := range map[string]func(engine.Tx) error{
		"closing it":       func(tx engine.Tx) error { return tx.SaveSuggestions(t.Context(), []engine.Suggestion{suggestion}) },
		"a second one":     func(tx engine.Tx) error { return tx.AddSuggestions(t.Context(), []engine.Suggestion{again}) },
		"one after a stop": func(tx engine.Tx) error { return tx.SaveLead(t.Context(), lead) },
	} {
		if err := db.As(t.Context(), user.ID, change); err == nil {
			t.Errorf("%s was allowed", name)
		}
	}
}

func TestConsentsAreNeverChanged(t *testing.T) {
	_, url := open(t)
	app := connect(t, url, "salesflow_app")
	for _, statement := range []string{"UPDATE consents SET state = 'granted'", "DELETE FROM consents"} {
		if _, err := app.Exec(t.Context(), statement); err == nil {
			t.Errorf("%s was allowed", statement)
		}
	}
}

func TestMessagesToOneAddressStayInOrderWhoeverSendsThem(t *testing.T) {
	db, url := open(t)
	user := join(t, db, "1")
	const messages = 60
	var queued []engine.Outgoing
	for range messages {
		queued = append(queued, engine.Outgoing{ID: uuid.Must(uuid.NewV7()), Key: "help", CreatedAt: now})
	}
	if err := db.As(t.Context(), user.ID, func(tx engine.Tx) error { return tx.Say(t.Context(), queued) }); err != nil {
		t.Fatal(err)
	}
	var address engine.AddressID
	if err := connect(t, url, "").QueryRow(t.Context(), "SELECT id FROM addresses").Scan(&address); err != nil {
		t.Fatal(err)
	}
	sent := &sequence{}
	dispatcher := engine.Dispatcher{Store: db, Clock: sent, Messengers: map[engine.Channel]engine.Messenger{engine.Telegram: sent}}
	var group sync.WaitGroup
	for range 8 {
		group.Go(func() {
			for sent.size() < messages {
				if _, err := dispatcher.Dispatch(t.Context(), address); err != nil {
					t.Error(err)
				}
			}
		})
	}
	group.Wait()
	if !slices.IsSortedFunc(sent.ids, func(a, b uuid.UUID) int { return strings.Compare(a.String(), b.String()) }) || len(sent.ids) != messages {
		t.Errorf("%d messages went out in the order %v", len(sent.ids), sent.ids)
	}
}

// sequence is a channel that remembers the order of what it is told.
type sequence struct {
	mu  sync.Mutex
	ids []uuid.UUID
}

func (s *sequence) Now() time.Time { return now }

func (s *sequence) Send(_ context.Context, d engine.Delivery) (string, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.ids = append(s.ids, d.ID)
	return "1", nil
}

func (s *sequence) size() int {
	s.mu.Lock()
	defer s.mu.Unlock()
	return len(s.ids)
}

func TestACrashWhileSendingRepeatsNothingToALead(t *testing.T) {
	db, url := open(t)
	user := join(t, db, "1")
	lead, _ := addLead(t, db, user.ID, "Lisa")
	owner := connect(t, url, "")
	for i, toLead := range []bool{true, false} {
		_, err := owner.Exec(t.Context(), `INSERT INTO outgoing (id, user_id, address_id, lead_id, to_lead, key, created_at)
			SELECT gen_random_uuid(), $1, a.id, $2, $3, 'help', $4 FROM addresses a`, user.ID, lead.ID, toLead, now)
		if err != nil {
			t.Fatal(err)
		}
		for round, want := range []string{map[bool]string{true: "unknown", false: "queued"}[toLead], "unknown"} {
			if got := crashWhileSending(t, db, owner); got != want {
				t.Errorf("message %d to a lead %v, crash %d: %s, want %s", i, toLead, round+1, got, want)
			}
		}
	}
	if _, err := owner.Exec(t.Context(), "UPDATE outgoing SET attempts = 2 WHERE to_lead"); err == nil {
		t.Error("the database lets a message go to a lead twice")
	}
}

// crashWhileSending claims what is queued, never settles it and returns what recovery makes of it.
func crashWhileSending(t *testing.T, db *store.DB, owner *pgx.Conn) (state string) {
	t.Helper()
	err := db.Work(t.Context(), func(w engine.Work) error {
		var address engine.AddressID
		if err := owner.QueryRow(t.Context(), "SELECT id FROM addresses").Scan(&address); err != nil {
			return err
		}
		_, err := w.Claim(t.Context(), address, now)
		if err != nil && engine.CodeOf(err) != engine.NotFound {
			return err
		}
		_, err = w.Recover(t.Context(), now.Add(time.Hour))
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	if err := owner.QueryRow(t.Context(), "SELECT state FROM outgoing ORDER BY seq DESC LIMIT 1").Scan(&state); err != nil {
		t.Fatal(err)
	}
	return state
}

func TestALostConnectionIsUnavailable(t *testing.T) {
	db, url := open(t)
	user := join(t, db, "1")
	owner := connect(t, url, "")
	err := db.As(t.Context(), user.ID, func(tx engine.Tx) error {
		if _, err := owner.Exec(t.Context(), `SELECT pg_terminate_backend(pid) FROM pg_stat_activity
			WHERE pid <> pg_backend_pid() AND datname = current_database() AND backend_type = 'client backend'`); err != nil {
			return err
		}
		_, err := tx.User(t.Context())
		return err
	})
	if engine.CodeOf(err) != engine.Unavailable {
		t.Errorf("a lost connection gave %v", err)
	}
}

func TestErrorsQuoteNoPersonalData(t *testing.T) {
	db, _ := open(t)
	user := join(t, db, "424242")
	err := db.As(t.Context(), user.ID, func(tx engine.Tx) error {
		return tx.AddAddresses(t.Context(), []engine.Address{{ID: uuid.Must(uuid.NewV7()), Channel: engine.Telegram, Address: "424242", CreatedAt: now}})
	})
	if engine.CodeOf(err) != engine.Conflict || strings.Contains(err.Error(), "424242") {
		t.Errorf("a second owner of an address: %v", err)
	}
}
