package engine

import (
	"context"
	"slices"

	"github.com/salesflow/salesflow/engine/language"
	"github.com/salesflow/salesflow/engine/timing"
)

// hearReminder hears what the user wants to be reminded of that is no lead; false when the user said something else. A
// lead is put off instead, as by any other words.
func (t *turn) hearReminder(ctx context.Context) (bool, error) {
	wish, ok := language.ReminderIn(t.in.Text, t.local(t.now), t.free)
	if !ok {
		return false, nil
	}
	c := language.ReadIn(t.in.Text, t.local(t.now), t.free)
	if c.Verb == language.Later {
		for _, name := range append(slices.Clone(c.Names), c.Name) {
			leads, err := t.named(ctx, name)
			if err != nil || len(leads) > 0 || name == "" && len(c.Names) == 0 { // without a name the open card is meant
				return false, err
			}
		}
	}
	if !wish.HasWhen {
		t.say("reminder_when", Args{"note": wish.What})
		return true, nil
	}
	return true, t.rememberFor(ctx, wish)
}

// rememberFor plans a reminder without a lead.
func (t *turn) rememberFor(ctx context.Context, wish language.Reminding) error {
	at := t.local(wish.When.At)
	m := moment{day: timing.DateOf(at)}
	if wish.When.HasTime {
		m.at = &timing.WallClock{Hour: at.Hour(), Minute: at.Minute()}
	}
	r := Reminder{ID: newID(), ActionType: ActionTask, Note: wish.What, Priority: Normal}
	if err := t.putReminder(ctx, &r, m); err != nil {
		return err
	}
	if _, err := t.tx.AddReminder(ctx, r); err != nil {
		return err
	}
	t.say("reminder_set", Args{"note": r.Note, "at": t.local(r.ScheduledFor), "timed": r.Instant},
		[]Button{{Key: "drop", Action: action(pressRemindDrop, r.ID)}})
	return nil
}
