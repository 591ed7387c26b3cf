package bot

import (
	"strings"
	"testing"

	"github.com/google/uuid"

	"github.com/salesflow/salesflow/engine"
)

func TestLinksOpenTheRightChat(t *testing.T) {
	id := uuid.MustParse("019aabcd-0000-7000-8000-000000000001")
	page := "https://bot.example.com/go/" + id.String()
	for name, c := range map[string]struct {
		link engine.Link
		want string
	}{
		"WhatsApp":            {engine.Link{Channel: engine.WhatsApp, Address: "+491715550123", Text: "Hallo Lisa + Tom"}, "https://wa.me/491715550123?text=Hallo%20Lisa%20%2B%20Tom"},
		"WhatsApp, by name":   {engine.Link{Channel: engine.WhatsApp, Text: "Hallo"}, "https://wa.me/?text=Hallo"},
		"no draft":            {engine.Link{Channel: engine.WhatsApp, Address: "+491715550123"}, "https://wa.me/491715550123"},
		"WhatsApp, no number": {engine.Link{Channel: engine.WhatsApp, Address: "DE.4711", Text: "x"}, ""},
		"not international":   {engine.Link{Channel: engine.WhatsApp, Address: "01715550123", Text: "x"}, ""},
		"Telegram":            {engine.Link{Channel: engine.Telegram, Address: "@lisa_m", Text: "a\nb"}, "https://t.me/lisa_m?text=a%0Ab"},
		"Telegram, a number":  {engine.Link{Channel: engine.Telegram, Address: "+491715550123", Text: "x"}, "https://t.me/+491715550123?text=x"},
		"Telegram, an id":     {engine.Link{Channel: engine.Telegram, Address: "4711", Text: "x"}, ""},
		"a path":              {engine.Link{Channel: engine.Telegram, Address: "lisa/../x", Text: "x"}, ""},
		"SMS":                 {engine.Link{Channel: engine.SMS, Address: "+491715550123", Suggestion: id}, page},
		"a call":              {engine.Link{Channel: engine.Call, Address: "+491715550123", Suggestion: id}, page},
		"a phone":             {engine.Link{Channel: engine.Phone, Address: "+491715550123", Suggestion: id}, page},
		"a mail":              {engine.Link{Channel: engine.Email, Address: "lisa@example.com", Suggestion: id}, page},
		"nothing":             {engine.Link{Channel: engine.NoWay}, ""},
	} {
		if got := linkTo(c.link, "https://bot.example.com"); got != c.want {
			t.Errorf("%s: %q", name, got)
		}
	}
	for _, public := range []string{"", "http://localhost:8080"} { // Telegram refuses hosts without a dot
		if got := linkTo(engine.Link{Channel: engine.SMS, Suggestion: id}, public); got != "" {
			t.Errorf("%q: %q", public, got)
		}
	}
	if got := EscapeText(strings.Repeat("ä", 2000)); got != strings.Repeat("%C3%A4", longestDraft) {
		t.Errorf("%d bytes", len(got))
	}
}
