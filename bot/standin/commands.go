package standin

import (
	"encoding/json"
	"regexp"
	"slices"
	"strconv"
)

const maxCommands = 100

// command is one entry of the menu behind "/".
type command struct {
	Command     string `json:"command"`
	Description string `json:"description"`
}

// commandName is never changed; compiling once is why it is a variable.
var commandName = regexp.MustCompile(`^[a-z0-9_]{1,32}$`)

func (t *Telegram) setMyCommands(c *call) (any, error) {
	key, err := c.commandScope()
	if err != nil {
		return nil, err
	}
	if c.args["commands"] == "" {
		return nil, badRequest("can't parse commands JSON object")
	}
	commands := []command{}
	if err := c.object("commands", &commands); err != nil {
		return nil, err
	}
	if len(commands) > maxCommands {
		return nil, badRequest("BOT_COMMANDS_TOO_MUCH")
	}
	for _, one := range commands {
		if !commandName.MatchString(one.Command) {
			return nil, badRequest("BOT_COMMAND_INVALID")
		}
		if n := units(one.Description); n < 1 || n > 256 {
			return nil, badRequest("BOT_COMMAND_DESCRIPTION_INVALID")
		}
	}
	t.s.Commands[key] = commands
	return true, t.commit()
}

func (t *Telegram) getMyCommands(c *call) (any, error) {
	key, err := c.commandScope()
	if err != nil {
		return nil, err
	}
	return append([]command{}, t.s.Commands[key]...), nil
}

func (t *Telegram) deleteMyCommands(c *call) (any, error) {
	key, err := c.commandScope()
	if err != nil {
		return nil, err
	}
	delete(t.s.Commands, key)
	return true, t.commit()
}

// commandScope is the key a list of commands is kept under.
func (c *call) commandScope() (string, error) {
	var scope struct {
		Type   string      `json:"type"`
		ChatID json.Number `json:"chat_id"`
		UserID json.Number `json:"user_id"`
	}
	if err := c.object("scope", &scope); err != nil {
		return "", err
	}
	known := []string{"", "default", "all_private_chats", "all_group_chats", "all_chat_administrators", "chat", "chat_administrators", "chat_member"}
	if !slices.Contains(known, scope.Type) {
		return "", badRequest("can't parse BotCommandScope: unsupported type specified")
	}
	if scope.Type == "" {
		scope.Type = "default"
	}
	return commandKey(scope.Type, scope.ChatID.String()+scope.UserID.String(), c.args["language_code"]), nil
}

func commandKey(kind, chat, language string) string { return kind + "/" + chat + "/" + language }

// commandsFor is the menu a person sees: the narrowest scope wins, and within
// it their own language.
func (t *Telegram) commandsFor(p Person) []command {
	for _, kind := range []string{"chat", "all_private_chats", "default"} {
		id := ""
		if kind == "chat" {
			id = strconv.FormatInt(p.ID, 10)
		}
		for _, language := range []string{p.LanguageCode, ""} {
			if list, ok := t.s.Commands[commandKey(kind, id, language)]; ok {
				return list
			}
		}
	}
	return nil
}
