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
	callerKey struct{}
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

// caller is who sends a request.
type caller struct {
	auth       Authenticator
	credential string
	asked      bool // somebody has looked up whom the credential stands for, and answers accordingly
}

// identity looks up the user that the caller is.
func (c *caller) identity(ctx context.Context) (engine.User, error) {
	user, err := c.auth.Authenticate(ctx, c.credential)
	return user, c.asking(err)
}

// asking takes what came of looking up the credential and returns what the caller is to be told of it.
func (c *caller) asking(err error) error {
	c.asked = true
	if engine.CodeOf(err) == engine.NotFound {
		return newProblem(http.StatusUnauthorized)
	}
	return err
}

// authenticate lets nobody have an answer but a known user, whatever is asked for: a caller without a token learns
// neither what exists nor what is valid. An operation looks up its caller itself, where it can along with what it reads.
// What failed before, or is no operation at all, is looked at here.
func authenticate(auth Authenticator) fiber.Handler {
	return func(c *fiber.Ctx) error {
		by := &caller{auth: auth, credential: credential(c.Get(fiber.HeaderAuthorization))}
		c.SetUserContext(context.WithValue(c.UserContext(), callerKey{}, by))
		answer := c.Next()
		if by.asked {
			return answer
		}
		if _, refusal := by.identity(c.UserContext()); refusal != nil {
			c.Response().Header.Del(fiber.HeaderAllow) // the refusal replaces all else
			return refusal
		}
		return answer
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

// callerOf returns who sent the request.
func callerOf(ctx context.Context) *caller {
	return ctx.Value(callerKey{}).(*caller) // Mount sees to it that there is one
}

func idOf(ctx context.Context) string {
	id, _ := ctx.Value(requestID{}).(string)
	return id
}
