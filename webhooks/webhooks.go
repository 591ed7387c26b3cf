// Package webhooks lets the outside in: it proves who is calling, turns the call into an engine.Inbound and
// answers once that is decided and committed. It also serves the small pages that links in messages lead to.
//
// Handlers are thin: reading is package bot's, deciding the engine's. The package knows no SQL.
package webhooks

import (
	"context"
	"fmt"
	"log/slog"

	"github.com/gofiber/fiber/v2"
	"github.com/prometheus/client_golang/prometheus"

	"github.com/salesflow/salesflow/bot"
	"github.com/salesflow/salesflow/engine"
)

// Receive decides an inbound; see engine.Engine.Receive for its errors.
type Receive func(ctx context.Context, in engine.Inbound) error

// Refuse tells a stranger why nothing was done; it may fail silently.
type Refuse func(ctx context.Context, in engine.Inbound, key string)

// Items finds what a page shows.
type Items interface {
	// Item returns a suggestion, open or closed; code NotFound when there is none.
	Item(ctx context.Context, id engine.SuggestionID) (engine.Item, error)
}

// Deps are what the routes need. Without a Secret there is no webhook of Telegram: updates are polled.
type Deps struct {
	Secret   string
	Receive  Receive
	Refuse   Refuse
	Items    Items
	Texts    *bot.Texts
	Registry prometheus.Registerer
	Log      *slog.Logger
}

// Mount adds the routes POST /webhooks/telegram and GET /go/:id to app. It fails when the counters are
// registered already.
func Mount(app *fiber.App, d Deps) error {
	updates := prometheus.NewCounterVec(prometheus.CounterOpts{
		Name: "telegram_updates_total", Help: "Updates that Telegram brought, by what became of them.",
	}, []string{"result"})
	if err := d.Registry.Register(updates); err != nil {
		return fmt.Errorf("counter of updates: %w", err)
	}
	if d.Secret != "" {
		t := telegram{receive: d.Receive, refuse: d.Refuse, log: d.Log, updates: updates, secret: digest(d.Secret)}
		app.Post("/webhooks/telegram", t.update)
	}
	p, err := newPages(d)
	if err != nil {
		return err
	}
	app.Get("/go/:id", p.contact)
	return nil
}
