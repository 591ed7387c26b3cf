package engine

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/google/uuid"

	"github.com/salesflow/salesflow/engine/compliance"
)

// Engine decides. Its methods may be called from many goroutines and processes at once: the database orders
// what concerns one user.
type Engine struct {
	Store     Store
	Clock     Clock
	Templates Templates
	Hasher    compliance.Hasher
	Rules     Rules
	Brains    *Brains  // nil knows the default model only
	Library   *Library // nil knows no sequences
	Writer    Writer   // nil asks no model
}

// Rules are what an operator sets for everybody.
type Rules struct {
	OpenSignUp bool            // anybody may start; otherwise an invite link is needed
	Consent    compliance.Mode // what is allowed without a recorded consent
	Explore    float64         // the share of moments that is left to chance, see Situation
	Tokens     int             // how many may be spent for a user a day
}

// ErrInviteNeeded is what Receive returns for a stranger when sign-up is by invite only. The channel answers
// it by itself: of strangers nothing is kept but that something came.
var ErrInviteNeeded = &Error{Code: Forbidden, Key: "invite_needed"}

// attemptsToDecide is how often an inbound that cannot be decided is tried before it is set aside.
const attemptsToDecide = 3

// Receive decides what follows from in, once however often it arrives, and commits before it returns nil.
// Code Unavailable: nothing happened, the sender should try again. Any other failure is tried again, too, until
// the third; then in is set aside and the user told, so that nobody's chat stands still.
func (e *Engine) Receive(ctx context.Context, in Inbound) error {
	in.ID = newID()
	now := e.Clock.Now()
	err := e.decide(ctx, in, now)
	switch {
	case err == nil, errors.Is(err, ErrInviteNeeded):
		return err
	case CodeOf(err) == Unavailable:
		return err
	}
	return e.setAside(ctx, in, now, err)
}

// decide remembers and decides in in one transaction. A panic fails this inbound only.
func (e *Engine) decide(ctx context.Context, in Inbound, now time.Time) (err error) {
	defer func() {
		if p := recover(); p != nil {
			err = fmt.Errorf("deciding %s: panic of type %T", in.Kind, p)
		}
	}()
	stranger := false
	err = e.Store.Work(ctx, func(w Work) error {
		user, err := w.UserAt(ctx, in.Channel, in.Sender)
		if known := err == nil; known {
			in.UserID = &user
		} else if CodeOf(err) != NotFound {
			return err
		}
		if in.UserID == nil {
			in.File = File{} // nothing of a stranger's is kept
		}
		id, fresh, err := w.Remember(ctx, in, now)
		if err != nil || !fresh {
			return err
		}
		in.ID = id // of the first attempt
		if in.Inviter, err = e.inviter(ctx, w, in, now); err != nil {
			return err
		}
		if in.UserID == nil {
			stranger, err = e.meet(ctx, w, in, now)
			return err
		}
		tx, err := w.As(ctx, *in.UserID)
		if err != nil {
			return err
		}
		return e.takeTurn(ctx, tx, in, now)
	})
	if err == nil && stranger {
		return ErrInviteNeeded
	}
	return err
}

// setAside counts a failure and, after the last attempt, ends the matter with an apology.
func (e *Engine) setAside(ctx context.Context, in Inbound, now time.Time, cause error) error {
	gaveUp := false
	err := e.Store.Work(ctx, func(w Work) error {
		if id, err := w.UserAt(ctx, in.Channel, in.Sender); err == nil {
			in.UserID = &id
		}
		failures, err := w.Failed(ctx, in, now)
		if err != nil || failures < attemptsToDecide {
			return err
		}
		gaveUp = true
		if err := w.SetAside(ctx, in, now); err != nil || in.UserID == nil {
			return err
		}
		tx, err := w.As(ctx, *in.UserID)
		if err != nil {
			return err
		}
		return tx.Say(ctx, []Outgoing{{ID: newID(), Key: "error.internal", CreatedAt: now}})
	})
	if err != nil || !gaveUp {
		return cause
	}
	return nil
}

// newID returns an id that sorts by the time of its making.
func newID() uuid.UUID { return uuid.Must(uuid.NewV7()) }
