package bot

import (
	"net/url"
	"regexp"
	"strings"

	"github.com/salesflow/salesflow/engine"
)

// The forms of addresses that a link can be made of. They are never changed.
var (
	telegramName = regexp.MustCompile(`^@?[A-Za-z][A-Za-z0-9_]{3,31}$`)
	phoneNumber  = regexp.MustCompile(`^\+[1-9][0-9]{6,14}$`)
)

// longestDraft is how many characters of a draft a link carries: longer addresses fail on some phones.
const longestDraft = 1000

// linkTo is where a button leads that opens a chat with a lead, empty when there is no such place. Calls, texts
// and mails go through our own page under public, since Telegram takes no such links in buttons.
func linkTo(l engine.Link, public string) string {
	switch l.Channel {
	case engine.WhatsApp:
		if l.Address == "" { // known by name only: WhatsApp lets the user choose the chat
			return withText("https://wa.me/", l.Text)
		}
		if Dialable(l.Address) {
			return withText("https://wa.me/"+l.Address[1:], l.Text)
		}
	case engine.Telegram:
		if Dialable(l.Address) {
			return withText("https://t.me/"+l.Address, l.Text)
		}
		if telegramName.MatchString(l.Address) {
			return withText("https://t.me/"+strings.TrimPrefix(l.Address, "@"), l.Text)
		}
	case engine.SMS, engine.Phone, engine.Call, engine.Email:
		if linkable(public) {
			return public + "/go/" + l.Suggestion.String()
		}
	}
	return ""
}

// Dialable reports whether an address is a phone number that links can carry: a plus and 7 to 15 digits (E.164).
func Dialable(address string) bool { return phoneNumber.MatchString(address) }

// linkable reports whether Telegram takes links to an address in buttons: not to a host without a dot, such as
// localhost. One such button would cost the whole message.
func linkable(public string) bool {
	u, err := url.Parse(public)
	return err == nil && strings.Contains(u.Hostname(), ".")
}

func withText(link, text string) string {
	if text == "" {
		return link
	}
	return link + "?text=" + EscapeText(text)
}

// EscapeText is a draft as it stands in a link: at most 1000 characters, spaces as %20, since not every phone
// reads a plus as one.
func EscapeText(text string) string {
	if runes := []rune(text); len(runes) > longestDraft {
		text = string(runes[:longestDraft])
	}
	return strings.ReplaceAll(url.QueryEscape(text), "+", "%20")
}
