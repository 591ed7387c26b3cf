package standin

import (
	"reflect"
	"slices"
	"strconv"
	"strings"
	"time"
)

func decimal(n int) string { return strconv.Itoa(n) }

// chatFor finds the chat a bot may write to. Somebody it never met does not
// exist for it; somebody known who never wrote cannot be written to first.
func (t *Telegram) chatFor(c *call) (*chat, error) {
	text := c.args["chat_id"]
	if text == "" {
		return nil, badRequest("chat_id is empty")
	}
	id, err := strconv.ParseInt(text, 10, 64)
	if err != nil && !strings.HasPrefix(text, "@") {
		return nil, badRequest("chat_id must be an integer")
	}
	ch := t.chat(id)
	switch {
	case ch == nil:
		return nil, badRequest("chat not found")
	case ch.Blocked:
		return nil, forbidden("bot was blocked by the user")
	case !ch.Started:
		return nil, forbidden("bot can't initiate conversation with a user")
	}
	return ch, nil
}

func (t *Telegram) sendMessage(c *call) (any, error) {
	text, entities, err := c.formatted("text", "entities")
	if err != nil {
		return nil, err
	}
	if err := checkText(text); err != nil {
		return nil, err
	}
	return t.send(c, Message{Text: text, Entities: entities})
}

func checkText(text string) error {
	if text == "" {
		return badRequest("message text is empty")
	}
	if units(text) > maxText {
		return badRequest("message is too long")
	}
	return nil
}

// send puts a checked message on the phone and ends what went before it: the
// typing indicator and the draft.
func (t *Telegram) send(c *call, m Message) (any, error) {
	k, err := c.keyboard()
	if err != nil {
		return nil, err
	}
	ch, err := t.chatFor(c)
	if err != nil {
		return nil, err
	}
	if err := t.limits.admit(ch.Person.ID, t.o.Real()); err != nil {
		return nil, err
	}
	ch.show(k, &m)
	ch.action, ch.draft = "", nil
	m = t.add(ch, t.bot(), m)
	return m, t.commit()
}

// show puts inline buttons under the message and other keyboards under the chat.
func (c *chat) show(k *Keyboard, m *Message) {
	switch {
	case k == nil:
	case len(k.Inline) > 0:
		m.Keyboard = k
	case k.Remove:
		c.Keyboard = nil
	case len(k.Reply) > 0 || k.ForceReply:
		c.Keyboard = k
	}
}

func (t *Telegram) add(ch *chat, from User, m Message) Message {
	m.ID, m.From, m.Chat, m.Date = t.s.NextMessage, from, ch.info(), t.o.Now().Unix()
	t.s.NextMessage++
	ch.Messages = append(ch.Messages, m)
	return m
}

func (c *chat) info() PrivateChat {
	p := c.Person
	return PrivateChat{ID: p.ID, Type: "private", FirstName: p.FirstName, LastName: p.LastName, Username: p.Username}
}

// ownMessage finds the message an edit or deletion is about. The word says what
// was to be done with it.
func (t *Telegram) ownMessage(c *call, word string) (*chat, int, error) {
	id, err := c.integer("message_id", 0)
	if err != nil {
		return nil, 0, err
	}
	if id == 0 {
		return nil, 0, badRequest("message identifier is not specified")
	}
	ch, err := t.chatFor(c)
	if err != nil {
		return nil, 0, err
	}
	at := ch.at(id)
	if at < 0 {
		return nil, 0, badRequest("message to %s not found", word)
	}
	return ch, at, nil
}

func (t *Telegram) editMessageText(c *call) (any, error) {
	text, entities, err := c.formatted("text", "entities")
	if err != nil {
		return nil, err
	}
	if err := checkText(text); err != nil {
		return nil, err
	}
	return t.edit(c, func(m *Message) error {
		if m.Text == "" {
			return badRequest("there is no text in the message to edit")
		}
		m.Text, m.Entities = text, entities
		return nil
	})
}

func (t *Telegram) editMessageReplyMarkup(c *call) (any, error) {
	return t.edit(c, func(*Message) error { return nil })
}

// edit changes one of the bot's messages. As in the original, leaving out the
// keyboard removes it.
func (t *Telegram) edit(c *call, change func(*Message) error) (any, error) {
	k, err := c.keyboard()
	if err != nil {
		return nil, err
	}
	if k != nil && k.Inline == nil && (k.Reply != nil || k.Remove || k.ForceReply) {
		return nil, badRequest("inline keyboard expected")
	}
	ch, at, err := t.ownMessage(c, "edit")
	if err != nil {
		return nil, err
	}
	if !ch.Messages[at].FromBot() {
		return nil, badRequest("message can't be edited")
	}
	m := ch.Messages[at]
	if err := change(&m); err != nil {
		return nil, err
	}
	m.Keyboard = nil
	ch.show(k, &m)
	if reflect.DeepEqual(m, ch.Messages[at]) {
		return nil, badRequest("message is not modified: specified new message content and reply markup are exactly the same as a current content and reply markup of the message")
	}
	m.EditDate = t.o.Now().Unix()
	ch.Messages[at] = m
	return m, t.commit()
}

func (t *Telegram) deleteMessage(c *call) (any, error) {
	ch, at, err := t.ownMessage(c, "delete")
	if err != nil {
		return nil, err
	}
	if t.o.Now().Sub(ch.Messages[at].SentAt()) > 48*time.Hour {
		return nil, badRequest("message can't be deleted for everyone")
	}
	ch.Messages = slices.Delete(slices.Clone(ch.Messages), at, at+1)
	return true, t.commit()
}
