package store

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/uuid"

	"github.com/salesflow/salesflow/engine"
	"github.com/salesflow/salesflow/store/storetest"
)

var apiNow = time.Date(2026, 11, 25, 7, 59, 0, 0, time.UTC)

// apiDB is a database with two users: networker has one open lead for each suggestion, other has one lead.
func apiDB(t *testing.T, suggestions ...engine.Suggestion) (db *DB, networker, other engine.UserID) {
	t.Helper()
	db, err := Open(t.Context(), storetest.New(t, Migrate))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(db.Close)
	networker = apiUser(t, db, suggestions...)
	other = apiUser(t, db, apiSuggestion(9, engine.Urgent, 99, time.Hour))
	return db, networker, other
}

func apiUser(t *testing.T, db *DB, suggestions ...engine.Suggestion) engine.UserID {
	t.Helper()
	user := engine.NewUser("Max", apiNow)
	err := db.As(t.Context(), user.ID, func(tx engine.Tx) error {
		if err := tx.AddUser(t.Context(), user); err != nil {
			return err
		}
		for _, s := range suggestions {
			lead := engine.Lead{ID: s.LeadID, Name: "Lead", NameKey: "lead", Stage: engine.StageNew, Sentiment: engine.Warm,
				Source: "typed", Consent: "none", CreatedAt: apiNow, UpdatedAt: apiNow}
			if err := tx.AddLeads(t.Context(), []engine.Lead{lead}); err != nil {
				return err
			}
			if err := tx.AddSuggestions(t.Context(), []engine.Suggestion{s}); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return user.ID
}

// apiSuggestion is open and belongs to lead number n.
func apiSuggestion(n int, p engine.Priority, score int, silent time.Duration) engine.Suggestion {
	return engine.Suggestion{
		ID: uuid.New(), LeadID: apiLead(n), DueAt: apiNow, Priority: p, Score: score,
		Confidence: 0.5, Reason: "no_response", Channel: engine.NoWay, LastTouchAt: apiNow.Add(-silent), CreatedAt: apiNow,
	}
}

func apiLead(n int) engine.LeadID {
	return uuid.MustParse(fmt.Sprintf("00000000-0000-7000-8000-%012d", n))
}

func TestOpenItemsComeByPriorityThenScoreThenSilence(t *testing.T) {
	t.Parallel()
	closed := apiSuggestion(1, engine.Urgent, 100, time.Hour)
	closed.ClosedAt, closed.Outcome = &apiNow, new(engine.Replaced)
	db, networker, _ := apiDB(t,
		apiSuggestion(1, engine.Scheduled, 100, 9*time.Hour),
		apiSuggestion(2, engine.Low, 90, time.Hour),
		apiSuggestion(3, engine.High, 10, time.Hour),
		apiSuggestion(4, engine.High, 20, time.Hour),
		apiSuggestion(5, engine.High, 20, 2*time.Hour),
		apiSuggestion(6, engine.High, 20, 2*time.Hour),
		apiSuggestion(7, engine.Urgent, 1, time.Hour))
	err := db.As(t.Context(), networker, func(tx engine.Tx) error {
		return tx.AddSuggestions(t.Context(), []engine.Suggestion{closed})
	})
	if err != nil {
		t.Fatal(err)
	}
	token, err := db.AddToken(t.Context(), networker, "app", apiNow)
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct {
		priority engine.Priority
		limit    int
		want     string // the numbers of the leads
	}{
		{"", 100, "7564321"},
		{"", 3, "756"},
		{engine.High, 100, "5643"},
		{engine.High, 1, "5"},
		{engine.Urgent, 100, "7"},
		{engine.Scheduled, 100, "1"},
		{engine.Low, 100, "2"},
		{engine.Normal, 100, ""},
	} {
		user, items, err := db.OpenItems(t.Context(), token, c.priority, c.limit)
		if got := numbersOf(items); err != nil || got != c.want || user.ID != networker || user.Name != "Max" {
			t.Errorf("priority %q, limit %d: %s, want %s; %v", c.priority, c.limit, got, c.want, err)
		}
	}
}

// numbersOf joins the last digits of the leads.
func numbersOf(items []engine.Item) (numbers string) {
	for _, item := range items {
		id := item.LeadID.String()
		numbers += id[len(id)-1:]
	}
	return numbers
}

func TestOpenItemsFollowTheIndexOfTheList(t *testing.T) {
	t.Parallel()
	db, networker, _ := apiDB(t, apiSuggestion(1, engine.High, 1, time.Hour))
	for sql, args := range map[string][]any{OpenItemsSQL: {20}, openSQL + ofPriority + inOrder: {20, "high"}} {
		var plan []struct {
			Line string `db:"QUERY PLAN"`
		}
		err := db.read(t.Context(), asUser(networker),
			rowsInto(&[]struct {
				Set string `db:"set_config"`
			}{}, `SELECT set_config('enable_seqscan', 'off', true)`),
			rowsInto(&plan, `EXPLAIN `+sql, args...))
		if err != nil {
			t.Fatal(err)
		}
		text := fmt.Sprint(plan)
		if !strings.Contains(text, "suggestions_list") || strings.Contains(text, "Sort Key: s.") {
			t.Errorf("the list is sorted at read time: %s", text)
		}
		if len(args) > 1 && !strings.Contains(text, "(rank = ") {
			t.Errorf("the rank is not looked up in the index: %s", text)
		}
	}
}

func TestLeadCardHoldsAddressesAndTheOpenSuggestion(t *testing.T) {
	t.Parallel()
	suggestion := apiSuggestion(1, engine.High, 7, time.Hour)
	suggestion.Channel = engine.WhatsApp
	db, networker, _ := apiDB(t, suggestion)
	id := apiLead(1)
	err := db.As(t.Context(), networker, func(tx engine.Tx) error {
		return tx.AddAddresses(t.Context(), []engine.Address{
			{ID: uuid.New(), LeadID: &id, Channel: engine.WhatsApp, Address: "+4915100000001", CreatedAt: apiNow},
			{ID: uuid.New(), LeadID: &id, Channel: engine.Email, Address: "lisa@example.com", CreatedAt: apiNow},
		})
	})
	if err != nil {
		t.Fatal(err)
	}
	lead, addresses, open, err := db.LeadCard(t.Context(), networker, id)
	if err != nil {
		t.Fatal(err)
	}
	if lead.ID != id || len(addresses) != 2 || addresses[0].Channel != engine.Email {
		t.Errorf("got %+v with %+v", lead, addresses)
	}
	if len(open) != 1 || open[0].ID != suggestion.ID || open[0].Address != "+4915100000001" {
		t.Errorf("open is %+v", open)
	}
}

func TestClosedLeadHasNoOpenSuggestion(t *testing.T) {
	t.Parallel()
	suggestion := apiSuggestion(1, engine.High, 7, time.Hour)
	db, networker, _ := apiDB(t, suggestion)
	err := db.As(t.Context(), networker, func(tx engine.Tx) error {
		lead, err := tx.Lead(t.Context(), apiLead(1))
		if err != nil {
			return err
		}
		lead.Stage, suggestion.ClosedAt, suggestion.Outcome = engine.StageLost, &apiNow, new(engine.NoMore)
		if err := tx.SaveLead(t.Context(), lead); err != nil {
			return err
		}
		return tx.SaveSuggestions(t.Context(), []engine.Suggestion{suggestion})
	})
	if err != nil {
		t.Fatal(err)
	}
	_, _, open, err := db.LeadCard(t.Context(), networker, apiLead(1))
	if err != nil || len(open) != 0 {
		t.Errorf("open is %+v, %v", open, err)
	}
}

func TestForeignLeadIsNotFoundLikeOneThatDoesNotExist(t *testing.T) {
	t.Parallel()
	db, networker, _ := apiDB(t, apiSuggestion(1, engine.High, 7, time.Hour))
	_, _, _, foreign := db.LeadCard(t.Context(), networker, apiLead(9))
	_, _, _, missing := db.LeadCard(t.Context(), networker, apiLead(404))
	if engine.CodeOf(foreign) != engine.NotFound || foreign.Error() != missing.Error() {
		t.Errorf("foreign: %v, missing: %v", foreign, missing)
	}
}

// ids is what a statement without the user in its WHERE clause finds.
func ids(t *testing.T, db *DB, scope query, sql string) []uuid.UUID {
	t.Helper()
	var rows []struct{ ID uuid.UUID }
	if err := db.read(t.Context(), scope, rowsInto(&rows, sql)); err != nil {
		t.Fatal(err)
	}
	var found []uuid.UUID // nil when there is none
	for _, row := range rows {
		found = append(found, row.ID)
	}
	return found
}

func TestRowsOfOthersAreInvisibleWithoutAnyWhere(t *testing.T) {
	t.Parallel()
	db, networker, other := apiDB(t, apiSuggestion(1, engine.High, 7, time.Hour))
	if got := ids(t, db, asUser(networker), `SELECT id FROM leads`); !slices.Equal(got, []uuid.UUID{apiLead(1)}) {
		t.Errorf("the networker sees %v", got)
	}
	if got := ids(t, db, asUser(other), `SELECT id FROM leads`); !slices.Equal(got, []uuid.UUID{apiLead(9)}) {
		t.Errorf("the other sees %v", got)
	}
	if got := ids(t, db, acrossUsers, `SELECT id FROM leads`); got != nil {
		t.Errorf("work across users sees leads: %v", got)
	}
	if got := ids(t, db, asUser(uuid.Nil), `SELECT id FROM leads`); got != nil {
		t.Errorf("nobody sees leads: %v", got)
	}
}

func TestScopeEndsWithTheRead(t *testing.T) {
	t.Parallel()
	db, networker, _ := apiDB(t, apiSuggestion(1, engine.High, 7, time.Hour))
	if got := ids(t, db, asUser(networker), `SELECT id FROM leads`); len(got) != 1 {
		t.Fatalf("the networker sees %v", got)
	}
	for _, sql := range []string{`SELECT id FROM leads`, `SELECT id FROM users`} {
		rows, err := many[struct{ ID uuid.UUID }](t.Context(), db.pool, sql)
		if err != nil || len(rows) != 0 {
			t.Errorf("%s after a read: %v, %v", sql, rows, err)
		}
	}
	if total := db.pool.Stat().TotalConns(); total != 1 {
		t.Errorf("%d connections: the test did not reuse the one that was read on", total)
	}
}
