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

// behindFiber serves the stand-in as the demo does, through Fiber's adaptor,
// which buffers answers, and returns where.
func (w *world) behindFiber() string {
	w.t.Helper()
	app := fiber.New(fiber.Config{Immutable: true, DisableStartupMessage: true})
	app.All("/phone", adaptor.HTTPHandler(w.Telegram))
	app.All("/phone/*", adaptor.HTTPHandler(w.Telegram))
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	must(w.t, err)
	served := make(chan error, 1)
	go func() { served <- app.Listener(listener) }()
	w.t.Cleanup(func() {
		must(w.t, app.Shutdown())
		must(w.t, <-served)
	})
	return "http://" + listener.Addr().String()
}

func TestEverythingWorksBehindFiber(t *testing.T) {
	w := withMax(t)
	address := w.behindFiber()
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
}

// Fiber's adaptor hands out strings that the next request on the connection
// overwrites.
func TestWhatIsKeptFromARequestOutlivesIt(t *testing.T) {
	w := withMax(t)
	behind := &world{Telegram: w.Telegram, t: t, server: &httptest.Server{URL: w.behindFiber()}}
	status, _ := behind.act("upload?person=101&name=verlauf.txt&caption=hier", "inhalt")
	equal(t, status, 200)
	response, err := http.Get(behind.server.URL + "/phone/bot" + token + "/sendMessage?chat_id=101&text=ungeschminkt")
	must(t, err)
	status, _ = answered(t, response)
	equal(t, status, 200)
	for range 5 {
		behind.view("person=999999999999999&since=-1&xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx")
	}
	messages := w.Chat(101)
	sent, said := messages[len(messages)-2], messages[len(messages)-1]
	equal(t, sent.Document.Name, "verlauf.txt")
	equal(t, sent.Caption, "hier")
	equal(t, said.Text, "ungeschminkt")
	calls := w.Calls()
	equal(t, calls[len(calls)-1].Method, "sendMessage")
}
