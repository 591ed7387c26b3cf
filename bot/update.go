package bot

import (
	"encoding/json"
	"errors"
	"strconv"
	"strings"
	"unicode"

	"github.com/go-telegram/bot/models"

	"github.com/salesflow/salesflow/engine"
)

// The lengths, in characters, to which names are cut that people choose for themselves.
const (
	longestSenderName = 64
	longestFileName   = 128
)

// update is what we read of one of Telegram's updates. It is narrower than models.Update on purpose: a kind of
// reply or sticker that the client library does not know yet must not cost us the text beside it.
type update struct {
	ID           int64         `json:"update_id"`
	Message      *message      `json:"message"`
	Callback     *tap          `json:"callback_query"`
	MyChatMember *changeOfChat `json:"my_chat_member"`
}

type message struct {
	ID       int64            `json:"message_id"`
	From     *models.User     `json:"from"`
	Chat     chat             `json:"chat"`
	Text     string           `json:"text"`
	Contact  *models.Contact  `json:"contact"`
	Document *models.Document `json:"document"`
	Forward  *origin          `json:"forward_origin"`
	ReplyTo  replied          `json:"reply_to_message"`
	unreadable
}

// replied is the id of the message that another one answers, empty where it cannot be read.
type replied string

// UnmarshalJSON accepts everything.
func (r *replied) UnmarshalJSON(value []byte) error {
	var message struct {
		ID int64 `json:"message_id"`
	}
	if json.Unmarshal(value, &message) == nil && message.ID > 0 {
		*r = replied(strconv.FormatInt(message.ID, 10))
	}
	return nil
}

// unreadable are the kinds of content that a person sends and we cannot read. An animation comes with a
// document beside it.
type unreadable struct {
	Animation present `json:"animation"`
	Audio     present `json:"audio"`
	Checklist present `json:"checklist"`
	Dice      present `json:"dice"`
	Game      present `json:"game"`
	Location  present `json:"location"`
	PaidMedia present `json:"paid_media"`
	Photo     present `json:"photo"`
	Poll      present `json:"poll"`
	Rich      present `json:"rich_message"`
	Sticker   present `json:"sticker"`
	Story     present `json:"story"`
	Venue     present `json:"venue"`
	Video     present `json:"video"`
	VideoNote present `json:"video_note"`
	Voice     present `json:"voice"`
}

type chat struct {
	ID   int64  `json:"id"`
	Type string `json:"type"`
}

func (c chat) private() bool { return c.Type == string(models.ChatTypePrivate) && c.ID != 0 }

// tap is a pressed button. Message is nil or bare of everything but its id when it is old.
type tap struct {
	ID      string       `json:"id"`
	From    *models.User `json:"from"`
	Message *message     `json:"message"`
	Data    string       `json:"data"`
}

type changeOfChat struct {
	Chat chat         `json:"chat"`
	From *models.User `json:"from"`
	New  struct {
		Status models.ChatMemberType `json:"status"`
	} `json:"new_chat_member"`
}

// present is true for any value that is there.
type present bool

// UnmarshalJSON accepts everything.
func (p *present) UnmarshalJSON(value []byte) error {
	*p = string(value) != "null"
	return nil
}

var errNoUpdate = errors.New("not an update of Telegram")

// FromTelegram reads one update. It returns false for what is not for us: groups, channels, edited messages
// (an edit is no new command), notices of the chat, kinds of updates we do not know. It fails on what is no
// update at all; the error says nothing of its content. A forwarded text is Forwarded and never Said: somebody
// else's "stop" must not stop the user.
func FromTelegram(body []byte) (engine.Inbound, bool, error) {
	var u update
	if err := json.Unmarshal(body, &u); err != nil || u.ID <= 0 {
		return engine.Inbound{}, false, errNoUpdate
	}
	in, ok := u.inbound()
	in.Channel, in.ExternalID = engine.Telegram, strconv.FormatInt(u.ID, 10)
	return in, ok, nil
}

func (u update) inbound() (engine.Inbound, bool) {
	switch {
	case u.Message != nil:
		return u.Message.inbound()
	case u.Callback != nil:
		return u.Callback.inbound()
	case u.MyChatMember != nil:
		return u.MyChatMember.inbound()
	}
	return engine.Inbound{}, false
}

func (m message) inbound() (engine.Inbound, bool) {
	in := from(m.Chat.ID, m.From)
	switch {
	case m.unreadable != unreadable{}:
		in.Kind = engine.Unsupported
	case m.Forward != nil && m.Text != "":
		in.Kind = engine.Unsupported
		if from, ok := m.Forward.origin(m.From); ok {
			in.Kind, in.Text, in.Origin = engine.Forwarded, storable(m.Text), from
		}
	case m.Contact != nil:
		in.Kind, in.Card = engine.SentContact, card(*m.Contact)
	case m.Document != nil:
		in.Kind = engine.SentFile
		in.File = engine.File{
			Ref: m.Document.FileID, Name: readable(m.Document.FileName, longestFileName), Size: m.Document.FileSize,
		}
	case m.Text != "":
		in.Kind, in.Text = engine.Said, storable(m.Text)
		in.ReplyTo = string(m.ReplyTo)
	default:
		return in, false
	}
	return in, m.Chat.private()
}

func (t tap) inbound() (engine.Inbound, bool) {
	if t.From == nil || t.ID == "" {
		return engine.Inbound{}, false
	}
	in := from(t.From.ID, t.From) // also the id of the private chat
	in.Kind, in.Action, in.TapRef = engine.Pressed, storable(t.Data), storable(t.ID)
	if t.Message == nil {
		return in, true
	}
	in.MessageRef = strconv.FormatInt(t.Message.ID, 10)
	return in, t.Message.Chat.private()
}

func (c changeOfChat) inbound() (engine.Inbound, bool) {
	in := from(c.Chat.ID, c.From)
	switch c.New.Status {
	case models.ChatMemberTypeBanned:
		in.Kind = engine.Blocked
	case models.ChatMemberTypeMember:
		in.Kind = engine.Unblocked
	default:
		return in, false
	}
	return in, c.Chat.private()
}

func from(chat int64, user *models.User) engine.Inbound {
	in := engine.Inbound{Sender: strconv.FormatInt(chat, 10)}
	if user != nil {
		in.SenderName = readable(user.FirstName, longestSenderName)
	}
	return in
}

// readable is a name without control and invisible characters, in one line of limited length.
func readable(name string, most int) string {
	visible := strings.Map(func(r rune) rune {
		switch {
		case unicode.IsSpace(r):
			return ' '
		case unicode.In(r, unicode.Cc, unicode.Cf, unicode.Co, unicode.Cs) || r == unicode.ReplacementChar:
			return -1
		}
		return r
	}, name)
	runes := []rune(strings.Join(strings.Fields(visible), " "))
	return strings.TrimSpace(string(runes[:min(len(runes), most)]))
}

// storable leaves out the one character that a database text cannot hold.
func storable(text string) string { return strings.ReplaceAll(text, "\x00", "") }
