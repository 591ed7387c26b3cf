package standin_test

import (
	"context"
	"encoding/json"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/go-telegram/bot"
	"github.com/go-telegram/bot/models"

	"github.com/salesflow/salesflow/bot/standin"
)

// act does what the page does when somebody presses something.
func (w *world) act(name, body string, change ...func(*http.Request)) (int, string) {
	w.t.Helper()
	r, err := http.NewRequest(http.MethodPost, w.server.URL+"/phone/api/"+name, strings.NewReader(body))
	must(w.t, err)
	r.Header.Set("X-Phone", "1")
	r.Header.Set("Content-Type", "application/json")
	for _, c := range change {
		c(r)
	}
	response, err := http.DefaultClient.Do(r)
	must(w.t, err)
	return answered(w.t, response)
}

type phoneView struct {
	Version int64
	Moves   bool
	People  []struct {
		ID     int64
		Unread int
	}
	Chat struct {
		Messages []standin.Message
		Answers  []standin.Answer
		Action   string
		Commands []models.BotCommand
		Draft    struct{ Text string }
	}
}

func (w *world) view(query string) phoneView {
	w.t.Helper()
	response, err := http.Get(w.server.URL + "/phone/api/events?" + query)
	must(w.t, err)
	_, body := answered(w.t, response)
	var v phoneView
	must(w.t, json.Unmarshal([]byte(body), &v))
	return v
}

func TestPageAndItsPartsAreServedSafely(t *testing.T) {
	w := newWorld(t)
	for path, kind := range map[string]string{
		"": "text/html; charset=utf-8", "/": "text/html; charset=utf-8", "/main.js": "text/javascript; charset=utf-8",
		"/frame.css": "text/css; charset=utf-8", "/icon.svg": "image/svg+xml; charset=utf-8",
	} {
		response, err := http.Get(w.server.URL + "/phone" + path)
		must(t, err)
		status, body := answered(t, response)
		equal(t, status, 200)
		equal(t, response.Header.Get("Content-Type"), kind)
		equal(t, response.Header.Get("X-Content-Type-Options"), "nosniff")
		if path == "" {
			contains(t, response.Header.Get("Content-Security-Policy"), "script-src 'self'")
			contains(t, body, `<base href="/phone/">`)
			for _, outside := range []string{"http://", "https://", " style=", "onclick"} {
				equal(t, strings.Contains(body, outside), false)
			}
		}
	}
	for _, path := range []string{"/none.js", "/../page.go", "/page/main.js", "/api/none"} {
		response, err := http.Get(w.server.URL + "/phone" + path)
		must(t, err)
		status, _ := answered(t, response)
		equal(t, status, 404)
	}
}

func TestEveryActionOfThePageWorks(t *testing.T) {
	var moved time.Time
	w := withMax(t, func(o *standin.Options) {
		o.Advance = func(_ context.Context, to time.Time) error { moved = to; return nil }
	})
	_, err := w.bot.SendMessage(context.Background(), &bot.SendMessageParams{ChatID: int64(101), Text: "?", ReplyMarkup: twoButtons()})
	must(t, err)
	question := id(w.last(101).ID)
	for _, c := range [][2]string{
		{"say", `{"person":101,"text":"hallo"}`},
		{"forward", `{"person":101,"text":"ja","from":{"first_name":"Lisa"}}`},
		{"start", `{"person":101,"param":"abc"}`},
		{"press", `{"person":101,"message":` + question + `,"button":"done:1"}`},
		{"contact", `{"person":101,"contact":{"first_name":"Lisa","phone_number":"+49160"}}`},
		{"read", `{"person":101,"message":` + question + `}`},
		{"block", `{"person":101}`},
		{"unblock", `{"person":101}`},
		{"person", `{"new":{"first_name":"Neu"}}`},
		{"clock", `{"step":"hour"}`},
	} {
		status, body := w.act(c[0], c[1])
		if status != 200 {
			t.Fatal(c[0], body)
		}
	}
	status, _ := w.act("upload?person=101&name=a.vcf&caption=Liste", "BEGIN")
	equal(t, status, 200)
	equal(t, w.last(101).Caption, "Liste")
	equal(t, moved.Equal(w.clock.Now().Add(time.Hour)), true)
	v := w.view("person=101")
	equal(t, len(v.People), 3)
	equal(t, v.People[2].ID, int64(700_000_001))
	equal(t, v.Moves, true)
}

func TestOtherSitesCannotPlay(t *testing.T) {
	w := withMax(t)
	for name, change := range map[string]func(*http.Request){
		"no header":    func(r *http.Request) { r.Header.Del("X-Phone") },
		"other origin": func(r *http.Request) { r.Header.Set("Origin", "https://evil.example") },
		"null origin":  func(r *http.Request) { r.Header.Set("Origin", "null") },
		"other host":   func(r *http.Request) { r.Host = "evil.example" },
	} {
		t.Run(name, func(t *testing.T) {
			status, _ := w.act("say", `{"person":101,"text":"x"}`, change)
			equal(t, status, 403)
		})
	}
	status, _ := w.act("say", `{"person":101,"text":"x"}`, func(r *http.Request) { r.Header.Set("Origin", w.server.URL) })
	equal(t, status, 200)
	status, body := w.act("say", `{"person":5,"text":"x"}`)
	equal(t, status, 422)
	contains(t, body, "nobody")
	status, _ = w.act("dance", `{}`)
	equal(t, status, 404)
}

func TestUnreadIsCountedUntilRead(t *testing.T) {
	w := withMax(t)
	w.send("eins")
	last := w.send("zwei")
	equal(t, w.view("person=102").People[0].Unread, 2)
	w.act("read", `{"person":101,"message":`+id(last.ID)+`}`)
	equal(t, w.view("person=102").People[0].Unread, 0)
}

func TestPageSeesAnswersTypingDraftsAndCommands(t *testing.T) {
	w := withMax(t)
	ctx := context.Background()
	_, err := w.bot.SetMyCommands(ctx, &bot.SetMyCommandsParams{Commands: []models.BotCommand{{Command: "liste", Description: "Heute"}}})
	must(t, err)
	_, err = w.bot.SendMessage(ctx, &bot.SendMessageParams{ChatID: int64(101), Text: "?", ReplyMarkup: twoButtons()})
	must(t, err)
	query, err := w.Press(101, w.last(101).ID, "done:1")
	must(t, err)
	_, err = w.bot.AnswerCallbackQuery(ctx, &bot.AnswerCallbackQueryParams{CallbackQueryID: query, Text: "gut"})
	must(t, err)
	_, err = w.bot.SendChatAction(ctx, &bot.SendChatActionParams{ChatID: int64(101), Action: models.ChatActionTyping})
	must(t, err)
	_, err = w.bot.SendMessageDraft(ctx, &bot.SendMessageDraftParams{ChatID: int64(101), DraftID: "1", Text: "Ich"})
	must(t, err)
	v := w.view("person=101").Chat
	equal(t, v.Answers[0].Text, "gut")
	equal(t, v.Action, "typing")
	equal(t, v.Draft.Text, "Ich")
	equal(t, v.Commands[0].Command, "liste")
	w.clock.Move(6 * time.Second)
	equal(t, w.view("person=101").Chat.Action, "")
	w.send("fertig")
	equal(t, w.view("person=101").Chat.Draft.Text, "")
}

func TestPageWaitsForTheNextChange(t *testing.T) {
	waiting := make(chan time.Duration, 1)
	w := withMax(t, func(o *standin.Options) {
		o.After = func(d time.Duration) <-chan time.Time { waiting <- d; return nil }
	})
	now := w.view("person=101").Version
	got := make(chan phoneView)
	go func() { got <- w.view("person=101&since=" + id(now)) }()
	equal(t, <-waiting <= 25*time.Second, true)
	w.send("neu")
	messages := (<-got).Chat.Messages
	equal(t, messages[len(messages)-1].Text, "neu")
}

func TestFilesOpenOnThePageAsDownloads(t *testing.T) {
	w := withMax(t)
	m, err := w.Upload(101, "böse <x>.html", "text/html", []byte("<script>"), "")
	must(t, err)
	response, err := http.Get(w.server.URL + "/phone/api/file?id=" + m.Document.ID)
	must(t, err)
	_, body := answered(t, response)
	equal(t, body, "<script>")
	equal(t, response.Header.Get("Content-Type"), "application/octet-stream")
	contains(t, response.Header.Get("Content-Disposition"), "attachment")
}

func TestMorningIsTheNextEightOClockInBerlin(t *testing.T) {
	for _, c := range [][2]string{
		{"2026-11-23T06:59:00Z", "2026-11-23T08:00:00+01:00"}, // Monday 7:59
		{"2026-11-23T07:00:00Z", "2026-11-24T08:00:00+01:00"}, // Monday 8:00
		{"2026-10-24T12:00:00Z", "2026-10-25T08:00:00+01:00"}, // clocks go back at night
		{"2027-03-27T12:00:00Z", "2027-03-28T08:00:00+02:00"}, // clocks go forward at night
	} {
		var moved time.Time
		now, err := time.Parse(time.RFC3339, c[0])
		must(t, err)
		w := newWorld(t, func(o *standin.Options) {
			o.Now = func() time.Time { return now }
			o.Advance = func(_ context.Context, to time.Time) error { moved = to; return nil }
		})
		status, _ := w.act("clock", `{"step":"morning"}`)
		equal(t, status, 200)
		equal(t, moved.Format(time.RFC3339), c[1])
	}
}
