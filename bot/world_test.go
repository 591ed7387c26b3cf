package bot

import (
	"bytes"
	"context"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/salesflow/salesflow/bot/standin"
	"github.com/salesflow/salesflow/engine"
)

const botToken = "42:SECRET-TOKEN"

// world is our channel in front of a stand-in for Telegram, in which Max (101) has started the bot.
type world struct {
	*standin.Telegram
	t       *testing.T
	channel *Telegram
	log     *safeBuffer
	waits   *waits
}

// safeBuffer keeps what was logged.
type safeBuffer struct {
	mu sync.Mutex
	bytes.Buffer
}

func (b *safeBuffer) Write(p []byte) (int, error) {
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.Buffer.Write(p)
}

func (b *safeBuffer) String() string {
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.Buffer.String()
}

// waits notes pauses and does not wait.
type waits struct {
	mu  sync.Mutex
	all []time.Duration
}

func (w *waits) wait(ctx context.Context, d time.Duration) error {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.all = append(w.all, d)
	return ctx.Err()
}

func (w *waits) list() []time.Duration {
	w.mu.Lock()
	defer w.mu.Unlock()
	return append([]time.Duration(nil), w.all...)
}

func newWorld(t *testing.T) *world {
	t.Helper()
	phone, err := standin.Open(standin.Options{Token: botToken, BotUsername: "salesflow_bot"})
	must(t, err)
	server := httptest.NewServer(phone)
	w := &world{Telegram: phone, t: t, log: &safeBuffer{}, waits: &waits{}}
	w.channel = w.open(server.URL)
	t.Cleanup(func() {
		must(t, phone.Close())
		server.Close()
		if strings.Contains(w.log.String(), "SECRET-TOKEN") {
			t.Error("the token was logged")
		}
	})
	must(t, phone.AddPerson(standin.Person{ID: 101, FirstName: "Max", Phone: "+491715550101"}))
	_, err = phone.Start(101, "")
	must(t, err)
	return w
}

// open is a polling channel to an API.
func (w *world) open(api string) *Telegram {
	w.t.Helper()
	texts, _ := newTexts(w.t)
	channel, err := NewTelegram(TelegramConfig{
		Token: botToken, APIURL: api, PublicURL: "https://bot.example.com/", Polling: true, Texts: texts,
		Log: slog.New(slog.NewTextHandler(w.log, nil)), Wait: w.waits.wait,
	})
	must(w.t, err)
	return channel
}

// answering is a channel to an API that always answers the same way.
func (w *world) answering(answer http.HandlerFunc) *Telegram {
	w.t.Helper()
	server := httptest.NewServer(answer)
	w.t.Cleanup(server.Close)
	return w.open(server.URL)
}

// to is a delivery to Max.
func to(key string, args engine.Args, buttons ...[]engine.Button) engine.Delivery {
	return engine.Delivery{
		Outgoing: engine.Outgoing{Key: key, Args: args, Buttons: buttons},
		Channel:  engine.Telegram, Address: "101", Language: "de",
	}
}

// lately are the messages of the bot on Max's phone.
func (w *world) lately() []standin.Message {
	var all []standin.Message
	for _, m := range w.Chat(101) {
		if m.FromBot() {
			all = append(all, m)
		}
	}
	return all
}

// clean fails if an error names the token or an address.
func clean(t *testing.T, err error) {
	t.Helper()
	if err != nil && (strings.Contains(err.Error(), "SECRET") || strings.Contains(err.Error(), "http")) {
		t.Errorf("an error tells too much: %v", err)
	}
}

func readAll(t *testing.T, r io.ReadCloser) string {
	t.Helper()
	content, err := io.ReadAll(r)
	must(t, err)
	must(t, r.Close())
	return string(content)
}
