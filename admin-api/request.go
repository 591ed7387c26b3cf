package adminapi

import (
	"context"
	"log/slog"
	"net/http"
	"runtime/debug"
	"strings"
	"time"

	"github.com/gofiber/fiber/v2"
	"github.com/gofiber/fiber/v2/middleware/recover"
	"github.com/google/uuid"

	"github.com/salesflow/salesflow/engine"
)

// answerWithin bounds how long a request may wait for the database.
const answerWithin = 5 * time.Second

// What a request carries in its context.
type (
	requestID struct{}
	userKey   struct{}
)

// identify gives a request an id of ours (a client's could be anything) and its answer the headers that all
// answers have.
func identify(c *fiber.Ctx) error {
	id := uuid.NewString()
	c.Set(fiber.HeaderXRequestID, id)
	c.Set(fiber.HeaderCacheControl, "no-store")
	c.Set(fiber.HeaderXContentTypeOptions, "nosniff")
	ctx, cancel := context.WithTimeout(context.WithValue(c.UserContext(), requestID{}, id), answerWithin)
	defer cancel()
	c.SetUserContext(ctx)
	return c.Next()
}

// recoverPanic turns a panic into an error and logs where it came from, but not its value: that may quote data.
func recoverPanic() fiber.Handler {
	return recover.New(recover.Config{EnableStackTrace: true, StackTraceHandler: func(c *fiber.Ctx, _ any) {
		ctx := c.UserContext()
		slog.ErrorContext(ctx, "panic", "request_id", idOf(ctx), "stack", string(debug.Stack()))
	}})
}

// authenticate lets nobody pass but a known user, whatever is asked for: a caller without a token learns neither
// what exists nor what is valid.
func authenticate(auth Authenticator) fiber.Handler {
	return func(c *fiber.Ctx) error {
		user, err := auth.Authenticate(c.UserContext(), credential(c.Get(fiber.HeaderAuthorization)))
		if engine.CodeOf(err) == engine.NotFound {
			return newProblem(http.StatusUnauthorized)
		}
		if err != nil {
			return err
		}
		c.SetUserContext(context.WithValue(c.UserContext(), userKey{}, user))
		return c.Next()
	}
}

// credential is what follows "Bearer " in an Authorization header, empty without it.
func credential(header string) string {
	scheme, rest, _ := strings.Cut(header, " ")
	if !strings.EqualFold(scheme, "Bearer") {
		return ""
	}
	return strings.TrimSpace(rest)
}

// userOf returns who sent the request. Without authenticate it is nobody, who has no rows.
func userOf(ctx context.Context) engine.User {
	user, _ := ctx.Value(userKey{}).(engine.User)
	return user
}

func idOf(ctx context.Context) string {
	id, _ := ctx.Value(requestID{}).(string)
	return id
}
