package bot

import (
	"net/http"
	"strings"
	"testing"

	"github.com/salesflow/salesflow/bot/standin"
	"github.com/salesflow/salesflow/engine/language"
)

// called are the calls of a method.
func (w *world) called(method string) []standin.Call {
	var found []standin.Call
	for _, c := range w.Calls() {
		if c.Method == method {
			found = append(found, c)
		}
	}
	return found
}

func TestSetupSetsMenuAndWebhook(t *testing.T) {
	w := newWorld(t)
	config := w.channel.config
	config.Polling, config.Secret = false, "s3cret_-"
	channel, err := NewTelegram(config)
	must(t, err)
	must(t, channel.Setup(t.Context()))
	hook := w.called("setWebhook")[0].Args
	if hook["url"] != "https://bot.example.com/webhooks/telegram" || hook["secret_token"] != "s3cret_-" ||
		hook["allowed_updates"] != `["message","edited_message","callback_query","my_chat_member"]` ||
		hook["max_connections"] != "40" || hook["drop_pending_updates"] != "" {
		t.Errorf("%v", hook)
	}
	if menu := w.called("setMyCommands")[0].Args["commands"]; !strings.Contains(menu, `"command":"einstellungen"`) {
		t.Error(menu)
	}
}

func TestSetupForPollingRemovesTheWebhookAndKeepsWhatWaits(t *testing.T) {
	w := newWorld(t)
	must(t, w.channel.Setup(t.Context()))
	if calls := w.called("deleteWebhook"); len(calls) != 1 || calls[0].Args["drop_pending_updates"] != "" {
		t.Errorf("%+v", calls)
	}
}

func TestSetupFailsWhenTelegramRefuses(t *testing.T) {
	for _, method := range []string{"getMe", "setMyCommands", "deleteWebhook"} {
		w := newWorld(t)
		w.FailNext(method, standin.Fault{Status: http.StatusUnauthorized, Description: "Unauthorized"})
		err := w.channel.Setup(t.Context())
		if err == nil {
			t.Errorf("%s failed and nobody was told", method)
		}
		clean(t, err)
	}
}

func TestConfigurationsThatCannotWorkAreRefused(t *testing.T) {
	for name, c := range map[string]TelegramConfig{
		"no token":             {Polling: true},
		"no secret":            {Token: "1:x", PublicURL: "https://bot.example.com"},
		"a secret with spaces": {Token: "1:x", PublicURL: "https://bot.example.com", Secret: "a b"},
		"no address":           {Token: "1:x", Secret: "abc"},
		"half an address":      {Token: "1:x", Secret: "abc", PublicURL: "bot.example.com"},
	} {
		if _, err := NewTelegram(c); err == nil {
			t.Errorf("%s was accepted", name)
		}
	}
}

// TestEveryCommandOfTheMenuIsUnderstood also holds that what help proposes to type is understood.
func TestEveryCommandOfTheMenuIsUnderstood(t *testing.T) {
	texts, clock := newTexts(t)
	lines, err := texts.Label("de", "commands", nil)
	must(t, err)
	typed := []string{"erledigt Lisa", "Lisa hat geantwortet", "Lisa am Dienstag um 10", "Lisa nicht mehr", "warum Lisa",
		"zurück", "liste", "vorlagen", "einstellungen", "einladen", "stop", "weiter", "hilfe"}
	commands := menu(lines)
	if len(commands) != 8 {
		t.Errorf("%d commands", len(commands))
	}
	for _, c := range commands {
		typed = append(typed, "/"+c.Command)
	}
	for _, text := range typed {
		if command := language.Read(text, clock.Now()); command.Verb == language.Unknown {
			t.Errorf("%q is not understood", text)
		}
	}
	help, err := texts.Label("de", "help", nil)
	must(t, err)
	for _, text := range typed[:13] {
		if text != "hilfe" && !strings.Contains(help, text) {
			t.Errorf("help does not name %q", text)
		}
	}
}
