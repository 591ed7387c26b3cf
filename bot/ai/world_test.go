package ai_test

import (
	"bytes"
	"context"
	"errors"
	"log/slog"
	"net"
	"net/http"
	"net/http/httptest"
	"sync"
	"testing"
	"time"

	"github.com/salesflow/salesflow/bot/ai"
	"github.com/salesflow/salesflow/bot/standin/openai"
)

const key = "sk-canary-key"

var discard = slog.NewLogLogger(slog.DiscardHandler, slog.LevelError)

// schema is one as a caller would ask for.
var schema = &ai.Schema{Name: "draft", JSON: []byte(`{"type":"object","additionalProperties":false,"required":["text","language"],
	"properties":{"text":{"type":"string"},"language":{"type":"string","enum":["de","en"]}}}`)}

// draft is a question.
func draft() ai.Call {
	return ai.Call{
		Task: ai.Draft, System: "Write. canary-system", Messages: []string{`{"stage":"interested","who":"⟦NAME⟧ canary-prompt"}`},
		Schema: schema, MaxTokens: 300, Temperature: 0.4,
	}
}

// world is a router in front of servers that speak OpenAI's protocol on this machine. Its clock stands still, its
// waits take no time, and its timers go off when the test says so.
type world struct {
	t       *testing.T
	servers []*openai.Server
	urls    []string
	opened  int // connections
	config  ai.Config
	router  *ai.Router
	log     *safeBuffer

	mu     sync.Mutex
	now    time.Time
	waits  []time.Duration
	timers []*timer
}

type timer struct {
	d    time.Duration
	f    func()
	done bool
}

type safeBuffer struct {
	mu sync.Mutex
	bytes.Buffer
}

func (b *safeBuffer) Write(p []byte) (int, error) {
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.Buffer.Write(p)
}

// newWorld has a provider named a, b, … for each options.
func newWorld(t *testing.T, options ...openai.Options) *world {
	t.Helper()
	w := &world{t: t, now: time.Now(), log: &safeBuffer{}}
	for i, o := range options {
		if o.Key == "" {
			o.Key = key
		}
		w.serve(o)
		w.config.Providers = append(w.config.Providers, ai.Provider{
			Name: string(rune('a' + i)), Kind: ai.OpenAI, BaseURL: w.urls[i] + "/v1", Key: key, Timeout: time.Minute,
			FirstToken: 20 * time.Second, Concurrency: 4, Retries: 2,
			Models: map[ai.Task]string{ai.Draft: "writer", ai.Judge: "judge"},
		})
	}
	w.connect()
	return w
}

func (w *world) serve(o openai.Options) {
	server := openai.New(o)
	listener := httptest.NewUnstartedServer(server)
	listener.Config.ErrorLog = discard
	listener.Config.ConnState = func(_ net.Conn, s http.ConnState) {
		w.mu.Lock()
		defer w.mu.Unlock()
		if s == http.StateNew {
			w.opened++
		}
	}
	listener.Start()
	w.t.Cleanup(func() {
		server.Close()
		w.router.Close()
		listener.Close()
	})
	w.servers, w.urls = append(w.servers, server), append(w.urls, listener.URL)
}

// connect makes the router anew, for another configuration.
func (w *world) connect() {
	w.router.Close()
	w.router = ai.New(w.config, ai.Options{
		Now: w.clock, After: w.after, Wait: w.wait, Random: func() float64 { return 1 },
		Log: slog.New(slog.NewTextHandler(w.log, &slog.HandlerOptions{Level: slog.LevelDebug})),
	})
}

func (w *world) clock() time.Time {
	w.mu.Lock()
	defer w.mu.Unlock()
	return w.now
}

func (w *world) pass(d time.Duration) {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.now = w.now.Add(d)
}

func (w *world) wait(ctx context.Context, d time.Duration) error {
	w.pass(d)
	w.mu.Lock()
	defer w.mu.Unlock()
	w.waits = append(w.waits, d)
	return ctx.Err()
}

func (w *world) waited() []time.Duration {
	w.mu.Lock()
	defer w.mu.Unlock()
	return w.waits
}

func (w *world) after(d time.Duration, f func()) (stop func() bool) {
	w.mu.Lock()
	defer w.mu.Unlock()
	t := &timer{d: d, f: f}
	w.timers = append(w.timers, t)
	return func() bool {
		w.mu.Lock()
		defer w.mu.Unlock()
		t.done = true
		return true
	}
}

// fire has the timers of a length go off that are running, and reports how many those were.
func (w *world) fire(d time.Duration) (fired int) {
	w.mu.Lock()
	defer w.mu.Unlock()
	for _, t := range w.timers {
		if t.d == d && !t.done {
			t.done = true
			fired++
			go t.f()
		}
	}
	return fired
}

// fireWhenStalled has timers go off as soon as a server stalls.
func (w *world) fireWhenStalled(server int, d time.Duration) {
	done := make(chan struct{})
	go func() {
		defer close(done)
		select {
		case <-w.servers[server].Stalled():
			for w.fire(d) == 0 && w.t.Context().Err() == nil { // the timer may begin after the server has stalled
			}
		case <-w.t.Context().Done():
		}
	}()
	w.t.Cleanup(func() { <-done })
}

func (w *world) asked(server int) int { return len(w.servers[server].Requests()) }

func (w *world) complete() (ai.Reply, error) {
	return w.router.Complete(w.t.Context(), draft(), nil)
}

func (w *world) must(reply ai.Reply, err error) ai.Reply {
	w.t.Helper()
	if err != nil {
		w.t.Fatal(err)
	}
	return reply
}

func is(t *testing.T, err, want error) {
	t.Helper()
	if !errors.Is(err, want) {
		t.Errorf("got %v, want %v", err, want)
	}
}

func equal[T comparable](t *testing.T, what string, got, want T) {
	t.Helper()
	if got != want {
		t.Errorf("%s: got %v, want %v", what, got, want)
	}
}
