package engine

import (
	"context"
	"slices"

	"github.com/google/uuid"

	"github.com/salesflow/salesflow/engine/timing"
)

// pressReminder answers a button of a reminder.
func (t *turn) pressReminder(ctx context.Context, verb string, id uuid.UUID, more string) error {
	r, err := t.tx.Reminder(ctx, id)
	if err != nil {
		return err
	}
	if !r.Open() {
		t.change("reminder_closed", reminderArgs(r))
		return nil
	}
	switch {
	case verb == pressRemindDone:
		r.CompletedAt = &t.now
	case verb == pressRemindDrop:
		r.DismissedAt = &t.now
	case more == "" && r.SnoozeCount+1 >= latersUntilWarned:
		t.change("reminder_often", reminderArgs(r), []Button{
			{Key: "later_anyway", Action: action(pressRemindLater, r.ID, laterAnyway)},
			{Key: "drop", Action: action(pressRemindDrop, r.ID)},
		})
		return nil
	default:
		return t.laterReminder(ctx, r, more)
	}
	if err := t.tx.SaveReminder(ctx, r); err != nil {
		return err
	}
	return t.dealtWith(ctx, r, "reminder_closed", reminderArgs(r))
}

// dealtWith says what became of a reminder, in place of its message. Where others came with it that are still
// open, they stay there.
func (t *turn) dealtWith(ctx context.Context, r Reminder, key string, args Args) error {
	if err := t.actedToday(ctx); err != nil {
		return err
	}
	due, err := t.tx.DueReminders(ctx, t.now)
	if err != nil {
		return err
	}
	others := slices.DeleteFunc(due, func(other Reminder) bool {
		return r.PushedAt == nil || other.PushedAt == nil || !other.PushedAt.Equal(*r.PushedAt) || other.ID == r.ID
	})
	if len(others) > 0 {
		rest, buttons, err := t.reminderMessage(ctx, others)
		if err != nil {
			return err
		}
		t.change("reminders", rest, buttons...)
		t.in.MessageRef = ""
	}
	t.change(key, args)
	return nil
}

// laterReminder offers moments or, once one is chosen, puts the reminder off.
func (t *turn) laterReminder(ctx context.Context, r Reminder, chosen string) error {
	moments, err := t.moments(ctx, Lead{ID: r.ID})
	if err != nil {
		return err
	}
	if !slices.ContainsFunc(moments, func(m moment) bool { return m.key == chosen }) {
		buttons, err := t.laterButtons(ctx, moments, func(key string) string { return action(pressRemindLater, r.ID, key) })
		t.change("reminders", Args{"reminders": []Args{reminderArgs(r)}}, buttons...)
		return err
	}
	s, err := t.snoozeReminder(ctx, r, SnoozeWish{To: timing.Snooze(chosen)})
	if err != nil {
		return err
	}
	args := reminderArgs(s.Reminder)
	args["at"], args["timed"] = t.local(s.ScheduledFor), s.Instant
	return t.dealtWith(ctx, s.Reminder, "reminder_later", args)
}

// reminderArgs are what a reminder is about.
func reminderArgs(r Reminder) Args {
	return Args{
		"lead": r.LeadName, "action": string(r.ActionType), "note": r.Note, "times": r.SnoozeCount + 1,
		"dropped": r.DismissedAt != nil,
	}
}
