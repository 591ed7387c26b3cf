package main_test

import (
	"context"
	"fmt"
	"log/slog"
	"net/http/httptest"
	"sync"
	"testing"
	"time"

	"github.com/jackc/pgx/v5"

	"github.com/salesflow/salesflow/bot"
	"github.com/salesflow/salesflow/bot/ai"
	"github.com/salesflow/salesflow/bot/standin/openai"
	"github.com/salesflow/salesflow/engine"
	"github.com/salesflow/salesflow/engine/compliance"
	"github.com/salesflow/salesflow/engine/intake"
	"github.com/salesflow/salesflow/sequences"
	"github.com/salesflow/salesflow/store"
	"github.com/salesflow/salesflow/store/storetest"
)

const (
	predraftLeads = 7 // of each user
	listed        = 5 // of them with the next list: those of an import are spread over some days
	nightBegins   = -5 * time.Hour
	aDraft        = 400 // tokens that one takes here at most
)

// night is a database full of leads that write, before a night, and a stand-in for the models that draft answers.
type night struct {
	t      testing.TB
	url    string
	db     *store.DB
	clock  *killClock
	models *openai.Server
	api    string
	router *ai.Router
	engine *engine.Engine
}

// newNight has users, each with a list that is due in the morning, who may spend some tokens a day.
func newNight(t testing.TB, users, tokens int, o openai.Options) *night {
	t.Helper()
	n := &night{t: t, url: storetest.New(t, store.Migrate), clock: &killClock{begun: time.Now()}, models: openai.New(o)}
	n.clock.skip(nightBegins)
	server := httptest.NewUnstartedServer(n.models)
	server.Config.ErrorLog = slog.NewLogLogger(slog.DiscardHandler, slog.LevelError)
	server.Start()
	n.api = server.URL + "/v1"
	config, err := ai.Single("", n.api, "writer")
	n.must(err)
	n.router = ai.New(config, ai.Options{Now: time.Now})
	n.db, err = store.Open(t.Context(), n.url)
	n.must(err)
	t.Cleanup(func() {
		n.models.Close()
		n.router.Close()
		n.db.Close()
		server.Close()
	})
	n.engine = n.newEngine(tokens)
	n.seed(users)
	return n
}

func (n *night) must(err error) {
	n.t.Helper()
	if err != nil {
		n.t.Fatal(err)
	}
}

func (n *night) newEngine(tokens int) *engine.Engine {
	n.t.Helper()
	hasher, err := compliance.NewHasher(map[int][]byte{1: []byte(suppressionKey)}, 1)
	n.must(err)
	templates, err := sequences.BuiltIn()
	n.must(err)
	writer, err := bot.NewWriter(n.router)
	n.must(err)
	return &engine.Engine{
		Store: n.db, Clock: n.clock, Templates: templates, Hasher: hasher, Writer: writer,
		Brains: engine.NewBrains(templates, compliance.Standard), Rules: engine.Rules{Consent: compliance.Standard, Tokens: tokens},
	}
}

// seed makes the users and their leads. Each lead waits for an answer to a question that has a word of its own.
func (n *night) seed(users int) {
	n.t.Helper()
	var seeding sync.WaitGroup
	for part := range seedAtOnce {
		seeding.Go(func() {
			for i := part; i < users; i += seedAtOnce {
				if err := n.seedUser(i); err != nil {
					n.t.Error(err)
				}
			}
		})
	}
	seeding.Wait()
	n.exec(`UPDATE leads SET relation = 'friend'`)
}

func (n *night) seedUser(i int) error {
	user := engine.NewUser("Max", n.clock.Now())
	at := engine.Address{Channel: engine.Telegram, Address: fmt.Sprint(personID(i))}
	if err := n.db.As(n.t.Context(), user.ID, func(tx engine.Tx) error { return engine.Join(n.t.Context(), tx, user, at) }); err != nil {
		return err
	}
	result := intake.Result{Format: intake.FormatVCard}
	for lead := range predraftLeads {
		number := predraftLeads*i + lead
		result.Leads = append(result.Leads, intake.Lead{
			Name: "Anna " + letters(number), Phones: []string{fmt.Sprintf("+491601%06d", number)},
		})
	}
	_, err := n.engine.Import(n.t.Context(), user.ID, result)
	return err
}

// exec changes the database past row-level security.
func (n *night) exec(sql string) {
	n.t.Helper()
	conn, err := pgx.Connect(n.t.Context(), n.url)
	n.must(err)
	defer conn.Close(context.Background())
	_, err = conn.Exec(n.t.Context(), sql)
	n.must(err)
}

// rows are what a query finds past row-level security.
func rowsIn[T any](n *night, sql string) []T {
	n.t.Helper()
	conn, err := pgx.Connect(n.t.Context(), n.url)
	n.must(err)
	defer conn.Close(context.Background())
	rows, _ := conn.Query(n.t.Context(), sql) // CollectRows returns its error
	all, err := pgx.CollectRows(rows, pgx.RowTo[T])
	n.must(err)
	return all
}

// count is a number that a query finds.
func (n *night) count(sql string) int { return rowsIn[int](n, sql)[0] }

// work has the job queue work on drafts alone, some at once, until it is stopped.
func (n *night) work(d *engine.Drafter, atOnce int) (stop func()) {
	n.t.Helper()
	runner, err := store.Run(context.Background(), n.url, store.Handlers{
		Draft: d.Write, DraftsAtOnce: atOnce,
		Deliver: func(context.Context, engine.AddressID) (time.Duration, error) { return 0, nil },
		Tick:    func(context.Context) error { return nil },
		Night:   func(context.Context) error { return nil },
	}, slog.New(slog.DiscardHandler))
	n.must(err)
	return func() {
		ctx, cancel := context.WithTimeout(context.Background(), time.Minute)
		defer cancel()
		if err := runner.Stop(ctx); err != nil {
			n.t.Error(err)
		}
	}
}

// await polls until something is so.
func (n *night) await(what string, within time.Duration, so func() bool) {
	n.t.Helper()
	for end := time.Now().Add(within); !so(); {
		if time.Now().After(end) {
			n.t.Fatalf("not within %s: %s (%d paid)", within, what, n.models.Paid())
		}
		select {
		case <-time.After(lookEvery):
		case <-n.t.Context().Done():
		}
	}
}

const stillOpen = `SELECT count(*)::int FROM drafts WHERE state IN ('wanted', 'writing')`
