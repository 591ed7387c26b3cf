package bot

import (
	"context"
	"errors"
	"maps"
	"strconv"
	"strings"

	tg "github.com/go-telegram/bot"
	"github.com/go-telegram/bot/models"

	"github.com/salesflow/salesflow/engine"
)

const (
	longestHint = 190       // characters of what fades in after a tap; Telegram takes 200
	mainButton  = "primary" // style of the button that opens a chat
)

// letter is a message in Telegram's words: its parts in order, the buttons under the last one.
type letter struct {
	chat    int64
	parts   []string
	buttons [][]models.InlineKeyboardButton
	file    *models.InputFileUpload // sent with the text as its caption
}

var errPartly = errors.New("a part of the message was sent, the rest was not")

// Send says d in its chat and returns the id of its last message. A message that Edits another replaces it in
// place, or is said anew where that one is gone.
func (t *Telegram) Send(ctx context.Context, d engine.Delivery) (string, error) {
	if d.Key == "ack" {
		return "", t.acknowledge(ctx, d)
	}
	letter, err := t.compose(ctx, d)
	if err != nil {
		return "", err
	}
	if d.Edits != "" && len(letter.parts) == 1 {
		if replaced, err := t.replace(ctx, letter, d.Edits); replaced || err != nil {
			return d.Edits, err
		}
	}
	if letter.file != nil {
		return t.sendFile(ctx, letter, d.Key)
	}
	return t.sendParts(ctx, letter, d.Key)
}

// sendParts sends the parts one after the other and returns the id of the last.
func (t *Telegram) sendParts(ctx context.Context, letter letter, key string) (id string, err error) {
	for i := range letter.parts {
		sent, err := t.client.SendMessage(ctx, letter.message(i))
		if err != nil {
			t.refused(ctx, key, err)
			if i > 0 {
				return "", errPartly
			}
			return "", outcome(err)
		}
		id = strconv.Itoa(sent.ID)
	}
	return id, nil
}

// replace edits a message; false means that it can no longer be edited.
func (t *Telegram) replace(ctx context.Context, l letter, ref string) (bool, error) {
	id, err := strconv.Atoi(ref)
	if err != nil {
		return false, nil
	}
	as := l.message(0)
	_, err = t.client.EditMessageText(ctx, &tg.EditMessageTextParams{
		ChatID: as.ChatID, MessageID: id, Text: as.Text, ParseMode: as.ParseMode,
		LinkPreviewOptions: as.LinkPreviewOptions, ReplyMarkup: as.ReplyMarkup,
	})
	if err == nil || description(err) == "message is not modified" {
		return true, nil
	}
	if errors.Is(err, tg.ErrorBadRequest) {
		return false, nil
	}
	return false, outcome(err)
}

// message is one part as Telegram takes it.
func (l letter) message(part int) *tg.SendMessageParams {
	m := &tg.SendMessageParams{
		ChatID: l.chat, Text: l.parts[part], ParseMode: models.ParseModeHTML,
		LinkPreviewOptions: &models.LinkPreviewOptions{IsDisabled: tg.True()},
	}
	if part == len(l.parts)-1 && len(l.buttons) > 0 {
		m.ReplyMarkup = models.InlineKeyboardMarkup{InlineKeyboard: l.buttons}
	}
	return m
}

// compose puts a delivery into words. A text that cannot be made will not be made later either.
func (t *Telegram) compose(ctx context.Context, d engine.Delivery) (letter, error) {
	chat, err := strconv.ParseInt(d.Address, 10, 64)
	if err != nil {
		return letter{}, engine.ErrRefused
	}
	args := d.Args
	if code, ok := args["code"].(string); ok {
		name, err := t.username(ctx)
		if err != nil {
			return letter{}, err
		}
		args = maps.Clone(args)
		args["link"] = "https://t.me/" + name + "?start=" + code
	}
	text, err := t.config.Texts.Render(d.Language, d.Key, args)
	if err != nil {
		t.config.Log.ErrorContext(ctx, "a text cannot be rendered", "text", d.Key)
		return letter{}, engine.ErrRefused
	}
	buttons, err := t.buttons(ctx, d)
	return letter{chat: chat, parts: split(text), buttons: buttons, file: attached(d.Args)}, err
}

// buttons leaves out a link that cannot be built, and a row that is empty then.
func (t *Telegram) buttons(ctx context.Context, d engine.Delivery) ([][]models.InlineKeyboardButton, error) {
	var rows [][]models.InlineKeyboardButton
	for _, row := range d.Buttons {
		var buttons []models.InlineKeyboardButton
		for _, b := range row {
			label, err := t.config.Texts.Label(d.Language, b.Key, b.Args)
			if err != nil {
				t.config.Log.ErrorContext(ctx, "a button cannot be labelled", "text", b.Key)
				return nil, engine.ErrRefused
			}
			button := models.InlineKeyboardButton{Text: label, CallbackData: b.Action}
			if b.Link != nil {
				button.URL, button.Style = linkTo(*b.Link, t.config.PublicURL), mainButton
			}
			if button.URL != "" || button.CallbackData != "" {
				buttons = append(buttons, button)
			}
		}
		if len(buttons) > 0 {
			rows = append(rows, buttons)
		}
	}
	return rows, nil
}

// acknowledge makes a pressed button stop spinning, with a hint where there is one. A tap too old to be
// acknowledged spins no more.
func (t *Telegram) acknowledge(ctx context.Context, d engine.Delivery) error {
	tap, _ := d.Args["tap"].(string)
	if tap == "" {
		return nil
	}
	answer := &tg.AnswerCallbackQueryParams{CallbackQueryID: tap}
	if key, ok := d.Args["text"].(string); ok {
		hint, err := t.config.Texts.Label(d.Language, key, d.Args)
		if err != nil {
			return engine.ErrRefused
		}
		answer.Text = cut(longestHint, hint)
	}
	_, err := t.client.AnswerCallbackQuery(ctx, answer)
	if errors.Is(err, tg.ErrorBadRequest) {
		return nil
	}
	return outcome(err)
}

// refused logs why Telegram takes no text, in those of its words that quote nothing.
func (t *Telegram) refused(ctx context.Context, key string, err error) {
	if errors.Is(err, tg.ErrorBadRequest) {
		t.config.Log.WarnContext(ctx, "telegram refuses a message", "text", key, "reason", description(err))
	}
}

// descriptions are beginnings of what Telegram says, after "Bad Request: ". What follows may quote the message.
var descriptions = []string{
	"message is not modified", "chat not found", "can't parse entities", "message is too long", "message text is empty",
	"reply markup is too long", "BUTTON_DATA_INVALID", "BUTTON_URL_INVALID", "inline keyboard button URL",
}

// description classifies a refusal.
func description(err error) string {
	for _, known := range descriptions {
		if strings.Contains(err.Error(), "Bad Request: "+known) {
			return known
		}
	}
	return "other"
}
