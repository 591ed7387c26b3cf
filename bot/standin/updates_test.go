package standin_test

import (
	"context"
	"encoding/json"
	"errors"
	"net/http"
	"net/url"
	"path/filepath"
	"testing"
	"time"

	"github.com/go-telegram/bot"
	"github.com/go-telegram/bot/models"
	"pgregory.net/rapid"

	"github.com/salesflow/salesflow/bot/standin"
)

// poll fetches updates the way our own loop does, in raw HTTP.
func (w *world) poll(fields url.Values) []models.Update {
	w.t.Helper()
	status, body := w.raw("getUpdates", fields)
	if status != 200 {
		w.t.Fatal(body)
	}
	var answer struct{ Result []models.Update }
	must(w.t, json.Unmarshal([]byte(body), &answer))
	return answer.Result
}

func TestUpdatesStayUntilTheyAreConfirmed(t *testing.T) {
	w := withMax(t)
	_, err := w.Say(101, "ä /done heute")
	must(t, err)
	for range 2 {
		equal(t, len(w.poll(nil)), 2)
	}
	got := w.poll(url.Values{"limit": {"1"}})
	equal(t, len(got), 1)
	equal(t, got[0].Message.Text, "/start")
	equal(t, got[0].Message.Entities[0].Type, models.MessageEntityTypeBotCommand)
	next := w.poll(url.Values{"offset": {id(got[0].ID + 1)}})
	equal(t, len(next), 1)
	equal(t, next[0].ID, got[0].ID+1)
	equal(t, next[0].Message.Entities[0].Offset, 2)
	equal(t, next[0].Message.From.Username, "max")
	equal(t, len(w.poll(url.Values{"offset": {"-1"}})), 1)
	equal(t, len(w.poll(url.Values{"offset": {id(next[0].ID + 1)}})), 0)
}

func TestEverythingAPersonDoesBecomesAnUpdate(t *testing.T) {
	w := withMax(t)
	ctx := context.Background()
	_, err := w.bot.SendMessage(ctx, &bot.SendMessageParams{ChatID: int64(101), Text: "?", ReplyMarkup: twoButtons()})
	must(t, err)
	query, err := w.Press(101, w.last(101).ID, "done:1")
	must(t, err)
	said, err := w.Say(101, "erst")
	must(t, err)
	_, err = w.Edit(101, said.ID, "dann")
	must(t, err)
	_, err = w.ShareContact(101, standin.Contact{})
	must(t, err)
	_, err = w.ShareContact(101, standin.Contact{PhoneNumber: "+49160", FirstName: "Lisa"})
	must(t, err)
	_, err = w.Upload(101, "liste.csv", "text/csv", []byte("a"), "")
	must(t, err)
	must(t, w.Block(101))
	must(t, w.Block(101))
	_, err = w.Start(101, "team_1")
	must(t, err)

	got := w.poll(nil)[1:]
	equal(t, len(got), 9)
	equal(t, got[0].CallbackQuery.ID, query)
	equal(t, got[0].CallbackQuery.Data, "done:1")
	equal(t, got[0].CallbackQuery.Message.Message.Text, "?")
	equal(t, got[1].Message.Text, "erst")
	equal(t, got[2].EditedMessage.Text, "dann")
	equal(t, got[3].Message.Contact.UserID, int64(101))
	equal(t, got[4].Message.Contact.UserID, int64(0))
	equal(t, got[5].Message.Document.FileName, "liste.csv")
	equal(t, got[6].MyChatMember.NewChatMember.Type, models.ChatMemberTypeBanned)
	equal(t, got[7].MyChatMember.NewChatMember.Type, models.ChatMemberTypeMember)
	equal(t, got[8].Message.Text, "/start team_1")
}

func TestKeysUnderTheChatAndStartLinksWork(t *testing.T) {
	w := withMax(t)
	w.raw("sendMessage", url.Values{"chat_id": {"101"}, "text": {"x"}, "reply_markup": {`{"keyboard":[["Ja",{"text":"Nummer","request_contact":true}]]}`}})
	_, err := w.Press(101, 0, "Ja")
	must(t, err)
	equal(t, w.last(101).Text, "Ja")
	_, err = w.Press(101, 0, "Nummer")
	must(t, err)
	equal(t, w.last(101).Contact.PhoneNumber, "+491715550101")
	w.raw("sendMessage", url.Values{"chat_id": {"101"}, "text": {"x"}, "reply_markup": {inline(`{"text":"Team","url":"https://t.me/SalesFlow_bot?start=abc"}`)}})
	_, err = w.Press(101, w.last(101).ID, "Team")
	must(t, err)
	equal(t, w.last(101).Text, "/start abc")
	_, err = w.Press(101, w.last(101).ID, "Nichts")
	if !errors.Is(err, standin.ErrNoSuch) {
		t.Fatalf("got %v", err)
	}
}

func TestUpdatesExpireByThePlayedClock(t *testing.T) {
	w := withMax(t)
	_, err := w.bot.SendMessage(context.Background(), &bot.SendMessageParams{ChatID: int64(101), Text: "?", ReplyMarkup: twoButtons()})
	must(t, err)
	_, err = w.Press(101, w.last(101).ID, "done:1")
	must(t, err)
	equal(t, len(w.poll(nil)), 2)
	w.clock.Move(151 * time.Second)
	equal(t, len(w.poll(nil)), 1)
	w.clock.Move(24 * time.Hour)
	equal(t, len(w.poll(nil)), 0)
}

func TestOnlyAllowedKindsAreQueuedFromThenOn(t *testing.T) {
	w := withMax(t)
	equal(t, len(w.poll(url.Values{"allowed_updates": {`["callback_query"]`}})), 1)
	_, err := w.Say(101, "hört keiner")
	must(t, err)
	equal(t, len(w.poll(nil)), 1)
	w.poll(url.Values{"allowed_updates": {`[]`}})
	_, err = w.Say(101, "hört wieder jemand")
	must(t, err)
	equal(t, len(w.poll(nil)), 2)
}

func TestLongPollEndsWithTheNextUpdate(t *testing.T) {
	polling := make(chan struct{})
	w := withMax(t, func(o *standin.Options) {
		o.After = func(d time.Duration) <-chan time.Time {
			if d == 50*time.Second { // 59 s were asked for
				close(polling)
			}
			return nil
		}
	})
	offset := id(w.poll(nil)[0].ID + 1)
	got := make(chan []models.Update)
	go func() { got <- w.poll(url.Values{"offset": {offset}, "timeout": {"59"}}) }()
	<-polling
	_, err := w.Say(101, "jetzt")
	must(t, err)
	equal(t, (<-got)[0].Message.Text, "jetzt")
}

func TestSecondPollerEndsTheFirstAndAWebhookEndsBoth(t *testing.T) {
	started := make(chan struct{}, 4)
	w := withMax(t, func(o *standin.Options) {
		o.After = func(time.Duration) <-chan time.Time { started <- struct{}{}; return nil }
	})
	ask := url.Values{"offset": {id(w.poll(nil)[0].ID + 1)}, "timeout": {"5"}}
	<-started
	ended := make(chan string, 2)
	for range 2 {
		go func() {
			status, body := w.raw("getUpdates", ask)
			if status == http.StatusConflict {
				ended <- body
			}
		}()
		<-started
	}
	contains(t, <-ended, "Conflict: terminated by other getUpdates request")
	_, err := w.bot.SetWebhook(context.Background(), &bot.SetWebhookParams{URL: "http://127.0.0.1:1/hook"})
	must(t, err)
	<-ended
	_, body := w.raw("getUpdates", nil)
	contains(t, body, "Conflict: can't use getUpdates method while webhook is active")
}

func TestRestartLosesNothing(t *testing.T) {
	file := filepath.Join(t.TempDir(), "phone", "state.json")
	keep := func(o *standin.Options) { o.StateFile = file }
	first := withMax(t, keep)
	must(t, first.Block(102))
	doc, err := first.Upload(101, "liste.csv", "text/csv", []byte("a;b"), "")
	must(t, err)
	_, err = first.bot.SetMyCommands(context.Background(), &bot.SetMyCommandsParams{Commands: []models.BotCommand{{Command: "a", Description: "b"}}})
	must(t, err)
	m := first.send("vorher")
	before := first.poll(nil)

	second := newWorld(t, keep) // the first one was never closed: it was killed
	equal(t, len(second.Chat(101)), 3)
	after := second.poll(nil)
	equal(t, len(after), len(before))
	equal(t, after[1].ID, before[1].ID)
	content, err := second.Content(doc.Document.ID)
	must(t, err)
	equal(t, string(content), "a;b")
	equal(t, second.send("nachher").ID, m.ID+1)
	_, body := second.raw("sendMessage", url.Values{"chat_id": {"102"}, "text": {"x"}})
	contains(t, body, "blocked")
	got, err := second.bot.GetMyCommands(context.Background(), &bot.GetMyCommandsParams{})
	must(t, err)
	equal(t, len(got), 1)
}

func TestStateThatIsNoJSONIsRefused(t *testing.T) {
	file := filepath.Join(t.TempDir(), "state.json")
	writeFile(t, file, "{")
	_, err := standin.Open(standin.Options{Token: token, BotUsername: "x", StateFile: file})
	if err == nil {
		t.Fatal("opened")
	}
}

func TestUpdateIDsGrowByOneWhateverPeopleDo(t *testing.T) {
	w := withMax(t)
	rapid.Check(t, func(r *rapid.T) {
		deeds := rapid.SliceOfN(rapid.IntRange(0, 3), 1, 12).Draw(r, "deeds")
		for _, deed := range deeds {
			switch deed {
			case 0:
				_, _ = w.Say(101, "x") // a blocked person cannot
			case 1:
				must(t, w.Block(101))
			case 2:
				_, err := w.Start(101, "")
				must(t, err)
			case 3:
				_, _ = w.ShareContact(101, standin.Contact{}) // a blocked person cannot
			}
		}
		got := w.poll(url.Values{"limit": {"100"}})
		for i := 1; i < len(got); i++ {
			if got[i].ID != got[i-1].ID+1 {
				r.Fatalf("update %d follows %d", got[i].ID, got[i-1].ID)
			}
		}
		if len(got) > 0 {
			w.poll(url.Values{"offset": {id(got[len(got)-1].ID + 1)}})
		}
	})
}
