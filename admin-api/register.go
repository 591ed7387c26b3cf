package adminapi

import (
	"context"
	"net/http"

	"github.com/danielgtaylor/huma/v2"

	"github.com/salesflow/salesflow/engine"
)

const bearer = "bearer"

// register adds an operation of a user, whom it looks up first.
func register[I, O any](
	api huma.API, op huma.Operation, f func(ctx context.Context, user engine.User, in *I) (*O, error),
) {
	registerFor(api, op, func(ctx context.Context, by *caller, in *I) (*O, error) {
		user, err := by.identity(ctx)
		if err != nil {
			return nil, err
		}
		return f(ctx, user, in)
	})
}

// registerFor adds an operation that finds out itself who calls it. There is no other way to add one: what goes wrong
// in f becomes a problem here, and what is internal stays inside.
func registerFor[I, O any](
	api huma.API, op huma.Operation, f func(ctx context.Context, by *caller, in *I) (*O, error),
) {
	op.Security = []map[string][]string{{bearer: {}}}
	op.Errors = append(op.Errors, http.StatusUnauthorized, http.StatusUnprocessableEntity, http.StatusServiceUnavailable)
	huma.Register(api, op, func(ctx context.Context, in *I) (*O, error) {
		out, err := f(ctx, callerOf(ctx), in)
		if err != nil {
			return nil, explain(ctx, err)
		}
		return out, nil
	})
}
