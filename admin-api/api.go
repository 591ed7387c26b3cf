// Package adminapi owns the REST API of SalesFlow: the paths under /api/v1, who may call them, how requests and
// answers look, and the description of all that in OpenAPI.
//
// One file holds one resource. An operation asks its Store and puts the answer into JSON; it decides nothing,
// knows no SQL, and maps no error itself: register does, for all of them. Every operation needs a user, and
// every failure is a problem as RFC 9457 has it.
package adminapi

import (
	"context"

	"github.com/danielgtaylor/huma/v2"
	"github.com/danielgtaylor/huma/v2/adapters/humafiber"
	"github.com/gofiber/fiber/v2"

	"github.com/salesflow/salesflow/engine"
)

// Authenticator knows who sends a request.
type Authenticator interface {
	// Authenticate returns the user that a bearer credential stands for, which may be any text; code NotFound
	// when it stands for nobody (any more).
	Authenticate(ctx context.Context, credential string) (engine.User, error)
}

// Store is what the operations read. It shows a user nothing but the user's own.
type Store interface {
	// OpenItems returns the user that a bearer credential stands for, as Authenticate does, and up to limit open
	// suggestions in the order of the list, of one priority unless it is empty.
	OpenItems(ctx context.Context, credential string, priority engine.Priority, limit int) (engine.User, []engine.Item, error)
	// LeadCard returns a lead, how it can be reached, and its open suggestion, none when it is closed; code
	// NotFound.
	LeadCard(ctx context.Context, user engine.UserID, id engine.LeadID) (
		lead engine.Lead, addresses []engine.Address, open []engine.Item, err error)
}

// Deps are what the API works with.
type Deps struct {
	Auth      Authenticator
	Store     Store
	Reminders Reminders
	Reasons   Reasons
	Runs      Runs
	Words     Words
	Clock     engine.Clock
}

// Mount adds the API, its description (/openapi.json) and its documentation (/docs) to app. The app's
// ErrorHandler must be [Problem].
func Mount(app *fiber.App, deps Deps) {
	app.Use(prefix, identify, recoverPanic(), authenticate(deps.Auth))
	serveDescription(app, mount(app, deps).OpenAPI())
}

// OpenAPI returns the description of the API in YAML, the same bytes at every call. It needs nothing that runs.
func OpenAPI() ([]byte, error) {
	return mount(fiber.New(), Deps{}).OpenAPI().YAML()
}

const prefix = "/api/v1"

// init sets what the library has no setting for: a list is never null, and every failure is our problem.
func init() {
	huma.DefaultArrayNullable = false
	huma.NewError = func(status int, _ string, causes ...error) huma.StatusError {
		return newProblem(status, causes...)
	}
}

func mount(app *fiber.App, deps Deps) huma.API {
	config := huma.DefaultConfig("SalesFlow", "1.0.0")
	config.Info.Description = description
	config.Components.SecuritySchemes = map[string]*huma.SecurityScheme{bearer: {
		Type: "http", Scheme: "bearer", Description: "An API token of the user: `sf_…`.",
	}}
	config.CreateHooks = nil                                             // no $schema in answers
	config.OpenAPIPath, config.DocsPath, config.SchemasPath = "", "", "" // ours need nothing from elsewhere
	api := humafiber.New(app, config)
	registerSuggestions(api, deps)
	registerLeads(api, deps)
	registerWhy(api, deps)
	registerReminders(api, deps)
	registerRuns(api, deps)
	allowNullInEnums(api.OpenAPI().Components.Schemas)
	return api
}

const description = `Follow-ups for networkers: whom to write today, why now, on which channel, with a draft.

Times are RFC 3339 with the offset of the user's time zone. Every failure is an RFC 9457 problem whose ` +
	"`code`" + ` is stable; every answer has an ` + "`X-Request-Id`" + `.`

// allowNullInEnums completes the enums of nullable fields: without null among the values, null would match the
// type and contradict the enum.
func allowNullInEnums(schemas huma.Registry) {
	for _, schema := range schemas.Map() {
		for _, field := range schema.Properties {
			if field.Nullable && len(field.Enum) > 0 {
				field.Enum = append(field.Enum, nil)
			}
		}
	}
}
