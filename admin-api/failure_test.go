package adminapi_test

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"log/slog"
	"strings"
	"testing"

	adminapi "github.com/salesflow/salesflow/admin-api"
	"github.com/salesflow/salesflow/engine"
)

// broken is a store that fails, or panics when fail is nil.
type broken struct{ fail error }

const (
	canary = "Lisa Berger +4915112345678"
	aLead  = "/api/v1/leads/01980a5e-7c1b-7d43-9a36-6f2f6a1c0e11"
)

func (b broken) Authenticate(context.Context, string) (engine.User, error) { return engine.User{}, nil }

func (b broken) OpenItems(context.Context, string, engine.Priority, int) (engine.User, []engine.Item, error) {
	return engine.User{}, nil, b.fail
}

func (b broken) LeadCard(context.Context, engine.UserID, engine.LeadID) (
	engine.Lead, []engine.Address, []engine.Item, error,
) {
	if b.fail == nil {
		panic(canary)
	}
	return engine.Lead{}, nil, nil, b.fail
}

// TestInternalErrorsStayInside is not parallel: it looks at everything that is logged.
func TestInternalErrorsStayInside(t *testing.T) {
	var log bytes.Buffer
	before := slog.Default()
	slog.SetDefault(slog.New(slog.NewTextHandler(&log, &slog.HandlerOptions{Level: slog.LevelDebug})))
	defer slog.SetDefault(before)
	for _, c := range []struct {
		fail   error
		status int
		logged string
	}{
		{errors.New(canary), 500, "error=*errors.errorString"},
		{errors.Join(errors.New("x"), errors.New(canary)), 500, "error=*errors.joinError"},
		{nil, 500, "msg=panic"},
		{&engine.Error{Code: engine.Internal, Cause: errors.New("postgres 23514")}, 500, `error="internal: postgres 23514"`},
		{&engine.Error{Code: engine.Unavailable}, 503, "error=unavailable"},
		{&engine.Error{Code: engine.Invalid, Key: "error.button"}, 422, ""},
		{&engine.Error{Code: engine.Forbidden}, 403, "code=forbidden"},
		{&engine.Error{Code: engine.Conflict}, 409, ""},
		{&engine.Error{Code: engine.NotFound}, 404, ""},
	} {
		log.Reset()
		t.Run(fmt.Sprintf("%d %T", c.status, c.fail), func(t *testing.T) {
			b := broken{c.fail}
			a := get(t, serve(t, adminapi.Deps{Auth: b, Store: b, Clock: stopped{}})+aLead, "anything")
			isProblemOf(t, a, c.status)
			if strings.Contains(a.body+log.String(), "Lisa") || strings.Contains(a.body, "postgres") {
				t.Errorf("told or logged: %s %s", a.body, &log)
			}
			if !strings.Contains(log.String(), c.logged) || c.logged == "" && log.Len() > 0 {
				t.Errorf("logged %s", &log)
			}
			if id := a.header.Get("X-Request-Id"); c.logged != "" && !strings.Contains(log.String(), "request_id="+id) {
				t.Errorf("the log does not name the request: %s", &log)
			}
		})
	}
}

// isProblemOf checks that an answer is a problem with this status and what belongs to it.
func isProblemOf(t *testing.T, a answer, status int) {
	t.Helper()
	if a.status != status || a.header.Get("Content-Type") != "application/problem+json" {
		t.Errorf("%d %s", a.status, a.body)
	}
	if (a.header.Get("Retry-After") == "1") != (status == 503) {
		t.Errorf("Retry-After %q", a.header.Get("Retry-After"))
	}
}

func TestFailingAuthenticationIsNoRefusal(t *testing.T) {
	t.Parallel()
	gone := broken{&engine.Error{Code: engine.Unavailable}}
	url := serve(t, adminapi.Deps{Auth: away{}, Store: gone, Clock: stopped{}})
	for _, path := range []string{aLead, list, list + "?limit=0", "/api/v1/nothing"} { // each asks at another place
		if a := get(t, url+path, "anything"); a.status != 503 || a.header.Get("Retry-After") == "" {
			t.Errorf("%s: %d %s", path, a.status, a.body)
		}
	}
}

func TestNothingIsReadForACallerWhoIsRefused(t *testing.T) {
	t.Parallel()
	url := serve(t, adminapi.Deps{Auth: empty{}, Store: broken{}, Clock: stopped{}}) // whose reading is a panic
	if a := get(t, url+aLead, ""); a.status != 401 {
		t.Errorf("%d %s", a.status, a.body)
	}
}

type away struct{}

func (away) Authenticate(context.Context, string) (engine.User, error) {
	return engine.User{}, &engine.Error{Code: engine.Unavailable}
}
