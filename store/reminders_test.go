package store_test

import (
	"slices"
	"testing"
	"time"

	"github.com/google/uuid"

	"github.com/salesflow/salesflow/engine"
	"github.com/salesflow/salesflow/store"
)

func addReminder(t *testing.T, db *store.DB, user engine.UserID, r engine.Reminder) (id engine.ReminderID) {
	t.Helper()
	r.ID = uuid.New()
	as(t, db, user, func(tx engine.Tx) (err error) {
		id, err = tx.AddReminder(t.Context(), r)
		return err
	})
	return id
}

func TestAReminderKeepsWhatItIsAbout(t *testing.T) {
	db, _ := open(t)
	user, other := join(t, db, "1"), join(t, db, "2")
	lisa, _ := addLead(t, db, user.ID, "Lisa")
	r := engine.Reminder{
		LeadID: &lisa.ID, ActionType: engine.ActionCall, Note: "Café", Priority: engine.High, ScheduledFor: now, Instant: true,
	}
	id := addReminder(t, db, user.ID, r)
	r.Note, r.ScheduledFor = "Bistro", now.Add(time.Hour)
	if again := addReminder(t, db, user.ID, r); again != id {
		t.Error("two open reminders of one kind for one lead")
	}
	as(t, db, user.ID, func(tx engine.Tx) error {
		got, err := tx.Reminder(t.Context(), id)
		if got.LeadName != "Lisa" || got.Note != "Bistro" || !got.ScheduledFor.Equal(r.ScheduledFor) || !got.Open() || !got.Instant {
			t.Errorf("%+v", got)
		}
		got.SnoozeCount, got.Reason, got.CompletedAt = 2, "Urlaub", &now
		if err := tx.SaveReminder(t.Context(), got); err != nil {
			return err
		}
		saved, _ := tx.Reminder(t.Context(), id)
		if saved.SnoozeCount != 2 || saved.Reason != "Urlaub" || saved.Note != "Bistro" || saved.Open() {
			t.Errorf("%+v", saved)
		}
		return err
	})
	if addReminder(t, db, user.ID, r) == id {
		t.Error("a completed reminder was opened again")
	}
	err := db.As(t.Context(), other.ID, func(tx engine.Tx) error {
		_, err := tx.Reminder(t.Context(), id)
		return err
	})
	if engine.CodeOf(err) != engine.NotFound {
		t.Errorf("another's reminder: %v", err)
	}
}

func TestDueRemindersComeByPriority(t *testing.T) {
	db, _ := open(t)
	user := join(t, db, "1")
	lisa, _ := addLead(t, db, user.ID, "Lisa")
	for note, r := range map[string]engine.Reminder{
		"c": {Priority: engine.Normal, ScheduledFor: now.Add(-time.Hour)}, "b": {Priority: engine.High, ScheduledFor: now},
		"a": {Priority: engine.Urgent, ScheduledFor: now}, "later": {Priority: engine.Urgent, ScheduledFor: now.Add(time.Second)},
		"d": {Priority: engine.Low, ScheduledFor: now.Add(-time.Hour), LeadID: &lisa.ID},
	} {
		r.Note, r.ActionType = note, engine.ActionTask
		addReminder(t, db, user.ID, r)
	}
	due := func() (notes []string) {
		as(t, db, user.ID, func(tx engine.Tx) error {
			found, err := tx.DueReminders(t.Context(), now)
			for _, r := range found {
				notes = append(notes, r.Note)
			}
			return err
		})
		return notes
	}
	if got := due(); !slices.Equal(got, []string{"a", "b", "c", "d"}) {
		t.Errorf("due are %v", got)
	}
	complete := func() {
		as(t, db, user.ID, func(tx engine.Tx) error { return tx.CompleteReminders(t.Context(), lisa.ID, now) })
	}
	complete()
	if got := due(); len(got) != 4 {
		t.Errorf("a reminder that was not pushed was completed: %v", got)
	}
	as(t, db, user.ID, func(tx engine.Tx) error {
		found, err := tx.DueReminders(t.Context(), now)
		found[3].PushedAt = &now
		if err != nil {
			return err
		}
		return tx.SaveReminder(t.Context(), found[3])
	})
	complete()
	if got := due(); !slices.Equal(got, []string{"a", "b", "c"}) {
		t.Errorf("after it was pushed and done: %v", got)
	}
	as(t, db, user.ID, func(tx engine.Tx) error { return tx.Cancel(t.Context(), lisa.ID, now) })
}
