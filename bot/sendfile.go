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

// sendFile sends a file with what is said of it as its caption. What does not fit there is said before.
func (t *Telegram) sendFile(ctx context.Context, l letter, key string) (string, error) {
	document := &tg.SendDocumentParams{ChatID: l.chat, Document: l.file}
	said := false
	if as := l.message(0); len(l.parts) == 1 && captionFits(as.Text) {
		document.Caption, document.ParseMode, document.ReplyMarkup = as.Text, as.ParseMode, as.ReplyMarkup
	} else if _, err := t.sendParts(ctx, l, key); err != nil {
		return "", err
	} else {
		said = true
	}
	sent, err := t.client.SendDocument(ctx, document)
	if err == nil {
		return strconv.Itoa(sent.ID), nil
	}
	t.refused(ctx, key, err)
	if said {
		return "", errPartly
	}
	return "", outcome(err)
}

// longestCaption is what Telegram takes under a file, in UTF-16 units; marks of style count here too, to be safe.
const longestCaption = 1024

func captionFits(text string) bool { return width(text) <= longestCaption }
