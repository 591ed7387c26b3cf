package bot

import (
	"context"
	"fmt"
	"log/slog"
	"net/url"
	"regexp"
	"strings"
	"sync/atomic"
	"time"

	tg "github.com/go-telegram/bot"
	"github.com/go-telegram/bot/models"

	"github.com/salesflow/salesflow/engine"
)

// TelegramConfig says which bot speaks and where it is reached.
type TelegramConfig struct {
	Token     string
	APIURL    string // of an own Bot API server; empty means Telegram's
	PublicURL string // under which this program is reached from outside; may be empty while polling
	Secret    string // proves that a webhook call is Telegram's: 1 to 256 of A-Z a-z 0-9 _ -
	Polling   bool   // updates are fetched, no webhook is set
	Texts     *Texts
	Log       *slog.Logger
	Wait      func(ctx context.Context, d time.Duration) error // between two tries; nil means a timer
}

// Telegram is the channel to users on Telegram. It implements engine.Messenger and engine.Files and may be
// used by many goroutines.
type Telegram struct {
	config TelegramConfig
	wire   wire
	client *tg.Bot
	name   atomic.Pointer[string] // of the bot, once known
}

const (
	telegramAPI    = "https://api.telegram.org"
	maxConnections = 40 // webhook calls at a time, Telegram's default
)

// secretForm is what Telegram takes as a webhook's secret. It is never changed.
var secretForm = regexp.MustCompile(`^[A-Za-z0-9_-]{1,256}$`)

// NewTelegram checks the configuration; it does not use the network.
func NewTelegram(c TelegramConfig) (*Telegram, error) {
	if c.APIURL == "" {
		c.APIURL = telegramAPI
	}
	c.APIURL, c.PublicURL = strings.TrimRight(c.APIURL, "/"), strings.TrimRight(c.PublicURL, "/")
	if c.Wait == nil {
		c.Wait = pause
	}
	if !c.Polling && !secretForm.MatchString(c.Secret) {
		return nil, fmt.Errorf("the webhook secret of Telegram has 1 to 256 of A-Z a-z 0-9 _ -")
	}
	if !c.Polling && !absolute(c.PublicURL) {
		return nil, fmt.Errorf("a webhook needs the public address of this program")
	}
	wire := newWire()
	client, err := tg.New(c.Token, tg.WithSkipGetMe(), tg.WithServerURL(c.APIURL), tg.WithHTTPClient(0, wire),
		tg.WithErrorsHandler(func(error) {}), tg.WithDefaultHandler(func(context.Context, *tg.Bot, *models.Update) {}))
	if err != nil {
		return nil, fmt.Errorf("the token of Telegram is missing")
	}
	return &Telegram{config: c, wire: wire, client: client}, nil
}

func absolute(address string) bool {
	u, err := url.Parse(address)
	return err == nil && u.Host != "" && (u.Scheme == "https" || u.Scheme == "http")
}

func pause(ctx context.Context, d time.Duration) error {
	timer := time.NewTimer(d)
	defer timer.Stop()
	select {
	case <-timer.C:
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}

// Setup tells Telegram the commands of the menu and how updates are to come. It may be called again at any
// time; its errors are those of Send, and a token that Telegram does not know.
func (t *Telegram) Setup(ctx context.Context) error {
	if _, err := t.username(ctx); err != nil {
		return err
	}
	commands, err := t.config.Texts.Label("", "commands", nil)
	if err != nil {
		return err
	}
	_, err = t.client.SetMyCommands(ctx, &tg.SetMyCommandsParams{Commands: menu(commands)})
	if err != nil {
		return outcome(err)
	}
	if t.config.Polling {
		_, err = t.client.DeleteWebhook(ctx, &tg.DeleteWebhookParams{})
		return outcome(err)
	}
	_, err = t.client.SetWebhook(ctx, &tg.SetWebhookParams{
		URL: t.config.PublicURL + "/webhooks/telegram", SecretToken: t.config.Secret,
		AllowedUpdates: allowedUpdates(), MaxConnections: maxConnections,
	})
	return outcome(err)
}

// allowedUpdates are the kinds of updates that FromTelegram reads. Edited messages come along to be ignored on
// purpose: without them Telegram would keep an older setting.
func allowedUpdates() []string {
	return []string{
		models.AllowedUpdateMessage, models.AllowedUpdateEditedMessage,
		models.AllowedUpdateCallbackQuery, models.AllowedUpdateMyChatMember,
	}
}

// menu reads lines of the form "command: what it does".
func menu(lines string) []models.BotCommand {
	var commands []models.BotCommand
	for line := range strings.Lines(lines) {
		if name, does, ok := strings.Cut(strings.TrimSpace(line), ": "); ok {
			commands = append(commands, models.BotCommand{Command: name, Description: does})
		}
	}
	return commands
}

// username is the bot's name without @, asked for once.
func (t *Telegram) username(ctx context.Context) (string, error) {
	if name := t.name.Load(); name != nil {
		return *name, nil
	}
	me, err := t.client.GetMe(ctx)
	if err != nil {
		return "", outcome(err)
	}
	t.name.Store(&me.Username)
	return me.Username, nil
}

// Refuse tells a stranger why nothing was done, as well as it can: nobody learns of a failure.
func (t *Telegram) Refuse(ctx context.Context, in engine.Inbound, key string) {
	d := engine.Delivery{Outgoing: engine.Outgoing{Key: key}, Channel: engine.Telegram, Address: in.Sender}
	if _, err := t.Send(ctx, d); err != nil {
		t.config.Log.InfoContext(ctx, "a stranger was not answered", "text", key)
	}
}
