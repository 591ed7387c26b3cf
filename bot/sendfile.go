package bot

import (
	"context"
	"strconv"
	"strings"

	tg "github.com/go-telegram/bot"
	"github.com/go-telegram/bot/models"

	"github.com/salesflow/salesflow/engine"
)

// attached is the file of a message, nil when it has none.
func attached(args engine.Args) *models.InputFileUpload {
	name, _ := args[engine.ArgFileName].(string)
	text, isFile := args[engine.ArgFileText].(string)
	if !isFile {
		return nil
	}
	return &models.InputFileUpload{Filename: name, Data: strings.NewReader(text)}
}

// sendFile sends a file with what is said of it as its caption. What does not fit there is told before.
func (t *Telegram) sendFile(ctx context.Context, l letter, key string) (string, error) {
	as := l.message(len(l.parts) - 1)
	document := &tg.SendDocumentParams{ChatID: l.chat, Document: l.file, ParseMode: as.ParseMode, ReplyMarkup: as.ReplyMarkup}
	if len(l.parts) == 1 && captionFits(as.Text) {
		document.Caption = as.Text
	} else if _, err := t.client.SendMessage(ctx, l.message(0)); err != nil {
		t.refused(ctx, key, err)
		return "", outcome(err)
	}
	sent, err := t.client.SendDocument(ctx, document)
	if err != nil {
		t.refused(ctx, key, err)
		return "", outcome(err)
	}
	return strconv.Itoa(sent.ID), nil
}

// longestCaption is what Telegram takes under a file, in UTF-16 units; marks of style count here too, to be safe.
const longestCaption = 1024

func captionFits(text string) bool { return width(text) <= longestCaption }
