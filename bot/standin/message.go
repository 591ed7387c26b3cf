package standin

import (
	"encoding/json"
	"time"
)

// Message is one bubble, with the fields and JSON names of the Bot API's
// Message object. A value handed out is never changed afterwards.
type Message struct {
	ID              int64       `json:"message_id"`
	From            User        `json:"from"`
	Chat            PrivateChat `json:"chat"`
	Date            int64       `json:"date"`
	EditDate        int64       `json:"edit_date,omitempty"`
	Text            string      `json:"text,omitempty"`
	Entities        []Entity    `json:"entities,omitempty"`
	Document        *File       `json:"document,omitempty"`
	Photo           []File      `json:"photo,omitempty"`
	Contact         *Contact    `json:"contact,omitempty"`
	Caption         string      `json:"caption,omitempty"`
	CaptionEntities []Entity    `json:"caption_entities,omitempty"`
	Keyboard        *Keyboard   `json:"reply_markup,omitempty"`
	Origin          *Origin     `json:"forward_origin,omitempty"`
	ReplyTo         *Message    `json:"reply_to_message,omitempty"` // which itself names none
}

// Origin is the Bot API's MessageOrigin: who wrote a forwarded message. Somebody who hides has only a name.
type Origin struct {
	Type       string `json:"type"`
	Date       int64  `json:"date"`
	User       *User  `json:"sender_user,omitempty"`
	HiddenName string `json:"sender_user_name,omitempty"`
}

// FromBot reports whether the bot wrote the message, not the person.
func (m Message) FromBot() bool { return m.From.IsBot }

// SentAt is the moment the message was written, by the stand-in's clock.
func (m Message) SentAt() time.Time { return time.Unix(m.Date, 0) }

// Edited reports whether the phone shows the edited mark.
func (m Message) Edited() bool { return m.EditDate != 0 }

// Buttons are the inline buttons under the bubble, row by row in one list.
func (m Message) Buttons() []Button {
	var all []Button
	if m.Keyboard == nil {
		return all
	}
	for _, row := range m.Keyboard.Inline {
		all = append(all, row...)
	}
	return all
}

// User is the Bot API's User object.
type User struct {
	ID           int64  `json:"id"`
	IsBot        bool   `json:"is_bot"`
	FirstName    string `json:"first_name"`
	LastName     string `json:"last_name,omitempty"`
	Username     string `json:"username,omitempty"`
	LanguageCode string `json:"language_code,omitempty"`
}

// PrivateChat is the Bot API's Chat object of a private chat; its id is the
// person's id.
type PrivateChat struct {
	ID        int64  `json:"id"`
	Type      string `json:"type"`
	FirstName string `json:"first_name,omitempty"`
	LastName  string `json:"last_name,omitempty"`
	Username  string `json:"username,omitempty"`
}

// Entity marks a stretch of text. Offset and Length count UTF-16 units.
type Entity struct {
	Type     string `json:"type"`
	Offset   int    `json:"offset"`
	Length   int    `json:"length"`
	URL      string `json:"url,omitempty"`
	Language string `json:"language,omitempty"`
	EmojiID  string `json:"custom_emoji_id,omitempty"`
	Unix     int64  `json:"unix_time,omitempty"`
}

// File is the Bot API's Document, or one size of a photo. The content is
// fetched with [Telegram.Content] or by getFile.
type File struct {
	ID       string `json:"file_id"`
	UniqueID string `json:"file_unique_id"`
	Name     string `json:"file_name,omitempty"`
	MIME     string `json:"mime_type,omitempty"`
	Size     int64  `json:"file_size"`
	Width    int    `json:"width,omitempty"`
	Height   int    `json:"height,omitempty"`
}

// Contact is a shared contact card. UserID is set only when the card belongs
// to somebody on Telegram.
type Contact struct {
	PhoneNumber string `json:"phone_number"`
	FirstName   string `json:"first_name"`
	LastName    string `json:"last_name,omitempty"`
	UserID      int64  `json:"user_id,omitempty"`
	VCard       string `json:"vcard,omitempty"`
}

// Keyboard is any of the Bot API's four reply markups.
type Keyboard struct {
	Inline      [][]Button `json:"inline_keyboard,omitempty"`
	Reply       [][]Button `json:"keyboard,omitempty"`
	OneTime     bool       `json:"one_time_keyboard,omitempty"`
	Placeholder string     `json:"input_field_placeholder,omitempty"`
	Remove      bool       `json:"remove_keyboard,omitempty"`
	ForceReply  bool       `json:"force_reply,omitempty"`
}

// Button is an inline button or a key of a reply keyboard.
type Button struct {
	Text           string          `json:"text"`
	URL            string          `json:"url,omitempty"`
	Data           string          `json:"callback_data,omitempty"`
	Style          string          `json:"style,omitempty"`
	CopyText       *CopyText       `json:"copy_text,omitempty"`
	WebApp         json.RawMessage `json:"web_app,omitempty"`
	SwitchInline   *string         `json:"switch_inline_query,omitempty"`
	SwitchHere     *string         `json:"switch_inline_query_current_chat,omitempty"`
	SwitchChosen   json.RawMessage `json:"switch_inline_query_chosen_chat,omitempty"`
	LoginURL       json.RawMessage `json:"login_url,omitempty"`
	Pay            bool            `json:"pay,omitempty"`
	RequestContact bool            `json:"request_contact,omitempty"`
}

// CopyText is what a copy button puts on the clipboard.
type CopyText struct {
	Text string `json:"text"`
}

// UnmarshalJSON accepts a bare string too, which reply keyboards may use for a
// plain key.
func (b *Button) UnmarshalJSON(raw []byte) error {
	if len(raw) > 0 && raw[0] == '"' {
		return json.Unmarshal(raw, &b.Text)
	}
	type plain Button
	return json.Unmarshal(raw, (*plain)(b))
}
