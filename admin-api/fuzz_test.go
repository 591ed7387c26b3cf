package adminapi_test

import (
	"context"
	"encoding/json"
	"net/http"
	"net/url"
	"strings"
	"testing"

	"github.com/gofiber/fiber/v2"

	adminapi "github.com/salesflow/salesflow/admin-api"
	"github.com/salesflow/salesflow/engine"
)

// empty is a store in which everybody is a user who has nothing.
type empty struct{}

func (empty) Authenticate(_ context.Context, credential string) (engine.User, error) {
	if credential == "" {
		return engine.User{}, &engine.Error{Code: engine.NotFound}
	}
	return engine.User{}, nil
}

func (e empty) OpenItems(ctx context.Context, credential string, _ engine.Priority, _ int) (
	engine.User, []engine.Item, error,
) {
	user, err := e.Authenticate(ctx, credential)
	return user, nil, err
}

func (empty) LeadCard(context.Context, engine.UserID, engine.LeadID) (
	engine.Lead, []engine.Address, []engine.Item, error,
) {
	return engine.Lead{}, nil, nil, &engine.Error{Code: engine.NotFound}
}

func (empty) Why(context.Context, engine.UserID, engine.LeadID) ([]engine.Because, error) {
	return nil, &engine.Error{Code: engine.NotFound}
}

func FuzzAnyRequestGetsJSONAndNoInternalError(f *testing.F) {
	for _, path := range []string{
		list, list + "?limit=5&priority=high", list + "?limit=-1", list + "?limit=99999999999999999999", list + "?limit=1e2",
		list + "?priority=%00", list + "?limit=5&limit=6", "/api/v1/leads/lisa", "/api/v1/leads/01980a5e-7c1b-7d43-9a36-6f2f6a1c0e11/why", "/api/v1/leads/%zz", "/api/v1/leads/",
		"/api/v1/leads/urn:uuid:01980a5e-7c1b-7d43-9a36-6f2f6a1c0e11", "/api/v1/leads/{01980a5e-7c1b-7d43-9a36-6f2f6a1c0e11}",
		"/api/v1/%2e%2e/openapi.json",
	} {
		f.Add(path, "Bearer x")
	}
	f.Add(list, "bearer")
	f.Add(list, "Basic x")
	app := fiber.New(fiber.Config{ErrorHandler: adminapi.Problem, Immutable: true})
	adminapi.Mount(app, adminapi.Deps{Auth: empty{}, Store: empty{}, Reasons: empty{}, Clock: stopped{}})
	f.Fuzz(func(t *testing.T, path, authorization string) {
		target, err := url.ParseRequestURI(path)
		if err != nil || !strings.HasPrefix(path, "/api/v1/") || strings.ContainsAny(path+authorization, "\r\n") {
			return // no request that a server would see
		}
		request := &http.Request{Method: http.MethodGet, URL: target, Header: http.Header{}, Host: "localhost"}
		request.Header.Set("Authorization", authorization)
		response, err := app.Test(request, -1)
		if err != nil {
			return // the server refuses it before it is a request
		}
		defer response.Body.Close()
		if response.StatusCode >= 500 {
			t.Errorf("status %d", response.StatusCode)
		}
		var answer any
		if err := json.NewDecoder(response.Body).Decode(&answer); err != nil {
			t.Errorf("status %d: %v", response.StatusCode, err)
		}
	})
}
