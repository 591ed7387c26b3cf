package main

import (
	"context"
	"time"

	"github.com/gofiber/fiber/v2"
	"github.com/gofiber/fiber/v2/middleware/adaptor"
	"github.com/gofiber/fiber/v2/middleware/helmet"
	"github.com/gofiber/fiber/v2/middleware/recover"
	"github.com/prometheus/client_golang/prometheus"
	"github.com/prometheus/client_golang/prometheus/collectors"
	"github.com/prometheus/client_golang/prometheus/promhttp"

	adminapi "github.com/salesflow/salesflow/admin-api"
	"github.com/salesflow/salesflow/webhooks"
)

const (
	phoneUpload = 22 << 20 // the phone page takes the files that Telegram takes
	readWithin  = 30 * time.Second
	answerIn    = 70 * time.Second // longer than the stand-in's longest poll
	idleFor     = 2 * time.Minute
	pingWithin  = 2 * time.Second
)

// routes are all that is served over HTTP.
func (p *program) routes() (*fiber.App, error) {
	app := fiber.New(fiber.Config{
		AppName: "SalesFlow", DisableStartupMessage: true, ErrorHandler: adminapi.Problem,
		Immutable: true, // values outlive their request: they are queued and logged
		BodyLimit: phoneUpload, ReadTimeout: readWithin, WriteTimeout: answerIn, IdleTimeout: idleFor,
		EnableTrustedProxyCheck: true, // nobody is trusted to name a host or an address
	})
	app.Use(recover.New(), helmet.New())
	metrics := p.metrics()
	app.Get("/healthz", func(c *fiber.Ctx) error { return c.SendString("ok\n") })
	app.Get("/readyz", p.ready)
	app.Get("/metrics", adaptor.HTTPHandler(promhttp.HandlerFor(metrics, promhttp.HandlerOpts{})))
	err := webhooks.Mount(app, webhooks.Deps{
		Secret: p.settings.TelegramWebhookSecret, Receive: p.engine.Receive, Refuse: p.telegram.Refuse,
		Items: webhooks.Stored{Store: p.db}, Texts: p.texts, Registry: metrics, Log: p.log,
	})
	if err != nil {
		return nil, err
	}
	if p.phone != nil {
		app.All(phonePrefix, adaptor.HTTPHandler(p.phone))
		app.All(phonePrefix+"/*", adaptor.HTTPHandler(p.phone))
	}
	adminapi.Mount(app, adminapi.Deps{
		Auth: p.db, Store: p.db, Reminders: p.engine, Reasons: p.engine, Runs: p.engine, Words: p.texts, Clock: p.clock,
	})
	return app, nil
}

// ready reports whether requests can be served: the database answers.
func (p *program) ready(c *fiber.Ctx) error {
	ctx, cancel := context.WithTimeout(c.UserContext(), pingWithin)
	defer cancel()
	if err := p.db.Ping(ctx); err != nil {
		return err
	}
	return c.SendString("ok\n")
}

// metrics are the figures of this process.
func (p *program) metrics() *prometheus.Registry {
	registry := prometheus.NewRegistry()
	registry.MustRegister(
		collectors.NewGoCollector(),
		collectors.NewProcessCollector(collectors.ProcessCollectorOpts{}),
		prometheus.NewGaugeFunc(prometheus.GaugeOpts{
			Name: "salesflow_database_connections_in_use", Help: "Connections held by transactions right now.",
		}, func() float64 { return float64(p.db.InUse()) }),
	)
	return registry
}
