package adminapi

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net/http"

	"github.com/danielgtaylor/huma/v2"
	"github.com/gofiber/fiber/v2"

	"github.com/salesflow/salesflow/engine"
)

// problem is how every failure is told, as RFC 9457 has it.
type problem struct {
	Type   string      `json:"type" format:"uri" doc:"Always about:blank: the code says which problem it is." example:"about:blank"`
	Title  string      `json:"title" doc:"The HTTP status in words." example:"Not Found"`
	Status int         `json:"status" doc:"The HTTP status." example:"404"`
	Detail string      `json:"detail" doc:"What happened, for a developer." example:"You have nothing with this id or address."`
	Code   string      `json:"code" enum:"bad_request,unauthorized,forbidden,not_found,method_not_allowed,conflict,too_large,invalid,internal,unavailable" doc:"Which problem it is; these values are stable." example:"not_found"`
	Errors []violation `json:"errors,omitempty" doc:"What is wrong with the request; only with the code invalid."`
}

// violation is one thing that is wrong with a request. It does not repeat the value.
type violation struct {
	Location string `json:"location" doc:"Where." example:"query.limit"`
	Message  string `json:"message" doc:"What." example:"expected number <= 100"`
}

func (p *problem) Error() string { return p.Code }

// GetStatus tells huma the HTTP status.
func (p *problem) GetStatus() int { return p.Status }

// ContentType tells huma the media type.
func (p *problem) ContentType(string) string { return "application/problem+json" }

// GetHeaders tells huma the headers that belong to the status.
func (p *problem) GetHeaders() http.Header {
	switch p.Status {
	case http.StatusUnauthorized:
		return http.Header{fiber.HeaderWWWAuthenticate: {"Bearer"}}
	case http.StatusServiceUnavailable:
		return http.Header{fiber.HeaderRetryAfter: {"1"}}
	}
	return nil
}

// newProblem is the problem of a status. Of the causes it tells only what huma found wrong with the request.
func newProblem(status int, causes ...error) *problem {
	p := &problem{Type: "about:blank", Title: http.StatusText(status), Status: status}
	p.Code, p.Detail = describe(status)
	for _, cause := range causes {
		if found, ok := errors.AsType[*huma.ErrorDetail](cause); ok {
			p.Errors = append(p.Errors, violation{Location: found.Location, Message: found.Message})
		}
	}
	return p
}

// describe returns the code of a status and what it means here.
func describe(status int) (code, detail string) {
	switch status {
	case http.StatusUnauthorized:
		return "unauthorized", "A valid bearer token is needed."
	case http.StatusForbidden:
		return "forbidden", "Your role does not allow this."
	case http.StatusNotFound:
		return "not_found", "You have nothing with this id or address."
	case http.StatusMethodNotAllowed:
		return "method_not_allowed", "This address does not know the method; Allow lists those it knows."
	case http.StatusConflict:
		return "conflict", "This contradicts what is there already."
	case http.StatusRequestEntityTooLarge, http.StatusRequestHeaderFieldsTooLarge:
		return "too_large", "The request is too large."
	case http.StatusUnprocessableEntity:
		return "invalid", "The request is not as the description of the API asks for."
	case http.StatusServiceUnavailable:
		return "unavailable", "Away for a moment: the same request may succeed later."
	}
	if status >= http.StatusInternalServerError {
		return "internal", "Something went wrong here. X-Request-Id names the request."
	}
	return "bad_request", "The request cannot be understood."
}

// statusOf maps the engine's codes.
func statusOf(code engine.Code) int {
	switch code {
	case engine.Invalid:
		return http.StatusUnprocessableEntity
	case engine.NotFound:
		return http.StatusNotFound
	case engine.Conflict:
		return http.StatusConflict
	case engine.Forbidden:
		return http.StatusForbidden
	case engine.Unavailable:
		return http.StatusServiceUnavailable
	}
	return http.StatusInternalServerError
}

// Problem answers a request that failed: as the ErrorHandler of the app it gives fiber's own failures (unknown
// path, method not allowed, body too large) and panics the form of all others.
func Problem(c *fiber.Ctx, err error) error {
	p := explain(c.UserContext(), err)
	for name, values := range p.GetHeaders() {
		c.Set(name, values[0])
	}
	c.Set(fiber.HeaderCacheControl, "no-store")
	return c.Status(p.Status).JSON(p, p.ContentType(""))
}

// explain finds the problem that an error is, and logs what the caller is not told.
func explain(ctx context.Context, err error) *problem {
	p, ok := errors.AsType[*problem](err)
	if !ok {
		status := statusOf(engine.CodeOf(err))
		if e, ok := errors.AsType[*fiber.Error](err); ok {
			status = e.Code
		}
		p = newProblem(status)
	}
	switch {
	case p.Status >= http.StatusInternalServerError:
		slog.ErrorContext(ctx, "request failed", "request_id", idOf(ctx), "code", p.Code, "error", traits(err))
	case p.Status == http.StatusUnauthorized, p.Status == http.StatusForbidden:
		slog.InfoContext(ctx, "request refused", "request_id", idOf(ctx), "code", p.Code)
	}
	return p
}

// traits says what kind of error it is. Only the text of the engine's own is known to be free of personal data.
func traits(err error) string {
	if e, ok := errors.AsType[*engine.Error](err); ok {
		return e.Error()
	}
	for cause := errors.Unwrap(err); cause != nil; cause = errors.Unwrap(cause) {
		err = cause
	}
	return fmt.Sprintf("%T", err)
}
