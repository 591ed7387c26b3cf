package adminapi

import (
	"context"
	"net/http"
	"strings"
	"time"

	"github.com/danielgtaylor/huma/v2"

	"github.com/salesflow/salesflow/engine"
	"github.com/salesflow/salesflow/engine/timing"
)

// Reminders plans reminders and puts them off. [engine.Engine] does.
type Reminders interface {
	// ScheduleReminder plans a reminder; code NotFound for a lead that the user does not have, Invalid for a closed
	// one and where nothing says what to do.
	ScheduleReminder(ctx context.Context, user engine.UserID, wish engine.ReminderWish) (engine.Reminder, error)
	// SnoozeReminder puts an open reminder off; code NotFound, or Invalid for a moment that is not offered now.
	SnoozeReminder(ctx context.Context, user engine.UserID, id engine.ReminderID, wish engine.SnoozeWish) (
		engine.SnoozedReminder, error)
}

// reminder is something the user wants to be reminded of. The fields of the customer's table have its names.
type reminder struct {
	ID           engine.ReminderID `json:"id" format:"uuid" doc:"The reminder." example:"01980a5e-b3c2-7c11-8d20-4b1f0a9e6d35"`
	LeadID       *engine.LeadID    `json:"lead_id" format:"uuid" nullable:"true" doc:"Whom it is about; null when it is about nobody." example:"01980a5e-7c1b-7d43-9a36-6f2f6a1c0e11"`
	LeadName     *string           `json:"lead_name" doc:"The lead as the user calls it; null without one." example:"Lisa Berger"`
	ActionType   engine.ActionType `json:"action_type" enum:"follow_up,call,message,meeting,task" doc:"What to do." example:"call"`
	Note         string            `json:"note" doc:"What it is about, empty without a note." example:"Fragt nach dem Test"`
	ScheduledFor time.Time         `json:"scheduled_for" doc:"When it comes, within the user's active hours." example:"2026-11-25T18:15:00+01:00"`
	Instant      bool              `json:"instant" doc:"It comes at that time by itself; otherwise with the first list after it, because the day's pushes are used up or nothing asks for a time of its own." example:"true"`
	Priority     engine.Priority   `json:"priority" enum:"urgent,high,normal,low,scheduled" doc:"How urgent it is: the most urgent comes first." example:"normal"`
	SnoozeCount  int               `json:"snooze_count" minimum:"0" doc:"How often it was put off." example:"1"`
	CompletedAt  *time.Time        `json:"completed_at" doc:"When it was done; null while it is open." example:"2026-11-25T18:20:00+01:00"`
	DismissedAt  *time.Time        `json:"dismissed_at" doc:"When it was dropped; null unless it was." example:"2026-11-25T18:20:00+01:00"`
}

// snoozed is a reminder that was put off.
type snoozed struct {
	Reminder reminder      `json:"reminder" doc:"The reminder as it is planned now."`
	Usual    timing.Snooze `json:"usual" enum:"hour,evening,tomorrow,days,monday,weeks" doc:"What this user most likely chooses at this time of the week, by what was chosen so far." example:"tomorrow"`
	Options  []snoozeTo    `json:"options" doc:"All that can be chosen now."`
	TooOften bool          `json:"too_often" doc:"It was put off three times or more: another way, or letting it go, may help more." example:"false"`
}

// snoozeTo is a moment to put something off to.
type snoozeTo struct {
	To timing.Snooze `json:"to" enum:"hour,evening,tomorrow,days,monday,weeks" doc:"The moment." example:"tomorrow"`
	At time.Time     `json:"at" doc:"When that is." example:"2026-11-26T08:00:00+01:00"`
}

type newReminder struct {
	Body struct {
		LeadID     *engine.LeadID    `json:"lead_id,omitempty" format:"uuid" doc:"Whom it is about. A second open reminder of the same type for a lead plans the first anew." example:"01980a5e-7c1b-7d43-9a36-6f2f6a1c0e11"`
		ActionType engine.ActionType `json:"action_type" enum:"follow_up,call,message,meeting,task" doc:"What to do." example:"call"`
		Note       string            `json:"note,omitempty" maxLength:"200" doc:"What it is about; needed without a lead." example:"Fragt nach dem Test"`
		Priority   engine.Priority   `json:"priority,omitempty" enum:"urgent,high,normal,low" default:"normal" doc:"Finds the time where none is given: within a quarter of an hour, in about an hour, with the next list, in three days." example:"normal"`
		At         *time.Time        `json:"at,omitempty" doc:"When it should come; moved into the user's active hours, and to a workday." example:"2026-11-25T18:15:00+01:00"`
	}
}

type snoozeReminder struct {
	ReminderID engine.ReminderID `path:"reminder_id" format:"uuid" doc:"The reminder." example:"01980a5e-b3c2-7c11-8d20-4b1f0a9e6d35"`
	Body       struct {
		To     timing.Snooze `json:"to,omitempty" enum:"hour,evening,tomorrow,days,monday,weeks" doc:"Until when; without it until what the user most likely means." example:"tomorrow"`
		Reason string        `json:"reason,omitempty" maxLength:"200" doc:"Why; kept with the reminder." example:"im Urlaub"`
	}
}

type reminderAnswer struct{ Body reminder }

type snoozeAnswer struct{ Body snoozed }

func registerReminders(api huma.API, deps Deps) {
	register(api, huma.Operation{
		OperationID: "scheduleReminder", Method: http.MethodPost, Path: prefix + "/reminders",
		Summary: "Plan a reminder", Tags: []string{"Reminders"}, Errors: []int{http.StatusNotFound},
		Description: "A reminder comes within the user's active hours, on a workday, never together with others: one in a quarter of an hour and two a day; what exceeds that comes with the list.",
	}, func(ctx context.Context, user engine.User, in *newReminder) (*reminderAnswer, error) {
		r, err := deps.Reminders.ScheduleReminder(ctx, user.ID, engine.ReminderWish{
			LeadID: in.Body.LeadID, ActionType: in.Body.ActionType, Note: storable(in.Body.Note), Priority: in.Body.Priority, At: in.Body.At,
		})
		return &reminderAnswer{reminderOf(r, localNow(deps.Clock, user).Location())}, err
	})
	register(api, huma.Operation{
		OperationID: "snoozeReminder", Method: http.MethodPost, Path: prefix + "/reminders/{reminder_id}/snooze",
		Summary: "Put a reminder off", Tags: []string{"Reminders"}, Errors: []int{http.StatusNotFound},
		Description: "Learns when this user puts things off to, proposes that moment, and warns from the third time on.",
	}, func(ctx context.Context, user engine.User, in *snoozeReminder) (*snoozeAnswer, error) {
		s, err := deps.Reminders.SnoozeReminder(ctx, user.ID, in.ReminderID, engine.SnoozeWish{
			To: in.Body.To, Reason: storable(in.Body.Reason),
		})
		return &snoozeAnswer{snoozedOf(s, localNow(deps.Clock, user).Location())}, err
	})
}

// storable is a text without the one character that the database cannot keep.
func storable(text string) string { return strings.ReplaceAll(text, "\x00", "") }

func reminderOf(r engine.Reminder, zone *time.Location) reminder {
	return reminder{
		ID: r.ID, LeadID: r.LeadID, LeadName: unlessEmpty(r.LeadName), ActionType: r.ActionType, Note: r.Note,
		ScheduledFor: r.ScheduledFor.In(zone), Instant: r.Instant, Priority: r.Priority, SnoozeCount: r.SnoozeCount,
		CompletedAt: in(zone, r.CompletedAt), DismissedAt: in(zone, r.DismissedAt),
	}
}

func snoozedOf(s engine.SnoozedReminder, zone *time.Location) snoozed {
	answer := snoozed{Reminder: reminderOf(s.Reminder, zone), Usual: s.Usual, Options: []snoozeTo{}, TooOften: s.TooOften}
	for _, o := range s.Options {
		answer.Options = append(answer.Options, snoozeTo{To: o.Snooze, At: o.At.In(zone)})
	}
	return answer
}
