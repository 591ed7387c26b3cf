package adminapi_test

import (
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net"
	"net/http"
	"testing"
	"time"

	"github.com/gofiber/fiber/v2"
	"github.com/google/uuid"

	adminapi "github.com/salesflow/salesflow/admin-api"
	"github.com/salesflow/salesflow/bot"
	"github.com/salesflow/salesflow/engine"
	"github.com/salesflow/salesflow/store"
	"github.com/salesflow/salesflow/store/storetest"
)

// now is a Wednesday, 08:59 in Berlin.
var now = time.Date(2026, 11, 25, 7, 59, 0, 0, time.UTC)

type stopped struct{}

func (stopped) Now() time.Time { return now }

// world is the API on a real listener and a real database.
type world struct {
	*testing.T
	db  *store.DB
	url string
}

func newWorld(t *testing.T) world {
	t.Helper()
	db, err := store.Open(t.Context(), storetest.New(t, store.Migrate))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(db.Close)
	texts, err := bot.NewTexts(stopped{})
	if err != nil {
		t.Fatal(err)
	}
	e := &engine.Engine{Store: db, Clock: stopped{}, Library: twoMessages()}
	return world{T: t, db: db, url: serve(t, adminapi.Deps{
		Auth: db, Store: db, Reminders: e, Reasons: e, Runs: e, Words: texts, Clock: stopped{},
	})}
}

// serve listens as production does and returns where.
func serve(t testing.TB, deps adminapi.Deps) (url string) {
	t.Helper()
	app := fiber.New(fiber.Config{ErrorHandler: adminapi.Problem, Immutable: true, DisableStartupMessage: true})
	adminapi.Mount(app, deps)
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	done := make(chan error, 1)
	go func() { done <- app.Listener(listener) }()
	t.Cleanup(func() {
		http.DefaultClient.CloseIdleConnections() // the server waits for them
		if err := app.ShutdownWithTimeout(10 * time.Second); err != nil {
			t.Error(err)
		}
		if err := <-done; err != nil {
			t.Error(err)
		}
	})
	return "http://" + listener.Addr().String()
}

// networker adds a user in a zone and returns the user's token.
func (w world) networker(zone string) (engine.UserID, string) {
	w.Helper()
	user := engine.NewUser("Max", now)
	user.Timezone = zone
	w.as(user.ID, func(ctx context.Context, tx engine.Tx) error { return tx.AddUser(ctx, user) })
	token, err := w.db.AddToken(w.Context(), user.ID, "test", now)
	if err != nil {
		w.Fatal(err)
	}
	return user.ID, token
}

// lead adds a lead with its suggestion, both as change makes them.
func (w world) lead(user engine.UserID, name string, change func(*engine.Lead, *engine.Suggestion)) engine.LeadID {
	w.Helper()
	lead := engine.Lead{
		ID: uuid.New(), Name: name, NameKey: name, Stage: engine.StageNew, Sentiment: engine.Warm, Source: "typed",
		Consent: "none", CreatedAt: now, UpdatedAt: now,
	}
	suggestion := engine.Suggestion{
		ID: uuid.New(), LeadID: lead.ID, DueAt: now, Priority: engine.Normal,
		Reason: "no_response", Channel: engine.NoWay, LastTouchAt: now, CreatedAt: now,
	}
	change(&lead, &suggestion)
	w.as(user, func(ctx context.Context, tx engine.Tx) error {
		if err := tx.AddLeads(ctx, []engine.Lead{lead}); err != nil || !lead.Open() {
			return err
		}
		return tx.AddSuggestions(ctx, []engine.Suggestion{suggestion})
	})
	return lead.ID
}

func (w world) as(user engine.UserID, f func(context.Context, engine.Tx) error) {
	w.Helper()
	err := w.db.As(w.Context(), user, func(tx engine.Tx) error { return f(w.Context(), tx) })
	if err != nil {
		w.Fatal(err)
	}
}

type answer struct {
	status int
	header http.Header
	body   string
}

// get asks as a client with a token does, none if it is empty.
func get(t testing.TB, url, token string) answer {
	t.Helper()
	request, err := http.NewRequestWithContext(t.Context(), http.MethodGet, url, nil)
	if err != nil {
		t.Fatal(err)
	}
	if token != "" {
		request.Header.Set("Authorization", "Bearer "+token)
	}
	return send(t, request)
}

func send(t testing.TB, request *http.Request) answer {
	t.Helper()
	response, err := http.DefaultClient.Do(request)
	if err != nil {
		t.Fatal(err)
	}
	defer response.Body.Close()
	body, err := io.ReadAll(response.Body)
	if err != nil {
		t.Fatal(err)
	}
	return answer{response.StatusCode, response.Header, string(body)}
}

// in reads an answer that must be a success.
func in[T any](t testing.TB, a answer) (value T) {
	t.Helper()
	if a.status != http.StatusOK {
		t.Fatalf("status %d: %s", a.status, a.body)
	}
	if err := json.Unmarshal([]byte(a.body), &value); err != nil {
		t.Fatal(err)
	}
	return value
}

// problemBody is the body of the problem with this status, title, detail and code.
func problemBody(status int, detail, code string) string {
	return fmt.Sprintf(`{"type":"about:blank","title":%q,"status":%d,"detail":%q,"code":%q}`,
		http.StatusText(status), status, detail, code)
}
