package adminapi

import (
	"bytes"
	_ "embed"
	"encoding/json"
	"html/template"
	"maps"
	"slices"
	"sync"

	"github.com/danielgtaylor/huma/v2"
	"github.com/gofiber/fiber/v2"
)

// docsHTML shows a description as one page without scripts.
//
//go:embed docs.html
var docsHTML string

// serveDescription answers /openapi.json and /docs for everybody: both hold no data. The page takes nothing
// from other hosts.
func serveDescription(app *fiber.App, api *huma.OpenAPI) {
	description := sync.OnceValues(func() ([]byte, error) { return json.Marshal(api) })
	page := sync.OnceValues(func() ([]byte, error) { return docsPage(api) })
	app.Get("/openapi.json", func(c *fiber.Ctx) error {
		c.Set(fiber.HeaderContentType, "application/openapi+json")
		return send(c, description)
	})
	app.Get("/docs", func(c *fiber.Ctx) error {
		c.Set(fiber.HeaderContentType, fiber.MIMETextHTMLCharsetUTF8)
		c.Set(fiber.HeaderContentSecurityPolicy, "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'")
		return send(c, page)
	})
}

func send(c *fiber.Ctx, content func() ([]byte, error)) error {
	body, err := content()
	if err != nil {
		return err
	}
	return c.Send(body)
}

func docsPage(api *huma.OpenAPI) ([]byte, error) {
	page, err := template.New("docs").Parse(docsHTML)
	if err != nil {
		return nil, err
	}
	var html bytes.Buffer
	err = page.Execute(&html, struct {
		*huma.OpenAPI
		Operations []*huma.Operation
		Schemas    map[string]*huma.Schema
	}{api, operations(api), api.Components.Schemas.Map()})
	return html.Bytes(), err
}

// operations returns all operations by path.
func operations(api *huma.OpenAPI) []*huma.Operation {
	var all []*huma.Operation
	for _, path := range slices.Sorted(maps.Keys(api.Paths)) {
		item := api.Paths[path]
		for _, op := range []*huma.Operation{item.Get, item.Post, item.Put, item.Patch, item.Delete} {
			if op != nil {
				all = append(all, op)
			}
		}
	}
	return all
}
