package main

import (
	"context"
	"errors"
	"log/slog"
	"os"
	"time"

	"github.com/salesflow/salesflow/bot"
	"github.com/salesflow/salesflow/bot/ai"
	"github.com/salesflow/salesflow/engine"
	"github.com/salesflow/salesflow/engine/compliance"
	"github.com/salesflow/salesflow/sequences"
	"github.com/salesflow/salesflow/store"
	"github.com/salesflow/salesflow/store/local"
)

// core is what every command that decides needs: a migrated database and the engine on it.
type core struct {
	log    *slog.Logger
	clock  *clock
	url    string
	own    *local.Server // nil with a DATABASE_URL
	db     *store.DB
	ai     *ai.Router // off unless one is configured
	engine *engine.Engine
}

// openCore checks the settings, starts or finds Postgres, migrates and builds the engine.
func openCore(ctx context.Context, s *settings) (*core, error) {
	if err := s.check(); err != nil {
		return nil, err
	}
	c := &core{log: newLog(s), clock: &clock{}}
	if s.Clock != "" {
		start, _ := time.Parse(time.RFC3339, s.Clock) // checked
		c.clock.set(start)
	}
	models, err := s.ai()
	if err != nil {
		return nil, err
	}
	c.ai = ai.New(models, ai.Options{Now: time.Now, Log: c.log}) // not the clock that can be moved: calls end in real time
	if err := c.openDatabase(ctx, s); err != nil {
		c.close()
		return nil, err
	}
	err = c.buildEngine(s)
	if err == nil {
		err = c.engine.Brains.Refresh(ctx, c.db)
	}
	if err != nil {
		c.close()
		return nil, err
	}
	return c, nil
}

func newLog(s *settings) *slog.Logger {
	return slog.New(slog.NewTextHandler(os.Stderr, &slog.HandlerOptions{Level: s.LogLevel}))
}

func (c *core) openDatabase(ctx context.Context, s *settings) (err error) {
	c.url = s.DatabaseURL
	if c.url == "" {
		if c.own, err = local.Start(ctx, s.DataDir, c.log); err != nil {
			return err
		}
		c.url = c.own.URL()
	}
	if err := store.Migrate(ctx, c.url); err != nil {
		return err
	}
	c.db, err = store.Open(ctx, c.url)
	return err
}

func (c *core) buildEngine(s *settings) error {
	key, err := s.suppressionKey()
	if err != nil {
		return err
	}
	hasher, err := compliance.NewHasher(map[int][]byte{1: key}, 1)
	if err != nil {
		return err
	}
	templates, err := sequences.BuiltIn()
	if err != nil {
		return err
	}
	library, err := newLibrary()
	if err != nil {
		return err
	}
	writer, err := bot.NewWriter(c.ai)
	if err != nil {
		return err
	}
	c.engine = &engine.Engine{
		Store: c.db, Clock: c.clock, Templates: templates, Hasher: hasher,
		Rules:   engine.Rules{OpenSignUp: s.SignUp == "open", Consent: compliance.Mode(s.ConsentMode), Explore: s.Explore, Tokens: s.AITokens},
		Brains:  engine.NewBrains(templates, compliance.Mode(s.ConsentMode)),
		Library: library,
	}
	if writer != nil {
		c.engine.Writer = writer
	}
	return nil
}

// newLibrary is the built-in sequences, and how others are read and written.
func newLibrary() (*engine.Library, error) {
	builtIn, err := sequences.BuiltInSequences()
	if err != nil {
		return nil, err
	}
	return engine.NewLibrary(builtIn, engine.Notation{
		Read: sequences.Read, Check: sequences.Check, Write: sequences.Write, WriteTemplates: sequences.WriteTemplates,
	}), nil
}

// close releases the database; one of our own stops when nobody else uses it.
func (c *core) close() error {
	c.ai.Close()
	if c.db != nil {
		c.db.Close()
	}
	if c.own == nil {
		return nil
	}
	ctx, cancel := context.WithTimeout(context.Background(), 20*time.Second)
	defer cancel()
	return errors.Join(c.own.Stop(ctx))
}

// migrateCommand brings the database up to date.
type migrateCommand struct{}

// Run migrates; every other command does so, too, when it starts.
func (migrateCommand) Run(ctx context.Context, s *settings) error {
	core, err := openCore(ctx, s)
	if err != nil {
		return err
	}
	return core.close()
}
