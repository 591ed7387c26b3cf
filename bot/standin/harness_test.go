package standin_test

import (
	"context"
	"io"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/go-telegram/bot"

	"github.com/salesflow/salesflow/bot/standin"
)

const token = "42:TEST"

// world is a stand-in behind a real listener, with clocks the test moves and
// the real client in front.
type world struct {
	*standin.Telegram
	t      *testing.T
	server *httptest.Server
	bot    *bot.Bot
	clock  *handClock
}

// handClock moves only when told to. Its timers fire at once and are noted.
type handClock struct {
	mu     sync.Mutex
	now    time.Time
	pauses []time.Duration
}

func (c *handClock) Now() time.Time {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.now
}

func (c *handClock) Move(d time.Duration) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.now = c.now.Add(d)
}

func (c *handClock) After(d time.Duration) <-chan time.Time {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.pauses = append(c.pauses, d)
	fired := make(chan time.Time, 1)
	fired <- c.now
	return fired
}

func (c *handClock) Pauses() []time.Duration {
	c.mu.Lock()
	defer c.mu.Unlock()
	return append([]time.Duration(nil), c.pauses...)
}

func newWorld(t *testing.T, change ...func(*standin.Options)) *world {
	t.Helper()
	w := &world{t: t, clock: &handClock{now: time.Date(2026, 11, 23, 7, 59, 0, 0, time.UTC)}}
	o := standin.Options{Token: token, BotUsername: "salesflow_bot", BotName: "SalesFlow", Prefix: "/phone", Now: w.clock.Now, Real: w.clock.Now}
	for _, c := range change {
		c(&o)
	}
	tg, err := standin.Open(o)
	must(t, err)
	w.Telegram = tg
	w.server = httptest.NewServer(tg)
	t.Cleanup(func() {
		must(t, tg.Close())
		w.server.Close()
	})
	w.bot, err = bot.New(token, bot.WithServerURL(w.server.URL+"/phone"))
	must(t, err)
	return w
}

// withMax is a world in which Max (101) has started the bot and Anna (102) is
// known but has not.
func withMax(t *testing.T, change ...func(*standin.Options)) *world {
	t.Helper()
	w := newWorld(t, change...)
	must(t, w.AddPerson(standin.Person{ID: 101, FirstName: "Max", Username: "max", LanguageCode: "de", Phone: "+491715550101"}))
	must(t, w.AddPerson(standin.Person{ID: 102, FirstName: "Anna"}))
	_, err := w.Start(101, "")
	must(t, err)
	return w
}

func must(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

// raw calls a method with form fields and returns status and body.
func (w *world) raw(method string, fields url.Values) (int, string) {
	w.t.Helper()
	response, err := http.PostForm(w.server.URL+"/phone/bot"+token+"/"+method, fields)
	must(w.t, err)
	return answered(w.t, response)
}

func answered(t *testing.T, response *http.Response) (int, string) {
	t.Helper()
	defer func() { _ = response.Body.Close() }()
	body, err := io.ReadAll(response.Body)
	must(t, err)
	return response.StatusCode, string(body)
}

func (w *world) last(person int64) standin.Message {
	w.t.Helper()
	chat := w.Chat(person)
	if len(chat) == 0 {
		w.t.Fatal("the phone shows nothing")
	}
	return chat[len(chat)-1]
}

func (w *world) send(text string) standin.Message {
	w.t.Helper()
	_, err := w.bot.SendMessage(context.Background(), &bot.SendMessageParams{ChatID: int64(101), Text: text})
	must(w.t, err)
	return w.last(101)
}

func contains(t *testing.T, text, part string) {
	t.Helper()
	if !strings.Contains(text, part) {
		t.Fatalf("%q is not in %q", part, text)
	}
}

func equal[T comparable](t *testing.T, got, want T) {
	t.Helper()
	if got != want {
		t.Fatalf("got %v, want %v", got, want)
	}
}

func id(n int64) string { return strconv.FormatInt(n, 10) }
