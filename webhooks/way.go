package webhooks

import (
	"html/template"
	"net/mail"
	"net/url"
	"strings"

	"github.com/salesflow/salesflow/bot"
	"github.com/salesflow/salesflow/engine"
)

// way is one way to reach a lead from a phone.
type way struct {
	Label   string
	Address template.URL
}

// ways are the links for the address of an item: none when it is not of the form that they need.
func (p pages) ways(item engine.Item) []way {
	switch item.Channel {
	case engine.SMS:
		return p.phone(item, "page.sms", "page.call")
	case engine.Phone, engine.Call:
		return p.phone(item, "page.call", "page.sms")
	case engine.Email:
		return p.mail(item)
	}
	return nil
}

func (p pages) phone(item engine.Item, keys ...string) []way {
	if !bot.Dialable(item.Address) {
		return nil
	}
	var ways []way
	for _, key := range keys {
		address := "tel:" + item.Address
		if key == "page.sms" {
			address = "sms:" + item.Address + "?&body=" + bot.EscapeText(item.Draft) // iPhones read &body, others ?body
		}
		ways = append(ways, way{Label: p.text(key), Address: template.URL(address)}) // digits and escaped text
	}
	return ways
}

// mail links to a mail; RFC 6068 wants lines to end in CR LF.
func (p pages) mail(item engine.Item) []way {
	parsed, err := mail.ParseAddress(item.Address)
	if err != nil || parsed.Address != item.Address {
		return nil
	}
	at := strings.LastIndexByte(item.Address, '@')
	draft := strings.ReplaceAll(strings.ReplaceAll(item.Draft, "\r\n", "\n"), "\n", "\r\n")
	address := "mailto:" + url.PathEscape(item.Address[:at]) + "@" + url.PathEscape(item.Address[at+1:]) + "?body=" + bot.EscapeText(draft)
	return []way{{Label: p.text("page.mail"), Address: template.URL(address)}} // escaped in every part
}
