package engine

import (
	"context"
	"errors"
	"time"

	"golang.org/x/sync/errgroup"
)

const (
	pushesAtOnce = 4                // more only wait for each other in the database
	usersAtOnce  = 100              // whose pushes are looked up in one go
	strandedFor  = 30 * time.Second // how long a queued message may wait before its delivery gets a nudge
	lostAfter    = 2 * time.Minute  // after how long a claimed message without receipt counts as lost: longer
	// than any send may take
)

// Tick decides what has become due: the lists and reminders of all users whose push is due, one transaction
// each, what would be forgotten otherwise, and messages that a crash left behind. Several processes may tick at once. A failure for one user does
// not hold up the others; all failures are returned together.
func (e *Engine) Tick(ctx context.Context) error {
	now := e.Clock.Now()
	failures := []error{e.Brains.Refresh(ctx, e.Store), e.sweep(ctx, now), e.settle(ctx, now)}
	tried := map[UserID]bool{}
	for ctx.Err() == nil {
		due, err := e.due(ctx, now, tried)
		if err != nil || len(due) == 0 {
			return errors.Join(append(failures, err)...)
		}
		for _, user := range due {
			tried[user] = true // whoever is still due afterwards is in other hands, or failed
		}
		failures = append(failures, e.pushAll(ctx, due, now))
	}
	return errors.Join(append(failures, ctx.Err())...)
}

// due returns the next users whose push is due, but for those who were tried already.
func (e *Engine) due(ctx context.Context, now time.Time, tried map[UserID]bool) (due []UserID, err error) {
	err = e.Store.Work(ctx, func(w Work) error {
		users, err := w.DueUsers(ctx, now, usersAtOnce+len(tried))
		for _, user := range users {
			if !tried[user] {
				due = append(due, user)
			}
		}
		return err
	})
	return due, err
}

// pushAll pushes a few users at a time; one failure does not hold up the others.
func (e *Engine) pushAll(ctx context.Context, users []UserID, now time.Time) error {
	var group errgroup.Group
	group.SetLimit(pushesAtOnce)
	results := make([]error, len(users))
	for i, user := range users {
		group.Go(func() error {
			results[i] = e.push(ctx, user, now)
			return nil
		})
	}
	group.Wait() // the failures are in results
	return errors.Join(results...)
}

// push says what has become due for one user.
func (e *Engine) push(ctx context.Context, id UserID, now time.Time) error {
	return e.Store.As(ctx, id, func(tx Tx) error {
		user, err := tx.Due(ctx, now)
		if CodeOf(err) == NotFound {
			return nil // another process was faster
		}
		if err != nil {
			return err
		}
		t := &turn{tx: tx, engine: e, now: now, user: user}
		if err := t.pushDue(ctx); err != nil {
			return err
		}
		return t.finish(ctx)
	})
}

func (t *turn) pushDue(ctx context.Context) error {
	if t.listDue() {
		return t.morning(ctx)
	}
	pushed, err := t.remind(ctx)
	if err != nil || pushed {
		return err
	}
	return t.again(ctx)
}

// listDue reports whether today's list is due: its time has come, it was not made yet, and it is not too late
// in the evening to begin with it.
func (t *turn) listDue() bool {
	today, calendar := t.today(), t.calendar()
	if t.listedToday() {
		return false
	}
	return calendar.Workday(today) && !t.now.Before(calendar.At(today, clock(t.user.ListAt))) &&
		!t.now.After(calendar.At(today, clock(t.user.ActiveTo)))
}

// sweep takes care of messages that a crash left behind.
func (e *Engine) sweep(ctx context.Context, now time.Time) error {
	return e.Store.Work(ctx, func(w Work) error {
		if _, err := w.Recover(ctx, now.Add(-lostAfter)); err != nil {
			return err
		}
		stranded, err := w.Stranded(ctx, now.Add(-strandedFor))
		if err != nil {
			return err
		}
		for _, address := range stranded {
			if err := w.Nudge(ctx, address); err != nil {
				return err
			}
		}
		return nil
	})
}
