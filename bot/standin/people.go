package standin

import (
	"errors"
	"fmt"
	"net/url"
	"regexp"
	"slices"
	"strconv"
	"strings"
)

// What stops a person from acting.
var (
	ErrNobody  = errors.New("nobody with this id")
	ErrBlocked = errors.New("the person has blocked the bot")
	ErrNoSuch  = errors.New("no such message or button")
)

// Person is somebody with a phone. ID is the Telegram user id and the id of
// their chat with the bot.
type Person struct {
	ID           int64  `json:"id"`
	FirstName    string `json:"first_name"`
	LastName     string `json:"last_name,omitempty"`
	Username     string `json:"username,omitempty"`
	LanguageCode string `json:"language_code,omitempty"`
	Phone        string `json:"phone,omitempty"`
}

func (p Person) user() User {
	return User{ID: p.ID, FirstName: p.FirstName, LastName: p.LastName, Username: p.Username, LanguageCode: p.LanguageCode}
}

// AddPerson makes a person known, or updates their names. The bot cannot write
// to them before they start it.
func (t *Telegram) AddPerson(p Person) error {
	t.mu.Lock()
	defer t.mu.Unlock()
	if p.ID <= 0 || p.FirstName == "" {
		return fmt.Errorf("a person needs an id and a first name")
	}
	if ch := t.chat(p.ID); ch != nil {
		ch.Person = p
	} else {
		t.s.Chats = append(t.s.Chats, &chat{Person: p})
	}
	return t.commit()
}

// Chat is what the person's phone shows, oldest first; nil for nobody.
func (t *Telegram) Chat(person int64) []Message {
	t.mu.Lock()
	defer t.mu.Unlock()
	if ch := t.chat(person); ch != nil {
		return slices.Clone(ch.Messages)
	}
	return nil
}

// reach finds the chat of a person who can act in it. It runs under mu.
func (t *Telegram) reach(person int64) (*chat, error) {
	ch := t.chat(person)
	if ch == nil {
		return nil, ErrNobody
	}
	if ch.Blocked {
		return nil, ErrBlocked
	}
	return ch, nil
}

// write sends what a person made and queues the update.
func (t *Telegram) write(person int64, m Message) (Message, error) {
	t.mu.Lock()
	defer t.mu.Unlock()
	ch, err := t.reach(person)
	if err != nil {
		return Message{}, err
	}
	ch.Started = true
	if ch.Keyboard != nil && ch.Keyboard.OneTime {
		ch.Keyboard = nil
	}
	m = t.add(ch, ch.Person.user(), m)
	ch.Read = m.ID
	if err := t.push("message", person, dayLife, m); err != nil {
		return Message{}, err
	}
	return m, t.commit()
}

// Say sends a text of 1 to 4096 UTF-16 units.
func (t *Telegram) Say(person int64, text string) (Message, error) {
	text, _ = trimmed(text, nil)
	if text == "" || units(text) > maxText {
		return Message{}, fmt.Errorf("a message has 1 to %d characters", maxText)
	}
	return t.write(person, Message{Text: text, Entities: withDetected(text, nil)})
}

// Reply answers one message of the chat with a text.
func (t *Telegram) Reply(person, message int64, text string) (Message, error) {
	text, _ = trimmed(text, nil)
	if text == "" || units(text) > maxText {
		return Message{}, fmt.Errorf("a message has 1 to %d characters", maxText)
	}
	for _, m := range t.Chat(person) {
		if m.ID == message {
			m.ReplyTo = nil
			return t.write(person, Message{Text: text, Entities: withDetected(text, nil), ReplyTo: &m})
		}
	}
	return Message{}, errors.New("there is no such message to reply to")
}

// Forward forwards a text that somebody else wrote at a time to the person. Without an id that one hides behind the
// name.
func (t *Telegram) Forward(person int64, from User, text string) (Message, error) {
	text, _ = trimmed(text, nil)
	if text == "" || units(text) > maxText || from.FirstName == "" {
		return Message{}, fmt.Errorf("a message has 1 to %d characters and somebody who wrote it", maxText)
	}
	origin := &Origin{Type: "hidden_user", Date: t.o.Now().Unix(), HiddenName: strings.TrimSpace(from.FirstName + " " + from.LastName)}
	if from.ID != 0 {
		origin = &Origin{Type: "user", Date: origin.Date, User: &from}
	}
	return t.write(person, Message{Text: text, Entities: withDetected(text, nil), Origin: origin})
}

// startParameter is never changed; compiling once is why it is a variable.
var startParameter = regexp.MustCompile(`^[A-Za-z0-9_-]{0,64}$`)

// Start presses the start button, or follows a link t.me/bot?start=param. A
// person who blocked the bot unblocks it by that.
func (t *Telegram) Start(person int64, param string) (Message, error) {
	if !startParameter.MatchString(param) {
		return Message{}, fmt.Errorf("a start parameter has up to 64 of A-Z a-z 0-9 _ -")
	}
	if err := t.Unblock(person); err != nil {
		return Message{}, err
	}
	return t.Say(person, "/start "+param)
}

// Press taps a button under a message, named by its data or its label, and
// returns the query's id. Links to this bot's start are followed (the id is
// then empty). Message 0 is the keyboard under the chat.
func (t *Telegram) Press(person, message int64, button string) (string, error) {
	b, err := t.button(person, message, button)
	if err != nil {
		return "", err
	}
	switch {
	case b.RequestContact:
		_, err = t.ShareContact(person, Contact{})
	case message == 0:
		_, err = t.Say(person, b.Text)
	case b.Data != "":
		return t.tap(person, message, b.Data)
	default:
		param, ours := t.startLink(b.URL)
		if !ours {
			return "", ErrNoSuch
		}
		_, err = t.Start(person, param)
	}
	return "", err
}

func (t *Telegram) button(person, message int64, name string) (Button, error) {
	t.mu.Lock()
	defer t.mu.Unlock()
	ch, err := t.reach(person)
	if err != nil {
		return Button{}, err
	}
	var buttons []Button
	if at := ch.at(message); at >= 0 {
		buttons = ch.Messages[at].Buttons()
	} else if message == 0 && ch.Keyboard != nil {
		buttons = slices.Concat(ch.Keyboard.Reply...)
	}
	for _, matches := range []func(Button) bool{
		func(b Button) bool { return b.Data != "" && b.Data == name },
		func(b Button) bool { return b.Text == name },
	} {
		if i := slices.IndexFunc(buttons, matches); i >= 0 {
			return buttons[i], nil
		}
	}
	return Button{}, ErrNoSuch
}

func (t *Telegram) tap(person, message int64, data string) (string, error) {
	t.mu.Lock()
	defer t.mu.Unlock()
	ch, err := t.reach(person)
	if err != nil {
		return "", err
	}
	at := ch.at(message)
	if at < 0 {
		return "", ErrNoSuch
	}
	id := t.nextOther()
	t.forgetQueries()
	t.s.Queries[id] = query{Person: person, At: t.o.Now()}
	err = t.push("callback_query", person, queryLasts, map[string]any{
		"id": id, "from": ch.Person.user(), "message": ch.Messages[at],
		"chat_instance": strconv.FormatInt(person, 10), "data": data,
	})
	if err != nil {
		return "", err
	}
	return id, t.commit()
}

func (t *Telegram) forgetQueries() {
	now := t.o.Now()
	for id, q := range t.s.Queries {
		if now.Sub(q.At) > queryLasts {
			delete(t.s.Queries, id)
		}
	}
}

// startLink reads t.me/<this bot>?start=param.
func (t *Telegram) startLink(link string) (string, bool) {
	u, err := url.Parse(link)
	if err != nil || u.Host != "t.me" || !strings.EqualFold(strings.Trim(u.Path, "/"), t.o.BotUsername) {
		return "", false
	}
	return u.Query().Get("start"), true
}
