package standin_test

import (
	"context"
	"encoding/json"
	"io"
	"net/http"
	"net/http/httptest"
	"os"
	"slices"
	"sync/atomic"
	"testing"
	"time"

	"github.com/go-telegram/bot"
	"github.com/go-telegram/bot/models"

	"github.com/salesflow/salesflow/bot/standin"
)

func writeFile(t *testing.T, name, content string) {
	t.Helper()
	must(t, os.WriteFile(name, []byte(content), 0o600))
}

// received is an update as the bot's server saw it.
type received struct {
	models.Update
	secret string
}

// listen is a bot's server: answer decides, got receives what came.
func listen(t *testing.T, answer func(w http.ResponseWriter, u models.Update)) (*httptest.Server, chan received) {
	t.Helper()
	got := make(chan received, 100)
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		raw, err := io.ReadAll(r.Body)
		if err != nil {
			return // the stand-in went away in the middle of its request
		}
		in := received{secret: r.Header.Get("X-Telegram-Bot-Api-Secret-Token")}
		if err := json.Unmarshal(raw, &in.Update); err != nil {
			w.WriteHeader(http.StatusBadRequest)
			return
		}
		got <- in
		answer(w, in.Update)
	}))
	t.Cleanup(server.Close)
	return server, got
}

func accept(http.ResponseWriter, models.Update) {}

func (w *world) hook(to string) {
	w.t.Helper()
	_, err := w.bot.SetWebhook(context.Background(), &bot.SetWebhookParams{URL: to, SecretToken: "geheim_1", MaxConnections: 5})
	must(w.t, err)
}

func TestWebhookGetsUpdatesInOrderWithTheSecret(t *testing.T) {
	server, got := listen(t, accept)
	w := withMax(t)
	w.hook(server.URL)
	_, err := w.Say(101, "eins")
	must(t, err)
	for _, want := range []string{"/start", "eins"} {
		in := <-got
		equal(t, in.Message.Text, want)
		equal(t, in.secret, "geheim_1")
	}
	info, err := w.bot.GetWebhookInfo(context.Background())
	must(t, err)
	equal(t, info.URL, server.URL)
	equal(t, info.MaxConnections, 5)
}

func TestRefusedUpdateIsRepeatedEverMoreSlowly(t *testing.T) {
	var tries atomic.Int32
	server, got := listen(t, func(w http.ResponseWriter, _ models.Update) {
		switch n := tries.Add(1); {
		case n == 3:
			w.Header().Set("Retry-After", "9")
			w.WriteHeader(http.StatusServiceUnavailable)
		case n < 9:
			w.WriteHeader(http.StatusInternalServerError)
		}
	})
	clock := &handClock{}
	w := withMax(t, func(o *standin.Options) { o.After = clock.After })
	w.hook(server.URL)
	_, err := w.Say(101, "danach")
	must(t, err)
	var first int64
	for i := range 9 {
		in := <-got
		if i == 0 {
			first = in.ID
		}
		equal(t, in.ID, first)
	}
	equal(t, (<-got).Message.Text, "danach")
	want := []time.Duration{1, 2, 9, 8, 16, 32, 60, 60}
	for i, pause := range clock.Pauses() {
		equal(t, pause, want[i]*time.Second)
	}
	equal(t, len(clock.Pauses()), len(want))
}

func TestTapOvertakesAMessageThatIsStuck(t *testing.T) {
	free := make(chan struct{})
	server, got := listen(t, func(_ http.ResponseWriter, u models.Update) {
		if u.Message != nil {
			<-free
		}
	})
	w := withMax(t)
	_, err := w.bot.SendMessage(context.Background(), &bot.SendMessageParams{ChatID: int64(101), Text: "?", ReplyMarkup: twoButtons()})
	must(t, err)
	w.hook(server.URL)
	equal(t, (<-got).Message.Text, "/start")
	_, err = w.Say(101, "wartet")
	must(t, err)
	_, err = w.Press(101, w.Chat(101)[1].ID, "done:1")
	must(t, err)
	equal(t, (<-got).CallbackQuery.Data, "done:1")
	_, err = w.Start(102, "")
	must(t, err)
	equal(t, (<-got).Message.From.ID, int64(102))
	close(free)
	equal(t, (<-got).Message.Text, "wartet")
}

func TestWebhookAnswerMaySendAMessage(t *testing.T) {
	server, got := listen(t, func(w http.ResponseWriter, u models.Update) {
		w.Header().Set("Content-Type", "application/json")
		switch u.Message.Text {
		case "/start":
			_, _ = io.WriteString(w, `{"method":"sendMessage","chat_id":101,"text":"aus der Antwort"}`)
		default:
			_, _ = io.WriteString(w, `{"method":"deleteWebhook"}`)
		}
	})
	w := withMax(t)
	w.hook(server.URL)
	<-got
	_, err := w.Say(101, "zwei")
	must(t, err)
	<-got // delivered after the first answer was carried out
	equal(t, slices.ContainsFunc(w.Chat(101), func(m standin.Message) bool { return m.Text == "aus der Antwort" }), true)
	info, err := w.bot.GetWebhookInfo(context.Background())
	must(t, err)
	equal(t, info.URL, server.URL)
}

func TestDeletedWebhookGoesBackToPolling(t *testing.T) {
	server, got := listen(t, func(w http.ResponseWriter, _ models.Update) { w.WriteHeader(http.StatusBadGateway) })
	w := withMax(t, func(o *standin.Options) { o.After = func(time.Duration) <-chan time.Time { return nil } })
	w.hook(server.URL)
	<-got
	_, err := w.bot.DeleteWebhook(context.Background(), &bot.DeleteWebhookParams{})
	must(t, err)
	equal(t, len(w.poll(nil)), 1)
	_, err = w.bot.DeleteWebhook(context.Background(), &bot.DeleteWebhookParams{DropPendingUpdates: true})
	must(t, err)
	equal(t, len(w.poll(nil)), 0)
}
