package webhooks

import (
	"bytes"
	"context"
	"crypto/sha256"
	_ "embed"
	"encoding/base64"
	"fmt"
	"html/template"
	"log/slog"
	"net/http"
	"time"

	"github.com/gofiber/fiber/v2"
	"github.com/google/uuid"

	"github.com/salesflow/salesflow/bot"
	"github.com/salesflow/salesflow/engine"
)

//go:embed page.html
var pageHTML string

//go:embed page.css
var pageCSS string

const lookUpWithin = 3 * time.Second

// language is that of the pages: whoever opens a link is not known.
const language = "de"

// pages serve what links in messages lead to.
type pages struct {
	items    Items
	texts    *bot.Texts
	log      *slog.Logger
	template *template.Template
	policy   string
}

// page is what one page shows. It works without scripts.
type page struct {
	Title, Hint       string
	Ways              []way
	Draft, DraftLabel string
	Style             template.CSS
}

func newPages(d Deps) (pages, error) {
	parsed, err := template.New("page").Parse(pageHTML)
	if err != nil {
		return pages{}, fmt.Errorf("page: %w", err)
	}
	style := sha256.Sum256([]byte(pageCSS))
	policy := "default-src 'none'; style-src 'sha256-" + base64.StdEncoding.EncodeToString(style[:]) +
		"'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
	return pages{items: d.Items, texts: d.Texts, log: d.Log, template: parsed, policy: policy}, nil
}

// contact offers to call, text or mail the lead of an open suggestion. The id is the secret: it is random, and
// only the user's own chat shows it.
func (p pages) contact(c *fiber.Ctx) error {
	id, err := uuid.Parse(c.Params("id"))
	if err != nil {
		return p.notice(c, http.StatusNotFound, "page.gone")
	}
	ctx, cancel := context.WithTimeout(c.UserContext(), lookUpWithin)
	defer cancel()
	item, err := p.items.Item(ctx, id)
	switch {
	case engine.CodeOf(err) == engine.NotFound:
		return p.notice(c, http.StatusNotFound, "page.gone")
	case err != nil:
		p.log.ErrorContext(ctx, "a page could not be looked up", "error", err)
		c.Set(fiber.HeaderRetryAfter, "1")
		return p.notice(c, http.StatusServiceUnavailable, "page.away")
	}
	ways := p.ways(item)
	if !item.Open() || len(ways) == 0 {
		return p.notice(c, http.StatusNotFound, "page.gone")
	}
	return p.show(c, http.StatusOK, page{
		Title: item.LeadName, Ways: ways, Draft: item.Draft, DraftLabel: p.text("page.draft"),
	})
}

func (p pages) notice(c *fiber.Ctx, status int, key string) error {
	return p.show(c, status, page{Title: p.text(key), Hint: p.text(key + "_hint")})
}

// show sends a page that nobody keeps, frames or learns of.
func (p pages) show(c *fiber.Ctx, status int, show page) error {
	show.Style = template.CSS(pageCSS) // our own file
	var html bytes.Buffer
	if err := p.template.Execute(&html, show); err != nil {
		return fmt.Errorf("page: %w", err)
	}
	for header, value := range map[string]string{
		fiber.HeaderCacheControl: "no-store", fiber.HeaderReferrerPolicy: "no-referrer",
		fiber.HeaderXContentTypeOptions: "nosniff", fiber.HeaderXRobotsTag: "noindex",
		fiber.HeaderContentSecurityPolicy: p.policy, fiber.HeaderContentType: fiber.MIMETextHTMLCharsetUTF8,
	} {
		c.Set(header, value)
	}
	return c.Status(status).Send(html.Bytes())
}

// text is a text of the page; the tests hold that each exists.
func (p pages) text(key string) string {
	text, err := p.texts.Label(language, key, nil)
	if err != nil {
		p.log.Error("a text cannot be rendered", "text", key)
	}
	return text
}
