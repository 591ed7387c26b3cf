package webhooks

import (
	"errors"
	"fmt"
	"net/http"
	"strings"
	"sync"
	"testing"

	"github.com/gofiber/fiber/v2"
	"github.com/prometheus/client_golang/prometheus"

	"github.com/salesflow/salesflow/engine"
)

func TestOnlyTheSecretLetsUpdatesIn(t *testing.T) {
	w := newWorld(t)
	for _, wrong := range []string{"", "S3cret_-", secret + "x", strings.Repeat("x", 3000)} {
		response := w.post(wrong, text(1, "stop"))
		if response.StatusCode != http.StatusUnauthorized || response.Header.Get("Content-Type") != "application/problem+json" {
			t.Errorf("%d %s", response.StatusCode, response.Header)
		}
	}
	if len(w.received) != 0 || w.counted(unauthorized) != 4 {
		t.Errorf("%v, %v", w.received, w.counted(unauthorized))
	}
	if response := w.post(secret, text(1, "stop")); response.StatusCode != http.StatusOK || len(w.received) != 1 {
		t.Errorf("%d %v", response.StatusCode, w.received)
	}
}

func TestTheAnswerSaysWhetherToBringAnUpdateAgain(t *testing.T) {
	for name, c := range map[string]struct {
		body   string
		answer error
		status int
		result string
	}{
		"decided":     {text(1, "liste"), nil, 200, decided},
		"away":        {text(1, "liste"), &engine.Error{Code: engine.Unavailable}, 503, unavailable},
		"in conflict": {text(1, "liste"), &engine.Error{Code: engine.Conflict}, 503, unavailable},
		"failed":      {text(1, "liste"), errors.New("a bug"), 503, failed},
		"a stranger":  {text(1, "liste"), engine.ErrInviteNeeded, 200, stranger},
		"broken":      {`{"update_id":`, nil, 200, unreadable},
		"a group":     {`{"update_id":1,"message":{"chat":{"id":-1,"type":"group"},"text":"x"}}`, nil, 200, notForUs},
		"huge":        {text(1, strings.Repeat("x", largestUpdate)), nil, 413, tooLarge},
	} {
		t.Run(name, func(t *testing.T) {
			w := newWorld(t)
			w.answer = c.answer
			response := w.post(secret, c.body)
			again := response.Header.Get("Retry-After") == "1"
			if response.StatusCode != c.status || w.counted(c.result) != 1 || again != (c.status == 503) {
				t.Errorf("%d, again %v, counted %v", response.StatusCode, again, w.counted(c.result))
			}
			if (len(w.refused) == 1) != (c.result == stranger) {
				t.Errorf("refused %v", w.refused)
			}
			if strings.Contains(w.log.String(), "liste") || (w.log.String() != "") != (c.result == failed) {
				t.Errorf("logged %s", w.log)
			}
		})
	}
}

// TestUpdatesAreCopiedBeforeTheServerUsesItsBufferAgain keeps inbounds while 200 others arrive on few connections.
func TestUpdatesAreCopiedBeforeTheServerUsesItsBufferAgain(t *testing.T) {
	w := newWorld(t)
	var wait sync.WaitGroup
	for id := 1; id <= 200; id++ {
		wait.Go(func() {
			if response := w.post(secret, text(id, fmt.Sprintf("Nachricht %d %s", id, strings.Repeat("x", id)))); response.StatusCode != 200 {
				t.Errorf("%d: %d", id, response.StatusCode)
			}
		})
	}
	wait.Wait()
	seen := map[string]bool{}
	for _, in := range w.received {
		want := "Nachricht " + in.ExternalID + " "
		if !strings.HasPrefix(in.Text, want) || in.Sender != in.ExternalID || in.SenderName != "Max" {
			t.Fatalf("mixed up: %+v", in)
		}
		seen[in.ExternalID] = true
	}
	if len(seen) != 200 {
		t.Errorf("%d of 200", len(seen))
	}
}

func TestWithoutASecretThereIsNoWebhook(t *testing.T) {
	app := fiber.New()
	must(t, Mount(app, Deps{Registry: prometheus.NewRegistry()}))
	request, err := http.NewRequest(http.MethodPost, "/webhooks/telegram", strings.NewReader(text(1, "liste")))
	must(t, err)
	response, err := app.Test(request)
	must(t, err)
	if response.StatusCode != http.StatusNotFound && response.StatusCode != http.StatusMethodNotAllowed {
		t.Errorf("%d", response.StatusCode)
	}
}

func TestRoutesAreMountedOnce(t *testing.T) {
	registry := prometheus.NewRegistry()
	must(t, Mount(fiber.New(), Deps{Registry: registry}))
	if Mount(fiber.New(), Deps{Registry: registry}) == nil {
		t.Error("the counters were registered twice")
	}
}
