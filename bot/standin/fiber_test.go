package standin_test

import (
	"context"
	"net"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/go-telegram/bot"
	"github.com/go-telegram/bot/models"
	"github.com/gofiber/fiber/v2"
	"github.com/gofiber/fiber/v2/middleware/adaptor"

	"github.com/salesflow/salesflow/bot/standin"
)

// The demo mounts the stand-in through Fiber's adaptor, which buffers answers.
func TestEverythingWorksBehindFiber(t *testing.T) {
	w := withMax(t)
	app := fiber.New(fiber.Config{Immutable: true, DisableStartupMessage: true})
	app.All("/phone", adaptor.HTTPHandler(w.Telegram))
	app.All("/phone/*", adaptor.HTTPHandler(w.Telegram))
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	must(t, err)
	served := make(chan error, 1)
	go func() { served <- app.Listener(listener) }()
	address := "http://" + listener.Addr().String()
	client, err := bot.New(token, bot.WithServerURL(address+"/phone"))
	must(t, err)
	_, err = client.SendDocument(context.Background(), &bot.SendDocumentParams{ChatID: int64(101), Caption: "hier",
		Document: &models.InputFileUpload{Filename: "a.txt", Data: strings.NewReader("inhalt")}})
	must(t, err)
	equal(t, w.last(101).Caption, "hier")
	w.FailNext("getMe", standin.Fault{Drop: true})
	if _, err := client.GetMe(context.Background()); err == nil {
		t.Fatal("answered")
	}
	w.server.Config.Handler = http.NotFoundHandler()
	behind := &world{Telegram: w.Telegram, t: t, server: &httptest.Server{URL: address}}
	status, _ := behind.act("say", `{"person":101,"text":"durch Fiber"}`)
	equal(t, status, 200)
	equal(t, len(behind.view("person=101").Chat.Messages), 3)
	must(t, app.Shutdown())
	must(t, <-served)
}
