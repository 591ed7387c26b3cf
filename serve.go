package main

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net"
	"os"
	"path/filepath"
	"runtime/debug"
	"sync"
	"time"

	"github.com/gofiber/fiber/v2"

	"github.com/salesflow/salesflow/bot"
	"github.com/salesflow/salesflow/bot/ai"
	"github.com/salesflow/salesflow/bot/standin"
	"github.com/salesflow/salesflow/engine"
	"github.com/salesflow/salesflow/store"
)

// serveCommand serves everything.
type serveCommand struct{}

// Run serves until the program is told to stop.
func (serveCommand) Run(ctx context.Context, s *settings) error { return serve(ctx, s, demoData{}) }

// demoCommand serves with made-up people.
type demoCommand struct{}

// Run serves the demo until the program is told to stop.
func (demoCommand) Run(ctx context.Context, s *settings) error {
	people, err := readDemo()
	if err != nil {
		return err
	}
	s.TelegramBotToken = "" // the demo never talks to the real Telegram
	if s.OpenAIBaseURL == "" && s.AIConfig == "" {
		s.OpenAIAPIKey, s.OpenAIModel = "", "" // nor to OpenAI because there happens to be a key: that costs, and leaves the machine
	}
	return serve(ctx, s, people)
}

// program is everything that runs.
type program struct {
	*core
	settings *settings
	texts    *bot.Texts
	telegram *bot.Telegram
	phone    *standin.Telegram // nil with a real bot
	runner   *store.Runner
	running  sync.WaitGroup
}

const shutdownWithin = 15 * time.Second

// garbage is how much may pile up, in percent of what is in use, before it is collected. Little is in use, so that Go's
// own 100 would have a tenth of the processor's time go into collecting.
const garbage = 400

// serve runs the program until ctx ends, and then ends it in order: no new requests, no new work, what is
// under way is finished, the database last.
func serve(ctx context.Context, s *settings, demo demoData) (err error) {
	begun := time.Now()
	if os.Getenv("GOGC") == "" {
		debug.SetGCPercent(garbage)
	}
	core, err := openCore(ctx, s)
	if err != nil {
		return err
	}
	slog.SetDefault(core.log)
	p := &program{core: core, settings: s}
	defer func() { err = errors.Join(err, p.close()) }()
	listener, err := net.Listen("tcp", s.Listen)
	if err != nil {
		return err
	}
	app, err := p.prepare(ctx, demo)
	if err != nil {
		return err
	}
	failed := make(chan error, 1)
	go func() { failed <- app.Listener(listener) }()
	working, stopWorking := context.WithCancel(ctx)
	defer stopWorking()
	if err := p.work(working); err != nil {
		return err
	}
	p.announce(time.Since(begun))
	select {
	case err = <-failed:
	case <-ctx.Done():
	}
	stopWorking()
	if p.phone != nil {
		err = errors.Join(err, p.phone.Close()) // ends its long polls, for which the server would wait
	}
	return errors.Join(err, app.ShutdownWithTimeout(shutdownWithin))
}

// prepare makes everything ready to be served.
func (p *program) prepare(ctx context.Context, demo demoData) (*fiber.App, error) {
	if err := demo.seed(ctx, p.core, p.settings.DataDir); err != nil {
		return nil, err
	}
	if err := p.connect(demo); err != nil {
		return nil, err
	}
	return p.routes()
}

// connect prepares the channel: the real Telegram or, without a token, the phone page.
func (p *program) connect(demo demoData) (err error) {
	if p.texts, err = bot.NewTexts(p.clock); err != nil {
		return err
	}
	s := p.settings
	config := bot.TelegramConfig{
		Token: s.TelegramBotToken, APIURL: s.TelegramAPIURL, PublicURL: s.PublicURL, Secret: s.TelegramWebhookSecret,
		Polling: s.TelegramMode == "poll", Texts: p.texts, Log: p.log,
	}
	if s.TelegramBotToken == "" {
		if err := p.openPhone(demo); err != nil {
			return err
		}
		config.Token, config.APIURL = phoneToken, "http://"+s.Listen+phonePrefix
	}
	p.telegram, err = bot.NewTelegram(config)
	return err
}

// work starts everything that works by itself; it ends with ctx.
func (p *program) work(ctx context.Context) (err error) {
	if p.own != nil {
		p.running.Go(func() { p.own.Watch(ctx) })
	}
	p.running.Go(func() { p.setUp(ctx) })
	if p.settings.TelegramMode == "poll" {
		p.running.Go(func() { p.telegram.Poll(ctx, p.engine.Receive) })
	}
	dispatcher := &engine.Dispatcher{
		Store: p.db, Clock: p.clock, Messengers: map[engine.Channel]engine.Messenger{engine.Telegram: p.telegram},
		Gate: p.engine.MayDeliver,
	}
	fetcher := &engine.Fetcher{Engine: p.engine, Files: p.telegram}
	drafter := &engine.Drafter{Engine: p.engine, Growth: bot.NewGrowth(p.telegram, time.Now)}
	p.runner, err = store.Run(context.WithoutCancel(ctx), p.url, store.Handlers{
		Deliver: dispatcher.Dispatch, Fetch: fetcher.Fetch, GiveUp: fetcher.GiveUp, Tick: p.engine.Tick, Night: p.engine.Night, Draft: drafter.Write,
		DraftsAtOnce: p.ai.Places(ai.Draft),
	}, p.log)
	return err
}

// setUp registers commands and webhook, however long the channel takes to be there.
func (p *program) setUp(ctx context.Context) {
	for wait := time.Second; ctx.Err() == nil; wait = min(2*wait, time.Minute) {
		err := p.telegram.Setup(ctx)
		if err == nil {
			return
		}
		p.log.WarnContext(ctx, "telegram is not set up yet", "error", err)
		select {
		case <-time.After(wait):
		case <-ctx.Done():
		}
	}
}

// close ends what serve has started, in order.
func (p *program) close() error {
	ctx, cancel := context.WithTimeout(context.Background(), shutdownWithin)
	defer cancel()
	var err error
	if p.runner != nil {
		err = p.runner.Stop(ctx)
	}
	p.running.Wait()
	return errors.Join(err, p.core.close())
}

// announce says what runs and where to click.
func (p *program) announce(took time.Duration) {
	base := "http://" + p.settings.Listen
	fmt.Printf("SalesFlow runs, ready after %s.\n", took.Round(time.Millisecond))
	if p.own != nil {
		folder, _ := filepath.Abs(p.settings.DataDir)
		fmt.Printf("  Data       %s (its own Postgres)\n", folder)
	}
	if p.phone != nil {
		fmt.Printf("  Phone      %s%s   click here\n", base, phonePrefix)
	}
	for _, provider := range p.ai.Providers() {
		fmt.Printf("  AI         %s\n", provider.Host)
	}
	fmt.Printf("  API        %s/docs   (a token: salesflow token)\n", base)
	fmt.Println("  Stop       Ctrl+C")
	os.Stdout.Sync()
}
