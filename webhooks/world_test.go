package webhooks

import (
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net"
	"net/http"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/gofiber/fiber/v2"
	"github.com/prometheus/client_golang/prometheus"

	"github.com/salesflow/salesflow/bot"
	"github.com/salesflow/salesflow/engine"
)

const secret = "s3cret_-"

// world is the routes behind a real listener: only there does the server use its buffers again.
type world struct {
	t        *testing.T
	address  string
	registry *prometheus.Registry
	log      *strings.Builder
	client   *http.Client

	mu       sync.Mutex
	received []engine.Inbound
	refused  []string
	answer   error
	items    map[engine.SuggestionID]engine.Item
	lookUp   error
}

type fixedClock struct{}

func (fixedClock) Now() time.Time { return time.Date(2026, 11, 23, 8, 0, 0, 0, time.UTC) }

func newWorld(t *testing.T) *world {
	t.Helper()
	w := &world{t: t, registry: prometheus.NewRegistry(), log: &strings.Builder{}, items: map[engine.SuggestionID]engine.Item{}}
	texts, err := bot.NewTexts(fixedClock{})
	must(t, err)
	app := fiber.New(fiber.Config{DisableStartupMessage: true}) // not Immutable: copying is ours
	must(t, Mount(app, Deps{
		Secret: secret, Receive: w.receive, Refuse: w.refuse, Items: w, Texts: texts, Registry: w.registry,
		Log: slog.New(slog.NewTextHandler(w.log, nil)),
	}))
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	must(t, err)
	w.address = "http://" + listener.Addr().String()
	transport := &http.Transport{MaxConnsPerHost: 8} // many requests on each connection
	w.client = &http.Client{Transport: transport}
	served := make(chan error, 1)
	go func() { served <- app.Listener(listener) }()
	t.Cleanup(func() {
		transport.CloseIdleConnections()
		must(t, app.Shutdown())
		must(t, <-served)
	})
	return w
}

func (w *world) receive(ctx context.Context, in engine.Inbound) error {
	if _, bounded := ctx.Deadline(); !bounded {
		return errors.New("no deadline")
	}
	w.mu.Lock()
	defer w.mu.Unlock()
	if w.answer == nil {
		w.received = append(w.received, in)
	}
	return w.answer
}

func (w *world) refuse(_ context.Context, in engine.Inbound, key string) {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.refused = append(w.refused, in.Sender+" "+key)
}

// Item looks a suggestion up.
func (w *world) Item(_ context.Context, id engine.SuggestionID) (engine.Item, error) {
	w.mu.Lock()
	defer w.mu.Unlock()
	item, ok := w.items[id]
	if w.lookUp == nil && !ok {
		return item, &engine.Error{Code: engine.NotFound}
	}
	return item, w.lookUp
}

func must(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

// post brings an update as Telegram does.
func (w *world) post(secret, body string) *http.Response {
	w.t.Helper()
	request, err := http.NewRequest(http.MethodPost, w.address+"/webhooks/telegram", strings.NewReader(body))
	must(w.t, err)
	request.Header.Set("Content-Type", "application/json")
	if secret != "" {
		request.Header.Set(secretHeader, secret)
	}
	return w.do(request)
}

func (w *world) get(path string) (*http.Response, string) {
	w.t.Helper()
	request, err := http.NewRequest(http.MethodGet, w.address+path, nil)
	must(w.t, err)
	response := w.do(request)
	body, err := io.ReadAll(response.Body)
	must(w.t, err)
	return response, string(body)
}

func (w *world) do(request *http.Request) *http.Response {
	w.t.Helper()
	response, err := w.client.Do(request)
	must(w.t, err)
	body, err := io.ReadAll(response.Body)
	must(w.t, err)
	must(w.t, response.Body.Close())
	response.Body = io.NopCloser(strings.NewReader(string(body)))
	return response
}

// counted is how many updates ended one way.
func (w *world) counted(result string) float64 {
	w.t.Helper()
	families, err := w.registry.Gather()
	must(w.t, err)
	for _, family := range families {
		for _, metric := range family.GetMetric() {
			if family.GetName() == "telegram_updates_total" && metric.GetLabel()[0].GetValue() == result {
				return metric.GetCounter().GetValue()
			}
		}
	}
	return 0
}

func text(id int, text string) string {
	return fmt.Sprintf(`{"update_id":%d,"message":{"message_id":1,"from":{"id":%d,"first_name":"Max"},"chat":{"id":%d,"type":"private"},"text":%q}}`, id, id, id, text)
}
