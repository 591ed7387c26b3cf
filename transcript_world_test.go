package main

import (
	"context"
	"encoding/json"
	"fmt"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/jackc/pgx/v5"

	"github.com/salesflow/salesflow/bot/standin"
	"github.com/salesflow/salesflow/store"
	"github.com/salesflow/salesflow/store/storetest"
)

// world is the running program and the phones around it. Its clock moves only by the script: to where a line
// says, and a few seconds with each thing that somebody does.
type world struct {
	t        *testing.T
	zone     *time.Location
	clock    atomic.Int64 // Unix nanoseconds
	settings settings
	phone    *standin.Telegram
	api      string
	db       *pgx.Conn // sees everything
	program  *program
	stop     context.CancelFunc
	people   []*person
	said     strings.Builder
	model    *httptest.Server // writes drafts, where one does
}

const (
	patience = 30 * time.Second      // until the world has settled after a step
	glance   = 10 * time.Millisecond // between two looks at it
	aMoment  = 10 * time.Second      // that a person takes for one thing
)

// newWorld starts a program; change, where there is one, is asked before.
func newWorld(t *testing.T, change ...func(*world)) *world {
	t.Helper()
	zone, err := time.LoadLocation("Europe/Berlin")
	must(t, err)
	w := &world{t: t, zone: zone}
	w.set(time.Date(2026, 11, 22, 19, 0, 0, 0, zone))
	w.phone, err = standin.Open(standin.Options{
		Token: phoneToken, BotUsername: "salesflow_bot", BotName: "SalesFlow", Now: w.now,
	})
	must(t, err)
	server := httptest.NewServer(w.phone)
	w.api = server.URL
	w.settings = settings{
		DatabaseURL: storetest.New(t, store.Migrate), Listen: "127.0.0.1:0", PublicURL: "https://salesflow.example",
		TelegramBotToken: phoneToken, TelegramAPIURL: w.api, TelegramMode: "poll",
		SignUp: "open", ConsentMode: "standard", SuppressionKey: strings.Repeat("k", 32), LogLevel: slog.LevelError,
	}
	w.db, err = pgx.Connect(t.Context(), w.settings.DatabaseURL)
	must(t, err)
	for _, f := range change {
		f(w)
	}
	w.start()
	t.Cleanup(func() {
		w.end()
		if err := w.phone.Close(); err != nil {
			t.Error(err)
		}
		server.Close()
		w.db.Close(context.Background())
	})
	return w
}

func must(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

// start runs the program as serve does, only without its own HTTP port.
func (w *world) start() {
	w.t.Helper()
	s := w.settings
	core, err := openCore(w.t.Context(), &s)
	must(w.t, err)
	core.clock.machine = w.now
	w.program = &program{core: core, settings: &s}
	ctx, cancel := context.WithCancel(context.Background())
	w.stop = cancel
	must(w.t, w.program.connect(demoData{}))
	_, err = w.program.routes()
	must(w.t, err)
	must(w.t, w.program.work(ctx))
}

func (w *world) end() {
	w.stop()
	if err := w.program.close(); err != nil {
		w.t.Errorf("the program ends: %v", err)
	}
}

func (w *world) now() time.Time { return time.Unix(0, w.clock.Load()).In(w.zone) }

func (w *world) set(to time.Time) { w.clock.Store(to.UnixNano()) }

// moveTo lets time pass: it stops wherever somebody's push is due, as a tick every minute would.
func (w *world) moveTo(target time.Time) error {
	if target.Before(w.now()) {
		return fmt.Errorf("it is %s already", w.now())
	}
	for w.now().Before(target) {
		var push *time.Time
		err := w.db.QueryRow(w.t.Context(), `SELECT min(next_push_at) FROM users WHERE next_push_at > $1`, w.now()).Scan(&push)
		if err != nil {
			return err
		}
		if push == nil || push.After(target) {
			push = &target
		}
		w.set(*push)
		if err := w.program.db.TickNow(w.t.Context()); err != nil {
			return err
		}
		if err := w.settle(); err != nil {
			return err
		}
		w.look()
	}
	return nil
}

// settle waits until nothing is under way: no update to fetch, no job to do, no message to say but those that
// Telegram asked to keep back for a while.
func (w *world) settle() error {
	ctx, cancel := context.WithTimeout(w.t.Context(), patience)
	defer cancel()
	look := time.NewTicker(glance)
	defer look.Stop()
	for {
		updates, err := w.pendingUpdates(ctx)
		if err != nil {
			return err
		}
		work, err := w.unfinished(ctx)
		if err != nil {
			return err
		}
		if updates+work == 0 {
			return nil
		}
		select {
		case <-look.C:
		case <-ctx.Done():
			return fmt.Errorf("%d updates and %d pieces of work are left", updates, work)
		}
	}
}

func (w *world) pendingUpdates(ctx context.Context) (int, error) {
	request, err := http.NewRequestWithContext(ctx, http.MethodGet, w.api+"/bot"+phoneToken+"/getWebhookInfo", nil)
	if err != nil {
		return 0, err
	}
	response, err := http.DefaultClient.Do(request)
	if err != nil {
		return 0, err
	}
	defer response.Body.Close()
	var info struct {
		Result struct {
			Pending int `json:"pending_update_count"`
		}
	}
	err = json.NewDecoder(response.Body).Decode(&info)
	return info.Result.Pending, err
}

// unfinished counts in one snapshot: what a job adds is there before the job has gone.
func (w *world) unfinished(ctx context.Context) (count int, err error) {
	err = w.db.QueryRow(ctx, `
		SELECT (SELECT count(*) FROM (
				SELECT DISTINCT ON (address_id) state, not_before FROM outgoing
				WHERE state IN ('queued', 'sending') ORDER BY address_id, seq) AS head
			WHERE state = 'sending' OR not_before IS NULL OR not_before <= $1)
		+ (SELECT count(*) FROM river_job WHERE state IN ('available', 'running', 'retryable', 'pending'))`,
		w.now()).Scan(&count)
	return count, err
}
