package webhooks

import (
	"crypto/sha256"
	"encoding/base64"
	"errors"
	"html"
	"net/http"
	"regexp"
	"strings"
	"testing"

	"github.com/google/uuid"

	"github.com/salesflow/salesflow/engine"
)

// item adds a suggestion and returns the path of its page.
func (w *world) item(channel engine.Channel, address, draft string) string {
	id := uuid.Must(uuid.NewV7())
	w.items[id] = engine.Item{
		Suggestion: engine.Suggestion{ID: id, Channel: channel, Draft: draft}, LeadName: `Lisa "<b>" Meier`, Address: address,
	}
	return "/go/" + id.String()
}

var hrefs = regexp.MustCompile(`href="([^"]*)"`)

func links(page string) string {
	var all []string
	for _, found := range hrefs.FindAllStringSubmatch(page, -1) {
		all = append(all, html.UnescapeString(found[1]))
	}
	return strings.Join(all, " ")
}

func TestPagesOfferWhatTelegramRefuses(t *testing.T) {
	w := newWorld(t)
	for name, c := range map[string]struct {
		path, want string
	}{
		"a text": {w.item(engine.SMS, "+491715550123", "Hallo, 1 & 2\r\nGruß"),
			"sms:+491715550123?&body=Hallo%2C%201%20%26%202%0D%0AGru%C3%9F tel:+491715550123"},
		"a call":          {w.item(engine.Call, "+491715550123", "Hi"), "tel:+491715550123 sms:+491715550123?&body=Hi"},
		"a mail":          {w.item(engine.Email, "lisa+x@example.com", "a\nb?&c=d"), "mailto:lisa+x@example.com?body=a%0D%0Ab%3F%26c%3Dd"},
		"an awkward mail": {w.item(engine.Email, "a?cc=x@example.com", "Hi"), "mailto:a%3Fcc=x@example.com?body=Hi"},
	} {
		response, page := w.get(c.path)
		if response.StatusCode != http.StatusOK || links(page) != c.want {
			t.Errorf("%s: %d %s", name, response.StatusCode, links(page))
		}
		if strings.Contains(page, "<b>") || strings.Contains(page, "<script") || !strings.Contains(page, "Lisa &#34;&lt;b&gt;&#34; Meier") {
			t.Errorf("%s: %s", name, page)
		}
	}
}

func TestPagesThatAreGoneSaySoKindly(t *testing.T) {
	w := newWorld(t)
	closed := w.item(engine.SMS, "+491715550123", "Hi")
	id := uuid.MustParse(closed[len("/go/"):])
	item, at := w.items[id], fixedClock{}.Now()
	item.ClosedAt = &at
	w.items[id] = item
	for _, path := range []string{
		closed, "/go/" + uuid.NewString(), "/go/x", "/go/%00", w.item(engine.WhatsApp, "+491715550123", "Hi"),
		w.item(engine.SMS, "javascript:alert(1)", "Hi"), w.item(engine.Email, "Lisa <lisa@example.com>", "Hi"), w.item(engine.Email, "x", ""),
	} {
		response, page := w.get(path)
		if response.StatusCode != http.StatusNotFound || !strings.Contains(page, "Diese Seite gibt es nicht mehr") || strings.Contains(page, "Lisa") {
			t.Errorf("%s: %d %s", path, response.StatusCode, page)
		}
	}
	w.lookUp = errors.New("the database is away")
	response, page := w.get(closed)
	if response.StatusCode != http.StatusServiceUnavailable || !strings.Contains(page, "nicht erreichbar") {
		t.Errorf("%d %s", response.StatusCode, page)
	}
}

func TestPagesAreKeptByNobody(t *testing.T) {
	w := newWorld(t)
	for _, path := range []string{w.item(engine.SMS, "+491715550123", "Hi"), "/go/x"} {
		response, page := w.get(path)
		_, style, _ := strings.Cut(page, "<style>")
		style, _, _ = strings.Cut(style, "</style>")
		hash := sha256.Sum256([]byte(style))
		policy := response.Header.Get("Content-Security-Policy")
		if !strings.HasPrefix(policy, "default-src 'none'; ") || !strings.Contains(policy, base64.StdEncoding.EncodeToString(hash[:])) {
			t.Errorf("%s does not let the style in", policy)
		}
		for header, want := range map[string]string{
			"Cache-Control": "no-store", "Referrer-Policy": "no-referrer", "X-Content-Type-Options": "nosniff",
			"X-Robots-Tag": "noindex", "Content-Type": "text/html; charset=utf-8",
		} {
			if got := response.Header.Get(header); got != want {
				t.Errorf("%s: %q", header, got)
			}
		}
	}
}
