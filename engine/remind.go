package engine

import (
	"context"
	"slices"
	"time"

	"github.com/salesflow/salesflow/engine/timing"
)

// ReminderWish is what a user wants to be reminded of. Without At the reminder finds its own time by its priority:
// an urgent one within a quarter of an hour, a high one in about an hour, a low one in three days, any other with
// the next list.
type ReminderWish struct {
	LeadID     *LeadID
	ActionType ActionType
	Note       string
	Priority   Priority
	At         *time.Time
}

// ScheduleReminder plans a reminder within the user's active hours: at a time of its own while the day's instant
// pushes last, else with the list. Code NotFound when the user has no such lead, Invalid when the lead must not be
// contacted or nothing says what to do.
func (e *Engine) ScheduleReminder(ctx context.Context, user UserID, wish ReminderWish) (r Reminder, err error) {
	err = e.forUser(ctx, user, func(t *turn) error {
		r, err = t.scheduleReminder(ctx, wish)
		return err
	})
	return r, err
}

// forUser decides something for a user that nobody said in a chat.
func (e *Engine) forUser(ctx context.Context, user UserID, decide func(*turn) error) error {
	now := e.Clock.Now()
	return e.Store.As(ctx, user, func(tx Tx) error {
		u, err := tx.User(ctx)
		if err != nil {
			return err
		}
		t := &turn{tx: tx, engine: e, now: now, user: u, in: Inbound{Kind: Unblocked}} // what is due stays due
		if err := decide(t); err != nil {
			return err
		}
		return t.finish(ctx)
	})
}

func (t *turn) scheduleReminder(ctx context.Context, wish ReminderWish) (Reminder, error) {
	r := Reminder{
		ID: newID(), LeadID: wish.LeadID, ActionType: wish.ActionType, Note: wish.Note, Priority: wish.Priority,
	}
	if wish.LeadID == nil && wish.Note == "" {
		return r, &Error{Code: Invalid, Key: "error.reminder"}
	}
	if wish.LeadID != nil {
		lead, err := t.tx.Lead(ctx, *wish.LeadID)
		if err != nil {
			return r, err
		}
		if !lead.Open() {
			return r, &Error{Code: Invalid, Key: "error.reminder"}
		}
	}
	if err := t.timeFor(ctx, &r, wish.At); err != nil {
		return r, err
	}
	id, err := t.tx.AddReminder(ctx, r)
	if err != nil {
		return r, err
	}
	return t.tx.Reminder(ctx, id)
}

// timeFor sets when a reminder comes: at the wished time or at one that fits its priority.
func (t *turn) timeFor(ctx context.Context, r *Reminder, wished *time.Time) error {
	var at time.Time
	switch {
	case wished != nil && wished.After(t.now):
		at = *wished
	case wished != nil, r.Priority == Urgent:
		at = timing.NextQuarter(t.now.Add(time.Second))
	case r.Priority == High:
		at = timing.NextQuarter(t.now.Add(time.Hour))
	case r.Priority == Low:
		r.ScheduledFor = t.onList(Lead{}, t.calendar().Next(t.today().AddDays(2)))
		return nil
	default:
		r.ScheduledFor = t.nextList()
		return nil
	}
	local := t.local(at)
	m := moment{day: timing.DateOf(local), at: &timing.WallClock{Hour: local.Hour(), Minute: local.Minute()}}
	return t.putReminder(ctx, r, m)
}

// putReminder plans a reminder for a moment, as resolve does for a lead.
func (t *turn) putReminder(ctx context.Context, r *Reminder, m moment) (err error) {
	r.ScheduledFor, r.Instant, err = t.resolve(ctx, Lead{ID: r.ID}, m)
	return err
}

// SnoozeWish says how to put a reminder off: to one of the usual moments or, with none, to the one that the user
// most likely means. Reason is kept with the reminder.
type SnoozeWish struct {
	To     timing.Snooze
	Reason string
}

// SnoozedReminder is a reminder that was put off. Usual is the moment that the user mostly chooses at this time,
// Options are all that can be chosen. TooOften warns from the third time on: another way may help more.
type SnoozedReminder struct {
	Reminder
	Usual    timing.Snooze
	Options  []timing.Moment
	TooOften bool
}

// SnoozeReminder puts a reminder off, and learns from where to. Code NotFound when the user has no such open
// reminder, Invalid when the moment is not one of those offered now.
func (e *Engine) SnoozeReminder(ctx context.Context, user UserID, id ReminderID, wish SnoozeWish) (s SnoozedReminder, err error) {
	err = e.forUser(ctx, user, func(t *turn) error {
		r, err := t.tx.Reminder(ctx, id)
		if err == nil && !r.Open() {
			err = &Error{Code: NotFound}
		}
		if err != nil {
			return err
		}
		s, err = t.snoozeReminder(ctx, r, wish)
		return err
	})
	return s, err
}

func (t *turn) snoozeReminder(ctx context.Context, r Reminder, wish SnoozeWish) (s SnoozedReminder, err error) {
	moments, err := t.moments(ctx, Lead{ID: r.ID})
	if err != nil {
		return s, err
	}
	counts, err := t.tx.Snoozes(ctx)
	if err != nil {
		return s, err
	}
	var offered []timing.Snooze
	for _, m := range moments {
		offered = append(offered, timing.Snooze(m.key))
		s.Options = append(s.Options, timing.Moment{Snooze: timing.Snooze(m.key), At: t.local(t.at(m))})
	}
	s.Usual, _, _ = timing.LikelySnooze(counts, t.snoozeContext(), offered)
	to := wish.To
	if to == "" { // our own guess, from which there is nothing to learn
		to = s.Usual
	} else if err := t.learn(ctx, to); err != nil {
		return s, err
	}
	chosen := slices.Index(offered, to)
	if chosen < 0 {
		return s, &Error{Code: Invalid, Key: "error.snooze"}
	}
	if err := t.putReminder(ctx, &r, moments[chosen]); err != nil {
		return s, err
	}
	r.SnoozeCount++
	r.Reason = wish.Reason
	s.Reminder, s.TooOften = r, r.SnoozeCount >= latersUntilWarned
	return s, t.tx.SaveReminder(ctx, r)
}
