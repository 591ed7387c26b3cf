package standin_test

import (
	"bytes"
	"context"
	"errors"
	"image"
	"image/png"
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/go-telegram/bot"
	"github.com/go-telegram/bot/models"

	"github.com/salesflow/salesflow/bot/standin"
)

func twoButtons() *models.InlineKeyboardMarkup {
	return &models.InlineKeyboardMarkup{InlineKeyboard: [][]models.InlineKeyboardButton{{
		{Text: "Erledigt", CallbackData: "done:1"}, {Text: "Seite", URL: "https://example.org"},
	}}}
}

func TestMessageWithButtonsAppearsOnThePhone(t *testing.T) {
	w := withMax(t)
	sent, err := w.bot.SendMessage(context.Background(), &bot.SendMessageParams{
		ChatID: int64(101), Text: "Hallo <b>Mäx</b> 😀 &amp; <i>Co</i>", ParseMode: models.ParseModeHTML, ReplyMarkup: twoButtons(),
	})
	must(t, err)
	shown := w.last(101)
	equal(t, shown.ID, int64(sent.ID))
	equal(t, shown.Text, "Hallo Mäx 😀 & Co")
	equal(t, shown.Entities[0], standin.Entity{Type: "bold", Offset: 6, Length: 3})
	equal(t, shown.Entities[1], standin.Entity{Type: "italic", Offset: 15, Length: 2})
	equal(t, shown.Buttons()[0].Data, "done:1")
	equal(t, shown.Buttons()[1].URL, "https://example.org/")
	equal(t, shown.FromBot(), true)
	equal(t, shown.SentAt().Equal(w.clock.Now()), true)
}

func TestEditHappensInPlaceAndOnlyWhenSomethingChanges(t *testing.T) {
	w := withMax(t)
	m := w.send("eins")
	edit := &bot.EditMessageTextParams{ChatID: int64(101), MessageID: int(m.ID), Text: "zwei", ReplyMarkup: twoButtons()}
	_, err := w.bot.EditMessageText(context.Background(), edit)
	must(t, err)
	equal(t, w.last(101).Text, "zwei")
	equal(t, w.last(101).Edited(), true)
	equal(t, len(w.Chat(101)), 2)
	_, err = w.bot.EditMessageText(context.Background(), edit)
	if !errors.Is(err, bot.ErrorBadRequest) {
		t.Fatalf("got %v", err)
	}
	contains(t, err.Error(), "message is not modified: specified new message content and reply markup are exactly the same")
	_, err = w.bot.EditMessageReplyMarkup(context.Background(), &bot.EditMessageReplyMarkupParams{ChatID: int64(101), MessageID: int(m.ID)})
	must(t, err)
	equal(t, len(w.last(101).Buttons()), 0)
	_, err = w.bot.DeleteMessage(context.Background(), &bot.DeleteMessageParams{ChatID: int64(101), MessageID: int(m.ID)})
	must(t, err)
	equal(t, len(w.Chat(101)), 1)
}

func TestTapIsAnsweredTwiceButNotTooLate(t *testing.T) {
	w := withMax(t)
	ctx := context.Background()
	_, err := w.bot.SendMessage(ctx, &bot.SendMessageParams{ChatID: int64(101), Text: "?", ReplyMarkup: twoButtons()})
	must(t, err)
	query, err := w.Press(101, w.last(101).ID, "Erledigt")
	must(t, err)
	answer := &bot.AnswerCallbackQueryParams{CallbackQueryID: query, Text: "Gut gemacht", ShowAlert: true}
	for range 2 {
		_, err = w.bot.AnswerCallbackQuery(ctx, answer)
		must(t, err)
	}
	equal(t, len(w.Answers(101)), 2)
	equal(t, w.Answers(101)[0].Text, "Gut gemacht")
	w.clock.Move(151 * time.Second)
	_, err = w.bot.AnswerCallbackQuery(ctx, answer)
	if !errors.Is(err, bot.ErrorBadRequest) {
		t.Fatalf("got %v", err)
	}
	contains(t, err.Error(), "query is too old and response timeout expired or query ID is invalid")
}

func TestDocumentsTravelBothWays(t *testing.T) {
	w := withMax(t)
	ctx := context.Background()
	_, err := w.bot.SendDocument(ctx, &bot.SendDocumentParams{ChatID: int64(101), Caption: "Dein <b>Bericht</b>", ParseMode: models.ParseModeHTML,
		Document: &models.InputFileUpload{Filename: "bericht.csv", Data: strings.NewReader("a;b\n")}})
	must(t, err)
	got := w.last(101)
	equal(t, got.Document.Name, "bericht.csv")
	equal(t, got.Caption, "Dein Bericht")
	content, err := w.Content(got.Document.ID)
	must(t, err)
	equal(t, string(content), "a;b\n")
	_, err = w.bot.SendDocument(ctx, &bot.SendDocumentParams{ChatID: int64(101), Document: &models.InputFileString{Data: got.Document.ID}})
	must(t, err)
	equal(t, w.last(101).Document.ID, got.Document.ID)

	up, err := w.Upload(101, "kontakte.vcf", "text/vcard", []byte("BEGIN:VCARD"), "meine Liste")
	must(t, err)
	file, err := w.bot.GetFile(ctx, &bot.GetFileParams{FileID: up.Document.ID})
	must(t, err)
	response, err := http.Get(w.bot.FileDownloadLink(file))
	must(t, err)
	status, body := answered(t, response)
	equal(t, status, 200)
	equal(t, body, "BEGIN:VCARD")
}

func TestFilesOverTwentyMegabytesCannotBeFetched(t *testing.T) {
	w := withMax(t)
	big, err := w.Upload(101, "gross.zip", "", make([]byte, 20<<20+1), "")
	must(t, err)
	_, err = w.bot.GetFile(context.Background(), &bot.GetFileParams{FileID: big.Document.ID})
	if !errors.Is(err, bot.ErrorBadRequest) {
		t.Fatalf("got %v", err)
	}
	contains(t, err.Error(), "file is too big")
}

func TestPhotoIsMeasured(t *testing.T) {
	w := withMax(t)
	var picture bytes.Buffer
	must(t, png.Encode(&picture, image.NewGray(image.Rect(0, 0, 30, 20))))
	m, err := w.bot.SendPhoto(context.Background(), &bot.SendPhotoParams{ChatID: int64(101),
		Photo: &models.InputFileUpload{Filename: "kurve.png", Data: bytes.NewReader(picture.Bytes())}})
	must(t, err)
	equal(t, m.Photo[0].Width, 30)
	equal(t, m.Photo[0].Height, 20)
	_, err = w.bot.SendPhoto(context.Background(), &bot.SendPhotoParams{ChatID: int64(101),
		Photo: &models.InputFileUpload{Filename: "kein.png", Data: strings.NewReader("kein Bild")}})
	contains(t, err.Error(), "IMAGE_PROCESS_FAILED")
}

func TestBlockedBotIsForbiddenUntilUnblocked(t *testing.T) {
	w := withMax(t)
	must(t, w.Block(101))
	_, err := w.bot.SendMessage(context.Background(), &bot.SendMessageParams{ChatID: int64(101), Text: "hallo"})
	if !errors.Is(err, bot.ErrorForbidden) {
		t.Fatalf("got %v", err)
	}
	contains(t, err.Error(), "Forbidden: bot was blocked by the user")
	if _, err := w.Say(101, "hallo"); !errors.Is(err, standin.ErrBlocked) {
		t.Fatalf("got %v", err)
	}
	_, err = w.Start(101, "wieder")
	must(t, err)
	w.send("willkommen zurück")
}

func TestOnlyPeopleWhoStartedTheBotCanBeWrittenTo(t *testing.T) {
	w := withMax(t)
	_, body := w.raw("sendMessage", url.Values{"chat_id": {"999"}, "text": {"x"}})
	contains(t, body, `"description":"Bad Request: chat not found"`)
	status, body := w.raw("sendMessage", url.Values{"chat_id": {"102"}, "text": {"x"}})
	equal(t, status, 403)
	contains(t, body, "bot can't initiate conversation with a user")
}

func TestTooManyMessagesAreRefusedWithTheTimeToWait(t *testing.T) {
	w := withMax(t, func(o *standin.Options) { o.Limit = standin.CustomaryLimit() })
	for range 20 {
		w.send("x")
	}
	_, err := w.bot.SendMessage(context.Background(), &bot.SendMessageParams{ChatID: int64(101), Text: "x"})
	var tooMany *bot.TooManyRequestsError
	if !errors.As(err, &tooMany) || tooMany.RetryAfter != 1 {
		t.Fatalf("got %v", err)
	}
	w.clock.Move(time.Duration(tooMany.RetryAfter) * time.Second)
	w.send("x")
}

func TestCommandsAreShownByScopeAndLanguage(t *testing.T) {
	w := withMax(t)
	ctx := context.Background()
	_, err := w.bot.SetMyCommands(ctx, &bot.SetMyCommandsParams{Commands: []models.BotCommand{{Command: "liste", Description: "Heute"}}, LanguageCode: "de"})
	must(t, err)
	got, err := w.bot.GetMyCommands(ctx, &bot.GetMyCommandsParams{LanguageCode: "de"})
	must(t, err)
	equal(t, len(got), 1)
	equal(t, got[0].Command, "liste")
	_, err = w.bot.DeleteMyCommands(ctx, &bot.DeleteMyCommandsParams{LanguageCode: "de"})
	must(t, err)
	got, err = w.bot.GetMyCommands(ctx, &bot.GetMyCommandsParams{LanguageCode: "de"})
	must(t, err)
	equal(t, len(got), 0)
}

func TestDraftAndTypingAreAccepted(t *testing.T) {
	w := withMax(t)
	_, err := w.bot.SendChatAction(context.Background(), &bot.SendChatActionParams{ChatID: int64(101), Action: models.ChatActionTyping})
	must(t, err)
	_, err = w.bot.SendMessageDraft(context.Background(), &bot.SendMessageDraftParams{ChatID: int64(101), DraftID: "7", Text: "Ich denke"})
	must(t, err)
	_, body := w.raw("sendMessageDraft", url.Values{"chat_id": {"101"}, "draft_id": {"0"}})
	contains(t, body, "draft_id must be non-zero")
}
