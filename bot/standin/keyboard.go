package standin

import (
	"encoding/json"
	"slices"
)

const (
	maxButtons  = 100
	maxData     = 64 // bytes
	maxCopyText = 256
)

// keyboard reads and checks the reply_markup argument; nil means none was given.
func (c *call) keyboard() (*Keyboard, error) {
	text := c.args["reply_markup"]
	if text == "" || text == "null" || text == "{}" {
		return nil, nil
	}
	var fields map[string]json.RawMessage
	if err := json.Unmarshal([]byte(text), &fields); err != nil {
		return nil, badRequest("object expected as reply markup")
	}
	for name, parse := range map[string]func(json.RawMessage, *Keyboard) error{
		"inline_keyboard": inlineKeyboard, "keyboard": replyKeyboard,
	} {
		if raw, ok := fields[name]; ok {
			k := &Keyboard{}
			_ = c.object("reply_markup", k) // only the plain fields count here
			k.Inline, k.Reply = nil, nil
			return k, parse(raw, k)
		}
	}
	k := &Keyboard{}
	if err := c.object("reply_markup", k); err != nil {
		return nil, err
	}
	if !k.Remove && !k.ForceReply {
		return nil, badRequest("can't parse reply keyboard markup JSON object")
	}
	return k, nil
}

func rows(raw json.RawMessage) ([][]Button, error) {
	var all [][]Button
	if err := json.Unmarshal(raw, &all); err != nil || string(raw) == "null" {
		return nil, badRequest("can't parse keyboard: an Array of Arrays of buttons is expected")
	}
	all = slices.DeleteFunc(all, func(row []Button) bool { return len(row) == 0 })
	count := 0
	for _, row := range all {
		count += len(row)
	}
	if count > maxButtons {
		return nil, badRequest("reply markup is too long")
	}
	return all, nil
}

func replyKeyboard(raw json.RawMessage, k *Keyboard) error {
	all, err := rows(raw)
	if err != nil {
		return err
	}
	for _, row := range all {
		for _, b := range row {
			if b.Text == "" {
				return badRequest("can't parse keyboard button: Field \"text\" must be non-empty")
			}
		}
	}
	k.Reply = all
	return nil
}

func inlineKeyboard(raw json.RawMessage, k *Keyboard) error {
	all, err := rows(raw)
	if err != nil {
		return err
	}
	for i := range all {
		for j := range all[i] {
			if err := all[i][j].check(); err != nil {
				return err
			}
		}
	}
	k.Inline = all
	return nil
}

// check refuses what Telegram refuses in an inline button and rewrites its link
// as Telegram does.
func (b *Button) check() error {
	if b.Text == "" {
		return badRequest("can't parse inline keyboard button: Field \"text\" must be non-empty")
	}
	if !slices.Contains([]string{"", "danger", "success", "primary"}, b.Style) {
		return badRequest("can't parse inline keyboard button: invalid button style specified")
	}
	switch {
	case b.URL != "":
		link, err := checkLink(b.URL)
		if err != nil {
			return badRequest("inline keyboard button URL '%s' is invalid: %s", b.URL, err)
		}
		b.URL = link
	case len(b.Data) > maxData:
		return badRequest("BUTTON_DATA_INVALID")
	case b.CopyText != nil:
		if n := units(b.CopyText.Text); n < 1 || n > maxCopyText {
			return badRequest("BUTTON_COPY_TEXT_INVALID")
		}
	case b.isText():
		return badRequest("can't parse inline keyboard button: Text buttons are unallowed in the inline keyboard")
	}
	return nil
}

func (b *Button) isText() bool {
	return b.Data == "" && b.WebApp == nil && b.SwitchInline == nil && b.SwitchHere == nil &&
		b.SwitchChosen == nil && b.LoginURL == nil && !b.Pay
}
