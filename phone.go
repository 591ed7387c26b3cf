package main

import (
	"context"
	"errors"
	"net"
	"os"
	"path/filepath"
	"time"

	"github.com/salesflow/salesflow/bot/standin"
)

const (
	phonePrefix = "/phone"
	phoneToken  = "1:phone" // of the stand-in's bot, which only answers on loopback
)

// openPhone starts the stand-in for Telegram with its page. Its chats and its clock survive a restart.
func (p *program) openPhone(demo demoData) (err error) {
	if host, _, err := net.SplitHostPort(p.settings.Listen); err != nil || !net.ParseIP(host).IsLoopback() {
		return errors.New("without TELEGRAM_BOT_TOKEN the phone page plays Telegram, and that only on loopback: " +
			"set a token, or LISTEN to 127.0.0.1")
	}
	if err := os.MkdirAll(p.settings.DataDir, 0o755); err != nil {
		return err
	}
	p.resumeClock()
	p.phone, err = standin.Open(standin.Options{
		Token: phoneToken, BotUsername: "salesflow_bot", BotName: "SalesFlow", Prefix: phonePrefix,
		Now: p.clock.Now, StateFile: filepath.Join(p.settings.DataDir, "phone.json"), Advance: p.advance,
	})
	if err != nil {
		return err
	}
	for _, person := range demo.People {
		err = errors.Join(err, p.phone.AddPerson(person.person()))
		if err == nil && len(p.phone.Chat(person.Telegram)) == 0 { // a bot cannot write to whoever never started it
			_, err = p.phone.Start(person.Telegram, "")
		}
	}
	return err
}

// advance moves the clock of the demo and does what has become due.
func (p *program) advance(ctx context.Context, to time.Time) error {
	p.clock.set(to)
	offset := time.Duration(p.clock.offset.Load()).String()
	if err := os.WriteFile(p.clockFile(), []byte(offset), 0o600); err != nil {
		return err
	}
	return p.engine.Tick(ctx)
}

// resumeClock goes on where the demo's clock was, unless a time was set.
func (p *program) resumeClock() {
	if p.settings.Clock != "" {
		return
	}
	saved, err := os.ReadFile(p.clockFile())
	if err != nil {
		return
	}
	if offset, err := time.ParseDuration(string(saved)); err == nil {
		p.clock.offset.Store(int64(offset))
	}
}

func (p *program) clockFile() string { return filepath.Join(p.settings.DataDir, "demo-clock") }
