package engine

import (
	"errors"
	"time"
)

// Code classifies an error for whoever must answer it; package adminapi maps it to an HTTP status.
type Code string

// The codes. An error without a code is internal: it is logged and never told.
const (
	Internal    Code = "internal"
	Invalid     Code = "invalid"
	NotFound    Code = "not_found"
	Conflict    Code = "conflict"
	Forbidden   Code = "forbidden"
	Unavailable Code = "unavailable" // the database is away for now: the same request may succeed later
)

// Error is a failure that somebody outside may learn of. Key names the sentence for a person, in package
// bot's texts; neither holds personal data.
type Error struct {
	Code  Code
	Key   string
	Cause error
}

// Error is for logs: code, key and cause.
func (e *Error) Error() string {
	text := string(e.Code)
	if e.Key != "" {
		text += " (" + e.Key + ")"
	}
	if e.Cause != nil {
		text += ": " + e.Cause.Error()
	}
	return text
}

// Unwrap returns the cause.
func (e *Error) Unwrap() error { return e.Cause }

// CodeOf returns the code of err, Internal when it has none.
func CodeOf(err error) Code {
	if e, ok := errors.AsType[*Error](err); ok {
		return e.Code
	}
	return Internal
}

// Later is what a Messenger returns when the channel wants to be left alone for a while: nothing was sent.
type Later struct{ After time.Duration }

// Error says how long to wait.
func (l *Later) Error() string { return "the channel asks to wait " + l.After.String() }

// What a Messenger returns when it knows how a send ended. Any other error leaves the outcome unknown.
var (
	ErrBlocked = errors.New("the person blocked us")         // nothing was sent, nothing will be
	ErrRefused = errors.New("the channel refuses this text") // nothing was sent; the same text will be refused again
	ErrNotSent = errors.New("the channel was not reached")   // nothing was sent; it may work later
)
