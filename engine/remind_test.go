package engine_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/google/uuid"

	"github.com/salesflow/salesflow/engine"
	"github.com/salesflow/salesflow/engine/timing"
)

// remind schedules a reminder for user "1".
func (w *world) remind(wish engine.ReminderWish) engine.Reminder {
	w.t.Helper()
	r, err := w.engine.ScheduleReminder(w.t.Context(), w.userAt("1"), wish)
	if err != nil {
		w.t.Fatal(err)
	}
	return r
}

func task(note string, p engine.Priority) engine.ReminderWish {
	return engine.ReminderWish{ActionType: engine.ActionTask, Note: note, Priority: p}
}

func TestAReminderFindsATimeThatFitsItsPriority(t *testing.T) {
	sunday := clockTime(29, 11, 0)
	for _, c := range []struct {
		now     time.Time
		wish    engine.ReminderWish
		at      time.Time
		instant bool
	}{
		{clockTime(23, 10, 7), task("a", engine.Urgent), clockTime(23, 10, 15), true},
		{clockTime(23, 10, 7), task("a", engine.High), clockTime(23, 11, 15), true},
		{clockTime(23, 10, 7), task("a", engine.Normal), clockTime(24, 8, 0), false},
		{clockTime(23, 10, 7), task("a", engine.Low), clockTime(26, 8, 0), false},
		{clockTime(23, 22, 7), task("a", engine.Urgent), clockTime(24, 7, 0), true},
		{sunday, task("a", engine.Urgent), clockTime(30, 11, 15), true},
		{clockTime(23, 10, 7), engine.ReminderWish{ActionType: engine.ActionTask, Note: "a", At: &sunday}, clockTime(30, 11, 0), true},
	} {
		w := aMorning(t)
		w.clock.set(c.now)
		if r := w.remind(c.wish); !r.ScheduledFor.Equal(c.at) || r.Instant != c.instant {
			t.Errorf("%s at %s: %s, instant %v", c.wish.Priority, c.now, r.ScheduledFor, r.Instant)
		}
	}
}

func TestRemindersNeverComeManyAtOnce(t *testing.T) {
	w := aMorning(t)
	w.clock.set(clockTime(23, 10, 0))
	for _, note := range []string{"eins", "zwei", "drei", "vier", "fünf"} {
		w.remind(task(note, engine.Urgent))
	}
	w.forget()
	for minute := range 60 * 13 {
		w.tick(clockTime(23, 10, 0).Add(time.Duration(minute) * time.Minute))
	}
	w.expect("reminders reminders")
	w.tick(clockTime(24, 8, 0))
	if n := len(w.last("reminders").Args["reminders"].([]any)); n != 3 {
		t.Errorf("%d reminders come with the list", n)
	}
}

func TestADueReminderComesWithTheListEvenWithoutLeads(t *testing.T) {
	w := settled(t)
	w.remind(task("Produkte bestellen", engine.Normal))
	w.forget()
	w.tick(clockTime(23, 8, 0))
	w.expect("reminders")
	w.press("done")
	w.expect("~reminder_closed")
	w.tick(clockTime(24, 8, 0))
	w.expect("")
}

func TestAReminderOfALeadIsOneAndEndsWithTheLead(t *testing.T) {
	w := aMorning(t)
	lisa := w.lead("Lisa Meier").ID
	at := clockTime(23, 15, 0)
	wish := engine.ReminderWish{LeadID: &lisa, ActionType: engine.ActionCall, At: &at}
	first := w.remind(wish)
	later := clockTime(23, 16, 0)
	wish.At = &later
	if again := w.remind(wish); again.ID != first.ID || !again.ScheduledFor.Equal(later) {
		t.Errorf("a second reminder: %+v", again)
	}
	w.forget()
	w.tick(later)
	w.expect("reminders")
	w.press("show_card")
	w.press("done")
	w.forget()
	w.tap(w.button("later"))
	w.tick(clockTime(24, 8, 0))
	for _, d := range w.channel.said[w.page:] {
		if d.Key == "reminders" {
			t.Error("a reminder of a lead that was dealt with")
		}
	}
	w.say("Tom nicht mehr")
	tom := w.leadOf("Tom Huber")
	for name, wish := range map[string]engine.ReminderWish{
		"stopped": {LeadID: &tom, ActionType: engine.ActionCall}, "nothing": {ActionType: engine.ActionTask},
	} {
		if _, err := w.engine.ScheduleReminder(t.Context(), w.userAt("1"), wish); engine.CodeOf(err) != engine.Invalid {
			t.Errorf("%s: %v", name, err)
		}
	}
	nobody := uuid.New()
	_, err := w.engine.ScheduleReminder(t.Context(), w.userAt("1"), engine.ReminderWish{LeadID: &nobody, ActionType: engine.ActionCall})
	if engine.CodeOf(err) != engine.NotFound {
		t.Errorf("nobody: %v", err)
	}
}

// leadOf is the id of a lead, open or not.
func (w *world) leadOf(name string) (id engine.LeadID) {
	w.asUser(func(tx engine.Tx) error {
		all, err := tx.LeadNames(w.t.Context())
		for _, l := range all {
			if l.Name == name {
				id = l.ID
			}
		}
		return err
	})
	return id
}

func TestSnoozingAReminderLearnsCountsAndWarns(t *testing.T) {
	w := aMorning(t)
	id := w.remind(task("Produkte bestellen", engine.Urgent)).ID
	snooze := func(wish engine.SnoozeWish) engine.SnoozedReminder {
		t.Helper()
		s, err := w.engine.SnoozeReminder(t.Context(), w.userAt("1"), id, wish)
		if err != nil {
			t.Fatal(err)
		}
		return s
	}
	if s := snooze(engine.SnoozeWish{}); s.Usual != timing.SnoozeTomorrow || !s.ScheduledFor.Equal(clockTime(24, 8, 0)) || s.TooOften {
		t.Errorf("everybody's guess: %+v", s)
	}
	for i := range 4 {
		s := snooze(engine.SnoozeWish{To: timing.SnoozeMonday, Reason: "im Urlaub"})
		if s.SnoozeCount != i+2 || s.TooOften != (i > 0) || s.Reason != "im Urlaub" {
			t.Errorf("snooze %d: %+v", i+2, s)
		}
	}
	if s := snooze(engine.SnoozeWish{}); s.Usual != timing.SnoozeMonday || !s.ScheduledFor.Equal(clockTime(30, 8, 0)) {
		t.Errorf("after four Mondays: %+v", s)
	}
	_, err := w.engine.SnoozeReminder(t.Context(), w.userAt("1"), id, engine.SnoozeWish{To: "someday"})
	if engine.CodeOf(err) != engine.Invalid {
		t.Errorf("someday: %v", err)
	}
}

func TestAReminderIsPutOffInTheChat(t *testing.T) {
	w := aMorning(t)
	w.clock.set(clockTime(23, 9, 0))
	w.remind(task("Produkte bestellen", engine.Urgent))
	w.forget()
	w.tick(clockTime(23, 9, 15))
	later := w.button("later")
	w.tap(later)
	w.press("later.hour")
	w.tick(clockTime(23, 10, 15))
	w.tap(later)
	if got := w.offered(); got != "later.tomorrow later.days later.monday later.weeks" {
		t.Errorf("two instant pushes are enough for a day: %s", got)
	}
	w.press("later.tomorrow")
	w.expect("reminders ~reminders ~reminder_later reminders ~reminders ~reminder_later")
	w.tick(clockTime(24, 8, 0))
	w.forget()
	w.tap(later)
	w.press("drop")
	w.tap(later)
	w.expect("~reminder_often ~reminder_closed ~reminder_closed")
	if w.last("reminder_closed").Args["dropped"] != true {
		t.Error("it was not dropped")
	}
}

func TestRemindersNeedNoLead(t *testing.T) {
	w := aMorning(t)
	w.forget()
	w.say("erinner mich morgen um 9 an die Steuer")
	w.expect("reminder_set")
	if said := w.last("reminder_set").Args; said["note"] != "die Steuer" || said["timed"] != true {
		t.Errorf("%v", said)
	}
	w.say("erinner mich an die Miete")
	w.expect("reminder_when")
	w.say("erinner mich morgen um 10 an Tom") // a lead is put off, as ever
	w.expect("card_later(Tom Huber)")
	w.say("erinner mich morgen an ihn")
	if got := w.keys(); !strings.HasPrefix(got, "card_later") {
		t.Errorf("said %s", got)
	}
	w.say("erinner mich morgen um 11 an den Müll")
	w.press("drop")
	w.last("reminder_closed")
	w.forget()
	w.tick(monday.AddDate(0, 0, 1).Add(2 * time.Hour))
	if said := w.last("reminders").Args; !strings.Contains(fmt.Sprint(said), "die Steuer") || strings.Contains(fmt.Sprint(said), "Müll") {
		t.Errorf("reminded of %v", said)
	}
	w.tap(button(t, w.last("reminders"), "done"))
	w.last("reminder_closed")
}
