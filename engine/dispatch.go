package engine

import (
	"context"
	"errors"
	"time"
)

// Dispatcher says what is queued. It decides nothing and holds no transaction while it talks.
type Dispatcher struct {
	Store      Store
	Clock      Clock
	Messengers map[Channel]Messenger
	Gate       func(ctx context.Context, d Delivery) (allowed bool, err error) // asked before a lead is written to
}

// Dispatch says the messages queued for one address, the oldest first, until none is left. again is how long
// the channel wants to be left alone before the rest; an error means the channel or the database is away.
func (d *Dispatcher) Dispatch(ctx context.Context, address AddressID) (again time.Duration, err error) {
	for {
		delivery, found, err := d.claim(ctx, address)
		if err != nil || !found {
			return 0, err
		}
		again, err := d.send(ctx, delivery)
		if err != nil || again > 0 {
			return again, err
		}
	}
}

// claim takes the next message. While another process is talking to the address there is nothing to do: that
// one goes on until the queue is empty.
func (d *Dispatcher) claim(ctx context.Context, address AddressID) (delivery Delivery, found bool, err error) {
	err = d.Store.Work(ctx, func(w Work) (err error) {
		delivery, err = w.Claim(ctx, address, d.Clock.Now())
		return err
	})
	if code := CodeOf(err); code == NotFound || code == Conflict {
		return delivery, false, nil
	}
	return delivery, err == nil, err
}

// send says one claimed message and records how it ended.
func (d *Dispatcher) send(ctx context.Context, delivery Delivery) (again time.Duration, err error) {
	if delivery.ToLead {
		allowed, err := d.Gate(ctx, delivery)
		if err != nil || !allowed {
			return 0, errors.Join(err, d.settle(ctx, delivery, Receipt{State: StateCancelled}))
		}
	}
	messenger, ok := d.Messengers[delivery.Channel]
	if !ok {
		return 0, d.settle(ctx, delivery, Receipt{State: StateFailed})
	}
	id, err := messenger.Send(ctx, delivery)
	return d.conclude(ctx, delivery, id, err)
}

// conclude draws the consequence of a send. What is known not to have been sent waits for another try; what
// may have been sent goes to a user once more at most and to a lead never again.
func (d *Dispatcher) conclude(ctx context.Context, delivery Delivery, id string, err error) (time.Duration, error) {
	var later *Later
	switch {
	case err == nil:
		return 0, d.settle(ctx, delivery, Receipt{State: StateSent, ExternalID: id})
	case errors.As(err, &later):
		until := d.Clock.Now().Add(later.After)
		return later.After, d.settle(ctx, delivery, Receipt{State: StateQueued, NotBefore: &until})
	case errors.Is(err, ErrNotSent):
		return 0, errors.Join(err, d.settle(ctx, delivery, Receipt{State: StateQueued}))
	case errors.Is(err, ErrRefused):
		return 0, d.settle(ctx, delivery, Receipt{State: StateFailed})
	case errors.Is(err, ErrBlocked):
		return 0, errors.Join(d.settle(ctx, delivery, Receipt{State: StateFailed}), d.pause(ctx, delivery))
	}
	return 0, d.settle(ctx, delivery, unsure(delivery))
}

// unsure is the receipt of a send whose outcome nobody knows. Queued again without a try taken back: see
// Outbox.Recover for the same rule after a crash.
func unsure(delivery Delivery) Receipt {
	if delivery.ToLead || delivery.Attempts >= attemptsToSend {
		return Receipt{State: StateUnknown}
	}
	return Receipt{State: StateRepeat}
}

// attemptsToSend is how often a message to a user may go out: it may repeat once.
const attemptsToSend = 2

// How long a receipt is tried to be recorded, and the pause between two tries: a database that restarts is back
// within seconds, and a message without a receipt would have to be said again.
const (
	settleWithin = 5 * time.Second
	settleEvery  = 100 * time.Millisecond
)

// settle records a receipt even when the program is being stopped: the message has gone out.
func (d *Dispatcher) settle(ctx context.Context, delivery Delivery, r Receipt) error {
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), settleWithin)
	defer cancel()
	r.ID = delivery.ID
	for {
		err := d.Store.Work(ctx, func(w Work) error { return w.Settle(ctx, r, d.Clock.Now()) })
		if CodeOf(err) != Unavailable {
			return err
		}
		select {
		case <-time.After(settleEvery):
		case <-ctx.Done():
			return err
		}
	}
}

// pause stops pushes to a user who has blocked us. Nobody else is told.
func (d *Dispatcher) pause(ctx context.Context, delivery Delivery) error {
	if delivery.ToLead {
		return nil
	}
	now := d.Clock.Now()
	return d.Store.As(ctx, delivery.UserID, func(tx Tx) error {
		user, err := tx.User(ctx)
		if err != nil {
			return err
		}
		user.BlockedAt, user.NextPushAt = &now, nil
		return tx.SaveUser(ctx, user)
	})
}
