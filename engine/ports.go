package engine

import (
	"context"
	"io"
	"time"
)

// Clock tells the time. Production follows the wall clock; the demo and the tests move it.
type Clock interface {
	// Now returns the present moment.
	Now() time.Time
}

// Store opens transactions. Both methods commit when f returns nil and roll back otherwise; a connection
// that was lost gives an error with code Unavailable.
type Store interface {
	// Work runs f across users: to find who wrote, who is due and what is queued.
	Work(ctx context.Context, f func(Work) error) error
	// As runs f with the rights of one user.
	As(ctx context.Context, user UserID, f func(Tx) error) error
}

// Work is what a transaction across users can do. It never sees leads or touches.
type Work interface {
	Inbox
	Finder
	Outbox
	Learned
	Watchers
	// As narrows the running transaction to one user; the rest of it has only that user's rights.
	As(ctx context.Context, user UserID) (Tx, error)
}

// Learned keeps what is learned of all users together.
type Learned interface {
	Teams
	Models
}

// Inbox remembers what came in.
type Inbox interface {
	// Remember stores in and reports whether it is new, and under which id it is kept. A concurrent transaction with the same inbound waits
	// until this one has ended.
	Remember(ctx context.Context, in Inbound, at time.Time) (id InboundID, fresh bool, err error)
	// Failed counts a failed attempt to decide in and returns how many there were.
	Failed(ctx context.Context, in Inbound, at time.Time) (failures int, err error)
	// SetAside marks in as decided although deciding failed.
	SetAside(ctx context.Context, in Inbound, at time.Time) error
}

// Finder finds users.
type Finder interface {
	// UserAt returns the user at an address; code NotFound when there is none.
	UserAt(ctx context.Context, channel Channel, address string) (UserID, error)
	// Inviter returns the leader whose invite has this hash; code NotFound when it is unknown or expired.
	Inviter(ctx context.Context, hash []byte, at time.Time) (UserID, error)
	// DueUsers returns up to limit users whose next push is due, the longest overdue first.
	DueUsers(ctx context.Context, at time.Time, limit int) ([]UserID, error)
	// OwnerOf returns whose suggestion it is; code NotFound when there is none.
	OwnerOf(ctx context.Context, id SuggestionID) (UserID, error)
	// SenderOf returns who sent the inbound; code NotFound when it is unknown.
	SenderOf(ctx context.Context, id InboundID) (UserID, error)
}

// Watchers find what is to be done without anybody asking.
type Watchers interface {
	Watchdog
	DraftFinder
}

// Watchdog finds users with something that would be forgotten.
type Watchdog interface {
	// Unsettled returns up to limit users with a suggestion that the watchdog does not hold, with a next push far
	// ahead, with a question to tell as a leader, or with one of their own that the leader has just got.
	Unsettled(ctx context.Context, at time.Time, limit int) ([]UserID, error)
}

// Outbox hands out what is queued.
type Outbox interface {
	// Claim takes the oldest queued message for an address; code NotFound when there is none or another one is
	// under way there, which may also show as Conflict.
	Claim(ctx context.Context, address AddressID, at time.Time) (Delivery, error)
	// Settle records how a claimed message ended.
	Settle(ctx context.Context, r Receipt, at time.Time) error
	// Stranded returns addresses with a message that was queued before the given time and is still there:
	// their deliveries need a nudge.
	Stranded(ctx context.Context, before time.Time) ([]AddressID, error)
	// Recover takes back messages that were claimed before the given time: one for a user is queued again
	// once, any other is unknown and stays so.
	Recover(ctx context.Context, before time.Time) (unknown int, err error)
	// Nudge asks for one more delivery to an address.
	Nudge(ctx context.Context, address AddressID) error
}

// Receipt says how a claimed message ended: State is queued (not sent: it waits as if it had not been tried),
// repeat (maybe sent: it is tried once more), sent, failed, cancelled or unknown.
type Receipt struct {
	ID         OutgoingID
	State      string
	ExternalID string
	NotBefore  *time.Time // of a queued one: not again before then
}

// The states of an Outgoing.
const (
	StateQueued    = "queued"
	StateSending   = "sending"
	StateSent      = "sent"
	StateFailed    = "failed"
	StateUnknown   = "unknown"
	StateCancelled = "cancelled"
	StateRepeat    = "repeat" // of a Receipt only
)

// Messenger talks on one channel.
type Messenger interface {
	// Send says d and returns the channel's id of the message. Later, ErrBlocked, ErrRefused and ErrNotSent
	// say that nothing was sent; after any other error it is unknown.
	Send(ctx context.Context, d Delivery) (externalID string, err error)
}

// Files fetches files that people sent.
type Files interface {
	// Fetch opens the content of a file; code NotFound when the channel no longer has it.
	Fetch(ctx context.Context, ref string) (io.ReadCloser, error)
}
